"""`qpq validate`: the model held against exact claims, patterns and cases, in one report."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from sim.documents.blocks import Heading
from sim.documents.terminal import show

if TYPE_CHECKING:
    from sim.validation.setup import Setup
    from sim.validation.work import Unit


def validate(
    out: Annotated[Path, typer.Option("--out", metavar="DIR", help="Folder of the report.")] = Path(
        "results/validation"
    ),
    part: Annotated[
        list[str] | None,
        typer.Option(
            metavar="NAME",
            help="cases, patterns, alternatives, calibration, screening, verification.",
        ),
    ] = None,
    fast: Annotated[
        bool, typer.Option("--fast", help="A small subset, to see that it works.")
    ] = False,
    codes: Annotated[
        list[Path] | None,
        typer.Option(metavar="CODES.csv", help="Sheets of codes of other cases."),
    ] = None,
    observed: Annotated[
        Path | None, typer.Option(metavar="FILE.csv", help="What was observed of them.")
    ] = None,
    jobs: Annotated[int, typer.Option("--jobs", min=1, help="Processes that share the work.")] = 2,
    json_output: Annotated[
        bool, typer.Option("--json", help="JSON on stdout, and nothing else.")
    ] = False,
) -> None:
    """Hold the model against exact claims, patterns and cases, and write one report.

    What is done is kept: interrupted, the same command takes it up again.
    """
    from sim.api.cases import validate as validated
    from sim.cli.output import emit_json
    from sim.figures.validation import drawn
    from sim.validation.report import report
    from sim.validation.setup import FAST, FULL, PARTS, Setup

    parts = tuple(part or PARTS)
    setup = Setup(sizes=FAST if fast else FULL, parts=parts)
    if codes and observed:
        setup = Setup(tuple(map(str, codes)), str(observed), setup.sizes, parts)
    with _told(setup) as progress:
        done = validated(
            out,
            parts=parts,
            fast=fast,
            codes=codes or (),
            observed=observed,
            jobs=jobs,
            progress=progress,
            draw=drawn,
        )
    if json_output:
        emit_json(
            {"command": "validate", "folder": done.folder.as_posix(), "files": list(done.files)}
        )
        return
    said = report(done.found)
    # What comes first is what matters first; the rest stands in the report.
    second = [place for place, block in enumerate(said) if isinstance(block, Heading)][1]
    show([*said[:second], Heading(f"Written to {out.as_posix()}"), ", ".join(done.files)])


@contextmanager
def _told(setup: "Setup") -> "Iterator[Callable[[Unit], None]]":
    """A bar on stderr that counts runs, not pieces: its estimate of the time left is honest."""
    from rich.console import Console
    from rich.progress import (
        BarColumn,
        Progress,
        TaskProgressColumn,
        TextColumn,
        TimeRemainingColumn,
    )

    from sim.validation.units import weight_of

    console = Console(stderr=True, markup=False, highlight=False)
    columns = (
        *(TextColumn("{task.description}"), BarColumn(), TaskProgressColumn()),
        TimeRemainingColumn(),
    )
    total = weight_of(setup)
    with Progress(
        *columns, console=console, transient=True, disable=not console.is_terminal
    ) as progress:
        task = progress.add_task("Validating", total=total)
        yield lambda unit: progress.update(task, advance=unit.weight, description=unit.stage)
