"""`qpq list`, `qpq show` and `qpq check`: the library, and what stands in a scenario."""

from typing import TYPE_CHECKING, Annotated, Any

import typer

from sim.cli.output import emit_json, say, table

if TYPE_CHECKING:
    from sim.scenario import Scenario

JSON = typer.Option("--json", help="Print one JSON document and nothing else.")


def list_scenarios(as_json: Annotated[bool, JSON] = False) -> None:
    """List the scenarios of the library."""
    from sim.scenario import library, load
    from sim.story.words import listed, spaced

    scenarios = [load(name) for name in library.names()]
    if as_json:
        emit_json([_summary(scenario) for scenario in scenarios])
        return
    rows = []
    for scenario in scenarios:
        found = _summary(scenario)
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


def _summary(scenario: "Scenario") -> dict[str, Any]:
    return {
        "name": scenario.name,
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
        typer.Argument(metavar="FILE", help="Files or names; by default the whole library."),
    ] = None,
    as_json: Annotated[bool, JSON] = False,
) -> None:
    """Check scenario files: one verdict each, with what stands behind their numbers."""
    from sim.errors import InputError
    from sim.scenario import library, load

    reports: list[dict[str, Any]] = []
    for name in files or library.names():
        try:
            reports.append(_verdict(name, load(name)))
        except InputError as error:
            reports.append({"file": name, "valid": False, "problems": str(error).splitlines()})
    if as_json:
        emit_json(reports)
    else:
        for report in reports:
            _print_verdict(report)
    if not all(report["valid"] for report in reports):
        raise typer.Exit(InputError.exit_code)


def _verdict(name: str, scenario: "Scenario") -> dict[str, Any]:
    counts = {word: count for word, count in scenario.provenance.counts.items() if word != "set"}
    return {
        "file": name,
        "valid": True,
        "title": scenario.title,
        "actors": len(scenario.actors),
        "tables": len(scenario.tables),
        "files": len(scenario.files),
        "provisions": sum(len(file.provisions) for file in scenario.files.values()),
        "events": len(scenario.events),
        "overrides": len(scenario.overrides),
        "numbers": sum(counts.values()),
        "evidence": counts,
        "uncertain": len(scenario.provenance.distributions),
    }


def _print_verdict(report: dict[str, Any]) -> None:
    from sim.story.words import counted, listed, percent

    if not report["valid"]:
        print(f"{report['file']}: not valid")
        for problem in report["problems"]:
            print(f"  {problem}")
        return
    holds = listed(
        counted(report[f"{what}s"], what) for what in ("actor", "table", "file", "provision")
    )
    print(f"{report['file']}: valid")
    say(f"{report['title']}: {holds}.", indent=2)
    if numbers := report["numbers"]:
        shares = listed(
            f"{percent(count / numbers)} {WORDS[word]}"
            for word, count in report["evidence"].items()
        )
        say(f"{counted(numbers, 'number')}: {shares}; {report['uncertain']} uncertain.", indent=2)


WORDS = {"source": "sourced", "coded": "coded", "assumed": "assumed", "unmarked": "unmarked"}
"""How the words of evidence read in a sentence."""
