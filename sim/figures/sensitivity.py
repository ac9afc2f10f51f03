"""Bars that say how much each axis matters."""

from typing import TYPE_CHECKING

from sim.analysis.sensitivity import Method, Sensitivity
from sim.figures.panels import shortened, written_axes
from sim.figures.style import BLUE, INK, ORANGE, SOFT, VERMILION, styled

if TYPE_CHECKING:
    from matplotlib.axes import Axes

ROW, MOST = 0.42, 15
"""Inches for each axis of the design, and how many are drawn."""
UNDER = 0.25
"""Inches from the panel down to the key."""
BARS: dict[Method, tuple[tuple[str, str, str], ...]] = {
    "sobol": (("S1", "alone (S1)", BLUE), ("ST", "with others (ST)", ORANGE)),
    "morris": (("mu_star", "mean size of effects (mu*)", BLUE),),
    "pawn": (("KS", "shift of the distribution (KS)", BLUE),),
}
"""For each method: index, what it is, colour."""


def sensitivity_bars(found: Sensitivity, title: str = "", ax: "Axes | None" = None) -> "Axes":
    """Draw the indices of one outcome, the axis that matters most on top.

    Args:
        found: what `sim.analysis.sensitivity` gave.
        title: what the outcome is.
        ax: where to draw; by default a figure of its own.
    """
    names = found.ranked()[:MOST]
    with styled():
        drawn = ax if ax is not None else written_axes(7.5, 1.35 + ROW * len(names), left=2.9)
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
        drawn.set_yticks(range(len(names)), [shortened(name) for name in names])
        drawn.set_ylim(len(names) - 0.45, -0.55)
        drawn.axvline(0.0, color=SOFT, linewidth=0.8)
        drawn.grid(axis="x")
        drawn.set_title(title)
        if len(bars) > 1 or found.noise:
            # Below the panel, where no bar can reach.
            drop = UNDER * drawn.figure.dpi / drawn.get_window_extent().height
            drawn.legend(loc="upper right", bbox_to_anchor=(1.0, -drop), fontsize=9, ncols=2)
        drawn.set_xlabel(bars[0][1] if len(bars) == 1 else "share of the variance", loc="left")
    return drawn
