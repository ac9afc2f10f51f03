"""Moves that a person chooses in full: what is asked, what is cut for it, what is offered.

The rules pick a provision for whoever demands, threatens or offers; a person may pick another.
Whatever is picked has to be possible under the very conditions of the phases, whose functions carry
it out.
"""

from sim.model.codes import CROSS_ISSUE_ALLOWED, LINKAGE_NONE, PARTNER, Stage
from sim.model.episodes import close_demand, make_threat, record_demand
from sim.model.frontier import _felt, best_for_other
from sim.model.instruments import may_be_proposed, procedure
from sim.model.leverage import (
    can_be_withdrawn,
    cost_of_withdrawing,
    gain_from,
    level_after_withdrawal,
    loss_from,
    pride,
)
from sim.model.log import LogKind, note
from sim.model.lookups import bid_of, seat_of, settles, withholds, worth_to
from sim.model.mandate import worth_offered
from sim.model.phases.demands import cut_back
from sim.model.phases.exits import collapse
from sim.model.propensities import (
    chance_of_giving_way,
    compliance_bar,
    compliance_propensity,
    compliance_stakes,
)
from sim.model.settlement import cost_of
from sim.model.state import State
from sim.model.talks import position
from sim.rules.compiling import compiles
from sim.rules.demands import demanded_level
from sim.rules.flows import unsaturated
from sim.rules.numbers import FAR, SMALL

DONE, NOT_POSSIBLE = 1, 0
CHOSEN = 1.0
"""The chance that the log holds of what a person has decided."""
STAKES = ("belief", "loss", "cost", "pride", "bar", "chance")
"""What a side under pressure weighs, and what bars it from yielding without paper."""
PROSPECTS = ("belief", "loss", "cost", "pride", "chance", "level", "lowered", "own_cost")
"""The same of a threat that is only thought of, and what it would ask and cut."""


@compiles
def level_asked(s: State, provision: int, share: float) -> float:
    """Level that somebody asks for who goes a share of the way to the highest."""
    p = s.provision[provision]
    return float(
        demanded_level(inherited=p.inherited, cap=p.cap, share=share, divisible=p.divisible == 1)
    )


@compiles
def may_ask(s: State, table: int, side: int, provision: int, share: float, price: bool) -> bool:
    """Whether a side could ask for a provision: as a price in any issue, or in open ones alone."""
    p = s.provision[provision]
    if p.table != table or p.receiver != side:
        return False
    if not (price and s.rule[0].linkage != LINKAGE_NONE) and s.issue[p.issue].open == 0:
        return False
    return bool(gain_from(s, table, p, level_asked(s, provision, share)) > SMALL)


@compiles
def may_cut(s: State, table: int, side: int, lever: int, asked: int) -> bool:
    """Whether a side could withdraw a provision for the sake of another, or for nothing (-1)."""
    p = s.provision[lever]
    if p.table != table or p.giver != side or not can_be_withdrawn(p):
        return False
    crossing = s.rule[0].cross_issue_threats == CROSS_ISSUE_ALLOWED
    if asked >= 0 and not crossing and p.issue != s.provision[asked].issue:
        return False
    return bool(level_after_withdrawal(s, table, p) < p.level - SMALL)


@compiles
def demand(s: State, table: int, side: int, asked: int, share: float) -> int:
    """Name a price, as `sim.model.phases.demands.name_price`."""
    seat = s.seat[seat_of(table, side)]
    if side != PARTNER or s.table[table].dormant == 1:
        return NOT_POSSIBLE
    if (
        seat.asked >= 0
        or seat.stage != Stage.NONE
        or not may_ask(s, table, side, asked, share, True)
    ):
        return NOT_POSSIBLE
    _ask(s, table, side, asked, share, share)
    seat.reverse = 1
    return DONE


@compiles
def _ask(s: State, table: int, side: int, asked: int, share: float, told: float) -> None:
    level, before = level_asked(s, asked, share), s.provision[asked].level
    record_demand(s, table, side, asked, level)
    note(s, LogKind.DEMAND, table, seat_of(table, side), asked, level, before, CHOSEN, told)


@compiles
def threaten(s: State, table: int, side: int, lever: int, asked: int, share: float) -> int:
    """Threaten to cut a provision unless another is given, as `sim.model.phases.threats`."""
    seat = s.seat[seat_of(table, side)]
    if s.table[table].dormant == 1 or seat.stage != Stage.NONE:
        return NOT_POSSIBLE
    if side != PARTNER and s.run[0].month < s.table[table].mandate:
        return NOT_POSSIBLE
    level = seat.asked_level if seat.asked >= 0 else level_asked(s, asked, share)
    if seat.asked >= 0 and seat.asked != asked:
        return NOT_POSSIBLE
    if seat.asked < 0 and not may_ask(s, table, side, asked, share, side == PARTNER):
        return NOT_POSSIBLE
    if level <= s.provision[asked].level + SMALL or not may_cut(s, table, side, lever, asked):
        return NOT_POSSIBLE
    if not may_be_proposed(s, procedure(s, table, side, lever)):
        return NOT_POSSIBLE
    if seat.asked < 0:
        # A partner names a price and backs it; a destination side threatens for what it wants.
        _ask(s, table, side, asked, share, share if side == PARTNER else 0.0)
        seat.reverse = 1 if side == PARTNER else 0
    seat.threatens = 1
    make_threat(s, table, side, lever, CHOSEN)
    return DONE


@compiles
def hit_back(s: State, table: int, side: int, lever: int) -> int:
    """Cut a provision at once and for no price, as `sim.model.phases.demands.retaliate`."""
    seat = s.seat[seat_of(table, side)]
    if s.table[table].dormant == 1 or seat.stage != Stage.NONE:
        return NOT_POSSIBLE
    if not may_cut(s, table, side, lever, seat.asked):
        return NOT_POSSIBLE
    cut_back(s, table, side, lever, CHOSEN)
    return DONE


@compiles
def lift(s: State, table: int, side: int) -> int:
    """Give back what one withholds, and let the demand go; no row of the log tells of it."""
    seat = s.seat[seat_of(table, side)]
    if not withholds(seat):
        return NOT_POSSIBLE
    p = s.provision[seat.withdrawn]
    p.level = max(p.level, p.inherited)
    p.told = p.level
    seat.stage = Stage.NONE
    close_demand(s, table, side)
    return DONE


@compiles
def leave(s: State, issue: int, side: int) -> int:
    """Walk out of an agreement in force, as `sim.model.phases.exits`: partners alone can."""
    lead = s.issue[issue]
    if side != PARTNER or lead.in_force == 0:
        return NOT_POSSIBLE
    table = lead.table
    collapse(s, table, issue)
    return DONE


@compiles
def offer(s: State, issue: int, side: int) -> int:
    """Put the trial levels in the place of the offer that a side has just made.

    They must be worth to it what it can sign at home. The log is made to tell of them.
    """
    lead = s.issue[issue]
    if lead.standing != side:
        return NOT_POSSIBLE
    own, other = offered(s, issue, side), offered(s, issue, 1 - side)
    bid, opposite = s.bid[bid_of(issue, side)], s.bid[bid_of(issue, 1 - side)]
    if own < bid.reservation - SMALL:
        return NOT_POSSIBLE
    bid.target = own
    bid.own_offer = own
    opposite.other_offer = other
    for i in range(s.table[lead.table].first, s.table[lead.table].last):
        if settles(s, issue, i):
            s.provision[i].offer[side] = s.provision[i].trial
    for at in range(min(s.run[0].logged, len(s.log))):
        row = s.log[at]
        if row.month != s.run[0].month or row.seat != seat_of(lead.table, side):
            continue
        if row.kind == LogKind.OFFER and row.object == issue:
            row.a, row.b, row.c = own, other, own
        elif row.kind == LogKind.OFFER_ITEM and settles(s, issue, row.object):
            row.a = s.provision[row.object].trial
    return DONE


@compiles
def offered(s: State, issue: int, side: int) -> float:
    """What the trial levels are worth to a side if signed; the terms must be laid out."""
    pair = worth_offered(s, issue)
    return float(_felt(s, issue, side, pair))


@compiles
def zone(s: State, issue: int) -> int:
    """Write where both sides of talks stand into their bids; whether there is a zone at all."""
    return 1 if position(s, issue) else 0


@compiles
def room(s: State, issue: int, side: int) -> float:
    """The most that the other side of talks could leave one and sign it at home; after `zone`.

    In utility a month; below any reservation value where the other side could sign nothing.
    """
    other = s.bid[bid_of(issue, 1 - side)]
    if not best_for_other(s, issue, 1 - side, other.reservation):
        return -FAR
    return worth_to(s.issue[issue], side)


@compiles
def stopped(s: State, route: int) -> float:
    """Attempts on a route that guards stop this month, relative to usual attempts."""
    r = s.route[route]
    attended = unsaturated(r.attempts, r.saturation)
    through = 1.0
    for k in range(r.first_border, r.last_border):
        b = s.border[k]
        through *= 1.0 - attended * s.actor[b.actor].control_capacity * max(b.control, 0.0)
    return float(r.attempts * (1.0 - through))


@compiles
def stake(s: State, table: int, side: int, number: int) -> float:
    """One of ``STAKES`` of a side under the other's pressure; -1 where there is none."""
    other = s.seat[seat_of(table, 1 - side)]
    if other.asked < 0 or other.stage == Stage.NONE:
        return -1.0
    stakes = compliance_stakes(s, table, side)
    if number == 0:
        return float(stakes.credibility)
    if number == 1:
        return float(stakes.loss)
    if number == 2:
        return float(stakes.cost)
    if number == 3:
        return float(stakes.reactance)
    if number == 4:
        return float(compliance_bar(s, table, side).value)
    return float(compliance_propensity(s, stakes))


@compiles
def prospect(
    s: State, table: int, side: int, lever: int, asked: int, share: float, number: int
) -> float:
    """One of ``PROSPECTS`` of a threat that a side might make."""
    request, p = s.provision[asked], s.provision[lever]
    level = level_asked(s, asked, share)
    low = level_after_withdrawal(s, table, p)
    loss = loss_from(p, low)
    if number == 0:
        return float(s.seat[seat_of(table, side)].credibility)
    if number == 1:
        return float(loss)
    if number == 2:
        return float(cost_of(s, request, level) - cost_of(s, request, request.level))
    if number == 3:
        return float(pride(s, table, 1 - side, loss, False))
    if number == 4:
        return float(chance_of_giving_way(s, table, side, asked, level, lever))
    if number == 5:
        return level
    if number == 6:
        return float(low)
    return float(cost_of_withdrawing(s, p, low))
