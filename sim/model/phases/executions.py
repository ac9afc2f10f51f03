"""Phase 6: tacit compliance, executions, back-downs, reviews and lifting."""

from typing import Any

from sim.model.chance import chance
from sim.model.codes import (
    DYNAMIC,
    SIDES,
    ComplianceBar,
    Draw,
    Fate,
    Stage,
)
from sim.model.delivery import is_promised, level_by_paper
from sim.model.episodes import close_demand, restore
from sim.model.leverage import can_be_withdrawn, expected_disagreement
from sim.model.log import LiftReason, LogKind, note
from sim.model.lookups import seat_of, withholds
from sim.model.propensities import (
    compliance_bar,
    compliance_propensity,
    compliance_stakes,
    due_execution_propensity,
    execution_as_treated,
)
from sim.model.state import State
from sim.model.success import tell_fate
from sim.model.views import view_of
from sim.rules.compiling import compiles
from sim.rules.memory import credibility_after_bluff, credibility_after_execution, trust_after
from sim.rules.numbers import clip
from sim.rules.threats import demand_met


@compiles
def executions(s: State, moves: Any) -> None:
    """Settle what has fallen due, for each side of each table."""
    for i in range(len(s.table)):
        k = s.table[i].order
        for side in SIDES:
            seat = s.seat[seat_of(k, side)]
            if seat.tacit > 0:
                _relapse(s, k, side)
            if seat.asked >= 0:
                meet_tacitly(s, moves, k, 1 - side)
            if seat.stage == Stage.PENDING and s.run[0].month >= seat.due:
                execute_or_back_down(s, moves, k, side)
            elif withholds(seat):
                _review(s, k, side)
            elif seat.asked >= 0 and seat.stage == Stage.NONE:
                _let_lapse(s, k, side)


@compiles
def meet_tacitly(s: State, moves: Any, table: int, side: int) -> None:
    """Let the side that is asked raise the demanded provision without paper."""
    seat = s.seat[seat_of(table, side)]
    other = s.seat[seat_of(table, 1 - side)]
    if compliance_bar(s, table, side) != ComplianceBar.NONE:
        return
    p = s.provision[other.asked]
    level = other.asked_level
    propensity = compliance_propensity(s, compliance_stakes(s, table, side))
    likelihood = moves.comply(seat.strategy, view_of(s, table, side, propensity), seat)
    if chance(s, seat.entity, Draw.COMPLY) >= likelihood:
        return
    before = p.level
    _raise(s, p, level)
    seat.tacit += 1
    note(
        s,
        LogKind.TACIT_COMPLIANCE,
        table,
        seat_of(table, side),
        other.asked,
        before,
        level,
        likelihood,
    )
    restore(s, table, 1 - side, LiftReason.MET)
    close_demand(s, table, 1 - side)


@compiles
def _raise(s: State, p: Any, level: float) -> None:
    """Supply a provision at the level demanded; of what is promised so much more is delivered."""
    if is_promised(s, p) and p.suspended == 0:
        share = (level - p.inherited) / (p.agreed - p.inherited)
        p.delivered = max(p.delivered, min(share, 1.0))
    p.level = level
    p.told = level
    p.tacit = 1


@compiles
def _relapse(s: State, table: int, side: int) -> None:
    """Let a side take back what it conceded without paper, once nothing threatens it any more."""
    if s.seat[seat_of(table, 1 - side)].stage != Stage.NONE:
        return
    hazard = s.rule[0].threats_tacit_relapse
    for i in range(s.table[table].first, s.table[table].last):
        p = s.provision[i]
        if p.tacit == 0 or p.giver != side:
            continue
        if chance(s, p.entity, Draw.RELAPSE) < hazard:
            before = p.level
            p.tacit = 0
            # What was promised besides falls back as any promise does, a little each month.
            p.level = level_by_paper(s, p)
            p.told = p.level
            place = seat_of(table, side)
            note(s, LogKind.RELAPSE, table, place, i, before, p.level, hazard)


@compiles
def execute_or_back_down(s: State, moves: Any, table: int, side: int) -> None:
    """Carry out a threat that is due, or drop it in public."""
    place = seat_of(table, side)
    seat = s.seat[place]
    p = s.provision[seat.withdrawn]
    if not can_be_withdrawn(p):
        seat.stage = Stage.NONE
        close_demand(s, table, side)
        return
    propensity = due_execution_propensity(s, table, side)
    likelihood = moves.execute(seat.strategy, view_of(s, table, side, propensity), seat)
    likelihood = execution_as_treated(s, likelihood)
    if chance(s, seat.entity, Draw.EXECUTE) < likelihood:
        _execute(s, table, side, likelihood)
    else:
        _back_down(s, table, side, likelihood)


@compiles
def _execute(s: State, table: int, side: int, likelihood: float) -> None:
    """Withdraw the provision: from now on it moves the disagreement point."""
    rule = s.rule[0]
    place = seat_of(table, side)
    seat = s.seat[place]
    target = s.seat[seat_of(table, 1 - side)]
    p = s.provision[seat.withdrawn]
    before = p.level
    p.level = seat.withdrawn_to
    p.told = p.level
    seat.stage = Stage.EXECUTED
    seat.executed_month = s.run[0].month
    seat.executions += 1
    tell_fate(seat, Fate.EXECUTED)
    if rule.credibility == DYNAMIC:
        seat.credibility = credibility_after_execution(
            seat.credibility, rule.memory_credibility_gain
        )
    if rule.trust == DYNAMIC:
        target.trust = trust_after(
            trust=target.trust,
            surprise=-1.0,
            gain=rule.memory_trust_gain,
            loss=rule.memory_trust_loss,
        )
    target.grievance = clip(target.grievance + rule.memory_grievance_execution, 0.0, 1.0)
    note(
        s,
        LogKind.EXECUTION,
        table,
        place,
        seat.withdrawn,
        before,
        p.level,
        likelihood,
        expected_disagreement(s, table)[1 - side],
    )


@compiles
def _back_down(s: State, table: int, side: int, likelihood: float) -> None:
    """Drop the threat: it costs credibility, and votes at home."""
    rule = s.rule[0]
    place = seat_of(table, side)
    seat = s.seat[place]
    seat.stage = Stage.NONE
    seat.bluffs += 1
    if rule.credibility == DYNAMIC:
        seat.credibility = credibility_after_bluff(seat.credibility, rule.memory_bluff_factor)
    note(s, LogKind.BACK_DOWN, table, place, seat.withdrawn, likelihood, seat.credibility)
    tell_fate(seat, Fate.DROPPED)
    close_demand(s, table, side)


@compiles
def _review(s: State, table: int, side: int) -> None:
    """Lift a withdrawal when the demand is met, when resentment is gone, or at its sunset."""
    rule = s.rule[0]
    seat = s.seat[seat_of(table, side)]
    age = s.run[0].month - seat.executed_month
    if age <= 0:
        return
    if seat.stage == Stage.RETALIATION:
        # The tie between the two heals: the closer, the sooner.
        healing = rule.reverse_calm_base + s.table[table].tie
        calm = rule.reverse_retaliation_threshold * healing
        if seat.grievance < rule.reverse_calm_share * calm:
            restore(s, table, side, LiftReason.CALM)
        return
    if age >= rule.threats_sunset_months:
        restore(s, table, side, LiftReason.SUNSET)
        close_demand(s, table, side)
        return
    if age % int(rule.threats_review_months) != 0 or seat.asked < 0:
        return
    p = s.provision[seat.asked]
    if demand_met(p.level, seat.asked_before, seat.asked_level) >= rule.threats_fully_met:
        restore(s, table, side, LiftReason.MET)
        close_demand(s, table, side)


@compiles
def _let_lapse(s: State, table: int, side: int) -> None:
    """Close a demand without a threat after the time in which a sanction would have lapsed."""
    seat = s.seat[seat_of(table, side)]
    if s.run[0].month - seat.asked_month >= s.rule[0].threats_sunset_months:
        close_demand(s, table, side)
