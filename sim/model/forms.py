"""What a formal text is worth to a side, compared with an informal one."""

import math

from sim.model.codes import (
    LINKAGE_NONE,
    PARTNER,
)
from sim.model.lookups import bid_of, hurdle_at, settles, worth_to
from sim.model.propensities import demand_propensity
from sim.model.settlement import cost_of, delivery_expected, delivery_of
from sim.model.state import State
from sim.model.talks import power_at_table
from sim.rules.agreements import formal_worth, freedom_to_leave
from sim.rules.compiling import compiles
from sim.rules.demands import demanded_level


@compiles
def formal_worth_to(s: State, issue: int, side: int) -> float:
    """Gain to a side of signing the package last found formally, in utility a month.

    Two paths lead to informality, and each can be shut by a scenario alone: uncertainty through
    the freedom to adjust (volatility of the route), and empowerment through the partner's
    expectation of naming a better price before long.
    """
    rule = s.rule[0]
    lead = s.issue[issue]
    table = lead.table
    doubt = 1.0 - delivery_expected(s, table, side)
    promised = 0.0
    exposed = 0.0
    felt = 0.0
    for i in range(s.table[table].first, s.table[table].last):
        p = s.provision[i]
        if not settles(s, issue, i):
            continue
        raised = max(p.trial - p.inherited, 0.0)
        if p.receiver == side:
            promised += p.worth * raised
            felt += p.worth * raised if p.migration == 1 else 0.0
        else:
            exposed += p.visibility * raised
    exposure = hurdle_at(s, table, side) * min(exposed, 1.0)
    return formal_worth(
        secured=rule.form_binding * doubt * promised,
        exposure=rule.form_exposure * exposure,
        uncertainty=freedom_to_leave(
            gain=worth_to(lead, side) - s.bid[bid_of(issue, side)].disagreement,
            deviation=felt * rule.utility_pressure_elasticity * _yearly_deviation(s, table),
        ),
        renegotiation=_renegotiation_gain(s, issue, side),
        adjustment=rule.form_adjustment,
        asking=rule.form_renegotiation,
    )


@compiles
def _yearly_deviation(s: State, table: int) -> float:
    """Standard deviation that the route's pressure settles at: what is uncertain about a deal."""
    route = s.table[table].route
    if route < 0:
        return 0.0
    r = s.route[route]
    spread = 1.0 - r.persistence * r.persistence
    if spread <= 0.0:
        return float(r.volatility)
    return float(r.volatility) / math.sqrt(spread)


@compiles
def _renegotiation_gain(s: State, issue: int, side: int) -> float:
    """What a partner expects to gain by naming a price within some months of signing.

    It counts from what it would have by then: what the package gives needs no asking any more. And
    to name a price is not to get it: what it can hope for is its share of what both would gain.
    """
    if side != PARTNER:
        return 0.0
    rule = s.rule[0]
    table = s.issue[issue].table
    share = 0.5 * (rule.reverse_ambition_low + rule.reverse_ambition_high)
    most = 0.0
    for i in range(s.table[table].first, s.table[table].last):
        p = s.provision[i]
        closed = rule.linkage == LINKAGE_NONE and s.issue[p.issue].open == 0
        if p.receiver != side or closed:
            continue
        level = demanded_level(
            inherited=p.inherited, cap=p.cap, share=share, divisible=p.divisible == 1
        )
        signed = max(p.trial, p.level) if settles(s, issue, i) else p.level
        if level > signed:
            gain = p.worth * delivery_of(s, p) * (level - signed)
            most = max(most, gain - (cost_of(s, p, level) - cost_of(s, p, signed)))
    likelihood = min(demand_propensity(s, table, side) * rule.form_renegotiation_months, 1.0)
    return likelihood * (1.0 - power_at_table(s, table)) * most
