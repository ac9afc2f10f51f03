"""The numbers behind a seat's answers, and what would tip each balance.

They come from the functions that the phases call; what tips a balance is found by asking these
again with one number changed.
"""

from collections.abc import Callable
from typing import NamedTuple

from sim.model.leverage import (
    cost_of_withdrawing,
    gain_from,
    level_after_withdrawal,
    loss_from,
    pride,
)
from sim.model.lookups import bid_of, seat_of
from sim.model.propensities import (
    Stakes,
    audience_cost,
    chance_of_giving_way,
    compliance_propensity,
    compliance_stakes,
    cost_of_executing,
    execution_propensity,
    threat_worth,
)
from sim.model.settlement import cost_of
from sim.model.state import State

HALVINGS = 40
"""Steps of a search for what tips a balance: more would not show."""

EVEN = 0.5
"""Chance at which as much speaks for carrying out a threat as for backing down."""

Numbers = dict[str, float]


class Balance(NamedTuple):
    """What a seat weighs before a move."""

    reasons: Numbers
    """Numbers on either side, by what they say."""
    tips: Numbers
    """What would tip it, each alone, by what it is a value of."""
    leans: bool
    """Whether as much speaks for the move as against it, or more."""


def behind_a_threat(
    s: State, table: int, side: int, asked: int, level: float, lever: int
) -> Numbers:
    """What a threat is weighed by, in utility a month and chances.

    Args:
        s: the state.
        table: row of the table.
        side: the side that would threaten.
        asked: provision that it would ask for.
        level: level that it would ask for.
        lever: own provision that it would withdraw.
    """
    request, p = s.provision[asked], s.provision[lever]
    low = level_after_withdrawal(s, table, p)
    credibility = float(s.seat[seat_of(table, side)].credibility)
    loss = float(loss_from(p, low))
    ask = float(cost_of(s, request, level) - cost_of(s, request, request.level))
    return {
        "the other would lose": loss,
        "giving way would cost it": ask,
        "it believes the threat": credibility,
        "yielding would cost its pride": float(pride(s, table, 1 - side, loss, False)),
        "chance that it gives way": float(
            chance_of_giving_way(s, table, side, asked, level, lever)
        ),
        "own gain if it does": float(gain_from(s, table, request, level)),
        "own cost of carrying it out": float(cost_of_withdrawing(s, p, low)),
        "the threat is worth, expected": float(threat_worth(s, table, side, asked, level, lever)),
    }


def behind_an_execution(s: State, table: int, side: int) -> Balance:
    """What speaks for and against carrying out a pending threat."""
    seat, cost = s.seat[seat_of(table, side)], float(cost_of_executing(s, table, side))
    reasons = {
        "carrying it out costs it": cost,
        "backing down costs it at home": float(audience_cost(s, table, side)),
        "the other believes its threats": float(seat.credibility),
        "its grievance": float(seat.grievance),
        "months until it is due": max(float(seat.due - s.run[0].month), 0.0),
    }

    def willing(at_a_cost: float) -> bool:
        # Without regard to what it is able to carry out: that is no matter of its will.
        return bool(execution_propensity(s, table, side, at_a_cost) >= EVEN)

    found = _turning(cost, 0.0, willing)
    return Balance(reasons, {} if found is None else {"a cost of": found}, willing(cost))


def behind_compliance(s: State, table: int, side: int) -> Balance:
    """What a side under threat weighs before it yields without paper.

    As much speaks for yielding as against it where it is as likely as if nothing were at stake.
    """
    stakes = compliance_stakes(s, table, side)
    other = s.seat[seat_of(table, 1 - side)]
    p, most = s.provision[other.asked], float(s.seat[seat_of(table, side)].dependence)
    even = compliance_propensity(s, Stakes(0.0, 0.0, 0.0, 0.0))

    def yields(**changed: float) -> bool:
        return bool(compliance_propensity(s, stakes._replace(**changed)) >= even)

    def at(level: float) -> float:
        return float(cost_of(s, p, level) - cost_of(s, p, p.level))

    alone = {
        "a belief of": _turning(stakes.credibility, 1.0, lambda x: yields(credibility=x)),
        "a loss of": _turning(stakes.loss, most, lambda x: yields(loss=x)),
        "a demand of": _turning(other.asked_level, p.level, lambda x: yields(cost=at(x))),
        "a pride of": _turning(stakes.reactance, 0.0, lambda x: yields(reactance=x)),
    }
    reasons = {
        "it believes the threat": float(stakes.credibility),
        "it would lose": float(stakes.loss),
        "giving in would cost it": float(stakes.cost),
        "its pride": float(stakes.reactance),
    }
    tips = {what: value for what, value in alone.items() if value is not None}
    return Balance(reasons, tips, yields())


def behind_an_acceptance(s: State, talks: int, side: int, least: float) -> Balance:
    """What an offer is measured by, and what it would have to be worth."""
    bid = s.bid[bid_of(talks, side)]
    reasons = {
        "the offer looks worth": float(bid.other_offer + bid.noise),
        "it holds out for": least,
        "it can sign from": float(bid.reservation),
        "without agreement it has": float(bid.disagreement),
    }
    needed = max(least - float(bid.noise), float(bid.reservation))
    enough = bool(bid.other_offer >= needed)
    return Balance(reasons, {} if enough else {"an offer worth": needed}, enough)


def _turning(now: float, most: float, holds: Callable[[float], bool]) -> float | None:
    """Where between now and the most that can be a condition begins to hold.

    Returns:
        None if it holds already, or not even at the most.
    """
    fails, succeeds = float(now), float(most)
    if holds(fails) or not holds(succeeds):
        return None
    for _ in range(HALVINGS):
        middle = (fails + succeeds) / 2
        if holds(middle):
            succeeds = middle
        else:
            fails = middle
    return succeeds
