"""Differences between paired runs, with the line of no difference."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from sim.analysis.intervals import Estimate
from sim.analysis.measures import Measure
from sim.figures.estimates import Lines, counted, estimate_lines, estimate_panels, label_of
from sim.figures.style import SOFT

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from sim.figures.showing import Panels

SAYS = (
    "Means of differences between runs under the same shocks, with 95 % intervals; where something "
    "came about in one run of a pair only, the pair has no difference. Hollow: too few pairs for "
    "an interval."
)


def paired_differences(
    lines: Lines, measure: Measure, ax: "Axes | None" = None, labelled: bool = True
) -> "Axes":
    """Draw the differences of one outcome, one line each, shares in percentage points.

    Args:
        lines: label and difference, from top to bottom.
        measure: the outcome.
        ax: where to draw; by default a figure of its own.
        labelled: whether the labels are written.
    """
    unit = "percentage points" if measure.percent else measure.unit
    drawn = estimate_lines(lines, measure, unit, ax, labelled=labelled)
    drawn.axvline(0.0, color=SOFT, linewidth=1, linestyle=(0, (4, 3)), zorder=1)
    return drawn


def difference_panels(
    rows: Sequence[tuple[str, str, dict[str, Estimate]]], measures: Sequence[Measure]
) -> "Panels":
    """Draw the differences of several outcomes side by side.

    Args:
        rows: axis, change along it, and differences by name of measure, from top to bottom.
        measures: outcomes, from left to right and down.
    """
    found = [(label_of(axis, change), differences) for axis, change, differences in rows]
    note = f"{counted(found, 'pairs')} {SAYS}"
    return estimate_panels(found, measures, paired_differences, note)
