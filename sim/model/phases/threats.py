"""Phase 5: threats of negative conditionality, from either side."""

from typing import Any

from sim.model.chance import chance
from sim.model.codes import (
    DESTINATION,
    SIDES,
    Draw,
    Stage,
)
from sim.model.episodes import make_threat, record_demand
from sim.model.instruments import may_be_proposed, procedure
from sim.model.leverage import best_request, best_withdrawal
from sim.model.log import LogKind, note
from sim.model.lookups import seat_of
from sim.model.propensities import threat_worth
from sim.model.state import State
from sim.model.views import price_asked, view_of
from sim.rules.compiling import compiles
from sim.rules.demands import demanded_level
from sim.rules.numbers import SMALL
from sim.rules.threats import hazard


@compiles
def threats(s: State, moves: Any) -> None:
    """Let each side at each table weigh a threat."""
    for i in range(len(s.table)):
        k = s.table[i].order
        if s.table[k].dormant == 1:
            continue
        for side in SIDES:
            weigh_threat(s, moves, k, side)


@compiles
def weigh_threat(s: State, moves: Any, table: int, side: int) -> None:
    """Threaten with a chance that rises with what the threat is expected to gain."""
    rule = s.rule[0]
    place = seat_of(table, side)
    seat = s.seat[place]
    # Most strategies never threaten: ask with the largest chance first and save the search.
    rate = rule.threats_rate_partner
    if side == DESTINATION:
        rate = rule.threats_rate_destination
    unmandated = side == DESTINATION and s.run[0].month < s.table[table].mandate
    if seat.stage != Stage.NONE or unmandated:
        return
    if moves.threaten(seat.strategy, view_of(s, table, side, rate), seat) <= 0.0:
        return
    seat.threatens = 1
    asked = seat.asked
    level = seat.asked_level
    if asked < 0:
        share = price_asked(s, moves, table, side)
        asked = best_request(s, table, side, share, False)
        if asked < 0:
            return
        p = s.provision[asked]
        level = demanded_level(
            inherited=p.inherited, cap=p.cap, share=share, divisible=p.divisible == 1
        )
    withdrawn = best_withdrawal(s, table, side, asked)
    if withdrawn < 0 or level <= s.provision[asked].level + SMALL:
        return
    if not may_be_proposed(s, procedure(s, table, side, withdrawn)):
        return
    worth = threat_worth(s, table, side, asked, level, withdrawn)
    propensity = hazard(rate, worth, rule.threats_noise)
    likelihood = moves.threaten(seat.strategy, view_of(s, table, side, propensity), seat)
    if chance(s, seat.entity, Draw.THREATEN) >= likelihood:
        return
    if seat.asked < 0:
        record_demand(s, table, side, asked, level)
        note(
            s, LogKind.DEMAND, table, place, asked, level, s.provision[asked].level, likelihood, 0.0
        )
    make_threat(s, table, side, withdrawn, likelihood)
