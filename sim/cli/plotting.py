"""``qpq plot``: one figure of a scenario, of a run of it, or of a result."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

if TYPE_CHECKING:
    from sim.cli.plotting_kinds import Kind

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
            help="Of a scenario: space, timeline, relations, routes, observed. Of a result: "
            "pairings, heatmap, arms, differences, phase, sensitivity, survival, durability.",
        ),
    ],
    out: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="File to write: .png, .svg or .pdf."),
    ] = None,
    seed: Annotated[int, typer.Option(min=0, max=2**63 - 1, help="Key of all draws.")] = 0,
    replication: Annotated[
        int, typer.Option(min=0, max=2**32 - 1, help="Which run under this seed.")
    ] = 0,
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
        str, typer.Option(metavar="NAME", help="Outcome to draw, as agreement or arrivals.")
    ] = "agreement",
    x: Annotated[str | None, typer.Option(metavar="AXIS", help="Axis of a sweep, across.")] = None,
    y: Annotated[str | None, typer.Option(metavar="AXIS", help="Axis of a sweep, up.")] = None,
    by: Annotated[
        str | None, typer.Option(metavar="AXIS", help="Axis of a sweep; a curve for each value.")
    ] = None,
    assignments: Annotated[
        list[str] | None, typer.Option("--set", metavar="P=V", help="Set one number or word.")
    ] = None,
    overrides: Annotated[
        list[str] | None,
        typer.Option("--override", metavar="NAME", help="Put a named counterfactual in force."),
    ] = None,
) -> None:
    """Draw one figure into a file: PNG, SVG or PDF, whatever its name ends in."""
    from sim.cli.plotting_kinds import KINDS
    from sim.cli.plotting_source import Wish, source_of
    from sim.errors import InputError, Problem, nearest, one_of
    from sim.figures.style import needed
    from sim.results.store import StoreError

    if kind not in KINDS:
        what = f"no figure of the kind '{kind}'"
        raise InputError(Problem(what, KIND, None, None, one_of(KINDS), nearest(kind, KINDS)))
    chosen = KINDS[kind]
    file = out if out is not None else Path(f"{_stem(source)}-{kind}.png")
    ending = _ending(file)
    needed()
    found = source_of(source, assignments or (), tuple(overrides or ()))
    if found.kind != chosen.source:
        raise InputError(_misfit(source, kind, found.kind, chosen))
    wish = Wish(seed, replication, table, month, replications, outcome, x, y, by)
    drawn = chosen.draw(found, wish)
    from sim.figures.saving import save

    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        (written,) = save(drawn, file.with_suffix(""), [ending])  # type: ignore[list-item]
    except OSError as error:
        raise StoreError(f"{file}: cannot be written ({error.strerror or error})") from None
    typer.echo(f"Written: {written.as_posix()}")


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


def _misfit(source: str, kind: str, found: str, chosen: "Kind") -> Any:
    """Why a figure cannot be drawn from this, and what would do."""
    from sim.cli.plotting_kinds import KINDS
    from sim.cli.plotting_source import MADE_BY
    from sim.errors import Problem, one_of

    fits = one_of([name for name, each in KINDS.items() if found == each.source])
    needed, is_now = MADE_BY[chosen.source], MADE_BY.get(found, found)
    what = f"'{kind}' is drawn from {needed}; {source} is {is_now}"
    return Problem(what, KIND, None, None, f"for that, {fits}")
