"""The protocol that every strategy follows, and what it may know.

A strategy is a class of declared properties and plain static functions. Each function takes a
read-only `View` and the strategy's own parameters and returns a number: a monthly chance, a
share or a utility. It never draws a number and never changes the state: chances are drawn, and
moves made, by the phases of the month. So one strategy serves the readable driver, the compiled
one, variants defined in YAML, and a person at the table alike.
"""

from typing import Any, ClassVar, NamedTuple


class View(NamedTuple):
    """What a seat knows when it is asked for a move. All numbers; shares lie in [0, 1].

    ``propensity`` is what the rules propose for the very move that is asked for: most strategies
    take it, scale it or decline it.
    """

    propensity: float
    """The rules' own answer: a monthly chance, a share, or a utility, as the move returns."""
    month: float
    """Months since month zero."""
    time: float
    """Elapsed share of the round of talks."""
    draw: float
    """A uniform draw for moves that return a choice rather than a chance; 0.5 elsewhere."""
    pressure: float
    """Attempted arrivals relative to the baseline."""
    vulnerability: float
    """Own vulnerability to arrivals."""
    empowerment: float
    """Own empowerment."""
    grievance: float
    """Own grievance against the other side."""
    trust: float
    """Own trust in the other side."""
    credibility: float
    """The other side's belief in own threats."""
    other_credibility: float
    """Own belief in the other side's threats."""
    dependence: float
    """What one would lose if the other withdrew all it gives, at most 1."""
    other_dependence: float
    """What the other would lose likewise."""
    other_delivered: float
    """Observed share of its promises that the other side delivers; 1 if it promised nothing."""
    threatened: float
    """1 if the other side's threat is pending."""
    punished: float
    """1 if the other side withholds something from this one, as a sanction or in retaliation."""
    agreement: float
    """1 if an agreement is in force at the table."""
    disagreement: float
    """Own utility without agreement, pending threats included."""
    nash: float
    """Own utility at the asymmetric Nash point."""
    best: float
    """Own utility in the best package that the other side could sign."""
    reservation: float
    """Least own utility that can be signed at home."""
    last_target: float
    """Own target at the last meeting."""
    next_target: float
    """Own target a month ahead."""
    offered: float
    """Own utility of the offer on the table."""
    agreement_age: float
    """Months that the oldest agreement at the table has been in force; 0 without one."""
    other_coherence: float
    """How far the other side speaks with one voice; 1 for partners."""
    other_union: float
    """1 if the other side is a union whose members the same partner also faces."""
    other_member: float
    """1 if the other side is a member whose union the same partner also faces."""


NOTHING_KNOWN = View(*([0.0] * len(View._fields)))


class Parameter(NamedTuple):
    """One number that a strategy reads, with its meaning and bounds."""

    default: float
    low: float
    high: float
    meaning: str


MENU_MOST = 6
"""Most strategies that an adaptive one chooses from."""
PARAMETERS_MOST = 8
"""Most parameters that a strategy may have."""

ANY_ROLE = frozenset({"supranational", "member", "destination", "transit", "origin"})
PARTNER_ROLES = frozenset({"transit", "origin"})

MOVES = (
    "demand",
    "price",
    "blackmail",
    "retaliate",
    "threaten",
    "execute",
    "comply",
    "concede",
    "accept",
    "approach",
    "stage",
    "suspend",
    "leave",
)
"""The moves, in the order in which they came to the protocol; a month asks in its own order."""


class Strategy:
    """A strategy: what it is, and what it answers to each move. Subclass and override.

    The answers given here are the neutral ones: no demand, no threat, no retaliation; what falls
    due is executed, met, conceded and accepted as the rules propose.
    """

    name: ClassVar[str]
    """Name in scenarios and on the command line."""
    roles: ClassVar[frozenset[str]] = ANY_ROLE
    """Roles that may play it."""
    threatens: ClassVar[bool] = False
    """Whether it ever threatens, with or without a price."""
    retaliates: ClassVar[bool] = False
    """Whether it ever withdraws a provision without a price."""
    stochastic: ClassVar[bool] = False
    """Whether it makes up chances of its own, beside those that the rules propose."""
    adapts: ClassVar[bool] = False
    """Whether it stands for a menu of others, to be declared in the scenario."""
    beside: ClassVar[bool] = False
    """Whether it came with a scenario, by a file that stands beside it: others do not know it."""
    uses: ClassVar[frozenset[str]] = frozenset()
    """Fields of the view that it reads beside ``propensity``."""
    sources: ClassVar[tuple[str, ...]] = ()
    """Keys of the bibliography."""
    parameters: ClassVar[dict[str, Parameter]] = {}
    """Numbers it reads, by name; at most `PARAMETERS_MOST`."""

    @staticmethod
    def demand(view: View, p: Any) -> float:
        """Monthly chance of naming a price for one's own cooperation."""
        return 0.0

    @staticmethod
    def price(view: View, p: Any) -> float:
        """How much of the way to its best level a demand or a threat asks for."""
        return view.propensity

    @staticmethod
    def blackmail(view: View, p: Any) -> float:
        """Chance that a price comes with a threat."""
        return 0.0

    @staticmethod
    def retaliate(view: View, p: Any) -> float:
        """Monthly chance of withdrawing a provision without a price."""
        return 0.0

    @staticmethod
    def threaten(view: View, p: Any) -> float:
        """Monthly chance of threatening to withdraw a provision."""
        return 0.0

    @staticmethod
    def execute(view: View, p: Any) -> float:
        """Chance of executing a threat that is due, rather than backing down."""
        return view.propensity

    @staticmethod
    def comply(view: View, p: Any) -> float:
        """Monthly chance of meeting a demand without paper."""
        return view.propensity

    @staticmethod
    def concede(view: View, p: Any) -> float:
        """Utility to hold out for at this meeting."""
        return view.propensity

    @staticmethod
    def accept(view: View, p: Any) -> float:
        """Least utility at which the offer on the table is taken."""
        return view.propensity

    @staticmethod
    def approach(view: View, p: Any) -> float:
        """Monthly chance of seeking out the other side of a dormant table."""
        return view.propensity

    @staticmethod
    def stage(view: View, p: Any) -> float:
        """Share of promised rewards that is released only against delivery: 0 none, 1 all."""
        return view.propensity

    @staticmethod
    def suspend(view: View, p: Any) -> float:
        """Monthly chance of suspending the dearest thing promised, for what does not arrive."""
        return view.propensity

    @staticmethod
    def leave(view: View, p: Any) -> float:
        """Monthly chance of walking out of an agreement; partners alone are asked."""
        return view.propensity
