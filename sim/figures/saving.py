"""Figures as files: the same figure gives the same bytes, without date or place."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from sim.arguments import choice_of, names_of, path_of
from sim.figures.style import VERMILION, styled

if TYPE_CHECKING:
    from sim.figures.style import Shown

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


def marked(drawn: Any, note: str) -> None:
    """Say in a figure's corner that it shows part of a sweep; nothing if the note is empty."""
    if note:
        whole = getattr(drawn, "figure", drawn)
        place = (0.995, 0.995)
        whole.text(*place, note, ha="right", va="top", fontsize=9, color=VERMILION, weight="bold")
