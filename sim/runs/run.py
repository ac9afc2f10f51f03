"""One run, finished: its outcome, its months and all that happened."""

from dataclasses import dataclass
from functools import cached_property

import pyarrow as pa

from sim.errors import QpqError
from sim.model.assembly import Names
from sim.model.codes import (
    ERRORS,
    RunError,
)
from sim.model.state import State
from sim.runs import run_tables
from sim.runs.event_log import events
from sim.scenario import Scenario


@dataclass(frozen=True)
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
    def months(self) -> pa.Table:
        """One row per table and month, with units in the columns' metadata."""
        return run_tables.months(self.state, self.names)

    @cached_property
    def provisions(self) -> pa.Table:
        """One row per provision and month: level, promised level, delivered share."""
        return run_tables.provision_months(self.state, self.names)

    @cached_property
    def routes(self) -> pa.Table:
        """One row per route and month: attempts, arrivals, returns, harm."""
        return run_tables.route_months(self.state, self.names)

    @cached_property
    def events(self) -> pa.Table:
        """One row per event, with the numbers that decided it and the names of what it is about."""
        return events(self.state, self.names, self.scenario)

    def _outcome(self, row: int) -> dict[str, float | None]:
        columns = run_tables.outcome_columns(self.state.outcome[row : row + 1])
        return {name: values[0].as_py() for name, values in columns.items()}
