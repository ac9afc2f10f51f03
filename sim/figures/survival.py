"""Curves of the share of runs in which something has not happened yet."""

from collections.abc import Mapping
from itertools import cycle
from typing import TYPE_CHECKING, Any

import numpy as np

from sim.analysis.survival import WHOLE, Survival
from sim.figures.pages import folded, nothing
from sim.figures.panels import noted, written_axes
from sim.figures.style import (
    BLUE,
    BROWN,
    GREEN,
    INK,
    ORANGE,
    PURPLE,
    STRATEGIES,
    VERMILION,
    in_words,
    styled,
)

if TYPE_CHECKING:
    from matplotlib.axes import Axes

WAITING = ("Runs without an agreement", "runs", "months since the start")
LASTING = ("Agreements that still stand", "agreements", "months since the signature")
"""For each thing that may end: title, what is counted, what the months count from."""
DASHES: tuple[Any, ...] = ("-", (0, (5, 2)), (0, (1, 1.2)), (0, (5, 1.5, 1, 1.5)), (0, (9, 3)))
WHOLE_DASHES: Any = (0, (2, 2))
"""Lines of groups in order, so that print without colour tells them apart; that of all runs."""
COLOURS = (BLUE, VERMILION, GREEN, PURPLE, BROWN, ORANGE)
"""Of groups that are not named after a strategy, in order."""


def survival_curves(
    curves: Mapping[str, Survival],
    says: tuple[str, str, str] = WAITING,
    ax: "Axes | None" = None,
) -> "Axes":
    """Draw one stepped curve for each group, with its interval month by month.

    Args:
        curves: by name of group; those of no runs at all are left out.
        says: what may end: `WAITING` or `LASTING`.
        ax: where to draw; by default a figure of its own.
    """
    title, counted, since = says
    there = {name: curve for name, curve in curves.items() if curve.n}
    if not there:
        return nothing(f"No {counted} to show")
    with styled():
        drawn = ax if ax is not None else written_axes(8.2, 4.6, left=0.8, below=1.0)
        # A group named after a strategy has that strategy's colour, as in every figure.
        further, dashes = cycle(COLOURS), cycle(DASHES)
        for name, curve in there.items():
            known = STRATEGIES.get(name.split(": ")[-1])
            whole = name == WHOLE
            colour = INK if whole else known[0] if known else next(further)
            # All wait at the start: a curve begins there, not at its first fall.
            months = np.concatenate([[0.0], curve.months])
            share, low, high = (
                np.concatenate([[1.0], each]) for each in (curve.waiting, curve.low, curve.high)
            )
            drawn.step(
                *(months, share),
                where="post",
                color=colour,
                linestyle=WHOLE_DASHES if whole and len(there) > 1 else next(dashes),
                linewidth=1.4 if whole and len(there) > 1 else 2.0,
                label=f"{folded(in_words(name), 44, 1)} (n = {curve.n:,})",
            )
            drawn.fill_between(
                *(months, low, high), step="post", color=colour, alpha=0.18, linewidth=0
            )
        drawn.set_ylim(0.0, 1.02)
        drawn.set_xlim(left=0.0)
        drawn.yaxis.set_major_formatter(lambda y, _: f"{100 * y:.0f} %")
        drawn.grid(axis="y")
        drawn.set_xlabel(since)
        drawn.set_title(title)
        drawn.legend(loc="best", fontsize=9.5, handlelength=3.2)
        if ax is None:
            level = next(iter(there.values())).level
            noted(
                drawn,
                f"Kaplan-Meier estimates; n: {counted}. Pale: {level:.0%} intervals, month by "
                f"month, over shocks and points.".replace("%", " %"),
            )
    return drawn
