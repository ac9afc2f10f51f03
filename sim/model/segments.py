"""The frontier in pieces: between two ratios at which a provision starts or stops rising.

On a piece the same provisions are at their inherited level, on their way, or at their cap, and
both utilities have a closed form in the weight ratio r:

    u_0 = a_0 + D r - P / (2 r^2)        u_1 = a_1 + P / r - D r^2 / 2

with D the sum of ``b^2 / (2c)`` over what the destination side receives and is on its way, P the
same for the partner, and a_0, a_1 all that does not change on the piece. So a search along the
frontier costs a few multiplications a step, however many provisions there are. Where related
provisions complement each other there is no such form, and searches raise all terms at each step.
"""

from typing import Any

from sim.model.codes import (
    DESTINATION,
    LINKAGE_SUBSTANTIVE,
)
from sim.model.state import State
from sim.model.terms import gains_at, slope_at
from sim.rules.compiling import compiles
from sim.rules.packages import leaves_inherited, reaches_cap
from sim.rules.utility import raising_cost


@compiles
def lay_segments(s: State, lead: Any) -> None:
    """Write the pieces of the frontier for the terms that are gathered."""
    lead.segments = 0
    if s.rule[0].linkage == LINKAGE_SUBSTANTIVE:
        return
    _add(s, lead, 0.0)
    for i in range(lead.terms):
        term = s.term[i]
        if term.room <= 0.0 or term.worth <= 0.0:
            continue
        starts = leaves_inherited(term.worth, term.marginal)
        stops = reaches_cap(
            benefit=term.worth, marginal=term.marginal, cost=term.cost, room=term.room
        )
        if term.receiver == DESTINATION:
            _add(s, lead, starts)
            _add(s, lead, stops)
        else:
            if starts > 0.0:
                _add(s, lead, 1.0 / starts)
            if stops > 0.0:
                _add(s, lead, 1.0 / stops)
    for k in range(lead.segments):
        _sum_up(s, lead, k)


@compiles
def _add(s: State, lead: Any, ratio: float) -> None:
    """Insert the beginning of a piece, in order; one that is there already is not added."""
    place = lead.segments
    while place > 0 and s.segment[place - 1].begins >= ratio:
        if s.segment[place - 1].begins == ratio:
            return
        place -= 1
    for k in range(lead.segments, place, -1):
        s.segment[k].begins = s.segment[k - 1].begins
    s.segment[place].begins = ratio
    lead.segments += 1


@compiles
def _sum_up(s: State, lead: Any, index: int) -> None:
    """Add up the closed form of one piece, from what each term does in its middle."""
    piece = s.segment[index]
    if index + 1 < lead.segments:
        middle = 0.5 * (piece.begins + s.segment[index + 1].begins)
    else:
        middle = 2.0 * piece.begins + 1.0
    piece.constant_destination = lead.base_destination
    piece.constant_partner = lead.base_partner
    piece.rising = 0.0
    piece.falling = 0.0
    for i in range(lead.terms):
        term = s.term[i]
        if term.room <= 0.0 or term.worth <= 0.0:
            continue
        to_destination = term.receiver == DESTINATION
        weight = middle if to_destination else 1.0 / middle
        surplus = weight * term.worth - term.marginal
        if surplus <= 0.0:
            continue
        if surplus >= 2.0 * term.cost * term.room:
            worth = term.worth * term.room
            cost = raising_cost(term.room, term.cost, term.marginal)
        else:
            pace = term.worth * term.worth / (2.0 * term.cost)
            if to_destination:
                piece.rising += pace
            else:
                piece.falling += pace
            worth = -term.worth * term.marginal / (2.0 * term.cost)
            cost = -term.marginal * term.marginal / (4.0 * term.cost)
        if to_destination:
            piece.constant_destination += worth
            piece.constant_partner -= cost
        else:
            piece.constant_destination -= cost
            piece.constant_partner += worth


@compiles
def gains_along(s: State, lead: Any, combination: int, ratio: float) -> tuple[float, float, float]:
    """Both sides' utility of the efficient package for a weight ratio, and the first's slope.

    Args:
        s: the state, its terms gathered and its pieces laid.
        lead: record of the issue that leads the talks.
        combination: which indivisible provisions are given, one bit each in order.
        ratio: weight of the destination side's utility against the partner's, above 0.
    """
    if lead.segments == 0:
        utility_destination, utility_partner = gains_at(s, lead, combination, ratio)
        return utility_destination, utility_partner, slope_at(s, lead, ratio)
    low = 0
    high = lead.segments
    while high - low > 1:
        middle = (low + high) // 2
        if s.segment[middle].begins <= ratio:
            low = middle
        else:
            high = middle
    piece = s.segment[low]
    inverse = 1.0 / ratio
    rising = piece.rising
    falling = piece.falling
    utility_destination = (
        piece.constant_destination + rising * ratio - 0.5 * falling * inverse * inverse
    )
    utility_partner = piece.constant_partner + falling * inverse - 0.5 * rising * ratio * ratio
    slope = rising + falling * inverse * inverse * inverse
    utility_destination += s.candidate[combination].added_destination
    utility_partner += s.candidate[combination].added_partner
    return utility_destination, utility_partner, slope
