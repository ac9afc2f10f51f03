"""Differences between arms that met the same shocks, run by run."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from sim.analysis.intervals import Centre, Estimate, Numbers, centre, ratio_gap
from sim.analysis.measures import MEASURES, Measure, numbers
from sim.analysis.summaries import arms, without_failures


@dataclass(frozen=True)
class Comparison:
    """How one arm differs from the first, in pairs of runs with the same replication number."""

    arm: str
    baseline: str
    pairs: int
    """Replications played in both arms."""
    failed: int
    """Pairs left out because one of the two failed."""
    differences: dict[str, Estimate]
    """Arm minus baseline, by name of measure; ``n`` is the number of pairs behind it."""


def compare(rows: pa.Table, measures: Sequence[Measure] = MEASURES) -> list[Comparison]:
    """Paired differences of every further arm from the first.

    Equal replication numbers mean equal shocks, so the difference within a pair is the effect of
    the change alone. A measure that came about in one run of a pair only has no difference there:
    ``n`` says how many pairs remain, and those are not a random choice of pairs.

    Args:
        rows: runs of one scenario with ``arm``, ``replication``, ``error`` and outcome columns.
        measures: what to compare; those whose columns the table lacks are left out.

    Raises:
        ValueError: an arm holds a replication twice.
    """
    known = [each for each in measures if each.held_by(rows)]
    parts = [(labels["arm"], _in_order(part)) for labels, part in arms(rows, ["arm"])]
    if not parts:
        return []
    (baseline, first), *others = parts
    found = []
    for arm, other in others:
        pairs = len(np.intersect1d(_replications(first), _replications(other)))
        one, two = _paired(without_failures(first), without_failures(other))
        differences = {each.name: _difference(each, one, two) for each in known}
        found.append(Comparison(arm, baseline, pairs, pairs - len(one), differences))
    return found


def _difference(measure: Measure, one: pa.Table, two: pa.Table) -> Estimate:
    """Centre of the differences within pairs; for a share that is the difference of the shares."""
    if measure.statistic == "ratio":
        return ratio_gap(*measure.parts(one), *measure.parts(two))
    values: Numbers = measure.values(two) - measure.values(one)
    statistic: Centre = "median" if measure.statistic == "median" else "mean"
    return centre(values[~np.isnan(values)], statistic)


def _paired(one: pa.Table, two: pa.Table) -> tuple[pa.Table, pa.Table]:
    """The rows of both whose replications both hold, side by side."""
    _, left, right = np.intersect1d(_replications(one), _replications(two), return_indices=True)
    return one.take(pa.array(left)), two.take(pa.array(right))


def _in_order(rows: pa.Table) -> pa.Table:
    if len(np.unique(_replications(rows))) < len(rows):
        raise ValueError(f"arm {rows['arm'][0]} holds a replication twice")
    return rows.sort_by("replication")


def _replications(rows: pa.Table) -> Numbers:
    return numbers(rows, "replication")
