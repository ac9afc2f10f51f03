"""Zeuthen's principle: the side with less to lose from conceding concedes [zeuthen1930].

Its risk limits compare as the products of gains do [harsanyi1956]; with unequal power as the
products weighted by power. The side whose own offer has the smaller product concedes, until its
offer's product passes the other's; so the two climb towards the package with the largest product,
which is the asymmetric Nash point of the table.
"""

from sim.model.codes import DESTINATION, PARTNER
from sim.model.frontier import best_for_other
from sim.model.lookups import bid_of
from sim.model.state import State
from sim.model.talks import power_at_table
from sim.rules.compiling import compiles
from sim.rules.numbers import FAR
from sim.rules.solutions import nash_product_log

HALVINGS = 40


@compiles
def zeuthen_target(s: State, issue: int, side: int) -> float:
    """What a side holds out for at its turn.

    Its first offer asks for the best. Later it stands firm if the product of its own offer is the
    larger one; else it concedes just enough to pass the initiative on, and by a least step
    beyond, so that they meet in a number of turns that does not depend on how close they are. It
    never concedes past the Nash point.
    """
    bid = s.bid[bid_of(issue, side)]
    other = s.bid[bid_of(issue, 1 - side)]
    if bid.offers == 0 or other.offers == 0:
        return bid.best if bid.offers == 0 else bid.target
    own = _product(s, issue, side, bid.own_offer, other.other_offer)
    rival = _product(s, issue, side, bid.other_offer, other.own_offer)
    if own > rival:
        return max(bid.target, bid.nash)
    high = bid.target
    low = min(bid.nash, high)
    for _ in range(HALVINGS):
        middle = 0.5 * (low + high)
        if _product_at(s, issue, side, middle) >= rival:
            low = middle
        else:
            high = middle
    step = s.rule[0].bargaining_zeuthen_step * (bid.best - bid.nash)
    return max(min(low, bid.target - step), bid.nash)


@compiles
def _product(s: State, issue: int, side: int, own: float, others: float) -> float:
    """Logarithm of the product of both sides' gains, weighted by power.

    Args:
        s: the state.
        issue: issue that leads the talks.
        side: whose utility comes first.
        own: its utility of an offer.
        others: the other side's utility of the same offer.
    """
    utility_destination = own if side == DESTINATION else others
    utility_partner = others if side == DESTINATION else own
    return nash_product_log(
        utility_0=utility_destination,
        utility_1=utility_partner,
        disagreement_0=s.bid[bid_of(issue, DESTINATION)].disagreement,
        disagreement_1=s.bid[bid_of(issue, PARTNER)].disagreement,
        power=power_at_table(s, s.issue[issue].table),
    )


@compiles
def _product_at(s: State, issue: int, side: int, wanted: float) -> float:
    """The same for the offer that meets a target; below any product where none does."""
    if not best_for_other(s, issue, side, wanted):
        return -FAR
    lead = s.issue[issue]
    own = lead.utility_destination if side == DESTINATION else lead.utility_partner
    others = lead.utility_partner if side == DESTINATION else lead.utility_destination
    return _product(s, issue, side, own, others)
