"""How many replications would find a difference of some size? Power of paired comparisons."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from statistics import NormalDist

import numpy as np
import numpy.typing as npt

from sim.analysis.axes import refusal
from sim.analysis.intervals import FEWEST, LEVEL, Numbers
from sim.analysis.material import Material
from sim.analysis.measures import Measure
from sim.analysis.overview import gaps_of, pairs_of, pairs_played
from sim.analysis.pooled import drawn_anew
from sim.analysis.variances import variances

CHANCE = 0.8
"""Chance with which the difference is to be found, if it is there."""
Z = NormalDist().inv_cdf(0.5 + LEVEL / 2) + NormalDist().inv_cdf(CHANCE)
"""Standard errors that the difference must measure for that."""
ALONE = "another arm"
"""Change that a sweep without two points to compare is asked about."""


@dataclass(frozen=True)
class Power:
    """Replications at each point that find a difference between two values of an axis."""

    axis: str
    change: str
    measure: Measure
    effect: float
    """Size of the difference that is to be found, in the outcome's unit."""
    played: int
    """Replications that the sweep has at each point, at most."""
    pairs: int
    """Pairs of runs from which the spread was taken."""
    needed: int | None
    """Replications needed; None where no number of them is enough, or that cannot be told."""
    detectable: float | None
    """The difference that the replications played find with the same chance."""
    why: str = ""
    """Why there is no number."""


def power_of(material: Material, measures: Sequence[Measure], effect: float) -> list[Power]:
    """Power of each comparison that the sweep allows: levels of an axis against its first.

    A difference counts as found where the interval of `sim.analysis.pooled.over_points` leaves
    zero out. Its variance over P pairs of points and R replications is

        points / P + (shocks + rest / P) / R

    where what points share of a shock does not fall with their number, and what configurations
    differ in does not fall with replications. Below `FEWEST` points, and where points are no sample
    (a grid's few), the first part is nil: the interval then speaks of these points alone.

    Args:
        material: runs and design.
        measures: outcomes; of a median the mean is judged, a ratio is linearised.
        effect: difference to be found, in each outcome's unit.

    Raises:
        InputError: the effect is not above zero.
    """
    if not effect > 0.0:
        raise refusal(f"a difference of {effect:g}", None, "one above zero")
    found = [
        _of_gaps(
            *(axis, f"{first} -> {level}", measure, effect),
            *(gaps_of(material, measure, pairs), pairs_played(material, pairs)),
        )
        for axis, first, level, pairs in pairs_of(material)
        for measure in measures
    ]
    if found:
        return found
    if len(material.design) > 1:
        raise refusal("no two points differ in one axis alone", None, "arms, a grid, or levers")
    return [_alone(material, measure, effect) for measure in measures]


Gaps = tuple[Numbers, npt.NDArray[np.int64], npt.NDArray[np.int64]]


def _of_gaps(
    axis: str, change: str, measure: Measure, effect: float, gaps: Gaps, possible: int
) -> Power:
    values, points, replications = gaps
    pairs = len(values)
    played = int(max(np.bincount(np.unique(points, return_inverse=True)[1]), default=0))
    told = partial(Power, axis, change, measure, effect, played, pairs)
    if played < 2:
        return told(None, None, "fewer than two pairs at a point")
    fixed, falling = variances(values, points, replications)
    if measure.statistic == "share" and len(np.unique(points)) == 1:
        # Half a pair added to each of the four outcomes of a pair of yes and no (Agresti and Min
        # 2005, Biometrics 61:515-523): pairs that never differed do not prove that none does.
        n, apart = pairs + 2.0, float(np.sum(values != 0.0)) + 1.0
        falling = apart / n - (float(values.sum()) / n) ** 2
    if falling <= 0.0 and fixed <= 0.0:
        return told(None, None, "runs are equal in every pair")
    detectable = Z * math.sqrt(fixed + falling / played)
    room = (effect / Z) ** 2 - fixed
    if room <= 0.0:
        why = "points scatter too much for any number of replications: more points are needed"
        return told(None, detectable, why)
    # Fewer shocks that points share have no interval, however small their spread.
    least = 2 if drawn_anew(points, replications) == "points" else FEWEST
    # Pairs of which a run lacks the outcome are played too.
    needed = max(least, math.ceil(falling / room - 1e-9)) * possible / pairs
    return told(math.ceil(needed), detectable)


def _alone(material: Material, measure: Measure, effect: float) -> Power:
    """Against an arm that was not played, with the same spread and, to be safe, other shocks."""
    values = material.values(measure)
    values = values[~np.isnan(values)]
    n = len(values)
    told = partial(Power, "", ALONE, measure, effect, n, n)
    if n < 2:
        return told(None, None, "fewer than two runs")
    share = (float(values.sum()) + 2.0) / (n + 4.0)
    spread = share * (1.0 - share) if measure.statistic == "share" else float(values.var(ddof=1))
    needed = math.ceil(2.0 * spread * (Z / effect) ** 2 - 1e-9)
    needed = math.ceil(max(FEWEST, needed) * len(material.finished) / n)
    return told(needed, Z * math.sqrt(2.0 * spread / n))
