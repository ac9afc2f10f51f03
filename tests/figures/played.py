"""Runs that several tests of figures look at, each played once."""

from functools import cache
from typing import Any

from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg

import sim
from sim.runs.run import Run

LONG = "The Most Serene and Federal Republic of the Northern and Southern Coasts and Islands"


@cache
def run(name: str = "ceuta_2021", seed: int = 0, replication: int = 0) -> Run:
    """A run of the library."""
    return sim.run(name, seed=seed, replication=replication)


def named(ax: Axes) -> dict[str, Any]:
    """Lines by their labels."""
    return {str(line.get_label()): line for line in ax.lines}


def texts(ax: Axes) -> list[str]:
    return [text.get_text() for text in ax.texts]


def drawn(ax: Axes) -> Any:
    """The figure once it is drawn: whatever cannot be drawn fails here."""
    canvas = FigureCanvasAgg(ax.figure)  # type: ignore[arg-type]
    canvas.draw()
    return canvas.get_renderer()
