"""Patterns as they are declared: read as strictly as scenarios."""

from functools import cache
from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field

from sim.errors import InputError, Problem, nearest, one_of
from sim.model.records import OUTCOME
from sim.scenario.base import StrictBlock
from sim.scenario.document import Document
from sim.scenario.reading import read
from sim.scenario.validation import validate

HERE = Path(__file__).resolve().parent
FILE = HERE / "patterns.yaml"
Setting = dict[str, float | int | bool | str | None]
Role = Literal["calibration", "test", "report"]
Fate = Literal["unbacked", "averted", "dropped", "executed"]


class Pooled(StrictBlock):
    """A ratio of sums over runs."""

    above: Annotated[list[str], Field(min_length=1)]
    """Columns that are summed above the line."""
    below: Annotated[list[str], Field(min_length=1)]
    """Columns that are summed below it."""


class Success(StrictBlock):
    """How far demands of a side were met in one window, each threat counted once."""

    side: Literal["destination", "partner"]
    kinds: Annotated[list[Fate], Field(min_length=1)]
    """What became of the threat."""
    reached: float | None = None
    """Count the share of runs in which at least this much was met on average; None: the mean."""


class Measure(StrictBlock):
    """One number of the runs of an arm: one of mean, median, pooled, success and effect."""

    arm: str = "base"
    """Whose runs."""
    mean: str | None = None
    """Mean of a column over the runs that have it."""
    median: str | None = None
    """Median of a column over the runs that have it."""
    pooled: Pooled | None = None
    success: Success | None = None
    effect: str | None = None
    """Size of the arm's standardised effect against the base; of arrivals, of their logarithm."""
    where: dict[str, float] = Field(default_factory=dict)
    """Only runs in which columns have these values."""

    @property
    def columns(self) -> list[str]:
        """Outcome columns that it reads."""
        found = [name for name in (self.mean, self.median, self.effect) if name]
        if self.pooled:
            found += [*self.pooled.above, *self.pooled.below]
        if self.success:
            for kind in self.success.kinds:
                found += [f"coercion_{w}_{kind}_{self.success.side}" for w in ("success", "scored")]
        return [*found, *self.where]


class Expect(StrictBlock):
    """What the source says: above or below a value, or between two."""

    above: float | None = None
    below: float | None = None
    between: Annotated[list[float], Field(min_length=2, max_length=2)] | None = None


class Pattern(StrictBlock):
    """One pattern."""

    claim: str
    """What is claimed."""
    source: str
    """Who says so, and of what."""
    window: str
    """Over which months it is measured."""
    role: Role
    """Calibration rows may choose parameters, test rows never; report rows have no sign."""
    of: Measure
    against: Measure | None = None
    """Measure that is subtracted."""
    expect: Expect | None = None
    note: str = ""
    revised: str = ""
    """How and why it was changed after it was first scored."""

    @property
    def columns(self) -> list[str]:
        """Outcome columns that it reads."""
        return [*self.of.columns, *(self.against.columns if self.against else ())]


class Patterns(StrictBlock):
    """The file."""

    arms: dict[str, Setting]
    """What is set in each arm; `actors.destination` and `.partner` stand for a whole side."""
    patterns: Annotated[dict[str, Pattern], Field(min_length=1)]

    @property
    def columns(self) -> list[str]:
        """Outcome columns that any of them reads."""
        return sorted({name for each in self.patterns.values() for name in each.columns})


@cache
def read_patterns(path: Path = FILE) -> Patterns:
    """The declared patterns.

    Raises:
        InputError: the file is malformed, or a pattern names what does not exist; with its line.
    """
    document = read(path)
    found, problems = validate(Patterns, document.tree, document)
    if found is not None:
        problems = [*problems, *_wrong(found, document)]
    if found is None or problems:
        raise InputError(*problems)
    return found


def _wrong(found: Patterns, document: Document) -> list[Problem]:
    known = [column.name for column in OUTCOME]
    wrong = []
    for name, pattern in found.patterns.items():
        for key in ("of", "against"):
            measure: Measure | None = getattr(pattern, key)
            if measure is None:
                continue
            path = ("patterns", name, key)
            kinds = ("mean", "median", "pooled", "success", "effect")
            if sum(getattr(measure, kind) is not None for kind in kinds) != 1:
                wrong.append(document.problem(path, "not one measure", one_of(kinds)))
            if measure.arm not in found.arms:
                what, like = f"no arm '{measure.arm}'", nearest(measure.arm, found.arms)
                wrong.append(document.problem(path, what, one_of(found.arms), like))
            for column in measure.columns:
                if column not in known:
                    what, like = f"no outcome '{column}'", nearest(column, known)
                    wrong.append(document.problem(path, what, "an outcome column", like))
        if (pattern.expect is None) != (pattern.role == "report"):
            what = "an expectation goes with what is tested, and with nothing else"
            wrong.append(document.problem(("patterns", name), what, "one of the two"))
    return wrong
