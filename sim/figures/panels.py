"""Panels of which all texts fit, whatever their names."""

from typing import TYPE_CHECKING

from sim.figures.pages import figure
from sim.figures.style import in_words

if TYPE_CHECKING:
    from matplotlib.axes import Axes

LONGEST = 40
"""Characters of a label."""
BELOW, ABOVE, RIGHT = 0.6, 0.5, 0.25
"""Inches around a panel."""


def written_axes(width: float, height: float, left: float) -> "Axes":
    """Axes in a figure of their own with room for labels at the left.

    Args:
        width: inches across the figure.
        height: inches down.
        left: inches for labels.
    """
    whole = figure(width, height)
    return whole.add_axes(
        (
            left / width,
            BELOW / height,
            (width - left - RIGHT) / width,
            (height - BELOW - ABOVE) / height,
        )
    )


def shortened(name: str, longest: int = LONGEST) -> str:
    """A path or label as it fits: the end tells it apart, so the beginning goes."""
    text = in_words(name)
    return text if len(text) <= longest else f"...{text[3 - longest :]}"
