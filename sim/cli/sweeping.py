"""``qpq sweep``: many points, many runs, kept in a folder that survives a crash."""

import shlex
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from sim.cli.interrupting import asked_to_end
from sim.cli.strategy_files import StrategyFiles, add_strategies, slow_ones_told
from sim.cli.sweeping_clusters import cluster_of, script_of

if TYPE_CHECKING:
    from sim.results.sweeps.folder import Folder
    from sim.results.sweeps.manifest import Manifest
    from sim.sweeps.files import Wish
    from sim.sweeps.plan import Plan

RESULTS = Path("results")


def sweep(
    target: Annotated[
        str, typer.Argument(metavar="SWEEP.yaml|SCENARIO", help="A sweep's file, or a scenario.")
    ],
    vary: Annotated[
        list[str] | None,
        typer.Option(
            metavar="PATH=...", help="PATH=a,b,c or PATH=low:high or PATH=own; 'overrides' too."
        ),
    ] = None,
    design: Annotated[
        str | None, typer.Option(help="grid, lhs, sobol, morris, oat or random.")
    ] = None,
    role: Annotated[
        list[str] | None,
        typer.Option(
            metavar="PATH=ROLE",
            help="lever: sampled designs cross its values; uncertainty: they sample it.",
        ),
    ] = None,
    points: Annotated[
        int | None,
        typer.Option(
            min=1, help="Size of the sample: points, base samples, trajectories; levels of a range."
        ),
    ] = None,
    replications: Annotated[
        int | None, typer.Option("-n", "--replications", min=1, help="Runs at each point.")
    ] = None,
    seed: Annotated[
        int | None, typer.Option(min=0, max=2**63 - 1, help="Key of all draws.")
    ] = None,
    set: Annotated[
        list[str] | None, typer.Option(metavar="P=V", help="Change a number at all points.")
    ] = None,
    override: Annotated[
        list[str] | None, typer.Option(metavar="NAME", help="An override in force at all points.")
    ] = None,
    independent: Annotated[
        bool, typer.Option("--independent", help="Other shocks at every point, not common ones.")
    ] = False,
    jobs: Annotated[
        int | None,
        typer.Option(
            min=1, help="Threads, processes, workers or jobs of a queue [2]; results do not differ."
        ),
    ] = None,
    processes: Annotated[
        bool, typer.Option("--processes", help="Play in processes rather than in threads.")
    ] = False,
    cluster: Annotated[
        str,
        typer.Option(
            metavar="WHERE", help="Dask: tcp://host:port, 'local', 'slurm', 'pbs' ..., or a file."
        ),
    ] = "",
    cluster_set: Annotated[
        list[str] | None, typer.Option(metavar="NAME=V", help="A setting of the batch queue.")
    ] = None,
    keep: Annotated[
        str | None,
        typer.Option(metavar="A,B", help="Keep months, provisions, routes, events of every run."),
    ] = None,
    out: Annotated[
        Path | None, typer.Option(help="Folder of the results; by default results/NAME-HASH.")
    ] = None,
    plan_only: Annotated[
        bool, typer.Option("--plan", help="Check and show the plan, a queue's job script too.")
    ] = False,
    strategy_files: StrategyFiles = None,
    json_output: Annotated[
        bool, typer.Option("--json", help="JSON on stdout, and nothing else.")
    ] = False,
) -> None:
    """Play a scenario at many points; the same command takes up what was interrupted."""
    from dataclasses import replace

    from sim import __version__
    from sim.cli.output import emit_json
    from sim.scenario.overrides import parse_assignments
    from sim.sweeps.axes import parse_vary, with_roles
    from sim.sweeps.running import engine_of
    from sim.sweeps.running import sweep as play

    add_strategies(strategy_files)
    wish = _wish(target)
    scenario = wish.scenario.with_changes(
        set=parse_assignments(set or ()), overrides=tuple(override or ())
    )
    axes = [parse_vary(text) for text in vary or ()]
    chosen: dict[str, Any] = {
        "design": _design(design),
        "points": points,
        "replications": replications,
        "seed": seed,
        "common": False if independent else None,
        "keep": tuple(name.strip() for name in keep.split(",")) if keep else None,
    }
    wish = wish.on_top(scenario, axes, **chosen)
    wish = replace(wish, axes=tuple(with_roles(wish.axes, role or ())))
    plan = wish.plan()
    place = cluster_of(cluster, jobs, cluster_set, plan_only)
    folder = out or RESULTS / plan.name
    told = (lambda text: None) if json_output else _say
    with slow_ones_told(_say):
        _introduce(plan, folder, place.cores if place and place.cores else jobs or 2, told)
        if plan_only:
            _show_plan(plan, script_of(place), json_output)
            return
        engine = engine_of(plan, jobs or 2, processes, place)
        with _interruption_told(plan, folder), _bar(plan) as (begun, progress):
            manifest = play(
                plan,
                folder,
                engine,
                package=__version__,
                title=wish.title,
                progress=progress,
                begun=begun,
            )
    if json_output:
        emit_json({"command": "sweep", "folder": folder.as_posix(), **_result_told(manifest)})
    else:
        _conclude(manifest, folder)


def _wish(target: str) -> "Wish":
    """What the sweep's file says, or a scenario as it stands."""
    from sim.scenario import load
    from sim.sweeps.files import Wish, is_sweep, read_sweep

    return read_sweep(Path(target)) if is_sweep(target) else Wish(load(target))


def _design(name: str | None) -> str | None:
    from sim.errors import InputError, Problem, nearest, one_of
    from sim.sweeps.designs import KINDS

    known = [kind for kind in KINDS if kind != "list"]
    if name is not None and name not in known:
        what = f"no design '{name}'"
        raise InputError(Problem(what, "--design", None, None, one_of(known), nearest(name, known)))
    return name


def _say(text: str) -> None:
    """Tell what goes on, beside the results."""
    typer.echo(text, err=True)


def _introduce(plan: "Plan", folder: Path, cores: int, told: Callable[[str], None]) -> None:
    """The size of the plan, and about what it takes."""
    from sim.cli.first_run import compiling_told
    from sim.model.batch import first_run
    from sim.sweeps.running import seconds_per_run

    told(
        f"{plan.runs:,} runs: {_laid_out(plan)}, {plan.replications:,} runs at each, "
        f"in {len(plan.parts)} parts."
    )
    with compiling_told(first_run(plan.scenario)):
        seconds = plan.runs * seconds_per_run(plan) / cores
    further = " without the histories kept" if plan.keep else ""
    told(
        f"About {_duration(seconds)} on {cores} cores and at most {_size(plan.bytes_at_most)} of "
        f"disk{further}, in {folder.as_posix()}."
    )


def _show_plan(plan: "Plan", script: str | None, as_json: bool) -> None:
    """The plan for programs, and the script of a queue's job."""
    from sim.cli.output import emit_json

    if as_json:
        told = _plan_told(plan)
        emit_json({"command": "sweep", "plan": told if script is None else told | {"job": script}})
    elif script is not None:
        typer.echo(script.rstrip())


def _laid_out(plan: "Plan") -> str:
    """The points of a plan in words."""
    design, count = plan.design, len(plan.axes)
    points = f"{plan.points:,} point{'' if plan.points == 1 else 's'} of the design '{design.kind}'"
    if design.crossed:
        left = count - len(design.crossed)
        over = "1 uncertainty" if left == 1 else f"{left} uncertainties"
        each = f"at each of {design.combinations:,} combinations of levers"
        return f"{points} (a sample of {design.sample:,} over {over}, {each})"
    if not count:
        return points
    return f"{points} over {'1 axis' if count == 1 else f'{count} axes'}"


def _plan_told(plan: "Plan") -> dict[str, Any]:
    return {
        "name": plan.name,
        "identity": plan.identity,
        "design": plan.design.kind,
        "axes": [axis.path for axis in plan.axes],
        "crossed": list(plan.design.crossed),
        "combinations": plan.design.combinations,
        "points": plan.points,
        "replications": plan.replications,
        "runs": plan.runs,
        "parts": len(plan.parts),
        "bytes_at_most": plan.bytes_at_most,
    }


def _result_told(manifest: "Manifest") -> dict[str, Any]:
    return {
        "identity": manifest.identity,
        "content_sha256": manifest.content_sha256,
        "runs": manifest.runs,
        "failed": manifest.failed,
        "complete": manifest.complete,
    }


@contextmanager
def _bar(plan: "Plan") -> Iterator[tuple[Callable[["Folder"], None], Callable[[int], None]]]:
    """A bar with rate and time left, on stderr where that is a terminal."""
    from rich.console import Console
    from rich.progress import (
        BarColumn,
        MofNCompleteColumn,
        Progress,
        ProgressColumn,
        TextColumn,
        TimeRemainingColumn,
    )
    from rich.text import Text

    class Rate(ProgressColumn):
        """Runs a second."""

        def render(self, task: Any) -> Text:
            """The rate, once there is one."""
            speed = task.finished_speed or task.speed
            return Text(f"{speed:,.0f} runs/s" if speed else "")

    console = Console(stderr=True, markup=False, highlight=False)
    columns = (TextColumn("Playing"), BarColumn(), MofNCompleteColumn(), Rate())
    bar = Progress(
        *columns,
        TimeRemainingColumn(),
        console=console,
        transient=True,
        disable=not console.is_terminal,
        refresh_per_second=4,
    )
    with bar:
        task = bar.add_task("Playing", total=plan.runs)

        def begun(folder: "Folder") -> None:
            kept = sum(entry.stop - entry.start for entry in folder.done.values())
            if kept and not folder.finished:
                _say(f"Taken up again: {kept:,} of {plan.runs:,} runs are there already.")
            if folder.finished:
                _say("Complete already; nothing to play.")
            bar.reset(task, completed=kept)

        yield begun, lambda runs: bar.advance(task, runs)


@contextmanager
def _interruption_told(plan: "Plan", folder: Path) -> Iterator[None]:
    """After Ctrl-C, or when asked to end, say what is kept and how to go on."""
    try:
        with asked_to_end() as number:
            yield
    except KeyboardInterrupt:
        from sim.results.sweeps.folder import journal

        kept = sum(entry.stop - entry.start for entry in journal(folder))
        command = shlex.join(["qpq", *sys.argv[1:]])
        _say(
            f"\nStopped; {kept:,} of {plan.runs:,} runs are kept in {folder.as_posix()}. "
            f"The same command takes it up again:\n  {command}"
        )
        raise typer.Exit(128 + number()) from None


def _conclude(manifest: "Manifest", folder: Path) -> None:
    from sim.documents.terminal import say

    say(f"{manifest.runs:,} runs in {folder.as_posix()}, content {manifest.content_sha256}.")
    if manifest.failed:
        say(
            f"{manifest.failed:,} of them failed; each has a row with its error: "
            f"qpq results show {folder.as_posix()}"
        )


def _duration(seconds: float) -> str:
    if seconds < 60:
        return f"{max(seconds, 1):.0f} s"
    if seconds < 5400:
        return f"{seconds / 60:.0f} min"
    return f"{seconds / 3600:.1f} h"


def _size(count: int) -> str:
    return f"{count / 1e9:.1f} GB" if count >= 1e9 else f"{max(count / 1e6, 0.1):.1f} MB"
