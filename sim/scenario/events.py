"""Events: what happens from outside the negotiation."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Annotated, Literal, NamedTuple

from pydantic import Field

from sim.scenario.base import StrictBlock
from sim.scenario.units import Change, Hazard, Months, Share

Date = Annotated[
    str, Field(pattern=r"^\d{4}-(0[1-9]|1[0-2])$", json_schema_extra={"unit": "YYYY-MM"})
]
"""A calendar month."""


class EventKind(StrEnum):
    """What an event changes."""

    GRIEVANCE = "grievance"
    TRUST = "trust"
    SURGE = "surge"
    ELECTION = "election"
    STRESS = "stress"
    GOVERNMENT_CHANGE = "government_change"
    ROUTE_OPENS = "route_opens"
    ROUTE_CLOSES = "route_closes"
    INTERRUPTION = "interruption"
    HURDLE = "hurdle"
    OUTSIDE_OPTION = "outside_option"
    FENCE = "fence"
    TABLE_OPENS = "table_opens"

    @property
    def befalls(self) -> Literal["actor", "route", "table"]:
        """What an event of this kind happens to."""
        return EFFECTS[self].befalls


class Effect(NamedTuple):
    """What events of one kind do, for the checks and for the story; how is for the model."""

    befalls: Literal["actor", "route", "table"]
    says: str
    """What it does, in a template of `sim.story`. Its slots are `who`, `towards`, `way`, `pair`,
    `size`, `months` and `lasting`; what stands in brackets is told in full stories alone."""
    sized: bool = True
    """Whether its size matters: without one nothing happens, and nothing is told."""
    at_table: bool = False
    """Whether it may be limited to one table."""
    brings_government: bool = False
    """Whether a government may follow it."""
    lowered: str = ""
    """The same of a size below zero; empty where there is none."""


EFFECTS: Mapping[EventKind, Effect] = {
    EventKind.GRIEVANCE: Effect(
        "actor",
        "the grievance of {who}{towards} grows[ by {size:number}]",
        at_table=True,
        lowered="the grievance of {who}{towards} fades[ by {size:number}]",
    ),
    EventKind.TRUST: Effect(
        "actor",
        "the trust of {who}{towards} falls[ by {size:number}]",
        at_table=True,
        lowered="the trust of {who}{towards} grows[ by {size:number}]",
    ),
    EventKind.SURGE: Effect(
        "route",
        "attempts to cross on {way} rise by {size:share}{lasting}",
        lowered="attempts to cross on {way} fall by {size:share}{lasting}",
    ),
    EventKind.ELECTION: Effect(
        "actor",
        "for {months:month} {who} needs [{size:number} ]more than usual to sign at home",
        brings_government=True,
    ),
    EventKind.STRESS: Effect(
        "actor",
        "the need of {who} for money grows[ by {size:number}]",
        lowered="the need of {who} for money falls[ by {size:number}]",
    ),
    EventKind.GOVERNMENT_CHANGE: Effect("actor", "", sized=False),
    EventKind.ROUTE_OPENS: Effect("route", "{way} opens", sized=False),
    EventKind.ROUTE_CLOSES: Effect("route", "{way} closes", sized=False),
    EventKind.INTERRUPTION: Effect("actor", "{who} meets nobody for {months:month}", sized=False),
    EventKind.HURDLE: Effect(
        "actor",
        "{who} needs [{size:number} ]more than before to sign at home",
        lowered="{who} needs [{size:number} ]less than before to sign at home",
    ),
    EventKind.OUTSIDE_OPTION: Effect(
        "actor",
        "{who} would gain[ {size:number}] more than before by leaving the table",
        lowered="{who} would gain[ {size:number}] less than before by leaving the table",
    ),
    EventKind.FENCE: Effect(
        "route",
        "at the end of {way} the destination itself turns away {size:share} more of the people",
        lowered="at the end of {way} the destination itself turns away {size:share} fewer people",
    ),
    EventKind.TABLE_OPENS: Effect("table", "{pair} begin to talk", sized=False),
}
"""Each kind with what it does. A new kind takes its name and its effect here, and what it changes
in `sim.model.phases.events`."""


class Event(StrictBlock):
    """Something from outside the negotiation, on a date or drawn from a hazard."""

    kind: EventKind
    """grievance and trust act on a seat; surge, fence, route_opens and route_closes on a route;
    table_opens on a table; others on an actor."""
    description: str = ""
    """What happened, for the story."""
    date: Date | None = None
    """Month in which it happens; give this or a hazard."""
    hazard: Hazard | None = None
    """Chance in each month; it can happen again."""
    actor: str | None = None
    """Actor that it befalls."""
    route: str | None = None
    """Route that it befalls (surge, fence, route_opens, route_closes)."""
    table: str | None = None
    """Table that opens, if it is dormant. Or the table to which a grievance or a loss of trust is
    limited; by default all of the actor's."""
    size: Change = 0.3
    """Grievance, pressure, stress, hurdle, outside option or share turned away that is added (below
    0: taken away), or trust lost; others have no size. A first outside option counts from 0."""
    months: Months = 0
    """How long it lasts: a surge (0: it fades), an election or an interruption (0: one month)."""
    every: Months = 0
    """Months after which a dated event comes again, such as an election; 0: it happens once."""
    turnover: Share = 0.0
    """Election: chance that the government changes when it is over."""
