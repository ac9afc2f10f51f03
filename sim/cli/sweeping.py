"""``qpq sweep``: many points, many runs, kept in a folder that survives a crash."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from sim.cli.strategy_files import StrategyFiles, add_strategies, slow_ones_told
from sim.cli.sweep_progress import Replace, bar, interruption_told, tell

if TYPE_CHECKING:
    from sim.runs.manifest import Manifest, Shard
    from sim.runs.plan import Plan
    from sim.runs.sweep_request import Request

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
        bool | None,
        typer.Option(
            "--independent/--common",
            help="Other shocks at every point (of a sample: alike for all values of its levers), "
            "or the same; by default other ones where points are sampled and no levers crossed.",
            show_default=False,
        ),
    ] = None,
    jobs: Annotated[
        int, typer.Option(min=1, help="Threads or processes; the results do not depend on it.")
    ] = 2,
    processes: Annotated[
        bool, typer.Option("--processes", help="Play in processes rather than in threads.")
    ] = False,
    cluster: Annotated[
        str, typer.Option(metavar="ADDRESS", help="A Dask scheduler whose workers play.")
    ] = "",
    shard: Annotated[
        str,
        typer.Option(
            metavar="K/N", help="Play one of N shards; 'qpq results merge' joins all of them."
        ),
    ] = "",
    keep: Annotated[
        str | None,
        typer.Option(metavar="A,B", help="Keep months, provisions, routes, events of every run."),
    ] = None,
    out: Annotated[
        Path | None, typer.Option(help="Folder of the results; by default results/NAME-HASH.")
    ] = None,
    replace: Replace = False,
    plan_only: Annotated[
        bool, typer.Option("--plan", help="Check and show the plan; play nothing.")
    ] = False,
    strategy_files: StrategyFiles = None,
    json_output: Annotated[
        bool, typer.Option("--json", help="JSON on stdout, and nothing else.")
    ] = False,
) -> None:
    """Play a scenario at many points; the same command takes up what was interrupted."""
    from dataclasses import replace as changed

    from sim.cli.output import emit_json
    from sim.runs.axes import parse_vary, with_roles
    from sim.runs.running import engine_of
    from sim.runs.running import sweep as play
    from sim.runs.shards import shard_of
    from sim.scenario.overrides import parse_assignments

    add_strategies(strategy_files)
    request = _request(target)
    scenario = request.scenario.with_changes(
        set=parse_assignments(set or ()), overrides=tuple(override or ())
    )
    axes = [parse_vary(text) for text in vary or ()]
    chosen: dict[str, Any] = {
        "design": _design(design),
        "points": points,
        "replications": replications,
        "seed": seed,
        "common": None if independent is None else not independent,
        "keep": tuple(name.strip() for name in keep.split(",")) if keep else None,
    }
    request = request.on_top(scenario, axes, **chosen)
    request = changed(request, axes=tuple(with_roles(request.axes, role or ())))
    plan = request.plan()
    share = shard_of(shard, plan) if shard else None
    name = f"{plan.name}-shard-{share.number}-of-{share.of}" if share else plan.name
    folder = out or RESULTS / name
    runs = _runs(plan, share)
    engine = engine_of(plan, jobs, processes, cluster)
    with slow_ones_told(tell):
        if not json_output:
            _introduce(plan, share, folder, 0 if cluster else jobs)
        if plan_only:
            if json_output:
                emit_json({"command": "sweep", "plan": _plan_told(plan)})
            return
        with interruption_told(runs, folder), bar(runs) as (begun, progress):
            manifest = play(
                plan,
                folder,
                engine,
                title=request.title,
                shard=share,
                replace_other=replace,
                progress=progress,
                begun=begun,
            )
    if json_output:
        emit_json(
            {"command": "sweep", "folder": folder.as_posix(), **_result_told(manifest, share)}
        )
    else:
        _conclude(manifest, folder, share, runs)


def _request(target: str) -> "Request":
    """What the sweep's file says, or a scenario as it stands."""
    from sim.runs.sweep_request import Request, is_sweep, read_sweep
    from sim.scenario import load

    return read_sweep(Path(target)) if is_sweep(target) else Request(load(target))


def _runs(plan: "Plan", shard: "Shard | None") -> int:
    """Runs that are to be played: those of a shard, or all."""
    parts = [part for part in plan.parts if shard is None or shard.holds(part.number)]
    return sum(part.stop - part.start for part in parts)


def _design(name: str | None) -> str | None:
    from sim.errors import InputError, Problem, nearest, one_of
    from sim.runs.designs import KINDS

    known = [kind for kind in KINDS if kind != "list"]
    if name is not None and name not in known:
        what = f"no design '{name}'"
        raise InputError(Problem(what, "--design", None, None, one_of(known), nearest(name, known)))
    return name


def _introduce(plan: "Plan", shard: "Shard | None", folder: Path, cores: int) -> None:
    """The size of the plan, and about what it takes."""
    from sim.cli.first_run import compiling_told
    from sim.model.batch import first_run
    from sim.runs.running import seconds_per_run

    runs = _runs(plan, shard)
    tell(
        f"{plan.runs:,} runs: {_laid_out(plan)}, {plan.replications:,} runs at each, "
        f"in {len(plan.parts)} parts."
    )
    if plan.points > 1:
        tell(_shocks(plan))
    if shard:
        tell(f"Shard {shard} of it: {runs:,} runs.")
    with compiling_told(first_run(plan.scenario)):
        seconds = runs * seconds_per_run(plan) / max(cores, 1)
    further = " without the histories kept" if plan.keep else ""
    size = plan.bytes_at_most * runs / plan.runs
    tell(
        f"About {_duration(seconds)} on {f'{cores} cores' if cores else 'one core'} and at most "
        f"{_size(size)} of disk{further}, in {folder.as_posix()}."
    )


def _shocks(plan: "Plan") -> str:
    """Which runs meet the same shocks, in words."""
    if not plan.common and plan.design.combinations > 1:
        return (
            "Every point of the sample meets shocks of its own, which all values of its levers "
            "share (--common: the same at all points)."
        )
    if not plan.common:
        return "Every run meets shocks of its own (--common: the same at all points)."
    same = f"All points meet the same {plan.replications:,} shocks"
    if plan.replications == 1:
        same = "All points meet one and the same shock: what it brings is no share of runs"
    return f"{same} (--independent: other ones at every point)."


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
        "common": plan.common,
        "runs": plan.runs,
        "parts": len(plan.parts),
        "bytes_at_most": plan.bytes_at_most,
    }


def _result_told(manifest: "Manifest", shard: "Shard | None") -> dict[str, Any]:
    return {
        "identity": manifest.identity,
        "content_sha256": manifest.content_sha256,
        "runs": manifest.runs,
        "failed": manifest.failed,
        "complete": manifest.complete,
        **({"shard": str(shard)} if shard else {}),
    }


def _conclude(manifest: "Manifest", folder: Path, shard: "Shard | None", runs: int) -> None:
    from sim.documents.terminal import say

    if shard:
        say(
            f"{runs:,} runs in {folder.as_posix()}, shard {shard}. When all shards are played: "
            "qpq results merge FOLDER ... --out FOLDER"
        )
        return
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


def _size(count: float) -> str:
    return f"{count / 1e9:.1f} GB" if count >= 1e9 else f"{max(count / 1e6, 0.1):.1f} MB"
