"""What notebooks show of a scenario, an actor, a table, a package, a run and a result.

Each function returns one self-contained piece of HTML. A game and its steps show themselves; for
the classes of other rooms see `sim.pages.notebook`.
"""

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from sim.model.actors import ActorAgent
from sim.model.answers import Answer, Proposal
from sim.pages import page
from sim.pages.page import Cell
from sim.results.run import Run
from sim.scenario import Scenario
from sim.scenario.actors import Actor
from sim.scenario.provisions import Issue, Table
from sim.story import collapsed, outcome_sentences
from sim.story import story as told
from sim.story.words import number, spaced

if TYPE_CHECKING:
    from sim.analysis.arms import Arms, Threats
    from sim.results.reading import Results

HEADLINES = {
    "paper_agreement": "Agreement (1 yes)",
    "paper_months": "Months until signature",
    "process_delivered_partner": "Share delivered by partners",
    "people_arrivals": "Mean arrivals, to baseline",
    "people_harm": "Mean exposure to harm",
    "coercion_threats_destination": "Threats by destinations",
    "coercion_threats_partner": "Threats by partners",
    "welfare_destination": "Mean utility, destinations",
    "welfare_partner": "Mean utility, partners",
}
"""Columns of the outcome on a run's page, and what they are called there."""


def scenario(scenario: Scenario) -> str:
    """A scenario: what it is about, who sits where, what is on the table, what may happen."""
    return page.box(
        page.heading(scenario.title, f"{scenario.period}; {scenario.horizon} months"),
        page.folded("What it is about", page.paragraph(scenario.description.strip())),
        page.table(
            ("Actor", "Role", "Plays", "Empowerment", "Vulnerability"),
            (
                (a.name, a.role.value, spaced(a.strategy), a.empowerment, a.vulnerability)
                for a in scenario.actors.values()
            ),
        ),
        page.table(
            ("Issue", "Table", "Provision", "Given by", "Start", "", "Worth", "Cost"),
            _provisions(scenario),
        ),
        page.folded(
            f"Events ({len(scenario.events)}) and what-ifs ({len(scenario.overrides)})",
            page.items(event.description or spaced(n) for n, event in scenario.events.items()),
            page.table(
                ("Override", "The question"),
                ((name, o.description) for name, o in scenario.overrides.items()),
            ),
        ),
    )


def _provisions(scenario: Scenario) -> Iterator[tuple[Cell, ...]]:
    for name, issue in scenario.issues.items():
        where: tuple[Cell, ...] = (issue.title or spaced(name), spaced(issue.table))
        for provision, p in issue.provisions.items():
            giver = scenario.actors[p.giver].name
            yield (*where, spaced(provision), giver, p.inherited, page.bar(p.inherited),
                   p.benefit, p.cost)  # fmt: skip
            where = ("", "")  # An issue is named once, at its first provision.


def actor(actor: Actor) -> str:
    """An actor of a scenario: its role, its strategy and its numbers."""
    return page.box(
        page.heading(actor.name, f"{actor.role.value}, plays {spaced(actor.strategy)}"),
        _numbers(actor.model_dump()),
    )


def table(table: Table) -> str:
    """A table of a scenario: both seats, and the rhythm of talks."""
    seats = [table.destination, table.partner]
    own = seats[0].model_dump()
    kept = [name for name, value in own.items() if isinstance(value, float)]
    return page.box(
        page.heading("Table", " and ".join(spaced(seat.actor) for seat in seats)),
        page.table(
            ("", *(f"{spaced(s.actor)} ({w})" for s, w in zip(seats, SIDES, strict=True))),
            ((spaced(name), *(seat.model_dump()[name] for seat in seats)) for name in kept),
        ),
        _numbers(table.model_dump(exclude={"destination", "partner"})),
    )


SIDES = ("destination", "partner")


def issue(issue: Issue) -> str:
    """An issue of a scenario: its provisions."""
    return page.box(
        page.heading(issue.title or "Issue", f"at table {spaced(issue.table)}"),
        page.table(
            ("Provision", "Given by", "At the start", "At most", "Worth", "Cost"),
            (
                (spaced(name), spaced(p.giver), p.inherited, p.cap, p.benefit, p.cost)
                for name, p in issue.provisions.items()
            ),
        ),
    )


def agent(agent: ActorAgent) -> str:
    """An actor of a game: its state, and its seats' memory."""
    rows: list[tuple[Cell, ...]] = []
    for name in agent.tables:
        seat = agent.seat(name)
        memory = (float(seat[kept]) for kept in ("trust", "grievance", "credibility"))
        rows.append((spaced(name), *memory))
    fields = {f: float(getattr(agent, f)) for f in ("empowerment", "hurdle", "control_capacity")}
    return page.box(
        page.heading(agent.model.assembly.scenario.actors[agent.name].name, "as the run stands"),
        _numbers(fields),
        page.table(("Seat at table", "Trust", "Grievance", "Credibility"), rows),
    )


def package(package: Proposal) -> str:
    """A package that a side would offer, with the utilities behind it."""
    return page.box(
        page.heading("Package", "what would be offered now"),
        page.table(
            ("Provision", "Level", ""),
            ((_named(name), level, page.bar(level)) for name, level in package.levels.items()),
        ),
        page.table(
            ("Utility a month", ""),
            (
                ("To the side that offers", package.own_utility),
                ("To the other", package.other_utility),
                ("It holds out for", package.target),
                ("It could sign from", package.reservation),
                ("Without agreement", package.disagreement),
                ("At the Nash point", package.nash),
            ),
        ),
    )


def answer(answer: Answer) -> str:
    """What a seat would do if asked for a move now."""
    about = f", about {_named(answer.about)}" if answer.about else ""
    asking = f", asking for {_named(answer.asked)}" if answer.asked else ""
    return page.box(
        page.heading(f"Would it {answer.move}?", f"{number(answer.value)}{about}{asking}"),
        page.paragraph(f"The rules propose {number(answer.proposed)}."),
        *([page.table(("Because", ""), answer.reasons.items())] if answer.reasons else []),
        page.folded("What it sees", _numbers(answer.view._asdict())),
    )


def run(run: Run) -> str:
    """A run: how it came out, its numbers, and its story to open."""
    names = run.names.tables
    columns = [run.outcome, *(run.tables[name] for name in names)]
    return page.box(
        page.heading(run.scenario.title, f"seed {run.seed}, replication {run.replication}"),
        page.table(
            ("", "Whole run", *(f"Table {spaced(name)}" for name in names)),
            ((words, *(_cell(c, each[c]) for each in columns)) for c, words in HEADLINES.items()),
        ),
        *(page.folded(s.title, page.items(s.lines)) for s in outcome_sentences(run)),
        page.folded(
            "The story, month by month",
            *(page.heading(m.title) + page.items(m.lines) for m in collapsed(told(run))),
        ),
    )


def results(results: "Results") -> str:
    """The results of a sweep: where they are, what varies, what there is to read."""
    state = "complete" if results.complete else "under way"
    return page.box(
        page.heading("Results of a sweep", f"{results.path.name}, {state}"),
        page.table(
            ("", ""),
            (
                ("What varies", ", ".join(results.axes) or "nothing"),
                ("What there is to read", ", ".join(results.kinds)),
            ),
        ),
    )


def arms(arms: "Arms") -> str:
    """Arms of a comparison: outcomes with intervals, and below them what differs from the first."""
    rows: list[tuple[Cell, ...]] = []
    for name, values, apart in arms.rows():
        rows.append((page.strong(name), *values))
        if any(apart):
            rows.append((page.faint("change against the first"), *map(page.faint, apart)))
    failed = f"; {arms.failed} failed and are left out" if arms.failed else ""
    return page.box(
        page.heading(arms.title, f"{arms.replications} runs of each, equal shocks{failed}"),
        page.table(("", *(m.says for m in arms.measures)), rows),
        page.paragraph(
            "In brackets: 95 per cent intervals. Changes are those within pairs of runs."
        ),
    )


def threats(threats: "Threats") -> str:
    """What the threats of a side do: each contrast, and what it compares."""
    return page.box(
        page.heading(threats.title, f"threats by the {threats.side} side"),
        page.table(
            ("Contrast", *(m.says for m, _ in threats.contrasts), "Compares (runs or pairs)"),
            (
                (page.strong(name), *values, page.faint(says))
                for name, says, values in threats.rows()
            ),
        ),
        page.paragraph("Differences of means; in brackets: 95 per cent intervals."),
    )


def _cell(column: str, value: float | None) -> Cell:
    """A value of the outcome; counts as whole numbers."""
    counts = column.startswith(("paper_", "coercion_"))
    return round(value) if counts and value is not None else value


def _named(provision: str) -> str:
    """A provision, given as ``issue.provision``, in words."""
    issue, word = provision.split(".", 1)
    return f"{spaced(word)} ({spaced(issue)})"


def _numbers(fields: Mapping[str, object]) -> page.Markup:
    """Numbers and words of an object in two columns to read down."""
    rows: list[tuple[Cell, ...]] = [
        (spaced(name), value)
        for name, value in fields.items()
        if isinstance(value, float | int) and not isinstance(value, bool)
    ]
    half = (len(rows) + 1) // 2
    pairs = [
        (*rows[i], *(rows[half + i] if half + i < len(rows) else ("", ""))) for i in range(half)
    ]
    return page.table(("", "", "", ""), pairs)
