"""Figures as files: the same figure gives the same bytes, without date or place."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, TypeVar

from sim.arguments import choice_of, names_of, path_of
from sim.figures.style import SMALL, SOFT, VERMILION, styled

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from sim.figures.style import Shown

Drawn = TypeVar("Drawn", bound="Shown")

Format = Literal["png", "svg", "pdf"]

UNDATED: dict[str, dict[str, Any]] = {
    "png": {"Software": None},
    "svg": {"Date": None},
    "pdf": {"CreationDate": None},
}


def save(drawn: "Shown", stem: Path, formats: Sequence[Format] = ("png", "svg")) -> list[Path]:
    """Save a figure under one name in several formats and return the files.

    Args:
        drawn: what to save: a figure, its axes, or a list of them.
        stem: path of the files without their endings.
        formats: endings.

    Raises:
        InputError: it is no drawing, no path, or no such format.
        OSError: the file cannot be written.
    """
    from sim.figures.showing import figure_of

    path = path_of(stem, "stem", "the path of the files without their endings")
    endings = [choice_of(each, UNDATED, "formats") for each in names_of(formats, "formats", "png")]
    whole, files = figure_of(drawn), []
    for ending in endings:
        file = path.with_name(f"{path.name}.{ending}")
        with styled():
            whole.savefig(file, format=ending, metadata=UNDATED[ending])
        files.append(file)
    return files


def marked(drawn: Drawn, note: str, about: str = "", ax: "Axes | None" = None) -> Drawn:
    """Say in a figure's corners what it shows a part of; nothing where both texts are empty.

    Args:
        drawn: what was drawn.
        note: that a sweep is not all there.
        about: which of several tables it is about.
        ax: axes of somebody else's figure into which it was drawn; there the corners are theirs.
    """
    from sim.figures.showing import figure_of

    loud: dict[str, Any] = {"ha": "right", "color": VERMILION, "weight": "bold"}
    calm: dict[str, Any] = {"ha": "left", "color": SOFT}
    for text, place, look in ((note, 0.995, loud), (about, 0.005, calm)):
        if text and ax is None:
            figure_of(drawn).text(place, 0.995, text, va="top", fontsize=SMALL, **look)
        elif text and ax is not None:
            ax.text(place, 0.99, text, va="top", fontsize=SMALL, transform=ax.transAxes, **look)
    return drawn
