"""Searches along the efficient frontier: the best package for one side, and the Nash point.

For fixed ends of the indivisible provisions the frontier is a line, traced by the weight ratio
of the two sides. What does not change along it is worked out once for a meeting, in the terms
of `sim.model.terms`; each step of a search is then one pass over a handful of numbers.

Both searches expect the terms to be gathered. They write the package that they find into the
trial levels, and what it is worth into ``utility_destination`` and ``utility_partner`` of the
talks.
"""

import math

from sim.model.codes import (
    DESTINATION,
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

# rows of the state's points that describe candidates, by combination of indivisible provisions
UTILITY_0, UTILITY_1, _, _, ONE_RATIO, OTHER_RATIO, SHARE, LOWEST = range(8)


@compiles
def _felt(
    side: int,
    utility_destination: float,
    utility_partner: float,
    base_destination: float,
    base_partner: float,
    weight: float,
) -> float:
    """A side's utility of a package when it minds being outdone by the other's gain.

    Args:
        side: the side that judges.
        utility_destination: what the package is worth to the destination side.
        utility_partner: what it is worth to the partner.
        base_destination: expected disagreement utility of the destination side.
        base_partner: the same of the partner.
        weight: the judging side's weight on relative gains.
    """
    if side == DESTINATION:
        return base_destination + relative_gains(
            utility_destination - base_destination, utility_partner - base_partner, weight
        )
    return base_partner + relative_gains(
        utility_partner - base_partner, utility_destination - base_destination, weight
    )


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
def _propose(s: State, issue: int, ends: int, one: float, other: float, share: float) -> None:
    """Note a candidate: the mixture of two close points of the frontier, and its utilities."""
    lead = s.issue[issue]
    raise_between(s.term, lead, s.rule[0], one, other, share)
    utility_destination, utility_partner = gains_as_raised(s.term, lead, s.rule[0], s.points, ends)
    s.points[UTILITY_0, ends] = utility_destination
    s.points[UTILITY_1, ends] = utility_partner
    s.points[ONE_RATIO, ends] = one
    s.points[OTHER_RATIO, ends] = other
    s.points[SHARE, ends] = share


@compiles
def _choose(s: State, issue: int, ends: int) -> None:
    """Write a candidate into the trial levels, and its utilities into the talks."""
    lead = s.issue[issue]
    utility_destination = s.points[UTILITY_0, ends]
    utility_partner = s.points[UTILITY_1, ends]
    base_destination = s.bid[bid_of(issue, 0)].disagreement
    base_partner = s.bid[bid_of(issue, 1)].disagreement
    weight_destination = actor_at(s, lead.table, 0).relative_gains
    weight_partner = actor_at(s, lead.table, 1).relative_gains
    lead.utility_destination = _felt(
        0, utility_destination, utility_partner, base_destination, base_partner, weight_destination
    )
    lead.utility_partner = _felt(
        1, utility_destination, utility_partner, base_destination, base_partner, weight_partner
    )
    one = s.points[ONE_RATIO, ends]
    other = s.points[OTHER_RATIO, ends]
    raise_between(s.term, lead, s.rule[0], one, other, s.points[SHARE, ends])
    write_package(s, issue, ends)


@compiles
def _search(s: State, issue: int, ends: int, side: int, least: float) -> bool:
    """Note the efficient package that gives a side just ``least``; False if none does.

    The side's utility rises along the frontier as its weight does, so the search closes in on
    one point from both ends.
    """
    lead = s.issue[issue]
    rule = s.rule[0]
    base_destination = s.bid[bid_of(issue, 0)].disagreement
    base_partner = s.bid[bid_of(issue, 1)].disagreement
    weight = actor_at(s, lead.table, side).relative_gains
    low = s.points[LOWEST, ends]
    if low > lead.ratio_high:
        return False
    poor = low if side == DESTINATION else lead.ratio_high
    rich = lead.ratio_high if side == DESTINATION else low
    one_destination, one_partner, _ = gains_along(
        s.segment, s.term, lead, rule, s.points, ends, poor
    )
    poor_excess = (
        _felt(side, one_destination, one_partner, base_destination, base_partner, weight) - least
    )
    if poor_excess >= 0.0:
        _propose(s, issue, ends, poor, poor, 1.0)
        return True
    one_destination, one_partner, _ = gains_along(
        s.segment, s.term, lead, rule, s.points, ends, rich
    )
    rich_excess = (
        _felt(side, one_destination, one_partner, base_destination, base_partner, weight) - least
    )
    if rich_excess < 0.0:
        return False
    ratio = _first_ratio(lead.ratio, poor, rich)
    for step in range(SEARCH_STEPS):
        one_destination, one_partner, slope = gains_along(
            s.segment, s.term, lead, rule, s.points, ends, ratio
        )
        excess = (
            _felt(side, one_destination, one_partner, base_destination, base_partner, weight)
            - least
        )
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
    one_destination, one_partner = gains_at(s.term, lead, rule, s.points, ends, poor)
    poor_excess = (
        _felt(side, one_destination, one_partner, base_destination, base_partner, weight) - least
    )
    one_destination, one_partner = gains_at(s.term, lead, rule, s.points, ends, rich)
    rich_excess = (
        _felt(side, one_destination, one_partner, base_destination, base_partner, weight) - least
    )
    _propose(s, issue, ends, poor, rich, _share_between(poor_excess, rich_excess))
    one_destination = s.points[UTILITY_0, ends]
    one_partner = s.points[UTILITY_1, ends]
    if (
        _felt(side, one_destination, one_partner, base_destination, base_partner, weight)
        < least - TOO_LITTLE
    ):
        # Where related provisions complement each other a mixture is worth less than its parts.
        _propose(s, issue, ends, rich, rich, 1.0)
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
    for ends in range(s.issue[issue].ends):
        if _search(s, issue, ends, side, least):
            utility = s.points[UTILITY_1 if side == DESTINATION else UTILITY_0, ends]
            if utility > best_utility:
                best_utility = utility
                best = ends
    if best < 0:
        return False
    _choose(s, issue, best)
    return True


@compiles
def _nash_for_ends(s: State, issue: int, ends: int, power: float) -> None:
    """Note the asymmetric Nash package, given the ends of the indivisible provisions.

    On the frontier the weight ratio of the Nash point is ``pi g1 / ((1 - pi) g0)``: it is the
    root of ``rho (1 - pi) g0 - pi g1``, which rises along the frontier.
    """
    base_destination = s.bid[bid_of(issue, 0)].disagreement
    base_partner = s.bid[bid_of(issue, 1)].disagreement
    lead = s.issue[issue]
    low = s.points[LOWEST, ends]
    high = lead.ratio_high
    if low > high:
        # No package with these ends can be signed at all.
        s.points[UTILITY_0, ends] = NOT_THERE
        s.points[UTILITY_1, ends] = NOT_THERE
        return
    rule = s.rule[0]
    gain_destination, gain_partner, _ = gains_along(
        s.segment, s.term, lead, rule, s.points, ends, low
    )
    excess_low = (1.0 - power) * low * (gain_destination - base_destination) - power * (
        gain_partner - base_partner
    )
    if excess_low >= 0.0:
        _propose(s, issue, ends, low, low, 1.0)
        return
    gain_destination, gain_partner, _ = gains_along(
        s.segment, s.term, lead, rule, s.points, ends, high
    )
    excess_high = (1.0 - power) * high * (gain_destination - base_destination) - power * (
        gain_partner - base_partner
    )
    if excess_high <= 0.0:
        _propose(s, issue, ends, high, high, 1.0)
        return
    ratio = _first_ratio(lead.ratio, low, high)
    for step in range(SEARCH_STEPS):
        gain_destination, gain_partner, slope = gains_along(
            s.segment, s.term, lead, rule, s.points, ends, ratio
        )
        gain_destination -= base_destination
        gain_partner -= base_partner
        excess = (1.0 - power) * ratio * gain_destination - power * gain_partner
        if abs(excess) <= CLOSE * power * abs(gain_partner):
            low = ratio
            high = ratio
            break
        if excess > 0.0:
            high = ratio
        else:
            low = ratio
        if high - low <= RATIOS_MET * high:
            break
        slope = (1.0 - power) * gain_destination + ratio * slope
        ratio = _next_ratio(step, low, high, ratio, excess, slope)
    lead.ratio = ratio
    low /= 1.0 + BESIDE
    high *= 1.0 + BESIDE
    gain_destination, gain_partner = gains_at(s.term, lead, rule, s.points, ends, low)
    excess_low = (1.0 - power) * low * (gain_destination - base_destination) - power * (
        gain_partner - base_partner
    )
    gain_destination, gain_partner = gains_at(s.term, lead, rule, s.points, ends, high)
    excess_high = (1.0 - power) * high * (gain_destination - base_destination) - power * (
        gain_partner - base_partner
    )
    _propose(s, issue, ends, low, high, _share_between(excess_low, excess_high))


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
    for ends in range(lead.ends):
        _nash_for_ends(s, issue, ends, power)
    best = nash_choice(
        utility_0=s.points[UTILITY_0],
        utility_1=s.points[UTILITY_1],
        count=lead.ends,
        disagreement_0=s.bid[bid_of(issue, 0)].disagreement,
        disagreement_1=s.bid[bid_of(issue, 1)].disagreement,
        power=power,
    )
    if best < 0:
        return False
    _choose(s, issue, best)
    lead.utility_destination = s.points[UTILITY_0, best]
    lead.utility_partner = s.points[UTILITY_1, best]
    return True
