"""What limits how far a provision can rise: will, weight, funds, and the form of the text."""

from typing import Any

from sim.model.codes import (
    DESTINATION,
    ON,
    Status,
)
from sim.model.instruments import carries
from sim.model.lookups import actor_at, voted_on
from sim.model.shared_acts import level_taken
from sim.model.state import State
from sim.rules.compiling import compiles
from sim.rules.threats import capability


@compiles
def room_left(s: State, lead: Any, p: Any, room: float) -> float:
    """How far a provision can rise in these talks, of the room that its cap leaves.

    Args:
        s: the state.
        lead: record of the issue that leads the talks.
        p: record of the provision.
        room: what its cap leaves.
    """
    drafted = lead.drafted
    if drafted >= 0 and not carries(s.instrument[drafted], p.sector):
        return 0.0
    return means_left(s, lead, p, room)


@compiles
def means_left(s: State, lead: Any, p: Any, room: float) -> float:
    """The same with or without paper: what its giver is willing and able to offer at all."""
    if p.giver == DESTINATION:
        giver = actor_at(s, lead.table, DESTINATION)
        if giver.norm == 1:
            return 0.0
        if p.divisible == 1:
            room *= giver.diplomatic_capacity
        if p.divisible == 1 and voted_on(s, lead.table):
            # What a divided union cannot stand behind it cannot promise.
            base = s.rule[0].threats_coherence_base
            room *= capability(giver.coherence + giver.lent, base)
    if s.rule[0].instruments == ON and p.fund >= 0:
        return _funded(s, lead, p, room)
    return room


@compiles
def can_be_given(s: State, lead: Any, p: Any) -> bool:
    """Whether an indivisible provision, which is all or nothing, can be given in these talks."""
    if level_taken(p) > p.inherited:
        return False
    room = p.cap - p.inherited
    return bool(room > 0.0 and room_left(s, lead, p, room) >= room)


@compiles
def _funded(s: State, lead: Any, p: Any, room: float) -> float:
    """The same under the budget of a fund: provisions of one settlement share what is left."""
    fund = s.instrument[p.fund]
    if not carries(fund, p.sector):
        return 0.0
    if fund.budget < 0.0:
        return room
    wanted = 0.0
    spent = 0.0
    for i in range(len(s.provision)):
        other = s.provision[i]
        if other.fund != p.fund:
            continue
        if s.issue[other.issue].talk == lead.talk:
            wanted += other.price * max(other.cap - other.inherited, 0.0)
        else:
            spent += other.price * max(_committed(s, other) - other.inherited, 0.0)
    if wanted <= 0.0:
        return room
    return room * min(max(fund.budget - spent, 0.0) / wanted, 1.0)


@compiles
def _committed(s: State, p: Any) -> float:
    """Level to which a provision is committed: by agreement, by signature, or by an offer made."""
    promised = p.agreed
    if p.tacit == 1:
        promised = max(promised, p.level)
    talk = s.issue[s.issue[p.issue].talk]
    fresh = talk.status == Status.SIGNED or s.table[p.table].meets == 1
    if talk.standing < 0 or not fresh:
        return float(promised)
    return float(max(promised, p.offer[talk.standing]))
