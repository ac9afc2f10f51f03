"""From rows of runs to one summary for each arm: estimates with intervals and counts."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from sim.analysis.intervals import Estimate, centre, ratio, share
from sim.analysis.measures import MEASURES, Measure

ARM = ("scenario", "arm")
"""Columns that tell arms apart, where a table has them."""


@dataclass(frozen=True)
class Summary:
    """What the runs of one arm came to."""

    labels: dict[str, str]
    """What tells the arm apart, by column."""
    played: int
    """Number of runs, failed ones included."""
    failed: int
    """Number of runs that failed; they are in no estimate."""
    estimates: dict[str, Estimate]
    """By name of measure; ``n`` is the number of runs in which it came about."""


def summarise(
    rows: pa.Table, measures: Sequence[Measure] = MEASURES, by: Sequence[str] = ARM
) -> list[Summary]:
    """One summary for each arm, in order of first appearance.

    Args:
        rows: one row per run: labels, ``error`` (missing where the run did not fail) and outcome
            columns, missing where something never came about.
        measures: what to estimate; those whose columns the table lacks are left out.
        by: columns that tell arms apart.
    """
    known = [each for each in measures if each.held_by(rows)]
    return [
        Summary(
            labels,
            part.num_rows,
            part.num_rows - len(finished),
            {each.name: estimate(finished, each) for each in known},
        )
        for labels, part in arms(rows, by)
        for finished in [without_failures(part)]
    ]


def estimate(rows: pa.Table, measure: Measure) -> Estimate:
    """A measure over runs, with its interval."""
    if measure.statistic == "ratio":
        return ratio(*measure.parts(rows))
    values = measure.values(rows)
    values = values[~np.isnan(values)]
    if measure.statistic == "share":
        return share(int(np.count_nonzero(values)), len(values))
    return centre(values, measure.statistic)


def without_failures(rows: pa.Table) -> pa.Table:
    """The runs that did not fail."""
    return rows.filter(pc.is_null(rows["error"]))


def arms(rows: pa.Table, by: Sequence[str] = ARM) -> list[tuple[dict[str, str], pa.Table]]:
    """The rows of each arm with its labels, in order of first appearance."""
    columns = [name for name in by if name in rows.column_names]
    found: dict[tuple[str, ...], list[int]] = {}
    for i, labels in enumerate(zip(*(rows[name].to_pylist() for name in columns), strict=True)):
        found.setdefault(labels, []).append(i)
    return [
        (dict(zip(columns, labels, strict=True)), rows.take(pa.array(places)))
        for labels, places in found.items()
    ]
