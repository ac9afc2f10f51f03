"""What several figures share: empty pages, folded texts, labels that do not touch, dates."""

import textwrap
from collections.abc import Sequence
from itertools import pairwise
from typing import TYPE_CHECKING

from sim.figures.style import BLUE, SOFT, VERMILION, styled

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from sim.scenario import Scenario

SIDES = (BLUE, VERMILION)
"""Colours of the destination side and of the partner, the same in every figure of a run."""
TICKS = (1, 2, 3, 6, 12, 24, 60, 120)
"""Months between two dates on an axis."""


def figure(width: float, height: float) -> "Figure":
    """An empty figure, without any window or global state.

    Args:
        width: inches.
        height: inches.
    """
    from sim.figures.showing import Page

    return Page(figsize=(width, height))


def nothing(says: str) -> "Axes":
    """Axes in a figure of their own that say why there is nothing to see.

    Args:
        says: a few words, as ``No runs to show``.
    """
    with styled():
        ax = figure(5.5, 2.0).add_axes((0.0, 0.0, 1.0, 1.0))
        ax.set_axis_off()
        ax.text(
            *(0.5, 0.5, folded(says, 52, 4)),
            transform=ax.transAxes,
            ha="center",
            va="center",
            color=SOFT,
            fontsize=13,
        )
    return ax


def folded(text: str, width: int, lines: int = 2) -> str:
    """A text on a few lines; what does not fit is cut, and dots say so.

    Args:
        text: what to write.
        width: characters of a line.
        lines: most lines.
    """
    found = textwrap.wrap(text, width, max_lines=lines, placeholder=" ...", break_long_words=True)
    return "\n".join(found)


def spread(places: Sequence[float], gap: float | Sequence[float]) -> list[float]:
    """Move labels apart until none touches another, each as near to its place as that allows.

    Neighbours that touch become a block around the mean of their places (isotonic regression by
    pooling); the order of labels stays.

    Args:
        places: where the labels would stand.
        gap: least distance between two; or the room that each of them needs, half on either side.
    """
    order = sorted(range(len(places)), key=lambda i: places[i])
    rooms = [gap] * len(places) if isinstance(gap, int | float) else list(gap)
    ahead = [0.0] * len(places)
    for one, other in pairwise(order):
        ahead[other] = ahead[one] + (rooms[one] + rooms[other]) / 2
    blocks: list[list[float]] = []
    for i in order:
        blocks.append([places[i] - ahead[i]])
        while len(blocks) > 1 and _mean(blocks[-2]) > _mean(blocks[-1]):
            last = blocks.pop()
            blocks[-1].extend(last)
    level = [_mean(block) for block in blocks for _ in block]
    found = [0.0] * len(places)
    for rank, i in enumerate(order):
        found[i] = level[rank] + ahead[i]
    return found


def _mean(values: Sequence[float]) -> float:
    return sum(values) / len(values)


def date_axis(ax: "Axes", scenario: "Scenario", most: int = 9) -> None:
    """Write dates below an axis of months, as many as fit.

    Args:
        ax: axes whose horizontal axis counts months from month zero.
        scenario: gives dates to months.
        most: dates at most.
    """
    horizon = max(scenario.horizon, 1)
    step = next((each for each in TICKS if horizon / each <= most), TICKS[-1])
    months = list(range(0, horizon + 1, step))
    ax.set_xlim(-0.5, horizon - 0.5 + 1e-9)
    shown = [month for month in months if month < horizon]
    ax.set_xticks(shown, [short_date(scenario, month) for month in shown])


def short_date(scenario: "Scenario", month: int) -> str:
    """A month as ``Apr 2021``."""
    name, year = scenario.calendar(month).split()
    return f"{name[:3]} {year}"
