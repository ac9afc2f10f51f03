"""Figures of what many runs left behind: pairings, comparisons, sweeps."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import pyarrow.compute as pc

from sim.analysis.arms import Arms
from sim.api.many import open_results
from sim.arguments import instance_of, names_of, path_of
from sim.errors import InputError, Problem, one_named
from sim.figures.registry import PAIRINGS, SWEEP, figure
from sim.figures.saving import marked
from sim.runs.at_tables import only_at, where
from sim.runs.sweep_results import Results
from sim.runs.variants import AT_TABLE

if TYPE_CHECKING:
    import pyarrow as pa
    from matplotlib.axes import Axes

    from sim.analysis.material import Material
    from sim.analysis.measures import Measure
    from sim.figures.showing import Panels

Folder = str | Path
BESIDE = ("delivered_partner", "arrivals", "harm")
"""Outcomes that stand beside any other where arms are compared: arrivals never without harm."""
EVENTS = "events"


@figure(PAIRINGS, "what became of each pairing of strategies, on paper, in process, for people")
def pairings(result: "Folder | pa.Table") -> "Panels":
    """What became of each pairing of strategies: on paper, in process, for people.

    Args:
        result: folder of ``qpq pairings``, or its rows.

    Raises:
        StoreError: the folder cannot be read.
    """
    from sim.figures.pairings import pairings as draw

    return draw(_paired(result))


@figure(
    PAIRINGS,
    "one outcome by pair of strategies, with interval, at the table where they are paired",
)
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
    from sim.figures.heat_map import pairing_heat_map
    from sim.figures.pairings import titled
    from sim.figures.style import in_words

    rows = _paired(result)
    measured = _measure(outcome)
    names = list(dict.fromkeys(rows["scenario"].to_pylist()))
    chosen = _named(scenario, names, "scenario") if scenario else (names or [""])[0]
    here = rows.filter(pc.equal(rows["scenario"], chosen))
    at = here[AT_TABLE][0].as_py() if AT_TABLE in here.column_names and len(here) else ""
    title = titled(in_words(chosen), {AT_TABLE: at})
    return pairing_heat_map(here, measured, title, ax)


@figure(
    SWEEP,
    "what each arm came to, outcome by outcome, with intervals",
    outcome="outcomes",
)
def arms(
    result: "Folder | Results | Arms",
    outcomes: str | Sequence[str] = (),
    *,
    table: str | None = None,
) -> "Panels":
    """What each arm of a comparison came to, with intervals.

    Args:
        result: what `sim.compare` gave, or a sweep whose points are arms, as ``qpq compare`` leaves
            one, or its folder.
        outcomes: names of measures; by default those that the comparison shows.
        table: a table of the scenario; by default all together.

    Raises:
        InputError: there is no such outcome or table.
        StoreError: the folder cannot be read.
    """
    from sim.figures.arms import arm_panels

    found, said = _arms_of(result, table)
    names = names_of(outcomes, "outcomes", "harm")
    return marked(arm_panels(found.only(*names) if names else found), *said)


@figure(
    SWEEP,
    "arms against the first one, run by run under the same shocks",
    outcome="outcomes",
)
def differences(
    result: "Folder | Results | pa.Table | Arms | Mapping[str, Arms]",
    outcomes: str | Sequence[str] = "agreement",
    *,
    table: str | None = None,
) -> "Panels":
    """How arms differ from the first one, run by run under the same shocks.

    Args:
        result: what `sim.compare` gave, or its runs, or several of these by name, one below the
            other; or a sweep whose points are arms, as ``qpq compare`` leaves one, or its folder.
        outcomes: names of measures; delivery, arrivals and harm stand beside them.
        table: a table of the scenario; by default all together.

    Raises:
        InputError: there is no such outcome or table.
        StoreError: the folder cannot be read.
    """
    from sim.analysis.comparison import compare
    from sim.figures.differences import difference_panels
    from sim.figures.pages import nothing
    from sim.figures.showing import Panels

    asked = names_of(outcomes, "outcomes", "harm")
    measures = [_measure(name) for name in dict.fromkeys((*asked, *BESIDE))]
    named = dict(result) if isinstance(result, Mapping) else {"": result}
    several, said = {}, ("", "")
    for name, each in named.items():
        several[name], said = _runs_of(each, table)
    lines = []
    for name, rows in several.items():
        for each in compare(rows, measures):
            against = f"against {each.baseline}"
            label = (name, f"{each.arm} {against}") if name else (each.arm, against)
            lines.append((*label, each.differences))
    if not lines:
        return Panels([nothing("No differences to show")])
    return marked(difference_panels(lines, measures), *said)


@figure(
    SWEEP,
    "an outcome over two parameters",
    "Cells with few runs are hatched, a line marks one half.",
)
def phase(
    result: Folder | Results,
    x: str | None = None,
    y: str | None = None,
    outcome: str = "agreement",
    *,
    table: str | None = None,
    ax: "Axes | None" = None,
) -> "Axes":
    """An outcome over two parameters of a sweep.

    Args:
        result: a sweep, or its folder.
        x: axis that runs across, by its path or the end of it; by default the first.
        y: axis that runs up; by default the next one.
        outcome: a measure or an outcome column.
        table: a table of the scenario; by default all together.
        ax: where to draw; by default a figure of its own.

    Raises:
        InputError: there is no such axis, outcome or table, or the sweep has one axis only.
        StoreError: the folder cannot be read.
    """
    from sim.figures.phases import phase_diagram

    material, said = _material(result, table)
    given = [material.axis(each).name for each in (x, y) if each is not None]
    free = [axis.name for axis in material.axes if axis.name not in given]
    x = x or (free.pop(0) if free else None)
    y = y or (free.pop(0) if free else None)
    if x is None or y is None:
        count = len(material.axes)
        what = f"this sweep has {'one axis' if count else 'no axes'}; a phase diagram needs two"
        raise InputError(Problem(what, None, None, None, "two axes"))
    return marked(phase_diagram(material, x, y, material.outcome(outcome), ax), *said, ax=ax)


@figure(SWEEP, "how much each axis matters: Sobol, Morris or PAWN, as fits the design")
def sensitivity(
    result: Folder | Results,
    outcome: str = "agreement",
    *,
    table: str | None = None,
    ax: "Axes | None" = None,
) -> "Axes | Panels":
    """How much each axis of a sweep matters for an outcome, by the method that fits its design.

    Where levers are crossed with a sample that was laid out for Sobol's or Morris's indices, there
    is a panel for each of their combinations, as in a report.

    Args:
        result: a sweep, or its folder.
        outcome: a measure or an outcome column.
        table: a table of the scenario; by default all together.
        ax: where to draw; by default a figure of its own.

    Raises:
        InputError: there is no such outcome or table, or several panels are to go into one.
        StoreError: the folder cannot be read.
    """
    from sim.analysis.indices import MOST_PARTS, indexed_parts, indices_of
    from sim.figures.pages import nothing
    from sim.figures.sensitivity import sensitivity_panels

    material, said = _material(result, table)
    measure = material.outcome(outcome)
    if not material.axes:
        return nothing("This sweep has no axes: nothing was varied")
    if not material.finished.num_rows:
        return nothing("No runs to show")
    parts = indexed_parts(material)
    if ax is not None and len(parts) > 1:
        what = f"there are {len(parts)} panels, one for each combination of levers"
        raise InputError(Problem(what, "ax", None, None, "no axes, or a sweep of one of them"))
    found = {name: indices_of(part, measure) for name, part in parts[:MOST_PARTS]}
    return marked(sensitivity_panels(found, measure.says, ax), *said, ax=ax)


@figure(
    SWEEP,
    "share of runs without an agreement by month (Kaplan-Meier)",
    "A curve for each value of the axis behind `--by`.",
)
def survival(
    result: Folder | Results,
    by: str | None = None,
    *,
    table: str | None = None,
    ax: "Axes | None" = None,
) -> "Axes":
    """The share of runs without an agreement, month by month.

    Args:
        result: a sweep, or its folder.
        by: an axis of the sweep; each of its values gets a curve of its own.
        table: a table of the scenario; by default all together.
        ax: where to draw; by default a figure of its own.

    Raises:
        InputError: there is no such axis or table.
        StoreError: the folder cannot be read.
    """
    from sim.analysis.survival import WHOLE, groups_of, to_agreement
    from sim.figures.survival import survival_curves

    material, said = _material(result, table)
    parts = {WHOLE: material}
    if by is not None:
        parts |= groups_of(material, material.axis(by))
    curves = {name: to_agreement(each.with_samples) for name, each in parts.items()}
    return marked(survival_curves(curves, ax=ax), *said, ax=ax)


@figure(
    SWEEP,
    "share of agreements that still stand, by months since their signature",
    "It needs a sweep with `--keep events`.",
)
def durability(
    result: Folder | Results,
    by: str | None = None,
    *,
    table: str | None = None,
    ax: "Axes | None" = None,
) -> "Axes":
    """The share of agreements that are still in force, by months since their signature.

    Args:
        result: a sweep that kept its events (``qpq sweep ... --keep events``), or its folder.
        by: an axis of the sweep; each of its values gets a curve of its own.
        table: a table of the scenario; by default all together.
        ax: where to draw; by default a figure of its own.

    Raises:
        InputError: there is no such axis or table, or events were not kept.
        StoreError: the folder cannot be read.
    """
    from sim.analysis.material import SAMPLE
    from sim.analysis.survival import WHOLE, groups_of, of_agreements
    from sim.figures.survival import LASTING, survival_curves

    sweep = _opened(result)
    if EVENTS not in sweep.kinds:
        what = "this sweep kept no events, which say when agreements end"
        expected = "one that was played with '--keep events'"
        raise InputError(Problem(what, str(sweep.path), None, None, expected))
    material, said = _material(sweep, table)
    events = sweep.arrow(EVENTS, ["run", "month", "kind", "table", "object"])
    if table is not None:
        events = events.filter(pc.equal(events["table"], table))
    parts = {WHOLE: material}
    if by is not None:
        parts |= groups_of(material, material.axis(by))
    curves = {}
    for name, part in parts.items():
        runs = part.with_samples.select(["run", "horizon", SAMPLE, "replication"]).to_pylist()
        horizons = {row["run"]: row["horizon"] for row in runs}
        drawn = {row["run"]: (row[SAMPLE], row["replication"]) for row in runs}
        curves[name] = of_agreements(events, horizons, drawn=drawn)
    return marked(survival_curves(curves, LASTING, ax), *said, ax=ax)


def _material(result: Folder | Results, table: str | None) -> "tuple[Material, tuple[str, str]]":
    """A sweep as analyses start from it, and what to say beside whatever is made of it."""
    from sim.analysis.material import Material

    sweep = _opened(result)
    found = Material.of(sweep, table)
    return found, (sweep.note(), where(found.tables, table))


def _arms_of(result: object, table: str | None) -> tuple[Arms, tuple[str, str]]:
    """A comparison, and what to say beside whatever is made of it."""
    if isinstance(result, Arms):
        found = result if table is None else result.at(table)
        return found, ("", found.where)
    sweep = _opened(result)  # type: ignore[arg-type]
    found = Arms.of_sweep(sweep, table)
    return found, (sweep.note(), found.where)


def _runs_of(result: object, table: str | None) -> "tuple[pa.Table, tuple[str, str]]":
    if isinstance(result, str | Path | Results | Arms):
        found, said = _arms_of(result, table)
        return found.runs, said
    rows = _table(result, "a comparison, its runs, or a sweep or its folder")
    return (rows if table is None else only_at(rows, table)), ("", "")


def _opened(result: Folder | Results) -> Results:
    return result if isinstance(result, Results) else open_results(result)


def _paired(result: "Folder | pa.Table") -> "pa.Table":
    """The runs of pairings, at the tables where they were paired.

    Raises:
        StoreError: they cannot be read, or are no pairings.
    """
    from sim.runs.variants import pairings_in

    if isinstance(result, str | Path):
        return pairings_in(path_of(result, "result", "the folder of pairings"))
    return _table(result, "the folder of pairings, or their rows")


def _table(result: object, expected: str) -> "pa.Table":
    import pyarrow as pa

    return instance_of(result, pa.Table, "result", expected)


def _measure(name: str) -> "Measure":
    from sim.analysis.measures import MEASURES, measure

    return measure(_named(name, [each.name for each in MEASURES], "outcome"))


def _named(name: str, valid: Sequence[str], what: str) -> str:
    """A name that is one of the valid ones.

    Raises:
        InputError: it is not.
    """
    return one_named(name, valid, f"no {what}")
