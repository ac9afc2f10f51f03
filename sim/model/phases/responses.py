"""Phase 9: the other side accepts or refuses; rounds without result end."""

from typing import Any

from sim.model.attrition import claim, gives_in
from sim.model.codes import (
    CONCESSION_ATTRITION,
    CONCESSION_ZEUTHEN,
    ON,
    AgreementForm,
    Status,
)
from sim.model.log import LogKind, note
from sim.model.lookups import bid_of, seat_of, split
from sim.model.state import State
from sim.model.talks import blended_target, resting_point
from sim.model.views import NO_DRAW, talks_view
from sim.model.waiting import (
    cost_left,
    elapsed_share,
    ends,
    let_time_pass,
    month_of_waiting,
)
from sim.rules.bargaining import worth_of_waiting
from sim.rules.compiling import compiles

TOLERANCE = 1e-12
"""Utility by which an offer may miss what is asked for: less than any search can tell."""

MOVES_SEEN = 2
"""Offers of the other side from which one can tell how it moves."""


@compiles
def responses(s: State, moves: Any) -> None:
    """Answer the offers on the table, then let the clock of all talks run on."""
    for i in range(len(s.table)):
        k = s.table[i].order
        for f in range(s.table[k].first_issue, s.table[k].last_issue):
            if s.issue[f].talk != f or s.issue[f].status != Status.TALKING:
                continue
            if s.table[k].meets == 1 and s.issue[f].standing >= 0:
                respond(s, moves, f)
            if s.issue[f].status == Status.TALKING:
                _tick(s, f)


@compiles
def respond(s: State, moves: Any, issue: int) -> None:
    """Accept what looks as good as one's own target a month ahead and can be signed at home.

    An impatient side accepts less: what waiting for the end of its own concessions is worth today.
    """
    lead = s.issue[issue]
    table = lead.table
    side = 1 - lead.standing
    place = seat_of(table, side)
    seat = s.seat[place]
    bid = s.bid[bid_of(issue, side)]
    offered = bid.other_offer
    if s.rule[0].concession_rule == CONCESSION_ZEUTHEN:
        ahead = bid.target if bid.offers > 0 else bid.best
    elif s.rule[0].concession_rule == CONCESSION_ATTRITION:
        ahead = bid.reservation if gives_in(s, issue, side) else claim(s, issue, side)
    else:
        ahead = blended_target(s, issue, side, 1.0)
        if s.rule[0].impatience == ON:
            ahead = min(ahead, _worth_of_waiting(s, issue, side))
    proposed = max(ahead, bid.reservation)
    view = talks_view(
        s,
        table,
        issue,
        side,
        propensity=proposed,
        draw=NO_DRAW,
        time=elapsed_share(s, issue, side, 0.0),
        next_target=ahead,
        offered=offered,
    )
    least = moves.accept(seat.strategy, view, seat)
    perceived = offered + bid.noise
    # Misjudgement blurs the comparison with what one hopes for, not with what one can sign.
    if perceived >= least - TOLERANCE and offered >= bid.reservation - TOLERANCE:
        lead.status = Status.SIGNED
        lead.form = lead.form if lead.in_force == 1 else AgreementForm.NONE
        lead.signed = -1
        kind = LogKind.ACCEPTANCE
    else:
        kind = LogKind.REFUSAL
    note(s, kind, table, place, issue, perceived, least, bid.reservation, bid.noise)


@compiles
def _worth_of_waiting(s: State, issue: int, side: int) -> float:
    """What a side that does not accept can expect, at today's worth: the better of two.

    To hold out until its own concessions end, and to wait for one more offer, if the other side
    goes on as it went on last: nobody takes today what is about to be improved by more than a month
    costs.
    """
    table = s.issue[issue].table
    bid = s.bid[bid_of(issue, side)]
    held_out = worth_of_waiting(
        disagreement=bid.disagreement,
        later=resting_point(s, issue, side),
        cost=cost_left(s, issue, side),
    )
    if s.bid[bid_of(issue, 1 - side)].offers < MOVES_SEEN:
        return held_out
    one_more = worth_of_waiting(
        disagreement=bid.disagreement,
        later=bid.other_offer + max(bid.other_offer - bid.other_before, 0.0),
        cost=month_of_waiting(s, table, side),
    )
    return max(held_out, one_more)


@compiles
def _tick(s: State, issue: int) -> None:
    """A month of talks has passed; a round that has run its length ends."""
    lead = s.issue[issue]
    if ends(s, issue):
        note(s, LogKind.ROUND_ENDED, lead.table, -1, issue, lead.clock)
        if lead.drafted >= 0:
            lead.failed |= 1 << lead.drafted
            lead.drafted = lead.instrument
        else:
            lead.failed = 1 if lead.sought == AgreementForm.FORMAL else 0
        if lead.in_force == 1:
            lead.status = 0
        else:
            split(s, issue)
        return
    let_time_pass(s, issue)
