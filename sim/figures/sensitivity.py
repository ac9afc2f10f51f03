"""Bars that say how much each axis matters."""

from typing import TYPE_CHECKING

from sim.analysis.sensitivity import Method, Sensitivity
from sim.figures.panels import in_two, noted, written_axes
from sim.figures.style import BLUE, INK, ORANGE, SOFT, VERMILION, styled

if TYPE_CHECKING:
    from matplotlib.axes import Axes

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
LINES = "Lines: 95 % intervals."


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
                ncols=2,
                fontsize=9.5,
            )
        drawn.set_xlabel(bars[0][1] if len(bars) == 1 else "share of the variance")
        if ax is None:
            count = found.indices[names[0]][bars[0][0]].n if names else 0
            left_out = len(found.indices) - len(names)
            more = f" The {left_out} axes that matter least are not shown." if left_out > 0 else ""
            noted(drawn, f"{METHODS[found.method].format(count)}. {LINES}{more}")
    return drawn
