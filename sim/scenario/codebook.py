"""The codebook: scales that turn a cited fact into a number, with their anchors."""

from functools import lru_cache
from pathlib import Path
from typing import Annotated

from pydantic import Field

from sim.errors import InputError
from sim.paths import read_text
from sim.scenario.base import Part
from sim.scenario.reading import parse
from sim.scenario.validation import validate


class Code(Part):
    """One step of a scale."""

    value: float
    """The number that stands in a scenario."""
    meaning: str = ""
    """What the step means."""
    anchor: str = ""
    """A real case that shows it."""


class Scale(Part):
    """One scale: what it measures, and its steps."""

    title: str
    """A few words for readers."""
    meaning: str = ""
    """What the scale measures, and where it may be used."""
    range: Annotated[list[float], Field(min_length=2, max_length=2)] | None = None
    """Smallest and largest value, where the scale may be interpolated."""
    codes: Annotated[dict[int, Code], Field(min_length=1)]
    """Steps by number."""


class Codebook(Part):
    """All scales by name."""

    title: str = ""
    """Title of the codebook."""
    description: str = ""
    """How to use it."""
    scales: Annotated[dict[str, Scale], Field(min_length=1)]
    """Scales by name, as `coded` names them."""


def read(path: Path) -> Codebook:
    """Read a codebook.

    Raises:
        InputError: the file is not a valid codebook.
    """
    return _parsed(read_text(path, "a codebook"), str(path))


@lru_cache(maxsize=8)
def _parsed(text: str, file: str) -> Codebook:
    document = parse(text, file)
    codebook, problems = validate(Codebook, document.tree, document)
    if codebook is None:
        raise InputError(*problems)
    return codebook
