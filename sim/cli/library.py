"""`qpq list`, `qpq show` and `qpq check`: the library, and what stands in a scenario."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from sim.cli.output import emit_json, heading, say, table

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
        typer.Argument(
            metavar="FILE", help="Files, folders or names; by default the whole library."
        ),
    ] = None,
    as_json: Annotated[bool, JSON] = False,
) -> None:
    """Check scenario files: one verdict each, with what stands behind their numbers."""
    from sim.errors import InputError
    from sim.scenario import library

    reports = [_report(name) for name in (_unfolded(files) if files else library.names())]
    if as_json:
        emit_json(reports)
    else:
        for report in reports:
            _print_verdict(report)
        _print_shares([report for report in reports if report["valid"]])
    if not all(report["valid"] for report in reports):
        raise typer.Exit(InputError.exit_code)


def _unfolded(names: list[str]) -> list[str]:
    """Names as given, folders replaced by the scenario files in them."""
    from sim.scenario import library

    found: list[str] = []
    for name in names:
        folder = Path(name)
        held = sorted(folder.glob("*.yaml")) if folder.is_dir() else []
        inside = [str(file) for file in held if file.name != library.CODEBOOK]
        # A folder without any is left as it is: loading it says what is wrong.
        found += inside if inside and name not in library.names() else [name]
    return list(dict.fromkeys(found))


def _report(name: str) -> dict[str, Any]:
    """The verdict on one file, or what is wrong with it and what a template left open."""
    from sim.cli.new_scenario import unfilled
    from sim.errors import InputError, Problem
    from sim.scenario import library, load
    from sim.scenario.reading import read_text

    path, left = name, list[int]()
    wrong: tuple[Problem, ...] = ()
    try:
        path = str(found := library.find(name))
        left = unfilled(read_text(found))
        verdict = _verdict(name, load(name))
        if not left:
            return verdict
    except InputError as error:
        # Of a line that waits to be filled in, nobody needs to hear that it has no number yet.
        wrong = tuple(problem for problem in error.problems if problem.line not in left)
    if left:
        where = f"{len(left)} lines, of which this is the first" if len(left) > 1 else "this line"
        wrong = (Problem(f"FIXME still stands in {where}", path, left[0]), *wrong)
    return {"file": name, "valid": False, "problems": str(InputError(*wrong)).splitlines()}


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
        "routes": len(scenario.routes),
        "instruments": len(scenario.instruments),
        "events": len(scenario.events),
        "overrides": len(scenario.overrides),
        "numbers": sum(counts.values()),
        "evidence": counts,
        "shares": {
            word: count / sum(counts.values()) if counts else 0.0 for word, count in counts.items()
        },
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


def _print_shares(reports: list[dict[str, Any]]) -> None:
    """Print what stands behind the numbers of each case, one a row, and of all together."""
    from sim.story.words import percent

    if len(reports) < 2:
        return
    every = sum(report["numbers"] for report in reports)
    total = {word: sum(report["evidence"].get(word, 0) for report in reports) for word in WORDS}
    heading("What stands behind the numbers")
    rows = [
        (
            report["file"],
            str(report["numbers"]),
            *(percent(report["shares"].get(word, 0.0)) for word in WORDS),
        )
        for report in reports
    ]
    rows.append(("all", str(every), *(percent(count / max(every, 1)) for count in total.values())))
    table(("case", "numbers", *WORDS.values()), rows, right=range(1, 2 + len(WORDS)))


WORDS = {"source": "sourced", "coded": "coded", "assumed": "assumed", "unmarked": "unmarked"}
"""How the words of evidence read in a sentence."""
