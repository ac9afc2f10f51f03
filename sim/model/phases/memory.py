"""Phase 12: trust, grievance and empowerment follow what happened."""

from typing import Any

from sim.model.codes import (
    DYNAMIC,
    LEARNING_OFF,
    ON,
    PARTNER,
    SIDES,
)
from sim.model.delivery import anything_due, observed_delivery
from sim.model.dialogue import rub_off
from sim.model.learning import learn
from sim.model.lookups import in_force_at, seat_of
from sim.model.settlement import delivery_expected
from sim.model.state import State
from sim.rules.compiling import compiles
from sim.rules.memory import empowerment_after, grievance_after, trust_after
from sim.rules.numbers import clip


@compiles
def memory(s: State, moves: Any) -> None:
    """Update what each side remembers of the other, then what performed control teaches."""
    for i in range(len(s.table)):
        k = s.table[i].order
        for side in SIDES:
            _remember(s, k, side)
    for a in range(len(s.actor)):
        s.actor[a].needed = 0.0
    for k in range(len(s.table)):
        seat = s.seat[seat_of(k, PARTNER)]
        partner = s.actor[seat.actor]
        partner.needed = max(partner.needed, seat.dependence)
    for i in range(len(s.border)):
        if s.border[i].teaches == 1:
            _empower(s, s.border[i])
    if s.rule[0].diffusion == ON:
        for k in range(len(s.table)):
            if s.table[k].meets == 1 or in_force_at(s, k):
                rub_off(s, k)
    if s.rule[0].learning != LEARNING_OFF:
        for i in range(len(s.seat)):
            if s.seat[i].choices > 1:
                learn(s, i)


@compiles
def _remember(s: State, table: int, side: int) -> None:
    """One side's trust and grievance."""
    rule = s.rule[0]
    seat = s.seat[seat_of(table, side)]
    shortfall = 0.0
    if anything_due(s, table, side):
        seen = observed_delivery(s, table, side)
        shortfall = 1.0 - seen
        if rule.trust == DYNAMIC:
            seat.trust = trust_after(
                trust=seat.trust,
                surprise=seen - delivery_expected(s, table, side),
                gain=rule.memory_trust_gain,
                loss=rule.memory_trust_loss,
            )
    seat.grievance = grievance_after(
        grievance=seat.grievance,
        memory=rule.memory_grievance_memory,
        shortfall=shortfall,
        shortfall_weight=rule.memory_grievance_shortfall,
    )


@compiles
def _empower(s: State, border: Any) -> None:
    """The guard of a border learns its worth from the control that it performs.

    Where people can take other routes, the more of them must pass it the more it is worth.
    """
    rule = s.rule[0]
    actor = s.actor[border.actor]
    share = actor.control_capacity * clip(border.control, 0.0, 1.0) * border.exclusivity
    actor.empowerment = empowerment_after(
        empowerment=actor.empowerment,
        route_share=share,
        route_gain=rule.memory_empowerment_route,
        dependence=actor.needed,
        fade=rule.memory_empowerment_fade,
    )
