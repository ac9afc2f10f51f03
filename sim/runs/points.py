"""From the values of a point to the scenario that is played there.

Reading and validating a scenario anew takes ten times as long as playing a run. So every value
that an axis can take is validated once, by the scenario's own loader; after that a point is made
by copying the blocks along each path. The plan compares both ways before the first run.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import Enum
from typing import Any

import pyarrow as pa
from pydantic import BaseModel

from sim.errors import InputError, Problem, nearest, one_of
from sim.runs.axes import ARM, OVERRIDES, Axis
from sim.scenario import Scenario, checks
from sim.scenario.overrides import SET, Value
from sim.scenario.schema_tree import shape_of

WHOLE = (OVERRIDES, ARM)
"""Axes whose values stand for whole scenarios."""
BASE = "base"
"""Value of the axis of overrides at which none is added."""


@dataclass(frozen=True)
class Recipe:
    """How the scenario at a point is made."""

    base: Scenario
    """The scenario with what holds at every point in place."""
    axes: tuple[Axis, ...]
    typed: tuple[Mapping[Any, Any], ...]
    """For each axis with listed values: what the schema makes of them."""
    copied: bool = True
    """Whether copying gives what validating gives; else every point is validated anew."""

    def scenario(self, row: Sequence[Value]) -> Scenario:
        """The scenario at a point.

        Raises:
            InputError: its parts do not fit together.
        """
        return self.quick(row) if self.copied else self.validated(row)

    def quick(self, row: Sequence[Value]) -> Scenario:
        """The scenario at a point, by copying."""
        here = self.base
        for axis, value, typed in zip(self.axes, row, self.typed, strict=True):
            if axis.path in WHOLE:
                here = typed[value]
        for axis, value, typed in zip(self.axes, row, self.typed, strict=True):
            if axis.path not in WHOLE:
                found = typed.get(value, value)
                if not typed and value is not None:
                    found = int(found) if axis.whole else float(found)
                here = placed(here, axis.path.split("."), found)
        return here

    def validated(self, row: Sequence[Value]) -> Scenario:
        """The scenario at a point, validated from its file; it knows what was changed.

        Raises:
            InputError: a value is out of range, or its parts do not fit together.
        """
        changes: dict[str, Value] = {}
        overrides: tuple[str, ...] = ()
        for axis, value in zip(self.axes, row, strict=True):
            if axis.path == OVERRIDES:
                overrides = overrides_of(str(value))
            else:
                changes[axis.path] = value
        return self.base.with_changes(set=changes, overrides=overrides)

    @property
    def horizon(self) -> int | dict[str, int]:
        """Months that runs last; by name of whole scenarios, where these differ in it.

        Where the horizon is itself an axis, the values of that axis hold.
        """
        for axis, typed in zip(self.axes, self.typed, strict=True):
            if axis.path in WHOLE:
                months = {str(name): each.horizon for name, each in typed.items()}
                several = len(set(months.values())) > 1
                return months if several else next(iter(months.values()))
        return self.base.horizon

    def problems(self, row: Sequence[Value]) -> list[Problem]:
        """In what the parts of the scenario at a point do not fit together."""
        if not self.copied:
            try:
                self.validated(row)
            except InputError as error:
                return list(error.problems)
            return []
        here = self.quick(row)
        return checks.check(here, here.provenance.document, {})


def overrides_of(value: str) -> tuple[str, ...]:
    """Names of the overrides that a value of that axis stands for."""
    return () if value == BASE else tuple(part.strip() for part in value.split("+"))


def placed(here: Any, keys: Sequence[str], value: Any) -> Any:
    """A copy of a block with one value replaced below; branches beside it are shared.

    Raises:
        KeyError: there is no block on the way.
    """
    key, rest = keys[0], keys[1:]
    if isinstance(here, BaseModel):
        new = placed(getattr(here, key), rest, value) if rest else value
        return here.model_copy(update={key: new})
    if not isinstance(here, dict):
        raise KeyError(key)
    return {**here, key: placed(here[key], rest, value) if rest else value}


def found_at(here: Any, keys: Sequence[str]) -> Any:
    """The value at a path of a scenario, as the schema made it; None if nothing stands there."""
    for key in keys:
        here = getattr(here, key) if isinstance(here, BaseModel) else (here or {}).get(key)
    return here


def plain(value: Any) -> Value:
    """A value of a scenario as one would write it."""
    if isinstance(value, Enum):
        return str(value.value)
    if isinstance(value, list | tuple):
        return tuple(plain(each) for each in value)  # type: ignore[misc]
    found: Value = value
    return found


def kind_of(value: Value) -> type:
    """Kind of a value: bool, float (any number), str or tuple (a list of names)."""
    if isinstance(value, bool | str):
        return type(value)
    return float if isinstance(value, int | float) else tuple


def prepared(base: Scenario, axes: Sequence[Axis]) -> Recipe:
    """The recipe for axes of a scenario, each of their ends validated.

    Raises:
        InputError: a path names nothing, or a value is not valid there.
    """
    known: list[Axis] = []
    typed: list[Mapping[Any, Any]] = []
    problems: list[Problem] = []
    ends: list[tuple[int, Value, Scenario]] = []
    for given in axes:
        if any(given.path == other.path for other in known):
            problems.append(given.problem("the path varies twice", "one axis for each path"))
            continue
        try:
            refuse_second_setting(base, {given.path: None}, given.file, given.line)
            axis = _fitted(base, given)
            valid = {value: _validated(base, axis, value) for value in axis.ends}
        except InputError as error:
            problems += error.problems
            continue
        ends += [(len(known), value, found) for value, found in valid.items()]
        known.append(axis)
        typed.append(_typed(axis, valid) if axis.values else {})
    if problems:
        raise InputError(*problems)
    _refuse_crossed_settings(base, known, typed)
    recipe = Recipe(base, tuple(known), tuple(typed))
    return replace(recipe, copied=all(_alike(recipe, *end) for end in ends))


def refuse_second_setting(
    base: Scenario, paths: Iterable[str], file: str, line: int | None = None
) -> None:
    """Refuse paths that are set in the scenario already: one of the two would have no effect.

    Raises:
        InputError: an override or ``--set`` sets one of them.
    """
    layers = base.provenance.layers
    for path in paths:
        if path in layers:
            by = "a value that holds everywhere" if layers[path] == "set" else f"the {layers[path]}"
            what = f"{by} sets it too"
            raise InputError(Problem(what, file, line, path, "one of the two"))


def _refuse_crossed_settings(
    base: Scenario, axes: Sequence[Axis], typed: Sequence[Mapping[Any, Any]]
) -> None:
    """Refuse an axis that sets what an override of another axis sets."""
    before = base.provenance.layers
    for overrides, scenarios in zip(axes, typed, strict=True):
        if overrides.path != OVERRIDES:
            continue
        for name, scenario in scenarios.items():
            moved = [path for path in scenario.provenance.layers if path not in before]
            for axis in axes:
                if axis.path in moved:
                    what = f"the override '{name}', over which the sweep varies too, sets it"
                    raise InputError(axis.problem(what, "one of the two"))


def _typed(axis: Axis, valid: Mapping[Value, Scenario]) -> dict[Any, Any]:
    """What the schema makes of each listed value."""
    if axis.path == OVERRIDES:
        return dict(valid)
    keys = axis.path.split(".")
    return {value: found_at(found, keys) for value, found in valid.items()}


def _alike(recipe: Recipe, place: int, value: Value, valid: Scenario) -> bool:
    """Whether copying one value in gives what the loader gives."""
    axis = recipe.axes[place]
    alone = Recipe(recipe.base, (axis,), (recipe.typed[place],))
    try:
        return alone.quick((value,)).model_dump() == valid.model_dump()
    except (KeyError, AttributeError, TypeError):
        return False


def _fitted(base: Scenario, axis: Axis) -> Axis:
    """The axis with what only the scenario knows about it filled in."""
    if axis.path == OVERRIDES:
        wrong = [value for value in axis.values if not isinstance(value, str)]
        if wrong or not axis.values:
            expected = "base, an override, or several joined by '+'"
            raise InputError(axis.problem("an axis of overrides lists names", expected))
        return axis
    if axis.own:
        drawn = base.provenance.distributions
        if axis.path not in drawn:
            what = "the scenario gives no distribution for it"
            raise InputError(axis.problem(what, one_of(drawn), nearest(axis.path, drawn)))
        found = drawn[axis.path]
        return replace(axis, distribution=found, whole=found.whole)
    if axis.distribution is not None:
        return axis
    shape = shape_of(Scenario).at(tuple(axis.path.split(".")))
    if not axis.values and shape is not None:
        if not shape.is_number:
            raise InputError(axis.problem("a range of what is no number", shape.describe()))
        if shape.kind == "whole":
            if not (axis.low.is_integer() and axis.high.is_integer()):
                raise InputError(axis.problem("a range without whole ends", shape.describe()))
            return replace(axis, whole=True)
    if len({kind_of(value) for value in axis.values if value is not None}) > 1:
        raise InputError(axis.problem("values of several kinds", "values of one kind"))
    return axis


def _validated(base: Scenario, axis: Axis, value: Value) -> Scenario:
    """The scenario with one value of an axis in place; refusals say where the axis stands."""
    try:
        if axis.path == OVERRIDES:
            return base.with_changes(overrides=overrides_of(str(value)))
        return base.with_changes(set={axis.path: value})
    except InputError as error:
        raise InputError(
            *(
                replace(problem, file=axis.file, line=axis.line)
                if problem.file == SET or axis.path == OVERRIDES
                else problem
                for problem in error.problems
            )
        ) from None


def column_of(axis: Axis, values: Sequence[Value]) -> pa.Array:
    """A column with values of an axis; lists of names stand as JSON."""
    given = [value for value in axis.values if value is not None]
    if not axis.values:
        return pa.array(values, pa.int64() if axis.whole else pa.float64())
    if any(isinstance(value, tuple) for value in given):
        texts = [json.dumps(value) if value is not None else None for value in values]
        return pa.array(texts, pa.string())
    if all(isinstance(value, bool) for value in given):
        return pa.array(values, pa.bool_())
    if all(isinstance(value, str) for value in given):
        return pa.array(values, pa.string())
    if all(isinstance(value, int) for value in given):
        return pa.array(values, pa.int64())
    return pa.array([None if value is None else float(value) for value in values], pa.float64())  # type: ignore[arg-type]
