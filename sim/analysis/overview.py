"""A sweep at a glance: each outcome over all runs, and each level of an axis against the first."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from sim.analysis.intervals import Estimate, Numbers, centre
from sim.analysis.matching import label_of, matched, paired_differences
from sim.analysis.material import Material
from sim.analysis.measures import Measure
from sim.analysis.pooled import median_over_points, over_points
from sim.analysis.summaries import estimate
from sim.errors import InputError

MOST_LEVELS = 6
"""Levels of an axis that are compared with each other."""


@dataclass(frozen=True)
class Outcome:
    """An outcome over all runs, and how far it differs between points."""

    measure: Measure
    whole: Estimate
    lowest: float | None
    """At single points: the least mean, of a median the least median."""
    highest: float | None


@dataclass(frozen=True)
class Level:
    """How a level of an axis differs from the axis's first, all else equal."""

    axis: str
    level: str
    first: str
    differences: dict[str, Estimate]
    """By name of measure."""


def outcome_of(material: Material, measure: Measure) -> Outcome:
    """An outcome over all runs; its interval as `over_points` takes it where there are several."""
    values = measure.values(material.finished)
    there = ~np.isnan(values)
    means = _at_points(material, measure)
    means = means[~np.isnan(means)]
    several = len(material.design) > 1
    if measure.statistic == "median":
        whole = (
            median_over_points(
                values[there], material.samples[material.rows[there]], material.replications[there]
            )
            if several
            else centre(values[there], "median")
        )
    elif several:
        whole = over_points(
            values[there], material.samples[material.rows[there]], material.replications[there]
        )
    else:
        whole = estimate(material.finished, measure)
    ends = (float(means.min()), float(means.max())) if len(means) else (None, None)
    return Outcome(measure, whole, *ends)


def _at_points(material: Material, measure: Measure) -> Numbers:
    """An outcome at each point by its own statistic: a median where it is one, else the mean."""
    if measure.statistic != "median":
        return material.by_point(measure).mean
    values = material.values(measure)
    found = [values[material.at(row)] for row in range(len(material.design))]
    there = [each[~np.isnan(each)] for each in found]
    return np.array([np.median(each) if len(each) else np.nan for each in there])


def levels_of(material: Material, measures: Sequence[Measure]) -> list[Level]:
    """Every further level against the first, for axes whose points can be matched."""
    return [
        Level(
            *(axis, level, first),
            {each.name: over_points(*gaps_of(material, each, pairs)) for each in measures},
        )
        for axis, first, level, pairs in pairs_of(material)
    ]


Pairs = list[tuple[int, int]]


def pairs_of(material: Material) -> Iterator[tuple[str, str, str, Pairs]]:
    """Name, first level and further level of axes, with the rows of the design that hold them."""
    for axis in material.axes:
        if not 1 < len(axis.levels) <= MOST_LEVELS:
            continue
        first, *others = (label_of(axis, level) for level in axis.levels)
        for other in others:
            try:
                pairs = matched(material, axis, other, first)
            except InputError:
                # Levels that never meet all else equal say nothing about the axis alone.
                continue
            yield axis.name, first, other, pairs


def gaps_of(
    material: Material, measure: Measure, pairs: Pairs
) -> tuple[Numbers, npt.NDArray[np.int64], npt.NDArray[np.int64]]:
    """Differences of an outcome within pairs of runs, with point of the sample and replication."""
    values = _side_by_side(material, measure, pairs)
    found = [paired_differences(material, values, left, right) for left, right in pairs]
    lefts = material.samples[[left for left, _ in pairs]]
    points = np.repeat(lefts, [len(gaps) for gaps, _ in found])
    gaps, replications = (np.concatenate(each) for each in zip(*found, strict=True))
    return gaps, points, replications


def pairs_played(material: Material, pairs: Pairs) -> int:
    """Pairs of runs with equal replications at these points, with or without an outcome."""
    nothing = np.zeros(len(material.finished))
    return sum(len(paired_differences(material, nothing, *each)[0]) for each in pairs)


def _side_by_side(
    material: Material, measure: Measure, pairs: Sequence[tuple[int, int]]
) -> Numbers:
    """A measure in each run; a ratio on either side of the pairs as that side's own."""
    values = material.values(measure)
    if measure.statistic == "ratio":
        for side in zip(*pairs, strict=True):
            here = np.concatenate([material.at(point) for point in dict.fromkeys(side)])
            values[here] = measure.values(material.finished.take(pa.array(here)))
    return values
