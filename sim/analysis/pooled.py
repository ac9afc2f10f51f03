"""Estimates over runs that share points of a design, or shocks that all points meet.

Forty shocks stay forty, however many points meet them: an interval draws anew what was drawn.
"""

from collections.abc import Iterator
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
    _, places = np.unique(clusters, return_inverse=True)
    sums, counts = np.bincount(places, weights=values), np.bincount(places)
    if len(sums) < FEWEST:
        return Estimate(value, None, None, n)
    drawn = np.concatenate(
        [sums[rows].sum(axis=1) / counts[rows].sum(axis=1) for rows in resamples(len(sums))]
    )
    return between(value, drawn, n, level)


def both_ways(
    values: Numbers,
    points: Integers,
    replications: Integers,
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
    others = resamples(shape[1], KEY + 1)
    times = np.concatenate([_times(drawn, shape[1]) for drawn in others])
    found, start = [], 0
    for drawn in resamples(shape[0]):
        ours, theirs = _times(drawn, shape[0]), times[start : start + len(drawn)]
        start += len(drawn)
        whole = ((ours @ sums) * theirs).sum(axis=1)
        with np.errstate(invalid="ignore", divide="ignore"):
            found.append(whole / ((ours @ counts) * theirs).sum(axis=1))
    # A draw may miss every run in which something rare came about; it says nothing then.
    return between(float(values.mean()), np.concatenate(found), len(values), level)


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


def variances(values: Numbers, points: Integers, replications: Integers) -> tuple[float, float]:
    """Two parts of the variance of a mean over points that meet the same shocks or others.

    Args:
        values: shape (n,), finite.
        points: point of each case, shape (n,).
        replications: replication of each case, shape (n,).

    Returns:
        The part that replications do not change, and the part that falls with their number, as it
        would be with one replication.
    """
    _, rows = np.unique(points, return_inverse=True)
    _, columns = np.unique(replications, return_inverse=True)
    count, each = np.bincount(rows), float(np.mean(np.bincount(rows)))
    many, means = len(count), np.bincount(rows, weights=values) / count
    around = values - means[rows]
    within = float(np.sum(around**2)) / max(len(values) - many, 1)
    how = drawn_anew(points, replications)
    if how == "points":
        falling, rest = within / many, within
    else:
        shocks = np.bincount(columns, weights=around) / np.bincount(columns)
        falling = float(shocks.var(ddof=1)) if len(shocks) > 1 else 0.0
        # What is left once the point's and the shock's own mean are taken out.
        freedom = max(len(values) - many - len(shocks) + 1, 1)
        rest = float(np.sum((around - shocks[columns]) ** 2)) / freedom if many > 1 else 0.0
    if how not in ("points", "both"):
        return 0.0, falling
    return max(float(means.var(ddof=1)) - rest / each, 0.0) / many, falling
