"""Joint draws of what nothing anchors: the assumed parameters of the rules."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

import numpy as np

from sim.errors import InputError
from sim.scenario import Scenario
from sim.scenario.overrides import Value
from sim.scenario.parameters import Parameters
from sim.scenario.schema_tree import Shape, shape_of

ROOT = "parameters"
LEFT_OUT = ("measures",)
"""Groups of parameters that say how outcomes are measured, not what happens."""
SPREAD = 0.5
"""A parameter is drawn between this share below and above its default."""
TRIES = 100


@dataclass(frozen=True)
class Range:
    """Over which values a parameter is drawn."""

    path: str
    low: float
    high: float
    default: float
    whole: bool

    def at(self, share: float) -> Value:
        """The value at a share of the way from low to high."""
        value = self.low + share * (self.high - self.low)
        return round(value) if self.whole else value


@cache
def ranges() -> tuple[Range, ...]:
    """All assumed parameters that can be drawn: half to one and a half of the default.

    One rule for all, so that no range was chosen for what comes out; it is cut at the bounds of the
    field. Parameters whose default is 0 stay there: a share of nothing is nothing.
    """
    found: list[Range] = []
    _walk(shape_of(Scenario).child(ROOT), Parameters().model_dump(), ROOT, found)
    return tuple(found)


def _walk(shape: Shape | None, value: object, path: str, found: list[Range]) -> None:
    if shape is None:
        return
    if shape.kind == "block" and isinstance(value, Mapping):
        for key, inner in value.items():
            if path != ROOT or key not in LEFT_OUT:
                _walk(shape.child(key), inner, f"{path}.{key}", found)
        return
    if not shape.is_number or not isinstance(value, int | float) or isinstance(value, bool):
        return
    low, low_open, high, high_open = shape.bounds
    ends = sorted((value * (1.0 - SPREAD), value * (1.0 + SPREAD)))
    least = -np.inf if low is None else low + (1e-9 if low_open else 0.0)
    most = np.inf if high is None else high - (1e-9 if high_open else 0.0)
    ends = [float(min(max(end, least), most)) for end in ends]
    whole = shape.kind == "whole"
    if whole:
        ends = [float(round(end)) for end in ends]
    if ends[0] < ends[1]:
        found.append(Range(path, ends[0], ends[1], float(value), whole))


def draw(number: int, scenario: Scenario, seed: int = 0) -> dict[str, Value]:
    """One joint draw, each parameter evenly over its range.

    Draws in which parameters contradict each other are drawn anew.

    Args:
        number: which draw.
        scenario: one that must take it.
        seed: key of all draws.

    Raises:
        InputError: no draw of a hundred is valid.
    """
    generator = np.random.Generator(np.random.PCG64([seed, number]))
    last: InputError | None = None
    for _ in range(TRIES):
        shares = generator.random(len(ranges())).tolist()
        found = {each.path: each.at(share) for each, share in zip(ranges(), shares, strict=True)}
        try:
            scenario.with_changes(set=found)
        except InputError as error:
            last = error
        else:
            return found
    assert last is not None
    raise last
