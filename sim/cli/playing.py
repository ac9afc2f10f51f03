"""`qpq run`: one run, told at a glance or in full."""

from typing import TYPE_CHECKING, Annotated, Any

import typer

from sim.cli.output import emit_json
from sim.cli.strategy_files import StrategyFiles, add_strategies

if TYPE_CHECKING:
    from sim.documents.blocks import Block
    from sim.runs.run import Run
    from sim.scenario import Scenario

SCENARIO = typer.Argument(metavar="SCENARIO", help="Name in the library, or path of a file.")
SET = typer.Option(
    "--set", metavar="P=V", help="Set one number or word, as actors.morocco.patience=0.9."
)
OVERRIDE = typer.Option("--override", metavar="NAME", help="Put a named counterfactual in force.")
JSON = typer.Option("--json", help="Print one JSON document and nothing else.")


def run(
    scenario: Annotated[str, SCENARIO],
    seed: Annotated[
        int | None,
        typer.Option(
            min=0, max=2**63 - 1, help="Key of all draws; without one 0, and how usual its run is."
        ),
    ] = None,
    replication: Annotated[
        int, typer.Option(min=0, max=2**32 - 1, help="Which run under this seed.")
    ] = 0,
    assignments: Annotated[list[str] | None, SET] = None,
    overrides: Annotated[list[str] | None, OVERRIDE] = None,
    sample: Annotated[
        bool, typer.Option("--sample", help="Draw uncertain numbers instead of their medians.")
    ] = False,
    table: Annotated[
        str | None,
        typer.Option(metavar="NAME", help="Of which table to say how usual the run is."),
    ] = None,
    strategy_files: StrategyFiles = None,
    full: Annotated[
        bool, typer.Option("--full", help="Tell every move of every month, with all its numbers.")
    ] = False,
    as_json: Annotated[bool, JSON] = False,
) -> None:
    """Play one run and tell its landmarks, then its outcome."""
    from sim import load
    from sim import run as play
    from sim.cli.app import UsageError
    from sim.scenario import parse_assignments

    if full and as_json:
        raise UsageError("--full tells more in words; --json has all of it as it is")
    add_strategies(strategy_files)
    chosen = load(scenario).with_changes(
        set=parse_assignments(assignments or ()), overrides=overrides or ()
    )
    if table is not None:
        _refuse_idle(table, list(chosen.tables), seed, as_json)
    key = seed or 0
    if sample:
        chosen = sampled(chosen, key, replication)
    finished = play(chosen, seed=key, replication=replication)
    if as_json:
        emit_json(document(finished))
    else:
        tell(finished, full)
        if seed is None:
            _tell_how_usual(finished, table)


def sampled(scenario: "Scenario", seed: int, replication: int) -> "Scenario":
    """The scenario with its uncertain numbers drawn, each by a key of its own path."""
    from sim.rules.draws import name_hash, uniform

    def quantile(path: str) -> float:
        return uniform(seed, replication, -1, name_hash(f"path:{path}"), 0, 0)

    return scenario.sampled(quantile)


def document(run: "Run") -> dict[str, Any]:
    """A run as one JSON document: what was played, how it came out, all that happened."""
    scenario = run.scenario
    events = [
        {
            **row,
            "date": scenario.calendar(row["month"]),
            "numbers": dict(row["numbers"]),
            "named": dict(row["named"]),
        }
        for row in run.events.to_pylist()
    ]
    return {
        "scenario": scenario.name,
        "seed": run.seed,
        "replication": run.replication,
        "overrides": list(scenario.provenance.overrides),
        "set": dict(scenario.provenance.changes),
        "drawn": dict(scenario.provenance.drawn),
        "strategies": strategies(scenario),
        "outcome": run.outcome,
        "tables": run.tables,
        "events": events,
    }


def strategies(scenario: "Scenario") -> dict[str, dict[str, str]]:
    """What each side of each table plays."""
    return {
        name: {
            side: seat.strategy or scenario.actors[seat.actor].strategy
            for side, seat in (("destination", table.destination), ("partner", table.partner))
        }
        for name, table in scenario.tables.items()
    }


def tell(run: "Run", full: bool = False) -> None:
    """Print a run: who plays, what happened, and how it came out."""
    from sim.documents.blocks import Heading, Points
    from sim.documents.terminal import show
    from sim.story import collapsed, outcome_sentences, plain_story, story
    from sim.story.catalogue import filled

    blocks: list[Block] = [Heading(run.scenario.title, 1), Points(_introduction(run, full))]
    if full:
        for month in collapsed(story(run)):
            blocks += [Heading(month.title), Points(month.lines)]
    else:
        months, left_out = plain_story(run)
        lines = [f"{month.title}: {' '.join(month.lines)}" for month in months]
        if left_out:
            steps = filled("{left_out:step}", {"left_out": float(left_out)})
            lines.append(f"Left out: {steps} of less weight (--full tells all).")
        blocks += [Heading("What happened"), Points(lines)]
    blocks.append(Heading("How it came out"))
    sections = outcome_sentences(run, full)
    if full:
        for section in sections:
            blocks += [Heading(section.title, 3), Points(section.lines)]
    else:
        blocks.append(Points([f"{each.title}: {' '.join(each.lines)}" for each in sections]))
    show(blocks)


MANY = 200
"""Runs beside which one is told to be usual or not."""


def _refuse_idle(table: str, tables: list[str], seed: int | None, as_json: bool) -> None:
    """Refuse a table that there is not, or of which nothing is told.

    Raises:
        InputError: it is one of these.
    """
    from sim.errors import InputError, Problem, one_named

    one_named(table, tables, "no table")
    if seed is not None or as_json:
        what = f"it has no effect with {'--json' if as_json else '--seed'}"
        raise InputError(Problem(what, "--table", None, None, "the run told, and how usual it is"))


def _tell_how_usual(run: "Run", table: str | None) -> None:
    """Say how many of many runs come out alike, where compiled code is at hand to play them.

    The run told stays the first one, warm or cold: the same command tells the same story.
    """
    from sim.documents.blocks import Heading, Points
    from sim.documents.terminal import show
    from sim.model.assembly import assemble
    from sim.model.batch import is_warm, menu_of, play_many
    from sim.story.summary import usual
    from sim.strategies.registry import SHIPPED

    if len(menu_of(run.scenario)) > len(SHIPPED) or not is_warm(run.scenario):
        return
    played = play_many(assemble(run.scenario), range(MANY), run.seed)
    lines = list(usual(run, played.outcomes[played.errors == 0], table))
    show([Heading("How usual that is"), Points(lines)])


def _introduction(run: "Run", full: bool) -> list[str]:
    """Who plays what, what is on the table, and how to read the numbers."""
    from sim.story.catalogue import label
    from sim.story.words import capital, listed, quoted, with_article

    scenario = run.scenario
    lines = []
    for name, played in strategies(scenario).items():
        table = scenario.tables[name]
        seats = [
            f"{with_article(scenario.actors[seat.actor].name)} ({label(played[side])})"
            for side, seat in (("destination", table.destination), ("partner", table.partner))
        ]
        issues = quoted(
            issue.title or label(key)
            for key, issue in scenario.issues.items()
            if issue.table == name
        )
        do = "negotiate" if table.open else "do not talk yet; they may come to negotiate"
        lines.append(capital(f"{seats[0]} and {seats[1]} {do} on {issues}."))
    for name in dict.fromkeys(
        each for played in strategies(scenario).values() for each in played.values()
    ):
        if name in scenario.strategies and scenario.strategies[name].menu:
            options = listed(f"'{label(option)}'" for option in scenario.strategies[name].menu)
            lines.append(f"Who plays '{label(name)}' chooses between {options} and learns.")
    for name in scenario.provenance.overrides:
        lines.append(f"Override '{name}': {scenario.overrides[name].description}")
    for path, value in scenario.provenance.changes.items():
        lines.append(f"Set: {path} = {value}.")
    if drawn := scenario.provenance.drawn:
        lines.append(
            f"Drawn: {', '.join(f'{path} = {value:.3g}' for path, value in drawn.items())}."
        )
    if full:
        lines.append(
            "Levels run from 0 (nothing) to 1 (in full). Worth is what a side gains or loses each "
            "month against what it had at the start."
        )
    lines.append(f"Seed {run.seed}, replication {run.replication}, {scenario.horizon} months.")
    return lines
