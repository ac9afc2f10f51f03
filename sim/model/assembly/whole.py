"""A scenario as a whole state, ready to be played any number of times."""

from dataclasses import dataclass

import numpy as np

from sim.errors import InputError, Problem
from sim.model import state as layout
from sim.model.assembly.names import Names, names_of
from sim.model.assembly.tables import bid_rows, issues, provisions, rivals, seats, tables
from sim.model.assembly.world import (
    actors,
    borders,
    events,
    guarding,
    instruments,
    reaches,
    routes,
    rule,
    taking,
)
from sim.model.records import (
    MONTHS_PROVISION,
    MONTHS_ROUTE,
    MONTHS_TABLE,
    OUTCOME,
    record_type,
)
from sim.model.state import State
from sim.scenario import Scenario

LOG_ROWS_PER_TABLE_MONTH = 24
LOG_ROWS_PER_ACTOR_OR_ROUTE_MONTH = 2


@dataclass(frozen=True)
class Assembly:
    """A scenario as arrays, ready to be played any number of times."""

    scenario: Scenario
    names: Names
    template: State
    """The state before its first month; copied for every run."""


def assemble(scenario: Scenario, *, log: bool = True, months: bool = True) -> Assembly:
    """Lay out the arrays of a scenario.

    Args:
        scenario: a valid scenario.
        log: whether runs keep an event log.
        months: whether runs keep monthly records.

    Raises:
        InputError: if issues that may be settled together hold too many indivisible provisions.
    """
    names = names_of(scenario)
    _refuse_too_many_ends(scenario)
    horizon = scenario.horizon
    kept = horizon if months else 0
    # A month of one table can offer, sign and deliver each provision, and a little more.
    rows = 3 * len(names.provisions) + LOG_ROWS_PER_TABLE_MONTH * len(names.tables)
    rows += LOG_ROWS_PER_ACTOR_OR_ROUTE_MONTH * (len(names.actors) + len(names.routes))
    route_rows = routes(scenario, names)
    seat_rows = seats(scenario, names)
    provision_rows = provisions(scenario, names)
    border_rows = borders(scenario, names, route_rows, seat_rows, provision_rows)
    actor_rows = actors(scenario, names)
    table_rows = tables(scenario, names)
    template = State(
        run=np.zeros(1, layout.RUN),
        rule=rule(scenario),
        actor=actor_rows,
        table=table_rows,
        seat=seat_rows,
        issue=issues(scenario, names),
        bid=bid_rows(names),
        provision=provision_rows,
        route=route_rows,
        border=border_rows,
        guarding=guarding(border_rows, seat_rows, provision_rows),
        taking=taking(border_rows, seat_rows, provision_rows),
        reach=reaches(table_rows, seat_rows, actor_rows, route_rows, border_rows),
        rival=rivals(seat_rows, provision_rows),
        instrument=instruments(scenario, names),
        event=events(scenario, names),
        term=np.zeros(len(names.provisions), layout.TERM),
        segment=np.zeros(1 + 2 * len(names.provisions), layout.SEGMENT),
        candidate=np.zeros(layout.COMBINATIONS_MOST, layout.CANDIDATE),
        outcome=np.zeros(1 + len(names.tables), record_type(OUTCOME)),
        log=np.zeros(horizon * rows if log else 0, layout.LOG),
        months_table=np.zeros(kept * len(names.tables), record_type(MONTHS_TABLE)),
        months_provision=np.zeros(kept * len(names.provisions), record_type(MONTHS_PROVISION)),
        months_route=np.zeros(kept * len(names.routes), record_type(MONTHS_ROUTE)),
    )
    template.run["horizon"] = horizon
    return Assembly(scenario, names, template)


def _refuse_too_many_ends(scenario: Scenario) -> None:
    """Indivisible provisions are enumerated, so a table can hold only a few."""
    for table in scenario.tables:
        ends = [
            f"issues.{f}.provisions.{p}"
            for f, issue in scenario.issues.items()
            for p, provision in issue.provisions.items()
            if issue.table == table and not provision.divisible
        ]
        if len(ends) > layout.MOST_INDIVISIBLE:
            raise InputError(
                Problem(
                    f"table '{table}' has {len(ends)} indivisible provisions",
                    key=ends[-1],
                    expected=f"at most {layout.MOST_INDIVISIBLE} at one table",
                )
            )
