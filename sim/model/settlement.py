"""What levels in force are worth to both sides, and what a new settlement costs them."""

from typing import Any

from sim.model.codes import ADOPTION_ONCE, DESTINATION
from sim.model.lookups import actor_at, seat_of
from sim.model.shared_acts import level_felt
from sim.model.state import State
from sim.rules.compiling import compiles
from sim.rules.compliance import delivery_target
from sim.rules.packages import marginal_at_inherited
from sim.rules.utility import (
    expected_delivery,
    once,
    raising_cost,
    received,
    withdrawing_cost,
)

HALF_WAY = 0.5
"""Depth at which a promise is foreseen before its depth is known."""


@compiles
def marginal_cost(s: State, p: Any) -> float:
    """Cost to its giver of the first step above the inherited level of a provision."""
    return marginal_at_inherited(
        inherited=p.inherited,
        cost=p.cost,
        linear_cost=p.linear_cost,
        inherited_marginal=s.rule[0].utility_inherited_marginal,
    )


@compiles
def cost_of(s: State, p: Any, level: float) -> float:
    """Cost to its giver of supplying a provision at a level, raised or withdrawn."""
    if level >= p.inherited:
        return raising_cost(level - p.inherited, p.cost, marginal_cost(s, p))
    return withdrawing_cost(
        level=level,
        inherited=p.inherited,
        withdrawal_cost=p.withdrawal_cost,
        below_zero_cost=p.below_zero_cost,
    )


@compiles
def cost_in_force(s: State, p: Any, level: float) -> float:
    """Cost to its giver of a level, less what an earlier agreement elsewhere already pays for.

    It does so only as long as that agreement lasts.
    """
    cost = cost_of(s, p, level)
    paid_for = min(p.prior, max(p.elsewhere, p.pledged))
    if paid_for > p.inherited:
        return cost - cost_of(s, p, max(min(level, paid_for), p.inherited))
    return cost


@compiles
def delivery_of(s: State, p: Any) -> float:
    """Share of a promised increment of a provision that its receiver expects to see.

    Trust, blended with what the giver can be foreseen to deliver by what is public: its capacity,
    and half the depth that is possible. Its hurdle at home is its own secret. Without foresight
    nobody would bargain in view of compliance.
    """
    rule = s.rule[0]
    trusted = delivery_expected(s, p.table, p.receiver)
    if rule.utility_foresight == 0.0:
        return trusted
    giver = actor_at(s, p.table, p.giver)
    capacity = giver.coherence if p.giver == DESTINATION else giver.control_capacity
    foreseen = delivery_target(
        base=rule.compliance_base,
        capacity=rule.compliance_capacity * capacity,
        continuation=0.0,
        trust=rule.compliance_trust * s.seat[seat_of(p.table, p.receiver)].trust,
        formal=0.0,
        depth=rule.compliance_depth * HALF_WAY,
        domestic=0.0,
        shortfall=0.0,
        decay=0.0,
    )
    return trusted + rule.utility_foresight * (foreseen - trusted)


@compiles
def delivery_expected(s: State, table: int, side: int) -> float:
    """Share of a promised increment that a side expects to see."""
    trust = s.seat[seat_of(table, side)].trust
    return expected_delivery(trust, s.rule[0].utility_delivery_floor)


@compiles
def banked(s: State, p: Any) -> tuple[float, float]:
    """What a stock given for good is worth to its holder and costs its giver, whatever comes.

    An agreement that ends leaves it where it is: part of what is inherited, from which changes
    count. Were it counted from there too, a state would lose its worth with the paper.
    """
    if p.stock == 0 or p.inherited <= p.start:
        return 0.0, 0.0
    given = p.inherited - p.start
    marginal = marginal_at_inherited(
        inherited=p.start,
        cost=p.cost,
        linear_cost=p.linear_cost,
        inherited_marginal=s.rule[0].utility_inherited_marginal,
    )
    return p.worth * given, raising_cost(given, p.cost, marginal)


@compiles
def utilities_in_force(s: State, table: int, restored: bool = False) -> tuple[float, float]:
    """Both sides' utility of today's levels: the disagreement point without any threat.

    Args:
        s: the state.
        table: the table.
        restored: whether to count what is withheld as given back: the pre-threat benchmark.
    """
    utility_destination = 0.0
    utility_partner = 0.0
    for i in range(s.table[table].first, s.table[table].last):
        p = s.provision[i]
        felt = level_felt(p, p.level)
        level = p.level
        if restored:
            felt = max(felt, p.inherited)
            level = max(level, p.inherited)
        kept, paid = banked(s, p)
        worth = kept + received(level=felt, inherited=p.inherited, benefit=p.worth, delivery=1.0)
        cost = paid + cost_in_force(s, p, level)
        if p.receiver == DESTINATION:
            utility_destination += worth
            utility_partner -= cost
        else:
            utility_destination -= cost
            utility_partner += worth
    return utility_destination, utility_partner


@compiles
def issues_settled(s: State, issue: int) -> int:
    """How many issues the talks that an issue leads would settle."""
    count = 0
    table = s.table[s.issue[issue].table]
    for i in range(table.first_issue, table.last_issue):
        if s.issue[i].talk == issue:
            count += 1
    return count


@compiles
def settlement_cost(s: State, issue: int, side: int) -> float:
    """Political cost to a side of a new settlement: its adoption, and each issue tied to it.

    Changing an agreement in force costs nothing again, unless it takes another form.
    """
    lead = s.issue[issue]
    drafted = lead.drafted
    form = s.instrument[drafted].adoption_cost if drafted >= 0 else 0.0
    if lead.in_force == 1:
        return float(form) if drafted != lead.instrument else 0.0
    table = lead.table
    tied = issues_settled(s, issue) - 1
    cost = s.seat[seat_of(table, side)].adoption_cost + form + s.table[table].linkage_cost * tied
    if s.rule[0].adoption_cost == ADOPTION_ONCE:
        cost = once(cost, actor_at(s, table, side).patience)
    return float(cost)
