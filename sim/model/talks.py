"""The position of both sides in talks: disagreement, reservation, Nash point, best and target."""

from sim.model.codes import (
    CONCESSION_EXPONENTIAL,
    DESTINATION,
    PARTNER,
    SIDES,
)
from sim.model.frontier import best_for_other, nash_package
from sim.model.instruments import hurdle_share
from sim.model.leverage import expected_disagreement, reservation
from sim.model.lookups import actor_at, bid_of, outside_at, seat_of, worth_to
from sim.model.mandate import lay_out
from sim.model.state import State
from sim.model.waiting import elapsed_share
from sim.rules.bargaining import anchor, bargaining_power, conceded_share, reciprocated, target
from sim.rules.compiling import compiles
from sim.rules.numbers import exponential
from sim.rules.solutions import nash_product_log


@compiles
def power_at_table(s: State, table: int) -> float:
    """Bargaining power of the destination side."""
    return bargaining_power(
        patience_own=actor_at(s, table, DESTINATION).patience,
        patience_other=actor_at(s, table, PARTNER).patience,
        dependence_gap=s.seat[seat_of(table, PARTNER)].dependence
        - s.seat[seat_of(table, DESTINATION)].dependence,
        dependence_weight=s.rule[0].bargaining_dependence_weight,
    )


@compiles
def assess(s: State, issue: int) -> None:
    """Write both sides' expected disagreement utility and reservation value."""
    table = s.issue[issue].table
    share = hurdle_share(s, s.issue[issue])
    expected = expected_disagreement(s, table)
    for side in SIDES:
        bid = s.bid[bid_of(issue, side)]
        bid.disagreement = expected[side]
        bid.reservation = reservation(s, table, side, bid.disagreement, share)


@compiles
def at_nash(s: State, issue: int) -> bool:
    """Write the Nash package of the talks that an issue leads; False if there is none."""
    assess(s, issue)
    lay_out(s, issue)
    return nash_package(s, issue, power_at_table(s, s.issue[issue].table))


@compiles
def joint_gain(s: State, issue: int) -> float:
    """What both gain by the package last found: the weighted geometric mean of their gains."""
    lead = s.issue[issue]
    return exponential(
        nash_product_log(
            utility_0=lead.utility_destination,
            utility_1=lead.utility_partner,
            disagreement_0=s.bid[bid_of(issue, 0)].disagreement,
            disagreement_1=s.bid[bid_of(issue, 1)].disagreement,
            power=power_at_table(s, lead.table),
        )
    )


@compiles
def position(s: State, issue: int) -> bool:
    """Write where both sides stand; False if there is no zone of agreement.

    Opponents know each other's utilities and levels; hurdles and resolve are private, so the
    best that a side hopes for leaves the other at its disagreement point, or at an outside
    option that binds.
    """
    if not at_nash(s, issue):
        return False
    table = s.issue[issue].table
    lead = s.issue[issue]
    bound = -1
    for side in SIDES:
        outside = outside_at(s, table, side, s.bid[bid_of(issue, side)].disagreement)
        reached = worth_to(lead, side)
        # A binding outside option is what its owner gets; the other takes the rest [muthoo1999].
        if outside > reached:
            bound = side
            if not best_for_other(s, issue, side, outside):
                return False
    s.bid[bid_of(issue, 0)].nash = lead.utility_destination
    s.bid[bid_of(issue, 1)].nash = lead.utility_partner
    for side in SIDES:
        bid = s.bid[bid_of(issue, side)]
        other = s.bid[bid_of(issue, 1 - side)].disagreement
        if bound == 1 - side:
            other = outside_at(s, table, bound, other)
        if best_for_other(s, issue, 1 - side, other):
            found = worth_to(lead, side)
            bid.best = max(found, bid.nash)
        else:
            bid.best = bid.nash
    return True


@compiles
def resting_point(s: State, issue: int, side: int) -> float:
    """Utility at which a side's concessions end."""
    bid = s.bid[bid_of(issue, side)]
    resting = anchor(
        disagreement=bid.disagreement,
        nash=bid.nash,
        outside=outside_at(s, s.issue[issue].table, side, bid.disagreement),
        share=s.rule[0].bargaining_anchor,
    )
    return min(resting, bid.best)


@compiles
def time_target(s: State, issue: int, side: int, ahead: float) -> float:
    """Utility that a side would hold out for by the clock alone, now or some months ahead."""
    rule = s.rule[0]
    conceded = conceded_share(
        time=elapsed_share(s, issue, side, ahead),
        shape=actor_at(s, s.issue[issue].table, side).concession,
        start=rule.bargaining_flat_start,
        exponential_rule=rule.concession_rule == CONCESSION_EXPONENTIAL,
    )
    return target(s.bid[bid_of(issue, side)].best, resting_point(s, issue, side), conceded)


@compiles
def blended_target(s: State, issue: int, side: int, ahead: float) -> float:
    """The same, with an answer in kind to the other side's last concession."""
    actor = actor_at(s, s.issue[issue].table, side)
    bid = s.bid[bid_of(issue, side)]
    own = time_target(s, issue, side, ahead)
    seen_two = s.bid[bid_of(issue, 1 - side)].offers >= 2
    if actor.reciprocity == 0.0 or bid.offers == 0 or not seen_two:
        return own
    concession = bid.other_offer - bid.other_before
    most = s.rule[0].bargaining_reciprocity_most
    return reciprocated(
        time_target=own,
        last_target=bid.target,
        other_concession=concession,
        weight=actor.reciprocity,
        most=most,
    )
