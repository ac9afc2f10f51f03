"""PRIM: boxes of a design in which what one looks for is frequent.

The patient rule induction method of Friedman and Fisher 1999 (Statistics and Computing 9:123-143):
peel thin slices off the box of all points, always the one whose loss leaves the box best; then
paste slices back as long as that helps. Used for scenario discovery since Bryant and Lempert 2010
(Technological Forecasting and Social Change 77:34-49), who judge a box by coverage, density and
the number of axes that it restricts.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from sim.analysis.axes import Axis, refusal
from sim.analysis.conditions import EVERYTHING, Box, Condition, Rows, box, inside
from sim.analysis.extras import extra
from sim.analysis.intervals import Numbers

PEEL, PASTE, SMALLEST = 0.05, 0.01, 0.05
"""Shares: of the box that a peel takes off, that a paste adds, and of all points in a box."""

Limits = dict[str, Condition]


@dataclass(frozen=True)
class Peeling:
    """The road from all points to the smallest box."""

    boxes: tuple[Box, ...]
    """From everything to the last box, which is pasted."""
    chosen: Box
    """The box on it with the best balance of coverage and density (harmonic mean)."""
    chance: dict[str, float]
    """By axis of the chosen box: how likely its density by chance without that axis' condition."""


def prim(
    axes: Sequence[Axis], sought: Rows, *, peel: float = PEEL, smallest: float = SMALLEST
) -> Peeling:
    """Find the box in which sought points are frequent.

    A slice is judged by how much the share of sought points rises per point lost, so that labels,
    which leave in larger pieces, compete fairly (Kwakkel and Jaxa-Rozen 2016, Environmental
    Modelling & Software 79:311-321).

    Args:
        axes: what the design varies.
        sought: whether each point is what one looks for.
        peel: share of a box's points that a peel takes off.
        smallest: share of all points below which no box falls.

    Raises:
        InputError: all points are sought, or none is.
    """
    if not sought.any() or sought.all():
        raise refusal("all points are alike", None, "a condition that some points meet, not all")
    limits: Limits = {}
    road = [box(axes, sought, limits)]
    trail = [limits]
    while (smaller := _peeled(axes, sought, limits, peel, smallest)) is not None:
        limits = smaller
        trail.append(limits)
        road.append(box(axes, sought, limits))
    best = max(range(len(road)), key=lambda i: (_balance(road[i]), -i))
    chosen = box(axes, sought, _pasted(axes, sought, trail[best]))
    road[-1] = box(axes, sought, _pasted(axes, sought, limits))
    return Peeling(tuple(road), chosen, _chances(axes, sought, chosen))


def _balance(found: Box) -> float:
    both = found.coverage + found.density
    return 2.0 * found.coverage * found.density / both if both > 0.0 else 0.0


def _peeled(
    axes: Sequence[Axis], sought: Rows, limits: Mapping[str, Condition], peel: float, least: float
) -> Limits | None:
    """The box without its worst slice; None once it would be too small or no slice is left."""
    within = inside(axes, limits)
    n, hits = int(within.sum()), int((within & sought).sum())
    if hits == n:
        return None
    best, found = -np.inf, None
    for axis in axes:
        for smaller in _slices(axis, limits.get(axis.name, EVERYTHING), within, peel):
            left = within & smaller.holds(axis)
            count = int(left.sum())
            if count == n or count == 0 or count < least * len(sought):
                continue
            gain = (int((left & sought).sum()) / count - hits / n) / (n - count)
            if gain > best:
                best, found = gain, {**limits, axis.name: smaller}
    return found


def _slices(axis: Axis, condition: Condition, within: Rows, share: float) -> Iterator[Condition]:
    """What may be left of one axis after a peel: without its lowest, its highest, one label."""
    values = axis.values[within]
    if not axis.numeric:
        labels = frozenset(values.tolist())
        if len(labels) > 1:
            yield from (condition.within(labels=labels - {one}) for one in sorted(labels))
        return
    ordered = np.sort(values)
    take = max(1, round(share * len(ordered)))
    # Equal values leave together: a peel ends between two values that differ.
    above = ordered[ordered > ordered[take - 1]]
    if len(above):
        yield condition.within(low=float(above[0]))
    below = ordered[ordered < ordered[-take]]
    if len(below):
        yield condition.within(high=float(below[-1]))


def _pasted(axes: Sequence[Axis], sought: Rows, limits: Limits) -> Limits:
    """The box with slices put back, and conditions dropped, while its density does not fall."""
    while True:
        within = inside(axes, limits)
        density = (within & sought).sum() / within.sum()
        best, found = density, None
        for name, larger in _larger(axes, limits, within):
            tried = {**limits, name: larger}
            more = inside(axes, tried)
            if more.sum() > within.sum() and (value := (more & sought).sum() / more.sum()) >= best:
                best, found = value, tried
        if found is None:
            return limits
        limits = found


def _larger(axes: Sequence[Axis], limits: Limits, within: Rows) -> Iterator[tuple[str, Condition]]:
    """Each limit of a box moved outwards a little."""
    take = max(1, round(PASTE * int(within.sum())))
    for axis in axes:
        condition = limits.get(axis.name)
        if condition is None:
            continue
        others = {name: each for name, each in limits.items() if name != axis.name}
        free = axis.values[inside(axes, others)]
        if condition.labels is not None:
            for label in sorted(set(free.tolist()) - condition.labels):
                yield axis.name, condition.within(labels=condition.labels | {label})
            continue
        below: Numbers = np.sort(free[free < condition.low])
        above: Numbers = np.sort(free[free > condition.high])
        if len(below):
            low = -np.inf if take >= len(below) else float(below[-take])
            yield axis.name, condition.within(low=low)
        if len(above):
            high = np.inf if take >= len(above) else float(above[take - 1])
            yield axis.name, condition.within(high=high)


def _chances(axes: Sequence[Axis], sought: Rows, found: Box) -> dict[str, float]:
    """Bryant and Lempert's quasi-p-values: does each condition do more than chance would?

    The chance that as many of the box's points are sought if each were so with the share that
    the box has without the condition. Small speaks for the condition. It ignores that the
    condition was searched for.
    """
    binom = extra("scipy.stats", "PRIM's test of its conditions").binom
    chances = {}
    for name in found.conditions:
        others = {other: each for other, each in found.conditions.items() if other != name}
        without = box(axes, sought, others)
        chances[name] = float(binom.sf(found.hits - 1, found.n, without.density))
    return chances
