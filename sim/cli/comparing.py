"""``qpq compare`` and ``qpq pairings``: many runs, side by side."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from sim.cli.comparing_runs import Drawn, in_memory, kept, sampling_told
from sim.cli.strategy_files import StrategyFiles, add_strategies
from sim.cli.sweep_progress import Replace, tell

if TYPE_CHECKING:
    import pyarrow as pa

    from sim.analysis.intervals import Estimate
    from sim.scenario import Scenario

Replications = Annotated[
    int, typer.Option("-n", "--replications", min=1, help="Runs of each arm, under equal shocks.")
]
Seed = Annotated[int, typer.Option(min=0, max=2**63 - 1, help="Key of all draws.")]
Jobs = Annotated[int, typer.Option(min=1, help="Threads; the results do not depend on it.")]
Sample = Annotated[
    bool,
    typer.Option(
        "--sample", help="Draw uncertain numbers anew for each replication, alike in all arms."
    ),
]
AsJson = Annotated[bool, typer.Option("--json", help="JSON on stdout, and nothing else.")]
FIGURE = "pairings"


def compare(
    scenario: Annotated[
        str, typer.Argument(metavar="SCENARIO", help="Name in the library, or path of a file.")
    ],
    arm: Annotated[
        list[str] | None,
        typer.Option(
            metavar="NAME",
            help="'base', an override, or several joined by '+'; all are compared with the first.",
        ),
    ] = None,
    replications: Replications = 500,
    seed: Seed = 0,
    set: Annotated[
        list[str] | None, typer.Option(metavar="P=V", help="Change a number in all arms.")
    ] = None,
    table: Annotated[
        str | None,
        typer.Option(metavar="NAME", help="Table that is told about; by default all together."),
    ] = None,
    sample: Sample = False,
    jobs: Jobs = 2,
    strategy_files: StrategyFiles = None,
    json_output: AsJson = False,
    out: Annotated[Path | None, typer.Option(help="Folder that keeps the runs as a sweep.")] = None,
    replace: Replace = False,
) -> None:
    """Play variants of a scenario under equal shocks and print how they differ from the first."""
    from sim.analysis.comparison import compare as paired
    from sim.analysis.idle import idle_arms
    from sim.analysis.summaries import summarise
    from sim.cli.app import UsageError
    from sim.cli.comparing_tables import comparison_table, files_written
    from sim.cli.output import emit_json
    from sim.errors import one_named
    from sim.runs.at_tables import only_at, where_in_full
    from sim.runs.sweep_results import RUNS, TABLES
    from sim.runs.variants import overrides_plan
    from sim.scenario import load
    from sim.scenario.overrides import parse_assignments

    if replace and out is None:
        raise UsageError("--replace has nothing to replace without --out")
    add_strategies(strategy_files)
    chosen = load(scenario)
    names = arm or []
    _refuse_fewer_than_two(names, chosen)
    chosen = chosen.with_changes(set=parse_assignments(set or ()))
    plan = overrides_plan(chosen, names, replications, seed)
    if table is not None:
        one_named(table, plan.tables, "no table")
    drawn = sampling_told(plan) if sample else Drawn(plan)
    plan = drawn.plan
    parts = kept(plan, out, jobs, replace) if out else in_memory(plan, jobs)
    rows = parts[RUNS] if table is None else only_at(parts[TABLES], table)
    summaries, comparisons = summarise(rows), paired(rows)
    same = idle_arms(rows)
    if json_output:
        emit_json(
            {
                "command": "compare",
                "scenario": chosen.name,
                "seed": seed,
                "replications": replications,
                "tables": list(plan.tables),
                "table": table,
                **drawn.told,
                "change_nothing": same,
                "arms": [
                    {
                        "arm": each.labels["arm"],
                        "played": each.played,
                        "failed": each.failed,
                        "outcomes": _estimates(each.estimates),
                    }
                    for each in summaries
                ],
                "differences": [
                    {
                        "arm": each.arm,
                        "baseline": each.baseline,
                        "pairs": each.pairs,
                        "failed": each.failed,
                        "outcomes": _estimates(each.differences),
                    }
                    for each in comparisons
                ],
            }
        )
    else:
        about = where_in_full(plan.tables, table)
        if same:
            about += f" Equal to the first arm in every run: {', '.join(same)}."
        about = " ".join(each for each in (about, drawn.says) if each)
        comparison_table(chosen.title, summaries[0], comparisons, replications, seed, about)
        if out:
            files_written([(out.as_posix(), f"the runs; see qpq results show {out.as_posix()}")])
    _end(rows)


def pairings(
    scenarios: Annotated[
        list[str], typer.Argument(metavar="SCENARIO", help="Names in the library, or paths.")
    ],
    replications: Replications = 200,
    destination: Annotated[
        str, typer.Option(metavar="A,B", help="Strategies of the destination side.")
    ] = "cooperative,coercive",
    partner: Annotated[
        str, typer.Option(metavar="A,B", help="Strategies of the partner.")
    ] = "cooperative,reverse_conditionality",
    seed: Seed = 0,
    table: Annotated[
        str | None,
        typer.Option(metavar="NAME", help="Table where they are paired; by default the first."),
    ] = None,
    sample: Sample = False,
    jobs: Jobs = 2,
    strategy_files: StrategyFiles = None,
    out: Annotated[
        Path, typer.Option(help="Folder for the figure, and a sweep for each scenario.")
    ] = Path("results/pairings"),
    replace: Replace = False,
    json_output: AsJson = False,
) -> None:
    """Play every pairing of strategies at a table of each scenario; table, records, figure."""
    from sim.analysis.summaries import summarise
    from sim.cli.comparing_tables import files_written, pairings_table
    from sim.cli.output import emit_json
    from sim.figures.pairings import BY
    from sim.runs.disk import MANIFEST, StoreError
    from sim.runs.manifest import read_manifest
    from sim.runs.variants import joined_pairings, pairings_plan
    from sim.scenario import load

    ours, theirs = _names("--destination", destination), _names("--partner", partner)
    add_strategies(strategy_files)
    chosen = [load(name) for name in scenarios]
    _refuse_twins(chosen)
    plans = {
        out / each.name: pairings_plan(each, ours, theirs, replications, seed, table)
        for each in chosen
    }
    drawn = {
        folder: sampling_told(plan) if sample else Drawn(plan) for folder, plan in plans.items()
    }
    plans = {folder: each.plan for folder, each in drawn.items()}
    if (out / MANIFEST).exists():
        held = read_manifest(out).content["name"]
        raise StoreError(f"{out}: holds the sweep {held}; name another folder with --out")
    for folder, plan in plans.items():
        kept(plan, folder, jobs, replace)
    rows = joined_pairings(plans)
    figures = _drawn(out, rows, chosen, replications, seed)
    summaries = summarise(rows, by=BY)
    if json_output:
        emit_json(
            {
                "command": "pairings",
                "seed": seed,
                "replications": replications,
                "sampled": sample,
                "pairings": [
                    {
                        **each.labels,
                        "played": each.played,
                        "failed": each.failed,
                        "outcomes": _estimates(each.estimates),
                    }
                    for each in summaries
                ],
                "folder": out.as_posix(),
                "figures": figures,
            }
        )
    else:
        titles = {each.name: each.title for each in chosen}
        says = " ".join(dict.fromkeys(each.says for each in drawn.values() if each.says))
        pairings_table(titles, summaries, replications, seed, says)
        files = [(folder.as_posix(), "the runs of its pairings") for folder in plans]
        kinds = {".png": "the figure", ".svg": "the same, for print"}
        files += [((out / name).as_posix(), kinds[Path(name).suffix]) for name in figures]
        files_written(files)
    _end(rows)


def _refuse_fewer_than_two(names: Sequence[str], scenario: "Scenario") -> None:
    from sim.errors import InputError, Problem, one_of

    if len(names) < 2:
        known = one_of(["base", *scenario.overrides])
        what = f"{len(names)} given; a comparison needs two or more"
        raise InputError(Problem(what, "--arm", None, None, f"{known}, or several joined by '+'"))


def _refuse_twins(scenarios: "Sequence[Scenario]") -> None:
    from sim.errors import InputError, Problem

    names = [scenario.name for scenario in scenarios]
    for name in names:
        if names.count(name) > 1:
            what = f"two scenarios are named '{name}'"
            raise InputError(Problem(what, "SCENARIO", None, None, "each scenario once"))


def _names(option: str, text: str) -> list[str]:
    """The names in a list with commas."""
    from sim.errors import InputError, Problem

    names = [name.strip() for name in text.split(",")]
    if not all(names):
        raise InputError(Problem("a name is missing", option, None, text or "''", "a,b,c"))
    if len(set(names)) < len(names):
        raise InputError(Problem("a name stands there twice", option, None, text, "each once"))
    return names


def _drawn(
    out: Path, rows: "pa.Table", scenarios: "Sequence[Scenario]", replications: int, seed: int
) -> list[str]:
    """Names of the figure's files; none, and a line on stderr, without matplotlib."""
    from tempfile import TemporaryDirectory

    from sim import __version__
    from sim.runs.disk import one_message, write_whole

    try:
        import matplotlib  # noqa: F401
    except ImportError:
        tell("No figure: it needs matplotlib (pip install 'quidproquo[plots]').")
        return []
    from sim.figures.pairings import pairings as draw
    from sim.figures.saving import save

    source = (
        f"Source: {replications} runs of each pairing, seed {seed}, simulated with "
        f"Quid Pro Quo {__version__}; not a forecast."
    )
    figure = draw(rows, titles={each.name: each.title for each in scenarios}, source=source)
    with TemporaryDirectory() as staged, one_message(out):
        files = save(figure, Path(staged) / FIGURE)
        for file in files:
            write_whole(out / file.name, file.read_bytes())
    return [file.name for file in files]


def _estimates(found: "Mapping[str, Estimate]") -> dict[str, Any]:
    """Estimates for JSON, with what they are."""
    from sim.analysis.measures import measure

    return {
        name: {
            "layer": measure(name).layer,
            "statistic": measure(name).statistic,
            "unit": measure(name).unit,
            **estimate._asdict(),
        }
        for name, estimate in found.items()
    }


def _end(rows: "pa.Table") -> None:
    """Say what failed, and exit with 1 if anything did."""
    import pyarrow.compute as pc

    failed = rows.filter(pc.is_valid(rows["error"])).to_pylist()
    if not failed:
        return
    first = failed[0]
    typer.echo(
        f"{len(failed)} of {rows.num_rows} runs failed and are left out; the first is replication "
        f"{first['replication']} of arm '{first['arm']}' ({first['error']}).",
        err=True,
    )
    raise typer.Exit(1)
