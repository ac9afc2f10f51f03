"""Talk short of agreement, and what rubs off in it."""

from sim.model.codes import (
    DESTINATION,
    DYNAMIC,
    PARTNER,
    SIDES,
)
from sim.model.log import LogKind, note
from sim.model.lookups import actor_at, seat_of
from sim.model.state import State
from sim.rules.compiling import compiles
from sim.rules.memory import softened, talked_over


@compiles
def converse(s: State, table: int) -> None:
    """Let a meeting without agreement bring the two together, up to the quality of their talk."""
    row = s.table[table]
    if s.rule[0].trust == DYNAMIC:
        speed = s.rule[0].memory_dialogue_gain
        for side in SIDES:
            seat = s.seat[seat_of(table, side)]
            seat.trust = talked_over(seat.trust, row.dialogue, speed)
    if row.conversing == 0:
        row.conversing = 1
        trust_destination = s.seat[seat_of(table, DESTINATION)].trust
        trust_partner = s.seat[seat_of(table, PARTNER)].trust
        note(s, LogKind.DIALOGUE, table, -1, -1, row.dialogue, trust_destination, trust_partner)


@compiles
def rub_off(s: State, table: int) -> None:
    """Let an empowered partner's views make giving cheaper to the destination side.

    It takes contact: a meeting this month, or an agreement in force.
    """
    rule = s.rule[0]
    empowerment = actor_at(s, table, PARTNER).empowerment
    for i in range(s.table[table].first, s.table[table].last):
        p = s.provision[i]
        if p.giver != DESTINATION or p.softness <= 0.0:
            continue
        before = p.softness
        after = softened(
            cost=before,
            before=1.0,
            empowerment=empowerment,
            rate=rule.memory_diffusion,
            floor=rule.memory_diffusion_floor,
        )
        p.softness = after
        p.cost *= after / before
        p.linear_cost *= after / before
