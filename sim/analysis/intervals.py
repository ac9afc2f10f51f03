"""Estimates with intervals: Wilson's for shares, the bootstrap's for all else."""

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
    drawn = np.concatenate([measure(values[rows], axis=1) for rows in _resamples(n)])
    tail = (1 - level) / 2
    low, high = np.quantile(drawn, [tail, 1 - tail])
    return Estimate(value, float(low), float(high), n)


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
    for rows in _resamples(n):
        below = [each[rows].sum(axis=1) for _, each in parts]
        least = min(least, *(float(each.min()) for each in below))
        if least <= 0.0:
            return Estimate(value, None, None, n)
        found = [a[rows].sum(axis=1) / b for (a, _), b in zip(parts, below, strict=True)]
        drawn.append(found[-1] - found[0] if len(found) > 1 else found[0])
    tail = (1 - level) / 2
    low, high = np.quantile(np.concatenate(drawn), [tail, 1 - tail])
    return Estimate(value, float(low), float(high), n)


def clustered(values: Numbers, clusters: npt.NDArray[np.int64], level: float = LEVEL) -> Estimate:
    """A mean over cases that hang together, with an interval that draws whole clusters anew.

    Runs of one point of a design share that point's numbers: as if they were independent, the
    interval would be far too narrow (Davison and Hinkley 1997, section 3.8).

    Args:
        values: shape (n,), finite.
        clusters: which cluster each case belongs to, shape (n,).
        level: confidence, between 0 and 1.

    Returns:
        The mean over all cases; no interval below `FEWEST` clusters. ``n`` counts cases.
    """
    n = len(values)
    if n == 0:
        return NOTHING
    value = float(np.mean(values))
    _, places = np.unique(clusters, return_inverse=True)
    sums, counts = np.bincount(places, weights=values), np.bincount(places)
    if len(sums) < FEWEST:
        return Estimate(value, None, None, n)
    drawn = np.concatenate(
        [sums[rows].sum(axis=1) / counts[rows].sum(axis=1) for rows in _resamples(len(sums))]
    )
    tail = (1 - level) / 2
    low, high = np.quantile(drawn, [tail, 1 - tail])
    return Estimate(value, float(low), float(high), n)


def both_ways(
    values: Numbers,
    points: npt.NDArray[np.int64],
    replications: npt.NDArray[np.int64],
    level: float = LEVEL,
) -> Estimate:
    """A mean over points that all meet the same replications.

    Points and replications are drawn anew, each for themselves, and a run counts as often as its
    point times its replication (the pigeonhole bootstrap; Owen 2007, Annals of Applied Statistics
    1:386-411): what all points share by chance is in the interval, rather a little twice.

    Args:
        values: shape (n,), finite.
        points: point of each run, shape (n,).
        replications: replication of each run, shape (n,).
        level: confidence, between 0 and 1.
    """
    _, rows = np.unique(points, return_inverse=True)
    _, columns = np.unique(replications, return_inverse=True)
    shape = (int(rows.max()) + 1, int(columns.max()) + 1)
    cells = np.ravel_multi_index((rows, columns), shape)
    size = shape[0] * shape[1]
    sums = np.bincount(cells, weights=values, minlength=size).reshape(shape)
    counts = np.bincount(cells, minlength=size).astype(np.float64).reshape(shape)
    others = _resamples(shape[1], KEY + 1)
    times = np.concatenate([_times(drawn, shape[1]) for drawn in others])
    found, start = [], 0
    for drawn in _resamples(shape[0]):
        ours, theirs = _times(drawn, shape[0]), times[start : start + len(drawn)]
        start += len(drawn)
        whole = ((ours @ sums) * theirs).sum(axis=1)
        with np.errstate(invalid="ignore", divide="ignore"):
            found.append(whole / ((ours @ counts) * theirs).sum(axis=1))
    tail = (1 - level) / 2
    # A draw may miss every run in which something rare came about; it says nothing then.
    low, high = np.nanquantile(np.concatenate(found), [tail, 1 - tail])
    return Estimate(float(values.mean()), float(low), float(high), len(values))


def _times(drawn: npt.NDArray[np.int64], count: int) -> Numbers:
    """How often each of some cases was drawn, shape (draws, count)."""
    flat = drawn + count * np.arange(len(drawn))[:, None]
    times = np.bincount(flat.ravel(), minlength=len(drawn) * count)
    return times.astype(np.float64).reshape(len(drawn), count)


def over_points(
    values: Numbers,
    points: npt.NDArray[np.int64],
    replications: npt.NDArray[np.int64],
    level: float = LEVEL,
) -> Estimate:
    """A mean over runs at several points of a design.

    Many points count as a sample of what the design spans and are drawn anew, each whole; where
    levers are crossed with a sample, a point is one of the sample, with all its levers. If they
    met the same shocks, replications are drawn anew too (`both_ways`). Fewer than `FEWEST` points
    stay as they are: replications alone are drawn anew, each with its runs at all points. Fewer
    than `FEWEST` shocks that points share say too little, however many points meet them: then
    there is no interval. At one point runs are drawn as they come.

    Args:
        values: shape (n,), finite.
        points: point of each run, shape (n,).
        replications: replication of each run, shape (n,).
        level: confidence, between 0 and 1.
    """
    if len(np.unique(points)) <= 1:
        return centre(values, "mean", level)
    how = drawn_anew(points, replications)
    if how == "both":
        return both_ways(values, points, replications, level)
    if how == "nothing":
        return Estimate(float(values.mean()), None, None, len(values))
    return clustered(values, points if how == "points" else replications, level)


How = Literal["both", "points", "replications", "nothing"]


def drawn_anew(points: npt.NDArray[np.int64], replications: npt.NDArray[np.int64]) -> How:
    """What an interval over pooled runs draws anew; see `over_points`."""
    several, shocks = len(np.unique(points)) >= FEWEST, len(np.unique(replications))
    met = len(np.unique(np.column_stack([points, replications]), axis=0))
    if met == shocks:  # No shock was met at two points.
        return "points" if several else "replications"
    if shocks < FEWEST:
        return "nothing"
    return "both" if several else "replications"


def weights_anew(
    points: npt.NDArray[np.int64], replications: npt.NDArray[np.int64], resamples: int = RESAMPLES
) -> Iterator[Numbers] | None:
    """How often each case counts in resamples of pooled runs: the one way in which all are drawn.

    Args:
        points: point of each case, shape (n,).
        replications: replication of each case, shape (n,); cases of one run share it.
        resamples: how many.

    Returns:
        Weights of shape (n,), one resample after the other; None where there are too few clusters
        for an interval.
    """
    how = drawn_anew(points, replications)
    if how == "nothing" or not len(points):
        return None
    clusters = {"points": [points], "replications": [replications], "both": [points, replications]}
    places = [np.unique(each, return_inverse=True)[1].reshape(-1) for each in clusters[how]]
    counts = [int(each.max()) + 1 for each in places]
    if min(counts) < FEWEST:
        return None
    generator = np.random.Generator(np.random.PCG64(KEY))

    def drawn() -> Iterator[Numbers]:
        for _ in range(resamples):
            weights = np.ones(len(points))
            for place, count in zip(places, counts, strict=True):
                rows = generator.integers(0, count, count)
                weights *= np.bincount(rows, minlength=count)[place]
            yield weights

    return drawn()


def median_over_points(
    values: Numbers,
    points: npt.NDArray[np.int64],
    replications: npt.NDArray[np.int64],
    level: float = LEVEL,
) -> Estimate:
    """A median over runs at several points; its interval draws what `over_points` draws."""
    if not len(values):
        return NOTHING
    value, weights = float(np.median(values)), weights_anew(points, replications)
    if weights is None:
        return Estimate(value, None, None, len(values))
    order = np.argsort(values, kind="stable")
    ranked, found = values[order], []
    for each in weights:
        reached = np.cumsum(each[order])
        if reached[-1] <= 0.0:
            continue
        low, high = (np.searchsorted(reached, reached[-1] / 2, side) for side in ("left", "right"))
        found.append((ranked[low] + ranked[min(high, len(ranked) - 1)]) / 2)
    tail = (1 - level) / 2
    ends = np.quantile(found, [tail, 1 - tail])
    return Estimate(value, float(ends[0]), float(ends[1]), len(values))


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
        np.concatenate([np.mean(each[rows], axis=1) for rows in _resamples(len(each), key)])
        for each, key in ((one, KEY), (two, KEY + 1))
    ]
    tail = (1 - level) / 2
    low, high = np.quantile(drawn[1] - drawn[0], [tail, 1 - tail])
    return Estimate(value, float(low), float(high), n)


def _resamples(n: int, key: int = KEY) -> Iterator[npt.NDArray[np.int64]]:
    """Rows drawn with replacement, in pieces of shape (some, n)."""
    generator = np.random.Generator(np.random.PCG64(key))
    piece = max(1, AT_A_TIME // n)
    for start in range(0, RESAMPLES, piece):
        yield generator.integers(0, n, size=(min(piece, RESAMPLES - start), n))
