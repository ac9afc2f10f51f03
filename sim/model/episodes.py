"""Coercive episodes: a demand and a threat made, provisions restored, demands scored."""

from sim.model.chance import chance
from sim.model.codes import (
    DYNAMIC,
    ON,
    PARTNER,
    SIDES,
    Draw,
    Stage,
)
from sim.model.instruments import procedure
from sim.model.leverage import level_after_withdrawal
from sim.model.log import LiftReason, LogKind, note
from sim.model.lookups import actor_at, seat_of, settles, withholds
from sim.model.propensities import bluffing
from sim.model.state import State
from sim.model.success import conceded_level, follow_demand, follow_threat
from sim.rules.compiling import compiles
from sim.rules.memory import empowerment_after_demand
from sim.rules.threats import credibility_of_a_threat, demand_met, procedural_lag


@compiles
def record_demand(s: State, table: int, side: int, asked: int, level: float) -> None:
    """Keep what is demanded, so that its success can be told, and open its issue."""
    seat = s.seat[seat_of(table, side)]
    p = s.provision[asked]
    seat.asked = asked
    seat.asked_level = level
    seat.asked_before = p.level
    seat.asked_promised = p.agreed
    seat.asked_month = s.run[0].month
    seat.reverse = 0
    seat.demands += 1
    s.issue[p.issue].open = 1
    p.asked = max(p.asked, level)
    follow_demand(s, seat)


@compiles
def make_threat(s: State, table: int, side: int, withdrawn: int, likelihood: float) -> None:
    """Announce that a provision will be withdrawn unless the demand is met.

    The earliest execution lies at least a month ahead, so that a round of offers comes between.
    """
    rule = s.rule[0]
    place = seat_of(table, side)
    seat = s.seat[place]
    draw = chance(s, seat.entity, Draw.LAG)
    if side == PARTNER:
        lag = rule.threats_lag_partner * draw
    elif procedure(s, table, side, withdrawn) >= 0:
        coherence = actor_at(s, table, side).coherence
        months = s.instrument[procedure(s, table, side, withdrawn)].delay
        spread = rule.threats_lag_spread
        lag = procedural_lag(
            draw=draw,
            low=(1.0 - spread) * months,
            high=(1.0 + spread) * months,
            coherence=coherence,
            base=rule.threats_lag_base,
        )
    else:
        coherence = actor_at(s, table, side).coherence
        lag = procedural_lag(
            draw=draw,
            low=rule.threats_lag_min,
            high=rule.threats_lag_max,
            coherence=coherence,
            base=rule.threats_lag_base,
        )
    month = s.run[0].month
    seat.stage = Stage.PENDING
    seat.withdrawn = withdrawn
    seat.withdrawn_to = level_after_withdrawal(s, table, s.provision[withdrawn])
    seat.threat_month = month
    seat.due = month + max(lag, 1.0)
    seat.threats += 1
    follow_threat(s, seat)
    if rule.threat_signals == ON and rule.credibility == DYNAMIC:
        bluff = bluffing(s, table, side, withdrawn)
        seat.credibility = credibility_of_a_threat(seat.credibility, bluff)
    note(
        s,
        LogKind.THREAT,
        table,
        place,
        withdrawn,
        seat.withdrawn_to,
        seat.due,
        likelihood,
        seat.asked,
    )


@compiles
def restore(s: State, table: int, side: int, reason: LiftReason) -> None:
    """Give back what a side withdrew, or drop its pending threat."""
    place = seat_of(table, side)
    seat = s.seat[place]
    if withholds(seat):
        p = s.provision[seat.withdrawn]
        before = p.level
        p.level = max(before, p.inherited)
        p.told = p.level
        note(s, LogKind.LIFTING, table, place, seat.withdrawn, before, p.level, reason.value)
    elif seat.stage == Stage.PENDING:
        note(s, LogKind.LIFTING, table, place, seat.withdrawn, 0.0, 0.0, reason.value)
    seat.stage = Stage.NONE


@compiles
def close_demand(s: State, table: int, side: int) -> None:
    """Score a demand by the share of what was *declared* that is met, and forget it."""
    rule = s.rule[0]
    place = seat_of(table, side)
    seat = s.seat[place]
    if seat.asked < 0:
        return
    p = s.provision[seat.asked]
    level = conceded_level(p, seat.asked_promised)
    met = demand_met(level, seat.asked_before, seat.asked_level)
    seat.demands_settled += 1
    seat.demand_met += met
    note(s, LogKind.DEMAND_SETTLED, table, place, seat.asked, met, seat.asked_level, level)
    if side == PARTNER:
        actor = actor_at(s, table, side)
        actor.empowerment = empowerment_after_demand(
            empowerment=actor.empowerment,
            met=met,
            success_gain=rule.memory_empowerment_success,
            failure_loss=rule.memory_empowerment_failure,
        )
    seat.asked = -1
    seat.reverse = 0


@compiles
def settle_episodes(s: State, issue: int) -> None:
    """End the episodes of both sides that a new agreement settles.

    It restores what was withdrawn for a demand that it covers, or without a demand, or that it
    covers itself.
    """
    table = s.issue[issue].table
    for side in SIDES:
        seat = s.seat[seat_of(table, side)]
        about = seat.asked >= 0 and settles(s, issue, seat.asked)
        if seat.stage != Stage.NONE:
            priceless = seat.asked < 0
            if about or priceless or settles(s, issue, seat.withdrawn):
                restore(s, table, side, LiftReason.AGREED)
        if about:
            close_demand(s, table, side)
