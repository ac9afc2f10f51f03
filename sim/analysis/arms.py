"""Arms of a comparison and what their runs came to, for readers in Python and in notebooks."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from sim.analysis.comparison import Comparison, compare
from sim.analysis.intervals import Estimate
from sim.analysis.measures import MEASURES, Measure, measure
from sim.analysis.summaries import Summary, summarise
from sim.analysis.wording import written
from sim.errors import InputError, Problem, nearest, one_of

SHOWN = ("agreement", "months_to_agreement", "delivered_partner", "arrivals", "harm")
"""Outcomes that are shown unless others are named: paper, process, people."""


@dataclass(frozen=True)
class Arms:
    """Variants of one scenario, played under the same shocks; the first is the baseline."""

    title: str
    runs: pa.Table
    """One row per run: ``arm``, ``replication``, ``error`` and the outcome."""
    tables: pa.Table
    """One row per run and table."""
    replications: int
    seed: int
    outcomes: tuple[str, ...] = ()
    """Outcomes that are shown; the usual ones if none is named."""

    def __post_init__(self) -> None:
        """Refuse outcomes that do not exist."""
        known = [each.name for each in MEASURES]
        for name in self.outcomes:
            if name not in known:
                what, near = f"no outcome '{name}'", nearest(name, known)
                raise InputError(Problem(what, "outcomes", expected=one_of(known), nearest=near))

    @classmethod
    def of_rows(cls, runs: pa.Table, tables: pa.Table | None = None) -> "Arms":
        """Arms as ``qpq compare`` keeps them.

        Args:
            runs: one row per run, of one scenario.
            tables: one row per run and table, where they are at hand.
        """
        first = runs.slice(0, 1).to_pylist()[0]
        count = len(set(runs["replication"].to_pylist()))
        title = str(first["scenario"]).replace("_", " ")
        return cls(
            title,
            runs,
            runs.slice(0, 0) if tables is None else tables,
            count,
            int(first.get("seed", 0)),
        )

    @property
    def names(self) -> list[str]:
        """Names of the arms, in order."""
        return [each.labels["arm"] for each in self.summaries]

    @property
    def measures(self) -> list[Measure]:
        """Outcomes that are shown."""
        return [measure(name) for name in self.outcomes or SHOWN]

    @cached_property
    def summaries(self) -> list[Summary]:
        """What the runs of each arm came to, all outcomes, with intervals."""
        return summarise(self.runs, by=("arm",))

    @cached_property
    def differences(self) -> list[Comparison]:
        """How each further arm differs from the first, in pairs of runs with equal shocks."""
        return compare(self.runs)

    def estimate(self, arm: str, outcome: str) -> Estimate:
        """An outcome of an arm: value, ends of its 95 per cent interval, runs behind it.

        Raises:
            InputError: there is no such arm or outcome.
        """
        chosen = replace(self, outcomes=(outcome,)).outcomes[0]
        for each in self.summaries:
            if each.labels["arm"] == arm:
                return each.estimates[chosen]
        near = nearest(arm, self.names)
        raise InputError(Problem(f"no arm '{arm}'", expected=one_of(self.names), nearest=near))

    def only(self, *outcomes: str) -> "Arms":
        """The same with these outcomes shown.

        Raises:
            InputError: there is no such outcome.
        """
        return replace(self, outcomes=outcomes)

    def at(self, table: str) -> "Arms":
        """The same for what came about at one table, where a scenario has several.

        Raises:
            InputError: there is no such table.
        """
        there = self.tables["table"]
        known = pc.unique(there).to_pylist()
        if table not in known:
            what, near = f"no table '{table}'", nearest(table, known)
            raise InputError(Problem(what, expected=one_of(known), nearest=near))
        here = self.tables.filter(pc.equal(there, table))
        return replace(self, title=f"{self.title}: table {table}", runs=here)

    def pandas(self) -> Any:
        """All runs as a `pandas.DataFrame`."""
        return self.runs.to_pandas()

    def rows(self) -> list[tuple[str, list[str], list[str]]]:
        """Each arm in words: its name, its outcomes shown, and how they differ from the first."""
        told: Sequence[Comparison | None] = [None, *self.differences]
        return [
            (
                summary.labels["arm"],
                [written(summary.estimates[m.name], m) for m in self.measures],
                [
                    written(each.differences[m.name], m, signed=True) if each else ""
                    for m in self.measures
                ],
            )
            for summary, each in zip(self.summaries, told, strict=True)
        ]

    @property
    def failed(self) -> int:
        """Runs that failed; they are in no estimate."""
        return sum(each.failed for each in self.summaries)

    def __repr__(self) -> str:
        """The arms as plain text, one outcome a line."""
        lines = [f"{self.title}: {self.replications} runs of each arm, seed {self.seed}"]
        for name, values, apart in self.rows():
            lines.append(name)
            for m, value, change in zip(self.measures, values, apart, strict=True):
                lines.append(f"  {m.says}: {value}" + (f"  ({change})" if change else ""))
        return "\n".join(lines)
