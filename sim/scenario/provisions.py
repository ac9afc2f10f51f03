"""Tables, issues, provisions and routes: what is negotiated, by whom, over which flows."""

from enum import StrEnum
from typing import Annotated, Literal

from pydantic import Field

from sim.scenario.actors import Seat
from sim.scenario.base import StrictBlock
from sim.scenario.units import Cost, Level, Months, Ratio, Share, Size, Utility


class Sector(StrEnum):
    """What a provision is about."""

    BORDER_CONTROL = "border_control"
    READMISSION = "readmission"
    ANTI_SMUGGLING = "anti_smuggling"
    HOSTING = "hosting"
    FUNDS = "funds"
    VISA = "visa"
    TRADE = "trade"
    RECOGNITION = "recognition"
    SECURITY = "security"
    LEGAL_MIGRATION = "legal_migration"
    EQUIPMENT = "equipment"
    AVIATION = "aviation"
    ENERGY = "energy"
    DEVELOPMENT = "development"
    HUMANITARIAN = "humanitarian"
    INVESTMENT = "investment"
    SKILLS = "skills"

    @property
    def is_migration(self) -> bool:
        """True for what partners supply: its worth follows attempted arrivals."""
        return self in (
            Sector.BORDER_CONTROL,
            Sector.READMISSION,
            Sector.ANTI_SMUGGLING,
            Sector.HOSTING,
            Sector.AVIATION,
        )

    @property
    def guards_routes(self) -> bool:
        """True for what lets fewer people pass a border on their way."""
        return self in (Sector.BORDER_CONTROL, Sector.AVIATION)


class Provision(StrictBlock):
    """Something one actor supplies to another at a level."""

    giver: str
    """Actor that supplies it; it sits at the issue's table."""
    receiver: str | None = None
    """Actor that benefits; by default the other seat of the issue's table."""
    title: str = ""
    """A few words for readers; by default its name."""
    sector: Sector
    """What it is about; decides how flows, returns and capacity respond to it."""
    inherited: Level
    """Level at month zero, from which all changes are counted."""
    cap: Level = 1.0
    """Highest level that can be agreed."""
    floor: Level = 0.0
    """Lowest level that a withdrawal can reach; below 0 the giver works against the receiver."""
    benefit: Utility
    """Worth of full supply to the receiver, before circumstances scale it."""
    cost: Cost
    """Curvature of the giver's cost of raising the level."""
    linear_cost: Cost = 0.0
    """Constant part of the giver's marginal cost; alone it makes the provision transferable."""
    withdrawal_cost: Cost = 0.08
    """Net cost to the giver of each unit withdrawn, after what it saves."""
    below_zero_cost: Cost = 0.2
    """Further cost to the giver of driving the level below zero, times its square."""
    visibility: Share = 0.3
    """How visible the concession is at the giver's home."""
    divisible: bool = True
    """False: all or nothing, such as recognition."""
    kind: Literal["flow", "stock"] = "flow"
    """A flow can be withdrawn later; a stock, once given, stays given."""
    cluster: str | None = None
    """Functional relation: provisions of one cluster complement each other."""
    lag: Months = 0
    """Months between signature and first delivery."""
    fit: Share = 1.0
    """Share of what the receiver asks for that the giver's instruments can buy."""
    shared: str | None = None
    """Name of one act that its giver supplies to several tables at once, such as one border."""
    fund: str | None = None
    """Instrument whose budget pays for it, and which may be barred from buying it."""
    price: Ratio = 1.0
    """Budget of that fund which full supply takes."""


class Issue(StrictBlock):
    """Provisions negotiated together, their own compensation included."""

    table: str
    """The table at which the issue is negotiated."""
    title: str = ""
    """A few words for readers."""
    open: bool = True
    """True: under negotiation from the start; False: in force, and may be drawn in later."""
    provisions: Annotated[dict[str, Provision], Field(min_length=1)]
    """What is given, by name."""


class Table(StrictBlock):
    """Two actors that negotiate, their memory of each other, and the rhythm of their talks."""

    destination: Seat
    """The seat that asks for migration cooperation."""
    partner: Seat
    """The seat that supplies it."""
    initiator: Literal["destination", "partner"] = "destination"
    """Who opens, and makes the first offer."""
    tie: Share = 0.3
    """Strength of the community of interests; raises retaliation, and recovery after a crisis."""
    meet: Share = 0.5
    """Chance that the two meet in a given month."""
    round_months: (
        Annotated[int, Field(ge=1, le=1200, json_schema_extra={"unit": "months"})] | None
    ) = None
    """Deadline of a round of talks that both know. None: with private deadlines a round ends when
    neither side has more to concede, with public ones after `bargaining.round_months`."""
    pause_months: Months = 3
    """Months between two rounds."""
    mandate_months: Months = 0
    """Longest time that the destination side needs before its first mandate, at half coherence."""
    linkage_cost: Cost = 0.02
    """Cost to each side of each issue tied to another."""
    open: bool = True
    """False: dormant, until one of the two seeks the other out."""
    dialogue: Share = 0.3
    """Quality of talk short of agreement: regard for the other's case, shared norms, equality."""
    instruments: list[str] = Field(default_factory=list)
    """Instruments at hand at this table; none named: all that its actors may use."""


class Route(StrictBlock):
    """A way for people through one actor's territory to another's."""

    through: str
    """Actor whose border control governs the route; of several borders the last."""
    via: list[str] = Field(default_factory=list)
    """Actors whose borders are crossed before that one, in order."""
    to: str
    """Actor at which people arrive."""
    origin: str | None = None
    """Where people set out; routes of one origin are alternatives to each other."""
    size: Size = 1.0
    """Baseline attempts, in a unit common to all routes; weighs routes against each other."""
    open: bool = True
    """False: nobody takes it until an event opens it."""
    pressure: Ratio = 1.0
    """Attempted arrivals at month zero, relative to the baseline."""
    volatility: Share = 0.12
    """Standard deviation of monthly shocks to the logarithm of attempted arrivals."""
    persistence: Share = 0.8
    """Share of a shock that is left a month later."""
    swamping: Ratio = 3.0
    """Factor by which arrivals multiply, beyond 1, when border control is at its floor below 0."""
    saturation: Ratio | None = None
    """Attempted arrivals beyond which guards stop no more people. None: no such limit."""
    identification: Share = 0.6
    """Share of people under a return decision whose nationality is established."""
    pushback_risk: Share = 0.1
    """Assumed harm per blocked attempt."""
    diversion: Share = 0.4
    """Share of newly blocked attempts that try longer ways."""
    diversion_risk: Share = 0.2
    """Assumed harm per diverted attempt."""
