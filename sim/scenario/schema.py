"""The scenario: one case, as one frozen and typed object.

Maps, not lists, hold everything that a path may address, so that
``issues.sahara.provisions.recognition.benefit`` names one number in the file, on the command
line and in a sweep alike.
"""

from collections.abc import Callable, Iterable, Mapping
from typing import Annotated, Literal, cast

from pydantic import Field, PrivateAttr

from sim.arguments import names_of
from sim.scenario.actors import Actor
from sim.scenario.base import StrictBlock
from sim.scenario.events import Date, Event
from sim.scenario.instruments import Instrument
from sim.scenario.overrides import Value
from sim.scenario.parameters import Parameters
from sim.scenario.provenance import Provenance
from sim.scenario.provisions import Issue, Route, Table
from sim.scenario.treatments import Treatments

Duration = Annotated[float, Field(ge=0, le=1200, json_schema_extra={"unit": "months"})]
"""A measured duration, not necessarily whole."""


class Variant(StrictBlock):
    """A strategy of the scenario's own: a known one with other parameters, or one in Python."""

    play: str
    """Name of the strategy that it varies."""
    file: str | None = None
    """Python file beside the scenario that defines the strategy it plays; None: the package's."""
    description: str = ""
    """What the variant stands for."""
    parameters: dict[str, float] = Field(default_factory=dict)
    """Parameters that differ from the strategy's defaults."""
    menu: list[str] = Field(default_factory=list)
    """Strategies that an adaptive one chooses from; the first is played until it has learnt."""


class Override(StrictBlock):
    """A named counterfactual: what would be different."""

    description: str
    """The question it asks, in one sentence."""
    set: Annotated[dict[str, float | int | bool | str | list[str] | None], Field(min_length=1)]
    """Dotted paths and their values; a list is replaced as a whole."""


class Record(StrictBlock):
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


class Scenario(StrictBlock):
    """One case of migration diplomacy."""

    title: str
    """Title of the case."""
    description: str
    """One paragraph: who wanted what from whom, and what happened."""
    period: str
    """The months of the record that the case covers, for readers."""
    month_zero: Date
    """Calendar month of the first step."""
    horizon: Annotated[int, Field(ge=1, le=600, json_schema_extra={"unit": "months"})] = 36
    """Number of months played."""
    sources: dict[str, str] = Field(default_factory=dict)
    """Works cited that the bibliography does not hold: key and full reference."""
    actors: Annotated[dict[str, Actor], Field(min_length=1)]
    """States and unions of states."""
    tables: Annotated[dict[str, Table], Field(min_length=1)]
    """Who negotiates with whom."""
    issues: Annotated[dict[str, Issue], Field(min_length=1)]
    """What is negotiated: issues, each a set of provisions."""
    routes: dict[str, Route] = Field(default_factory=dict)
    """Ways that people take."""
    instruments: dict[str, Instrument] = Field(default_factory=dict)
    """Legal and political forms at hand: what they carry, bind and cost."""
    events: dict[str, Event] = Field(default_factory=dict)
    """What happens from outside."""
    strategies: dict[str, Variant] = Field(default_factory=dict)
    """Strategies of the scenario's own."""
    treatments: Treatments = Treatments()
    """Structural alternatives in force."""
    parameters: Parameters = Parameters()
    """Parameters of the rules."""
    overrides: dict[str, Override] = Field(default_factory=dict)
    """Named counterfactuals."""
    record: dict[str, Record] = Field(default_factory=dict)
    """What was observed; the model never reads it."""

    _provenance: Provenance | None = PrivateAttr(default=None)

    @property
    def provenance(self) -> Provenance:
        """Where the scenario and its numbers come from.

        Raises:
            ValueError: the object was put together in Python, not loaded.
        """
        if self._provenance is None:
            raise ValueError("this scenario was not loaded from a file")
        return self._provenance

    @property
    def name(self) -> str:
        """Name of the scenario: that of its file, without the ending."""
        return self.provenance.name

    def calendar(self, month: int) -> str:
        """Return the calendar month of a step, such as "May 2021"; month 0 is `month_zero`."""
        year, first = self.month_zero.split("-")
        years, index = divmod(int(first) - 1 + month, 12)
        return f"{MONTHS[index]} {int(year) + years}"

    def month_of(self, date: str) -> int:
        """Return how many months after `month_zero` a ``YYYY-MM`` lies; below 0 before it."""
        first, last = (int(each[:4]) * 12 + int(each[5:]) for each in (self.month_zero, date))
        return last - first

    def with_changes(
        self, *, set: Mapping[str, Value] | None = None, overrides: Iterable[str] | None = ()
    ) -> "Scenario":
        """Return the scenario with further overrides, then values by dotted path, in place.

        They add to those already in force. Everything is validated anew from the file as read;
        values drawn by `sampled` are medians again where anything changes.

        Raises:
            InputError: a layer names nothing, contradicts another or sets a value out of range.
        """
        return cast(Scenario, self.provenance.changed(self, set, names_of(overrides, "overrides")))

    def sampled(self, quantile: Callable[[str], float]) -> "Scenario":
        """Return the scenario with every uncertain number drawn instead of its median.

        Args:
            quantile: a share strictly between 0 and 1 for each dotted path.
        """
        return cast(Scenario, self.provenance.sampled(self, quantile))


MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
