"""Actors, and the seats they take at tables."""

from enum import StrEnum

from sim.scenario.base import StrictBlock
from sim.scenario.units import (
    Cost,
    Discount,
    Hazard,
    Meetings,
    Population,
    Ratio,
    Share,
    Utility,
)


class Role(StrEnum):
    """What an actor is in the corridor; the first three sit on the destination side."""

    SUPRANATIONAL = "supranational"
    MEMBER = "member"
    DESTINATION = "destination"
    TRANSIT = "transit"
    ORIGIN = "origin"

    @property
    def on_destination_side(self) -> bool:
        """True for roles that receive migrants and ask for control and readmission."""
        return self in (Role.SUPRANATIONAL, Role.MEMBER, Role.DESTINATION)


class Voting(StrEnum):
    """How the members of a union decide on its mandate."""

    QUALIFIED_MAJORITY = "qualified_majority"
    UNANIMITY = "unanimity"
    SIMPLE_MAJORITY = "simple_majority"


class Actor(StrictBlock):
    """A state, or a union of states, with what drives it at any table."""

    name: str
    """The name shown to readers."""
    role: Role
    """Supranational, member, destination, transit or origin."""
    strategy: str = "cooperative"
    """The strategy it plays: one of the package's, or one defined under `strategies`."""

    patience: Discount = 0.98
    """Monthly discount factor; the more patient side gets the larger share."""
    concession: Ratio = 0.7
    """Shape of concessions over time: below 1 late (Boulware), above 1 early (conceder)."""
    reciprocity: Share = 0.2
    """Weight of answering the other side's last concession in kind."""
    relative_gains: Share = 0.0
    """Weight on the other side's gain in excess of its own."""
    audience_cost: Cost = 0.03
    """One-off cost of backing down from a public threat."""
    hurdle: Cost = 0.05
    """Gain that domestic ratifiers require: the higher, the smaller the win-set."""
    government_change: Hazard = 0.006
    """Chance that its government changes."""
    outside_option: Utility | None = None
    """What it would gain by leaving the table for good, over what is in force and expected
    without agreement; it matters only where it binds. None: nothing."""

    vulnerability: Share = 0.5
    """Destination side: how much arrivals hurt at home (polarisation, legal and norm exposure)."""
    coherence: Share = 1.0
    """Destination side: how far it speaks with one voice."""
    sanction_capacity: Share = 0.5
    """Share of what it gives that it is able to withdraw as a sanction."""
    return_capacity: Share = 0.3
    """Destination side: share of return decisions that its own administration can carry out."""

    control_capacity: Share = 0.5
    """Partner: ability to do what it promises at borders; grows with delivered equipment."""
    hosted_stock: Share = 0.2
    """Partner: migrants and refugees hosted or in transit, relative to its size."""
    geopolitical_weight: Share = 0.4
    """Partner: its weight for the other side beyond migration."""
    fiscal_stress: Share = 0.0
    """Partner: need for money; raises the worth of what it receives."""
    empowerment: Share = 0.3
    """Partner: recognised standing as an indispensable guard, with a record of success."""

    attention: Meetings | None = None
    """Most meetings that it can hold in a month, over all its tables. None: no limit."""
    diplomatic_capacity: Share = 1.0
    """Destination side: staff and weight behind what it offers and withdraws on its own."""
    norm_appeal: bool = False
    """Destination side: True if it begins by appealing to duties and offers nothing in return."""

    member_of: str | None = None
    """Union that it belongs to, a supranational actor."""
    population: Population | None = None
    """Member: people represented in a qualified majority."""
    exposure: Ratio = 1.0
    """Member: how much of the union's arrivals it feels where no route ends at its own border."""
    burden: Ratio = 1.0
    """Member: how dear it finds what the union gives, relative to the union as a whole."""

    voting: Voting = Voting.QUALIFIED_MAJORITY
    """Union: how its members decide on a mandate and on a signed text."""
    voice: Share = 0.0
    """Union: share of its members' dispersion that coordination of messages mends."""
    pooling: Share = 0.0
    """Union: share of its members' own sanction capacity that stands behind it."""
    discipline: Share = 0.0
    """Union: how far members are held back from deals of their own with its partners."""


class Seat(StrictBlock):
    """An actor at one table, with its side of the memory that the two share."""

    actor: str
    """Which actor sits here."""
    trust: Share = 0.6
    """Its trust that the other side delivers."""
    credibility: Share = 0.4
    """The other side's belief that this side executes its threats."""
    grievance: Share = 0.0
    """Its resentment against the other side."""
    dependence: Share | None = None
    """What it would lose if the other side withdrew all; None: worked out from the provisions."""
    adoption_cost: Cost = 0.06
    """Fixed political cost of any new settlement."""
    hurdle: Cost | None = None
    """Gain that domestic ratifiers require at this table. None: the actor's own."""
    sanction_capacity: Share | None = None
    """Share of what it gives here that it is able to withdraw. None: the actor's own."""
    strategy: str | None = None
    """Strategy at this table alone; by default the actor's own."""
