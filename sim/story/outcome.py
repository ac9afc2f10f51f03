"""The outcome of a run in sentences: at a glance, or in full in all its layers."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from sim.runs.run import Run
from sim.story.cast import Cast
from sim.story.catalogue import count as spelt
from sim.story.catalogue import said
from sim.story.obstacles import reasons
from sim.story.summary import claimed, months_in_force, summary
from sim.story.words import capital, counted, number, one, owned, percent, sentence

Row = Mapping[str, float | None]


@dataclass(frozen=True)
class Section:
    """One part of the outcome."""

    title: str
    """Who sits at a table, such as "Spain and Morocco"; in full a layer, such as "On paper"."""
    lines: tuple[str, ...]
    """A few sentences a line; in full one line for each table, or one for the run."""


@dataclass(frozen=True)
class _Table:
    """A table's outcome, with the names of those who sit at it."""

    row: Row
    destination: str
    partner: str
    horizon: int
    failed_votes: int
    calendar: Callable[[int], str]
    instrument: str
    """The kind of text first signed, empty if the scenario has no instruments."""
    union: str
    """The union to which the destination side may leave talks, empty if it has none."""
    dialogue: bool
    """Whether talk without agreement can build trust."""
    in_force: int
    """Months at whose end an agreement was in force."""

    def value(self, column: str) -> float:
        """A value that is never missing; a missing count is none at all."""
        return self.row[column] or 0.0

    @property
    def pair(self) -> str:
        return f"{self.destination} and {self.partner}"

    @property
    def reached(self) -> bool:
        return self.value("paper_agreement") > 0.0


def outcome_sentences(run: Run, full: bool = False) -> list[Section]:
    """The outcome in words; of what did not come about it says so.

    Args:
        run: a finished run.
        full: all layers of the outcome, with all their numbers, instead of a few plain sentences.
    """
    if not full:
        alike: dict[str, list[str]] = {}
        for title, claims in summary(run):
            alike.setdefault(claimed(claims), []).append(title)
        return [Section("; ".join(titles), (text,)) for text, titles in alike.items()]
    tables = [_table(run, k) for k in range(len(run.names.tables))]
    layers = [
        ("On paper", _paper),
        ("In process", _process),
        ("Coercion", _coercion),
        ("Distribution", _distribution),
        ("Durability", _durability),
    ]
    sections = [Section(title, tuple(tell(table) for table in tables)) for title, tell in layers]
    sections.insert(2, Section("For people", (_people(run),)))
    return [*sections, Section("What stood in the way", reasons(run))]


def _table(run: Run, k: int) -> _Table:
    cast = Cast(run.scenario, run.names, run.state)
    issues = run.state.issue[run.state.issue["table"] == k]
    row = run.tables[run.names.tables[k]]
    signed, union = row["paper_instrument"], int(run.state.table[k].union)
    return _Table(
        row,
        cast.side(k, 0),
        cast.side(k, 1),
        run.scenario.horizon,
        int(issues["unratified"].sum()),
        run.scenario.calendar,
        "" if signed is None else cast.instrument(int(signed)),
        cast.side(union, 0) if union >= 0 else "",
        run.scenario.treatments.dialogue == "on",
        int(months_in_force(run, k).sum()),
    )


def _paper(table: _Table) -> str:
    votes = ""
    if table.failed_votes:
        times = "once" if table.failed_votes == 1 else f"{table.failed_votes} times"
        votes = f" A signed text failed at home {times}."
    if not table.reached:
        return f"No agreement between {table.pair} within {table.horizon} months.{votes}"
    months = table.row["paper_months"]
    text = table.instrument or f"{'formal' if table.row['paper_formal'] else 'informal'} agreement"
    when = ""
    if months is not None:
        after = "in the first month" if months < 1 else f"after {counted(months, 'month')}"
        when = f" {after}, in {table.calendar(int(months))}"
    depth = table.row["paper_depth"]
    how = "It raises nothing."
    if depth is not None:
        how = (
            f"It raises {counted(table.value('paper_breadth'), 'provision')}, on average "
            f"{percent(depth)} of the way to what could be agreed at most."
        )
    return capital(f"{table.pair} sign {one(text)}{when}. {how}{votes}")


def _process(table: _Table) -> str:
    conceded = (
        f"averaged over all months, {owned(table.destination)} concessions come to "
        f"{percent(table.value('process_concession_destination'))} of all that it could add to "
        f"what it gave at the start, those of {table.partner} to "
        f"{percent(table.value('process_concession_partner'))}"
    )
    parts = (sentence(conceded), _delivered(table), _short_of_agreement(table))
    return " ".join(part for part in parts if part)


def _short_of_agreement(table: _Table) -> str:
    """Talk without agreement, and rounds left to a union; nothing where there was none."""
    talked, routed = table.value("process_dialogue_months"), table.value("process_routed")
    parts = []
    if table.dialogue and talked:
        parts.append(f"the two meet in {counted(talked, 'month')} without an agreement in force")
    if routed:
        parts.append(
            f"{table.destination} leaves {counted(routed, 'round')} of talks to {table.union}"
        )
    return sentence("; ".join(parts))


def _delivered(table: _Table) -> str:
    ours = table.row["process_delivered_destination"]
    theirs = table.row["process_delivered_partner"]
    if ours is None and theirs is None:
        return "Nothing fell due under an agreement."
    parts = [
        f"{who} delivers {percent(share)} of what falls due"
        if share is not None
        else f"nothing falls due from {who}"
        for who, share in ((table.destination, ours), (table.partner, theirs))
    ]
    return sentence(" and ".join(parts))


def _people(run: Run) -> str:
    row = run.outcome
    attempts, arrivals = row["people_attempts"], row["people_arrivals"]
    returns, harm = row["people_returns"], row["people_harm"]
    if attempts is None or arrivals is None or returns is None or harm is None:
        return "No route is modelled: the run says nothing about arrivals, returns or harm."
    text = (
        f"In an average month attempts to cross stand at {number(attempts)} times their baseline "
        f"and arrivals at {number(arrivals)} times theirs, with an exposure to harm of "
        f"{number(harm)} (an index at assumed rates of risk, not a count); returns come to "
        f"{percent(returns)} of baseline arrivals."
    )
    moved = row["people_moved"] or 0.0
    if run.scenario.treatments.displacement == "on" and moved:
        text += (
            f" Attempts at {number(moved)} times the baseline are made on other routes than usual."
        )
    return text


def _coercion(table: _Table) -> str:
    if not any(table.value(c) for c in table.row if c.startswith("coercion_")):
        return f"Between {table.pair} there is no demand, no threat and no retaliation."
    demands = table.value("coercion_demands_partner")
    parts = [
        sentence(f"towards {table.destination}, {table.partner} names {counted(demands, 'price')}"),
        *(
            _threats(table, who, side)
            for who, side in ((table.destination, "destination"), (table.partner, "partner"))
        ),
        *(
            sentence(f"of what {who} demanded, {percent(met)} is met on average")
            for who, side in ((table.destination, "destination"), (table.partner, "partner"))
            if (met := table.row[f"coercion_met_{side}"]) is not None
        ),
    ]
    return " ".join(part for part in parts if part)


def _threats(table: _Table, who: str, side: str) -> str:
    threats = table.value(f"coercion_threats_{side}")
    retaliations = table.value(f"coercion_retaliations_{side}")
    parts = []
    if threats:
        dropped = table.value(f"coercion_dropped_{side}")
        carried = _number_of(table.value(f"coercion_executed_{side}"))
        parts.append(
            f"{who} makes {counted(threats, 'threat')}, carries out {carried} and backs down "
            f"from {_number_of(dropped)}"
        )
    if retaliations:
        often = said("outcome.retaliations", {"who": "it" if parts else who, "count": retaliations})
        parts.append(often)
    return sentence("; ".join(parts))


def _number_of(count: float) -> str:
    return spelt(count) if round(count) else "none"


def _distribution(table: _Table) -> str:
    if not table.reached:
        return f"Between {table.pair} there are no gains from agreement to divide."
    share, nash = table.row["distribution_partner"], table.row["distribution_nash"]
    efficiency = table.row["distribution_efficiency"]
    against = "against no agreement and no threat"
    if share is None:
        text = f"between {table.pair} the agreement leaves no joint gain {against}"
        return sentence(text)
    if share > 1.0:
        taken = f"the whole joint gain goes to {table.partner}, and {table.destination} loses"
    elif share < 0.0:
        taken = f"the whole joint gain goes to {table.destination}, and {table.partner} loses"
    else:
        taken = (
            f"{table.partner} gets {percent(share)} of the joint gain, {table.destination} the rest"
        )
    benchmark = (
        "there is no Nash point to compare with"
        if nash is None
        else f"at the Nash point before any threat {table.partner} would get {percent(nash)}"
    )
    text = sentence(f"{taken}, {against}; {benchmark}")
    if efficiency is not None:
        text += f" {_efficiency(efficiency)}"
    return text


def _efficiency(ratio: float) -> str:
    """The joint gain beside that at the Nash point before any threat."""
    if ratio < 0.0:
        return "Together they lose, where they would gain at that point."
    if ratio > 1.0:
        return f"Together they gain {percent(ratio - 1.0)} more than they would there."
    return f"Together they gain {percent(ratio)} of what they would there."


def _durability(table: _Table) -> str:
    if not table.reached:
        return f"Between {table.pair} no agreement enters into force."
    text = f"between {table.pair} an agreement is in force for {counted(table.in_force, 'month')}"
    fates = [
        counted(table.value(f"durability_{column}"), one)
        for column, one in (
            ("lapses", "collapse"),
            ("suspensions", "suspension"),
            ("renegotiations", "renegotiation"),
        )
        if table.value(f"durability_{column}")
    ]
    return sentence(f"{text}, with {' and '.join(fates) or 'no collapse or suspension'}")
