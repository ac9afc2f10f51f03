"""Many runs: variants side by side, sweeps, their results and findings, the mechanisms."""

import sys
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from sim.analysis.arms import Arms
from sim.api.single import changed
from sim.arguments import (
    MOST_WORKERS,
    changes_of,
    instance_of,
    names_of,
    path_of,
    truth_of,
    whole,
)
from sim.model.batch import first_run
from sim.runs.axes import OVERRIDES, Axis, listed, parse_vary
from sim.runs.points import BASE, overrides_of
from sim.runs.running import engine_of, few_of_own, played
from sim.runs.running import sweep as play
from sim.runs.sweep_request import Request, is_sweep, read_sweep
from sim.runs.sweep_results import RUNS, TABLES, Results
from sim.runs.sweep_results import open_results as open_sweep
from sim.runs.variants import arms_in_memory, sampled_plan, scenarios_plan
from sim.scenario import Scenario
from sim.scenario.overrides import Value

if TYPE_CHECKING:
    from sim.analysis.findings import Findings
    from sim.analysis.mechanisms.catalogue import Catalogue
    from sim.runs.designs import DesignKind
    from sim.runs.replay import Replay

Variant = Mapping[str, Value] | str | Scenario
"""Changes by dotted path, ``overrides`` among them; an override, or several joined by ``+``; or a
whole scenario."""

RESULTS = Path("results")


def compare(
    scenario: Scenario | str | Path,
    arms: Mapping[str, Variant] | Iterable[str],
    replications: int = 200,
    *,
    seed: int = 0,
    set: Mapping[str, Value] | None = None,
    overrides: Iterable[str] | None = (),
    outcomes: Sequence[str] = (),
    sample: bool = False,
    threads: int = 2,
) -> Arms:
    """Play variants of a scenario under the same shocks, many runs of each.

    ``sim.compare("ceuta_2021", {"as coded": {}, "no linkage": "no_linkage", "proud":
    {"actors.morocco.empowerment": 0.9}})`` compares the second and the third with the first, in
    pairs of runs with equal shocks.

    Args:
        scenario: a loaded scenario, or the name or path of one.
        arms: by name, what each changes; or names of overrides, ``base`` for none.
        replications: runs of each arm.
        seed: key of all draws, in [0, 2**63).
        set: dotted paths and the values to put there in all arms.
        overrides: overrides in force in all arms.
        outcomes: names of outcomes that are shown; by default the usual ones. All are kept.
        sample: draw the scenario's uncertain numbers anew for each replication, the same for all
            arms; intervals then cover that doubt too. Numbers that an arm sets are not drawn.
        threads: how many threads share the work; the results do not depend on it.

    Raises:
        InputError: a path, a value, an override or an outcome is not valid.
    """
    whole(threads, "threads", 1, MOST_WORKERS)
    shown = names_of(outcomes, "outcomes", "harm")
    base = changed(scenario, set, overrides)
    if isinstance(arms, Mapping):
        named = dict(arms)
        names_of(list(named), "arms", "alone")
    else:
        named = {name: name for name in names_of(arms, "arms")}
    found = {name: _variant(base, what) for name, what in named.items()}
    plan = scenarios_plan(found, replications, seed)
    count = plan.replications
    if truth_of(sample, "sample"):
        plan, _ = sampled_plan(plan)
    readably = few_of_own(plan)
    if not readably:
        tell_of_compiling(*found.values())
    tables = arms_in_memory(plan, played(plan, threads, readably=readably))
    return Arms(base.title, tables[RUNS], tables[TABLES], count, plan.seed, shown, sample)


def _variant(base: Scenario, what: Variant) -> Scenario:
    """A scenario as an arm has it."""
    if isinstance(what, Scenario):
        return what
    changes = {OVERRIDES: what} if isinstance(what, str) else changes_of(what, "arms")
    names = instance_of(changes.pop(OVERRIDES, BASE), str, "arms", "names joined by '+'")
    return base.with_changes(set=changes, overrides=overrides_of(names))


def sweep(
    scenario: Scenario | str | Path,
    vary: Mapping[str, Sequence[Value] | str] | None = None,
    design: "DesignKind | None" = None,
    points: int | None = None,
    replications: int | None = None,
    *,
    seed: int | None = None,
    set: Mapping[str, Value] | None = None,
    overrides: Iterable[str] | None = (),
    keep: Sequence[str] = (),
    out: str | Path | None = None,
    independent: bool | None = None,
    jobs: int = 2,
    processes: bool = False,
    cluster: str = "",
) -> Results:
    """Play a scenario at many points and keep every outcome in a folder; see ``docs/sweeps.md``.

    A sweep that was interrupted is taken up again, and one that is finished is opened.

    Args:
        scenario: a scenario, or the path of a sweep's file; what is given here comes on top.
        vary: by dotted path (or ``overrides``) a list of values, or a text as behind ``--vary``:
            ``"0.1:0.9"`` for a range, ``"own"`` for the scenario's own distribution.
        design: grid, lhs, sobol, morris, oat or random.
        points: size of the design.
        replications: runs at each point.
        seed: key of all draws, and of the sampling of points.
        set: dotted paths and the values to put there at every point.
        overrides: overrides in force at every point.
        keep: ``months``, ``provisions``, ``routes``, ``events`` of every run.
        out: folder of the results; by default ``results/NAME-HASH``.
        independent: whether every point meets shocks of its own; by default points of sampled
            designs without levers do, and all others share theirs.
        jobs: threads or processes; the results do not depend on it.
        processes: play in processes rather than threads.
        cluster: address of a Dask scheduler, whose workers play.

    Raises:
        InputError: anything about it is not valid; all points are checked before the first run.
        StoreError: the folder holds something else, or cannot be written.
    """
    whole(jobs, "jobs", 1, MOST_WORKERS)
    truth_of(processes, "processes")
    instance_of(cluster, str, "cluster", "the address of a Dask scheduler")
    place = None if out is None else path_of(out, "out", "a folder")
    if not isinstance(scenario, Scenario | str):
        scenario = path_of(scenario, "scenario", "a scenario, or a sweep's file")
    file = not isinstance(scenario, Scenario) and is_sweep(str(scenario))
    request = read_sweep(Path(str(scenario))) if file else Request(changed(scenario, None, ()))
    request = request.on_top(
        request.scenario.with_changes(set=set, overrides=overrides),
        [_axis(path, values) for path, values in _varied(vary).items()],
        design=design,
        points=points,
        replications=replications,
        seed=seed,
        keep=names_of(keep, "keep", "months") or None,
        common=None if independent is None else not independent,
    )
    plan = request.plan()
    tell_of_compiling(plan.scenario)
    folder = RESULTS / plan.name if place is None else place
    play(plan, folder, engine_of(plan, jobs, processes, cluster), title=request.title)
    return open_sweep(folder)


def _varied(vary: object) -> dict[str, Any]:
    """What varies, by path, without NumPy's types."""
    return changes_of(vary, "vary")


def _axis(path: str, values: Sequence[Value] | str) -> Axis:
    """An axis as Python says it."""
    if isinstance(values, str):
        return parse_vary(f"{path}={values}")
    expected = "a list of values, or a text such as '0.1:0.9'"
    return listed(path, instance_of(values, list, f"vary.{path}", expected))


def tell_of_compiling(*scenarios: Scenario) -> None:
    """Say on stderr that the first run takes long, where it does."""
    for text in {first_run(each) for each in scenarios} - {""}:
        print(text, file=sys.stderr)


def open_results(path: str | Path, *, trust: Iterable[str] = (), partial: bool = False) -> Results:
    """Open the results of a sweep: Arrow, pandas, xarray and SQL, read when asked for.

    Args:
        path: folder of the sweep.
        trust: names of strategies of others, whose Python code in the folder may run. What you have
            played or added yourself runs unasked.
        partial: let analyses and figures take what there is of a sweep that is not finished, or
            damaged in places; else they refuse it.

    Raises:
        InputError: it is no path.
        StoreError: it holds no sweep, one of another schema, or one that is damaged.
    """
    return open_sweep(path, trust, partial=partial)


def replay(results: Results | str | Path, run: int) -> "Replay":
    """Play a run of a sweep again, in the readable driver, with its months and events.

    The sweep needs to have kept nothing but outcomes: ``replay(results, 4711).run`` holds the
    run's ``months`` and ``events``, and ``differences`` names outcomes that are not what is
    stored.

    Args:
        results: a sweep, or its folder.
        run: number of the run.

    Raises:
        StoreError: the folder holds no sweep.
        InputError: there is no such run, or this version does not take the scenario.
    """
    from sim.runs.replay import replay as play_again

    return play_again(results if isinstance(results, Results) else open_sweep(results), run)


def analyse(
    results: Results | str | Path,
    outcomes: str | Sequence[str] = (),
    *,
    beats: str | None = None,
    by: str = "agreement",
    less: bool = False,
    where: str | None = None,
    arms: Sequence[str] = (),
    side: Literal["destination", "partner"] = "destination",
    precision: float | None = None,
    power: float | None = None,
    table: str | None = None,
) -> "Findings":
    """Say what a finished sweep shows, as ``qpq analyse`` does; see ``docs/analysis.md``.

    A notebook shows it as a page: outcomes, which axes matter most, under which conditions
    something holds, and whether runs were enough. It plays nothing.

    Args:
        results: a sweep, or its folder.
        outcomes: outcomes to look at closely; arrivals bring exposure to harm along.
        beats: where does one choice do better than another, all else equal? Written as
            ``"actors.spain.strategy=coercive>cooperative"``; the end of a path is enough.
        by: the outcome in which it is to do better.
        less: whether less of that outcome is better.
        where: where does an outcome's mean lie above a value? Written as ``"harm>0.1"``.
        arms: arms of the threat estimands, as behind ``--arm``.
        side: whose threats.
        precision: half width asked of the intervals at each point.
        power: a difference, in the outcome's unit: how many replications would find it?
        table: a table of the scenario; by default all together.

    Raises:
        InputError: something that was asked for does not exist or cannot be read.
        StoreError: the folder holds no sweep.
    """
    from sim.analysis.findings import analyse as analysed
    from sim.analysis.material import Material
    from sim.analysis.wishes import wishes_from

    names = names_of(outcomes, "outcomes", "harm")
    wishes = wishes_from(
        names,
        beats=beats,
        by=by,
        less=less,
        where=where,
        arms=arms,
        side=side,
        precision=precision,
        power=power,
    )
    sweep = results if isinstance(results, Results) else open_sweep(results)
    return analysed(Material.of(sweep, table), wishes)


def mechanisms() -> "Catalogue":
    """The catalogue of mechanisms: what is claimed of migration diplomacy, and what comes of it.

    ``sim.mechanisms()["M31"]`` is one of them, ``.only(verdict="opposite")`` are some. Results are
    those that were stored when the catalogue was last written; `sim.compare` on an entry's
    ``world`` with its ``arm`` plays it again.

    Raises:
        InputError: its files are damaged.
    """
    from sim.analysis.mechanisms.catalogue import catalogue

    return catalogue()
