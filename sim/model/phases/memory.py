"""Phase 12: trust, grievance and empowerment follow what happened."""

from typing import Any

from sim.model.codes import DYNAMIC
from sim.model.delivery import anything_due, observed_delivery
from sim.model.places import actor_at, seat_of
from sim.model.settlement import delivery_expected
from sim.model.state import State
from sim.rules.compiling import compiles
from sim.rules.memory import empowerment_after, grievance_after, trust_after
from sim.rules.numbers import clip


@compiles
def memory(s: State, moves: Any) -> None:
    """Update what each side remembers of the other, then what performed control teaches."""
    for i in range(len(s.table)):
        k = s.table[i]["order"]
        for side in range(2):
            _remember(s, k, side)
    for i in range(len(s.route)):
        _empower(s, s.route[i])


@compiles
def _remember(s: State, table: int, side: int) -> None:
    """One side's trust and grievance."""
    rule = s.rule[0]
    seat = s.seat[seat_of(table, side)]
    shortfall = 0.0
    if anything_due(s, table, side):
        seen = observed_delivery(s, table, side)
        shortfall = 1.0 - seen
        if rule["trust"] == DYNAMIC:
            seat["trust"] = trust_after(
                seat["trust"],
                seen - delivery_expected(s, table, side),
                rule["memory_trust_gain"],
                rule["memory_trust_loss"],
            )
    seat["grievance"] = grievance_after(
        seat["grievance"],
        rule["memory_grievance_memory"],
        shortfall,
        rule["memory_grievance_shortfall"],
    )


@compiles
def _empower(s: State, route: Any) -> None:
    """The guard of a route learns its worth from the control that it performs."""
    rule = s.rule[0]
    actor = s.actor[route["through"]]
    share = actor["control_capacity"] * clip(route["control"], 0.0, 1.0)
    needed = 0.0
    for k in range(len(s.table)):
        if actor_at(s, k, 1)["entity"] == actor["entity"]:
            needed = max(needed, s.seat[seat_of(k, 1)]["dependence"])
    actor["empowerment"] = empowerment_after(
        actor["empowerment"],
        share,
        rule["memory_empowerment_route"],
        needed,
        rule["memory_empowerment_fade"],
    )
