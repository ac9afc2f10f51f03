"""``qpq replay``: any run of a sweep, told month by month."""

from pathlib import Path
from typing import Annotated

import typer

from sim.cli.strategy_files import StrategyFiles, Trust, add_strategies

FAILED = 1


def replay(
    result: Annotated[Path, typer.Argument(metavar="RESULT", help="Folder of a sweep.")],
    run: Annotated[int, typer.Option(min=0, help="Number of the run.")],
    strategy_files: StrategyFiles = None,
    trust: Trust = None,
    json_output: Annotated[
        bool, typer.Option("--json", help="JSON on stdout, and nothing else.")
    ] = False,
) -> None:
    """Play a run of a sweep again in the readable driver, tell it, and compare it with its row."""
    from sim.cli.output import emit_json
    from sim.cli.playing import document, tell
    from sim.documents.terminal import say
    from sim.runs.replay import replay as play
    from sim.runs.sweep_results import open_results

    add_strategies(strategy_files)
    results = open_results(result, trust or ())
    found = play(results, run)
    name = results.manifest.content["scenario"]["name"]
    if json_output:
        emit_json(
            {
                **(document(found.run) if found.run else {"raised": found.raised}),
                "scenario": name,
                "run": run,
                "equal_to_stored": found.run is not None and not found.differences,
                "differences": list(found.differences),
                "error": found.stored["error"],
            }
        )
    elif found.run is not None:
        tell(found.run)
    if found.warning:
        typer.echo(f"{result}: {found.warning}.", err=True)
    if found.raised or found.stored["error"]:
        typer.echo(f"Run {run} failed: {found.raised or found.stored['error']}.", err=True)
    if found.differences:
        names = ", ".join(found.differences[:5])
        typer.echo(f"Run {run} differs from what is stored: {names}.", err=True)
        raise typer.Exit(FAILED)
    if not json_output and found.run is not None:
        print()
        say(f"Every outcome of run {run} is exactly what is stored.")
