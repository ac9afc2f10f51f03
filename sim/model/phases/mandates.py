"""Phase 3: coherence and mandates: from when the destination side may negotiate at all."""

from typing import Any

from sim.model import log
from sim.model.chance import chance
from sim.model.codes import DESTINATION, DRAW_MANDATE, STATUS_CLOSED, STATUS_PAUSED
from sim.model.places import actor_at, seat_of
from sim.model.state import State
from sim.model.talks import begin_round
from sim.rules.compiling import compiles
from sim.rules.threats import procedural_lag


@compiles
def mandates(s: State, moves: Any) -> None:
    """Draw mandates in the first month; open talks that a mandate or the end of a pause allows."""
    month = s.run[0]["month"]
    for i in range(len(s.table)):
        k = s.table[i]["order"]
        table = s.table[k]
        if month == 0:
            coherence = actor_at(s, k, DESTINATION)["coherence"]
            draw = chance(s, table["entity"], DRAW_MANDATE)
            table["mandate"] = procedural_lag(draw, 0.0, table["mandate_months"], coherence)
            log.note(s, log.MANDATE, k, seat_of(k, DESTINATION), -1, table["mandate"])
        if month < table["mandate"]:
            continue
        for f in range(table["first_file"], table["last_file"]):
            file = s.file[f]
            if file["talk"] != f or file["open"] == 0:
                continue
            fresh = file["status"] == STATUS_CLOSED and file["in_force"] == 0
            rested = file["status"] == STATUS_PAUSED and month >= file["resume"]
            if fresh or rested:
                begin_round(s, f)
