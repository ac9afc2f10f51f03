"""Arms of a comparison and what their runs came to, for readers in Python and in notebooks."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from sim.analysis.comparison import Comparison, compare
from sim.analysis.estimands import Contrast, Side, threats
from sim.analysis.idle import idle_arms
from sim.analysis.intervals import Estimate
from sim.analysis.measures import MEASURES, Measure, outcome_of, outcomes_of
from sim.analysis.summaries import Summary, arms, summarise, without_failures
from sim.analysis.wording import written
from sim.errors import InputError, Problem, nearest, one_of
from sim.runs.at_tables import TABLE, only_at, where
from sim.runs.sweep_results import TABLES, Results
from sim.runs.variants import of_arms

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
    """Outcomes that are shown, measures or columns of the runs; the usual ones if none is named."""
    sampled: bool = False
    """Whether each replication drew the scenario's uncertain numbers anew, for all arms alike."""
    at_one: bool = False
    """Whether numbers are about one table, rather than about all together."""

    def __post_init__(self) -> None:
        """Refuse outcomes that do not exist."""
        for name in self.outcomes:
            outcome_of(self.runs, name)

    @classmethod
    def of_sweep(cls, results: Results, table: str | None = None) -> "Arms":
        """The points of a sweep as arms, such as ``qpq compare`` keeps.

        Args:
            results: the sweep.
            table: the table whose outcomes are shown; None for all tables together.

        Raises:
            InputError: its points were sampled, or did not meet the same shocks; or there is no
                such table.
            StoreError: its files are missing or damaged.
        """
        results.note()
        content, file = results.manifest.content, str(results.path)
        drawn = bool(results.shares.column_names)
        crossed = content["design"]["crossed"]
        if drawn and (content["common"] or not crossed):
            what = "the points of this sweep were sampled: they are no arms"
            raise InputError(Problem(what, file, None, None, "a comparison, or a grid"))
        if not content["common"] and not crossed:
            what = "its points met different shocks: runs cannot be paired"
            raise InputError(Problem(what, file, None, None, "a sweep without --independent"))
        found = cls(
            content["scenario"]["title"],
            of_arms(results),
            of_arms(results, TABLES),
            content["replications"] * (content["points"] // content["design"]["combinations"])
            if drawn
            else content["replications"],
            content["seed"],
            sampled=drawn,
        )
        return found if table is None else found.at(table)

    @property
    def names(self) -> list[str]:
        """Names of the arms, in order."""
        return list(dict.fromkeys(self.runs["arm"].to_pylist()))

    @property
    def measures(self) -> list[Measure]:
        """Outcomes that are shown."""
        held = outcomes_of(self.runs)
        usual = [name for name in SHOWN if name in held]
        return [outcome_of(self.runs, name) for name in self.outcomes or usual]

    @property
    def _known(self) -> list[Measure]:
        """All measures, and the columns beside them that are shown."""
        return [*MEASURES, *(each for each in self.measures if each not in MEASURES)]

    @cached_property
    def summaries(self) -> list[Summary]:
        """What the runs of each arm came to, all outcomes, with intervals."""
        return summarise(self.runs, self._known, by=("arm",))

    @cached_property
    def differences(self) -> list[Comparison]:
        """How each further arm differs from the first, in pairs of runs with equal shocks."""
        return compare(self.runs, self._known)

    def estimate(self, arm: str, outcome: str) -> Estimate:
        """An outcome of an arm: value, ends of its 95 per cent interval, runs behind it.

        Raises:
            InputError: there is no such arm or outcome.
        """
        asked = outcome_of(self.runs, outcome)
        for each in summarise(self.runs, [asked], by=("arm",)):
            if each.labels["arm"] == arm:
                return each.estimates[asked.name]
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
        here, title = only_at(self.tables, table), f"{self.title}: table {table}"
        return replace(self, title=title, runs=here, at_one=True)

    @property
    def where(self) -> str:
        """What to say of the tables that numbers are about; empty where there is one."""
        if TABLE not in self.tables.column_names:
            return ""
        known = tuple(pc.unique(self.tables[TABLE]).to_pylist())
        return where(known, self.runs[TABLE][0].as_py() if self.at_one else None)

    def threats(self, side: Side) -> "Threats":
        """What a side's threats do to the outcomes shown: four contrasts, always together.

        They are made from arms named ``chosen``, ``always``, ``never`` (by
        ``treatments.execution``) and ``none`` (without threats), as far as there are any; see
        `sim.analysis.estimands`.

        Raises:
            InputError: arms differ in more than their names say.
        """
        parts = {labels["arm"]: rows for labels, rows in arms(self.runs, ["arm"])}
        found = [(each, threats(parts, side, each)) for each in self.measures]
        return Threats(self.title, side, found)

    def pandas(self) -> Any:
        """All runs as a `pandas.DataFrame`."""
        return self.runs.to_pandas()

    def rows(self) -> list[tuple[str, list[str], list[str]]]:
        """Each arm in words: its name, its outcomes shown, and how they differ from the first."""
        return self._rows

    @cached_property
    def _rows(self) -> list[tuple[str, list[str], list[str]]]:
        # Intervals are resampled: only those that are read, and once for a page and its text.
        summaries = summarise(self.runs, self.measures, by=("arm",))
        told: Sequence[Comparison | None] = [None, *compare(self.runs, self.measures)]
        return [
            (
                summary.labels["arm"],
                [written(summary.estimates[m.name], m) for m in self.measures],
                [
                    written(each.differences[m.name], m, signed=True) if each else ""
                    for m in self.measures
                ],
            )
            for summary, each in zip(summaries, told, strict=True)
        ]

    @property
    def failed(self) -> int:
        """Runs that failed; they are in no estimate."""
        return len(self.runs) - len(without_failures(self.runs))

    def __repr__(self) -> str:
        """The arms as plain text, one outcome a line."""
        drawn = ", uncertain numbers drawn anew for each" if self.sampled else ""
        lines = [f"{self.title}: {self.replications} runs of each arm, seed {self.seed}{drawn}"]
        if self.where and not self.at_one:
            lines.append(f"{self.where}; .at(name) looks at one of them")
        if same := idle_arms(self.runs):
            lines.append(f"Equal to the first arm in every run: {', '.join(same)}")
        for name, values, apart in self.rows():
            lines.append(name)
            for m, value, change in zip(self.measures, values, apart, strict=True):
                lines.append(f"  {m.says}: {value}" + (f"  ({change})" if change else ""))
        return "\n".join(lines)


@dataclass(frozen=True)
class Threats:
    """Contrasts that say what the threats of a side do, outcome by outcome."""

    title: str
    side: Side
    contrasts: list[tuple[Measure, list[Contrast]]]
    """Each outcome with its contrasts, in the order of `sim.analysis.estimands.SAYS`."""

    def rows(self) -> list[tuple[str, str, list[str]]]:
        """Each contrast that there is in words: name, what it compares, one difference an outcome.

        Runs or pairs behind it stand in brackets where some of those compared lack the outcome.
        """
        each_way = zip(*(found for _, found in self.contrasts), strict=True)
        return [
            (
                row[0].name,
                f"{row[0].says} ({row[0].estimate.n})",
                [
                    written(one.estimate, m, signed=True)
                    for one, (m, _) in zip(row, self.contrasts, strict=True)
                ],
            )
            for row in each_way
            if not row[0].missing
        ]

    def __repr__(self) -> str:
        """The contrasts as plain text, one outcome a line."""
        lines = [f"{self.title}: threats by the {self.side}"]
        for name, says, values in self.rows():
            lines.append(f"{name}: {says}")
            for (m, _), value in zip(self.contrasts, values, strict=True):
                lines.append(f"  {m.says}: {value}")
        return "\n".join(lines)
