"""Searches along the efficient frontier: the best package for one side, and the Nash point.

For each combination of the indivisible provisions the frontier is a line, traced by the weight
ratio of the two sides. What does not change along it is worked out once for a meeting, in the terms
of `sim.model.terms`; each step of a search is then one pass over a handful of numbers.

Both searches expect the terms to be gathered. They write the package that they find into the
trial levels, and what it is worth into ``utility_destination`` and ``utility_partner`` of the
talks.
"""

import math
from typing import Any

from sim.model.codes import (
    DESTINATION,
    PARTNER,
)
from sim.model.lookups import actor_at, bid_of
from sim.model.segments import gains_along
from sim.model.state import State
from sim.model.terms import (
    gains_as_raised,
    gains_at,
    raise_between,
    write_package,
)
from sim.rules.compiling import compiles
from sim.rules.numbers import clip
from sim.rules.solutions import nash_choice
from sim.rules.utility import relative_gains

SEARCH_STEPS = 100
NEWTON_STEPS = 16
RATIOS_MET = 1e-13
CLOSE = 1e-13
BESIDE = 1e-12
TOO_LITTLE = 1e-9
NOT_THERE = -1e300

Pair = tuple[float, float]
"""What something is worth to the destination side and to the partner."""


@compiles
def _felt(s: State, issue: int, side: int, pair: Pair) -> float:
    """A side's utility of a package when it minds being outdone by the other's gain.

    Args:
        s: the state; the talks' bids hold the expected disagreement utilities.
        issue: issue that leads the talks.
        side: the side that judges.
        pair: what the package is worth to the destination side and to the partner.
    """
    base_destination = s.bid[bid_of(issue, DESTINATION)].disagreement
    base_partner = s.bid[bid_of(issue, PARTNER)].disagreement
    gain_destination, gain_partner = pair[0] - base_destination, pair[1] - base_partner
    weight = actor_at(s, s.issue[issue].table, side).relative_gains
    if side == DESTINATION:
        return float(base_destination + relative_gains(gain_destination, gain_partner, weight))
    return float(base_partner + relative_gains(gain_partner, gain_destination, weight))


@compiles
def _next_ratio(
    step: int, poor: float, rich: float, ratio: float, excess: float, slope: float
) -> float:
    """Where a search looks next: Newton's guess if it falls inside, else the geometric middle.

    A search that takes long has met a jump; from then on it halves.
    """
    middle = math.sqrt(poor * rich)
    if step >= NEWTON_STEPS or slope == 0.0:
        return middle
    guess = ratio - excess / slope
    if min(poor, rich) < guess < max(poor, rich):
        return guess
    return middle


@compiles
def _first_ratio(ratio: float, one: float, other: float) -> float:
    """Where a search begins: where the last one ended if that lies inside, else the middle."""
    if min(one, other) < ratio < max(one, other):
        return ratio
    return math.sqrt(one * other)


@compiles
def _share_between(below: float, above: float) -> float:
    """How far from one end to the other something rises to zero, between 0 and 1."""
    if above <= below:
        return 1.0
    return clip(-below / (above - below), 0.0, 1.0)


@compiles
def _propose(s: State, issue: int, combination: int, one: float, other: float, mix: float) -> None:
    """Note a candidate: the mixture of two close points of the frontier, and its utilities."""
    lead = s.issue[issue]
    raise_between(s, lead, one, other, mix)
    found = s.candidate[combination]
    found.utility_destination, found.utility_partner = gains_as_raised(s, lead, combination)
    found.one_ratio = one
    found.other_ratio = other
    found.share = mix


@compiles
def _choose(s: State, issue: int, combination: int) -> None:
    """Write a candidate into the trial levels, and its utilities into the talks."""
    lead = s.issue[issue]
    found = s.candidate[combination]
    pair = found.utility_destination, found.utility_partner
    lead.utility_destination = _felt(s, issue, DESTINATION, pair)
    lead.utility_partner = _felt(s, issue, PARTNER, pair)
    raise_between(s, lead, found.one_ratio, found.other_ratio, found.share)
    write_package(s, issue, combination)


@compiles
def _search(s: State, issue: int, combination: int, side: int, least: float) -> bool:
    """Note the efficient package that gives a side just ``least``; False if none does.

    The side's utility rises along the frontier as its weight does, so the search closes in on
    one point from both ends.
    """
    lead = s.issue[issue]
    low = s.candidate[combination].lowest_ratio
    if low > lead.ratio_high:
        return False
    poor = low if side == DESTINATION else lead.ratio_high
    rich = lead.ratio_high if side == DESTINATION else low
    one, other, _ = gains_along(s, lead, combination, poor)
    if _felt(s, issue, side, (one, other)) >= least:
        _propose(s, issue, combination, poor, poor, 1.0)
        return True
    one, other, _ = gains_along(s, lead, combination, rich)
    if _felt(s, issue, side, (one, other)) < least:
        return False
    ratio = _first_ratio(lead.ratio, poor, rich)
    for step in range(SEARCH_STEPS):
        one, other, slope = gains_along(s, lead, combination, ratio)
        excess = _felt(s, issue, side, (one, other)) - least
        if abs(excess) <= CLOSE:
            poor = ratio
            rich = ratio
            break
        if excess > 0.0:
            rich = ratio
        else:
            poor = ratio
        if abs(rich - poor) <= RATIOS_MET * max(rich, poor):
            break
        # Along the frontier the sides' utilities move by du0 = slope, du1 = -ratio slope.
        if side != DESTINATION:
            slope = -ratio * slope
        ratio = _next_ratio(step, poor, rich, ratio, excess, slope)
    lead.ratio = ratio
    # The two ends, a little apart: between them lies a jump, or next to nothing.
    towards = 1.0 + BESIDE if side == DESTINATION else 1.0 - BESIDE
    poor /= towards
    rich *= towards
    missed = _felt(s, issue, side, gains_at(s, lead, combination, poor)) - least
    spared = _felt(s, issue, side, gains_at(s, lead, combination, rich)) - least
    _propose(s, issue, combination, poor, rich, _share_between(missed, spared))
    found = s.candidate[combination]
    mixed = found.utility_destination, found.utility_partner
    if _felt(s, issue, side, mixed) < least - TOO_LITTLE:
        # Where related provisions complement each other a mixture is worth less than its parts.
        _propose(s, issue, combination, rich, rich, 1.0)
    return True


@compiles
def best_for_other(s: State, issue: int, side: int, least: float) -> bool:
    """Write the package that is best for the other side and gives this one at least ``least``.

    It looks at every combination of the indivisible provisions. The offer rule of alternating
    offers on a frontier: concede no more than the target, and waste nothing.

    Returns:
        False if no package gives the side that much; nothing is then written.
    """
    best = -1
    best_utility = NOT_THERE
    for i in range(s.issue[issue].combinations):
        if _search(s, issue, i, side, least):
            found = s.candidate[i]
            utility = found.utility_partner if side == DESTINATION else found.utility_destination
            if utility > best_utility:
                best_utility = utility
                best = i
    if best < 0:
        return False
    _choose(s, issue, best)
    return True


@compiles
def largest_joint_worth(s: State, lead: Any) -> float:
    """Largest sum of both sides' utilities of any package: that of equal weights."""
    most = NOT_THERE
    for i in range(lead.combinations):
        one, other = gains_at(s, lead, i, 1.0)
        most = max(most, one + other)
    return most


@compiles
def _beyond_nash(s: State, issue: int, power: float, ratio: float, pair: Pair) -> float:
    """What is zero at the Nash point and rises along the frontier: ``rho (1 - pi) g0 - pi g1``."""
    gain_destination = pair[0] - s.bid[bid_of(issue, DESTINATION)].disagreement
    gain_partner = pair[1] - s.bid[bid_of(issue, PARTNER)].disagreement
    return float((1.0 - power) * ratio * gain_destination - power * gain_partner)


@compiles
def _nash_for(s: State, issue: int, combination: int, power: float) -> None:
    """Note the asymmetric Nash package, given which indivisible provisions are in it.

    On the frontier the weight ratio of the Nash point is ``pi g1 / ((1 - pi) g0)``.
    """
    base_destination = s.bid[bid_of(issue, DESTINATION)].disagreement
    base_partner = s.bid[bid_of(issue, PARTNER)].disagreement
    lead = s.issue[issue]
    found = s.candidate[combination]
    low = found.lowest_ratio
    high = lead.ratio_high
    if low > high:
        # No package with these provisions can be signed at all.
        found.utility_destination = NOT_THERE
        found.utility_partner = NOT_THERE
        return
    one, other, _ = gains_along(s, lead, combination, low)
    if _beyond_nash(s, issue, power, low, (one, other)) >= 0.0:
        _propose(s, issue, combination, low, low, 1.0)
        return
    one, other, _ = gains_along(s, lead, combination, high)
    if _beyond_nash(s, issue, power, high, (one, other)) <= 0.0:
        _propose(s, issue, combination, high, high, 1.0)
        return
    ratio = _first_ratio(lead.ratio, low, high)
    for step in range(SEARCH_STEPS):
        one, other, slope = gains_along(s, lead, combination, ratio)
        excess = _beyond_nash(s, issue, power, ratio, (one, other))
        if abs(excess) <= CLOSE * power * abs(other - base_partner):
            low = ratio
            high = ratio
            break
        if excess > 0.0:
            high = ratio
        else:
            low = ratio
        if high - low <= RATIOS_MET * high:
            break
        slope = (1.0 - power) * (one - base_destination) + ratio * slope
        ratio = _next_ratio(step, low, high, ratio, excess, slope)
    lead.ratio = ratio
    low /= 1.0 + BESIDE
    high *= 1.0 + BESIDE
    below = _beyond_nash(s, issue, power, low, gains_at(s, lead, combination, low))
    above = _beyond_nash(s, issue, power, high, gains_at(s, lead, combination, high))
    _propose(s, issue, combination, low, high, _share_between(below, above))


@compiles
def nash_package(s: State, issue: int, power: float) -> bool:
    """Write the asymmetric Nash package from the expected disagreement point.

    Relative gains play no part in it: the benchmark is common to both.

    Args:
        s: the state; the talks' bids hold the expected disagreement utilities.
        issue: issue that leads the talks.
        power: bargaining power of the destination side.

    Returns:
        False if no package gives both more than disagreement; nothing is then written.
    """
    lead = s.issue[issue]
    for i in range(lead.combinations):
        _nash_for(s, issue, i, power)
    best = nash_choice(
        utility_0=s.candidate["utility_destination"],
        utility_1=s.candidate["utility_partner"],
        count=lead.combinations,
        disagreement_0=s.bid[bid_of(issue, DESTINATION)].disagreement,
        disagreement_1=s.bid[bid_of(issue, PARTNER)].disagreement,
        power=power,
    )
    if best < 0:
        return False
    _choose(s, issue, best)
    lead.utility_destination = s.candidate[best].utility_destination
    lead.utility_partner = s.candidate[best].utility_partner
    return True
