"""Differences between paired runs, with the line of no difference."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from sim.analysis.intervals import Estimate
from sim.analysis.measures import Measure
from sim.figures.panels import shortened, written_axes
from sim.figures.style import BLUE, SOFT, figure, styled

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

ROW, PANEL, LABELS, MARGIN = 0.42, 2.5, 2.9, 0.25
"""Inches: down for each line, across for each outcome, for labels and between panels."""
ACROSS = 2
"""Panels side by side; further ones stand below."""
HEAD, FOOT = 0.65, 0.4
"""Inches above and below the panels."""


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
        drawn.set_title(f"{measure.says}\n({unit})", fontsize=9.5)
    return drawn


def difference_panels(
    rows: Sequence[tuple[str, str, dict[str, Estimate]]], measures: Sequence[Measure]
) -> "Figure":
    """Draw the differences of several outcomes, two panels side by side.

    Args:
        rows: axis, change along it, and differences by name of measure, from top to bottom.
        measures: outcomes, from left to right and down.
    """
    with styled():
        # Wrapped, so that on a page the letters stay as large as the text around them.
        across = min(ACROSS, len(measures))
        down = -(-len(measures) // ACROSS)
        tall = HEAD + FOOT + ROW * len(rows)
        width, height = LABELS + PANEL * across, tall * down
        whole = figure(width, height)
        for place, measure in enumerate(measures):
            left = LABELS + PANEL * (place % across)
            low = height - tall * (place // across + 1) + FOOT
            ax = whole.add_axes(
                (left / width, low / height, (PANEL - MARGIN) / width, ROW * len(rows) / height)
            )
            lines = [
                (f"{shortened(axis, 38)}\n{shortened(change, 38)}", differences[measure.name])
                for axis, change, differences in rows
            ]
            paired_differences(lines, measure, ax, labelled=place % across == 0)
            ax.tick_params(axis="y", labelsize=8)
    return whole
