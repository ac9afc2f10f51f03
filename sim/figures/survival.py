"""Curves of the share of runs in which something has not happened yet."""

from collections.abc import Mapping
from itertools import cycle
from typing import TYPE_CHECKING

import numpy as np

from sim.analysis.survival import WHOLE, Survival
from sim.figures.panels import written_axes
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

COLOURS = (BLUE, VERMILION, GREEN, PURPLE, BROWN, ORANGE)
"""Of groups that are not named after a strategy, in order."""


def survival_curves(
    curves: Mapping[str, Survival],
    title: str = "Runs without an agreement",
    ax: "Axes | None" = None,
) -> "Axes":
    """Draw one stepped curve for each group, with its interval month by month.

    Args:
        curves: by name of group.
        title: what has not happened yet.
        ax: where to draw; by default a figure of its own.
    """
    with styled():
        drawn = ax if ax is not None else written_axes(7.5, 4.2, left=0.8)
        # A group named after a strategy has that strategy's colour, as in every figure.
        further = cycle(COLOURS)
        for name, curve in curves.items():
            known = STRATEGIES.get(name.split(": ")[-1])
            colour = INK if name == WHOLE else known[0] if known else next(further)
            # All wait at the start: a curve begins there, not at its first fall.
            months = np.concatenate([[0.0], curve.months])
            share, low, high = (
                np.concatenate([[1.0], each]) for each in (curve.waiting, curve.low, curve.high)
            )
            drawn.step(
                *(months, share),
                where="post",
                color=colour,
                linestyle="--" if name == WHOLE and len(curves) > 1 else "-",
                label=f"{in_words(name)} (n = {curve.n:,})",
            )
            drawn.fill_between(
                *(months, low, high), step="post", color=colour, alpha=0.18, linewidth=0
            )
        drawn.set_ylim(0.0, 1.02)
        drawn.set_xlim(left=0.0)
        drawn.yaxis.set_major_formatter(lambda y, _: f"{100 * y:.0f} %")
        drawn.grid(axis="y")
        drawn.set_xlabel("months")
        drawn.set_title(title)
        if curves:
            drawn.legend(loc="best", fontsize=9)
    return drawn
