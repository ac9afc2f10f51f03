"""Where to negotiate: dormant tables that open, and members that leave talks to their union."""

from typing import Any

from sim.model.chance import chance
from sim.model.codes import (
    DESTINATION,
    ON,
    PARTNER,
    SIDES,
    Draw,
    Status,
)
from sim.model.leverage import gain_from
from sim.model.log import LogKind, note
from sim.model.lookups import actor_at, bid_of, seat_of
from sim.model.mandate import parts_offered
from sim.model.state import State
from sim.model.talks import at_nash
from sim.model.unions import expected_parts, member_gain, union_at
from sim.model.views import view_of
from sim.rules.compiling import compiles
from sim.rules.unions import approach_hazard


@compiles
def perhaps_open(s: State, moves: Any, table: int) -> None:
    """Let either side of a dormant table seek out the other.

    The destination side looks for what it stands to gain under today's pressure: so arrivals on
    a route lead to talks with the states along it, and a front-line member to a deal of its own
    unless its union holds it back. A partner comes only if its strategy makes it.
    """
    rule = s.rule[0]
    if rule.venues != ON:
        return
    stake = 0.0
    for i in range(s.table[table].first, s.table[table].last):
        p = s.provision[i]
        if p.receiver == DESTINATION and p.migration == 1:
            stake = max(stake, gain_from(s, table, p, p.cap))
    held_back = 0.0
    own = actor_at(s, table, DESTINATION)
    if s.table[table].union >= 0:
        union = actor_at(s, s.table[table].union, DESTINATION)
        held_back = rule.union_discipline * union.discipline
    hazard = approach_hazard(
        rate=rule.union_approach_rate,
        gain=stake,
        least=rule.union_approach_gain,
        discipline=held_back,
        scale=rule.union_approach_scale,
    )
    for side in SIDES:
        seat = s.seat[seat_of(table, side)]
        view = view_of(s, table, side, hazard if side == DESTINATION else 0.0)
        likelihood = moves.approach(seat.strategy, view, seat)
        if chance(s, seat.entity, Draw.APPROACH) >= likelihood:
            continue
        s.table[table].dormant = 0
        if s.table[table].union >= 0:
            own.defected = 1
        note(
            s,
            LogKind.OPENED,
            table,
            seat_of(table, side),
            -1,
            stake,
            likelihood,
            1.0 if s.table[table].union >= 0 else 0.0,
        )
        return


@compiles
def leaves_to_union(s: State, issue: int) -> bool:
    """Whether a member, about to begin a round, leaves the talks to its union.

    It compares what it would gain at the Nash point alone, with its own weight behind it, and in
    the union's talks with the same partner, as it feels that package itself.
    """
    lead = s.issue[issue]
    table = lead.table
    union_table = s.table[table].union
    if s.rule[0].venues != ON or union_table < 0 or s.table[union_table].dormant == 1:
        return False
    alone = _gain_alone(s, issue)
    within = _gain_within(s, s.table[union_table].first_issue, union_at(s, table))
    if within <= alone:
        return False
    lead.status = Status.PAUSED
    lead.resume = s.run[0].month + s.rule[0].bargaining_round_months
    s.table[table].routed += 1
    note(s, LogKind.ROUTED, table, seat_of(table, DESTINATION), issue, alone, within)
    return True


@compiles
def _gain_alone(s: State, issue: int) -> float:
    """What the destination side of these talks would gain at the Nash point."""
    if not at_nash(s, issue):
        return 0.0
    return float(
        s.issue[issue].utility_destination - s.bid[bid_of(issue, DESTINATION)].disagreement
    )


@compiles
def _gain_within(s: State, issue: int, member: int) -> float:
    """What a member would gain, as it feels it, at the Nash point of its union's talks."""
    lead = s.issue[issue].talk
    table = s.issue[lead].table
    if not at_nash(s, lead):
        return 0.0
    before = expected_parts(s, table, s.bid[bid_of(lead, DESTINATION)].disagreement)
    package = parts_offered(s, lead)
    return member_gain(s, s.actor[union_at(s, table)], s.actor[member], package, before)


@compiles
def look_around(s: State, table: int) -> None:
    """Note what the partner would gain by the best offer of a rival table.

    Rival tables are those at which the same partner could sell the same act.
    """
    best = 0.0
    for i in range(len(s.rival)):
        if s.rival[i].table != table:
            continue
        other = s.table[s.rival[i].other]
        for f in range(other.first_issue, other.last_issue):
            bid = s.bid[bid_of(f, PARTNER)]
            talking = s.issue[f].talk == f and s.issue[f].status == Status.TALKING
            if talking and s.bid[bid_of(f, DESTINATION)].offers > 0:
                best = max(best, bid.other_offer - bid.disagreement)
    s.seat[seat_of(table, PARTNER)].rival = best
