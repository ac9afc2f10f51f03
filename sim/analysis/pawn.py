"""PAWN: how far fixing an axis moves the outcome's distribution, from any sample, through SALib."""

from collections.abc import Iterator
from itertools import pairwise
from statistics import NormalDist

import numpy as np
import pyarrow as pa

from sim.analysis.axes import axes_of, refusal
from sim.analysis.extras import extra
from sim.analysis.intervals import KEY, LEVEL, Estimate, Numbers
from sim.analysis.layouts import crossed, is_one_at_a_time, samples
from sim.analysis.pooled import Integers
from sim.analysis.sensitivity import (
    PURPOSE,
    RESAMPLES,
    SLICES,
    SMALLEST_SLICE,
    Outcome,
    Sensitivity,
    as_runs,
    refuse_constant,
)

SHUFFLES = 200


def pawn(design: pa.Table, outcome: Outcome) -> Sensitivity:
    """How far fixing an axis moves the whole distribution of the outcome (KS), any sample.

    Median Kolmogorov-Smirnov distance between the outcome within a slice of the axis and over
    all points (Pianosi and Wagener 2018, Environmental Modelling & Software 108:197-207). An axis
    with few values is sliced at its values. The index is never zero: ``noise`` is what the same
    axis shows once its values are shuffled, in one of twenty shuffles more. Nor does it reach one
    where an axis is cut into few slices, each of which is part of the whole: ``most``. Where levers
    are crossed with a sample, intervals draw points of the sample anew, each with all its levers,
    and sampled axes are shuffled over them. They tell how the index scatters, not how far few
    points raise it above what many would show.

    Raises:
        InputError: too few points, one axis varied at a time, or an outcome that is constant.
    """
    axes = axes_of(design)
    if is_one_at_a_time(axes):
        raise refusal("the design varies one axis at a time", None, "one that varies all at once")
    runs = as_runs(outcome)
    there = ~np.isnan(runs.mean)
    y = runs.mean[there]
    levers = crossed(design)
    _, drawn_once = np.unique(samples(design)[there], return_inverse=True)
    slices = next((each for each in SLICES if each * SMALLEST_SLICE <= len(y)), 0)
    if not slices:
        fewest = SLICES[-1] * SMALLEST_SLICE
        raise refusal(f"PAWN has only {len(y)} points", None, f"{fewest} or more with an outcome")
    refuse_constant(y)
    generator = np.random.default_rng(KEY)
    redrawn = [
        (runs.means(generator)[there], rows)
        for rows in _resampled(generator, drawn_once)
        if runs.enough
    ]
    indices, noise, most = {}, {}, {}
    for axis in axes:
        x = axis.codes[there]
        alone = np.arange(len(x)) if axis.name in levers else drawn_once
        idle = [distance(each, y, slices) for each in _shuffled(generator, x, alone)]
        noise[axis.name] = float(np.quantile(idle, LEVEL))
        most[axis.name] = _most(x, slices)
        value = _by_salib(x, y, slices)
        low, high = None, None
        if redrawn:
            drawn = [distance(x[rows], other[rows], slices) for other, rows in redrawn]
            half = NormalDist().inv_cdf(0.5 + LEVEL / 2) * float(np.std(drawn, ddof=1))
            low, high = max(value - half, 0.0), min(value + half, 1.0)
        indices[axis.name] = {"KS": Estimate(value, low, high, len(y))}
    left_out = int(np.count_nonzero(~there))
    return Sensitivity("pawn", indices, len(y), left_out, noise=noise, most=most)


def _most(x: Numbers, slices: int) -> float:
    """The largest index of an axis: a slice that is a share of the whole is never all apart."""
    _, counts = np.unique(x, return_counts=True)
    shares = counts / len(x) if len(counts) <= slices else np.full(slices, 1.0 / slices)
    return float(np.median(1.0 - shares))


def _by_salib(x: Numbers, y: Numbers, slices: int) -> float:
    """PAWN's index of one axis."""
    values = np.unique(x)
    if len(values) > slices:
        # SALib also divides by the mean distance, which may be zero; we do not use that.
        with np.errstate(invalid="ignore", divide="ignore"):
            found = extra("SALib.analyze.pawn", PURPOSE).analyze(
                {"num_vars": 1, "names": ["x"], "bounds": [[0, 1]]}, x[:, None], y, S=slices
            )
        return float(found["median"][0])
    # SALib cuts at quantiles, which leaves out the highest of a few values.
    ks = extra("scipy.stats", PURPOSE).ks_2samp
    distances = [ks(y[x == value], y, method="asymp").statistic for value in values]
    return float(np.median(distances))


def distance(x: Numbers, y: Numbers, slices: int) -> float:
    """The same number a hundred times faster, for what is drawn anew: no p-values come with it."""
    values = np.unique(x)
    if len(values) > slices:
        ends = np.quantile(x, np.linspace(0.0, 1.0, slices + 1))
        parts = [y[(x >= low) & (x < high)] for low, high in pairwise(ends)]
    else:
        parts = [y[x == value] for value in values]
    whole = np.sort(y)
    every = np.searchsorted(whole, whole, side="right") / len(whole)
    distances = [
        np.abs(np.searchsorted(np.sort(part), whole, side="right") / len(part) - every).max()
        for part in parts
        if len(part)
    ]
    return float(np.median(distances))


def _shuffled(generator: np.random.Generator, x: Numbers, groups: Integers) -> Iterator[Numbers]:
    """Values of an axis given to other groups; rows of one group, which are alike, stay so."""
    values = np.empty(int(groups.max()) + 1)
    values[groups] = x
    return (generator.permutation(values)[groups] for _ in range(SHUFFLES))


def _resampled(generator: np.random.Generator, groups: Integers) -> Iterator[Integers]:
    """Rows of groups drawn with replacement, one sample after the other."""
    count = int(groups.max()) + 1
    order = np.argsort(groups, kind="stable")
    ends = np.searchsorted(groups[order], np.arange(count + 1))
    members = [order[ends[i] : ends[i + 1]] for i in range(count)]
    for _ in range(RESAMPLES):
        yield np.concatenate([members[i] for i in generator.integers(0, count, size=count)])
