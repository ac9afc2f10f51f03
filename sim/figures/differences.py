"""Differences between paired runs, with the line of no difference."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from sim.analysis.intervals import Estimate
from sim.analysis.measures import Measure
from sim.figures.pages import figure, folded
from sim.figures.panels import noted, shortened, written_axes
from sim.figures.style import BLUE, SMALL, SOFT, styled

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from sim.figures.showing import Panels

ROW, PANEL, LABELS, MARGIN = 0.44, 2.25, 2.6, 0.25
"""Inches: down for each line, across for each outcome, for labels and between panels."""
HEAD, FOOT = 0.6, 0.85
"""Inches above and below the panels."""
SAYS = (
    "Means of differences between runs under the same shocks, with 95 % intervals; where something "
    "came about in one run of a pair only, the pair has no difference. Hollow: too few pairs for "
    "an interval."
)


def paired_differences(
    lines: Sequence[tuple[str, Estimate]],
    measure: Measure,
    ax: "Axes | None" = None,
    *,
    labelled: bool = True,
) -> "Axes":
    """Draw the differences of one outcome, one line each, shares in percentage points.

    Args:
        lines: label and difference, from top to bottom.
        measure: the outcome.
        ax: where to draw; by default a figure of its own.
        labelled: whether the labels are written.
    """
    with styled():
        drawn = ax if ax is not None else written_axes(6.5, 1.2 + ROW * len(lines), left=LABELS)
        scale = 100.0 if measure.percent else 1.0
        for y, (_, (value, low, high, _n)) in enumerate(lines):
            if value is None:
                drawn.annotate("none", (0.0, y), ha="center", va="center", color=SOFT, fontsize=9)
                continue
            bare = low is None or high is None
            if low is not None and high is not None:
                drawn.hlines(y, scale * low, scale * high, color=BLUE, linewidth=9, alpha=0.3)
            drawn.plot(
                *(scale * value, y, "o"),
                color=BLUE,
                markersize=6.5,
                markerfacecolor="white" if bare else BLUE,
                markeredgecolor=BLUE if bare else "white",
            )
        drawn.axvline(0.0, color=SOFT, linewidth=1, linestyle=(0, (4, 3)), zorder=1)
        drawn.set_ylim(len(lines) - 0.5, -0.5)
        drawn.set_yticks(range(len(lines)), [name if labelled else "" for name, _ in lines])
        drawn.tick_params(axis="y", length=0)
        drawn.spines["left"].set_visible(False)
        drawn.grid(axis="x")
        drawn.margins(x=0.1)
        drawn.locator_params(axis="x", nbins=4)
        unit = "percentage points" if measure.percent else measure.unit
        drawn.set_title(f"{folded(measure.says, 30, 1)}\n({folded(unit, 28, 1)})", fontsize=SMALL)
    return drawn


def difference_panels(
    rows: Sequence[tuple[str, str, dict[str, Estimate]]], measures: Sequence[Measure]
) -> "Panels":
    """Draw the differences of several outcomes side by side.

    Args:
        rows: axis, change along it, and differences by name of measure, from top to bottom.
        measures: outcomes, from left to right.
    """
    from sim.figures.showing import Panels

    drawn = Panels()
    with styled():
        width = LABELS + PANEL * len(measures)
        height = HEAD + FOOT + ROW * len(rows)
        whole = figure(width, height)
        for place, measure in enumerate(measures):
            left = LABELS + PANEL * place
            ax = whole.add_axes(
                (left / width, FOOT / height, (PANEL - MARGIN) / width, ROW * len(rows) / height)
            )
            lines = [
                (f"{shortened(axis, 34)}\n{shortened(change, 34)}", differences[measure.name])
                for axis, change, differences in rows
            ]
            paired_differences(lines, measure, ax, labelled=place == 0)
            ax.tick_params(axis="y", labelsize=SMALL)
            drawn.append(ax)
        if drawn:
            noted(drawn[0], f"{_counted(rows)} {SAYS}")
    return drawn


def _counted(rows: Sequence[tuple[str, str, dict[str, Estimate]]]) -> str:
    """How many pairs of runs stand behind the differences."""
    counts = [each.n for _, _, differences in rows for each in differences.values() if each.n]
    if not counts:
        return "No pairs."
    least, most = min(counts), max(counts)
    return f"n = {most:,} pairs." if least == most else f"n = {least:,} to {most:,} pairs."
