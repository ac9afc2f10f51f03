"""Estimates with intervals: Wilson's for shares, the bootstrap's for all else.

Here every case counts for itself. Cases that share a point or a shock: `sim.analysis.pooled`.
"""

import math
from collections.abc import Iterator, Sequence
from statistics import NormalDist
from typing import Any, Literal, NamedTuple

import numpy as np
import numpy.typing as npt

Centre = Literal["mean", "median"]
Numbers = npt.NDArray[np.float64]

LEVEL = 0.95
"""Confidence of every interval unless another is asked for."""
RESAMPLES = 2000
FEWEST = 8
"""Cases below which resampling says too little: then there is no interval."""
KEY = 20210517
"""Key of the resampling: the same numbers give the same interval, always."""
AT_A_TIME = 2_000_000
"""Numbers that are resampled in one piece, to bound memory."""


class Estimate(NamedTuple):
    """A value between the ends of its interval, and how many cases stand behind it.

    Without cases all three are None; too few cases have a value and no interval.
    """

    value: float | None
    low: float | None
    high: float | None
    n: int


NOTHING = Estimate(None, None, None, 0)


def share(successes: int, n: int, level: float = LEVEL) -> Estimate:
    """A share with Wilson's score interval.

    Solves ``|p - successes/n| = z sqrt(p (1 - p) / n)`` for p; unlike the textbook interval it
    stays within [0, 1] and keeps its level near the ends (Wilson 1927, JASA 22:209-212).

    Args:
        successes: number of cases that count.
        n: number of cases.
        level: confidence, between 0 and 1.

    Raises:
        ValueError: there are more successes than cases, or fewer than none.
    """
    if not 0 <= successes <= n:
        raise ValueError(f"{successes} of {n} is not a share")
    if n == 0:
        return NOTHING
    z = NormalDist().inv_cdf(0.5 + level / 2)
    p = successes / n
    middle = (p + z * z / (2 * n)) / (1 + z * z / n)
    half = z / (1 + z * z / n) * math.sqrt(p * (1 - p) / n + z * z / (4 * n * n))
    low = 0.0 if successes == 0 else middle - half
    high = 1.0 if successes == n else middle + half
    return Estimate(p, low, high, n)


def centre(values: Numbers, statistic: Centre = "mean", level: float = LEVEL) -> Estimate:
    """A mean or median with the bootstrap's percentile interval.

    The values are drawn anew with replacement, `RESAMPLES` times; the interval holds the middle
    of what comes out (Efron and Tibshirani 1993, chapter 13). It is somewhat narrow below some
    twenty cases, is left out below `FEWEST`, and has no width where all values are equal.

    Args:
        values: shape (n,), finite.
        statistic: what is estimated.
        level: confidence, between 0 and 1.
    """
    n = len(values)
    if n == 0:
        return NOTHING
    measure: Any = np.mean if statistic == "mean" else np.median
    value = float(measure(values))
    if n < FEWEST:
        return Estimate(value, None, None, n)
    drawn = np.concatenate([measure(values[rows], axis=1) for rows in resamples(n)])
    return between(value, drawn, n, level)


def ratio(above: Numbers, below: Numbers, level: float = LEVEL) -> Estimate:
    """A ratio of two sums over runs, with the bootstrap's percentile interval.

    Runs are drawn anew, each with both its parts, and the ratio is formed anew each time. Runs
    weigh by their denominator: a share of next to nothing says next to nothing.

    Args:
        above: numerator in each run, shape (n,); NaN where the run lacks one.
        below: denominator, likewise.
        level: confidence, between 0 and 1.

    Returns:
        No value unless the denominators sum to more than 0; no interval if they do not in some
        resample, or below `FEWEST` runs.
    """
    there = ~np.isnan(above) & ~np.isnan(below)
    return _of_ratios(((above[there], below[there]),), level)


def ratio_gap(
    above: Numbers, below: Numbers, above_two: Numbers, below_two: Numbers, level: float = LEVEL
) -> Estimate:
    """Second minus first of two ratios of sums, over pairs of runs that have both.

    Pairs are drawn anew as pairs: their shocks are common to both ratios.
    """
    there = ~np.isnan(above + below + above_two + below_two)
    one, two = (above[there], below[there]), (above_two[there], below_two[there])
    return _of_ratios((one, two), level)


def _of_ratios(parts: Sequence[tuple[Numbers, Numbers]], level: float) -> Estimate:
    """The last of some ratios of sums, less the first if there are two."""
    n = len(parts[0][0])
    if not n or any(below.sum() <= 0.0 for _, below in parts):
        return Estimate(None, None, None, n)
    values = [float(above.sum() / below.sum()) for above, below in parts]
    value = values[-1] - values[0] if len(values) > 1 else values[0]
    if n < FEWEST:
        return Estimate(value, None, None, n)
    drawn, least = [], math.inf
    for rows in resamples(n):
        below = [each[rows].sum(axis=1) for _, each in parts]
        least = min(least, *(float(each.min()) for each in below))
        if least <= 0.0:
            return Estimate(value, None, None, n)
        found = [a[rows].sum(axis=1) / b for (a, _), b in zip(parts, below, strict=True)]
        drawn.append(found[-1] - found[0] if len(found) > 1 else found[0])
    return between(value, np.concatenate(drawn), n, level)


def difference(one: Numbers, two: Numbers, level: float = LEVEL) -> Estimate:
    """Mean of ``two`` minus mean of ``one``, of cases that are not paired.

    Both groups are drawn anew, each for itself. Without cases in one of them there is nothing.

    Args:
        one: shape (n,), finite.
        two: shape (m,), finite.
        level: confidence, between 0 and 1.

    Returns:
        The difference; no interval where a group is below `FEWEST`. ``n`` is the sum of both.
    """
    n = len(one) + len(two)
    if not len(one) or not len(two):
        return Estimate(None, None, None, n)
    value = float(np.mean(two) - np.mean(one))
    if min(len(one), len(two)) < FEWEST:
        return Estimate(value, None, None, n)
    # Other draws for the second group, or groups of equal size would move together.
    drawn = [
        np.concatenate([np.mean(each[rows], axis=1) for rows in resamples(len(each), key)])
        for each, key in ((one, KEY), (two, KEY + 1))
    ]
    return between(value, drawn[1] - drawn[0], n, level)


def between(value: float, drawn: Numbers, n: int, level: float = LEVEL) -> Estimate:
    """An estimate with the middle of what its resamples came to.

    Args:
        value: the estimate.
        drawn: what resamples came to, NaN where one says nothing.
        n: number of cases.
        level: confidence, between 0 and 1.
    """
    tail = (1 - level) / 2
    low, high = np.nanquantile(drawn, [tail, 1 - tail])
    return Estimate(value, float(low), float(high), n)


def resamples(n: int, key: int = KEY) -> Iterator[npt.NDArray[np.int64]]:
    """Rows drawn with replacement, in pieces of shape (some, n)."""
    generator = np.random.Generator(np.random.PCG64(key))
    piece = max(1, AT_A_TIME // n)
    for start in range(0, RESAMPLES, piece):
        yield generator.integers(0, n, size=(min(piece, RESAMPLES - start), n))
