"""The runs of comparisons: played, kept or taken up again, with uncertain numbers drawn or not."""

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from sim.cli.strategy_files import slow_ones_told
from sim.cli.sweep_progress import bar, interruption_told, tell

if TYPE_CHECKING:
    import pyarrow as pa

    from sim.runs.plan import Plan


class Drawn(NamedTuple):
    """A comparison's plan, and what is drawn anew for each replication."""

    plan: "Plan"
    says: str = ""
    told: Mapping[str, Any] = {}
    """For JSON."""


def sampling_told(plan: "Plan") -> Drawn:
    """The comparison with uncertain numbers drawn, and what there is to say of it."""
    from sim.runs.variants import sampled_plan

    found, held = sampled_plan(plan)
    drawn = [axis.path for axis in found.axes if axis.path not in found.design.crossed]
    says = (
        f"{len(drawn)} uncertain numbers of {plan.scenario.name} are drawn anew for each "
        "replication, alike in all arms: intervals cover that doubt too."
    )
    if held:
        says += f" Not drawn, since arms differ in them: {', '.join(held)}."
    return Drawn(found, says, {"sampled": drawn, "not_sampled": list(held)})


def kept(plan: "Plan", folder: Path, jobs: int, replace: bool) -> "dict[str, pa.Table]":
    """Rows of a comparison that is kept in a folder, with what is missing there played."""
    from sim.runs.running import engine_of, few_of_own, sweep
    from sim.runs.sweep_results import RUNS, TABLES, open_results
    from sim.runs.variants import of_arms

    readably = few_of_own(plan)
    _tell_of_compiling(plan, readably)
    with (
        slow_ones_told(tell),
        interruption_told(plan.runs, folder),
        bar(plan.runs) as (begun, progress),
    ):
        sweep(
            plan,
            folder,
            engine_of(plan, jobs),
            replace_other=replace,
            readably=readably,
            progress=progress,
            begun=begun,
        )
    found = open_results(folder)
    return {what: of_arms(found, what) for what in (RUNS, TABLES)}


def in_memory(plan: "Plan", jobs: int) -> "dict[str, pa.Table]":
    """Rows of a comparison that nobody keeps."""
    from sim.runs.running import few_of_own, played
    from sim.runs.variants import arms_in_memory

    readably = few_of_own(plan)
    _tell_of_compiling(plan, readably)
    with slow_ones_told(tell), bar(plan.runs) as (_, progress):
        tables = played(plan, jobs, readably=readably, progress=progress)
    return arms_in_memory(plan, tables)


def _tell_of_compiling(plan: "Plan", readably: bool) -> None:
    """Say that the first run takes long, where it does."""
    from sim.model.batch import first_run

    if not readably and (text := first_run(plan.scenario)):
        tell(text)
