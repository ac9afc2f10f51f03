"""A phase diagram: an outcome over two parameters of a sweep."""

from statistics import NormalDist
from typing import TYPE_CHECKING, Any

import numpy as np

from sim.analysis.axes import Axis
from sim.analysis.intervals import LEVEL
from sim.analysis.material import Material
from sim.analysis.measures import Measure
from sim.analysis.variances import standard_error
from sim.figures.pages import figure, folded, nothing
from sim.figures.panels import noted, shortened
from sim.figures.style import INK, SOFT, in_words, styled

if TYPE_CHECKING:
    from matplotlib.axes import Axes

WIDTH, HEIGHT, PLOT = 7.6, 5.8, (0.21, 0.2, 0.57, 0.72)
"""Inches; and where the panel stands, as shares of the figure."""
SCALE = (0.81, 0.2, 0.025, 0.72)
"""Where the scale stands."""
FEW = 8
"""Runs below which a cell is hatched."""
MOST_CELLS = 2500
"""Cells of a grid; of more levels than that points are drawn instead."""
COLOURS = "cividis"
Z = NormalDist().inv_cdf(0.5 + LEVEL / 2)
LEAST_SPAN = 0.2
"""Least length of a scale, as a share of the largest value."""
HALF = 0.5
"""Share at which the line between two phases is drawn."""


def phase_diagram(
    material: Material, x: str, y: str, measure: Measure, ax: "Axes | None" = None
) -> "Axes":
    """Draw an outcome's mean over two axes of a sweep.

    A grid of values becomes cells, anything else points. Runs that differ in other axes are
    averaged. For shares a line marks one half.

    Args:
        material: runs and design of a sweep.
        x: axis that runs across, by its path or the end of it.
        y: axis that runs up.
        measure: the outcome.
        ax: where to draw; by default a figure of its own.

    Raises:
        InputError: the design has no such axis.
    """
    if not material.finished.num_rows:
        return nothing("No runs to show")
    across, up = material.axis(x), material.axis(y)
    values = material.values(measure)
    there = ~np.isnan(values)
    if not there.any():
        return nothing(f"In no run was there anything to measure: {measure.says}")
    rows = material.rows[there]
    at_x, at_y, values = across.codes[rows], up.codes[rows], values[there]
    drawn_by = material.samples[rows], material.replications[there]
    with styled():
        import matplotlib

        drawn: Any = ax if ax is not None else figure(WIDTH, HEIGHT).add_axes(PLOT)
        colours = matplotlib.colormaps[COLOURS].with_extremes(bad="#EEEEEE")
        grid = _is_grid(across, up, material)
        if grid:
            mean, half, n, xs, ys = _cells(at_x, at_y, values, drawn_by, across, up)
            limits = _limits(mean, measure)
            shown = drawn.pcolormesh(
                *(_edges(xs), _edges(ys), np.ma.masked_invalid(mean)),
                cmap=colours,
                vmin=limits[0],
                vmax=limits[1],
                edgecolors="white",
                linewidth=0.6,
            )
            _hatch(drawn, n, xs, ys)
            # Between labels there is nothing through which a line could run.
            whole = across.numeric and up.numeric and min(mean.shape) > 1
            whole = whole and not np.isnan(mean).any()
            if measure.percent and whole and mean.min() < HALF < mean.max():
                drawn.contour(xs, ys, mean, levels=[HALF], colors="white", linewidths=4.5)
                drawn.contour(xs, ys, mean, levels=[HALF], colors=INK, linewidths=2)
        else:
            points, mean, half, n = _points(at_x, at_y, values, drawn_by)
            limits = _limits(mean, measure)
            shown = drawn.scatter(
                *(points[:, 0], points[:, 1]),
                c=mean,
                cmap=colours,
                vmin=limits[0],
                vmax=limits[1],
                s=46,
                edgecolors=SOFT,
                linewidths=0.5,
            )
        for axis, ticks, name in (
            (across, drawn.set_xticks, drawn.set_xlabel),
            (up, drawn.set_yticks, drawn.set_ylabel),
        ):
            if not axis.numeric:
                ticks(
                    range(len(axis.levels)), [folded(in_words(each), 14, 2) for each in axis.levels]
                )
            name(shortened(axis.name, 46))
        says = f"{measure.says} (mean)" if measure.statistic == "median" else measure.says
        drawn.set_title(folded(says, 58, 2), fontsize=11)
        if ax is None:
            scale: Any = drawn.figure.colorbar(shown, cax=drawn.figure.add_axes(SCALE))
            scale.outline.set_visible(False)
            if measure.percent:
                scale.ax.yaxis.set_major_formatter(lambda share, _: f"{100 * share:.0f} %")
            else:
                scale.set_label(measure.unit)
            others = len(material.axes) - len({across.name, up.name})
            least, most = int(n[n > 0].min()), int(n.max())
            each = f"{least}" if least == most else f"{least} to {most}"
            note = [f"{len(values):,} runs, {each} in each {'cell' if grid else 'point'}"]
            if not np.isnan(half).all():
                width = float(np.nanmean(half))
                says = f"{100 * width:.0f} points" if measure.percent else measure.written(width)
                note += [f"95 % intervals of these means: ± {says} on the average"]
            note += (
                [f"averaged over {others} further {'axis' if others == 1 else 'axes'}"]
                if others > 0
                else []
            )
            note += [f"hatched: fewer than {FEW} runs"] if drawn.patches else []
            note += [f"line: {100 * HALF:.0f} %"] if drawn.collections[1:] else []
            noted(drawn, "; ".join(note), 2)
    return drawn  # type: ignore[no-any-return]


def _is_grid(across: Axis, up: Axis, material: Material) -> bool:
    """Whether the two axes cross at a few values each, rather than being scattered."""
    cells = len(across.levels) * len(up.levels)
    return cells <= MOST_CELLS and cells <= 1.5 * len(material.design)


def _limits(mean: Any, measure: Measure) -> tuple[float, float]:
    """Ends of the scale: 0 and 1 for shares; else wide enough for small differences to look so."""
    if measure.percent:
        return 0.0, 1.0
    low, high = float(np.nanmin(mean)), float(np.nanmax(mean))
    lacks = LEAST_SPAN * max(abs(low), abs(high), 1e-9) - (high - low)
    return (low - lacks / 2, high + lacks / 2) if lacks > 0.0 else (low, high)


def _spread(values: Any, which: Any, drawn_by: Any, size: int) -> tuple[Any, Any, Any]:
    """Mean, half of its interval, and number of runs at each place; NaN where there are too few.

    Runs of several points are averaged there: what these share of shocks counts once.
    """
    n = np.bincount(which, minlength=size)
    with np.errstate(invalid="ignore", divide="ignore"):
        mean = np.bincount(which, weights=values, minlength=size) / n
    half = np.full(size, np.nan)
    order = np.argsort(which, kind="stable")
    ends = np.searchsorted(which[order], np.arange(size + 1))
    for place in np.flatnonzero(n >= FEW):
        here = order[ends[place] : ends[place + 1]]
        error = standard_error(values[here], *(each[here] for each in drawn_by))
        half[place] = np.nan if error is None else Z * error
    return mean, half, n


def _cells(
    at_x: Any, at_y: Any, values: Any, drawn_by: Any, across: Axis, up: Axis
) -> tuple[Any, Any, Any, Any, Any]:
    """Mean, half interval and number of runs of each cell, with the axes' values."""
    xs, ys = np.unique(across.codes), np.unique(up.codes)
    flat = np.searchsorted(ys, at_y) * len(xs) + np.searchsorted(xs, at_x)
    found = (
        each.reshape(len(ys), -1) for each in _spread(values, flat, drawn_by, len(xs) * len(ys))
    )
    return (*found, xs, ys)


def _edges(middles: Any) -> Any:
    """Borders of cells half way between their middles."""
    if len(middles) == 1:
        return np.array([middles[0] - 0.5, middles[0] + 0.5])
    half = np.diff(middles) / 2
    return np.concatenate([[middles[0] - half[0]], middles[:-1] + half, [middles[-1] + half[-1]]])


def _hatch(ax: Any, n: Any, xs: Any, ys: Any) -> None:
    """Mark cells with few runs."""
    from matplotlib.patches import Rectangle

    wide, high = _edges(xs), _edges(ys)
    for row, column in zip(*np.nonzero((n > 0) & (n < FEW)), strict=True):
        ax.add_patch(
            Rectangle(
                (wide[column], high[row]),
                *(wide[column + 1] - wide[column], high[row + 1] - high[row]),
                fill=False,
                hatch="///",
                edgecolor="white",
                linewidth=0,
            )
        )


def _points(at_x: Any, at_y: Any, values: Any, drawn_by: Any) -> tuple[Any, Any, Any, Any]:
    """Each place with its mean over runs, half of its interval, and its number of runs."""
    points, which = np.unique(np.column_stack([at_x, at_y]), axis=0, return_inverse=True)
    return (points, *_spread(values, which.reshape(-1), drawn_by, len(points)))
