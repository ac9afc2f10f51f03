"""Phase 4: reverse conditionality and retaliation."""

from typing import Any

from sim.model.chance import chance
from sim.model.codes import (
    PARTNER,
    SIDES,
    Draw,
    Stage,
)
from sim.model.episodes import make_threat, record_demand
from sim.model.leverage import best_request, best_withdrawal, level_after_withdrawal
from sim.model.log import LogKind, note
from sim.model.lookups import seat_of
from sim.model.propensities import (
    blackmail_propensity,
    demand_propensity,
    retaliation_propensity,
)
from sim.model.state import State
from sim.model.views import price_asked, view_of
from sim.rules.compiling import compiles
from sim.rules.demands import demanded_level


@compiles
def demands(s: State, moves: Any) -> None:
    """Let each side at each table name its price, or hit back."""
    for i in range(len(s.table)):
        k = s.table[i].order
        if s.table[k].dormant == 1:
            continue
        name_price(s, moves, k, PARTNER)
        for side in SIDES:
            retaliate(s, moves, k, side)


@compiles
def name_price(s: State, moves: Any, table: int, side: int) -> None:
    """Perhaps demand a provision of the other side, with a threat or without."""
    place = seat_of(table, side)
    seat = s.seat[place]
    if seat.asked >= 0 or seat.stage != Stage.NONE:
        return
    propensity = demand_propensity(s, table, side)
    likelihood = moves.demand(seat.strategy, view_of(s, table, side, propensity), seat)
    if likelihood <= 0.0 or chance(s, seat.entity, Draw.DEMAND) >= likelihood:
        return
    share = price_asked(s, moves, table, side)
    asked = best_request(s, table, side, share, True)
    if asked < 0:
        return
    p = s.provision[asked]
    level = demanded_level(
        inherited=p.inherited, cap=p.cap, share=share, divisible=p.divisible == 1
    )
    record_demand(s, table, side, asked, level)
    seat.reverse = 1
    note(s, LogKind.DEMAND, table, place, asked, level, p.level, likelihood, share)
    _perhaps_threaten(s, moves, table, side)


@compiles
def _perhaps_threaten(s: State, moves: Any, table: int, side: int) -> None:
    """Back a fresh demand by a threat where blackmail looks better than a bargain."""
    seat = s.seat[seat_of(table, side)]
    propensity = blackmail_propensity(s, table, side)
    likelihood = moves.blackmail(seat.strategy, view_of(s, table, side, propensity), seat)
    if likelihood <= 0.0 or chance(s, seat.entity, Draw.BLACKMAIL) >= likelihood:
        return
    seat.threatens = 1
    withdrawn = best_withdrawal(s, table, side, seat.asked)
    if withdrawn >= 0:
        make_threat(s, table, side, withdrawn, likelihood)


@compiles
def cut_back(s: State, table: int, side: int, withdrawn: int, likelihood: float) -> None:
    """Withdraw a provision at once and without a price."""
    place = seat_of(table, side)
    seat = s.seat[place]
    p = s.provision[withdrawn]
    before = p.level
    seat.stage = Stage.RETALIATION
    seat.withdrawn = withdrawn
    seat.withdrawn_to = level_after_withdrawal(s, table, p)
    seat.executed_month = s.run[0].month
    seat.retaliations += 1
    p.level = seat.withdrawn_to
    p.told = p.level
    note(
        s,
        LogKind.RETALIATION,
        table,
        place,
        withdrawn,
        before,
        p.level,
        likelihood,
        seat.grievance,
    )


@compiles
def retaliate(s: State, moves: Any, table: int, side: int) -> None:
    """Perhaps withdraw a provision at once and without a price."""
    place = seat_of(table, side)
    seat = s.seat[place]
    if seat.stage != Stage.NONE:
        return
    propensity = retaliation_propensity(s, table, side)
    likelihood = moves.retaliate(seat.strategy, view_of(s, table, side, propensity), seat)
    if likelihood <= 0.0 or chance(s, seat.entity, Draw.RETALIATE) >= likelihood:
        return
    withdrawn = best_withdrawal(s, table, side, seat.asked)
    if withdrawn < 0:
        return
    cut_back(s, table, side, withdrawn, likelihood)
