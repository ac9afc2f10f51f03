"""Phase 11: what was promised is delivered, more or less; capacity grows."""

from typing import Any

from sim.model.chance import deviate
from sim.model.codes import (
    CAPACITY_BUILT,
    DESTINATION,
    SECTOR_EQUIPMENT,
    Draw,
)
from sim.model.delivery import (
    continuation_gain,
    is_promised,
    level_by_paper,
    observed_delivery,
)
from sim.model.log import LOGGED_STEP, LogKind, note
from sim.model.lookups import actor_at, hurdle_at, seat_of
from sim.model.state import State
from sim.rules.compiling import compiles
from sim.rules.compliance import (
    adjusted,
    capacity_grown,
    delivery_target,
    felt_gain,
    share_due,
)
from sim.rules.memory import seen_after
from sim.rules.utility import share_raised

MONTHS_A_YEAR = 12.0


@compiles
def implementation(s: State, moves: Any) -> None:
    """Deliver under all agreements in force, then build capacity with delivered equipment."""
    for i in range(len(s.table)):
        k = s.table[i].order
        # Both sides act on what they saw last month, whoever is looked at first.
        shortfalls = (1.0 - observed_delivery(s, k, 0), 1.0 - observed_delivery(s, k, 1))
        for j in range(s.table[k].first, s.table[k].last):
            p = s.provision[j]
            if is_promised(s, p) and p.suspended == 0:
                shortfall = shortfalls[0] if p.giver == 0 else shortfalls[1]
                _deliver(s, k, j, shortfall)
        for f in range(s.table[k].first_issue, s.table[k].last_issue):
            if s.issue[f].in_force == 1:
                s.issue[f].age += 1.0
                s.issue[f].months_in_force += 1
        if s.rule[0].capacity == CAPACITY_BUILT:
            _build(s, k)


@compiles
def _deliver(s: State, table: int, index: int, shortfall: float) -> None:
    """Move one provision towards what its giver comes to deliver of it.

    Args:
        s: the state.
        table: the table.
        index: the provision.
        shortfall: share of what is due to the giver that it does not see arriving.
    """
    rule = s.rule[0]
    p = s.provision[index]
    lead = s.issue[s.issue[p.issue].talk]
    age = lead.age - p.lag
    if age < 0.0:
        return
    p.due = share_due(
        due=p.due,
        step=rule.compliance_step,
        age=age,
        stage_months=rule.compliance_stage_months,
        other_delivered=1.0 - shortfall,
        staged=p.released,
        first_tranche=rule.compliance_first_tranche,
    )
    goal = _goal(s, table, p, lead.binding, age, shortfall)
    step = rule.compliance_step
    if p.divisible == 0:
        goal = 1.0
        p.delivered = 1.0
    else:
        supplied = adjusted(p.delivered, goal, step)
        if p.released > 0.0:
            # A tranche that is due is paid when it is due, as far as the will goes; what the
            # other side no longer earns is taken back at the same pace as it would be given.
            supplied = min(supplied, max(p.due, adjusted(p.delivered, min(goal, p.due), step)))
        # A stock cannot be taken back, and what is given under a threat is not while that stands.
        holds = p.stock == 1 or p.tacit == 1
        p.delivered = max(p.delivered, supplied) if holds else supplied
    level = level_by_paper(s, p)
    p.level = max(p.level, level) if p.tacit == 1 else level
    error = rule.compliance_observation_noise * deviate(s, p.entity, Draw.OBSERVE)
    shown = seen_after(p.shown, p.delivered, rule.compliance_observation_lag)
    p.shown = shown
    p.seen = min(shown, p.due) + error
    if abs(p.level - p.told) >= LOGGED_STEP:
        p.told = p.level
        note(
            s,
            LogKind.DELIVERY,
            table,
            seat_of(table, p.giver),
            index,
            p.level,
            p.delivered,
            goal,
            p.due,
        )


@compiles
def _goal(s: State, table: int, p: Any, binding: float, age: float, shortfall: float) -> float:
    """Share of its promise that the giver comes to deliver."""
    rule = s.rule[0]
    side = p.giver
    actor = actor_at(s, table, side)
    capacity = actor.coherence if side == DESTINATION else actor.control_capacity
    continuation = felt_gain(continuation_gain(s, table, side), rule.compliance_continuation_scale)
    hurdle = hurdle_at(s, table, side)
    return delivery_target(
        base=rule.compliance_base,
        capacity=rule.compliance_capacity * capacity,
        continuation=rule.compliance_continuation * continuation,
        trust=rule.compliance_trust * s.seat[seat_of(table, side)].trust,
        formal=rule.compliance_formal * binding,
        depth=rule.compliance_depth * share_raised(p.agreed, p.inherited, p.cap),
        domestic=rule.compliance_visibility * p.visibility * hurdle,
        shortfall=rule.compliance_shortfall * shortfall,
        decay=rule.compliance_decay * age / MONTHS_A_YEAR,
    )


@compiles
def _build(s: State, table: int) -> None:
    """Let delivered equipment add to the capacity of its receiver."""
    for i in range(s.table[table].first, s.table[table].last):
        p = s.provision[i]
        # Equipment that was always there is in the capacity that the scenario states.
        if p.sector == SECTOR_EQUIPMENT and p.level > p.start:
            actor = actor_at(s, table, p.receiver)
            actor.control_capacity = capacity_grown(
                actor.control_capacity,
                (p.level - p.start) * p.fit,
                s.rule[0].compliance_capacity_growth,
            )
