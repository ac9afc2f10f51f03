"""A part of a sweep, played: from runs to Arrow tables, the same wherever it is played."""

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from sim.errors import InputError
from sim.model.assembly import Assembly, assemble
from sim.model.batch import histories
from sim.model.readable import Negotiation
from sim.model.records import OUTCOME, Column, record_type
from sim.model.rows import Records
from sim.model.state import State
from sim.results import arrow
from sim.results.reading import SHARE
from sim.scenario.overrides import Value
from sim.sweeps.axes import Axis
from sim.sweeps.designs import Design, Row
from sim.sweeps.plan import Kept, Part, Plan
from sim.sweeps.players import Player, Progress, in_one_line, is_compiled
from sim.sweeps.points import Recipe, column_of

RUNS, TABLES = "runs", "tables"
REPLAY = "qpq replay RESULT --run {run}"
"""How a run is played again; RESULT stands for the folder, wherever it is kept."""

HISTORIES: Mapping[Kept, Callable[[State, Assembly], pa.Table]] = {
    "months": lambda state, a: arrow.months(state, a.names),
    "provisions": lambda state, a: arrow.provision_months(state, a.names),
    "routes": lambda state, a: arrow.route_months(state, a.names),
    "events": lambda state, a: arrow.events(state, a.names, a.scenario),
}


@dataclass(frozen=True)
class Job:
    """One part of a plan with all that is needed to play it, anywhere."""

    part: Part
    recipe: Recipe
    rows: tuple[Row, ...]
    """Values at the points that the part touches."""
    first: int
    """The first of these points."""
    replications: int
    seed: int
    common: bool
    keep: tuple[Kept, ...]

    def replication_of(self, run: int) -> int:
        """The number under which a run draws."""
        return run % self.replications if self.common else run


def job_of(plan: Plan, part: Part) -> Job:
    """What is needed to play a part of a plan."""
    first, last = plan.point_of(part.start), plan.point_of(part.stop - 1)
    rows = plan.design.rows[first : last + 1]
    return Job(part, plan.recipe, rows, first, plan.replications, plan.seed, plan.common, plan.keep)


def play_part(job: Job, progress: Progress | None = None) -> dict[str, pa.Table]:
    """Play a part on one thread.

    Args:
        job: the part.
        progress: called with the number of runs just finished; it may raise to stop.

    Returns:
        Tables by the name of their folder: runs, tables, and what is kept of histories.
    """
    part, tables = job.part, tuple(job.recipe.base.tables)
    count = part.stop - part.start
    outcomes: Records = np.zeros((count, 1 + len(tables)), record_type(OUTCOME))
    errors: list[str | None] = [None] * count
    kept: dict[str, list[pa.Table]] = {name: [] for name in job.keep}
    player = Player(job.seed, progress)
    for point, start, stop in _stretches(job):
        here = slice(start - part.start, stop - part.start)
        numbers = range(job.replication_of(start), job.replication_of(stop - 1) + 1)
        try:
            scenario = job.recipe.scenario(job.rows[point - job.first])
            assembly = assemble(scenario, log=False, months=False)
        except InputError as error:
            errors[here] = [in_one_line(error)] * (stop - start)
            continue
        said: list[str | None] = [None] * (stop - start)
        player.play(assembly, numbers, outcomes[here], said)
        errors[here] = said
        if job.keep:
            for run, table in _histories(job, point, numbers, start):
                for name, rows in table.items():
                    kept[name].append(_with_run(rows, run))
    columns = _columns(job, errors)
    found = {
        RUNS: _outcome_table(columns, outcomes[:, 0], errors),
        TABLES: _tables_table(columns, outcomes[:, 1:], errors, tables),
    }
    for name, pieces in kept.items():
        found[name] = pa.concat_tables(pieces) if pieces else _nothing(job, name)
    return found


def _stretches(job: Job) -> Iterator[tuple[int, int, int]]:
    """Point, first run and end of each stretch of runs at one point."""
    start, stop = job.part.start, job.part.stop
    while start < stop:
        point = start // job.replications
        end = min((point + 1) * job.replications, stop)
        yield point, start, end
        start = end


def _histories(
    job: Job, point: int, numbers: range, start: int
) -> Iterator[tuple[int, dict[str, pa.Table]]]:
    """Histories of the runs at a point, as tables."""
    scenario = job.recipe.scenario(job.rows[point - job.first])
    assembly = assemble(scenario)
    for place, state in enumerate(_states(assembly, numbers, job.seed)):
        yield start + place, {name: HISTORIES[name](state, assembly) for name in job.keep}


def _states(assembly: Assembly, numbers: range, seed: int) -> Iterator[State]:
    """Final states with their histories; of strategies that cannot be compiled too."""
    if is_compiled(assembly):
        yield from histories(assembly, numbers, seed)
        return
    for number in numbers:
        model = Negotiation(assembly, seed=seed, replication=number)
        try:
            yield model.play()
        except Exception:
            # Its row of the outcome tells why; what happened until then is its history.
            yield model.state


def _with_run(rows: pa.Table, run: int) -> pa.Table:
    column = pa.array(np.full(rows.num_rows, run, np.int64))
    return rows.add_column(0, pa.field("run", pa.int64()), column)


def _nothing(job: Job, name: str) -> pa.Table:
    """An empty table of a history, for a part in which no run could begin."""
    assembly = assemble(job.recipe.base)
    rows = HISTORIES[name](assembly.template, assembly)  # type: ignore[index]
    return _with_run(rows, 0).slice(0, 0)


def _columns(job: Job, errors: Sequence[str | None]) -> dict[str, Any]:
    """The columns that say which run each row is."""
    part = job.part
    runs = np.arange(part.start, part.stop, dtype=np.int64)
    points = runs // job.replications
    numbers = runs % job.replications if job.common else runs
    data: dict[str, Any] = {
        "run": pa.array(runs),
        "point": pa.array(points),
        "replication": pa.array(numbers),
        "seed": pa.array(np.full(len(runs), job.seed, np.int64)),
        "error": pa.array(errors, pa.string()),
        "replay": pa.array(
            [
                None if error is None else REPLAY.format(run=part.start + place)
                for place, error in enumerate(errors)
            ],
            pa.string(),
        ),
    }
    for place, axis in enumerate(job.recipe.axes):
        values = column_of(axis, [row[place] for row in job.rows])
        data[axis.path] = values.take(pa.array(points - job.first))
    return data


LABELS = (
    Column("run", "number", "number of the run: point * replications + its place there"),
    Column("point", "number", "number of the point in the design"),
    Column("replication", "number", "number under which the run draws"),
    Column("seed", "number", "key of all draws"),
    Column("error", "text", "why the run failed; missing if it did not"),
    Column("replay", "text", "how a failed run is played again"),
)


def _outcome_table(
    columns: Mapping[str, Any], rows: Records, errors: Sequence[str | None]
) -> pa.Table:
    """Columns that say which, then the outcome; a failed run has none."""
    found: dict[str, Any] = arrow.outcome_columns(rows)
    failed = np.array([error is not None for error in errors])
    if failed.any():
        found = {
            name: pc.if_else(pa.array(failed), pa.scalar(None, values.type), values)
            for name, values in found.items()
        }
    return arrow.described({**columns, **found}, (*LABELS, *OUTCOME))


def _tables_table(
    columns: Mapping[str, Any],
    rows: Records,
    errors: Sequence[str | None],
    tables: Sequence[str],
) -> pa.Table:
    """The same for each run and table."""
    count = len(tables)
    which = pa.array(np.repeat(np.arange(len(errors)), count))
    repeated = {name: values.take(which) for name, values in columns.items()}
    names = pa.array(list(tables), pa.string())
    repeated["table"] = names.take(pa.array(np.tile(np.arange(count), len(errors))))
    again = [error for error in errors for _ in range(count)]
    return _outcome_table(repeated, np.ascontiguousarray(rows).reshape(-1), again)


def design_table(axes: Sequence[Axis], design: Design) -> pa.Table:
    """One row per point: its number, its values, and where it stands along sampled axes."""
    data: dict[str, Any] = {"point": pa.array(np.arange(len(design.rows), dtype=np.int64))}
    for place, axis in enumerate(axes):
        data[axis.path] = column_of(axis, [row[place] for row in design.rows])
    if design.shares is not None:
        sampled = [axis.path for axis in axes if axis.path not in design.crossed]
        for path, shares in zip(sampled, design.shares.T, strict=True):
            data[f"{SHARE}{path}"] = pa.array(np.ascontiguousarray(shares))
    return pa.table(data)


def row_of(axes: Sequence[Axis], values: Mapping[str, Any]) -> Row:
    """The values of a point as the axes hold them, from a row of the design's table."""
    found: list[Value] = []
    for axis in axes:
        value = values[axis.path]
        if any(isinstance(each, tuple) for each in axis.values) and value is not None:
            value = tuple(json.loads(value))
        found.append(value)
    return tuple(found)
