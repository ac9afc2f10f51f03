"""Zeuthen's principle: the side with less to lose from conceding concedes [zeuthen1930]."""

from sim.model.frontier import best_for_other
from sim.model.lookups import bid_of
from sim.model.state import State
from sim.rules.bargaining import risk_limit
from sim.rules.compiling import compiles

HALVINGS = 40


@compiles
def zeuthen_target(s: State, issue: int, side: int) -> float:
    """What a side holds out for at its turn.

    Its first offer asks for the best. Later, if its risk limit is not the larger one, it
    concedes just enough to pass the initiative on: to the target at which the product of gains
    of its own new offer reaches that of the other's standing offer, and by a least step beyond.
    It never concedes past the Nash point, so the two converge on it [harsanyi1956].
    """
    bid = s.bid[bid_of(issue, side)]
    other = s.bid[bid_of(issue, 1 - side)]
    if bid.offers == 0 or other.offers == 0:
        return bid.best if bid.offers == 0 else bid.target
    own_risk = risk_limit(bid.own_offer, bid.other_offer, bid.disagreement)
    other_risk = risk_limit(other.own_offer, other.other_offer, other.disagreement)
    if own_risk > other_risk:
        return max(bid.target, bid.nash)
    rival = (bid.other_offer - bid.disagreement) * (other.own_offer - other.disagreement)
    high = bid.target
    low = min(bid.nash, high)
    # A share of the way left, which never counts as next to nothing, so that they meet.
    share = s.rule[0].bargaining_zeuthen_step
    floor = s.rule[0].bargaining_zeuthen_floor
    step = share * max(high - low, floor * (bid.best - bid.nash))
    for _ in range(HALVINGS):
        middle = 0.5 * (low + high)
        if _product_at(s, issue, side, middle) >= rival:
            low = middle
        else:
            high = middle
    return max(min(low, bid.target - step), bid.nash)


@compiles
def _product_at(s: State, issue: int, side: int, wanted: float) -> float:
    """Product of both sides' gains in the offer that meets a target."""
    if not best_for_other(s, issue, side, wanted):
        return 0.0
    gain_destination = s.issue[issue].utility_destination - s.bid[bid_of(issue, 0)].disagreement
    gain_partner = s.issue[issue].utility_partner - s.bid[bid_of(issue, 1)].disagreement
    return gain_destination * gain_partner
