"""A part of a sweep, played: from runs to Arrow tables, the same wherever it is played."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa

from sim.errors import InputError, QpqError
from sim.model.assembly import Assembly, assemble
from sim.model.batch import Progress, histories, is_warm, menu_of, play_many
from sim.model.codes import ERRORS, RunError
from sim.model.readable import Negotiation
from sim.model.records import OUTCOME, record_type
from sim.model.rows import Records
from sim.model.state import State
from sim.runs import run_tables
from sim.runs.designs import Point
from sim.runs.event_log import events
from sim.runs.plan import Kept, Plan, RunRange
from sim.runs.points import Recipe, column_of
from sim.strategies.dispatching import compilable
from sim.strategies.registry import SHIPPED

RUNS, TABLES = "runs", "tables"
REPLAY = "qpq replay RESULT --run {run}"
"""How a run is played again; RESULT stands for the folder, wherever it is kept."""

HISTORIES: Mapping[Kept, Callable[[State, Assembly], pa.Table]] = {
    "months": lambda state, a: run_tables.months(state, a.names),
    "provisions": lambda state, a: run_tables.provision_months(state, a.names),
    "routes": lambda state, a: run_tables.route_months(state, a.names),
    "events": lambda state, a: events(state, a.names, a.scenario),
}

STEP = 256
"""Runs between two reports of progress."""
LONGEST_ERROR = 300


class Player:
    """Plays points one after the other on one thread.

    It asks the compiled month itself, rather than `play_many`: where runs at a point are few, a
    pool of threads for each point would cost more than the runs.
    """

    def __init__(self, seed: int, progress: Progress | None, readably: bool = False) -> None:
        """Play under a seed.

        Args:
            seed: key of all draws.
            progress: called with the number of runs just finished; it may raise to stop.
            readably: whether the readable driver plays what would have to be compiled first.
        """
        self.seed, self.readably = seed, readably
        self.progress: Progress = progress or (lambda finished: None)
        self.state: State | None = None

    def play(
        self, assembly: Assembly, numbers: range, outcomes: Records, errors: list[str | None]
    ) -> None:
        """Play replications of a point; those that fail leave their error.

        Args:
            assembly: the point, without histories.
            numbers: numbers of the replications.
            outcomes: filled.
            errors: filled.
        """
        cold = self.readably and not is_warm(assembly.scenario)
        if cold or not is_compiled(assembly):
            self._play_readably(assembly, numbers, outcomes, errors)
            return
        from sim.model.compiled import player

        play, template = player(menu_of(assembly.scenario)).play, assembly.template
        state = self._scratch(template)
        replications = np.array(numbers, np.int64)
        codes = np.zeros(len(numbers), np.int64)
        for start in range(0, len(numbers), STEP):
            share = slice(start, min(start + STEP, len(numbers)))
            play(template, state, self.seed, replications[share], outcomes[share], codes[share])
            self.progress(share.stop - share.start)
        for place in np.flatnonzero(codes != RunError.NONE).tolist():
            errors[place] = ERRORS[int(codes[place])]

    def _scratch(self, template: State) -> State:
        """A state of the template's shape to play on: the former point's, where it fits."""
        if self.state is None or any(
            ours.shape != theirs.shape for ours, theirs in zip(self.state, template, strict=True)
        ):
            self.state = template.copy()
        return self.state

    def _play_readably(
        self, assembly: Assembly, numbers: range, outcomes: Records, errors: list[str | None]
    ) -> None:
        """One by one: a strategy of a user's own may raise anything, in one run alone."""
        for place, number in enumerate(numbers):
            try:
                batch = play_many(
                    assembly, range(number, number + 1), self.seed, 1, readably=self.readably
                )
            except MemoryError:
                raise
            except Exception as error:
                errors[place] = in_one_line(error)
            else:
                outcomes[place] = batch.outcomes[0]
                code = int(batch.errors[0])
                errors[place] = None if code == RunError.NONE else ERRORS[code]
            self.progress(1)


def is_compiled(assembly: Assembly) -> bool:
    """Whether the compiled driver plays it: all its strategies are the package's, or compile."""
    return all(compilable(each)[0] for each in menu_of(assembly.scenario)[len(SHIPPED) :])


def in_one_line(error: Exception) -> str:
    """An error in one line."""
    text = " ".join(str(error).split())
    name = "" if isinstance(error, QpqError) else f"{type(error).__name__}: "
    return f"{name}{text}"[:LONGEST_ERROR]


@dataclass(frozen=True)
class Job:
    """One part of a plan with all that is needed to play it, anywhere."""

    part: RunRange
    recipe: Recipe
    rows: tuple[Point, ...]
    """Values at the points that the part touches."""
    first: int
    """The first of these points."""
    replications: int
    seed: int
    shocks: int
    """How many shocks there are, see `sim.runs.plan.Plan.shocks`."""
    keep: tuple[Kept, ...]
    readably: bool = False
    """Whether the readable driver plays what would have to be compiled first."""

    def replication_of(self, run: int) -> int:
        """The number under which a run draws."""
        return run % self.shocks


def job_of(plan: Plan, part: RunRange, readably: bool = False) -> Job:
    """What is needed to play a part of a plan."""
    first, last = plan.point_of(part.start), plan.point_of(part.stop - 1)
    rows = plan.design.rows[first : last + 1]
    return Job(
        part,
        plan.recipe,
        rows,
        first,
        plan.replications,
        plan.seed,
        plan.shocks,
        plan.keep,
        readably,
    )


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
    player = Player(job.seed, progress, job.readably)
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
        RUNS: run_tables.outcome_table(columns, outcomes[:, 0], errors),
        TABLES: run_tables.tables_table(columns, outcomes[:, 1:], errors, tables),
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
    numbers = runs % job.shocks
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
