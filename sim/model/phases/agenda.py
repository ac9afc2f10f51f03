"""Phase 7: who meets, and which issues are settled together."""

from typing import Any

from sim.model.chance import chance
from sim.model.codes import (
    LINKAGE_FORCED,
    LINKAGE_NONE,
    ON,
    SIDES,
    Draw,
    Status,
)
from sim.model.leverage import gain_from
from sim.model.log import LogKind, note
from sim.model.lookups import actor_at, bid_of, seat_of
from sim.model.state import State
from sim.model.talks import at_nash, joint_gain
from sim.rules.compiling import compiles


@compiles
def agenda(s: State, moves: Any) -> None:
    """Draw meetings, and tie issues where linkage allows it and pays.

    An actor whose attention is limited meets at the tables that come first in this month's order.
    """
    for a in range(len(s.actor)):
        s.actor[a].left = int(s.actor[a].attention)
    for i in range(len(s.table)):
        k = s.table[i].order
        table = s.table[k]
        table.meets = 1 if _meet(s, k) else 0
        if table.meets == 1 and s.rule[0].linkage != LINKAGE_NONE:
            _link(s, k)


@compiles
def _meet(s: State, table: int) -> bool:
    """Whether the two meet this month, with the help of an envoy or without."""
    row = s.table[table]
    likelihood = row.meet
    if s.rule[0].instruments == ON:
        likelihood += (1.0 - likelihood) * row.envoy
    if row.dormant == 1 or chance(s, row.entity, Draw.MEET) >= likelihood:
        return False
    for side in SIDES:
        if s.run[0].month < actor_at(s, table, side).away_until:
            return False
    if not _talking(s, table):
        return True
    for side in SIDES:
        if actor_at(s, table, side).left == 0:
            return False
    for side in SIDES:
        # Without a limit the count starts below zero, and never comes to it.
        actor_at(s, table, side).left -= 1
    return True


@compiles
def _talking(s: State, table: int) -> bool:
    """Whether any talks are under way: only those take attention."""
    for f in range(s.table[table].first_issue, s.table[table].last_issue):
        if s.issue[f].talk == f and s.issue[f].status == Status.TALKING:
            return True
    return False


@compiles
def _link(s: State, table: int) -> None:
    """Tie issues to the talks that lead: all of them, those demanded, or those that pay."""
    lead = _leading_talks(s, table)
    if lead < 0:
        return
    for g in range(s.table[table].first_issue, s.table[table].last_issue):
        issue = s.issue[g]
        alone = issue.talk == g and g != lead and issue.in_force == 0
        if not alone or issue.status == Status.SIGNED or not _nothing_tied(s, g):
            continue
        if s.rule[0].linkage == LINKAGE_FORCED or _is_demanded(s, table, g):
            _tie(s, lead, g, 0.0)
        elif s.bid[bid_of(lead, 0)].offers == 0 and s.bid[bid_of(lead, 1)].offers == 0:
            # Agendas are weighed at the opening of a round; later only demands change them.
            gain = _gain_from_tying(s, lead, g)
            if gain > s.rule[0].bargaining_agenda_gain and _interest(s, table, g):
                _tie(s, lead, g, gain)


@compiles
def _leading_talks(s: State, table: int) -> int:
    """The first talks under way at a table, -1 if none are."""
    for f in range(s.table[table].first_issue, s.table[table].last_issue):
        if s.issue[f].talk == f and s.issue[f].status == Status.TALKING:
            return f
    return -1


@compiles
def _nothing_tied(s: State, issue: int) -> bool:
    """Whether no other issue is settled in the talks of this one."""
    table = s.table[s.issue[issue].table]
    for i in range(table.first_issue, table.last_issue):
        if i != issue and s.issue[i].talk == issue:
            return False
    return True


@compiles
def _is_demanded(s: State, table: int, issue: int) -> bool:
    """Whether a current demand of either side lies in an issue: then it is pinned."""
    for side in SIDES:
        asked = s.seat[seat_of(table, side)].asked
        if asked >= 0 and s.provision[asked].issue == issue:
            return True
    return False


@compiles
def _interest(s: State, table: int, issue: int) -> bool:
    """Whether either side cares enough for what it would receive in an issue."""
    best = 0.0
    for i in range(s.issue[issue].first, s.issue[issue].last):
        p = s.provision[i]
        best = max(best, gain_from(s, table, p, p.cap))
    return bool(best > s.rule[0].bargaining_agenda_interest)


@compiles
def _nash_gain(s: State, issue: int) -> float:
    """What both gain at the Nash point of these talks; 0 if there is none."""
    return joint_gain(s, issue) if at_nash(s, issue) else 0.0


@compiles
def _gain_from_tying(s: State, lead: int, issue: int) -> float:
    """Rise of the joint gain if an issue is settled with the lead rather than apart from it."""
    apart = _nash_gain(s, lead)
    if s.issue[issue].open == 1:
        apart += _nash_gain(s, issue)
    s.issue[issue].talk = lead
    together = _nash_gain(s, lead)
    s.issue[issue].talk = issue
    return together - apart


@compiles
def _tie(s: State, lead: int, issue: int, gain: float) -> None:
    """Settle an issue in the lead's talks."""
    table = s.issue[lead].table
    s.issue[issue].talk = lead
    # Offers made on the smaller agenda no longer stand.
    s.issue[lead].standing = -1
    note(s, LogKind.LINKED, table, -1, issue, gain, s.table[table].linkage_cost, lead)
