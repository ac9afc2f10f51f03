"""`qpq list`, `qpq show` and `qpq check`: the library, and what stands in a scenario."""

from typing import TYPE_CHECKING, Annotated, Any

import typer

from sim.cli.output import emit_json
from sim.documents.blocks import Grid
from sim.documents.terminal import show as print_blocks

if TYPE_CHECKING:
    from sim.scenario import Scenario
    from sim.scenario.case_checks import CaseCheck

JSON = typer.Option("--json", help="Print one JSON document and nothing else.")


def list_scenarios(as_json: Annotated[bool, JSON] = False) -> None:
    """List the scenarios of the library."""
    from sim.scenario import library
    from sim.scenario.loading import outline
    from sim.story.words import listed, spaced

    summaries = [_summary(name, outline(name)) for name in library.names()]
    if as_json:
        emit_json(summaries)
        return
    rows = []
    for found in summaries:
        rows.append(
            (
                found["name"],
                found["title"],
                found["period"],
                listed(found["actors"].values()),
                "; ".join(dict.fromkeys(map(spaced, found["strategies"].values()))),
                len(found["tables"]),
                "; ".join(dict.fromkeys(found["recorded"].values())) or "none",
            )
        )
    headings = ("name", "title", "period", "actors", "strategies", "tables", "recorded agreement")
    print_blocks([Grid(headings, rows)])


def _summary(name: str, scenario: "Scenario") -> dict[str, Any]:
    return {
        "name": name,
        "title": scenario.title,
        "period": scenario.period,
        "actors": {name: actor.name for name, actor in scenario.actors.items()},
        "strategies": {name: actor.strategy for name, actor in scenario.actors.items()},
        "tables": list(scenario.tables),
        "overrides": {name: found.description for name, found in scenario.overrides.items()},
        "recorded": {name: record.agreement for name, record in scenario.record.items()},
    }


def show(
    scenario: Annotated[
        str, typer.Argument(metavar="SCENARIO", help="Name in the library, or path of a file.")
    ],
    sources: Annotated[
        bool, typer.Option("--sources", help="Add every number with what stands behind it.")
    ] = False,
    no_record: Annotated[
        bool, typer.Option("--no-record", help="Leave out what happened: for those who will play.")
    ] = False,
    as_json: Annotated[bool, JSON] = False,
) -> None:
    """Show a scenario: who, what is negotiated, who depends on whom, what could be tried."""
    from sim.errors import QpqError
    from sim.interactive import pages_of_scenarios as pages
    from sim.scenario import load

    chosen = load(scenario)
    if as_json:
        if no_record:
            raise QpqError("--no-record is for readers: --json has all of a scenario")
        emit_json(pages.as_json(chosen, sources))
        return
    print_blocks(
        [*pages.portrait(chosen, not no_record), *(pages.sources(chosen) if sources else [])]
    )


def check(
    files: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="FILE", help="Files, folders or names; by default the whole library."
        ),
    ] = None,
    as_json: Annotated[bool, JSON] = False,
) -> None:
    """Check scenario files: one verdict each, with what stands behind their numbers."""
    from sim.errors import InputError
    from sim.interactive.pages_of_scenarios import verdicts
    from sim.scenario.case_checks import check as checked

    found = checked(*files or ())
    if as_json:
        emit_json([_document(verdict) for verdict in found])
    else:
        print_blocks(verdicts(found))
    if not found.valid:
        raise typer.Exit(InputError.exit_code)


def _document(verdict: "CaseCheck") -> dict[str, Any]:
    if not verdict.valid:
        return {"file": verdict.file, "valid": False, "problems": list(verdict.problems)}
    return {
        "file": verdict.file,
        "valid": True,
        "title": verdict.title,
        **verdict.holds,
        "numbers": verdict.numbers,
        "evidence": verdict.evidence,
        "shares": verdict.shares,
        "uncertain": verdict.uncertain,
    }
