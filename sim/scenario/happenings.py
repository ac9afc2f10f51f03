"""Events, strategies, overrides and the observed record of a case."""

from enum import StrEnum
from typing import Annotated, Literal

from pydantic import Field

from sim.scenario.base import Part
from sim.scenario.units import Hazard, Months, Ratio

Date = Annotated[
    str, Field(pattern=r"^\d{4}-(0[1-9]|1[0-2])$", json_schema_extra={"unit": "YYYY-MM"})
]
"""A calendar month."""

Duration = Annotated[float, Field(ge=0, le=1200, json_schema_extra={"unit": "months"})]
"""A measured duration, not necessarily whole."""


class EventKind(StrEnum):
    """What an event changes."""

    GRIEVANCE = "grievance"
    TRUST = "trust"
    SURGE = "surge"
    ELECTION = "election"
    STRESS = "stress"
    GOVERNMENT_CHANGE = "government_change"


class Event(Part):
    """Something from outside the negotiation, on a date or drawn from a hazard."""

    kind: EventKind
    """grievance and trust act on a seat, surge on a route, the others on an actor."""
    description: str = ""
    """What happened, for the story."""
    date: Date | None = None
    """Month in which it happens; give this or a hazard."""
    hazard: Hazard | None = None
    """Chance in each month; it can happen again."""
    actor: str | None = None
    """Actor that it befalls (all kinds but surge)."""
    route: str | None = None
    """Route that it befalls (surge)."""
    table: str | None = None
    """Table to which a grievance or a loss of trust is limited; by default all of the actor's."""
    size: Ratio = 0.3
    """Grievance added, trust lost, pressure added, hurdle added or stress added."""
    months: Months = 0
    """How long a surge or an election lasts; 0: one month for an election, fading for a surge."""


class Variant(Part):
    """A strategy of the scenario's own: one of the package's with other parameters."""

    play: str
    """Name of the strategy that it varies."""
    description: str = ""
    """What the variant stands for."""
    parameters: dict[str, float] = Field(default_factory=dict)
    """Parameters that differ from the strategy's defaults."""


class Override(Part):
    """A named counterfactual: what would be different."""

    description: str
    """The question it asks, in one sentence."""
    set: Annotated[dict[str, float | int | bool | str], Field(min_length=1)]
    """Dotted paths and their values."""


class Record(Part):
    """What was observed. The model never reads it; scoring and figures do."""

    table: str | None = None
    """Table that the record speaks of, where a scenario has several."""
    agreement: Literal["none", "informal", "formal", "uncoded"]
    """Form of the agreement reached, if any."""
    months: Duration | None = None
    """Months from the opening to the agreement, or to the end of the episode."""
    threat_by: Literal["none", "destination", "partner", "both", "uncoded"] = "uncoded"
    """Who threatened."""
    executed: bool | None = None
    """Whether a threat was executed."""
    concession_destination: Literal["none", "low", "medium", "high", "uncoded"] = "uncoded"
    """What the destination side conceded."""
    concession_partner: Literal["none", "low", "medium", "high", "uncoded"] = "uncoded"
    """What the partner conceded."""
    compliance_destination: Literal["low", "medium", "high", "uncoded"] = "uncoded"
    """How far the destination side delivered in two years."""
    compliance_partner: Literal["low", "medium", "high", "uncoded"] = "uncoded"
    """How far the partner delivered in two years."""
    demand_met: Literal["fail", "partial", "full", "uncoded"] = "uncoded"
    """How far a declared reverse demand was met."""
    note: str = ""
    """What is contested about the coding."""
    source: Annotated[list[str], Field(min_length=1)]
    """Keys of the bibliography."""
    confidence: Literal["high", "medium", "low"]
    """The coder's confidence."""
