"""The one look of all figures: colours that colour-blind people tell apart, and quiet axes."""

import contextlib
from collections.abc import Iterator, Sequence
from itertools import cycle
from typing import TYPE_CHECKING, Any

from sim.errors import QpqError

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    Shown = Figure | Axes | Sequence[Axes]
    """What a function may hand back to be shown or saved."""

BLUE, VERMILION, GREEN, PURPLE = "#0072B2", "#D55E00", "#009E73", "#AA4499"
ORANGE, SKY, BROWN = "#B87800", "#56B4E9", "#7A5230"
"""After Okabe and Ito (2008); its orange and purple darker here, so that text in them reads on
white, and a brown instead of its yellow."""
INK, SOFT, FAINT = "#222222", "#5F6368", "#DADCE0"
"""Text; what explains; what only guides the eye."""

STRATEGIES = {
    "cooperative": (BLUE, "o"),
    "coercive": (VERMILION, "s"),
    "reverse_conditionality": (PURPLE, "D"),
    "tit_for_tat": (GREEN, "^"),
    "stalling": (BROWN, "v"),
    "accommodating": (SKY, "P"),
}
"""Colour and mark of a strategy, the same in every figure."""
FURTHER = ((ORANGE, "X"), (INK, "p"), (SOFT, "h"), (GREEN, "<"), (BLUE, ">"), (VERMILION, "*"))
"""Those of names that are not listed, in order."""

SMALL = 9.0
"""Points of notes and of labels inside a panel: the least that a projector can show."""

SETTINGS: Any = {
    "font.family": "DejaVu Sans",
    "font.size": 10,
    "text.color": INK,
    "axes.edgecolor": SOFT,
    "axes.labelcolor": INK,
    "axes.labelsize": 10,
    "axes.titlesize": 10,
    "axes.titlelocation": "left",
    "axes.linewidth": 0.8,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.axisbelow": True,
    "axes.grid": False,
    "grid.color": FAINT,
    "grid.linewidth": 0.7,
    "xtick.color": SOFT,
    "ytick.color": SOFT,
    "xtick.labelcolor": SOFT,
    "ytick.labelcolor": INK,
    "xtick.labelsize": 9,
    "ytick.labelsize": 9.5,
    "lines.linewidth": 2.0,
    "legend.frameon": False,
    "figure.facecolor": "white",
    "figure.dpi": 100,
    "savefig.dpi": 150,
    "savefig.facecolor": "white",
    "svg.hashsalt": "quidproquo",
    "pdf.fonttype": 42,
}


@contextlib.contextmanager
def styled() -> Iterator[None]:
    """While it lasts, matplotlib draws and saves in the house style."""
    needed()
    import matplotlib

    with matplotlib.rc_context(SETTINGS):
        yield


def needed() -> None:
    """See that there is something to draw with.

    Raises:
        QpqError: matplotlib is not installed.
    """
    try:
        import matplotlib  # noqa: F401
    except ImportError:
        raise QpqError("figures need matplotlib (pip install 'quidproquo[plots]')") from None


def marks(names: Sequence[str]) -> dict[str, tuple[str, str]]:
    """Colour and mark for each name; those of known strategies are always the same."""
    further = cycle(FURTHER)
    return {
        name: STRATEGIES[name] if name in STRATEGIES else next(further)
        for name in dict.fromkeys(names)
    }


def in_words(name: str) -> str:
    """A name as one reads it: ``reverse_conditionality`` without its underscore."""
    return name.replace("_", " ")
