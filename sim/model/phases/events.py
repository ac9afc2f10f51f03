"""Phase 1: what happens from outside, on a date or by chance; and the order of tables."""

from typing import Any

from sim.model.chance import chance
from sim.model.codes import (
    NOTHING_OUTSIDE,
    ON,
    ORDER_LISTED,
    ORDER_REVERSED,
    Draw,
    code,
)
from sim.model.governments import change_government
from sim.model.log import LogKind, note
from sim.model.state import State
from sim.rules.compiling import compiles
from sim.rules.numbers import clip
from sim.scenario.events import EventKind

GRIEVANCE = code(EventKind.GRIEVANCE)
TRUST = code(EventKind.TRUST)
SURGE = code(EventKind.SURGE)
ELECTION = code(EventKind.ELECTION)
STRESS = code(EventKind.STRESS)
GOVERNMENT_CHANGE = code(EventKind.GOVERNMENT_CHANGE)
ROUTE_OPENS = code(EventKind.ROUTE_OPENS)
ROUTE_CLOSES = code(EventKind.ROUTE_CLOSES)
INTERRUPTION = code(EventKind.INTERRUPTION)
HURDLE = code(EventKind.HURDLE)
OUTSIDE_OPTION = code(EventKind.OUTSIDE_OPTION)
FENCE = code(EventKind.FENCE)
TABLE_OPENS = code(EventKind.TABLE_OPENS)


@compiles
def events(s: State, moves: Any) -> None:
    """Let this month's events happen, and fix the order in which tables act."""
    _order_tables(s)
    month = s.run[0].month
    for i in range(len(s.event)):
        event = s.event[i]
        happens = _is_due(event, month)
        if event.over == month and month > 0:
            _count_votes(s, event)
        if event.month < 0:
            happens = chance(s, event.entity, Draw.EVENT) < event.hazard
        if happens:
            event.times += 1
            note(s, LogKind.EVENT, event.table, event.actor, i, event.size, event.months)
            _happen(s, event)
    if s.rule[0].government_change == ON:
        for i in range(len(s.actor)):
            actor = s.actor[i]
            if chance(s, actor.entity, Draw.GOVERNMENT) < actor.government_change:
                change_government(s, i)


@compiles
def _is_due(event: Any, month: int) -> bool:
    """Whether a dated event comes this month, for the first time or again."""
    since = month - event.month
    if event.month < 0 or since < 0:
        return False
    return bool(since == 0 or (event.every > 0 and since % event.every == 0))


@compiles
def _count_votes(s: State, event: Any) -> None:
    """An election is over: the government may change."""
    if chance(s, event.entity, Draw.TURNOVER) < event.turnover:
        change_government(s, event.actor)


@compiles
def _happen(s: State, event: Any) -> None:
    """Apply one event."""
    month = s.run[0].month
    size = event.size
    kind = event.kind
    if kind == TABLE_OPENS:
        if s.rule[0].diplomacy == ON:
            s.table[event.table].dormant = 0
        return
    if event.route >= 0:
        _happen_on(s.route[event.route], event, month)
        return
    actor = s.actor[event.actor]
    if kind == HURDLE:
        actor.hurdle = max(actor.hurdle + size, 0.0)
    elif kind == OUTSIDE_OPTION:
        first = actor.outside_option == NOTHING_OUTSIDE
        actor.outside_option = size if first else actor.outside_option + size
    elif kind == STRESS:
        actor.fiscal_stress = clip(actor.fiscal_stress + size, 0.0, 1.0)
    elif kind == ELECTION:
        if event.over > month:
            # One that is still on is not called again.
            return
        actor.election_hurdle = size
        actor.election_until = month + max(event.months, 1)
        event.over = actor.election_until
    elif kind == INTERRUPTION:
        actor.away_until = max(actor.away_until, month + max(event.months, 1))
    elif kind == GOVERNMENT_CHANGE:
        change_government(s, event.actor)
    elif kind in (GRIEVANCE, TRUST):
        for i in range(len(s.seat)):
            seat = s.seat[i]
            here = event.table < 0 or event.table == i // 2
            if seat.actor != event.actor or not here:
                continue
            if kind == GRIEVANCE:
                seat.grievance = clip(seat.grievance + size, 0.0, 1.0)
            else:
                seat.trust = clip(seat.trust - size, 0.0, 1.0)


@compiles
def _happen_on(route: Any, event: Any, month: int) -> None:
    """Apply one event of a route."""
    kind = event.kind
    if kind == SURGE:
        # Fewer than nobody cannot set out.
        route.surge = max(route.surge + event.size, -1.0)
        route.surge_until = month + event.months
    elif kind == FENCE:
        route.fence = clip(route.fence + event.size, 0.0, 1.0)
    else:
        route.open = 1 if kind == ROUTE_OPENS else 0


@compiles
def _order_tables(s: State) -> None:
    """Which table acts first, second and so on in every phase of this month."""
    count = len(s.table)
    rule = s.rule[0].table_order
    for i in range(count):
        s.table[i].order = i
        if rule == ORDER_REVERSED:
            s.table[i].order = count - 1 - i
    if rule in (ORDER_LISTED, ORDER_REVERSED):
        return
    # Sorted by keyed draws, so that a table's own fate never depends on where it is listed.
    for i in range(count):
        draw = chance(s, s.table[i].entity, Draw.ORDER)
        rank = 0
        for j in range(count):
            if chance(s, s.table[j].entity, Draw.ORDER) < draw:
                rank += 1
        s.table[rank].order = i
