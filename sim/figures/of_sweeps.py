"""Figures of sweeps: an outcome over their axes, what matters, how long things last."""

from typing import TYPE_CHECKING

import pyarrow.compute as pc

from sim.errors import InputError, Problem
from sim.figures.opening import Folder, material_of, opened
from sim.figures.registry import SWEEP, figure
from sim.figures.saving import marked
from sim.runs.sweep_results import Results

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from sim.analysis.material import Material
    from sim.figures.showing import Panels

EVENTS = "events"


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

    material, said = material_of(result, table)
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

    material, said = material_of(result, table)
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
    from sim.analysis.survival import to_agreement
    from sim.figures.survival import survival_curves

    material, said = material_of(result, table)
    parts = _parts(material, by)
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
    from sim.analysis.survival import of_agreements
    from sim.figures.survival import LASTING, survival_curves

    sweep = opened(result)
    if EVENTS not in sweep.kinds:
        what = "this sweep kept no events, which say when agreements end"
        expected = "one that was played with '--keep events'"
        raise InputError(Problem(what, str(sweep.path), None, None, expected))
    material, said = material_of(sweep, table)
    events = sweep.arrow(EVENTS, ["run", "month", "kind", "table", "object"])
    if table is not None:
        events = events.filter(pc.equal(events["table"], table))
    parts = _parts(material, by)
    curves = {}
    for name, part in parts.items():
        runs = part.with_samples.select(["run", "horizon", SAMPLE, "replication"]).to_pylist()
        horizons = {row["run"]: row["horizon"] for row in runs}
        drawn = {row["run"]: (row[SAMPLE], row["replication"]) for row in runs}
        curves[name] = of_agreements(events, horizons, drawn=drawn)
    return marked(survival_curves(curves, LASTING, ax), *said, ax=ax)


def _parts(material: "Material", by: str | None) -> "dict[str, Material]":
    """The whole sweep and, if asked, its parts by the values of an axis."""
    from sim.analysis.survival import WHOLE, groups_of

    parts = {WHOLE: material}
    return parts if by is None else parts | groups_of(material, material.axis(by))
