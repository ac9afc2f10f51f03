"""History matching: which draws of the parameters are not at odds with the calibration rows.

A draw is implausible if a calibration row lies more than three standard errors outside its range
(Craig and others 1997; Vernon, Goldstein and Bower 2010). What is left is a set, not a point:
nothing is fitted, and test rows and cases take no part.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from sim.analysis.extras import extra
from sim.validation.declared import Patterns
from sim.validation.draws import Range
from sim.validation.measuring import Measured, Numbers

CUT = 3.0
"""Standard errors outside its range at which a row rules a draw out (Pukelsheim 1994)."""
FEWEST = 10
"""Draws in the set below which nothing is said of parameters in it."""
SHOWN = 10


@dataclass(frozen=True)
class Draw:
    """One draw of the parameters, and what patterns came to."""

    point: Mapping[str, float]
    measured: Mapping[str, Measured]


@dataclass(frozen=True)
class Shift:
    """How a parameter differs in the set from its prior."""

    path: str
    distance: float
    """Largest gap between the two cumulated shares (Kolmogorov and Smirnov)."""
    p: float
    """Chance of such a gap if the set were drawn from the prior; of one look at one parameter."""
    middle: float
    """Median in the set."""


@dataclass(frozen=True)
class Matched:
    """What history matching left."""

    draws: int
    kept: tuple[int, ...]
    """Places of draws that are not ruled out."""
    implausibility: tuple[float, ...]
    """Largest distance of each draw over the calibration rows."""
    by_row: Mapping[str, int]
    """How many draws each row alone leaves."""
    medoid: int | None
    """The draw in the middle of the set; None if it is empty."""
    shifts: Sequence[Shift]
    """Parameters that differ most between set and prior; none below `FEWEST` draws."""


def match(draws: Sequence[Draw], patterns: Patterns, known: Sequence[Range]) -> Matched:
    """Rule out draws by the calibration rows.

    Args:
        draws: joint draws of the parameters.
        patterns: the declared patterns.
        known: ranges of the parameters.
    """
    rows = {n: p.expect for n, p in patterns.patterns.items() if p.role == "calibration"}
    distances = {
        name: [draw.measured[name].distance(expect) for draw in draws]
        for name, expect in rows.items()
        if expect is not None
    }
    worst = [max(found) for found in zip(*distances.values(), strict=True)]
    kept = tuple(place for place, distance in enumerate(worst) if distance <= CUT)
    shares = np.array(
        [[(draw.point[r.path] - r.low) / (r.high - r.low) for r in known] for draw in draws]
    ).reshape(len(draws), len(known))
    return Matched(
        len(draws),
        kept,
        tuple(worst),
        {name: sum(d <= CUT for d in found) for name, found in distances.items()},
        _medoid(shares, kept),
        _shifts(shares, kept, known),
    )


def _medoid(shares: Numbers, kept: Sequence[int]) -> int | None:
    """The kept draw whose summed distance to the others is least."""
    if not kept:
        return None
    own = shares[list(kept)]
    apart = np.abs(own[:, None, :] - own[None, :, :]).sum(axis=(1, 2))
    return kept[int(np.argmin(apart))]


def _shifts(shares: Numbers, kept: Sequence[int], known: Sequence[Range]) -> list[Shift]:
    if len(kept) < FEWEST or len(kept) == len(shares):
        return []
    stats = extra("scipy.stats", "History matching")
    found = []
    for place, each in enumerate(known):
        own = shares[list(kept), place]
        test = stats.kstest(own, "uniform")
        middle = each.low + float(np.median(own)) * (each.high - each.low)
        found.append(Shift(each.path, float(test.statistic), float(test.pvalue), middle))
    return sorted(found, key=lambda shift: -shift.distance)[:SHOWN]
