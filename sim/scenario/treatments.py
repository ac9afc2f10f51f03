"""Switches between rules: the structural alternatives of the model, one value each."""

from enum import StrEnum

from sim.scenario.base import StrictBlock


class Linkage(StrEnum):
    """How issues are settled."""

    NONE = "none"
    TACTICAL = "tactical"
    SUBSTANTIVE = "substantive"
    FORCED = "forced"


class CrossIssueThreats(StrEnum):
    """Whether a threat may withdraw a provision of another issue than the one it asks for."""

    BARRED = "barred"
    ALLOWED = "allowed"


class TableOrder(StrEnum):
    """In which order tables act within a phase."""

    LISTED = "listed"
    REVERSED = "reversed"
    SHUFFLED = "shuffled"


class OfferProtocol(StrEnum):
    """Who proposes when the two meet."""

    ALTERNATING = "alternating"
    RANDOM = "random"


class ConcessionRule(StrEnum):
    """How targets fall over a round of talks."""

    POLYNOMIAL = "polynomial"
    EXPONENTIAL = "exponential"
    ZEUTHEN = "zeuthen"
    ATTRITION = "attrition"


class Deadlines(StrEnum):
    """By whose clock a side concedes."""

    PRIVATE = "private"
    PUBLIC = "public"


class Switch(StrEnum):
    """A layer or a term that is present or absent."""

    ON = "on"
    OFF = "off"


class Reactance(StrEnum):
    """What pride costs a side that yields to a threat."""

    OFF = "off"
    CONSTANT = "constant"
    STAKES = "stakes"


class PromiseCost(StrEnum):
    """At which delivery a giver counts the cost of its own promise."""

    FULL = "full"
    EXPECTED = "expected"


class AdoptionCost(StrEnum):
    """Whether the political cost of a settlement lasts, or occurs once."""

    STANDING = "standing"
    ONCE = "once"


class Enforcement(StrEnum):
    """What a side that breaks its promise must reckon with."""

    WITHHOLDING = "withholding"
    SANCTIONS = "sanctions"


class ThreatEstimate(StrEnum):
    """How the author of a threat estimates whether its target yields."""

    RATIO = "ratio"
    TARGET = "target"


class Memory(StrEnum):
    """Whether a belief is updated."""

    DYNAMIC = "dynamic"
    FIXED = "fixed"


class Execution(StrEnum):
    """What happens when a threat falls due: a choice, or an announced policy."""

    CHOSEN = "chosen"
    ALWAYS = "always"
    NEVER = "never"


class Staging(StrEnum):
    """How rewards of an agreement are released."""

    FRONT_LOADED = "front_loaded"
    STAGED = "staged"


class Form(StrEnum):
    """How the form of an agreement comes about."""

    INFORMAL = "informal"
    CHOSEN = "chosen"


class Capacity(StrEnum):
    """Whether control capacity grows with delivered equipment."""

    FIXED = "fixed"
    BUILT = "built"


class Learning(StrEnum):
    """Whether actors learn which strategy pays."""

    OFF = "off"
    ROTH_EREV = "roth_erev"
    EWA = "ewa"


class Treatments(StrictBlock):
    """The structural alternatives in force. The defaults are the model's core alone."""

    linkage: Linkage = Linkage.TACTICAL
    """Whether issues may be settled together, and whether related issues complement each other."""
    cross_issue_threats: CrossIssueThreats = CrossIssueThreats.ALLOWED
    """Whether threats reach across issues."""
    table_order: TableOrder = TableOrder.LISTED
    """Order between tables."""
    offer_protocol: OfferProtocol = OfferProtocol.ALTERNATING
    """Order of offers."""
    concession_rule: ConcessionRule = ConcessionRule.POLYNOMIAL
    """Time-dependent tactic, Zeuthen's principle, or a war of attrition."""
    deadlines: Deadlines = Deadlines.PRIVATE
    """Whether each side concedes by its own clock, which need speeds up, or both by one."""
    impatience: Switch = Switch.ON
    """Whether a side accepts less today than it could get by waiting, by its patience."""
    audience_costs: Switch = Switch.ON
    """Whether backing down costs anything at home."""
    reactance: Reactance = Reactance.STAKES
    """Whether a threatened side resists for the sake of it: by what is at stake, or a constant."""
    threat_estimate: ThreatEstimate = ThreatEstimate.TARGET
    """Whether a threat is weighed by the rule by which its target yields, or by a plain ratio."""
    threat_signals: Switch = Switch.ON
    """Whether a threat that would be dear to drop is believed the more for having been made."""
    promise_cost: PromiseCost = PromiseCost.EXPECTED
    """Whether givers count the cost of a promise in full, or as far as its delivery is expected."""
    adoption_cost: AdoptionCost = AdoptionCost.STANDING
    """Whether a settlement costs its adoption every month that it lasts, or once."""
    enforcement: Enforcement = Enforcement.SANCTIONS
    """Whether a side keeps its word for what can be withheld alone, or for sanctions, too."""
    trust: Memory = Memory.DYNAMIC
    """Whether trust follows delivery."""
    credibility: Memory = Memory.DYNAMIC
    """Whether beliefs about execution follow conduct."""
    execution: Execution = Execution.CHOSEN
    """Whether threats that fall due are executed by choice, always, or never."""
    staging: Staging = Staging.FRONT_LOADED
    """Whether rewards are paid up front or against delivery."""
    form: Form = Form.INFORMAL
    """Whether the two sides choose between formal and informal agreement."""
    ratification: Switch = Switch.OFF
    """Whether agreements pass a domestic vote that can fail."""
    capacity: Capacity = Capacity.FIXED
    """Whether capacity is built."""
    exit: Switch = Switch.OFF
    """Whether agreements are renegotiated, suspended and dropped."""
    government_change: Switch = Switch.OFF
    """Whether governments change."""
    learning: Learning = Learning.OFF
    """Whether strategies are learnt within a run, and by which rule."""
    members: Switch = Switch.OFF
    """Whether members vote on what their union may sign, and their exposure moves its coherence."""
    log_rolling: Switch = Switch.ON
    """Members that vote: whether those in favour may make it worth the others' while."""
    venues: Switch = Switch.OFF
    """Whether dormant tables may open, and members may leave talks to their union."""
    forum_shopping: Switch = Switch.OFF
    """Whether a partner plays the offers of several tables off against each other."""
    spillover: Switch = Switch.OFF
    """Whether one act of a partner counts at all tables that share it."""
    displacement: Switch = Switch.OFF
    """Whether people take other routes of the same origin as one closes."""
    instruments: Switch = Switch.OFF
    """Whether agreements take the form of the instruments that the scenario lists."""
    dialogue: Switch = Switch.OFF
    """Whether talk short of agreement builds trust."""
    diffusion: Switch = Switch.OFF
    """Whether an empowered partner's preferences rub off on the destination side."""
    diplomacy: Switch = Switch.ON
    """Off: nobody meets, demands, threatens or retaliates: the same shocks without any talks."""
