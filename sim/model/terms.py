"""The terms of one meeting: all that stays the same while a search moves along the frontier.

One term per divisible provision on the agenda, with its worth, its marginal cost and its room
to rise; the provisions outside the agenda and the settlement costs add up to a base utility, and
every combination of indivisible provisions adds a fixed amount to that.
"""

from typing import Any

from sim.model.codes import (
    DESTINATION,
    LINKAGE_SUBSTANTIVE,
    PARTNER,
    PROMISE_EXPECTED,
)
from sim.model.limits import can_be_given, room_left
from sim.model.lookups import restored_by, settles
from sim.model.settlement import (
    banked,
    cost_in_force,
    delivery_of,
    marginal_cost,
    settlement_cost,
)
from sim.model.shared_acts import level_felt, level_taken
from sim.model.state import State
from sim.rules.compiling import compiles
from sim.rules.numbers import FAR
from sim.rules.packages import efficient_raise, leaves_inherited, reaches_cap
from sim.rules.utility import raising_cost, received, synergy

PASSES_IF_RELATED = 3
"""How often related provisions answer each other's level."""
MARGIN, MARGIN_IF_RELATED = 2.0, 100.0
"""How far searches look beyond the ratios at which a provision alone begins or stops to rise."""
NEAREST = 1e-6
"""Lowest ratio that is looked at, against the highest, where the first step costs nothing."""


@compiles
def level_outside(s: State, issue: int, provision: int) -> float:
    """Level that a settlement leaves a provision at which it is not about."""
    p = s.provision[provision]
    if restored_by(s, issue, provision):
        return max(p.level, p.inherited)
    return p.level


@compiles
def gather(s: State, issue: int) -> None:
    """Work out the terms of the talks that an issue leads.

    It also writes the trial levels of the provisions that the talks are not about.
    """
    lead = s.issue[issue]
    table = lead.table
    lead.base_destination = -settlement_cost(s, issue, 0)
    lead.base_partner = -settlement_cost(s, issue, 1)
    lead.base_migration = 0.0
    lead.base_other = 0.0
    lead.base_given = -lead.base_destination
    lead.terms = 0
    lead.wholes = 0
    lead.combinations = 1
    lead.ratio_low = FAR
    lead.ratio_high = 0.0
    nothing = s.candidate[0]
    nothing.added_destination = nothing.added_partner = 0.0
    nothing.migration = nothing.other = nothing.given = 0.0
    for i in range(s.table[table].first, s.table[table].last):
        p = s.provision[i]
        kept, paid = banked(s, p)
        if not settles(s, issue, i):
            level = level_outside(s, issue, i)
            p.trial = level
            worth = received(
                level=level_felt(p, level), inherited=p.inherited, benefit=p.worth, delivery=1.0
            )
            _add(lead, p, kept + worth, paid + cost_in_force(s, p, level))
            continue
        # What other tables supply, or withdraw, of the same act is there with or without a deal.
        around = level_felt(p, p.inherited)
        worth = received(level=around, inherited=p.inherited, benefit=p.worth, delivery=1.0)
        _add(lead, p, kept + worth, paid)
        if p.divisible == 1:
            _add_term(s, lead, i)
        else:
            lead.wholes += 1
            if can_be_given(s, lead, p):
                _add_indivisible(s, lead, p)
    if lead.ratio_high == 0.0:
        lead.ratio_low = 1.0
        lead.ratio_high = 1.0
    margin = MARGIN_IF_RELATED if s.rule[0].linkage == LINKAGE_SUBSTANTIVE else MARGIN
    lead.ratio_low /= margin
    lead.ratio_high *= margin
    for combination in range(lead.combinations):
        s.candidate[combination].lowest_ratio = lead.ratio_low


@compiles
def _add(lead: Any, p: Any, worth: float, cost: float) -> None:
    """Add what does not depend on the package to both sides' base utility."""
    if p.receiver == DESTINATION:
        lead.base_destination += worth
        lead.base_partner -= cost
        if p.migration == 1:
            lead.base_migration += worth
        else:
            lead.base_other += worth
    else:
        lead.base_partner += worth
        lead.base_destination -= cost
        lead.base_given += cost


@compiles
def _add_indivisible(s: State, lead: Any, p: Any) -> None:
    """Double the combinations: each without, and each with, one indivisible provision."""
    room = p.cap - p.inherited
    count = lead.combinations
    lead.combinations = 2 * count
    expected = delivery_of(s, p)
    worth = expected * p.worth * room
    cost = raising_cost(room, p.cost, marginal_cost(s, p))
    if s.rule[0].promise_cost == PROMISE_EXPECTED:
        cost *= expected
    for i in range(count):
        without, with_it = s.candidate[i], s.candidate[count + i]
        with_it.migration, with_it.other = without.migration, without.other
        with_it.given = without.given
        if p.receiver == DESTINATION:
            with_it.added_destination = without.added_destination + worth
            with_it.added_partner = without.added_partner - cost
            if p.migration == 1:
                with_it.migration += worth
            else:
                with_it.other += worth
        else:
            with_it.added_destination = without.added_destination - cost
            with_it.added_partner = without.added_partner + worth
            with_it.given += cost


@compiles
def _add_term(s: State, lead: Any, provision: int) -> None:
    """Add one divisible provision, and widen the range of ratios in which it moves."""
    p = s.provision[provision]
    term = s.term[lead.terms]
    lead.terms += 1
    term.provision = provision
    term.receiver = p.receiver
    term.cluster = p.cluster
    expected = delivery_of(s, p)
    term.worth = expected * p.worth
    term.migration = p.migration
    start = p.inherited
    marginal = marginal_cost(s, p)
    taken = level_taken(p)
    if taken > start:
        # Others already have so much of this act; here only what goes beyond it counts.
        start = taken
        marginal += 2.0 * p.cost * (start - p.inherited)
    term.start = start
    # What is not expected to be delivered is no worth to one side, and no cost to the other.
    kept = expected if s.rule[0].promise_cost == PROMISE_EXPECTED else 1.0
    term.marginal = kept * marginal
    term.cost = kept * kept * p.cost
    term.span = max(p.cap - p.inherited, 0.0)
    term.room = room_left(s, lead, p, max(p.cap - start, 0.0))
    term.raised = 0.0
    starts = leaves_inherited(term.worth, term.marginal)
    stops = reaches_cap(benefit=term.worth, marginal=term.marginal, cost=term.cost, room=term.room)
    if stops <= 0.0:
        return
    # Where the first step costs nothing the frontier only nears the inherited level.
    starts = max(starts, NEAREST * stops)
    if p.receiver == PARTNER:
        starts, stops = 1.0 / stops, 1.0 / starts
    lead.ratio_low = min(lead.ratio_low, starts)
    lead.ratio_high = max(lead.ratio_high, stops)


@compiles
def raise_all(s: State, lead: Any, ratio: float) -> None:
    """Write into the terms how far the efficient package raises each provision.

    Args:
        s: the state, its terms gathered.
        lead: record of the issue that leads the talks.
        ratio: weight of the destination side's utility against the partner's, above 0.
    """
    rule = s.rule[0]
    related = rule.linkage == LINKAGE_SUBSTANTIVE
    inverse = 1.0 / ratio
    for turn in range(PASSES_IF_RELATED if related else 1):
        for i in range(lead.terms):
            term = s.term[i]
            weight = ratio if term.receiver == DESTINATION else inverse
            marginal = term.marginal
            if turn > 0:
                marginal -= (weight + 1.0) * _pull(s, lead, i)
            term.raised = efficient_raise(
                weight=weight, benefit=term.worth, marginal=marginal, cost=term.cost, room=term.room
            )


@compiles
def _pull(s: State, lead: Any, index: int) -> float:
    """Marginal complementarity of one term, given how far related ones are raised."""
    term = s.term[index]
    if term.cluster < 0 or term.span <= 0.0:
        return 0.0
    total = 0.0
    for j in range(lead.terms):
        other = s.term[j]
        if j != index and other.cluster == term.cluster and other.span > 0.0:
            total += other.raised / other.span
    return float(s.rule[0].utility_synergy * total / term.span)


@compiles
def gains_at(s: State, lead: Any, combination: int, ratio: float) -> tuple[float, float]:
    """Both sides' utility of signing the efficient package for a weight ratio.

    The innermost step of all searches.

    Args:
        s: the state, its terms gathered.
        lead: record of the issue that leads the talks.
        combination: which indivisible provisions are given, one bit each in order.
        ratio: weight of the destination side's utility against the partner's, above 0.
    """
    raise_all(s, lead, ratio)
    return gains_as_raised(s, lead, combination)


@compiles
def gains_as_raised(s: State, lead: Any, combination: int) -> tuple[float, float]:
    """The same for the package that stands in the terms, efficient or not."""
    utility_destination = lead.base_destination + s.candidate[combination].added_destination
    utility_partner = lead.base_partner + s.candidate[combination].added_partner
    for i in range(lead.terms):
        term = s.term[i]
        worth = term.worth * term.raised
        cost = raising_cost(term.raised, term.cost, term.marginal)
        if term.receiver == DESTINATION:
            utility_destination += worth
            utility_partner -= cost
        else:
            utility_destination -= cost
            utility_partner += worth
    if s.rule[0].linkage == LINKAGE_SUBSTANTIVE:
        both = complementarity(s, lead)
        utility_destination += both
        utility_partner += both
    return utility_destination, utility_partner


@compiles
def slope_at(s: State, lead: Any, ratio: float) -> float:
    """How fast the destination side's utility rises with the ratio, terms raised as last written.

    The partner's falls by the ratio times as much. Complementarity is left out: the slope only
    guides a search.
    """
    slope = 0.0
    for i in range(lead.terms):
        term = s.term[i]
        if term.cost <= 0.0 or term.raised <= 0.0 or term.raised >= term.room:
            continue
        pace = term.worth * term.worth / (2.0 * term.cost)
        slope += pace if term.receiver == DESTINATION else pace / (ratio * ratio * ratio)
    return slope


@compiles
def raise_between(s: State, lead: Any, one: float, other: float, share: float) -> None:
    """Write a mixture of two close points of the frontier into the terms.

    At a ratio at which a transferable provision jumps, every mixture of both ends is efficient;
    on a smooth stretch the ends have met and the mixture changes nothing.

    Args:
        s: the state, its terms gathered.
        lead: record of the issue that leads the talks.
        one: weight ratio at one end.
        other: weight ratio at the other end.
        share: how much of the other end is in the mixture.
    """
    raise_all(s, lead, one)
    if other == one:
        return
    for i in range(lead.terms):
        s.term[i].near = s.term[i].raised
    raise_all(s, lead, other)
    for i in range(lead.terms):
        term = s.term[i]
        term.raised = term.near + share * (term.raised - term.near)


@compiles
def write_package(s: State, issue: int, combination: int) -> None:
    """Write the package that stands in the terms into the trial levels of the table."""
    lead = s.issue[issue]
    for i in range(lead.terms):
        term = s.term[i]
        p = s.provision[term.provision]
        p.trial = term.start + term.raised
    if lead.wholes > 0:
        _set_indivisible(s, issue, combination)


@compiles
def _set_indivisible(s: State, issue: int, combination: int) -> None:
    """Write the levels of the indivisible provisions on the agenda."""
    table = s.table[s.issue[issue].table]
    bit = 0
    for i in range(table.first, table.last):
        p = s.provision[i]
        if p.divisible == 1 or not settles(s, issue, i):
            continue
        p.trial = level_taken(p)
        if can_be_given(s, s.issue[issue], p):
            p.trial = p.cap if (combination >> bit) & 1 else p.inherited
            bit += 1


@compiles
def complementarity(s: State, lead: Any) -> float:
    """Worth, to either side, of related provisions as the terms raise them."""
    total = 0.0
    strength = s.rule[0].utility_synergy
    count = lead.terms
    for i in range(count):
        one = s.term[i]
        if one.cluster < 0 or one.span <= 0.0:
            continue
        for j in range(i + 1, count):
            other = s.term[j]
            if other.cluster == one.cluster and other.span > 0.0:
                total += synergy(one.raised / one.span, other.raised / other.span, strength)
    return total
