"""`qpq list`, `qpq show` and `qpq check`: the library, and what stands in a scenario."""

from typing import TYPE_CHECKING, Annotated, Any

import typer

from sim.cli.output import emit_json, heading, say, table

if TYPE_CHECKING:
    from sim.scenario import Scenario
    from sim.scenario.case_checks import CaseCheck, CaseChecks

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
                str(len(found["tables"])),
                "; ".join(dict.fromkeys(found["recorded"].values())) or "none",
            )
        )
    headings = ("name", "title", "period", "actors", "strategies", "tables", "recorded agreement")
    table(headings, rows, right=(5,))


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
    as_json: Annotated[bool, JSON] = False,
) -> None:
    """Show a scenario: who, what is negotiated, who depends on whom, what could be tried."""
    from sim.cli import portrait
    from sim.scenario import load

    chosen = load(scenario)
    if as_json:
        emit_json(portrait.document(chosen, sources))
        return
    portrait.draw(chosen)
    if sources:
        portrait.draw_sources(chosen)


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
    from sim.scenario.case_checks import check as checked

    found = checked(*files or ())
    if as_json:
        emit_json([_document(verdict) for verdict in found])
    else:
        for verdict in found:
            _print_verdict(verdict)
        _print_shares(found)
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


def _print_verdict(verdict: "CaseCheck") -> None:
    from sim.scenario.case_checks import WORDS
    from sim.story.words import counted, listed, percent

    print(verdict)
    if not verdict.valid:
        return
    kinds = ("actor", "table", "issue", "provision")
    holds = listed(counted(verdict.holds[f"{kind}s"], kind) for kind in kinds)
    say(f"{verdict.title}: {holds}.", indent=2)
    if numbers := verdict.numbers:
        shares = listed(f"{percent(share)} {WORDS[word]}" for word, share in verdict.shares.items())
        say(f"{counted(numbers, 'number')}: {shares}; {verdict.uncertain} uncertain.", indent=2)


def _print_shares(verdicts: "CaseChecks") -> None:
    """Print what stands behind the numbers of each case, one a row, and of all together."""
    from sim.scenario.case_checks import WORDS
    from sim.story.words import percent

    rows = verdicts.rows()
    if len(rows) < 3:
        return
    heading("What stands behind the numbers")
    cells = [(name, str(every), *map(percent, shares)) for name, every, shares in rows]
    table(("case", "numbers", *WORDS.values()), cells, right=range(1, 2 + len(WORDS)))
