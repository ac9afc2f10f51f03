"""One run, finished: its outcome, its months and all that happened."""

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from sim.errors import QpqError
from sim.model.assembly import Names
from sim.model.codes import (
    ERRORS,
    RunError,
)
from sim.model.records import OUTCOME, never_came_about
from sim.model.state import State
from sim.scenario import Scenario

if TYPE_CHECKING:
    import pyarrow as pa


@dataclass(frozen=True, repr=False)
class Run:
    """A finished run of one scenario.

    Two runs of one scenario with the same seed and replication are equal to the last bit.
    """

    scenario: Scenario
    """The scenario as it was played, overrides and changes included."""
    names: Names
    """Names of the rows of the state."""
    state: State
    """The arrays at the end of the run."""
    seed: int
    """Key of all draws."""
    replication: int
    """Number of the replication."""

    def __repr__(self) -> str:
        """One line; `state` holds the arrays for those who want them."""
        where = f"seed {self.seed}, replication {self.replication}"
        return f"<Run of {self.scenario.title!r}: {where}, {self.scenario.horizon} months>"

    @property
    def error(self) -> str | None:
        """Why the run failed, None if it did not."""
        code = int(self.state.run[0].error)
        return None if code == RunError.NONE else ERRORS[code]

    def checked(self) -> "Run":
        """The run itself.

        Raises:
            QpqError: if it failed.
        """
        if self.error is not None:
            raise QpqError(f"run {self.replication} failed: {self.error}")
        return self

    @cached_property
    def outcome(self) -> dict[str, float | None]:
        """Outcome of the run by column, in three layers; None for what never came about."""
        return self._outcome(0)

    @cached_property
    def tables(self) -> dict[str, dict[str, float | None]]:
        """The same for each table."""
        return {name: self._outcome(1 + k) for k, name in enumerate(self.names.tables)}

    @cached_property
    def months(self) -> "pa.Table":
        """One row per table and month, with units in the columns' metadata."""
        from sim.runs import run_tables

        return run_tables.months(self.state, self.names)

    @cached_property
    def provisions(self) -> "pa.Table":
        """One row per provision and month: level, promised level, delivered share."""
        from sim.runs import run_tables

        return run_tables.provision_months(self.state, self.names)

    @cached_property
    def routes(self) -> "pa.Table":
        """One row per route and month: attempts, arrivals, returns, harm."""
        from sim.runs import run_tables

        return run_tables.route_months(self.state, self.names)

    @cached_property
    def events(self) -> "pa.Table":
        """One row per event, with the numbers that decided it and the names of what it is about."""
        from sim.runs.event_log import events

        return events(self.state, self.names, self.scenario)

    def _outcome(self, row: int) -> dict[str, float | None]:
        found = self.state.outcome[row]
        return {
            column.name: None
            if never_came_about(column, found[column.name])
            else float(found[column.name])
            for column in OUTCOME
        }
