"""Names for those numbers in the event log that are places in a list."""

from typing import Any

from sim.model.assembly import Names
from sim.model.codes import (
    DESTINATION,
)
from sim.model.log import SHAPES, LogKind
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
    shape = SHAPES[LogKind(int(row.kind))]
    for number, list_ in shape.places.items():
        place = int(row["abcd"[shape.numbers.index(number)]])
        if list_ == "menu":
            found[number] = strategy_of(scenario, names, int(row.seat), place)
        elif place >= 0:
            found[number] = getattr(names, list_)[place]
    return found
