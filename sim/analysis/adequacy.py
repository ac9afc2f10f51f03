"""Were enough replications run? Monte Carlo error against a stated precision."""

import math
from dataclasses import dataclass
from statistics import NormalDist

import numpy as np

from sim.analysis.axes import refusal
from sim.analysis.intervals import LEVEL, Numbers
from sim.analysis.material import Material
from sim.analysis.measures import Measure

SHARE_PRECISION = 0.05
"""Half width asked of a share's interval, unless stated."""
PART_OF_SPREAD = 0.1
"""Half width asked of a mean, in standard deviations over all runs, unless stated."""


@dataclass(frozen=True)
class Precision:
    """How precisely some runs fix a mean, and how many more are needed."""

    n: int
    """Runs with the outcome."""
    error: float | None
    """Monte Carlo standard error; None below two runs."""
    half: float | None
    """Half width of the interval: the error times the normal quantile."""
    needed: int | None
    """Runs that bring the half width down to what is asked."""

    @property
    def more(self) -> int | None:
        """Runs still missing."""
        return None if self.needed is None else max(0, self.needed - self.n)


@dataclass(frozen=True)
class Adequacy:
    """The precision of an outcome at each point of a sweep."""

    measure: Measure
    asked: float
    """Half width that was asked for."""
    points: tuple[Precision, ...]
    """By row of the design."""
    whole: Precision
    """Over all runs together, as if the points were drawn at random."""
    noise: float | None
    """Share of the variance between points that is chance within them; None without replications.

    It blurs every statement about axes. Points whose runs meet equal draws share part of their
    chance: then the share overstates.
    """

    @property
    def enough(self) -> bool | None:
        """Whether all points are precise enough; None where that cannot be told."""
        known = [each.more for each in self.points if each.more is not None]
        return None if len(known) < len(self.points) or not known else not any(known)

    @property
    def worst(self) -> Precision | None:
        """The point that needs most."""
        known = [each for each in self.points if each.needed is not None]
        return max(known, key=lambda each: (each.needed or 0, -each.n), default=None)


def precision(values: Numbers, asked: float, *, share: bool = False) -> Precision:
    """The precision of a mean over independent runs.

    A share's variance is taken at the share with two successes and two failures added (Agresti
    and Coull 1998, American Statistician 52:119-126): twenty runs without any agreement do not
    prove that there never is one.

    Args:
        values: the outcome in each run, finite.
        asked: half width asked of the 95 % interval, in the outcome's unit.
        share: whether the outcome is 0 or 1.

    Raises:
        InputError: the precision asked is not above zero.
    """
    if not asked > 0.0:
        raise refusal(f"a precision of {asked:g}", None, "one above zero")
    n = len(values)
    if n < 2:
        return Precision(n, None, None, None)
    if share:
        p = (float(values.sum()) + 2.0) / (n + 4.0)
        variance = p * (1.0 - p)
    else:
        variance = float(values.var(ddof=1))
    z = NormalDist().inv_cdf(0.5 + LEVEL / 2)
    error = math.sqrt(variance / n)
    return Precision(n, error, z * error, max(2, math.ceil(variance * (z / asked) ** 2 - 1e-9)))


def adequacy(material: Material, measure: Measure, asked: float | None = None) -> Adequacy:
    """The precision of an outcome at each point, against what is asked.

    Args:
        material: runs and their design.
        measure: the outcome; of a median the mean is judged.
        asked: half width asked of the 95 % interval at each point, in the outcome's unit. By
            default .05 for shares, else a tenth of the standard deviation over all runs.
    """
    values = material.values(measure)
    share = measure.statistic == "share"
    there = values[~np.isnan(values)]
    if asked is None:
        spread = float(there.std(ddof=1)) if len(there) > 1 else 0.0
        asked = SHARE_PRECISION if share else (PART_OF_SPREAD * spread or 1.0)
    points = []
    for row in range(len(material.design)):
        here = values[material.at(row)]
        points.append(precision(here[~np.isnan(here)], asked, share=share))
    whole = precision(there, asked, share=share)
    return Adequacy(measure, asked, tuple(points), whole, _noise(material, measure))


def _noise(material: Material, measure: Measure) -> float | None:
    found = material.by_point(measure)
    several = found.n > 1
    if several.sum() < 2 or not several.all():
        return None
    between = float(np.var(found.mean, ddof=1))
    within = float(np.mean(found.deviation**2 / found.n))
    return min(within / between, 1.0) if between > 0.0 else None
