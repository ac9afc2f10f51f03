"""Phase 1: what happens from outside, on a date or by chance; and the order of tables."""

from typing import Any

from sim.model import log
from sim.model.chance import chance
from sim.model.codes import (
    DRAW_EVENT,
    DRAW_GOVERNMENT,
    DRAW_ORDER,
    EVENT_ELECTION,
    EVENT_GOVERNMENT_CHANGE,
    EVENT_GRIEVANCE,
    EVENT_STRESS,
    EVENT_SURGE,
    EVENT_TRUST,
    ON,
    ORDER_LISTED,
    ORDER_REVERSED,
)
from sim.model.governments import change_government
from sim.model.state import State
from sim.rules.compiling import compiles
from sim.rules.numbers import clip


@compiles
def events(s: State, moves: Any) -> None:
    """Let this month's events happen, and fix the order in which tables act."""
    _order_tables(s)
    month = s.run[0]["month"]
    for i in range(len(s.event)):
        event = s.event[i]
        happens = event["month"] == month
        if event["month"] < 0:
            happens = chance(s, event["entity"], DRAW_EVENT) < event["hazard"]
        if happens:
            event["times"] += 1
            log.note(
                s, log.EVENT, event["table"], event["actor"], i, event["size"], event["months"]
            )
            _happen(s, event)
    if s.rule[0]["government_change"] == ON:
        for i in range(len(s.actor)):
            actor = s.actor[i]
            if chance(s, actor["entity"], DRAW_GOVERNMENT) < actor["government_change"]:
                change_government(s, i)


@compiles
def _happen(s: State, event: Any) -> None:
    """Apply one event."""
    month = s.run[0]["month"]
    size = event["size"]
    kind = event["kind"]
    if kind == EVENT_SURGE:
        route = s.route[event["route"]]
        route["surge"] += size
        route["surge_until"] = month + event["months"]
        return
    actor = s.actor[event["actor"]]
    if kind == EVENT_STRESS:
        actor["fiscal_stress"] = clip(actor["fiscal_stress"] + size, 0.0, 1.0)
    elif kind == EVENT_ELECTION:
        actor["election_hurdle"] = size
        actor["election_until"] = month + max(event["months"], 1)
    elif kind == EVENT_GOVERNMENT_CHANGE:
        change_government(s, event["actor"])
    elif kind in (EVENT_GRIEVANCE, EVENT_TRUST):
        for i in range(len(s.seat)):
            seat = s.seat[i]
            here = event["table"] < 0 or event["table"] == i // 2
            if seat["actor"] != event["actor"] or not here:
                continue
            if kind == EVENT_GRIEVANCE:
                seat["grievance"] = clip(seat["grievance"] + size, 0.0, 1.0)
            else:
                seat["trust"] = clip(seat["trust"] - size, 0.0, 1.0)


@compiles
def _order_tables(s: State) -> None:
    """Which table acts first, second and so on in every phase of this month."""
    count = len(s.table)
    rule = s.rule[0]["table_order"]
    for i in range(count):
        s.table[i]["order"] = i
        if rule == ORDER_REVERSED:
            s.table[i]["order"] = count - 1 - i
    if rule in (ORDER_LISTED, ORDER_REVERSED):
        return
    # Sorted by keyed draws, so that a table's own fate never depends on where it is listed.
    for i in range(count):
        draw = chance(s, s.table[i]["entity"], DRAW_ORDER)
        rank = 0
        for j in range(count):
            if chance(s, s.table[j]["entity"], DRAW_ORDER) < draw:
                rank += 1
        s.table[rank]["order"] = i
