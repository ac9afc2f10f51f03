"""Which axis matters how much: Sobol's and Morris's indices with intervals, through SALib."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from statistics import NormalDist
from typing import Any, Literal

import numpy as np
import pyarrow as pa

from sim.analysis.axes import Axis, axes_of, refusal, sampled
from sim.analysis.extras import extra
from sim.analysis.intervals import KEY, LEVEL, Estimate, Numbers
from sim.analysis.layouts import is_one_at_a_time, morris_problem, sobol_second_order
from sim.analysis.pooled import Integers
from sim.analysis.redrawn import Redrawn, plain

Method = Literal["sobol", "morris", "pawn"]

Outcome = Numbers | Redrawn

RESAMPLES = 200
SLICES, SMALLEST_SLICE = (10, 8, 7, 5, 4, 3), 10
"""Slices of an axis in PAWN, and the points that each must hold.

6 and 9 are not among them: there SALib 1.6 asks for a quantile above 1.
"""
PURPOSE = "Sensitivity analysis"


@dataclass(frozen=True)
class Sensitivity:
    """How much of an outcome each axis accounts for."""

    method: Method
    indices: dict[str, dict[str, Estimate]]
    """By axis, then by index: ``S1`` and ``ST``; ``mu_star``, ``mu`` and ``sigma``; or ``KS``."""
    points: int
    """Points behind it."""
    left_out: int = 0
    """Points at which the outcome never came about."""
    pairs: dict[tuple[str, str], Estimate] = field(default_factory=dict)
    """Second-order indices of Sobol by two axes, where the design allows them."""
    noise: dict[str, float] = field(default_factory=dict)
    """By axis, what the index by which axes are ranked would come to if it had no effect: of PAWN
    what one such axis in twenty exceeds, else what chance within points makes of it on the average
    (zero where all points meet the same shocks). Empty where chance is not known."""
    most: dict[str, float] = field(default_factory=dict)
    """PAWN: the largest index that an axis can reach, given into how many slices it is cut."""

    @property
    def headline(self) -> str:
        """The index by which axes are ranked."""
        return {"sobol": "ST", "morris": "mu_star", "pawn": "KS"}[self.method]

    def ranked(self) -> list[str]:
        """Axes from the one that matters most to the one that matters least."""
        value = {name: row[self.headline].value or 0.0 for name, row in self.indices.items()}
        return sorted(value, key=lambda name: -value[name])


def fitting(design: pa.Table) -> Method | None:
    """The method that a design was laid out for; PAWN takes any sample but one at a time.

    None where no method fits.
    """
    axes, laid_out = axes_of(design), sampled(design)
    if sobol_second_order(laid_out) is not None:
        return "sobol"
    if morris_problem(laid_out) is None:
        return "morris"
    enough = len(design) >= SLICES[-1] * SMALLEST_SLICE
    return "pawn" if enough and not is_one_at_a_time(axes) else None


def sobol(design: pa.Table, outcome: Outcome) -> Sensitivity:
    """Shares of the outcome's variance: of each axis alone (S1) and with all others (ST).

    Estimators of Saltelli et al. 2010 (Computer Physics Communications 181:259-270). Small indices
    may come out below zero by chance.

    Raises:
        InputError: the design is not Saltelli's, a point has no outcome, or all are alike.
    """
    axes = sampled(design)
    second = sobol_second_order(axes)
    if second is None:
        what = "the design is not Saltelli's: its blocks do not swap one axis at a time"
        raise refusal(what, None, "a sweep with design sobol, whole and in its order")
    runs = as_runs(outcome)
    refuse_gaps(runs.mean, len(design), "Sobol")
    count = len(axes)
    blocks = len(design) // ((2 if second else 1) * count + 2)
    found = _sobol(runs.mean.reshape(blocks, -1), count, second)
    drawn = [_sobol(y[rows], count, second) for rows, y in _resampled(runs, blocks)]
    values = {
        name: _around(each, [one[name] for one in drawn], blocks) for name, each in found.items()
    }
    indices = {
        axis.name: {name: values[name][i] for name in ("S1", "ST")} for i, axis in enumerate(axes)
    }
    several = [(i, j) for i in range(count) for j in range(i + 1, count)]
    pairs = {
        (axes[i].name, axes[j].name): values["S2"][place]
        for place, (i, j) in enumerate(several)
        if second
    }
    noise = {}
    if isinstance(outcome, Redrawn):
        chance = runs.chance.reshape(blocks, -1)
        whole = float(np.var(runs.mean.reshape(blocks, -1)[:, [0, -1]]))
        noise = {
            axis.name: float(np.mean(chance[:, 0] + chance[:, 1 + i])) / (2.0 * whole)
            for i, axis in enumerate(axes)
        }
    return Sensitivity("sobol", indices, len(design), pairs=pairs, noise=_known(noise))


def _sobol(y: Numbers, count: int, second: bool) -> dict[str, Numbers]:
    """Indices of outcomes, shape (base samples, points of a block), by SALib."""
    salib = extra("SALib.analyze.sobol", PURPOSE)
    # The estimators want outcomes around zero.
    y = (y - y.mean()) / (y.std() or 1.0)
    a, b = y[:, 0], y[:, -1]
    found = {
        name: np.array([one(a, y[:, 1 + j], b) for j in range(count)])
        for name, one in (("S1", salib.first_order), ("ST", salib.total_order))
    }
    if second:
        found["S2"] = np.array(
            [
                salib.second_order(a, y[:, 1 + i], y[:, 1 + j], y[:, 1 + count + i], b)
                for i in range(count)
                for j in range(i + 1, count)
            ]
        )
    return found


def morris(design: pa.Table, outcome: Outcome, levels: int = 4) -> Sensitivity:
    """Elementary effects: mean size (mu_star), mean (mu) and spread (sigma), on the unit range.

    Morris 1991 (Technometrics 33:161-174) and Campolongo et al. 2007. A spread that is large
    against the mean size speaks of interactions or bends. Only ``mu_star`` has an interval.

    Args:
        design: trajectories, in the order of the plan.
        outcome: the outcome at each point.
        levels: levels of the grid on which the trajectories walk.

    Raises:
        InputError: the design holds no trajectories, a point has no outcome, or all are alike.
    """
    axes = sampled(design)
    if (reason := morris_problem(axes)) is not None:
        raise refusal(reason, None, "a sweep with design morris, whole and in its order")
    if any(len(axis.levels) > levels for axis in axes):
        raise refusal(f"the design has more than {levels} levels", None, "the number it was made")
    runs = as_runs(outcome)
    refuse_gaps(runs.mean, len(design), "Morris")
    x = np.column_stack([axis.codes for axis in axes])
    result = extra("SALib.analyze.morris", PURPOSE).analyze(
        *(_problem(axes), x, runs.mean),
        num_resamples=2,
        num_levels=levels,
        seed=np.random.default_rng(KEY),
    )
    walks, step = len(design) // (len(axes) + 1), levels / (2.0 * (levels - 1))
    moves = np.diff(x.reshape(walks, -1, len(axes)), axis=1)
    # Which step of each trajectory goes along each axis.
    along = np.argmax(np.abs(moves), axis=1)

    def effects(y: Numbers) -> Numbers:
        """Size of the effect of each axis in each trajectory."""
        found: Numbers = np.take_along_axis(np.abs(np.diff(y, axis=1)) / step, along, axis=1)
        return found

    drawn = [effects(y)[rows].mean(axis=0) for rows, y in _resampled(runs, walks)]
    sizes = _around(np.asarray(result["mu_star"]), drawn, walks)
    indices = {
        axis.name: {
            "mu_star": sizes[i],
            "mu": Estimate(float(result["mu"][i]), None, None, walks),
            "sigma": Estimate(float(result["sigma"][i]), None, None, walks),
        }
        for i, axis in enumerate(axes)
    }
    noise = {}
    if isinstance(outcome, Redrawn):
        chance = runs.chance.reshape(walks, -1)
        # Mean size of a normal difference of two means that differ by chance alone.
        apart = np.sqrt(2.0 / np.pi * (chance[:, 1:] + chance[:, :-1])) / step
        sizes_alone = np.take_along_axis(apart, along, axis=1).mean(axis=0)
        noise = {axis.name: float(sizes_alone[i]) for i, axis in enumerate(axes)}
    return Sensitivity("morris", indices, len(design), noise=_known(noise))


def _problem(axes: list[Axis]) -> dict[str, Any]:
    return {
        "num_vars": len(axes),
        "names": [axis.name for axis in axes],
        "bounds": [[0.0, 1.0]] * len(axes),
        "groups": None,
    }


def as_runs(outcome: Outcome) -> Redrawn:
    """The outcome with its runs; of means alone those means."""
    return outcome if isinstance(outcome, Redrawn) else plain(outcome)


def _resampled(runs: Redrawn, clusters: int) -> Iterator[tuple[Integers, Numbers]]:
    """Clusters of points drawn anew, and outcomes of all, shape (clusters, points of each)."""
    generator = np.random.default_rng(KEY)
    for _ in range(RESAMPLES if runs.enough else 0):
        y = runs.means(generator).reshape(clusters, -1)
        yield generator.integers(0, clusters, clusters), y


def _around(values: Numbers, drawn: Sequence[Numbers], n: int) -> list[Estimate]:
    """Estimates with normal intervals as wide as their resamples scatter; without any, none."""
    if not drawn:
        return [Estimate(float(value), None, None, n) for value in values]
    half = NormalDist().inv_cdf(0.5 + LEVEL / 2) * np.std(drawn, axis=0, ddof=1)
    return [
        Estimate(float(value), float(value - each), float(value + each), n)
        for value, each in zip(values, half, strict=True)
    ]


def _known(noise: dict[str, float]) -> dict[str, float]:
    """What chance makes, unless single runs at a point leave it unknown."""
    return {} if any(np.isnan(each) for each in noise.values()) else noise


def refuse_gaps(outcome: Numbers, points: int, method: str) -> None:
    """Refuse an outcome that some points lack, or that is the same at all.

    Raises:
        InputError: it is one of these.
    """
    if len(outcome) != points:
        raise refusal(f"{len(outcome)} outcomes for {points} points", None, "one for each point")
    gaps = int(np.count_nonzero(np.isnan(outcome)))
    if gaps:
        what = f"{gaps} of {points} points have no such outcome, and {method} needs all of them"
        raise refusal(what, None, "an outcome that every run has, or PAWN")
    refuse_constant(outcome)


def refuse_constant(outcome: Numbers) -> None:
    """Refuse an outcome that is the same at all points.

    Raises:
        InputError: it is.
    """
    if np.ptp(outcome) == 0.0:
        raise refusal("the outcome is the same at all points", None, "one that varies")
