"""What notebooks show of games and runs: steps, agents, packages, answers, outcomes, results."""

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from sim.documents.blocks import (
    Bar,
    Block,
    Cell,
    Course,
    Faint,
    Folded,
    Grid,
    Heading,
    Points,
    Strong,
)
from sim.interactive.changes import Step
from sim.interactive.game import Game
from sim.interactive.pages_of_scenarios import numbers
from sim.model.actors import ActorAgent
from sim.model.answers import Answer, Proposal
from sim.runs.run import Run
from sim.story import Month, collapsed, outcome_sentences
from sim.story import story as told
from sim.story.monthly import QUIET
from sim.story.words import number, spaced

if TYPE_CHECKING:
    from sim.analysis.arms import Arms, Threats
    from sim.runs.sweep_results import Results

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


def game(game: Game) -> list[Block]:
    """A game under way: where it stands, and its story so far to open."""
    where = "finished" if game.finished else f"{game.title} comes next"
    beside = f"month {game.month} of {game.scenario.horizon}; {where}"
    return [Heading(game.scenario.title, 1, beside), _story("The story so far", game.story)]


def _story(title: str, months: list[Month]) -> Folded:
    """Months to open, each with its sentences."""
    blocks = [b for m in collapsed(months) for b in (Heading(m.title, 3), Points(m.lines))]
    return Folded(title, blocks)


def step(step: Step) -> list[Block]:
    """A month, or a phase of one: what happened, what moved and how it came there."""
    moved: list[Sequence[Cell]] = [
        (m.what, m.before, "\N{RIGHTWARDS ARROW}", m.after, Course(m.path, m.what))
        for m in step.moved
    ]
    return [
        Heading(step.title, 1),
        Points(step.lines or (QUIET,)),
        *([Grid(("What moved", "", "", "", "Since the start"), moved)] if moved else []),
        *(["The run is finished."] if step.last else []),
    ]


def agent(agent: ActorAgent) -> list[Block]:
    """An actor of a game: its state, and its seats' memory."""
    memory = ("trust", "grievance", "credibility")
    rows: list[Sequence[Cell]] = [
        (spaced(name), *(float(agent.seat(name)[kept]) for kept in memory)) for name in agent.tables
    ]
    fields = {f: float(getattr(agent, f)) for f in ("empowerment", "hurdle", "control_capacity")}
    name = agent.model.assembly.scenario.actors[agent.name].name
    return [
        Heading(name, 1, "as the run stands"),
        numbers(fields),
        Grid(("Seat at table", "Trust", "Grievance", "Credibility"), rows),
    ]


def package(package: Proposal) -> list[Block]:
    """A package that a side would offer, with the utilities behind it."""
    levels = [(_named(name), level, Bar(level)) for name, level in package.levels.items()]
    utilities = (
        ("To the side that offers", package.own_utility),
        ("To the other", package.other_utility),
        ("It holds out for", package.target),
        ("It could sign from", package.reservation),
        ("Without agreement", package.disagreement),
        ("At the Nash point", package.nash),
    )
    return [
        Heading("Package", 1, "what would be offered now"),
        Grid(("Provision", "Level", ""), levels),
        Grid(("Utility a month", ""), utilities),
    ]


def answer(answer: Answer) -> list[Block]:
    """What a seat would do if asked for a move now."""
    about = f", about {_named(answer.about)}" if answer.about else ""
    asking = f", asking for {_named(answer.asked)}" if answer.asked else ""
    reasons = list(answer.reasons.items())
    return [
        Heading(f"Would it {answer.move}?", 1, f"{number(answer.value)}{about}{asking}"),
        f"The rules propose {number(answer.proposed)}.",
        *([Grid(("Because", ""), reasons)] if reasons else []),
        Folded("What it sees", [numbers(answer.view._asdict())]),
    ]


def run(run: Run) -> list[Block]:
    """A run: how it came out, its numbers, and its story to open."""
    names = run.names.tables
    columns = [run.outcome, *(run.tables[name] for name in names)]
    rows = [(words, *(_cell(c, each[c]) for each in columns)) for c, words in HEADLINES.items()]
    return [
        Heading(run.scenario.title, 1, f"seed {run.seed}, replication {run.replication}"),
        Grid(("", "Whole run", *(f"Table {spaced(name)}" for name in names)), rows),
        *(Folded(part.title, [Points(part.lines)]) for part in outcome_sentences(run)),
        _story("The story, month by month", told(run)),
    ]


def results(results: "Results") -> list[Block]:
    """The results of a sweep: where they are, what varies, what there is to read."""
    state = "complete" if results.complete else "under way"
    rows = (
        ("What varies", ", ".join(results.axes) or "nothing"),
        ("What there is to read", ", ".join(results.kinds)),
    )
    return [Heading("Results of a sweep", 1, f"{results.path.name}, {state}"), Grid(("", ""), rows)]


def arms(arms: "Arms") -> list[Block]:
    """Arms of a comparison: outcomes with intervals, and below them what differs from the first."""
    rows: list[tuple[Cell, ...]] = []
    for name, values, apart in arms.rows():
        rows.append((Strong(name), *values))
        if any(apart):
            rows.append((Faint("change against the first"), *_faint(apart)))
    failed = f"; {arms.failed} failed and are left out" if arms.failed else ""
    failed += "; uncertain numbers drawn anew for each" if arms.sampled else ""
    about = f". {arms.where}; .at(name) looks at one" if arms.where and not arms.at_one else ""
    return [
        Heading(arms.title, 1, f"{arms.replications} runs of each, equal shocks{failed}{about}"),
        Grid(("", *(m.says for m in arms.measures)), rows),
        "In brackets: 95 per cent intervals. Changes are those within pairs of runs.",
    ]


def threats(threats: "Threats") -> list[Block]:
    """What the threats of a side do: each contrast, and what it compares."""
    rows = [(Strong(name), *values, Faint(says)) for name, says, values in threats.rows()]
    columns = ("Contrast", *(m.says for m, _ in threats.contrasts), "Compares (runs or pairs)")
    return [
        Heading(threats.title, 1, f"threats by the {threats.side} side"),
        Grid(columns, rows),
        "Differences of means; in brackets: 95 per cent intervals.",
    ]


def _faint(texts: Iterable[str]) -> list[Cell]:
    return [Faint(text) for text in texts]


def _cell(column: str, value: float | None) -> Cell:
    """A value of the outcome; counts as whole numbers."""
    counts = column.startswith(("paper_", "coercion_"))
    return round(value) if counts and value is not None else value


def _named(provision: str) -> str:
    """A provision, given as ``issue.provision``, in words."""
    issue, word = provision.split(".", 1)
    return f"{spaced(word)} ({spaced(issue)})"
