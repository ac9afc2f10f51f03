"""Phase 3: coherence and mandates: who may negotiate, from when, and at which table."""

from typing import Any

from sim.model.chance import chance
from sim.model.codes import (
    DESTINATION,
    ON,
    Draw,
    Status,
)
from sim.model.coherence import unite
from sim.model.log import LogKind, note
from sim.model.lookups import actor_at, seat_of
from sim.model.rounds import begin_round
from sim.model.state import State
from sim.model.unions import mean_member_pressure
from sim.model.venues import leaves_to_union, perhaps_open
from sim.rules.compiling import compiles
from sim.rules.threats import procedural_lag
from sim.rules.unions import turn_hazard


@compiles
def mandates(s: State, moves: Any) -> None:
    """Unite, give mandates in the first month, open tables and rounds of talks."""
    month = s.run[0].month
    if s.rule[0].members == ON:
        for a in range(len(s.actor)):
            if s.actor[a].members > 0:
                unite(s, a)
    for a in range(len(s.actor)):
        if s.actor[a].norm == 1:
            _perhaps_turn(s, a)
    for i in range(len(s.table)):
        k = s.table[i].order
        table = s.table[k]
        if month == 0:
            _give_mandate(s, k)
        if table.dormant == 1 and s.rule[0].diplomacy == ON:
            perhaps_open(s, moves, k)
        if table.dormant == 1 or month < table.mandate:
            continue
        for f in range(table.first_issue, table.last_issue):
            issue = s.issue[f]
            if issue.talk != f or issue.open == 0:
                continue
            fresh = issue.status == Status.CLOSED and issue.in_force == 0
            rested = issue.status == Status.PAUSED and month >= issue.resume
            if (fresh or rested) and not leaves_to_union(s, f):
                begin_round(s, f)


@compiles
def _give_mandate(s: State, table: int) -> None:
    """Draw how long the destination side takes to agree on a mandate."""
    coherence = actor_at(s, table, DESTINATION).coherence
    draw = chance(s, s.table[table].entity, Draw.MANDATE)
    lag = procedural_lag(
        draw=draw,
        low=0.0,
        high=s.table[table].mandate_months,
        coherence=coherence,
        base=s.rule[0].threats_lag_base,
    )
    s.table[table].mandate = lag
    note(s, LogKind.MANDATE, table, seat_of(table, DESTINATION), -1, lag)


@compiles
def _perhaps_turn(s: State, actor: int) -> None:
    """Let an actor that appeals to norms come round to offering something in return."""
    rule = s.rule[0]
    row = s.actor[actor]
    felt = mean_member_pressure(s, actor)
    hazard = turn_hazard(
        rate=rule.union_turn_rate,
        pressure=felt,
        threshold=rule.union_turn_pressure,
        scale=rule.union_turn_scale,
    )
    if chance(s, row.entity, Draw.TURN) < hazard:
        row.norm = 0
        note(s, LogKind.TURN, -1, actor, -1, felt, hazard)
