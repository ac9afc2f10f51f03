"""Instruments: the forms that cooperation takes, as data."""

from enum import StrEnum
from typing import Literal

from pydantic import Field

from sim.scenario.actors import Role
from sim.scenario.base import StrictBlock
from sim.scenario.provisions import Sector
from sim.scenario.units import Cost, Hazard, Months, Ratio, Share


class InstrumentKind(StrEnum):
    """What an instrument is called in the field."""

    TREATY = "treaty"
    AGREEMENT = "agreement"
    MEMORANDUM = "memorandum"
    DECLARATION = "declaration"
    PARTNERSHIP = "partnership"
    PROCEDURE = "procedure"
    VISA_MEASURE = "visa_measure"
    ENVOY = "envoy"
    FUND = "fund"

    @property
    def is_signed(self) -> bool:
        """True for what two sides sign; the others are one side's own."""
        return self not in (
            InstrumentKind.VISA_MEASURE,
            InstrumentKind.ENVOY,
            InstrumentKind.FUND,
        )


class Instrument(StrictBlock):
    """A form of cooperation: what it can carry, whom it binds, what it costs.

    Treaties, agreements, memoranda, declarations, partnerships and standard operating procedures
    are what two sides sign. A visa measure is one side's own, with a procedure; an envoy makes
    meetings likelier; a fund pays for provisions that name it.
    """

    kind: InstrumentKind
    """Treaty, agreement, memorandum, declaration, partnership, procedure, and so on."""
    title: str = ""
    """A few words for readers."""
    form: Literal["formal", "informal"] = "informal"
    """Whether it binds in law."""
    users: list[Role] = Field(default_factory=list)
    """Destination-side roles that may use it; none named: all."""
    carries: list[Sector] = Field(default_factory=list)
    """Sectors that it can hold, or a fund can buy; none named: all."""
    bindingness: Share = 0.0
    """How strongly it binds: weighs on compliance and on leaving."""
    adoption_cost: Cost = 0.0
    """Political cost to each side of adopting it, beyond that of any settlement."""
    delay: Months = 0
    """Mean months from signature, or from the start of a procedure, to effect, at one voice."""
    exit_cost: Cost = 0.0
    """What leaving it would cost; makes collapse rarer."""
    after: str | None = None
    """Instrument that must be in force first, and which this one replaces."""
    assessed: Months = 0
    """Visa measure: months between assessments at which it may be proposed; 0: at any time."""
    meet: Hazard = 0.0
    """Envoy: chance that the two meet in months in which they otherwise would not."""
    budget: Ratio | None = None
    """Fund: what it can spend at a time, over all tables. None: no limit."""

    def open_to(self, role: Role) -> bool:
        """Whether a destination side of this role may use it."""
        return not self.users or role in self.users
