"""Phase 8: the side whose turn it is makes an offer."""

from typing import Any

from sim.model.attrition import claim
from sim.model.chance import chance, deviate
from sim.model.codes import (
    CONCESSION_ATTRITION,
    CONCESSION_ZEUTHEN,
    ON,
    PROTOCOL_RANDOM,
    SIDES,
    Draw,
    Status,
)
from sim.model.dialogue import converse
from sim.model.frontier import best_for_other
from sim.model.log import LogKind, note
from sim.model.lookups import bid_of, seat_of, settles, worth_to
from sim.model.state import State
from sim.model.talks import blended_target, position
from sim.model.venues import look_around
from sim.model.views import NO_DRAW, talks_view
from sim.model.waiting import elapsed_share
from sim.model.zeuthen import zeuthen_target
from sim.rules.compiling import compiles


@compiles
def offers(s: State, moves: Any) -> None:
    """Make an offer in all talks whose parties meet this month."""
    for i in range(len(s.table)):
        k = s.table[i].order
        if s.table[k].meets == 0:
            continue
        if s.rule[0].forum_shopping == ON:
            look_around(s, k)
        for f in range(s.table[k].first_issue, s.table[k].last_issue):
            if s.issue[f].talk == f and s.issue[f].status == Status.TALKING:
                _meet(s, moves, f)


@compiles
def _meet(s: State, moves: Any, issue: int) -> None:
    """One meeting: both take stock, one proposes."""
    lead = s.issue[issue]
    table = lead.table
    lead.standing = -1
    lead.meetings += 1
    if lead.in_force == 0:
        _talk(s, table)
    if not position(s, issue):
        if lead.zone != 0 and _has_two_sides(s, issue):
            lead.zone = 0
            note(
                s,
                LogKind.NO_ZONE,
                table,
                -1,
                issue,
                s.bid[bid_of(issue, 0)].disagreement,
                s.bid[bid_of(issue, 1)].disagreement,
            )
        return
    lead.zone = 1
    _open_round(s, issue)
    side = lead.proposer
    if s.rule[0].offer_protocol == PROTOCOL_RANDOM:
        side = 1 if chance(s, s.table[table].entity, Draw.PROPOSER) < 0.5 else 0
    _propose(s, moves, issue, side)
    lead.proposer = 1 - side


@compiles
def _talk(s: State, table: int) -> None:
    """Count a month of talk without agreement; it may bring the two closer all the same."""
    row = s.table[table]
    if row.dialogue_last == s.run[0].month + 1:
        return
    row.dialogue_last = s.run[0].month + 1
    row.dialogue_months += 1
    if s.rule[0].dialogue == ON:
        converse(s, table)


@compiles
def _has_two_sides(s: State, issue: int) -> bool:
    """Whether both sides give something in these talks; else there is nothing to exchange."""
    gives_destination = False
    gives_partner = False
    table = s.table[s.issue[issue].table]
    for i in range(table.first, table.last):
        if settles(s, issue, i):
            if s.provision[i].giver == 0:
                gives_destination = True
            else:
                gives_partner = True
    return gives_destination and gives_partner


@compiles
def _open_round(s: State, issue: int) -> None:
    """At the first meeting of a round: draw how each side misjudges offers in it."""
    if s.bid[bid_of(issue, 0)].offers + s.bid[bid_of(issue, 1)].offers > 0:
        return
    for side in SIDES:
        draw = deviate(s, s.issue[issue].entity, Draw.JUDGEMENT, side)
        s.bid[bid_of(issue, side)].noise = s.rule[0].bargaining_noise * draw


@compiles
def _propose(s: State, moves: Any, issue: int, side: int) -> None:
    """Offer the package that is best for the other side among those that meet the target."""
    lead = s.issue[issue]
    table = lead.table
    place = seat_of(table, side)
    bid = s.bid[bid_of(issue, side)]
    wanted = asked_target(s, moves, issue, side)
    if not best_for_other(s, issue, side, wanted):
        return
    other = s.bid[bid_of(issue, 1 - side)]
    own_utility = worth_to(lead, side)
    other_utility = worth_to(lead, 1 - side)
    bid.target = wanted
    bid.own_offer = own_utility
    bid.offers += 1
    other.other_before = other.other_offer
    other.other_offer = other_utility
    lead.standing = side
    note(
        s, LogKind.OFFER, table, place, issue, own_utility, other_utility, wanted, bid.disagreement
    )
    for i in range(s.table[table].first, s.table[table].last):
        p = s.provision[i]
        if settles(s, issue, i):
            p.offer[side] = p.trial
            note(s, LogKind.OFFER_ITEM, table, place, i, p.trial, p.level)


@compiles
def asked_target(s: State, moves: Any, issue: int, side: int) -> float:
    """Utility that a side holds out for now: the rule's proposal, as its strategy sees it.

    It never lies below what can be signed at home, nor above the best that can be had.
    """
    table = s.issue[issue].table
    seat = s.seat[seat_of(table, side)]
    bid = s.bid[bid_of(issue, side)]
    if s.rule[0].concession_rule == CONCESSION_ZEUTHEN:
        proposed = zeuthen_target(s, issue, side)
    elif s.rule[0].concession_rule == CONCESSION_ATTRITION:
        proposed = claim(s, issue, side)
    else:
        proposed = blended_target(s, issue, side, 0.0)
    view = talks_view(
        s,
        table,
        issue,
        side,
        propensity=proposed,
        draw=NO_DRAW,
        time=elapsed_share(s, issue, side, 0.0),
        next_target=proposed,
        offered=0.0,
    )
    wanted = moves.concede(seat.strategy, view, seat)
    return max(min(wanted, bid.best), bid.reservation)
