"""What a sweep varies: paths of a scenario, the values they take, and who chooses them."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Any, Literal, get_args

from sim.errors import InputError, Problem, nearest, one_of
from sim.scenario.evidence import Distribution
from sim.scenario.overrides import Value, parse_assignment

Role = Literal["lever", "uncertainty"]
ROLES: tuple[Role, ...] = get_args(Role)

OVERRIDES = "overrides"
"""The axis whose values are overrides: ``base``, a name, or several joined by ``+``."""
ARM = "arm"
"""The axis whose values name whole scenarios. It has no place in a scenario's file: sweeps over it
stay in memory, see `sim.runs.variants`."""
OWN = "own"
"""Stands for the distribution that the scenario itself gives for a number."""
LEVELS = 5
"""Values that a range takes in a grid or one at a time, unless told otherwise."""

VARY, ROLE = "--vary", "--role"
EXPECTED = "path=a,b,c or path=low:high or path=own"

# What somebody at the table decides; all else is how the world may be.
CHOSEN = ("strategy", "treatments", "strategies", OVERRIDES, ARM)


@dataclass(frozen=True)
class Axis:
    """One path that varies, by a list of values, over a range, or as the scenario draws it."""

    path: str
    values: tuple[Value, ...] = ()
    """Values to choose from; empty for a range or a distribution."""
    low: float = math.nan
    """Lower end of a range."""
    high: float = math.nan
    """Upper end of a range."""
    whole: bool = False
    """Whether a range holds whole numbers alone."""
    distribution: Distribution | None = None
    """The scenario's own distribution of the number."""
    own: bool = False
    """Whether that distribution is meant; it is filled in when the scenario is known."""
    role: Role | None = None
    """Whether actors choose it (lever) or the world does (uncertainty); None: as `usual_role`."""
    file: str = VARY
    """Where it was written, for messages."""
    line: int | None = None
    """Line in the file."""

    @property
    def is_lever(self) -> bool:
        """Whether actors choose it, rather than the world."""
        return (self.role or usual_role(self.path)) == "lever"

    @property
    def ends(self) -> tuple[Value, ...]:
        """Values with which the whole axis is valid if they are: all listed, or both ends."""
        if self.values:
            return self.values
        if self.distribution is not None:
            low, high = self.distribution.ends
            # A normal distribution may reach far; what it draws is cut off at the field's bounds.
            if not (math.isfinite(low) and math.isfinite(high)):
                return (self.value(1e-9), self.value(1 - 1e-9))
            return tuple(dict.fromkeys((self._number(low), self._number(high))))
        return (self._number(self.low), self._number(self.high))

    def value(self, share: float) -> Value:
        """The value that stands at a share of the way along the axis, in [0, 1].

        Lists are cut into equal parts; a range of whole numbers too, ends included.
        """
        if self.values:
            return self.values[min(int(share * len(self.values)), len(self.values) - 1)]
        if self.distribution is not None:
            inside = min(max(share, 1e-12), 1 - 1e-12)
            return self._number(self.distribution.quantile(inside))
        if self.whole:
            count = int(self.high) - int(self.low) + 1
            return int(self.low) + min(int(share * count), count - 1)
        # At the ends exactly the ends, whatever rounding does.
        return self.high if share >= 1.0 else self.low + share * (self.high - self.low)

    def count(self, levels: int) -> int:
        """How many values `levels` gives at most, without making them."""
        if self.values:
            return len(self.values)
        if self.whole and self.distribution is None:
            return min(levels, int(self.high) - int(self.low) + 1)
        return levels

    def levels(self, count: int) -> list[Value]:
        """The listed values, or `count` equally spaced ones, both ends included."""
        if self.values:
            return list(self.values)
        count = self.count(count)
        if self.distribution is not None:
            # The middles of equally likely parts: the ends may never be drawn.
            found = [self.value((i + 0.5) / count) for i in range(count)]
        elif self.whole:
            step = (self.high - self.low) / max(count - 1, 1)
            found = [math.floor(self.low + i * step + 0.5) for i in range(count)]
        else:
            # In decimals as they were written: 0.3, not 0.30000000000000004.
            low, high = (Fraction(repr(float(end))) for end in (self.low, self.high))
            parts = max(count - 1, 1)
            found = [float(low + (high - low) * i / parts) for i in range(count)]
        return list(dict.fromkeys(found))

    def _number(self, value: float) -> int | float:
        return int(value) if self.whole else float(value)

    def problem(self, what: str, expected: str | None = None, near: str | None = None) -> Problem:
        """A problem with this axis, located where it was written."""
        return Problem(what, self.file, self.line, self.path, expected, near)


def usual_role(path: str) -> Role:
    """Lever for strategies, treatments and overrides; uncertainty for all else."""
    keys = path.split(".")
    return "lever" if keys[0] in CHOSEN or keys[-1] in CHOSEN else "uncertainty"


def parse_vary(text: str) -> Axis:
    """The axis that ``path=a,b,c``, ``path=low:high`` or ``path=own`` stands for.

    Raises:
        InputError: the text is none of these.
    """
    path, equals, right = (part.strip() for part in text.partition("="))
    if not path or not equals or not right:
        raise InputError(Problem("not an axis", VARY, None, text or "''", EXPECTED))
    if right == OWN:
        return Axis(path, own=True)
    if ":" in right and "," not in right:
        ends = [_read(path, each) for each in right.split(":")]
        if len(ends) != 2 or not all(map(_is_number, ends)):
            raise InputError(Problem(f"not a range: '{right}'", VARY, None, path, EXPECTED))
        return ranged(path, ends[0], ends[1])
    items = [item.strip() for item in right.split(",")]
    if not all(items):
        raise InputError(Problem("a value is missing", VARY, None, path, EXPECTED))
    return listed(path, [_read(path, item) for item in items])


def with_roles(axes: Sequence[Axis], texts: Sequence[str]) -> list[Axis]:
    """The axes, those named in ``path=lever`` or ``path=uncertainty`` with that role.

    Raises:
        InputError: a text is neither, or names no axis.
    """
    paths = [axis.path for axis in axes]
    given: dict[str, Role] = {}
    for text in texts:
        path, _, name = (part.strip() for part in text.partition("="))
        role = next((each for each in ROLES if each == name), None)
        if role is None:
            expected = f"path={' or path='.join(ROLES)}"
            raise InputError(Problem(f"no role '{name}'", ROLE, None, path, expected))
        if path not in paths:
            like = nearest(path, paths)
            raise InputError(Problem("nothing varies there", ROLE, None, path, one_of(paths), like))
        given[path] = role
    return [replace(axis, role=given.get(axis.path, axis.role)) for axis in axes]


def _read(path: str, text: str) -> Any:
    try:
        return parse_assignment(f"{path}={text.strip()}")[1]
    except InputError as error:
        what = error.problems[0].what
        raise InputError(Problem(what, VARY, None, path, EXPECTED)) from None


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def ranged(
    path: str,
    low: float,
    high: float,
    role: Role | None = None,
    file: str = VARY,
    line: int | None = None,
) -> Axis:
    """An axis over a range.

    Raises:
        InputError: the range is empty.
    """
    if not low < high:
        expected = "a low end below a high end"
        raise InputError(Problem(f"the range {low}:{high} is empty", file, line, path, expected))
    return Axis(path, low=float(low), high=float(high), role=role, file=file, line=line)


def listed(
    path: str,
    values: Sequence[Any],
    role: Role | None = None,
    file: str = VARY,
    line: int | None = None,
) -> Axis:
    """An axis over listed values.

    Raises:
        InputError: there is none, or one is listed twice.
    """
    frozen = tuple(tuple(each) if isinstance(each, list) else each for each in values)
    if not frozen:
        raise InputError(Problem("no values", file, line, path, "at least one value"))
    for place, each in enumerate(frozen):
        # 1 and true are equal in Python, and yet two values.
        alike = [other for other in frozen[:place] if other == each]
        if any(isinstance(other, bool) == isinstance(each, bool) for other in alike):
            raise InputError(Problem(f"'{each}' is listed twice", file, line, path, "it once"))
    return Axis(path, values=frozen, role=role, file=file, line=line)


def own(scenario_distributions: Mapping[str, Distribution]) -> list[Axis]:
    """An axis for each number that a scenario gives as a distribution."""
    return [
        Axis(path, own=True, distribution=found, whole=found.whole)
        for path, found in scenario_distributions.items()
    ]
