"""The event log as a table: what happened, with names for all that the log holds as numbers."""

from collections.abc import Sequence
from typing import Any

import numpy as np
import pyarrow as pa

from sim.model.assembly import Names
from sim.model.codes import DESTINATION
from sim.model.log import SHAPES, About, By, LogKind, numbers_of
from sim.model.records import Column
from sim.model.state import State
from sim.runs.run_tables import described
from sim.scenario import Scenario


def strategy_of(scenario: Scenario, names: Names, seat: int, place: int) -> str:
    """Name of a strategy by its place on the menu of an adaptive seat.

    Args:
        scenario: the scenario as it is played.
        names: names of the state's rows.
        seat: the seat.
        place: place on its menu.
    """
    table = scenario.tables[names.tables[seat // 2]]
    at = table.destination if seat % 2 == DESTINATION else table.partner
    chosen = at.strategy or scenario.actors[at.actor].strategy
    return scenario.strategies[chosen].menu[place]


def named(scenario: Scenario, names: Names, row: Any) -> dict[str, str]:
    """What numbers of a row of the log stand for, by the numbers' names."""
    found = {}
    shape = SHAPES[LogKind(int(row["kind"]))]
    for number, list_ in shape.places.items():
        place = int(row["abcd"[shape.numbers.index(number)]])
        if list_ == "menu":
            found[number] = strategy_of(scenario, names, int(row["seat"]), place)
        elif place >= 0:
            found[number] = getattr(names, list_)[place]
    return found


def events(state: State, names: Names, scenario: Scenario) -> pa.Table:
    """The event log: one row per event, with the numbers that decided it.

    Actors, objects, and numbers that are places in a list come with their names.
    """
    rows = state.log[: int(state.run[0].logged)]
    kinds = [LogKind(int(kind)) for kind in rows["kind"]]
    data = {
        "month": pa.array(np.ascontiguousarray(rows["month"])),
        "kind": pa.array([kind.name.lower() for kind in kinds], pa.string()),
        "table": pa.array([_name(names.tables, k) for k in rows["table"]], pa.string()),
        "actor": pa.array([actor_of(state, names, row) for row in rows], pa.string()),
        "object": pa.array([object_of(names, row) for row in rows], pa.string()),
        "numbers": pa.array(
            [list(numbers_of(row).items()) for row in rows],
            pa.map_(pa.string(), pa.float64()),
        ),
        "named": pa.array(
            [list(named(scenario, names, row).items()) for row in rows],
            pa.map_(pa.string(), pa.string()),
        ),
    }
    return described(data, (Column("month", "months", "months since month zero"),))


def _name(names: Sequence[str], index: Any) -> str | None:
    return names[int(index)] if index >= 0 else None


def actor_of(state: State, names: Names, row: Any) -> str | None:
    """Name of the actor that a row of the log is about."""
    if row.seat < 0:
        return None
    if SHAPES[LogKind(int(row.kind))].by is By.ACTOR:
        return names.actors[int(row.seat)]
    return names.actors[int(state.seat[int(row.seat)].actor)]


def object_of(names: Names, row: Any) -> str | None:
    """Name of the provision, issue, route or event that a row of the log is about."""
    about = SHAPES[LogKind(int(row.kind))].about
    return None if about is About.NOTHING else _name(getattr(names, f"{about}s"), row.object)
