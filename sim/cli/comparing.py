"""``qpq compare`` and ``qpq pairings``: many runs, side by side."""

import contextlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from sim.cli.strategy_files import StrategyFiles, add_strategies, slow_ones_told

if TYPE_CHECKING:
    import pyarrow as pa

    from sim.analysis.intervals import Estimate
    from sim.scenario import Scenario
    from sim.sweep.arms import Arm, Played

Replications = Annotated[
    int, typer.Option("-n", "--replications", min=1, help="Runs of each arm, under equal shocks.")
]
Seed = Annotated[int, typer.Option(min=0, max=2**63 - 1, help="Key of all draws.")]
Jobs = Annotated[int, typer.Option(min=1, help="Threads; the results do not depend on it.")]
AsJson = Annotated[bool, typer.Option("--json", help="JSON on stdout, and nothing else.")]


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
    jobs: Jobs = 2,
    strategy_files: StrategyFiles = None,
    json_output: AsJson = False,
    out: Annotated[Path | None, typer.Option(help="Folder for the records.")] = None,
) -> None:
    """Play variants of a scenario under equal shocks and print how they differ from the first."""
    from sim.analysis.comparison import compare as paired
    from sim.analysis.summaries import summarise
    from sim.cli.comparing_records import described, results, write_records
    from sim.cli.comparing_tables import comparison_table, files_written
    from sim.cli.output import emit_json
    from sim.scenario import load
    from sim.scenario.overrides import parse_assignments
    from sim.sweep.arms import arms_from_overrides, runs_table

    add_strategies(strategy_files)
    chosen = load(scenario)
    names = arm or []
    _refuse_fewer_than_two(names, chosen)
    chosen = chosen.with_changes(set=parse_assignments(set or ()))
    arms = arms_from_overrides(chosen, names)
    with results(out, "comparison") as folder:
        played = _played({chosen.name: arms}, replications, seed, jobs)
        rows = runs_table(played)
        if folder:
            written = write_records(folder, "comparison", played, [chosen], replications, seed)
    summaries, comparisons = summarise(rows), paired(rows)
    if json_output:
        emit_json(
            {
                "command": "compare",
                "scenario": chosen.name,
                "seed": seed,
                "replications": replications,
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
        comparison_table(chosen.title, summaries[0], comparisons, replications, seed)
        if out:
            files_written(described(out, written))
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
    jobs: Jobs = 2,
    strategy_files: StrategyFiles = None,
    out: Annotated[Path, typer.Option(help="Folder for records and figure.")] = Path(
        "results/pairings"
    ),
    json_output: AsJson = False,
) -> None:
    """Play every pairing of strategies at each scenario's first table; table, records, figure."""
    import pyarrow.compute as pc

    from sim.analysis.summaries import summarise
    from sim.cli.comparing_records import described, draw_pairings, results, write_records
    from sim.cli.comparing_tables import files_written, pairings_table
    from sim.cli.output import emit_json
    from sim.figures.pairings import BY
    from sim.scenario import load
    from sim.sweep.arms import pairings as paired
    from sim.sweep.arms import tables_table

    ours, theirs = _names("--destination", destination), _names("--partner", partner)
    add_strategies(strategy_files)
    chosen = [load(name) for name in scenarios]
    _refuse_twins(chosen)
    with _named_by_options():
        arms = {each.name: paired(each, next(iter(each.tables)), ours, theirs) for each in chosen}
    with results(out, "pairings") as folder:
        assert folder is not None
        played = _played(arms, replications, seed, jobs)
        rows = tables_table(played)
        rows = rows.filter(pc.equal(rows["table"], rows["paired_at"]))
        drawn = draw_pairings(folder, rows, chosen, replications, seed)
        files = write_records(folder, "pairings", played, chosen, replications, seed, drawn)
    summaries = summarise(rows, by=BY)
    if json_output:
        emit_json(
            {
                "command": "pairings",
                "seed": seed,
                "replications": replications,
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
                "files": files,
            }
        )
    else:
        titles = {each.name: each.title for each in chosen}
        pairings_table(titles, summaries, replications, seed)
        files_written(described(out, files))
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


@contextlib.contextmanager
def _named_by_options() -> Iterator[None]:
    """Refuse strategies under the options that name them, not as if ``--set`` had been used."""
    from sim.errors import InputError
    from sim.scenario.overrides import SET

    try:
        yield
    except InputError as error:
        raise InputError(
            *(
                replace(problem, file=f"--{problem.key.split('.')[2]}")
                if problem.file == SET and problem.key
                else problem
                for problem in error.problems
            )
        ) from None


def _names(option: str, text: str) -> list[str]:
    """The names in a list with commas."""
    from sim.errors import InputError, Problem

    names = [name.strip() for name in text.split(",")]
    if not all(names):
        raise InputError(Problem("a name is missing", option, None, text or "''", "a,b,c"))
    return names


def _played(
    arms: "Mapping[str, Sequence[Arm]]", replications: int, seed: int, jobs: int
) -> "list[Played]":
    """Play all arms; what goes on is told on stderr."""
    from rich.console import Console
    from rich.progress import Progress

    from sim.cli.first_run import COMPILES
    from sim.model.batch import is_warm
    from sim.sweep.arms import play_arms

    console = Console(stderr=True, markup=False, highlight=False)
    if not all(is_warm(arm.scenario) for each in arms.values() for arm in each):
        console.print(COMPILES)
    total = replications * sum(len(each) for each in arms.values())
    played = []
    tell: Callable[[str], None] = lambda text: console.print(text, soft_wrap=True)  # noqa: E731
    bar = Progress(console=console, transient=True, disable=not console.is_terminal)
    with bar as progress, slow_ones_told(tell):
        task = progress.add_task("Playing", total=total)
        advance: Callable[[int], None] = lambda count: progress.advance(task, count)  # noqa: E731
        for each in arms.values():
            played += play_arms(each, replications, seed=seed, threads=jobs, progress=advance)
    return played


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
