"""Phase 10: form, ratification, entry into force."""

from typing import Any

from sim.model.chance import chance, deviate
from sim.model.codes import (
    DESTINATION,
    ON,
    SIDES,
    STAGED,
    AgreementForm,
    Draw,
    Status,
)
from sim.model.delivery import bank_stocks
from sim.model.episodes import settle_episodes
from sim.model.frontier import largest_joint_worth, nash_package
from sim.model.leverage import reservation
from sim.model.log import LogKind, note
from sim.model.lookups import actor_at, bid_of, route_pressure, seat_of, settles, voted_on
from sim.model.mandate import lay_out, parts_offered, worth_offered
from sim.model.settlement import issues_settled, utilities_in_force
from sim.model.shared_acts import level_taken, look_elsewhere
from sim.model.state import State
from sim.model.talks import power_at_table
from sim.model.terms import gather
from sim.model.unions import expected_parts, passes
from sim.model.views import view_of
from sim.rules.agreements import ratifies
from sim.rules.compiling import compiles
from sim.rules.numbers import SMALL, clip, logarithm
from sim.rules.utility import share_raised


@compiles
def ratification(s: State, moves: Any) -> None:
    """Take accepted packages through signature and the vote at home into force."""
    for i in range(len(s.table)):
        k = s.table[i].order
        for f in range(s.table[k].first_issue, s.table[k].last_issue):
            if s.issue[f].talk != f or s.issue[f].status != Status.SIGNED:
                continue
            if s.issue[f].signed < 0:
                _sign(s, f)
            if s.run[0].month >= s.issue[f].effect:
                _conclude(s, moves, f)


@compiles
def _sign(s: State, issue: int) -> None:
    """Sign in the form that was negotiated."""
    rule = s.rule[0]
    lead = s.issue[issue]
    table = lead.table
    month = s.run[0].month
    informal = float(lead.informal)
    lead.form = lead.sought
    if lead.drafted >= 0:
        informal = 1.0 - s.instrument[lead.drafted].formal
        lead.form = AgreementForm.INFORMAL if informal == 1.0 else AgreementForm.FORMAL
    lead.signed = month
    lead.effect = float(month)
    if lead.drafted >= 0:
        lead.effect = month + _delay(s, issue, s.instrument[lead.drafted].delay)
    elif lead.form == AgreementForm.FORMAL:
        lead.effect = month + _delay(s, issue, rule.form_formal_delay)
    offer = lead.standing
    note(
        s,
        LogKind.SIGNATURE,
        table,
        seat_of(table, 1 - offer),
        issue,
        lead.form,
        informal,
        _signed_utility(s, issue, 0),
        _signed_utility(s, issue, 1),
    )
    for i in range(s.table[table].first, s.table[table].last):
        p = s.provision[i]
        if settles(s, issue, i):
            note(
                s,
                LogKind.SIGNED_ITEM,
                table,
                seat_of(table, p.giver),
                i,
                p.offer[offer],
                p.inherited,
            )


@compiles
def _lay_on_the_table(s: State, issue: int) -> None:
    """Write the offer that was accepted into the trial levels."""
    lead = s.issue[issue]
    for i in range(s.table[lead.table].first, s.table[lead.table].last):
        if settles(s, issue, i):
            s.provision[i].trial = s.provision[i].offer[lead.standing]


@compiles
def _signed_utility(s: State, issue: int, side: int) -> float:
    """A side's utility of the package that stands, as it was when the offer was made."""
    bid = s.bid[bid_of(issue, side)]
    if s.issue[issue].standing == side:
        return float(bid.own_offer)
    return float(bid.other_offer)


@compiles
def _delay(s: State, issue: int, mean: float) -> float:
    """Months until entry into force: exponential, longer the less one voice there is."""
    coherence = actor_at(s, s.issue[issue].table, DESTINATION).coherence
    draw = chance(s, s.issue[issue].entity, Draw.DELAY)
    rule = s.rule[0]
    voice = max(coherence, rule.form_coherence_least)
    return min(-mean / voice * logarithm(draw), rule.form_most_delay)


@compiles
def _conclude(s: State, moves: Any, issue: int) -> None:
    """Put the agreement into force, unless a vote at home undoes it."""
    rule = s.rule[0]
    lead = s.issue[issue]
    table = lead.table
    if rule.ratification == ON:
        share = 1.0 if lead.form == AgreementForm.FORMAL else rule.form_informal_hurdle
        for side in SIDES:
            bid = s.bid[bid_of(issue, side)]
            least = reservation(s, table, side, bid.disagreement, share)
            gain = _signed_utility(s, issue, side) - least
            place = seat_of(table, side)
            draw = deviate(s, s.seat[place].entity, Draw.RATIFY)
            surprise = rule.form_ratification_noise * draw
            if not ratifies(gain, surprise):
                note(s, LogKind.UNRATIFIED, table, place, issue, gain, surprise)
                _send_back(s, issue)
                return
        if voted_on(s, table) and not _members_consent(s, issue, share):
            place = seat_of(table, DESTINATION)
            note(s, LogKind.VOTED_DOWN, table, place, issue, share)
            _send_back(s, issue)
            return
    _enter_into_force(s, moves, issue)


@compiles
def _members_consent(s: State, issue: int, hurdle_share: float) -> bool:
    """Whether the members of a union vote for the text, each with surprises of its own."""
    lead = s.issue[issue]
    table = lead.table
    _lay_on_the_table(s, issue)
    gather(s, issue)
    before = expected_parts(s, table, s.bid[bid_of(issue, DESTINATION)].disagreement)
    noise = s.rule[0].form_ratification_noise
    return passes(s, table, parts_offered(s, issue), before, hurdle_share, noise)


@compiles
def _send_back(s: State, issue: int) -> None:
    """Involuntary defection: the talks go back to where they were [putnam1988]."""
    lead = s.issue[issue]
    lead.unratified += 1
    lead.standing = -1
    lead.signed = -1
    if lead.in_force == 1:
        lead.status = Status.CLOSED
        return
    if lead.form == AgreementForm.FORMAL and lead.drafted < 0:
        lead.failed = 1
    lead.form = 0
    lead.status = Status.PAUSED
    lead.resume = s.run[0].month + s.table[lead.table].pause_months


@compiles
def _enter_into_force(s: State, moves: Any, issue: int) -> None:
    """Replace what was agreed before, settle the quarrels that the agreement covers."""
    lead = s.issue[issue]
    table = lead.table
    offer = lead.standing
    bank_stocks(s, issue)
    staged = share_staged(s, moves, table)
    for i in range(s.table[table].first, s.table[table].last):
        p = s.provision[i]
        if not settles(s, issue, i):
            continue
        before = p.level
        p.agreed = max(p.offer[offer], p.inherited)
        p.signed = max(p.signed, p.agreed)
        p.suspended = 0
        p.tacit = 0
        look_elsewhere(s, i)
        p.prior = min(level_taken(p), p.agreed)
        if p.giver == DESTINATION and p.divisible == 1:
            p.released = staged
        p.delivered = 0.0
        if p.agreed > p.inherited and before > p.inherited:
            share = (before - p.inherited) / (p.agreed - p.inherited)
            p.delivered = min(share, 1.0)
        p.shown = p.delivered
        p.seen = 0.0
        p.due = 0.0
    if lead.first_signed < 0:
        # Before the agreement counts as in force: a first one still has its adoption cost.
        lead.first_signed = lead.signed
        lead.first_form = lead.form
        lead.first_instrument = lead.drafted
        _keep_terms(s, issue)
    lead.in_force = 1
    s.table[table].conversing = 0
    settle_episodes(s, issue)
    for i in range(s.table[table].first, s.table[table].last):
        p = s.provision[i]
        if settles(s, issue, i):
            p.level = p.inherited + p.delivered * (p.agreed - p.inherited)
    lead.status = Status.CLOSED
    lead.age = 0.0
    lead.standing = -1
    lead.width = issues_settled(s, issue)
    lead.instrument = lead.drafted
    lead.failed = 0
    if lead.drafted >= 0:
        lead.binding = s.instrument[lead.drafted].bindingness
    else:
        lead.binding = 1.0 if lead.form == AgreementForm.FORMAL else 0.0
    lead.pressure_signed = route_pressure(s, table)
    lead.agreements += 1
    note(s, LogKind.IN_FORCE, table, -1, issue, lead.form)


@compiles
def share_staged(s: State, moves: Any, table: int) -> float:
    """Share of its promises that the destination side releases only against delivery."""
    seat = s.seat[seat_of(table, DESTINATION)]
    proposed = 1.0 if s.rule[0].staging == STAGED else 0.0
    view = view_of(s, table, DESTINATION, proposed)
    return clip(moves.stage(seat.strategy, view, seat), 0.0, 1.0)


@compiles
def _keep_terms(s: State, issue: int) -> None:
    """Keep what a first agreement is worth, and what both would have got without any threat.

    All of it as the agreement enters into force: worth moves between an offer and that day.
    """
    lead = s.issue[issue]
    table = s.table[lead.table]
    unthreatened = utilities_in_force(s, lead.table, True)
    for side in SIDES:
        bid = s.bid[bid_of(issue, side)]
        bid.disagreement_first = unthreatened[side]
        bid.disagreement = bid.disagreement_first
    for side in SIDES:
        bid = s.bid[bid_of(issue, side)]
        bid.nash_first = bid.disagreement_first
    _lay_on_the_table(s, issue)
    lay_out(s, issue)
    signed_destination, signed_partner = worth_offered(s, issue)
    s.bid[bid_of(issue, 0)].signed_first = signed_destination
    s.bid[bid_of(issue, 1)].signed_first = signed_partner
    # Means may have gone elsewhere since the offer: then the package signed is itself the most.
    joint = max(largest_joint_worth(s, lead), signed_destination + signed_partner)
    lead.most_first = max(joint - unthreatened[0] - unthreatened[1], 0.0)
    if nash_package(s, issue, power_at_table(s, lead.table)):
        s.bid[bid_of(issue, 0)].nash_first = lead.utility_destination
        s.bid[bid_of(issue, 1)].nash_first = lead.utility_partner
    lead.breadth = 0
    lead.depth = 0.0
    for i in range(table.first, table.last):
        p = s.provision[i]
        if settles(s, issue, i) and p.agreed > p.inherited + SMALL:
            share = share_raised(p.agreed, p.inherited, p.cap)
            lead.depth = (lead.depth * lead.breadth + share) / (lead.breadth + 1)
            lead.breadth += 1
