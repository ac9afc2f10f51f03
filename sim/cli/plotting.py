"""``qpq plot``: one figure of a scenario, of a run of it, or of a result."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from sim.figures.registry import (
    MADE_BY,
    OPTIONS,
    PAIRINGS,
    SCENARIO,
    SWEEP,
    Entry,
    figures,
    option_named,
)

if TYPE_CHECKING:
    from sim.scenario import Scenario

MANIFEST = "manifest.json"
KIND, OUT = "--kind", "--out"
ENDINGS = ("png", "svg", "pdf")


def plot(
    source: Annotated[
        str,
        typer.Argument(
            metavar="RESULT|SCENARIO", help="Folder of a result, or a scenario by name or path."
        ),
    ],
    kind: Annotated[
        str,
        typer.Option(
            metavar="KIND",
            help="; ".join(
                f"of {made_by}: {', '.join(n for n, each in figures().items() if each.source == s)}"
                for s, made_by in MADE_BY.items()
            ).capitalize(),
        ),
    ],
    out: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="File to write: .png, .svg or .pdf."),
    ] = None,
    seed: Annotated[
        int | None, typer.Option(min=0, max=2**63 - 1, help="Key of all draws; by default 0.")
    ] = None,
    replication: Annotated[
        int | None, typer.Option(min=0, max=2**32 - 1, help="Which run under this seed.")
    ] = None,
    table: Annotated[
        str | None, typer.Option(metavar="NAME", help="Table of the scenario, or record of it.")
    ] = None,
    month: Annotated[
        int | None, typer.Option(min=0, help="Month of the negotiation space.")
    ] = None,
    replications: Annotated[
        int | None,
        typer.Option("-n", "--replications", min=1, help="Runs behind bands and distributions."),
    ] = None,
    outcome: Annotated[
        str | None, typer.Option(metavar="NAME", help="Outcome to draw, as agreement or arrivals.")
    ] = None,
    x: Annotated[str | None, typer.Option(metavar="AXIS", help="Axis of a sweep, across.")] = None,
    y: Annotated[str | None, typer.Option(metavar="AXIS", help="Axis of a sweep, up.")] = None,
    by: Annotated[
        str | None, typer.Option(metavar="AXIS", help="Axis of a sweep; a curve for each value.")
    ] = None,
    scenario: Annotated[
        str | None, typer.Option(metavar="NAME", help="Of several scenarios that were paired, one.")
    ] = None,
    partial: Annotated[
        bool, typer.Option("--partial", help="Take what there is of a sweep that is not finished.")
    ] = False,
    assignments: Annotated[
        list[str] | None, typer.Option("--set", metavar="P=V", help="Set one number or word.")
    ] = None,
    overrides: Annotated[
        list[str] | None,
        typer.Option("--override", metavar="NAME", help="Put a named counterfactual in force."),
    ] = None,
) -> None:
    """Draw one figure into a file: PNG, SVG or PDF, whatever its name ends in."""
    from sim.errors import InputError, Problem, nearest, one_of
    from sim.figures.style import needed
    from sim.runs.disk import StoreError
    from sim.runs.sweep_results import open_results

    known = figures()
    if kind not in known:
        what = f"no figure of the kind '{kind}'"
        raise InputError(Problem(what, KIND, None, None, one_of(known), nearest(kind, known)))
    chosen = known[kind]
    values = seed, replication, table, month, replications, outcome, x, y, by, scenario
    given = {name: v for name, v in zip(OPTIONS, values, strict=True) if v is not None}
    file = out if out is not None else Path(f"{_stem(source)}-{kind}.png")
    ending = _ending(file)
    needed()
    thing: Any
    found, thing = _source_of(source, assignments or (), tuple(overrides or ()))
    if found != chosen.source:
        raise InputError(_misfit(source, kind, found, chosen))
    _refuse_idle(chosen, given)
    if partial:
        if found != SWEEP:
            raise InputError(Problem(f"it has no effect on '{kind}'", "--partial"))
        thing = open_results(source, partial=True)
    drawn = chosen.draw(thing, **{chosen.options[name]: value for name, value in given.items()})
    from sim.figures.saving import save

    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        (written,) = save(drawn, file.with_suffix(""), [ending])  # type: ignore[list-item]
    except OSError as error:
        raise StoreError(f"{file}: cannot be written ({error.strerror or error})") from None
    typer.echo(f"Written: {written.as_posix()}")


def _source_of(
    name: str, assignments: Sequence[str], overrides: Sequence[str]
) -> "tuple[str, Path | Scenario]":
    """What a name on the command line means: a result if it is a folder, else a scenario.

    Returns:
        One of `MADE_BY`, and the folder or the scenario.

    Raises:
        InputError: it is no scenario, or changes were asked of a result.
        StoreError: the folder holds no result.
    """
    from sim.errors import InputError, Problem
    from sim.paths import standing_at
    from sim.runs.disk import MANIFEST
    from sim.runs.manifest import read_manifest
    from sim.runs.sweep_results import results_in
    from sim.scenario import load, parse_assignments

    path = Path(name)
    if standing_at(path) != "folder":
        chosen = load(name).with_changes(set=parse_assignments(assignments), overrides=overrides)
        return SCENARIO, chosen
    if assignments or overrides:
        what = f"{name} is a result: what was played cannot be changed"
        raise InputError(Problem(what, "--set" if assignments else "--override"))
    if not (path / MANIFEST).exists() and results_in(path):
        return PAIRINGS, path
    read_manifest(path)
    return SWEEP, path


def _stem(source: str) -> str:
    """Name of the scenario or of the folder, for a file in the working folder."""
    from sim.paths import standing_at

    path = Path(source)
    return path.resolve().name if standing_at(path) == "folder" else path.stem


def _ending(file: Path) -> str:
    """Format of a file by its name.

    Raises:
        InputError: there is none like this.
    """
    from sim.errors import InputError, Problem, nearest, one_of

    ending = file.suffix[1:]
    if ending not in ENDINGS:
        what = f"'{file.name}' ends in no format that can be written"
        expected = one_of([f".{each}" for each in ENDINGS])
        raise InputError(Problem(what, OUT, None, None, expected, nearest(ending, ENDINGS)))
    return ending


def _refuse_idle(chosen: Entry, given: Mapping[str, Any]) -> None:
    """Refuse options that the figure does not take.

    Raises:
        InputError: there is one.
    """
    from sim.errors import InputError, Problem, one_of

    expected = one_of([option_named(name) for name in chosen.options]) if chosen.options else "none"
    if idle := [name for name in given if name not in chosen.options]:
        raise InputError(
            *(
                Problem(f"it has no effect on '{chosen.name}'", option_named(n), expected=expected)
                for n in idle
            )
        )


def _misfit(source: str, kind: str, found: str, chosen: Entry) -> Any:
    """Why a figure cannot be drawn from this, and what would do."""
    from sim.errors import Problem, one_of

    fits = one_of([name for name, each in figures().items() if found == each.source])
    needed, is_now = MADE_BY[chosen.source], MADE_BY.get(found, found)
    what = f"'{kind}' is drawn from {needed}; {source} is {is_now}"
    return Problem(what, KIND, None, None, f"for that, {fits}")
