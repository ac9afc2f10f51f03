"""What a formal text is worth to a side, compared with an informal one."""

import math

from sim.model.codes import (
    PARTNER,
)
from sim.model.leverage import best_request, gain_from
from sim.model.lookups import actor_at, effective_hurdle, settles
from sim.model.propensities import demand_propensity
from sim.model.settlement import delivery_expected
from sim.model.state import State
from sim.rules.agreements import formal_worth
from sim.rules.compiling import compiles
from sim.rules.demands import demanded_level


@compiles
def formal_worth_to(s: State, issue: int, side: int) -> float:
    """Gain to a side of signing the package in the trial levels formally, in utility a month.

    Two paths lead to informality, and each can be shut by a scenario alone: uncertainty through
    the freedom to adjust (volatility of the route), and empowerment through the partner's
    expectation of naming a better price before long.
    """
    rule = s.rule[0]
    lead = s.issue[issue]
    table = lead.table
    actor = actor_at(s, table, side)
    doubt = 1.0 - delivery_expected(s, table, side)
    promised = 0.0
    exposed = 0.0
    migration = 0.0
    for i in range(s.table[table].first, s.table[table].last):
        p = s.provision[i]
        if not settles(s, issue, i):
            continue
        raised = max(p.trial - p.inherited, 0.0)
        if p.receiver == side:
            promised += p.worth * raised
        else:
            exposed += p.visibility * raised
        if p.migration == 1:
            migration += p.worth * raised
    exposure = effective_hurdle(actor, s.run[0].month) * min(exposed, 1.0)
    return formal_worth(
        secured=rule.form_binding * doubt * promised,
        exposure=rule.form_exposure * exposure,
        uncertainty=migration * _yearly_deviation(s, table),
        renegotiation=_renegotiation_gain(s, table, side),
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
def _renegotiation_gain(s: State, table: int, side: int) -> float:
    """What a partner expects to gain by naming a price within some months of signing."""
    if side != PARTNER:
        return 0.0
    rule = s.rule[0]
    share = 0.5 * (rule.reverse_ambition_low + rule.reverse_ambition_high)
    asked = best_request(s, table, side, share, True)
    if asked < 0:
        return 0.0
    p = s.provision[asked]
    level = demanded_level(
        inherited=p.inherited, cap=p.cap, share=share, divisible=p.divisible == 1
    )
    likelihood = min(demand_propensity(s, table, side) * rule.form_renegotiation_months, 1.0)
    return likelihood * gain_from(s, table, p, level)
