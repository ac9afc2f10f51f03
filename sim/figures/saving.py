"""Figures as files: the same figure gives the same bytes, without date or place."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from sim.figures.style import styled

if TYPE_CHECKING:
    from matplotlib.figure import Figure

Format = Literal["png", "svg", "pdf"]

UNDATED: dict[str, dict[str, Any]] = {
    "png": {"Software": None},
    "svg": {"Date": None},
    "pdf": {"CreationDate": None},
}


def save(figure: "Figure", stem: Path, formats: Sequence[Format] = ("png", "svg")) -> list[Path]:
    """Save a figure under one name in several formats and return the files.

    Args:
        figure: what to save.
        stem: path of the files without their endings.
        formats: endings.
    """
    files = []
    for ending in formats:
        file = stem.with_name(f"{stem.name}.{ending}")
        with styled():
            figure.savefig(file, format=ending, metadata=UNDATED[ending])
        files.append(file)
    return files
