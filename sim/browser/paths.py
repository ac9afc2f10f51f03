"""Where the number at each path of a scenario stands in the state.

Found by trying: a scenario is assembled again with other values at a path, and what changes in the
state is looked at. Where every word that changes is the very value that was set, a browser may
write it there itself. Elsewhere assembly computes something from it, such as a border's control
from what its guard gives: such a path is told to be derived, and setting it takes `qpq`.
"""

from collections.abc import Iterable, Mapping
from enum import Enum
from typing import Any

import numpy as np
from pydantic import BaseModel

from sim.browser.words import Cell, Words, cells, growing, words
from sim.errors import InputError
from sim.model.assembly import Assembly, assemble
from sim.model.state import State
from sim.scenario import Scenario, settable
from sim.scenario.checks import check
from sim.scenario.events import EFFECTS
from sim.scenario.schema_tree import Shape, shape_of
from sim.strategies.registry import strategies

WIDEST = 50.0
"""How far values are tried where the schema has no bound."""
INSIDE = (0.0, 0.381966, 0.723607, 1.0)
"""Where values are tried between the bounds: at both, and at odd places in between."""
EDGE = 1e-6
NUDGE = 1e-3
"""How far a number is moved to see whether it may be another at all."""
CHOSEN = ("treatments",)
STRATEGY = "strategy"
VOTING = "voting"

Entry = dict[str, Any]
Bounds = tuple[float | None, bool, float | None, bool]
"""As `sim.scenario.schema_tree.Shape.bounds`."""


class _Trial:
    """One scenario under trial."""

    def __init__(self, scenario: Scenario, assembly: Assembly) -> None:
        self.scenario = scenario
        self.base = words(assembly.template)
        self.cells = cells(assembly)
        self.whole = np.array([whole for _, whole in self.cells])
        self.kept = _rows(assembly.template)

    def words(self, scenario: Scenario) -> Words | None:
        """The state of a changed scenario; None if it has other rows or cannot be assembled."""
        try:
            template = assemble(scenario).template
        except (InputError, ArithmeticError, KeyError, TypeError, ValueError):
            return None
        return words(template) if _rows(template) == self.kept else None

    def stored(self, value: float) -> Words:
        """What a number looks like in each word, by the word's type."""
        as_float = np.float64(value).view(np.int64)
        return np.where(self.whole, int(value), as_float)

    def places(self, found: Iterable[int]) -> list[Cell]:
        return [self.cells[word][0] for word in found]


def _rows(state: State) -> list[int]:
    """Rows of the arrays that a run starts from."""
    left_out = growing(state)
    return [len(getattr(state, name)) for name in State._fields if name not in left_out]


def where(scenario: Scenario, assembly: Assembly) -> dict[str, Entry]:
    """What a browser needs to know of every path that may be set, by path.

    Each entry has the ``kind``, the ``value`` in force, and one of three: ``cells``, which the
    value is written to; ``derived``; or ``closed``, why no other value fits into the scenario.
    Numbers have their bounds, and the ends of their uncertainty if they are uncertain; choices
    have, for each value, what to write. ``clash`` names paths that must not be set beside a
    choice: assembly would combine the two.
    """
    trial = _Trial(scenario, assembly)
    shape = shape_of(Scenario)
    shapes = {
        path: found
        for path in settable(scenario.provenance.plain, shape)
        if (found := shape.at(tuple(path.split(".")))) is not None
    }
    entries: dict[str, Entry] = {}
    for path, kind in shapes.items():
        entries[path] = {"kind": kind.kind, "value": _plain(_at(scenario, path))}
        if kind.is_number and (why := _never_fits(scenario, path, kind)):
            entries[path]["closed"] = why
        elif kind.is_number:
            entries[path] |= _number(trial, path, kind)
        elif not _offers(scenario, path):
            entries[path]["derived"] = True
    numbers = [path for path, e in entries.items() if shapes[path].is_number and "cells" in e]
    joint = _Joint(trial, {path: entries[path] for path in numbers})
    for path in joint.combined(trial):
        del entries[path]["cells"]
        entries[path]["derived"] = True
    for path, kind in shapes.items():
        if _offers(scenario, path):
            entries[path] |= _choice(trial, joint, path, kind)
    return entries


def _offers(scenario: Scenario, path: str) -> bool:
    """Whether a browser offers a choice: of rules, of strategies, of how a union's members vote."""
    keys = path.split(".")
    if keys[-1] == VOTING:
        return any(actor.member_of == keys[1] for actor in scenario.actors.values())
    return keys[0] in CHOSEN or keys[-1] == STRATEGY


def _number(trial: _Trial, path: str, shape: Shape) -> Entry:
    bounds = _bounds(trial.scenario, path, shape)
    low, low_open, high, high_open = bounds
    entry: Entry = {"low": low, "high": high, "open": [low_open, high_open], "unit": shape.unit}
    if uncertain := trial.scenario.provenance.distributions.get(path):
        entry["ends"] = uncertain.ends
    changed = np.zeros(len(trial.base), bool)
    tried = []
    for value in _values(bounds, shape.kind == "whole"):
        made = trial.words(_with(trial.scenario, path.split("."), value))
        if made is None:
            return entry | {"derived": True}
        changed |= made != trial.base
        tried.append((value, made))
    for value, made in tried:
        if (made != trial.stored(value))[changed].any():
            return entry | {"derived": True}
    entry["cells"] = trial.places(np.flatnonzero(changed))
    if shape.nullable:
        without = _with(trial.scenario, path.split("."), None)
        none = (
            None if check(without, trial.scenario.provenance.document, {}) else trial.words(without)
        )
        if none is not None and not ((none != trial.base) & ~changed).any():
            entry["nothing"] = _read(trial, none, np.flatnonzero(changed))
    return entry


def _never_fits(scenario: Scenario, path: str, shape: Shape) -> tuple[str, str] | None:
    """What is wrong with any other number beside the rest of the scenario, and what it expects."""
    low, _, high, _ = _bounds(scenario, path, shape)
    least, most = (WIDEST * sign if end is None else end for sign, end in ((-1, low), (1, high)))
    now = _at(scenario, path)
    middle = (least + most) / 2 if now is None else now
    why: tuple[str, str] | None = None
    for end in (least, most):
        other = middle + (end - middle) * NUDGE
        value = round(other + (end > middle) - 0.5) if shape.kind == "whole" else other
        if value == now:
            continue
        found = check(_with(scenario, path.split("."), value), scenario.provenance.document, {})
        if not found:
            return None
        why = (found[0].what, found[0].expected or "another scenario")
    return why


def _bounds(scenario: Scenario, path: str, shape: Shape) -> Bounds:
    """Bounds of a number; a strategy's parameter has those that the strategy states.

    Sizes of events end at 0 where events of their kind only ever add.
    """
    first, name, *rest = (*path.split("."), "")
    if first == "events" and rest[0] == "size" and not EFFECTS[scenario.events[name].kind].lowered:
        return 0.0, False, *shape.bounds[2:]
    if first != "strategies" or rest[0] != "parameters":
        return shape.bounds
    parameter = strategies()[scenario.strategies[name].play].parameters[rest[1]]
    return parameter.low, False, parameter.high, False


def _values(bounds: Bounds, whole: bool) -> list[float]:
    """Values to try, at both bounds and between them."""
    low, low_open, high, high_open = bounds
    least = -WIDEST if low is None else low + EDGE * low_open
    most = WIDEST if high is None else high - EDGE * high_open
    found = [least + (most - least) * share for share in INSIDE]
    return sorted({round(each) for each in found}) if whole else found


class _Joint:
    """All numbers at once at odd values, each another one, to find what a choice combines with."""

    def __init__(self, trial: _Trial, numbers: Mapping[str, Entry]) -> None:
        self.scenario, self.base = trial.scenario, trial.base.copy()
        self.values: dict[float, str] = {}
        index = {cell: word for word, (cell, _) in enumerate(trial.cells)}
        for i, (path, entry) in enumerate(numbers.items()):
            low = -WIDEST if entry["low"] is None else entry["low"]
            high = WIDEST if entry["high"] is None else entry["high"]
            value = low + (high - low) * (i + 1.5) / (len(numbers) + 3)
            value = round(value) if entry["kind"] == "whole" else value
            self.scenario = _with(self.scenario, path.split("."), value)
            stored = trial.stored(value)
            for cell in entry["cells"]:
                self.base[index[cell]] = stored[index[cell]]
            self.values[int(np.float64(value).view(np.int64))] = self.values[value] = path

    def culprit(self, word: int) -> str | None:
        """The path whose number a word holds."""
        return self.values.get(int(word))

    def combined(self, trial: _Trial) -> set[str]:
        """Paths whose numbers assembly combines with each other, though not when alone."""
        both = trial.words(self.scenario)
        wrong = np.flatnonzero(both != self.base) if both is not None else range(len(self.base))
        seen = [self.culprit(self.base[word]) for word in wrong]
        if both is not None:
            # They are told apart now: what choices do is held against what assembly makes of them.
            self.base[wrong] = both[wrong]
        return {path for path in seen if path}


def _choice(trial: _Trial, joint: _Joint, path: str, shape: Shape) -> Entry:
    found: dict[str, Words] = {}
    changed = np.zeros(len(trial.base), bool)
    for name in _options(trial.scenario, path, shape):
        try:
            chosen = trial.scenario.with_changes(set={path: name})
        except InputError:
            continue
        made = trial.words(chosen)
        if made is not None:
            found[name] = made
            changed |= made != trial.base
    clash: set[str] = set()
    possible = {}
    for name, made in found.items():
        value = _typed(trial.scenario, path, name)
        both = trial.words(_with(joint.scenario, path.split("."), value))
        if both is None:
            continue
        wrong = both != np.where(changed, made, joint.base)
        culprits = [joint.culprit(word) for word in both[wrong]]
        if None not in culprits:
            clash |= {culprit for culprit in culprits if culprit}
            possible[name] = _read(trial, made, np.flatnonzero(changed))
    return {
        "cells": trial.places(np.flatnonzero(changed)),
        "choices": possible,
        "clash": sorted(clash),
    }


def _options(scenario: Scenario, path: str, shape: Shape) -> list[str]:
    if path.endswith(f".{STRATEGY}"):
        return [*strategies(), *scenario.strategies]
    return list(shape.choices)


def _typed(scenario: Scenario, path: str, name: str) -> Any:
    """A choice as the scenario holds it."""
    before = _at(scenario, path)
    return type(before)(name) if isinstance(before, Enum) else name


def _read(trial: _Trial, made: Words, found: Iterable[int]) -> list[float]:
    """Numbers in some words."""
    return [
        int(made[word]) if trial.whole[word] else float(made[word : word + 1].view(np.float64)[0])
        for word in found
    ]


def _at(part: Any, path: str) -> Any:
    for key in path.split("."):
        part = part.get(key) if isinstance(part, Mapping) else getattr(part, key)
    return part


def _plain(value: Any) -> Any:
    return value.value if isinstance(value, Enum) else value


def _with(part: Any, keys: list[str], value: Any) -> Any:
    """A scenario with another value at a path, without checking anything; it stays as it was."""
    first, *rest = keys
    if isinstance(part, BaseModel):
        inner = _with(getattr(part, first), rest, value) if rest else value
        return part.model_copy(update={first: inner})
    return {**part, first: _with(part[first], rest, value) if rest else value}
