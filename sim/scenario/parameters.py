"""Parameters of the rules, shared by all actors of a scenario. All defaults are assumed values.

They were chosen so that settings like the shipped cases move at all; none is estimated.
"""

from typing import Annotated

from pydantic import Field

from sim.scenario.base import StrictBlock
from sim.scenario.units import Cost, Hazard, Months, Ratio, Scale, Share, Weight

Divisor = Annotated[float, Field(gt=0, le=1, json_schema_extra={"unit": "share"})]
"""A share that something is divided by, so never 0."""


class UtilityParameters(StrictBlock):
    """Worth and cost of provisions."""

    pressure_elasticity: Share = 0.75
    """How the worth of migration control follows attempted arrivals."""
    pressure_cap: Ratio = 2.5
    """Attempted arrivals above which the worth of control no longer grows."""
    vulnerability_base: Share = 0.5
    """Worth of control to a side without any vulnerability, as a factor."""
    stress_weight: Ratio = 0.5
    """How much full fiscal stress adds to the worth of what is received, as a factor."""
    inherited_marginal: Ratio = 1.0
    """How far the inherited level raises the marginal cost of going further."""
    foresight: Share = 0.5
    """Weight, in what a side expects to be delivered, of what the giver can be foreseen to do;
    the rest is trust alone."""
    delivery_floor: Share = 0.4
    """Delivery expected of a side that is not trusted at all."""
    synergy: Cost = 0.06
    """Complementarity of two related provisions, both fully raised."""
    jitter: Share = 0.15
    """Standard deviation of benefits and costs between replications, relative to their value."""
    jitter_most: Share = 0.75
    """Largest deviation that this makes, relative to their value."""


class BargainingParameters(StrictBlock):
    """Power, targets and offers."""

    anchor: Share = 0.85
    """Where concessions end between the disagreement point (0) and the Nash point (1)."""
    flat_start: Share = 0.03
    """Share of the way conceded in the first offer."""
    reciprocity_most: Cost = 0.1
    """Largest change of a target in answer to one move of the other side."""
    waiting_loss: Divisor = 0.3
    """Private deadlines: share of what an agreement is worth that a side lets waiting cost it."""
    need_weight: Ratio = 1.0
    """How much full need, fiscal stress or arrivals that hurt, adds to what a month costs."""
    round_months: Annotated[int, Field(ge=1, le=1200, json_schema_extra={"unit": "months"})] = 18
    """Public deadlines: length of a round where the table states none."""
    claim: Share = 0.5
    """War of attrition: what a side claims between the Nash point (0) and its best (1)."""
    obstinate: Divisor = 0.1
    """War of attrition: chance that a side never gives in, as the other believes at first."""
    noise: Cost = 0.03
    """Standard deviation of a side's misjudgement of offers, drawn once a round."""
    dependence_weight: Weight = 0.0
    """Direct weight of asymmetric dependence on power; 0: it acts through disagreement alone."""
    grievance_cost: Cost = 0.05
    """What signing with a side that one fully resents costs beyond the terms, in utility."""
    agenda_gain: Cost = 0.0
    """Rise of the Nash product's root, above the linkage cost, required to tie an issue."""
    agenda_interest: Cost = 0.05
    """Interest of the other side in an issue below which it is not tied."""
    zeuthen_step: Share = 0.1
    """Least share of the way from one's best to the Nash point conceded in a Zeuthen step."""


class ThreatParameters(StrictBlock):
    """Threats, executions, back-downs, reviews."""

    rate_destination: Hazard = 0.12
    """Largest monthly chance of a threat from the destination side."""
    rate_partner: Hazard = 0.10
    """Largest monthly chance of a threat from a partner outside reverse conditionality."""
    noise: Scale = 0.03
    """Scale on which expected gains turn into chances."""
    trust_cost: Cost = 0.015
    """What threatening costs in goodwill."""
    lag_min: Months = 3
    """Shortest procedure of a fully coherent destination side, before division by coherence."""
    lag_max: Months = 9
    """Longest such procedure."""
    lag_base: Divisor = 0.5
    """Added to coherence where procedures are divided by it: speed without any coherence."""
    lag_spread: Share = 0.5
    """Spread of a prescribed procedure around the delay of its instrument, relative."""
    lag_partner: Months = 2
    """Longest lag of a partner, which has nobody to coordinate."""
    execution_bias: Weight = -0.03
    """Readiness to execute, in utility; at the default about half of all threats are executed."""
    execution_reputation: Weight = 0.1
    """Worth of restoring a reputation that is gone, in utility."""
    execution_grievance: Weight = 0.15
    """Worth of acting on full grievance, in utility."""
    execution_scale: Scale = 0.05
    """Scale on which the balance of execution turns into a chance."""
    coherence_base: Share = 0.4
    """Capability of a destination side without coherence; at full coherence it is 1."""
    tacit_relapse: Hazard = 0.05
    """Monthly chance that tacit compliance ends once nothing threatens any more."""
    reactance: Cost = 0.12
    """Constant reactance: utility that a fully empowered side gives up rather than yield."""
    reactance_share: Share = 0.5
    """Reactance by stakes: share of a loss that a fully empowered side bears rather than yield."""
    reactance_pending: Share = 0.4
    """Either for a threat not yet executed, as a share."""
    tacit_rate: Hazard = 0.06
    """Largest monthly chance that a target complies without paper."""
    review_months: Annotated[int, Field(ge=1, le=1200, json_schema_extra={"unit": "months"})] = 12
    """Months between reviews of an executed withdrawal."""
    sunset_months: Months = 24
    """Months after which an executed withdrawal lapses."""
    fully_met: Share = 0.75
    """Share of a declared demand from which it counts as met: a review then lifts the sanction."""


class ReverseParameters(StrictBlock):
    """Reverse conditionality and retaliation."""

    rate: Hazard = 0.25
    """Largest monthly chance that a partner names a price."""
    base: Weight = -2.5
    """Logit of naming a price, other things at zero."""
    empowerment: Weight = 1.5
    """Weight of empowerment."""
    exposure: Weight = 0.6
    """Weight of the destination's vulnerability times arrivals above the baseline."""
    grievance: Weight = 3.0
    """Weight of grievance."""
    stress: Weight = 0.8
    """Weight of fiscal stress."""
    dependence: Weight = 1.5
    """Weight, downward, of own dependence times the destination's credibility."""
    agreement: Weight = 1.0
    """Weight, downward, of the worth of the agreement in force."""
    ambition_low: Share = 0.3
    """Least share of the way to its best level that a partner demands."""
    ambition_high: Share = 1.0
    """Largest such share."""
    blackmail_threshold: Share = 0.3
    """Hosted stock times geopolitical weight at which threats become as likely as bargains."""
    blackmail_slope: Weight = 4.0
    """Weight of that product beyond the threshold."""
    blackmail_grievance: Weight = 1.5
    """Weight of grievance on adding a threat to a demand."""
    blackmail_deterrence: Weight = 1.0
    """Weight, downward, of the other side's coherent sanction capacity."""
    retaliation_rate: Hazard = 0.2
    """Largest monthly chance of retaliation."""
    retaliation_threshold: Share = 0.5
    """Grievance at which retaliation reaches half of that."""
    retaliation_slope: Weight = 20.0
    """Steepness around that threshold."""
    retaliation_tie: Weight = 1.0
    """Weight of the tie between the two: closeness makes deviance punishable."""
    calm_share: Share = 0.5
    """Share of the threshold, times base plus tie, below which grievance ends retaliation."""
    calm_base: Ratio = 0.5
    """How soon a row heals without any tie between the two; closeness adds to it."""


class ComplianceParameters(StrictBlock):
    """Delivery of what was promised."""

    base: Weight = -0.2
    """Logit of delivery, other things at zero."""
    capacity: Weight = 1.2
    """Weight of the capacity to deliver."""
    continuation: Weight = 2.0
    """Weight of what keeping the agreement still gains, were that gain without bound."""
    continuation_scale: Scale = 0.2
    """Gain at which half of that weight is reached."""
    trust: Weight = 1.0
    """Weight of trust in the other side."""
    formal: Weight = 0.8
    """Weight of a formal agreement."""
    depth: Weight = 1.2
    """Weight, downward, of the depth of the commitment."""
    visibility: Weight = 4.5
    """Weight, downward, of visibility times domestic hurdle."""
    shortfall: Weight = 1.8
    """Weight, downward, of the other side's shortfall against the tranche due."""
    decay: Weight = 0.1
    """Weight, downward, of each year that the agreement ages."""
    step: Share = 0.2
    """Share of the way to its target that delivery moves in a month."""
    observation_noise: Share = 0.05
    """Standard deviation of the error with which the other side sees deliveries."""
    observation_lag: Months = 0
    """Mean months until deliveries show in what the other side sees."""
    stage_months: Months = 12
    """Months over which staged rewards are released."""
    first_tranche: Share = 0.1
    """Share of a staged reward released even against nothing, so that somebody moves first."""
    capacity_growth: Share = 0.02
    """Monthly growth of control capacity per unit of delivered equipment, of what is missing."""


class FormParameters(StrictBlock):
    """Formal or informal; ratification."""

    base: Weight = 0.5
    """Logit of choosing an informal instrument, other things at zero."""
    scale: Scale = 0.05
    """Utility that counts as one unit in that choice."""
    binding: Share = 0.2
    """Share of the other side's undelivered promises that a formal text is thought to secure."""
    exposure: Share = 1.0
    """Share of the domestic hurdle, times visibility, that a formal text calls up."""
    adjustment: Ratio = 1.0
    """Share of the worth of leaving a deal turned bad that an informal text alone leaves."""
    renegotiation: Ratio = 1.0
    """Worth of freedom to ask for more, per unit of what asking is expected to gain."""
    renegotiation_months: Months = 12
    """Months within which a partner that signs expects to name a better price."""
    informal_hurdle: Share = 0.3
    """Share of the domestic hurdle that an informal agreement must clear."""
    ratification_noise: Cost = 0.03
    """Standard deviation of what negotiators did not anticipate at home."""
    formal_delay: Months = 6
    """Mean months of formal ratification at full coherence."""
    coherence_least: Divisor = 0.1
    """Coherence below which ratification takes no longer still."""
    most_delay: Months = 60
    """Longest time from signature to entry into force."""


class MemoryParameters(StrictBlock):
    """Trust, credibility, empowerment, grievance."""

    trust_gain: Share = 0.05
    """Speed at which trust rises when deliveries exceed expectations."""
    trust_loss: Share = 0.15
    """Speed at which it falls when they disappoint."""
    credibility_gain: Share = 0.3
    """Share of the way to certainty that an execution adds."""
    bluff_factor: Share = 0.75
    """Share of credibility that is left after a back-down."""
    grievance_memory: Share = 0.92
    """Share of grievance that is left a month later."""
    grievance_shortfall: Share = 0.1
    """Grievance a month from fully undelivered promises."""
    grievance_execution: Share = 0.3
    """Grievance from one executed sanction."""
    empowerment_route: Share = 0.01
    """Monthly rise with the share of control that the partner performs."""
    empowerment_success: Share = 0.15
    """Rise with a demand that is met, of what is missing."""
    empowerment_failure: Share = 0.1
    """Fall with a demand that fails."""
    empowerment_fade: Share = 0.005
    """Monthly fall with own dependence."""
    dialogue_gain: Share = 0.04
    """Speed at which a meeting without agreement brings trust to the quality of the dialogue."""
    diffusion: Share = 0.01
    """Monthly fall, with the partner's empowerment, of what giving costs the destination side."""
    diffusion_floor: Share = 0.5
    """Share of that cost which no diffusion takes away."""


class ExitParameters(StrictBlock):
    """How agreements end."""

    lapse: Hazard = 0.002
    """Monthly chance that an agreement collapses, without shortfalls."""
    lapse_shortfall: Ratio = 3.0
    """How much full shortfalls add to that, as a factor."""
    formal_factor: Share = 0.5
    """Factor on that chance for formal agreements."""
    tolerance: Share = 0.25
    """Shortfall that is let pass; beyond it a side may suspend."""
    resumption: Share = 0.5
    """Share of that tolerance below which a shortfall ends a suspension."""
    suspension: Hazard = 0.08
    """Monthly chance of suspending one provision over a full shortfall."""
    renegotiation: Hazard = 0.02
    """Monthly chance of reopening talks per unit of change in arrivals since signature."""
    upgrade: Hazard = 0.05
    """Monthly chance, at full trust, of talks on the instrument that may follow the present."""
    informal_lapse: Share = 0.7
    """Chance that an informal agreement falls with the government that made it."""
    hurdle_spread: Share = 0.5
    """Spread of the hurdle of a new government around the old one, relative."""
    grievance_kept: Share = 0.5
    """Share of grievances that a new government keeps."""


class UnionParameters(StrictBlock):
    """Members and their union; dormant tables."""

    majority_states: Share = 0.55
    """Share of member states in a qualified majority [teu2012]."""
    majority_population: Share = 0.65
    """Share of the population in a qualified majority [teu2012]."""
    side_payments: Share = 0.5
    """Log-rolling: share of what members in favour gain that can reach those who lose."""
    approach_rate: Hazard = 0.15
    """Largest monthly chance that a dormant table opens."""
    approach_gain: Cost = 0.25
    """What the destination side must stand to gain for half that chance."""
    approach_scale: Scale = 0.05
    """Utility that counts as one unit in that choice."""
    discipline: Cost = 0.3
    """How much more a member must stand to gain where its union is fully disciplined."""
    turn_rate: Hazard = 0.2
    """Largest monthly chance that an actor turns from appeals to norms to exchange."""
    turn_pressure: Ratio = 0.5
    """Felt arrivals above the baseline at which half of that chance is reached."""
    turn_scale: Ratio = 0.2
    """Felt arrivals that count as one unit in that choice."""


class FlowParameters(StrictBlock):
    """Surges, borders, and the choice between routes."""

    elasticity: Ratio = 1.0
    """How strongly people prefer open routes: exponent on relative openness."""
    surge_memory: Share = 0.8
    """Share of a surge that is left a month later, once its time is over."""
    openness_least: Divisor = 0.05
    """Openness at month zero that no border falls below: what passes it is relative to this."""


class LearningParameters(StrictBlock):
    """Adaptive strategies."""

    review_months: Annotated[int, Field(ge=1, le=1200, json_schema_extra={"unit": "months"})] = 6
    """Months for which a strategy is tried before it is reviewed."""
    payoff_scale: Scale = 0.1
    """Monthly utility that counts as one unit of success."""
    recency: Share = 0.1
    """Share of what was learnt that is forgotten at each review."""
    experimentation: Share = 0.1
    """Roth-Erev: share of reinforcement that spills over to strategies not played."""
    initial: Ratio = 1.0
    """Roth-Erev: strength of each strategy before any experience."""
    foregone: Share = 0.5
    """Experience-weighted attraction: weight of what strategies not played would have earned."""
    growth: Share = 0.0
    """Experience-weighted attraction: 0 averages experience, 1 adds it up."""
    sensitivity: Ratio = 5.0
    """Experience-weighted attraction: weight of attractions in the choice."""


class MeasureParameters(StrictBlock):
    """What is measured; nothing that anybody does depends on it."""

    success_months: Months = 24
    """Months after a demand, or the threat that backs it, in which its success is told."""
    concession_months: Annotated[
        int, Field(ge=1, le=1200, json_schema_extra={"unit": "months"})
    ] = 12
    """Last months of a run over which what is supplied is averaged."""


class Parameters(StrictBlock):
    """Parameters of the rules, by subject."""

    utility: UtilityParameters = UtilityParameters()
    """Worth and cost of provisions."""
    bargaining: BargainingParameters = BargainingParameters()
    """Power, targets and offers."""
    threats: ThreatParameters = ThreatParameters()
    """Threats, executions, back-downs, reviews."""
    reverse: ReverseParameters = ReverseParameters()
    """Reverse conditionality and retaliation."""
    compliance: ComplianceParameters = ComplianceParameters()
    """Delivery of what was promised."""
    form: FormParameters = FormParameters()
    """Formal or informal; ratification."""
    memory: MemoryParameters = MemoryParameters()
    """Trust, credibility, empowerment, grievance."""
    exit: ExitParameters = ExitParameters()
    """How agreements end."""
    union: UnionParameters = UnionParameters()
    """Members and their union; dormant tables."""
    flow: FlowParameters = FlowParameters()
    """Surges, borders, and the choice between routes."""
    learning: LearningParameters = LearningParameters()
    """Adaptive strategies."""
    measures: MeasureParameters = MeasureParameters()
    """What is measured; nothing that anybody does depends on it."""
