"""Promises of agreements in force: what is due, what is seen to arrive, what can be withheld."""

from typing import Any

from sim.model.codes import ENFORCEMENT_SANCTIONS
from sim.model.leverage import level_after_withdrawal
from sim.model.lookups import actor_at, in_force_at, seat_of
from sim.model.settlement import cost_of
from sim.model.state import State
from sim.rules.compiling import compiles
from sim.rules.numbers import SMALL


@compiles
def oldest_agreement(s: State, table: int) -> float:
    """Months for which the oldest agreement at a table has been in force; 0 without any."""
    age = 0.0
    for i in range(s.table[table].first_issue, s.table[table].last_issue):
        if s.issue[i].in_force == 1:
            age = max(age, float(s.issue[i].age))
    return age


@compiles
def is_promised(s: State, p: Any) -> bool:
    """Whether an agreement in force raises a provision."""
    lead = s.issue[s.issue[p.issue].talk]
    return bool(lead.in_force == 1 and p.agreed > p.inherited + SMALL)


@compiles
def level_by_paper(s: State, p: Any) -> float:
    """Level of a provision by what is inherited and what is delivered of a promise."""
    if not is_promised(s, p) or p.suspended == 1:
        return float(p.inherited)
    return float(p.inherited + p.delivered * (p.agreed - p.inherited))


@compiles
def observed_delivery(s: State, table: int, side: int) -> float:
    """Share of what is due to a side that it sees delivered, by worth; 1 if nothing is due.

    The error of observation has no bias, so the share can lie a little below 0 or above 1.
    """
    if not in_force_at(s, table):
        return 1.0
    due = 0.0
    seen = 0.0
    for i in range(s.table[table].first, s.table[table].last):
        p = s.provision[i]
        if p.receiver != side or not is_promised(s, p):
            continue
        weight = p.worth * (p.agreed - p.inherited)
        due += weight * p.due
        seen += weight * p.seen
    if due <= SMALL:
        return 1.0
    return seen / due


@compiles
def anything_due(s: State, table: int, side: int) -> bool:
    """Whether a side has something to receive this month under an agreement."""
    if not in_force_at(s, table):
        return False
    for i in range(s.table[table].first, s.table[table].last):
        p = s.provision[i]
        if p.receiver == side and is_promised(s, p) and p.due > 0.0:
            return True
    return False


@compiles
def continuation_gain(s: State, table: int, side: int) -> float:
    """What a side gains a month by keeping an agreement going rather than defecting from it.

    The rewards that the other could still withhold, less what one's own promises cost. Flows can
    be stopped at any time. A stock can be withheld only while it is not yet released, which it
    is at once unless rewards are staged.

    An agreement between states holds as far as it enforces itself [fearon1998]. To withhold a
    reward saves its giver the cost, so it needs no resolve and is to be reckoned with; a sanction
    beyond costs its author, and counts as far as its threats are believed. Both come later than
    what a breach saves, and count less to the impatient. The older form, ``withholding``, knows
    neither sanctions nor time.
    """
    withheld = cost = 0.0
    for i in range(s.table[table].first, s.table[table].last):
        p = s.provision[i]
        if not is_promised(s, p):
            continue
        if p.giver == side:
            cost += cost_of(s, p, p.agreed)
            continue
        share = 1.0
        if p.stock == 1:
            share = p.released * (1.0 - p.delivered)
        withheld += share * p.worth * (p.agreed - p.inherited)
    if s.rule[0].enforcement != ENFORCEMENT_SANCTIONS:
        return withheld - cost
    believed = s.seat[seat_of(table, 1 - side)].credibility
    later = withheld + believed * _worst_sanction(s, table, side)
    return float(actor_at(s, table, side).patience * later - cost)


@compiles
def _worst_sanction(s: State, table: int, side: int) -> float:
    """What a side would lose by the other's worst withdrawal, if the other is known to threaten."""
    if s.seat[seat_of(table, 1 - side)].threatens == 0:
        return 0.0
    worst = 0.0
    for i in range(s.table[table].first, s.table[table].last):
        p = s.provision[i]
        if p.receiver != side or p.stock == 1:
            continue
        start = min(p.level, p.inherited)
        worst = max(worst, p.worth * max(start - level_after_withdrawal(s, table, p), 0.0))
    return worst


@compiles
def bank_stocks(s: State, issue: int) -> None:
    """Make what was given of stocks part of what is inherited: it stays whatever comes."""
    table = s.table[s.issue[issue].table]
    for i in range(table.first, table.last):
        p = s.provision[i]
        if p.stock == 1 and s.issue[p.issue].talk == issue and p.level > p.inherited:
            p.inherited = p.level
            p.delivered = 0.0


@compiles
def end_agreement(s: State, issue: int) -> None:
    """Undo an agreement: flows return to their inherited levels, stocks stay given."""
    bank_stocks(s, issue)
    lead = s.issue[issue]
    table = s.table[lead.table]
    for i in range(table.first, table.last):
        p = s.provision[i]
        if s.issue[p.issue].talk != issue:
            continue
        p.level = min(p.level, p.inherited)
        p.agreed = p.inherited
        p.delivered = 0.0
        p.shown = 0.0
        p.seen = 0.0
        p.due = 0.0
        p.suspended = 0
        p.tacit = 0
        p.prior = p.inherited
    lead.in_force = 0
    lead.form = 0
    lead.binding = 0.0
    lead.instrument = -1
