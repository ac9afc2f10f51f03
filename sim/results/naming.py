"""Names for those numbers in the event log that are places in a list."""

from typing import Any

from sim.model.assembly import Names
from sim.model.codes import (
    DESTINATION,
)
from sim.model.log import NUMBERS, LogKind
from sim.scenario import Scenario

LISTS = {"lead_issue": "issues", "asked_provision": "provisions", "instrument": "instruments"}
"""Lists of names that numbers of the log are places in, by the numbers' names."""
STRATEGIES = ("strategy_before", "strategy_after")
"""Places on the menu of the seat."""


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
    for number, letter in zip(NUMBERS[LogKind(int(row.kind))], "abcd", strict=False):
        place = int(row[letter]) if number in (*LISTS, *STRATEGIES) else -1
        if number in STRATEGIES:
            found[number] = strategy_of(scenario, names, int(row.seat), place)
        elif place >= 0:
            found[number] = getattr(names, LISTS[number])[place]
    return found
