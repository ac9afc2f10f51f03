"""Panels of which all texts fit, whatever their names."""

from typing import TYPE_CHECKING

from sim.figures.pages import figure, folded
from sim.figures.style import SMALL, SOFT, in_words

if TYPE_CHECKING:
    from matplotlib.axes import Axes

NARROW = "\N{NO-BREAK SPACE}"
LONGEST = 40
"""Characters of a label."""
BELOW, ABOVE, RIGHT = 0.6, 0.5, 0.25
"""Inches around a panel."""
EDGE, LETTER = 0.2, 0.071
"""Inches beside a note; of one of its letters, on the average."""


def written_axes(
    width: float, height: float, left: float, below: float = BELOW, above: float = ABOVE
) -> "Axes":
    """Axes in a figure of their own with room for labels at the left.

    Args:
        width: inches across the figure.
        height: inches down.
        left: inches for labels.
        below: inches for the axis, its label and a note.
        above: inches for titles.
    """
    whole = figure(width, height)
    return whole.add_axes(
        (
            left / width,
            below / height,
            (width - left - RIGHT) / width,
            (height - below - above) / height,
        )
    )


def shortened(name: str, longest: int = LONGEST) -> str:
    """A path or label as it fits: the end tells it apart, so the beginning goes."""
    text = in_words(name)
    if len(text) <= longest:
        return text
    end = text[3 - longest :]
    # At a dot of the path, unless that would leave too little.
    _, dot, rest = end.partition(".")
    return f"...{rest}" if dot and len(rest) > longest / 2 else f"...{end}"


def in_two(name: str, longest: int = LONGEST) -> str:
    """A path on one line, or on two that part at a dot; what is longer still loses its beginning.

    Args:
        name: the path.
        longest: characters of a line.
    """
    text = in_words(name)
    if len(text) <= longest:
        return text
    dots = [place + 1 for place, letter in enumerate(text) if letter == "."]
    fits = [at for at in dots if at <= longest and len(text) - at <= longest]
    if not fits:
        return shortened(name, longest)
    at = min(fits, key=lambda each: abs(each - len(text) / 2))
    return f"{text[:at]}\n{text[at:]}"


def noted(ax: "Axes", says: str, lines: int = 3) -> None:
    """Write a note at the foot of the figure that belongs to some axes: n, intervals, units.

    Args:
        ax: the axes; there must be room below them.
        says: the note.
        lines: on how many lines at most.
    """
    whole = ax.get_figure(root=True)
    assert whole is not None
    width, height = whole.get_size_inches()
    # No line begins with the sign of a number at the end of the one above.
    kept = says.replace(" %", f"{NARROW}%").replace("n = ", f"n{NARROW}={NARROW}")
    text = folded(kept, int((width - 2 * EDGE) / LETTER), lines)
    whole.text(EDGE / width, 0.1 / height, text, fontsize=SMALL, color=SOFT, va="bottom")
