"""What a person at a seat could do this month, and what each move would be about.

The same questions that `sim.interactive.seat_view.options` puts to the rules, in a form that is
compiled.
"""

from sim.model.codes import DESTINATION, PARTNER, Stage
from sim.model.instruments import may_be_proposed, procedure
from sim.model.leverage import best_request, best_withdrawal, level_after_withdrawal
from sim.model.lookups import seat_of
from sim.model.settlement import utilities_in_force
from sim.model.state import State
from sim.rules.compiling import compiles

OPENINGS = ("demand", "demand_lever", "threaten", "threaten_lever", "retaliate_lever")
"""Provisions that moves would be about: what is asked for, and what would be withdrawn."""


@compiles
def openings(s: State, table: int, side: int) -> tuple[int, int, int, int, int]:
    """Rows of provisions in the order of ``OPENINGS``; -1 where the move is not possible."""
    seat = s.seat[seat_of(table, side)]
    if s.table[table].dormant == 1 or seat.stage != Stage.NONE:
        return -1, -1, -1, -1, -1
    asked = int(seat.asked)
    price = price_lever = -1
    if side == PARTNER and asked < 0:
        price = best_request(s, table, side, 1.0, True)
        if price >= 0:
            price_lever = best_withdrawal(s, table, side, price)
    request = asked if asked >= 0 else best_request(s, table, side, 1.0, False)
    lever = -1
    if request >= 0 and (side == PARTNER or s.run[0].month >= s.table[table].mandate):
        lever = _lever(s, table, side, request)
    if lever < 0:
        request = -1
    return price, price_lever, request, lever, best_withdrawal(s, table, side, asked)


@compiles
def _lever(s: State, table: int, side: int, request: int) -> int:
    """What a seat could threaten to withdraw for a provision; -1 if the rules let it not."""
    seat, p = s.seat[seat_of(table, side)], s.provision[request]
    lever = best_withdrawal(s, table, side, request)
    level = seat.asked_level if seat.asked >= 0 else p.cap
    if lever < 0 or level <= p.level:
        return -1
    return lever if may_be_proposed(s, procedure(s, table, side, lever)) else -1


@compiles
def opening(s: State, seat: int, number: int) -> int:
    """One of them."""
    found = openings(s, seat // 2, seat % 2)
    if number == 0:
        return found[0]
    if number == 1:
        return found[1]
    if number == 2:
        return found[2]
    if number == 3:
        return found[3]
    return found[4]


@compiles
def lowered(s: State, provision: int) -> float:
    """Level that its giver could bring a provision down to."""
    p = s.provision[provision]
    return level_after_withdrawal(s, p.table, p)


@compiles
def worth(s: State, seat: int) -> float:
    """Utility of today's levels to a seat."""
    both = utilities_in_force(s, seat // 2)
    return both[0] if seat % 2 == DESTINATION else both[1]
