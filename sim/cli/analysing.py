"""``qpq analyse``: tables, figures and a short report of a finished sweep."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

if TYPE_CHECKING:
    from sim.runs.sweep_results import Results


def analyse(
    result: Annotated[Path, typer.Argument(metavar="RESULT", help="Folder of a finished sweep.")],
    outcome: Annotated[
        list[str] | None,
        typer.Option(metavar="NAME", help="Outcome to look at closely; give it several times."),
    ] = None,
    beats: Annotated[
        str | None,
        typer.Option(
            metavar="AXIS=ONE>OTHER",
            help="Ask where one value of an axis does better than another, all else equal.",
        ),
    ] = None,
    by: Annotated[
        str, typer.Option(metavar="NAME", help="Outcome in which it is to do better.")
    ] = "agreement",
    less: Annotated[bool, typer.Option("--less", help="Less of that outcome is better.")] = False,
    where: Annotated[
        str | None,
        typer.Option(metavar="NAME>VALUE", help="Ask where an outcome's mean lies above a value."),
    ] = None,
    arm: Annotated[
        list[str] | None,
        typer.Option(
            metavar="ARM=AXIS=VALUE",
            help="Arm of the threat estimands: chosen, always, never or none.",
        ),
    ] = None,
    table: Annotated[
        str | None,
        typer.Option(metavar="NAME", help="Table of the scenario; by default all together."),
    ] = None,
    side: Annotated[
        str, typer.Option(metavar="SIDE", help="Whose threats: destination or partner.")
    ] = "destination",
    precision: Annotated[
        float | None, typer.Option(help="Half width asked of intervals at each point.")
    ] = None,
    power: Annotated[
        float | None,
        typer.Option(
            metavar="DIFFERENCE",
            help="Say how many replications would find a difference this large.",
        ),
    ] = None,
    out: Annotated[
        Path | None, typer.Option(help="Folder for the report; by default RESULT-analysis.")
    ] = None,
    partial: Annotated[
        bool, typer.Option("--partial", help="Take what there is of a sweep that is not finished.")
    ] = False,
    json_output: Annotated[
        bool, typer.Option("--json", help="JSON on stdout, and nothing else.")
    ] = False,
) -> None:
    """Analyse a finished sweep: tables, figures, and a report in HTML and Markdown."""
    from sim.analysis.facts import facts_of, title_of
    from sim.analysis.findings import analyse as analysed
    from sim.analysis.material import Material
    from sim.analysis.report_brief import brief
    from sim.analysis.report_rows import plain_rows
    from sim.analysis.wishes import wishes_from
    from sim.cli.analysing_files import write
    from sim.cli.output import emit_json
    from sim.documents.blocks import Heading
    from sim.documents.terminal import show

    wishes = wishes_from(
        outcome or (),
        beats=beats,
        by=by,
        less=less,
        where=where,
        arms=arm or (),
        side=side,
        precision=precision,
        power=power,
        before="--",
    )
    sweep = opened(result, partial)
    note = sweep.note()
    found = analysed(Material.of(sweep, table), wishes)
    folder = out or result.resolve().with_name(f"{result.resolve().name}-analysis")
    written = write(folder, found, title_of(sweep.manifest), facts_of(sweep.manifest), note)
    if json_output:
        rows = plain_rows(found)
        emit_json(
            {
                "command": "analyse",
                "folder": folder.as_posix(),
                "partial": note,
                "table": table,
                "files": written,
                **_finite(rows),
            }
        )
        return
    show(
        [
            *([note] if note else []),
            *brief(found),
            Heading(f"Written to {folder.as_posix()}"),
            ", ".join(written),
        ]
    )


def opened(folder: Path, partial: bool = False) -> "Results":
    """The sweep in a folder.

    Raises:
        StoreError: there is none, or it cannot be read.
    """
    from sim.runs.sweep_results import open_results

    return open_results(folder, partial=partial)


def _finite(rows: dict[str, list[dict[str, Any]]]) -> dict[str, list[dict[str, Any]]]:
    """Rows without numbers that JSON cannot hold."""
    import math

    return {
        name: [
            {
                key: None if isinstance(value, float) and not math.isfinite(value) else value
                for key, value in row.items()
            }
            for row in listed
        ]
        for name, listed in rows.items()
    }
