"""What a seat sees when its strategy is asked for a move."""

from typing import Any

from sim.model.chance import chance
from sim.model.codes import (
    PARTNER,
    Draw,
    Status,
)
from sim.model.delivery import observed_delivery, oldest_agreement
from sim.model.leverage import is_punished, is_threatened
from sim.model.lookups import actor_at, bid_of, in_force_at, route_pressure, seat_of
from sim.model.state import State
from sim.model.waiting import elapsed_share
from sim.rules.compiling import compiles
from sim.rules.demands import ambition
from sim.rules.numbers import clip
from sim.strategies.protocol import View

NO_DRAW = 0.5
"""What stands for a draw where a move chooses nothing."""


@compiles
def view_of(s: State, table: int, side: int, propensity: float, draw: float = NO_DRAW) -> View:
    """View of a seat away from the talks, as for demands and threats.

    Args:
        s: the state.
        table: the table.
        side: the side that is asked.
        propensity: what the rules propose for the move.
        draw: a uniform draw, for moves that choose a share.
    """
    return talks_view(
        s,
        table,
        -1,
        side,
        propensity=propensity,
        draw=draw,
        time=_time(s, table, side),
        next_target=0.0,
        offered=0.0,
    )


@compiles
def _time(s: State, table: int, side: int) -> float:
    """Elapsed share of a side's time in the talks where it has least left; 0 without any."""
    longest = 0.0
    for f in range(s.table[table].first_issue, s.table[table].last_issue):
        if s.issue[f].talk == f and s.issue[f].status == Status.TALKING:
            longest = max(longest, elapsed_share(s, f, side, 0.0))
    return longest


@compiles
def price_asked(s: State, moves: Any, table: int, side: int) -> float:
    """How much of the way to its best level a side asks for, drawn and seen by its strategy."""
    rule = s.rule[0]
    seat = s.seat[seat_of(table, side)]
    draw = chance(s, seat.entity, Draw.AMBITION)
    share = ambition(draw, rule.reverse_ambition_low, rule.reverse_ambition_high)
    return moves.price(seat.strategy, view_of(s, table, side, share, draw), seat)


@compiles
def talks_view(
    s: State,
    table: int,
    issue: int,
    side: int,
    propensity: float,
    draw: float,
    time: float,
    next_target: float,
    offered: float,
) -> View:
    """View of a seat in talks led by an issue, or away from them with issue -1."""
    actor = actor_at(s, table, side)
    seat = s.seat[seat_of(table, side)]
    other = s.seat[seat_of(table, 1 - side)]
    other_actor = actor_at(s, table, 1 - side)
    disagreement = nash = best = reservation = last_target = 0.0
    if issue >= 0:
        bid = s.bid[bid_of(issue, side)]
        disagreement = bid.disagreement
        nash = bid.nash
        best = bid.best
        reservation = bid.reservation
        last_target = bid.target
    other_coherence = 1.0
    other_union = other_member = 0.0
    if side == PARTNER:
        other_coherence = other_actor.coherence
        other_union = float(s.table[table].faces_members)
        other_member = 1.0 if s.table[table].union >= 0 else 0.0
    threatened = 1.0 if is_threatened(s, table, side) else 0.0
    punished = 1.0 if is_punished(s, table, side) else 0.0
    agreement = 1.0 if in_force_at(s, table) else 0.0
    # No condition inside: Numba takes so many keywords only in straight code.
    return View(
        propensity=propensity,
        month=float(s.run[0].month),
        time=time,
        draw=draw,
        pressure=route_pressure(s, table),
        vulnerability=actor.vulnerability,
        empowerment=actor.empowerment,
        grievance=seat.grievance,
        trust=seat.trust,
        credibility=seat.credibility,
        other_credibility=other.credibility,
        dependence=seat.dependence,
        other_dependence=other.dependence,
        other_delivered=clip(observed_delivery(s, table, side), 0.0, 1.0),
        threatened=threatened,
        punished=punished,
        agreement=agreement,
        disagreement=disagreement,
        nash=nash,
        best=best,
        reservation=reservation,
        last_target=last_target,
        next_target=next_target,
        offered=offered,
        agreement_age=oldest_agreement(s, table),
        other_coherence=other_coherence,
        other_union=other_union,
        other_member=other_member,
    )
