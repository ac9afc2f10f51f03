"""The mandate: how much its members let a union give away, as a bound on the frontier.

All members want their union to receive more and give less, each at a rate of its own. So along
the frontier every member has one point from which it votes yes, and the vote has one, too: the
lowest weight ratio that the union may sign. It is public, as negotiating directives mostly are:
a narrow win-set that nobody sees would tie no hands [putnam1988].
"""

import math
from typing import Any

from sim.model.codes import (
    DESTINATION,
    LINKAGE_SUBSTANTIVE,
)
from sim.model.instruments import hurdle_share
from sim.model.limits import can_be_given
from sim.model.lookups import bid_of, voted_on
from sim.model.segments import lay_segments
from sim.model.state import State
from sim.model.terms import (
    complementarity,
    gains_as_raised,
    gather,
    raise_all,
)
from sim.model.unions import expected_parts, passes
from sim.rules.compiling import compiles
from sim.rules.utility import raising_cost

BISECTIONS = 48
NOWHERE = 1e301
BESIDE = 1.0 + 1e-12


@compiles
def lay_out(s: State, issue: int) -> None:
    """Gather the terms of the talks that an issue leads, within the destination side's mandate."""
    gather(s, issue)
    lay_segments(s, s.issue[issue])
    if voted_on(s, s.issue[issue].table):
        for combination in range(s.issue[issue].combinations):
            s.candidate[combination].lowest_ratio = _lowest_ratio(s, issue, combination)


@compiles
def _lowest_ratio(s: State, issue: int, combination: int) -> float:
    """Lowest weight ratio at which the members pass the efficient package; `NOWHERE` if none."""
    lead = s.issue[issue]
    low = lead.ratio_low
    high = lead.ratio_high
    before = expected_parts(s, lead.table, s.bid[bid_of(issue, DESTINATION)].disagreement)
    if _passes_at(s, lead, combination, before, low):
        return float(low)
    if not _passes_at(s, lead, combination, before, high):
        return NOWHERE
    for _ in range(BISECTIONS):
        middle = math.sqrt(low * high)
        if _passes_at(s, lead, combination, before, middle):
            high = middle
        else:
            low = middle
    # A little to the side: at a jump of a provision the ratio itself belongs to neither end.
    return float(high * BESIDE)


@compiles
def _passes_at(
    s: State, lead: Any, combination: int, before: tuple[float, float, float], ratio: float
) -> bool:
    """Whether the members pass the efficient package for a weight ratio."""
    raise_all(s, lead, ratio)
    package = _parts_as_raised(s, lead, combination)
    return passes(s, lead.table, package, before, hurdle_share(s, lead), 0.0)


@compiles
def _parts_as_raised(s: State, lead: Any, combination: int) -> tuple[float, float, float]:
    """The package that stands in the terms, in the parts that members feel differently."""
    migration = lead.base_migration + s.candidate[combination].migration
    other = lead.base_other + s.candidate[combination].other
    given = lead.base_given + s.candidate[combination].given
    for i in range(lead.terms):
        term = s.term[i]
        if term.receiver != DESTINATION:
            given += raising_cost(term.raised, term.cost, term.marginal)
        elif term.migration == 1:
            migration += term.worth * term.raised
        else:
            other += term.worth * term.raised
    if s.rule[0].linkage == LINKAGE_SUBSTANTIVE:
        other += complementarity(s, lead)
    return migration, other, given


@compiles
def parts_offered(s: State, issue: int) -> tuple[float, float, float]:
    """The package in the trial levels, at the terms last laid out, in the same parts."""
    lead = s.issue[issue]
    _raise_to_trial(s, lead)
    return _parts_as_raised(s, lead, _combination_of_trial(s, issue))


@compiles
def worth_offered(s: State, issue: int) -> tuple[float, float]:
    """What the package in the trial levels is worth to both sides, at the terms last laid out."""
    lead = s.issue[issue]
    _raise_to_trial(s, lead)
    return gains_as_raised(s, lead, _combination_of_trial(s, issue))


@compiles
def _raise_to_trial(s: State, lead: Any) -> None:
    """Write the package in the trial levels into the terms."""
    for i in range(lead.terms):
        term = s.term[i]
        term.raised = max(s.provision[term.provision].trial - term.start, 0.0)


@compiles
def _combination_of_trial(s: State, issue: int) -> int:
    """Which indivisible provisions the trial levels give, one bit each in order."""
    from_bit = 1
    combination = 0
    table = s.table[s.issue[issue].table]
    for i in range(table.first, table.last):
        p = s.provision[i]
        if p.divisible == 1 or s.issue[p.issue].talk != issue:
            continue
        if can_be_given(s, s.issue[issue], p):
            if p.trial >= p.cap:
                combination += from_bit
            from_bit *= 2
    return combination
