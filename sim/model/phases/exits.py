"""Phase 13: suspension, renegotiation and collapse of agreements in force."""

from typing import Any

from sim.model.chance import chance
from sim.model.codes import (
    ON,
    PARTNER,
    SIDES,
    Draw,
    Status,
)
from sim.model.delivery import (
    bank_stocks,
    end_agreement,
    is_promised,
    level_by_paper,
    observed_delivery,
)
from sim.model.instruments import successor
from sim.model.log import LogKind, note
from sim.model.lookups import route_pressure, seat_of, settles, split
from sim.model.rounds import begin_round
from sim.model.state import State
from sim.model.views import view_of
from sim.rules.agreements import lapse_factor, lapse_hazard
from sim.rules.compiling import compiles


@compiles
def exits(s: State, moves: Any) -> None:
    """Let agreements be suspended in part, reopened, or dropped, where the layer is on."""
    if s.rule[0].instruments == ON:
        for k in range(len(s.table)):
            _upgrade(s, s.table[k].order)
    if s.rule[0].exit != ON:
        return
    for i in range(len(s.table)):
        k = s.table[i].order
        for f in range(s.table[k].first_issue, s.table[k].last_issue):
            if s.issue[f].in_force == 1:
                for side in SIDES:
                    suspend_or_resume(s, moves, k, f, side)
                _reopen(s, k, f)
                walk_out(s, moves, k, f)


@compiles
def _upgrade(s: State, table: int) -> None:
    """Open talks on the instrument that may follow the one in force, where trust has grown."""
    trust = min(s.seat[seat_of(table, 0)].trust, s.seat[seat_of(table, 1)].trust)
    hazard = s.rule[0].exit_upgrade * trust
    for f in range(s.table[table].first_issue, s.table[table].last_issue):
        lead = s.issue[f]
        if lead.in_force == 0 or lead.status != Status.CLOSED or successor(s, f) < 0:
            continue
        if chance(s, lead.entity, Draw.UPGRADE) < hazard:
            _renegotiate(s, table, f, successor(s, f), 0.0)


@compiles
def _renegotiate(s: State, table: int, issue: int, instrument: int, change: float) -> None:
    """Resume talks over an agreement in force, on a given instrument or one still to choose."""
    bank_stocks(s, issue)
    if begin_round(s, issue, instrument):
        lead = s.issue[issue]
        lead.renegotiations += 1
        note(s, LogKind.RENEGOTIATION, table, -1, issue, change, lead.age)


@compiles
def suspend_or_resume(s: State, moves: Any, table: int, issue: int, side: int) -> None:
    """One-issue suspension is the normal way out; it ends when the other side delivers again."""
    place = seat_of(table, side)
    shortfall = 1.0 - observed_delivery(s, table, side)
    tolerance = s.rule[0].exit_tolerance
    dearest = -1
    for i in range(s.table[table].first, s.table[table].last):
        p = s.provision[i]
        if p.giver != side or not settles(s, issue, i) or not is_promised(s, p):
            continue
        if p.suspended == 1:
            if shortfall < s.rule[0].exit_resumption * tolerance:
                _resume(s, table, place, i)
        elif p.stock == 0 and p.divisible == 1 and _dearer(s, i, dearest):
            dearest = i
    if dearest < 0:
        return
    hazard = s.rule[0].exit_suspension * shortfall if shortfall > tolerance else 0.0
    seat = s.seat[place]
    likelihood = moves.suspend(seat.strategy, view_of(s, table, side, hazard), seat)
    if chance(s, s.issue[issue].entity, Draw.SUSPEND, side) < likelihood:
        p = s.provision[dearest]
        before = p.level
        p.suspended = 1
        p.seen = 0.0
        # A suspension takes back the increment alone: some cooperation always stays.
        p.level = p.inherited
        p.told = p.level
        s.issue[issue].suspensions += 1
        note(s, LogKind.SUSPENSION, table, place, dearest, before, p.level, shortfall)


@compiles
def _resume(s: State, table: int, place: int, provision: int) -> None:
    """Supply again what had been delivered before a suspension."""
    p = s.provision[provision]
    before = p.level
    p.suspended = 0
    p.level = level_by_paper(s, p)
    p.shown = p.delivered
    p.seen = min(p.delivered, p.due)
    p.told = p.level
    note(s, LogKind.RESUMPTION, table, place, provision, before, p.level)


@compiles
def _dearer(s: State, one: int, other: int) -> bool:
    """Whether a provision is supplied at a larger increment than another (-1: than none)."""
    increment = s.provision[one].level - s.provision[one].inherited
    if other < 0:
        return bool(increment > 0.0)
    return bool(increment > s.provision[other].level - s.provision[other].inherited)


@compiles
def _reopen(s: State, table: int, issue: int) -> None:
    """Talks resume over an agreement in force when circumstances have moved away from it."""
    lead = s.issue[issue]
    if lead.status != Status.CLOSED:
        return
    change = abs(route_pressure(s, table) - lead.pressure_signed)
    if chance(s, lead.entity, Draw.REOPEN) < s.rule[0].exit_renegotiation * min(change, 1.0):
        _renegotiate(s, table, issue, -1, change)


@compiles
def walk_out(s: State, moves: Any, table: int, issue: int) -> None:
    """The partner may walk out; the destination side keeps a modicum of cooperation always."""
    rule = s.rule[0]
    lead = s.issue[issue]
    shortfall = max(1.0 - observed_delivery(s, table, PARTNER), 0.0)
    exit_cost = s.instrument[lead.instrument].exit_cost if lead.instrument >= 0 else 0.0
    factor = lapse_factor(
        binding=lead.binding,
        formal_factor=rule.exit_formal_factor,
        exit_cost=exit_cost,
        scale=rule.form_scale,
    )
    hazard = lapse_hazard(
        rate=rule.exit_lapse,
        shortfall=shortfall,
        shortfall_weight=rule.exit_lapse_shortfall,
        factor=factor,
    )
    seat = s.seat[seat_of(table, PARTNER)]
    likelihood = moves.leave(seat.strategy, view_of(s, table, PARTNER, hazard), seat)
    if chance(s, lead.entity, Draw.LAPSE) < likelihood:
        collapse(s, table, issue)


@compiles
def collapse(s: State, table: int, issue: int) -> None:
    """End an agreement that its partner walks out of."""
    lead = s.issue[issue]
    shortfall = max(1.0 - observed_delivery(s, table, PARTNER), 0.0)
    note(s, LogKind.COLLAPSE, table, seat_of(table, PARTNER), issue, shortfall, lead.age)
    lead.lapses += 1
    end_agreement(s, issue)
    split(s, issue)
