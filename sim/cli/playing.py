"""`qpq run`: one run, told month by month."""

from typing import TYPE_CHECKING, Annotated, Any

import typer

from sim.cli.output import emit_json, heading, say, title
from sim.cli.strategy_files import StrategyFiles, add_strategies

if TYPE_CHECKING:
    from sim.results.run import Run
    from sim.scenario import Scenario

SCENARIO = typer.Argument(metavar="SCENARIO", help="Name in the library, or path of a file.")
SET = typer.Option(
    "--set", metavar="P=V", help="Set one number or word, as actors.morocco.patience=0.9."
)
OVERRIDE = typer.Option("--override", metavar="NAME", help="Put a named counterfactual in force.")
JSON = typer.Option("--json", help="Print one JSON document and nothing else.")


def run(
    scenario: Annotated[str, SCENARIO],
    seed: Annotated[int, typer.Option(min=0, max=2**63 - 1, help="Key of all draws.")] = 0,
    replication: Annotated[
        int, typer.Option(min=0, max=2**32 - 1, help="Which run under this seed.")
    ] = 0,
    assignments: Annotated[list[str] | None, SET] = None,
    overrides: Annotated[list[str] | None, OVERRIDE] = None,
    sample: Annotated[
        bool, typer.Option("--sample", help="Draw uncertain numbers instead of their medians.")
    ] = False,
    strategy_files: StrategyFiles = None,
    as_json: Annotated[bool, JSON] = False,
) -> None:
    """Play one run and tell it month by month, then its outcome."""
    from sim import load
    from sim import run as play
    from sim.scenario import parse_assignments

    add_strategies(strategy_files)
    chosen = load(scenario).with_changes(
        set=parse_assignments(assignments or ()), overrides=overrides or ()
    )
    if sample:
        chosen = sampled(chosen, seed, replication)
    finished = play(chosen, seed=seed, replication=replication)
    if as_json:
        emit_json(document(finished))
    else:
        tell(finished)


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


def tell(run: "Run") -> None:
    """Print a run: who plays, month by month, and how it came out."""
    from sim.story import collapsed, outcome_sentences, story

    _introduce(run)
    for month in collapsed(story(run)):
        heading(month.title)
        for line in month.lines:
            say(line, indent=2)
    heading("How it came out")
    for section in outcome_sentences(run):
        say(f"{section.title}.", indent=2)
        for line in section.lines:
            say(line, indent=4)


def _introduce(run: "Run") -> None:
    """Title, who plays what, what is on the table, and how to read the numbers."""
    from sim.story.words import capital, listed, spaced, with_article

    scenario = run.scenario
    title(scenario.title)
    for name, played in strategies(scenario).items():
        table = scenario.tables[name]
        seats = [
            f"{with_article(scenario.actors[seat.actor].name)} ({spaced(played[side])})"
            for side, seat in (("destination", table.destination), ("partner", table.partner))
        ]
        issues = listed(
            f"'{spaced(key)}'" + (f" ({issue.title})" if issue.title else "")
            for key, issue in scenario.issues.items()
            if issue.table == name
        )
        do = "negotiate" if table.open else "do not talk yet; they may come to negotiate"
        say(capital(f"{seats[0]} and {seats[1]} {do} on {issues}."), indent=2)
    for name in dict.fromkeys(
        each for played in strategies(scenario).values() for each in played.values()
    ):
        if name in scenario.strategies and scenario.strategies[name].menu:
            options = listed(f"'{spaced(option)}'" for option in scenario.strategies[name].menu)
            say(f"Who plays '{spaced(name)}' chooses between {options} and learns.", indent=2)
    for name in scenario.provenance.overrides:
        say(f"Override '{name}': {scenario.overrides[name].description}", indent=2)
    for path, value in scenario.provenance.changes.items():
        say(f"Set: {path} = {value}.", indent=2)
    if drawn := scenario.provenance.drawn:
        say(f"Drawn: {', '.join(f'{path} = {value:.3g}' for path, value in drawn.items())}.", 2)
    say(
        "Levels run from 0 (nothing) to 1 (in full). Worth is what a side gains or loses each "
        "month against what it had at the start; its disagreement point is what it is left with "
        "if nothing is agreed.",
        indent=2,
    )
    say(f"Seed {run.seed}, replication {run.replication}, {scenario.horizon} months.", indent=2)
