"""Estimates with their intervals, one line each, outcomes side by side: arms and differences."""

from collections.abc import Callable, Sequence
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
ACROSS = 3
"""Panels side by side; further ones stand below, so that letters stay as large as those of a
page."""
HEAD, FOOT, NOTE = 0.6, 0.4, 0.45
"""Inches above and below each row of panels, and for the note."""

Lines = Sequence[tuple[str, Estimate]]
"""Label and estimate, from top to bottom."""
Rows = Sequence[tuple[str, dict[str, Estimate]]]
"""Label and estimates by name of measure, from top to bottom."""


def estimate_lines(
    lines: Lines, measure: Measure, unit: str, ax: "Axes | None" = None, *, labelled: bool = True
) -> "Axes":
    """Draw estimates of one outcome, shares in per cent; hollow where there is no interval.

    Args:
        lines: what to draw.
        measure: the outcome.
        unit: what stands below its name.
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
        drawn.set_ylim(len(lines) - 0.5, -0.5)
        drawn.set_yticks(range(len(lines)), [name if labelled else "" for name, _ in lines])
        drawn.tick_params(axis="y", length=0)
        drawn.spines["left"].set_visible(False)
        drawn.grid(axis="x")
        drawn.margins(x=0.1)
        drawn.locator_params(axis="x", nbins=4)
        drawn.set_title(f"{folded(measure.says, 30, 1)}\n({folded(unit, 28, 1)})", fontsize=SMALL)
    return drawn


def estimate_panels(
    rows: Rows,
    measures: Sequence[Measure],
    draw: Callable[[Lines, Measure, "Axes", bool], "Axes"],
    note: str,
) -> "Panels":
    """Draw several outcomes side by side, and below each other where there are many.

    Args:
        rows: what to draw.
        measures: outcomes, from left to right and down; those that were not measured are left out.
        draw: draws the lines of one outcome on its axes, labelled or not.
        note: what stands below them.
    """
    from sim.figures.showing import Panels

    drawn = Panels()
    measures = [each for each in measures if all(each.name in found for _, found in rows)]
    with styled():
        across = min(ACROSS, len(measures))
        tall = HEAD + FOOT + ROW * len(rows)
        width = LABELS + PANEL * across
        height = NOTE + tall * -(-len(measures) // ACROSS)
        whole = figure(width, height)
        for place, measure in enumerate(measures):
            left = LABELS + PANEL * (place % across)
            low = height - tall * (place // across + 1) + FOOT
            ax = whole.add_axes(
                (left / width, low / height, (PANEL - MARGIN) / width, ROW * len(rows) / height)
            )
            lines = [(label, found[measure.name]) for label, found in rows]
            draw(lines, measure, ax, place % across == 0)
            ax.tick_params(axis="y", labelsize=SMALL)
            drawn.append(ax)
        if drawn:
            noted(drawn[0], note)
    return drawn


def counted(rows: Rows, what: str) -> str:
    """How many runs, or pairs of runs, stand behind estimates."""
    counts = [each.n for _, found in rows for each in found.values() if each.n]
    if not counts:
        return f"No {what}."
    least, most = min(counts), max(counts)
    return f"n = {most:,} {what}." if least == most else f"n = {least:,} to {most:,} {what}."


def label_of(*parts: str) -> str:
    """A label of one line for each part."""
    return "\n".join(shortened(part, 34) for part in parts)
