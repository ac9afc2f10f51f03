"""Outcome by pair of strategies: one cell for each pair, with its estimate and its interval."""

from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa

from sim.analysis.measures import Measure
from sim.analysis.summaries import summarise
from sim.figures.pages import figure, folded, nothing
from sim.figures.pairings import played
from sim.figures.style import INK, SMALL, SOFT, in_words, styled

if TYPE_CHECKING:
    from matplotlib.axes import Axes

CELL, LABELS, HEAD, FOOT, RIGHT = (1.45, 0.85), 2.3, 1.45, 0.75, 0.3
"""Inches: a cell across and down; labels at the left; above, below, at the right."""
COLOURS = "cividis"
"""From dark to light, the same for colour-blind eyes and in grey."""
DARK = 0.5
"""Share of the scale below which text is white."""
SAYS = "{} of each pair. In brackets: 95 % interval, and n where fewer have the outcome."


def pairing_heat_map(
    rows: pa.Table, measure: Measure, title: str = "", ax: "Axes | None" = None
) -> "Axes":
    """Draw one outcome for each pair of strategies.

    Args:
        rows: one row per run of one scenario, with `destination_strategy`, `partner_strategy` and
            outcome columns, as `sim.runs.variants` gives them.
        measure: the outcome.
        title: of the case.
        ax: where to draw; by default a figure of its own.
    """
    found = summarise(rows, [measure], ("destination_strategy", "partner_strategy"))
    if not found or "partner_strategy" not in rows.column_names:
        return nothing("No pairings of strategies to show")
    ours, theirs = (
        list(dict.fromkeys(each.labels[f"{side}_strategy"] for each in found))
        for side in ("destination", "partner")
    )
    across, down = CELL[0] * len(theirs), CELL[1] * len(ours)
    # Room for a scale and a title, however few strategies there are.
    width, height = max(LABELS + across + RIGHT, 6.4), HEAD + down + FOOT
    values = np.full((len(ours), len(theirs)), np.nan)
    for each in found:
        value = each.estimates[measure.name].value
        at = _place(each.labels, ours, theirs)
        values[at] = np.nan if value is None else value
    low, high = _limits(values, measure)
    with styled():
        if ax is None:
            drawn = figure(width, height).add_axes(
                (LABELS / width, FOOT / height, across / width, down / height)
            )
        else:
            drawn = ax
        import matplotlib

        colours = matplotlib.colormaps[COLOURS].with_extremes(bad="#EEEEEE")
        drawn.imshow(np.ma.masked_invalid(values), cmap=colours, vmin=low, vmax=high, aspect="auto")
        for each in found:
            row, column = _place(each.labels, ours, theirs)
            _cell(drawn, (column, row), each, measure, (values[row, column] - low) / (high - low))
        drawn.set_xticks(range(len(theirs)), [folded(in_words(name), 16, 2) for name in theirs])
        drawn.set_yticks(range(len(ours)), [folded(in_words(name), 20, 2) for name in ours])
        drawn.xaxis.tick_top()
        drawn.xaxis.set_label_position("top")
        drawn.tick_params(length=0, labelcolor=INK)
        for spine in drawn.spines.values():
            spine.set_visible(False)
        drawn.set_xticks(np.arange(-0.5, len(theirs)), minor=True)
        drawn.set_yticks(np.arange(-0.5, len(ours)), minor=True)
        drawn.grid(which="minor", color="white", linewidth=3)
        drawn.tick_params(which="minor", length=0)
        drawn.set_xlabel(_side(found[0].labels, rows, "partner"), labelpad=6)
        drawn.set_ylabel(_side(found[0].labels, rows, "destination"), labelpad=6)
        if ax is None:
            whole: Any = drawn.figure
            says = f"{title}: {measure.says}" if title else measure.says
            whole.text(
                *(0.2 / width, 1 - 0.15 / height, folded(says, int(width * 9.5), 2)),
                va="top",
                fontsize=12,
                fontweight="bold",
            )
            unit = "" if measure.percent else f"Unit: {measure.unit}. "
            note = folded(f"{unit}{SAYS.format(played(found))}", int(width * 13), 3)
            whole.text(0.2 / width, 0.12 / height, note, fontsize=SMALL, color=SOFT)
    return drawn


def _place(labels: dict[str, str], ours: list[str], theirs: list[str]) -> tuple[int, int]:
    return ours.index(labels["destination_strategy"]), theirs.index(labels["partner_strategy"])


def _limits(values: Any, measure: Measure) -> tuple[float, float]:
    """Ends of the scale: 0 and 1 for shares; else from 0, so that small differences look small."""
    if measure.percent:
        return 0.0, 1.0
    there = values[~np.isnan(values)]
    low, high = (min(0.0, *there), max(0.0, *there)) if len(there) else (0.0, 1.0)
    return (float(low), float(high)) if high - low > 1e-9 else (0.0, 1.0)


def _cell(ax: "Axes", at: tuple[int, int], summary: Any, measure: Measure, share: float) -> None:
    """Estimate and interval in the middle of a cell."""
    value, low, high, n = summary.estimates[measure.name]
    if value is None:
        ax.text(*at, "none", ha="center", va="center", color=SOFT)
        return
    colour = "white" if share < DARK else INK
    ax.text(*at, f"{measure.written(value)}\n", ha="center", va="center", color=colour, fontsize=13)
    within = [] if low is None or high is None else [_span(measure, low, high)]
    if n < summary.played:
        within.append(f"n = {n}")
    ax.text(
        *at,
        "\n\n" + (f"[{', '.join(within)}]" if within else "too few runs"),
        ha="center",
        va="center",
        color=colour,
        fontsize=SMALL,
    )


def _span(measure: Measure, low: float, high: float) -> str:
    if measure.percent:
        return f"{100 * low:.0f} to {measure.written(high)}"
    return f"{measure.written(low)} to {measure.written(high)}"


def _side(labels: dict[str, str], rows: pa.Table, side: str) -> str:
    """Who plays the strategies of a side."""
    column = f"{side}_actor"
    if column in rows.column_names and rows.num_rows:
        return folded(f"{rows[column][0].as_py()} plays", 34, 1)
    return f"{side} plays"
