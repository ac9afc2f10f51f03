"""``qpq results``: list, show, query, export, verify and merge what sweeps left behind."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from sim.cli.strategy_files import Trust

if TYPE_CHECKING:
    from sim.runs.sweep_results import Results

Result = Annotated[Path, typer.Argument(metavar="RESULT", help="Folder of a sweep.")]
Partial = Annotated[
    bool, typer.Option("--partial", help="Take what there is of a sweep that is not finished.")
]
AsJson = Annotated[bool, typer.Option("--json", help="JSON on stdout, and nothing else.")]
FAILURES_SHOWN = 10
ROWS_SHOWN = 200
STORE = 3
RESULTS = Path("results")

results = typer.Typer(help="List, show, query, export, verify and merge results of sweeps.")


@results.callback(invoke_without_command=True)
def front(context: typer.Context) -> None:
    """List, show, query, export, verify and merge results of sweeps."""
    if context.invoked_subcommand is None:
        typer.echo(context.get_help())


@results.command("list")
def list_results(
    folder: Annotated[Path, typer.Argument(help="Folder that holds results.")] = RESULTS,
    json_output: AsJson = False,
) -> None:
    """List the sweeps in a folder."""
    from sim.cli.output import emit_json
    from sim.documents.blocks import Grid
    from sim.documents.terminal import show as print_blocks
    from sim.errors import InputError, Problem
    from sim.paths import standing_at
    from sim.runs.sweep_results import results_in

    if standing_at(folder) != "folder" and folder != RESULTS:
        raise InputError(Problem("no such folder", str(folder), expected="a folder of results"))
    found = results_in(folder)
    if json_output:
        emit_json({"results": [_told(path, manifest) for path, manifest in found]})
        return
    if not found:
        typer.echo(f"No sweeps in {folder.as_posix()}.", err=True)
        return
    rows = [
        [
            path.name,
            m.content["scenario"]["name"],
            str(m.content["design"]["kind"]),
            m.content["points"],
            f"{m.runs:,}",
            f"{m.failed:,}",
            _state(m),
        ]
        for path, m in found
    ]
    columns = ("name", "scenario", "design", "points", "runs", "failed", "state")
    print_blocks([Grid(columns, rows)])


def _state(manifest: Any) -> str:
    if manifest.shard:
        return f"shard {manifest.shard}"
    return "complete" if manifest.complete else "under way"


def _told(path: Path, manifest: Any) -> dict[str, Any]:
    content = manifest.content
    return {
        "folder": path.as_posix(),
        "identity": manifest.identity,
        "complete": manifest.complete,
        "content_sha256": manifest.content_sha256,
        "failed": manifest.failed,
        **({"shard": str(manifest.shard)} if manifest.shard else {}),
        **{name: value for name, value in content.items() if name != "design"},
        "design": content["design"]["kind"],
    }


@results.command()
def show(result: Result, json_output: AsJson = False) -> None:
    """Show how a sweep was made, and which runs failed."""
    from sim.cli.output import emit_json
    from sim.documents.terminal import heading, say, title
    from sim.runs.sweep_results import open_results

    found = open_results(result)
    failed = _failures(found)
    if json_output:
        emit_json({**_told(result, found.manifest), "failures": failed})
        return
    content = found.manifest.content
    title(content["title"] or content["scenario"]["title"])
    say(f"{found.manifest.runs:,} runs, {_state(found.manifest)}{_kept(found)}.", 2)
    say(
        f"Scenario {content['scenario']['name']}, design '{content['design']['kind']}', "
        f"{content['points']:,} points{_crossed(content['design'])} with "
        f"{content['replications']:,} runs each, seed "
        f"{content['seed']}, {'common' if content['common'] else 'independent'} shocks.",
        2,
    )
    for axis in content["axes"]:
        say(f"{axis['path']} ({axis['role']}): {_axis(axis)}", 2)
    for name in content["scenario"]["overrides"]:
        say(f"Override '{name}' is in force at every point.", 2)
    for path, value in content["scenario"]["set"].items():
        say(f"Set at every point: {path} = {value}.", 2)
    made = ", ".join(f"{name} {number}" for name, number in content["versions"].items())
    say(f"Made with {made}; code {content['code']}.", 2)
    if found.complete:
        say(f"Content {found.manifest.content_sha256}.", 2)
    if failed:
        heading(f"{found.manifest.failed or len(failed):,} runs failed")
        for row in failed[:FAILURES_SHOWN]:
            command = row["replay"].replace("RESULT", result.as_posix())
            say(f"Run {row['run']}: {row['error']}. See it: {command}", 2)


def _kept(found: "Results") -> str:
    """What there is of a sweep that is not complete, and how it goes on."""
    if found.complete:
        return ""
    if found.manifest.shard:
        return f": {found.kept:,} of them are here; 'qpq results merge' joins all shards"
    return f": {found.kept:,} of them are here; the same command takes it up again"


def _crossed(design: dict[str, Any]) -> str:
    """How a sampled design meets its levers."""
    count = design["combinations"]
    return f" (its sample at each of {count:,} combinations of levers)" if count > 1 else ""


def _axis(axis: dict[str, Any]) -> str:
    if "values" in axis:
        return ", ".join(map(str, axis["values"]))
    if "low" in axis:
        return f"{axis['low']:g} to {axis['high']:g}"
    family = next(name for name in ("uniform", "normal", "triangular", "choice") if name in axis)
    return f"{family} {axis[family]}, as the scenario says"


def _failures(found: "Results") -> list[dict[str, Any]]:
    import pyarrow.dataset as ds

    if found.complete and not found.manifest.failed:
        return []
    dataset = found.dataset()
    rows = dataset.head(
        FAILURES_SHOWN, columns=["run", "error", "replay"], filter=ds.field("error").is_valid()
    )
    failed: list[dict[str, Any]] = rows.to_pylist()
    return failed


@results.command()
def query(
    result: Result,
    sql: Annotated[str, typer.Argument(metavar="SQL", help="SELECT ... FROM runs ...")],
    partial: Partial = False,
    json_output: AsJson = False,
) -> None:
    """Answer SQL; runs, tables, design and what was kept are its tables."""
    from sim.cli.output import emit_json
    from sim.documents.blocks import Grid
    from sim.documents.terminal import show as print_blocks
    from sim.runs.sweep_results import open_results

    opened = open_results(result, partial=partial)
    note = opened.note()
    found = opened.sql(sql)
    if note:
        typer.echo(note, err=True)
    rows = found.slice(0, ROWS_SHOWN).to_pylist()
    if json_output:
        told = {"partial": note} if note else {}
        emit_json(
            {**told, "columns": found.column_names, "rows": [_finite(r) for r in found.to_pylist()]}
        )
        return
    cells = [["" if v is None else f"{v}" for v in r.values()] for r in rows]
    print_blocks([Grid(found.column_names, cells)])
    if found.num_rows > ROWS_SHOWN:
        typer.echo(f"{found.num_rows - ROWS_SHOWN:,} further rows; --json prints all.", err=True)


def _finite(row: dict[str, Any]) -> dict[str, Any]:
    """A row for JSON: what is no number is missing, what JSON does not know is text."""
    import math

    kept: dict[str, Any] = {}
    for name, value in row.items():
        if isinstance(value, float) and not math.isfinite(value):
            kept[name] = None
        else:
            kept[name] = value if isinstance(value, int | float | str | None) else str(value)
    return kept


@results.command()
def export(
    result: Result,
    out: Annotated[Path, typer.Option(help="File: .csv, .parquet or .dta (Stata).")],
    what: Annotated[str, typer.Option(help="runs, tables, or what was kept.")] = "runs",
    partial: Partial = False,
) -> None:
    """Write rows into one file for other programs; R reads Parquet and CSV."""
    from sim.cli.exporting import write
    from sim.runs.sweep_results import open_results

    opened = open_results(result, partial=partial)
    note = opened.note()
    rows = write(opened, what, out)
    typer.echo(f"{rows:,} rows in {out.as_posix()}{f'. {note}' if note else ''}", err=True)


@results.command()
def verify(
    result: Result,
    recompute: Annotated[
        bool, typer.Option("--recompute", help="Play parts that are not whole once more.")
    ] = False,
    jobs: Annotated[int, typer.Option(min=1, help="Threads.")] = 2,
    trust: Trust = None,
) -> None:
    """Compare every file of a sweep with its checksum; exit with 3 if one differs."""
    from sim.documents.terminal import say
    from sim.runs.running import recomputed, verified

    found = verified(result)
    wrong = [*found.files, *(each for _, damages in found.parts for each in damages)]
    for each in wrong:
        typer.echo(each, err=True)
    if wrong and recompute:
        recomputed(result, found, jobs, trust=trust or ())
        played = f"{len(found.parts)} of {len(found.manifest.parts)}"
        say(f"Parts played again: {played}; all is as the manifest states.")
    elif wrong:
        typer.echo("Parts can be played again: add --recompute.", err=True)
        raise typer.Exit(STORE)
    else:
        say(
            f"All {len(found.manifest.parts)} parts are as they were written, "
            f"content {found.manifest.content_sha256}."
        )


@results.command()
def merge(
    shards: Annotated[
        list[Path], typer.Argument(metavar="SHARD...", help="Folders of all shards of a sweep.")
    ],
    out: Annotated[Path, typer.Option(help="Folder for the whole sweep.")],
    json_output: AsJson = False,
) -> None:
    """Join the shards of a sweep (qpq sweep --shard K/N) into one; the shards stay as they are."""
    from sim.cli.output import emit_json
    from sim.documents.terminal import say
    from sim.runs.shards import merge as joined

    manifest = joined(shards, out)
    if json_output:
        emit_json({"command": "merge", **_told(out, manifest)})
    else:
        say(f"{manifest.runs:,} runs in {out.as_posix()}, content {manifest.content_sha256}.")
