"""What every analysis of a sweep starts from: its runs, its design, and outcomes by point."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Protocol

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from sim.analysis.axes import POINT, SHARE, Axis, axes_of, refusal
from sim.analysis.facts import stated
from sim.analysis.intervals import Numbers
from sim.analysis.layouts import crossed, samples
from sim.analysis.measures import Measure, linearised, outcome_of, outcomes_of
from sim.analysis.redrawn import Redrawn
from sim.analysis.summaries import without_failures
from sim.errors import InputError, Problem, nearest, one_of
from sim.runs.at_tables import rows_at, where
from sim.runs.variants import HORIZON, with_horizon

REPLICATION = "replication"
SAMPLE = "sample"
"""Name of a column that says to which point of a sample a run belongs, see `Material.samples`."""


class Result(Protocol):
    """A finished sweep, as far as an analysis needs it."""

    @property
    def design(self) -> pa.Table:
        """One row per point: ``point`` and one column per axis, named by its path.

        Where points were sampled, columns that begin with ``share:`` may say how far along each
        axis they stand; or ``shares`` holds them under the paths alone.
        """

    @property
    def manifest(self) -> Any:
        """What the sweep is and what made it: names and values, or a record with content."""

    def runs(self) -> Any:
        """One row per run, as an Arrow table, dataset or reader."""


@dataclass(frozen=True)
class ByPoint:
    """An outcome at each point of a design; rows as in the design, NaN where it never came."""

    mean: Numbers
    deviation: Numbers
    """Standard deviation over runs; NaN below two."""
    n: npt.NDArray[np.int64]
    """Runs behind it."""


class Material:
    """Runs and design of one sweep, checked to fit each other."""

    def __init__(self, runs: pa.Table, design: pa.Table, horizon: int | None = None) -> None:
        """Take runs and their design.

        Args:
            runs: one row per run with ``point``, ``replication``, ``error`` and outcomes.
            design: one row per point: ``point`` and one column per axis.
            horizon: months that each run lasts, where runs have no such column of their own.

        Raises:
            InputError: a run belongs to no point, or a point stands twice.
        """
        points = np.asarray(design[POINT].to_numpy(), dtype=np.int64)
        if len(np.unique(points)) < len(points):
            raise refusal("a point stands twice in the design", POINT)
        if HORIZON not in runs.column_names and horizon is not None:
            months = np.full(runs.num_rows, horizon, dtype=np.int64)
            runs = runs.append_column(HORIZON, pa.array(months))
        self.runs, self.design = runs, design
        self.tables: tuple[str, ...] = ()
        """Names of the scenario's tables, where that is known."""
        self.table: str | None = None
        """The table that numbers are about; None: all of them together."""
        self.axes = axes_of(design)
        self.finished = without_failures(runs)
        order = np.argsort(points, kind="stable")
        of_runs = np.asarray(self.finished[POINT].to_numpy(), dtype=np.int64)
        found = np.searchsorted(points[order], of_runs)
        inside = found < len(points)
        if not inside.all() or not (points[order][found] == of_runs).all():
            raise refusal("a run belongs to no point of the design", POINT)
        self.rows: npt.NDArray[np.int64] = order[found]
        """Row of the design to which each finished run belongs."""

    @classmethod
    def of(cls, result: Result, table: str | None = None) -> "Material":
        """Read what a stored sweep holds.

        Args:
            result: the sweep.
            table: the table whose outcomes are read; None for all tables together.

        Raises:
            InputError: there is no such table.
            StoreError: it is not finished, or damaged, and was not opened as partial.
        """
        if (told := getattr(result, "note", None)) is not None:
            told()
        runs = result.runs() if table is None else rows_at(result, table)  # type: ignore[arg-type]
        for read in ("to_table", "read_all"):
            if not isinstance(runs, pa.Table) and hasattr(runs, read):
                runs = getattr(runs, read)()
        runs = with_horizon(runs, stated(result.manifest).get(HORIZON))
        design: pa.Table = result.design
        shares: pa.Table = getattr(result, "shares", pa.table({}))
        for path in shares.column_names:
            design = design.append_column(f"{SHARE}{path}", shares[path])
        found = cls(runs, design, getattr(getattr(result, "scenario", None), HORIZON, None))
        found.tables = tuple(stated(result.manifest).get("tables", ()))
        found.table = table
        return found

    @cached_property
    def levers(self) -> list[str]:
        """Axes that the design crosses with a sample of all others."""
        return crossed(self.design)

    @cached_property
    def samples(self) -> npt.NDArray[np.int64]:
        """The point of the sample to which each row of the design belongs, see `layouts`."""
        return samples(self.design)

    @property
    def about(self) -> str:
        """Which tables numbers are about, in a word; empty where there is only one."""
        return where(self.tables, self.table)

    @property
    def failed(self) -> int:
        """Runs that failed; they are in no estimate."""
        return int(self.runs.num_rows - self.finished.num_rows)

    def at(self, row: int) -> npt.NDArray[np.int64]:
        """Places of the finished runs of a point, given by its row in the design."""
        return self._places[self._starts[row] : self._starts[row + 1]]

    @cached_property
    def _places(self) -> npt.NDArray[np.int64]:
        return np.argsort(self.rows, kind="stable")

    @cached_property
    def _starts(self) -> npt.NDArray[np.int64]:
        return np.searchsorted(self.rows[self._places], np.arange(len(self.design) + 1))

    @property
    def replications(self) -> npt.NDArray[np.int64]:
        """Replication of each finished run."""
        return np.asarray(self.finished[REPLICATION].to_numpy(), dtype=np.int64)

    @property
    def with_samples(self) -> pa.Table:
        """The finished runs, each with the point of the sample to which it belongs (`SAMPLE`)."""
        return self.finished.append_column(SAMPLE, pa.array(self.samples[self.rows]))

    def axis(self, name: str) -> Axis:
        """The axis of that name, or the only one whose path ends in it.

        Raises:
            InputError: there is none, or several.
        """
        names = [each.name for each in self.axes]
        found = [each for each in self.axes if each.name == name]
        found = found or [each for each in self.axes if each.name.endswith(f".{name}")]
        if len(found) != 1:
            like = nearest(name, names)
            what = "the design has no such axis" if not found else "several axes end like this"
            raise InputError(Problem(what, None, None, name, one_of(names), like))
        return found[0]

    def only(self, rows: Sequence[int], without: Sequence[str] = ()) -> "Material":
        """A part of the sweep.

        Args:
            rows: rows of the design that it keeps.
            without: axes that it drops, usually because they no longer vary.
        """
        gone = [*without, *(f"{SHARE}{name}" for name in without)]
        design = self.design.take(pa.array(list(rows), pa.int64()))
        design = design.drop_columns([name for name in gone if name in design.column_names])
        kept = pa.array(np.isin(self.runs[POINT].to_numpy(), design[POINT].to_numpy()))
        part = Material(self.runs.filter(kept), design)
        part.tables, part.table = self.tables, self.table
        return part

    def values(self, measure: Measure) -> Numbers:
        """A measure in each finished run; NaN where it did not come about.

        A ratio of sums is that of the run's point, linearised: means at points are ratios there.
        """
        if measure.statistic != "ratio":
            return measure.values(self.finished)
        found = np.full(len(self.finished), np.nan)
        above, below = measure.parts(self.finished)
        for row in range(len(self.design)):
            here = self.at(row)
            found[here] = linearised(above[here], below[here])
        return found

    def by_point(self, measure: Measure) -> ByPoint:
        """A measure's mean, or its ratio of sums, over the runs of each point."""
        values, count = self.values(measure), len(self.design)
        there = ~np.isnan(values)
        rows, values = self.rows[there], values[there]
        n = np.bincount(rows, minlength=count)
        with np.errstate(invalid="ignore", divide="ignore"):
            mean = np.bincount(rows, weights=values, minlength=count) / n
            squares = np.bincount(rows, weights=(values - mean[rows]) ** 2, minlength=count)
            deviation = np.where(n > 1, np.sqrt(squares / (n - 1.0)), np.nan)
        return ByPoint(mean, deviation, n)

    def redrawn(self, measure: Measure) -> Redrawn:
        """A measure at each point, whose shared shocks can be drawn anew."""
        values = self.values(measure)
        return Redrawn(values, self.rows, self.replications, len(self.design))

    def outcome(self, name: str) -> Measure:
        """A measure by its name, or any outcome column by its own.

        Raises:
            InputError: the runs hold no such outcome.
        """
        return outcome_of(self.runs, name)

    def outcomes(self) -> list[str]:
        """Names of all outcomes that the runs hold: measures first, then further columns."""
        return outcomes_of(self.runs)
