"""Every figure by the name that ``qpq plot`` gives it, as ``sim.plot.timeline("ceuta_2021")``.

Each function takes a scenario (or its name), a run of one, or a result, and returns axes, several
of them as a list. A notebook shows what a cell ends with; `sim.figures.saving.save` writes a file.
Matplotlib is needed only when something is drawn.
"""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import sim.api.single as api
from sim.errors import InputError, Problem, nearest, one_of
from sim.results.reading import Results
from sim.results.run import Run
from sim.scenario import Scenario

if TYPE_CHECKING:
    import pyarrow as pa
    from matplotlib.axes import Axes

    from sim.analysis.material import Material
    from sim.analysis.measures import Measure
    from sim.figures.showing import Panels

Source = Run | Scenario | str | Path
"""A run; or a scenario, or its name or path, of which one is played."""
Folder = str | Path
BAND_RUNS, OBSERVED_RUNS = 20, 300
"""Runs behind a band; runs beside an observation."""
BESIDE = ("delivered_partner", "arrivals", "harm")
"""Outcomes that stand beside any other where arms are compared: arrivals never without harm."""


def space(
    source: Source,
    table: str | None = None,
    *,
    file: str | None = None,
    month: int | None = None,
    seed: int = 0,
    replication: int = 0,
    ax: "Axes | None" = None,
) -> "Axes":
    """The negotiation space of a run in one month: packages, frontier, solutions, offers.

    Args:
        source: a run, or a scenario of which one is played.
        table: the table; by default the first at which offers were made.
        file: file that leads the talks; by default that of the first agreement.
        month: months since month zero; by default when it was signed, else the last meeting.
        seed: key of all draws, if a run is played.
        replication: number of the run that is played.
        ax: where to draw; by default a figure of its own.

    Raises:
        InputError: there is no such scenario, table, file or month.
        QpqError: the run cannot be played again.
    """
    from sim.figures.negotiation import negotiation_space

    run = _run(source, seed, replication)
    return negotiation_space(run, table, file=file, month=month, ax=ax)


def timeline(
    source: Source,
    table: str | None = None,
    *,
    others: int | Sequence[Run] = BAND_RUNS,
    seed: int = 0,
    replication: int = 0,
) -> "Panels":
    """A run over time at one table: moves, levels, beliefs, people.

    Args:
        source: a run, or a scenario of which one is played.
        table: the table; by default the first at which anybody moved.
        others: runs behind the band of arrivals, or how many of them to play; 0 for no band.
        seed: key of all draws, if a run is played.
        replication: number of the run that is played.

    Raises:
        InputError: there is no such scenario or table.
    """
    from sim.figures.timeline import timeline as draw

    run = _run(source, seed, replication)
    if isinstance(others, int):
        count = others if others > 1 else 0
        others = [api.run(run.scenario, run.seed, each) for each in range(count)]
    return draw(run, table, others)


def relations(source: Source, ax: "Axes | None" = None) -> "Axes":
    """Who negotiates with, belongs to and depends on whom when a scenario begins.

    Args:
        source: a scenario, or a run of one.
        ax: where to draw; by default a figure of its own. Its units become inches.
    """
    from sim.figures.relations import relations_network

    return relations_network(_scenario(source), ax)


def routes(
    source: Source,
    before: "range | None" = None,
    after: "range | None" = None,
    *,
    seed: int = 0,
    replication: int = 0,
) -> "Panels":
    """The routes of a run, as wide as people took them, before and after.

    Args:
        source: a run, or a scenario of which one is played.
        before: months of the first map; by default the first month.
        after: months of the second; by default the last half year.
        seed: key of all draws, if a run is played.
        replication: number of the run that is played.
    """
    from sim.figures.route_map import route_maps

    return route_maps(_run(source, seed, replication), before, after)


def observed(
    source: Source,
    record: str | None = None,
    *,
    replications: int = OBSERVED_RUNS,
    seed: int = 0,
) -> "Panels":
    """What was observed in a case beside many runs of it: never a score.

    Args:
        source: a scenario, or a run of one.
        record: which record of the case; by default its first one.
        replications: runs that are played.
        seed: key of all draws.

    Raises:
        InputError: there is no such scenario or record.
    """
    from sim.figures.observed import observed_and_simulated
    from sim.sweeps.arms import Arm, play_arms, tables_table

    scenario = _scenario(source)
    arms = [Arm("base", scenario)] if scenario.record else []
    played = play_arms(arms, replications, seed=seed)
    rows: Any = tables_table(played) if played else None
    return observed_and_simulated(scenario, rows, record)


def pairings(result: "Folder | pa.Table") -> "Panels":
    """What became of each pairing of strategies: on paper, in process, for people.

    Args:
        result: folder of ``qpq pairings``, or its rows.

    Raises:
        StoreError: the folder cannot be read.
    """
    from sim.figures.pairings import pairings as draw

    return draw(_paired(result))


def heatmap(
    result: "Folder | pa.Table",
    outcome: str = "agreement",
    *,
    scenario: str | None = None,
    ax: "Axes | None" = None,
) -> "Axes":
    """One outcome for each pair of strategies, with its interval.

    Args:
        result: folder of ``qpq pairings``, or its rows.
        outcome: name of a measure, as ``agreement`` or ``arrivals``.
        scenario: one of those that were paired; by default the first.
        ax: where to draw; by default a figure of its own.

    Raises:
        InputError: there is no such outcome or scenario.
        StoreError: the folder cannot be read.
    """
    import pyarrow.compute as pc

    from sim.figures.heat_map import pairing_heat_map
    from sim.figures.style import in_words

    rows = _paired(result)
    measured = _measure(outcome)
    names = list(dict.fromkeys(rows["scenario"].to_pylist()))
    chosen = _named(scenario, names, "scenario") if scenario else (names or [""])[0]
    here = rows.filter(pc.equal(rows["scenario"], chosen))
    return pairing_heat_map(here, measured, in_words(chosen), ax)


def differences(
    result: "Folder | pa.Table", outcomes: str | Sequence[str] = "agreement"
) -> "Panels":
    """How arms differ from the first one, run by run under the same shocks.

    Args:
        result: folder of ``qpq compare``, or its rows.
        outcomes: names of measures; delivery, arrivals and harm stand beside them.

    Raises:
        InputError: there is no such outcome.
        StoreError: the folder cannot be read.
    """
    from sim.analysis.comparison import compare
    from sim.figures.differences import difference_panels
    from sim.figures.pages import nothing
    from sim.figures.showing import Panels

    asked = [outcomes] if isinstance(outcomes, str) else list(outcomes)
    measures = [_measure(name) for name in dict.fromkeys((*asked, *BESIDE))]
    found = compare(_table(result, "runs"), measures)
    if not found:
        return Panels([nothing("No differences to show")])
    lines = [(each.arm, f"against {each.baseline}", each.differences) for each in found]
    return difference_panels(lines, measures)


def phase(
    result: Folder | Results,
    x: str | None = None,
    y: str | None = None,
    outcome: str = "agreement",
    *,
    ax: "Axes | None" = None,
) -> "Axes":
    """An outcome over two parameters of a sweep.

    Args:
        result: a sweep, or its folder.
        x: axis that runs across, by its path or the end of it; by default the first.
        y: axis that runs up; by default the next one.
        outcome: a measure or an outcome column.
        ax: where to draw; by default a figure of its own.

    Raises:
        InputError: there is no such axis or outcome, or the sweep has one axis only.
        StoreError: the folder cannot be read.
    """
    from sim.figures.phases import phase_diagram

    material = _material(result)
    given = [material.axis(each).name for each in (x, y) if each is not None]
    free = [axis.name for axis in material.axes if axis.name not in given]
    x = x or (free.pop(0) if free else None)
    y = y or (free.pop(0) if free else None)
    if x is None or y is None:
        count = len(material.axes)
        what = f"this sweep has {'one axis' if count else 'no axes'}; a phase diagram needs two"
        raise InputError(Problem(what, None, None, None, "two axes"))
    return phase_diagram(material, x, y, material.outcome(outcome), ax)


def sensitivity(
    result: Folder | Results, outcome: str = "agreement", *, ax: "Axes | None" = None
) -> "Axes":
    """How much each axis of a sweep matters for an outcome, by the method that fits its design.

    Args:
        result: a sweep, or its folder.
        outcome: a measure or an outcome column.
        ax: where to draw; by default a figure of its own.

    Raises:
        InputError: there is no such outcome.
        StoreError: the folder cannot be read.
    """
    from sim.analysis.sensitivity import fitting
    from sim.analysis.sensitivity import sensitivity as measured
    from sim.figures.pages import nothing
    from sim.figures.sensitivity import sensitivity_bars

    material = _material(result)
    measure = material.outcome(outcome)
    if not material.axes:
        return nothing("This sweep has no axes: nothing was varied")
    means = material.by_point(measure).mean
    found = measured(fitting(material.design) or "pawn", material.design, means)
    return sensitivity_bars(found, measure.says, ax)


def survival(
    result: Folder | Results, by: str | None = None, *, ax: "Axes | None" = None
) -> "Axes":
    """The share of runs without an agreement, month by month.

    Args:
        result: a sweep, or its folder.
        by: an axis of the sweep; each of its values gets a curve of its own.
        ax: where to draw; by default a figure of its own.

    Raises:
        InputError: there is no such axis.
        StoreError: the folder cannot be read.
    """
    from sim.analysis.survival import to_agreement
    from sim.figures.survival import survival_curves

    return survival_curves({"all runs": to_agreement(_material(result).runs)}, ax=ax)


def _run(source: Source, seed: int, replication: int) -> Run:
    """The run itself, or one of a scenario."""
    return source if isinstance(source, Run) else api.run(source, seed, replication)


def _scenario(source: Source) -> Scenario:
    """The scenario itself, that of a run, or one by its name or path."""
    if isinstance(source, Run):
        return source.scenario
    return source if isinstance(source, Scenario) else api.load(source)


def _material(result: Folder | Results) -> "Material":
    """A sweep as analyses start from it."""
    from sim.analysis.material import Material

    return Material.of(
        result if isinstance(result, Results) else __import__("sim").open_results(result)
    )


def _table(result: "Folder | pa.Table", name: str) -> "pa.Table":
    """Rows that a command left in a folder.

    Raises:
        StoreError: they cannot be read.
    """
    import pyarrow as pa
    import pyarrow.parquet as pq

    from sim.results.store import StoreError

    if isinstance(result, pa.Table):
        return result
    file = Path(result) / f"{name}.parquet"
    try:
        return pq.read_table(file)
    except (OSError, pa.ArrowException) as error:
        raise StoreError(f"{file}: cannot be read ({error})") from None


def _paired(result: "Folder | pa.Table") -> "pa.Table":
    """The runs of pairings, at the tables where they were paired.

    Raises:
        StoreError: they cannot be read, or are no pairings.
    """
    import pyarrow.compute as pc

    from sim.results.store import StoreError

    rows = _table(result, "tables")
    if not {"table", "paired_at"} <= set(rows.column_names):
        raise StoreError(f"{result}: holds no pairings of strategies")
    return rows.filter(pc.equal(rows["table"], rows["paired_at"]))


def _measure(name: str) -> "Measure":
    from sim.analysis.measures import MEASURES, measure

    return measure(_named(name, [each.name for each in MEASURES], "outcome"))


def _named(name: str, valid: Sequence[str], what: str) -> str:
    """A name that is one of the valid ones.

    Raises:
        InputError: it is not.
    """
    if name not in valid:
        raise InputError(
            Problem(f"no {what} '{name}'", None, None, None, one_of(valid), nearest(name, valid))
        )
    return name
