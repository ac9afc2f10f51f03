"""Phase 14: add to the sums, keep the month, and check that the run is sound."""

from typing import Any

from sim.model.codes import (
    SIDES,
    RunError,
    Status,
)
from sim.model.concessions import add_up_concessions
from sim.model.delivery import is_promised
from sim.model.lookups import actor_at, in_force_at, seat_of
from sim.model.settlement import utilities_in_force
from sim.model.state import State
from sim.model.success import watch_demands
from sim.rules.compiling import compiles
from sim.rules.numbers import SMALL

MOST_ARRIVALS = 1e6
"""Arrivals against the baseline beyond which a run has gone astray."""


@compiles
def recording(s: State, moves: Any) -> None:
    """Record the month."""
    for k in range(len(s.table)):
        welfare = utilities_in_force(s, k)
        for side in SIDES:
            s.seat[seat_of(k, side)].welfare += welfare[side]
            _add_up(s, k, side)
            watch_demands(s, s.seat[seat_of(k, side)])
    if len(s.months_table) > 0:
        _keep_month(s)
    _check(s)


@compiles
def _add_up(s: State, table: int, side: int) -> None:
    """What a side concedes, owes and delivers this month, with or without paper."""
    seat = s.seat[seat_of(table, side)]
    add_up_concessions(s, table, side, seat)
    for i in range(s.table[table].first, s.table[table].last):
        p = s.provision[i]
        if p.giver == side and is_promised(s, p):
            weight = p.agreed - p.inherited
            seat.promised += weight * p.due
            seat.delivered += weight * min(p.delivered, p.due)


@compiles
def _keep_month(s: State) -> None:
    """Write the month's rows."""
    month = s.run[0].month
    for k in range(len(s.table)):
        row = s.months_table[month * len(s.table) + k]
        row.pressure = s.table[k].pressure
        row.arrivals = s.table[k].arrivals
        row.coherence_destination = actor_at(s, k, 0).coherence
        e = s.seat[seat_of(k, 0)]
        t = s.seat[seat_of(k, 1)]
        row.trust_destination = e.trust
        row.trust_partner = t.trust
        row.credibility_destination = e.credibility
        row.credibility_partner = t.credibility
        row.grievance_destination = e.grievance
        row.grievance_partner = t.grievance
        row.empowerment_partner = actor_at(s, k, 1).empowerment
        utility_destination, utility_partner = utilities_in_force(s, k)
        row.disagreement_destination = utility_destination
        row.disagreement_partner = utility_partner
        row.threat_destination = float(e.stage)
        row.threat_partner = float(t.stage)
        row.talking = 0.0
        for f in range(s.table[k].first_issue, s.table[k].last_issue):
            if s.issue[f].status == Status.TALKING and s.issue[f].talk == f:
                row.talking = 1.0
        row.in_force = 1.0 if in_force_at(s, k) else 0.0
    for i in range(len(s.provision)):
        p = s.provision[i]
        kept = s.months_provision[month * len(s.provision) + i]
        kept.level = p.level
        kept.agreed = p.agreed
        kept.delivered = p.delivered
    for i in range(len(s.route)):
        r = s.route[i]
        flow = s.months_route[month * len(s.route) + i]
        flow.attempts = r.attempts
        flow.arrivals = r.arrivals
        flow.returns = r.returns
        flow.harm = r.harm
        flow.control = r.control


@compiles
def _fail(s: State, error: int) -> None:
    """Mark the run as failed; the first reason stays."""
    if s.run[0].error == RunError.NONE:
        s.run[0].error = error


@compiles
def _check(s: State) -> None:
    """A value that is no number, or out of its range, fails the run rather than spoil a mean."""
    for i in range(len(s.provision)):
        p = s.provision[i]
        level = p.level
        if level != level:
            _fail(s, RunError.NUMBER)
        elif level < p.floor - SMALL or level > p.cap + SMALL:
            _fail(s, RunError.RANGE)
    for i in range(len(s.seat)):
        seat = s.seat[i]
        total = seat.trust + seat.credibility + seat.grievance + seat.welfare
        if total != total:
            _fail(s, RunError.NUMBER)
        if seat.trust < 0.0 or seat.trust > 1.0:
            _fail(s, RunError.RANGE)
        if seat.credibility < 0.0 or seat.credibility > 1.0:
            _fail(s, RunError.RANGE)
    for i in range(len(s.route)):
        arrivals = s.route[i].arrivals
        if arrivals != arrivals:
            _fail(s, RunError.NUMBER)
        elif arrivals < 0.0 or arrivals > MOST_ARRIVALS:
            _fail(s, RunError.RANGE)
