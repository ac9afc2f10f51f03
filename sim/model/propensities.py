"""What the rules propose for a move: the chances that strategies take, scale or decline."""

from typing import NamedTuple

from sim.model.codes import (
    DESTINATION,
    ESTIMATE_TARGET,
    EXECUTION_ALWAYS,
    EXECUTION_NEVER,
    ON,
    ComplianceBar,
    Stage,
)
from sim.model.instruments import procedure_cost
from sim.model.leverage import (
    cost_of_withdrawing,
    gain_from,
    level_after_withdrawal,
    loss_from,
    pride,
    resistance,
)
from sim.model.limits import means_left
from sim.model.lookups import actor_at, in_force_at, route_pressure, sanction_capacity_at, seat_of
from sim.model.settlement import cost_of, utilities_in_force
from sim.model.state import State
from sim.rules.compiling import compiles
from sim.rules.demands import blackmail_chance, demand_logit, retaliation_hazard
from sim.rules.numbers import SMALL, logistic
from sim.rules.threats import (
    capability,
    chance_of_concession,
    chance_of_yielding,
    execution_chance,
    expected_gain,
    tacit_compliance,
)
from sim.rules.utility import once


class Stakes(NamedTuple):
    """What a side under threat weighs before it meets a demand without paper."""

    credibility: float
    """Its belief that the threat is carried out; 1 once it is."""
    loss: float
    """What it loses by that, in utility a month."""
    cost: float
    """What it costs it to give what is asked, in utility a month."""
    reactance: float
    """Utility that it gives up rather than be seen to yield."""


@compiles
def demand_propensity(s: State, table: int, side: int) -> float:
    """Monthly chance, as the rules see it, that a side names a price for what it gives."""
    rule = s.rule[0]
    seat = s.seat[seat_of(table, side)]
    other = s.seat[seat_of(table, 1 - side)]
    own_actor = actor_at(s, table, side)
    other_actor = actor_at(s, table, 1 - side)
    excess = max(route_pressure(s, table) - 1.0, 0.0)
    in_force = 0.0
    if in_force_at(s, table):
        in_force = max(utilities_in_force(s, table)[side], 0.0)
    logit = demand_logit(
        base=rule.reverse_base,
        empowerment=rule.reverse_empowerment * own_actor.empowerment,
        exposure=rule.reverse_exposure * other_actor.vulnerability * excess,
        grievance=rule.reverse_grievance * seat.grievance,
        stress=rule.reverse_stress * own_actor.fiscal_stress,
        deterrence=rule.reverse_dependence * seat.dependence * other.credibility,
        agreement=rule.reverse_agreement * in_force,
    )
    return float(rule.reverse_rate * logistic(logit))


@compiles
def blackmail_propensity(s: State, table: int, side: int) -> float:
    """Chance, as the rules see it, that a price comes with a threat rather than as a bargain."""
    rule = s.rule[0]
    own_actor = actor_at(s, table, side)
    other_actor = actor_at(s, table, 1 - side)
    return blackmail_chance(
        hosted_stock=own_actor.hosted_stock,
        geopolitical_weight=own_actor.geopolitical_weight,
        threshold=rule.reverse_blackmail_threshold,
        slope=rule.reverse_blackmail_slope,
        grievance=rule.reverse_blackmail_grievance * s.seat[seat_of(table, side)].grievance,
        deterrence=rule.reverse_blackmail_deterrence
        * other_actor.coherence
        * sanction_capacity_at(s, table, 1 - side),
    )


@compiles
def retaliation_propensity(s: State, table: int, side: int) -> float:
    """Monthly chance, as the rules see it, that a side hits back without a price."""
    rule = s.rule[0]
    return retaliation_hazard(
        rate=rule.reverse_retaliation_rate,
        grievance=s.seat[seat_of(table, side)].grievance,
        threshold=rule.reverse_retaliation_threshold,
        slope=rule.reverse_retaliation_slope,
        tie=rule.reverse_retaliation_tie * s.table[table].tie,
    )


@compiles
def threat_worth(
    s: State, table: int, side: int, asked: int, level: float, withdrawn: int
) -> float:
    """Expected gain of threatening to withdraw one provision unless another rises to a level."""
    rule = s.rule[0]
    request = s.provision[asked]
    lever = s.provision[withdrawn]
    low = level_after_withdrawal(s, table, lever)
    own_cost = execution_cost(s, table, side, withdrawn, low)
    return expected_gain(
        concession=chance_of_giving_way(s, table, side, asked, level, withdrawn),
        gain=gain_from(s, table, request, level),
        execution=execution_propensity(s, table, side, own_cost),
        execution_cost=own_cost,
        audience_cost=audience_cost(s, table, side),
        trust_cost=once(rule.threats_trust_cost, actor_at(s, table, side).patience),
    )


@compiles
def chance_of_giving_way(
    s: State, table: int, side: int, asked: int, level: float, withdrawn: int
) -> float:
    """Chance, as the author of a threat sees it, that its target gives way.

    Args:
        s: the state.
        table: the table.
        side: the author.
        asked: provision of the target that is asked for.
        level: level that it is asked to raise it to.
        withdrawn: own provision that would be withdrawn.
    """
    rule = s.rule[0]
    request = s.provision[asked]
    lever = s.provision[withdrawn]
    credibility = s.seat[seat_of(table, side)].credibility
    loss = loss_from(lever, level_after_withdrawal(s, table, lever))
    ask = cost_of(s, request, level) - cost_of(s, request, request.level)
    if rule.threat_estimate != ESTIMATE_TARGET:
        return chance_of_concession(credibility, loss, ask)
    return chance_of_yielding(
        credibility=credibility,
        loss=loss,
        ask=ask,
        pride=pride(s, table, 1 - side, loss, False),
        scale=rule.threats_noise,
    )


@compiles
def bluffing(s: State, table: int, side: int, withdrawn: int) -> float:
    """Chance that a side that would never execute threatens all the same, for its demand."""
    seat = s.seat[seat_of(table, side)]
    request = s.provision[seat.asked]
    yields = chance_of_giving_way(s, table, side, seat.asked, seat.asked_level, withdrawn)
    worth = yields * gain_from(s, table, request, seat.asked_level)
    worth -= (1.0 - yields) * audience_cost(s, table, side)
    return logistic(worth / s.rule[0].threats_noise)


@compiles
def audience_cost(s: State, table: int, side: int) -> float:
    """What backing down costs a side at home, as an annuity; 0 where switched off."""
    if s.rule[0].audience_costs != ON:
        return 0.0
    actor = actor_at(s, table, side)
    return once(actor.audience_cost, actor.patience)


@compiles
def execution_cost(s: State, table: int, side: int, withdrawn: int, level: float) -> float:
    """What executing a threat costs its author: each month, and once for the procedure.

    Args:
        s: the state.
        table: the table.
        side: the author.
        withdrawn: own provision.
        level: level to which it would be withdrawn.
    """
    monthly = cost_of_withdrawing(s, s.provision[withdrawn], level)
    procedural = procedure_cost(s, table, side, withdrawn)
    return monthly + once(procedural, actor_at(s, table, side).patience)


@compiles
def execution_propensity(s: State, table: int, side: int, own_cost: float) -> float:
    """Chance, as the rules see it, that a side executes a threat at a given cost to itself."""
    rule = s.rule[0]
    seat = s.seat[seat_of(table, side)]
    return execution_chance(
        audience_cost=audience_cost(s, table, side),
        bias=rule.threats_execution_bias,
        reputation=rule.threats_execution_reputation,
        credibility=seat.credibility,
        grievance=seat.grievance,
        grievance_weight=rule.threats_execution_grievance,
        cost=own_cost,
        scale=rule.threats_execution_scale,
    )


@compiles
def cost_of_executing(s: State, table: int, side: int) -> float:
    """What it costs a side to carry out its pending threat, in utility a month."""
    seat = s.seat[seat_of(table, side)]
    return execution_cost(s, table, side, seat.withdrawn, seat.withdrawn_to)


@compiles
def due_execution_propensity(s: State, table: int, side: int) -> float:
    """Chance, as the rules see it, that a side carries out its pending threat once it is due."""
    propensity = execution_propensity(s, table, side, cost_of_executing(s, table, side))
    if side == DESTINATION:
        coherence = actor_at(s, table, side).coherence
        propensity *= capability(coherence, s.rule[0].threats_coherence_base)
    return propensity


@compiles
def execution_as_treated(s: State, likelihood: float) -> float:
    """The chance of carrying out a threat, or what a treatment puts in its place."""
    if s.rule[0].execution == EXECUTION_ALWAYS:
        return 1.0
    if s.rule[0].execution == EXECUTION_NEVER:
        return 0.0
    return likelihood


@compiles
def compliance_bar(s: State, table: int, side: int) -> ComplianceBar:
    """Why a side cannot now meet the other's demand without paper, if anything bars it."""
    other = s.seat[seat_of(table, 1 - side)]
    if other.asked < 0:
        return ComplianceBar.NO_DEMAND
    if other.stage == Stage.NONE:
        return ComplianceBar.NO_THREAT
    if other.threat_month == s.run[0].month:
        return ComplianceBar.NEW_THREAT
    p = s.provision[other.asked]
    # An indivisible provision, such as recognition, is never given in silence.
    if p.divisible == 0:
        return ComplianceBar.INDIVISIBLE
    if p.level >= other.asked_level - SMALL:
        return ComplianceBar.GIVEN
    talks = s.issue[s.issue[p.issue].talk]
    if p.inherited + means_left(s, talks, p, p.cap - p.inherited) < other.asked_level - SMALL:
        return ComplianceBar.NO_MEANS
    return ComplianceBar.NONE


@compiles
def compliance_stakes(s: State, table: int, side: int) -> Stakes:
    """What a side weighs that is asked for something under a threat."""
    other = s.seat[seat_of(table, 1 - side)]
    p = s.provision[other.asked]
    lever = s.provision[other.withdrawn]
    return Stakes(
        credibility=other.credibility if other.stage == Stage.PENDING else 1.0,
        loss=max(lever.worth * (lever.inherited - other.withdrawn_to), 0.0),
        cost=cost_of(s, p, other.asked_level) - cost_of(s, p, p.level),
        reactance=resistance(s, table, side),
    )


@compiles
def compliance_propensity(s: State, stakes: Stakes) -> float:
    """Monthly chance, as the rules see it, that a side yields without paper at given stakes."""
    rule = s.rule[0]
    return tacit_compliance(
        rate=rule.threats_tacit_rate,
        credibility=stakes.credibility,
        loss=stakes.loss,
        cost=stakes.cost,
        resistance=stakes.reactance,
        scale=rule.threats_noise,
    )
