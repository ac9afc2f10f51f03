"""Bars that say how much each axis matters."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from sim.analysis.sensitivity import Method, Sensitivity
from sim.figures.pages import figure
from sim.figures.panels import in_two, noted, written_axes
from sim.figures.style import BLUE, INK, ORANGE, SOFT, VERMILION, styled

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from sim.figures.showing import Panels

CAPPED = 0.8
"""Indices that cannot exceed this are drawn with their limit: of axes of few values."""
ROW, MOST, TITLE = 0.42, 15, 0.25
"""Inches for each axis of the design; how many are drawn; inches of the title below the key."""
BARS: dict[Method, tuple[tuple[str, str, str], ...]] = {
    "sobol": (("S1", "alone (S1)", BLUE), ("ST", "with others (ST)", ORANGE)),
    "morris": (("mu_star", "mean size of effects (mu*)", BLUE),),
    "pawn": (("KS", "shift of the distribution (KS)", BLUE),),
}
"""For each method: index, what it is, colour."""
METHODS: dict[Method, str] = {
    "sobol": "Sobol indices of points' means; n = {:,} base samples",
    "morris": "Morris' effects on points' means, of a whole axis each; n = {:,} trajectories",
    "pawn": "PAWN index of points' means (Kolmogorov-Smirnov distance); n = {:,} points",
}
LINES = "Lines: 95 % intervals, over these and the shocks that points share."
NO_LINES = "Without intervals: points share too few shocks."


def sensitivity_bars(found: Sensitivity, title: str = "", ax: "Axes | None" = None) -> "Axes":
    """Draw the indices of one outcome, the axis that matters most on top.

    Args:
        found: what `sim.analysis.sensitivity` gave.
        title: what the outcome is.
        ax: where to draw; by default a figure of its own.
    """
    names = found.ranked()[:MOST]
    with styled():
        high_enough = 1.9 + ROW * len(names)
        drawn = ax if ax is not None else written_axes(8.2, high_enough, 2.95, below=1.0, above=0.8)
        bars = BARS[found.method]
        high = 0.75 / len(bars)
        for place, (index, says, colour) in enumerate(bars):
            shift = (place - (len(bars) - 1) / 2) * high
            rows = [found.indices[name][index] for name in names]
            widths = [max(row.value or 0.0, 0.0) for row in rows]
            drawn.barh(
                *([y + shift for y in range(len(rows))], widths),
                height=high * 0.9,
                color=colour,
                alpha=0.85,
                edgecolor="white",
                linewidth=0.0,
                hatch="////" if place else None,
                label=says if len(bars) > 1 else None,
            )
            for y, (_, low, end, _n) in enumerate(rows):
                if low is not None and end is not None:
                    drawn.hlines(y + shift, low, end, color=INK, linewidth=1.3)
        if found.noise:
            drawn.vlines(
                [found.noise[name] for name in names],
                [y - high / 2 for y in range(len(names))],
                [y + high / 2 for y in range(len(names))],
                color=VERMILION,
                linewidth=2,
                label="without any effect",
            )
        if capped := [y for y, name in enumerate(names) if found.most.get(name, 1.0) < CAPPED]:
            drawn.vlines(
                [found.most[names[y]] for y in capped],
                [y - high / 2 for y in capped],
                [y + high / 2 for y in capped],
                color=SOFT,
                linewidth=2,
                linestyle=(0, (2, 1)),
                label="at most",
            )
        drawn.set_yticks(range(len(names)), [in_two(name) for name in names])
        drawn.set_ylim(len(names) - 0.45, -0.55)
        drawn.axvline(0.0, color=SOFT, linewidth=0.8)
        drawn.grid(axis="x")
        drawn.set_title(title)
        if len(bars) > 1 or found.noise:
            drawn.legend(
                *drawn.get_legend_handles_labels(),
                loc="lower right",
                bbox_to_anchor=(1.0, 1.0 + TITLE / max(ROW * len(names), 0.1)),
                ncols=3,
                fontsize=9.5,
            )
        drawn.set_xlabel(bars[0][1] if len(bars) == 1 else "share of the variance")
        if ax is None:
            noted(drawn, _says(found))
    return drawn


def _says(found: Sensitivity) -> str:
    """The note below: method, number of draws behind it, what intervals cover."""
    first = next(iter(found.indices.values()))[found.headline]
    left_out = len(found.indices) - MOST
    more = f" The {left_out} axes that matter least are not shown." if left_out > 0 else ""
    lines = LINES if first.low is not None else NO_LINES
    return f"{METHODS[found.method].format(first.n)}. {lines}{more}"


def sensitivity_panels(
    parts: Mapping[str, Sensitivity], title: str, ax: "Axes | None" = None
) -> "Axes | Panels":
    """Draw the indices of an outcome, one panel below the other for parts of a sweep.

    Args:
        parts: by name of the part, which is empty where there is only one.
        title: what the outcome is.
        ax: where to draw a single part; by default a figure of its own.
    """
    from sim.figures.showing import Panels

    if len(parts) == 1:
        (found,) = parts.values()
        return sensitivity_bars(found, title, ax)
    heights = [ROW * min(len(each.indices), MOST) + 1.35 for each in parts.values()]
    with styled():
        whole, top, drawn = figure(8.2, sum(heights) + 0.9), 0.1, []
        for height, (name, each) in zip(heights, parts.items(), strict=True):
            bottom = (sum(heights) + 0.9 - top - height + 0.55) / (sum(heights) + 0.9)
            place = (2.95 / 8.2, bottom, (8.2 - 3.2) / 8.2, (height - 1.35) / (sum(heights) + 0.9))
            drawn.append(sensitivity_bars(each, f"{title}: {name}", whole.add_axes(place)))
            top += height
        noted(drawn[-1], _says(next(iter(parts.values()))))
    return Panels(drawn)
