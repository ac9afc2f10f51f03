"""The codebook: scales that turn a cited fact into a number, with their anchors."""

import math
from functools import lru_cache
from pathlib import Path
from typing import Annotated

from pydantic import Field

from sim.errors import InputError, nearest
from sim.paths import read_text
from sim.scenario.base import StrictBlock
from sim.scenario.evidence import Distribution
from sim.scenario.reading import parse
from sim.scenario.schema import Scenario
from sim.scenario.schema_tree import fields, shape_of
from sim.scenario.validation import validate


class Code(StrictBlock):
    """One step of a scale."""

    value: float
    """The number that stands in a scenario."""
    meaning: str = ""
    """What the step means."""
    anchor: str = ""
    """A real case that shows it."""


class Scale(StrictBlock):
    """One scale: what it measures, and its steps."""

    title: str
    """A few words for readers."""
    meaning: str = ""
    """What the scale measures, and where it may be used."""
    fields: Annotated[list[str], Field(min_length=1)]
    """Which numbers it codes: type of the block and field, as ``Actor.vulnerability``."""
    codes: Annotated[dict[int, Code], Field(min_length=1)]
    """Steps by number."""

    @property
    def steps(self) -> list[float]:
        """Values of its steps."""
        return [code.value for code in self.codes.values()]

    def holds(self, value: float) -> bool:
        """Whether two coders can come to a number: a step, or the mean of two."""
        means = ((one + other) / 2 for one in self.steps for other in self.steps)
        return any(math.isclose(value, mean, abs_tol=1e-9) for mean in means)

    def spans(self, uncertain: Distribution) -> bool:
        """Whether two coders can leave a number open in this way: uniform between two steps."""
        return uncertain.family == "uniform" and set(uncertain.numbers) <= set(self.steps)


class Codebook(StrictBlock):
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
    for name, scale in codebook.scales.items() if codebook else ():
        for place, field in enumerate(scale.fields):
            if field not in (valid := fields(shape_of(Scenario))):
                path = ("scales", name, "fields", str(place))
                expected = "a number of a scenario, such as Actor.vulnerability"
                like = nearest(field, valid)
                problems.append(document.problem(path, f"unknown field '{field}'", expected, like))
    if codebook is None or problems:
        raise InputError(*problems)
    return codebook
