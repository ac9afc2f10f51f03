"""A run of a sweep, played again in the readable driver and compared with what was stored."""

from dataclasses import dataclass
from typing import Any

from sim.arguments import whole
from sim.errors import QpqError
from sim.model.assembly import assemble
from sim.model.codes import (
    ERRORS,
    RunError,
)
from sim.model.readable import Negotiation
from sim.runs.plan_files import plan_in, why_other
from sim.runs.run import Run
from sim.runs.sweep_results import Results

Row = dict[str, Any]


@dataclass(frozen=True)
class Replay:
    """A run that was played again."""

    run: Run | None
    """The run; None if it cannot even begin, or raised on the way."""
    raised: str | None
    """What it raised, if it did."""
    stored: Row
    """Its row in the results."""
    differences: tuple[str, ...]
    """Outcomes that differ from what is stored, as ``table.column``; none if all is well."""
    warning: str | None
    """Why it may differ: the code or a strategy is not what was played."""


def replay(results: Results, number: int) -> Replay:
    """Play a run of a sweep again.

    Args:
        results: the sweep.
        number: the run.

    Raises:
        InputError: there is no such run, or this version does not take the scenario.
    """
    number = whole(number, "run", 0, max(results.manifest.runs - 1, 0))
    stored = results.row(number)[0]
    plan = plan_in(results.path, results.manifest, results.trust)
    warning = why_other(plan, results.manifest)
    replication = plan.replication_of(number)
    try:
        scenario = plan.recipe.validated(plan.design.rows[plan.point_of(number)])
        assembly = assemble(scenario)
        state = Negotiation(assembly, seed=plan.seed, replication=replication).play()
    except QpqError:
        raise
    except Exception as error:
        # A strategy of a user's own can raise anything; that is what one wants to see here.
        return Replay(None, f"{type(error).__name__}: {error}", stored, (), warning)
    found = Run(scenario, assembly.names, state, plan.seed, replication)
    tables = {row["table"]: row for row in results.row(number, "tables")}
    return Replay(found, None, stored, _differences(found, stored, tables), warning)


def _differences(run: Run, stored: Row, tables: dict[str, Row]) -> tuple[str, ...]:
    """Outcomes that are not exactly those that are stored."""
    code = int(run.state.run[0]["error"])
    error = None if code == RunError.NONE else ERRORS[code]
    if error != stored["error"]:
        return ("error",)
    if error is not None:
        return ()
    pairs = [("", run.outcome, stored)]
    pairs += [(f"{name}.", found, tables[name]) for name, found in run.tables.items()]
    return tuple(
        f"{prefix}{name}"
        for prefix, found, row in pairs
        for name, value in found.items()
        if value != row[name]
    )
