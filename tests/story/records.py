"""What the records of a run say, read without the help of any story."""

import numpy as np

from sim.model.log import LogKind
from sim.runs.run import Run
from sim.story.event_rows import LogRow, rows


def log_of(run: Run, *kinds: LogKind) -> list[LogRow]:
    return [row for row in rows(run.state) if row.kind in kinds]


def column(run: Run, name: str, table: int) -> np.ndarray:
    found: np.ndarray = run.state.months_table[name].reshape(run.scenario.horizon, -1)[:, table]
    return found


def holding(run: Run, table: int) -> np.ndarray:
    """Whether an agreement was in force at the end of each month, by what was logged."""
    held = np.zeros(run.scenario.horizon, bool)
    in_force: set[int] = set()
    log = [row for row in log_of(run, LogKind.IN_FORCE, LogKind.COLLAPSE) if row.table == table]
    for month in range(run.scenario.horizon):
        for row in (row for row in log if row.month == month):
            (in_force.add if row.kind is LogKind.IN_FORCE else in_force.discard)(row.thing)
        held[month] = bool(in_force)
    return held
