"""Estimates over runs that share points of a design, or shocks that all points meet.

Forty shocks stay forty, however many points meet them: an interval draws anew what was drawn.
"""

from collections.abc import Iterator, Sequence
from typing import Literal

import numpy as np
import numpy.typing as npt

from sim.analysis.intervals import (
    FEWEST,
    KEY,
    LEVEL,
    NOTHING,
    RESAMPLES,
    Estimate,
    Numbers,
    between,
    centre,
    resamples,
)

Integers = npt.NDArray[np.int64]
How = Literal["both", "points", "replications", "nothing"]


def drawn_anew(points: Integers, replications: Integers) -> How:
    """What an interval over pooled runs draws anew; see `over_points`."""
    several, shocks = len(np.unique(points)) >= FEWEST, len(np.unique(replications))
    met = len(np.unique(np.column_stack([points, replications]), axis=0))
    if met == shocks:  # No shock was met at two points.
        return "points" if several else "replications"
    if shocks < FEWEST:
        return "nothing"
    return "both" if several else "replications"


def over_points(
    values: Numbers,
    points: Integers,
    replications: Integers,
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


def clustered(values: Numbers, clusters: Integers, level: float = LEVEL) -> Estimate:
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
    if len(np.unique(clusters)) < FEWEST:
        return Estimate(value, None, None, n)
    (drawn,) = _means_anew([values], [clusters], None)
    return between(value, drawn, n, level)


def both_ways(
    values: Numbers, points: Integers, replications: Integers, level: float = LEVEL
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
    (drawn,) = _means_anew([values], [points], [replications])
    return between(float(values.mean()), drawn, len(values), level)


def difference_over_points(
    one: tuple[Numbers, Integers, Integers],
    two: tuple[Numbers, Integers, Integers],
    level: float = LEVEL,
) -> Estimate:
    """Mean of the second minus mean of the first of two groups of runs that are not paired.

    Points and shocks are drawn anew, as `over_points` says, for both groups at once.

    Args:
        one: values, points and replications of the first group.
        two: of the second.
        level: confidence, between 0 and 1.

    Returns:
        The difference; no interval where a group or what is drawn is below `FEWEST`. ``n`` is the
        sum of both.
    """
    n = len(one[0]) + len(two[0])
    if not len(one[0]) or not len(two[0]):
        return Estimate(None, None, None, n)
    value = float(np.mean(two[0]) - np.mean(one[0]))
    points, replications = (np.concatenate([one[i], two[i]]) for i in (1, 2))
    how = drawn_anew(points, replications)
    of_points = [one[1], two[1]] if how in ("both", "points") else None
    of_shocks = [one[2], two[2]] if how in ("both", "replications") else None
    kinds = [np.concatenate(each) for each in (of_points, of_shocks) if each is not None]
    sizes = [len(one[0]), len(two[0]), *(len(np.unique(each)) for each in kinds)]
    if not kinds or min(sizes) < FEWEST:
        return Estimate(value, None, None, n)
    spared, hit = _means_anew([one[0], two[0]], of_points, of_shocks)
    return between(value, hit - spared, n, level)


def _means_anew(
    groups: Sequence[Numbers],
    points: Sequence[Integers] | None,
    replications: Sequence[Integers] | None,
) -> list[Numbers]:
    """Means of groups of runs in resamples of points, of replications, or of both.

    Args:
        groups: values of each group.
        points: point of each of its runs; None: points are not drawn.
        replications: likewise.

    Returns:
        For each group its mean in each resample; NaN where none of its runs was drawn.
    """
    places, times = [], []
    for kind, key in ((points, KEY), (replications, KEY + 1)):
        if kind is None:
            places.append([np.zeros(len(each), dtype=np.int64) for each in groups])
            times.append(np.ones((RESAMPLES, 1)))
            continue
        _, found = np.unique(np.concatenate(kind), return_inverse=True)
        size = int(found.max()) + 1
        places.append(np.split(found.reshape(-1), np.cumsum([len(each) for each in kind])[:-1]))
        times.append(np.concatenate([_times(drawn, size) for drawn in resamples(size, key)]))
    shape = (times[0].shape[1], times[1].shape[1])
    means = []
    for values, rows, columns in zip(groups, *places, strict=True):
        cells, size = np.ravel_multi_index((rows, columns), shape), shape[0] * shape[1]
        sums = np.bincount(cells, weights=values, minlength=size).reshape(shape)
        counts = np.bincount(cells, minlength=size).astype(np.float64).reshape(shape)
        with np.errstate(invalid="ignore", divide="ignore"):
            whole = ((times[0] @ sums) * times[1]).sum(axis=1)
            means.append(whole / ((times[0] @ counts) * times[1]).sum(axis=1))
    return means


def _times(drawn: Integers, count: int) -> Numbers:
    """How often each of some cases was drawn, shape (draws, count)."""
    flat = drawn + count * np.arange(len(drawn))[:, None]
    times = np.bincount(flat.ravel(), minlength=len(drawn) * count)
    return times.astype(np.float64).reshape(len(drawn), count)


def weights_anew(
    points: Integers, replications: Integers, count: int = RESAMPLES
) -> Iterator[Numbers] | None:
    """How often each case counts in resamples of pooled runs: the one way in which all are drawn.

    Args:
        points: point of each case, shape (n,).
        replications: replication of each case, shape (n,); cases of one run share it.
        count: how many.

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
        for _ in range(count):
            weights = np.ones(len(points))
            for place, size in zip(places, counts, strict=True):
                rows = generator.integers(0, size, size)
                weights *= np.bincount(rows, minlength=size)[place]
            yield weights

    return drawn()


def median_over_points(
    values: Numbers,
    points: Integers,
    replications: Integers,
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
    return between(value, np.array(found), len(values), level)
