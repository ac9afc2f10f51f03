"""Whether a user's strategy keeps to the protocol: declarations first, then answers on trial."""

import ast
import inspect
import keyword
import math
import re
import textwrap
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from numbers import Real
from pathlib import Path
from typing import Any, NamedTuple

from sim.errors import Problem, nearest, one_of
from sim.strategies.loading import line_in
from sim.strategies.protocol import (
    ANY_ROLE,
    MOVES,
    NOTHING_KNOWN,
    PARAMETERS_MOST,
    Parameter,
    Strategy,
    View,
)

_POSSIBLE = re.compile(r"[a-z][a-z0-9_]*")
_PROPERTIES = [key for key in Strategy.__annotations__ if key not in ("adapts", "beside")]
_UTILITIES = ("disagreement", "nash", "best", "reservation", "last_target", "next_target")
TRIALS = 60


class _Place(NamedTuple):
    """Where a strategy is defined, as far as that is known."""

    path: Path | None
    body: ast.ClassDef | None

    def line(self, key: str) -> int | None:
        """Line on which the class sets or defines something."""
        if self.path is None or self.body is None:
            return None
        for node in self.body.body:
            targets = node.targets if isinstance(node, ast.Assign) else [node]
            for target in targets:
                names = (getattr(target, at, None) for at in ("id", "name"))
                inner = getattr(getattr(target, "target", None), "id", None)
                if key in (*names, inner):
                    return node.lineno
        return self.body.lineno

    def problem(self, what: str, key: str, expected: str, like: str | None = None) -> Problem:
        file = str(self.path) if self.path else None
        return Problem(what, file, self.line(key), key, expected, like)


def scrutinise(
    strategy: type[Strategy],
    path: Path | None = None,
    tree: ast.Module | None = None,
    taken: Mapping[str, str] | None = None,
) -> list[Problem]:
    """Everything in which a strategy departs from the protocol.

    Args:
        strategy: the class.
        path: its file, if it came from one.
        tree: the program in that file.
        taken: names that it may not have, and by what they are taken.
    """
    place = _Place(path, _body(strategy, tree))
    found = [
        *_declarations(strategy, place),
        *_name(strategy, place, taken or {}),
        *_parameters(strategy, place),
        *_functions(strategy, place),
    ]
    # Lines that read what does not exist are told all at once; a trial would stop at the first.
    return found or [*_readings(strategy, place)] or [*_trials(strategy, place)]


def _body(strategy: type[Strategy], tree: ast.Module | None) -> ast.ClassDef | None:
    """The class as a tree; None where its source is out of reach, as at an interactive prompt."""
    if tree is None:
        try:
            tree = ast.parse(textwrap.dedent(_source(strategy)))
        except (OSError, TypeError, SyntaxError):
            return None
    classes = (node for node in ast.walk(tree) if isinstance(node, ast.ClassDef))
    return next((node for node in classes if node.name == strategy.__name__), None)


def _source(strategy: type[Strategy]) -> str:
    """The text of a class; put together from its functions where it stands in a notebook.

    Python looks for a class by its file, which a notebook's cell is not, and for a function by its
    code.
    """
    try:
        return inspect.getsource(strategy)
    except (OSError, TypeError):
        plain = (each for each in vars(strategy).values() if isinstance(each, staticmethod))
        body = (textwrap.dedent(inspect.getsource(each.__func__)) for each in plain)
        return f"class {strategy.__name__}:\n    pass\n{textwrap.indent(''.join(body), '    ')}"


def _declarations(strategy: type[Strategy], place: _Place) -> Iterator[Problem]:
    own = vars(strategy)
    for key, value in own.items():
        if key.startswith("_") or key in (*MOVES, *_PROPERTIES, "beside"):
            continue
        if key == "adapts":
            yield place.problem("a menu is for the package's adaptive alone", key, "no such line")
            continue
        is_move = callable(value) or isinstance(value, staticmethod | classmethod)
        kind, valid = ("move", MOVES) if is_move else ("property", _PROPERTIES)
        yield place.problem(f"unknown {kind} '{key}'", key, one_of(valid), nearest(key, valid))
    yield from _members("roles", "role", strategy.roles, sorted(ANY_ROLE), place)
    yield from _members("uses", "field of the view", strategy.uses, View._fields, place)
    if not strategy.roles:
        yield place.problem("nobody may play it", "roles", one_of(sorted(ANY_ROLE)))


def _name(strategy: type[Strategy], place: _Place, taken: Mapping[str, str]) -> Iterator[Problem]:
    name: Any = vars(strategy).get("name")
    if not isinstance(name, str) or not _POSSIBLE.fullmatch(name):
        what = "has no name" if name is None else f"{name!r} is not a possible name"
        expected = "small letters, digits and underscores, a letter first"
        yield place.problem(what, "name", expected)
    elif name in taken:
        yield place.problem(f"'{name}' is the name of {taken[name]}", "name", "another name")


def _members(
    key: str, kind: str, given: Any, valid: Iterable[str], place: _Place
) -> Iterator[Problem]:
    """What is wrong with the members of a declared set."""
    names = list(valid)
    if not isinstance(given, set | frozenset):
        yield place.problem(f"{key} is not a set", key, "frozenset({...})")
        return
    for name in sorted(given - set(names), key=str):
        like = nearest(str(name), names)
        yield place.problem(f"unknown {kind} '{name}'", key, one_of(names), like)


def _parameters(strategy: type[Strategy], place: _Place) -> Iterator[Problem]:
    given: Any = strategy.parameters
    if not isinstance(given, dict):
        yield place.problem("parameters is not a dict", "parameters", "{name: Parameter(...)}")
        return
    if len(given) > PARAMETERS_MOST:
        what = f"{len(given)} parameters"
        yield place.problem(what, "parameters", f"at most {PARAMETERS_MOST}")
    for name, p in given.items():
        key = f"parameters.{name}"
        if not isinstance(name, str) or not _POSSIBLE.fullmatch(name) or keyword.iskeyword(name):
            yield place.problem(f"{name!r} is not a possible name", "parameters", "a plain name")
        elif not isinstance(p, Parameter) or not all(_is_number(value) for value in p[:3]):
            expected = "Parameter(default, low, high, meaning)"
            yield replace(place.problem("not a parameter", "parameters", expected), key=key)
        elif not p.low <= p.default <= p.high:
            what = f"the default {p.default:g} is outside of {p.low:g} to {p.high:g}"
            yield replace(place.problem(what, "parameters", "low <= default <= high"), key=key)


def own_moves(strategy: type[Strategy]) -> list[str]:
    """Moves that a strategy answers itself."""
    return [move for move in MOVES if getattr(strategy, move) is not getattr(Strategy, move)]


def _functions(strategy: type[Strategy], place: _Place) -> Iterator[Problem]:
    for move in own_moves(strategy):
        expected = f"@staticmethod, then def {move}(view: View, p: Any) -> float"
        if not isinstance(inspect.getattr_static(strategy, move), staticmethod):
            yield place.problem("not a static function", move, expected)
            continue
        given = inspect.signature(getattr(strategy, move)).parameters.values()
        plain = (inspect.Parameter.POSITIONAL_ONLY, inspect.Parameter.POSITIONAL_OR_KEYWORD)
        if len(given) != 2 or any(each.kind not in plain for each in given):
            names = ", ".join(str(each) for each in given)
            yield place.problem(f"wrong arguments ({names})", move, expected)


def _readings(strategy: type[Strategy], place: _Place) -> Iterator[Problem]:
    """Fields of the view and parameters that a move reads though they do not exist."""
    for node in place.body.body if place.body else ():
        if not isinstance(node, ast.FunctionDef) or node.name not in MOVES:
            continue
        view, p = (each.arg for each in (*node.args.posonlyargs, *node.args.args))
        known = {view: View._fields, p: tuple(strategy.parameters)}
        for part in ast.walk(node):
            if not isinstance(part, ast.Attribute) or not isinstance(part.value, ast.Name):
                continue
            valid = known.get(part.value.id)
            if valid is None or part.attr in valid or part.attr.startswith("_"):
                continue
            kind = "parameter" if part.value.id == p else "field of the view"
            line = part.lineno if place.path else None
            what, like = f"unknown {kind} '{part.attr}'", nearest(part.attr, valid)
            problem = place.problem(what, node.name, one_of(valid), like)
            yield replace(problem, line=line)


def _trials(strategy: type[Strategy], place: _Place) -> Iterator[Problem]:
    """Ask each move at corners and in between; one problem a move is enough."""
    for move in own_moves(strategy):
        for view in _views():
            for p in _settings(strategy):
                if problem := _asked(strategy, move, view, p, place):
                    yield problem
                    break
            else:
                continue
            break


def _asked(
    strategy: type[Strategy], move: str, view: View, p: Any, place: _Place
) -> Problem | None:
    try:
        answer = getattr(strategy, move)(view, p)
    except Exception as error:
        what = f"fails when asked ({type(error).__name__}: {error})"
        problem = place.problem(what, move, "a finite number, whatever it sees")
        return replace(problem, line=line_in(place.path, error) or problem.line)
    if _is_number(answer):
        return None
    return place.problem(f"answers {answer!r}", move, "a finite number, whatever it sees")


def _views() -> Iterator[View]:
    """Nothing known, everything at its most, and scattered points, the same every time."""
    yield NOTHING_KNOWN
    yield View(*([1.0] * len(View._fields)))
    for trial in range(1, TRIALS):
        # Multiples of irrational numbers fill the unit cube evenly.
        shares = [math.sqrt(k + 2.0) * trial % 1.0 for k in range(len(View._fields))]
        view = View(*shares)
        yield view._replace(**{name: 2.0 * getattr(view, name) - 1.0 for name in _UTILITIES})


def _settings(strategy: type[Strategy]) -> Iterator[Any]:
    """Parameters at their defaults, at their lowest and at their highest."""
    record = parameters_record(strategy)
    for at in range(3) if strategy.parameters else (0,):
        yield record(*(float(p[at]) for p in strategy.parameters.values()))


def parameters_record(strategy: type[Strategy]) -> Any:
    """What makes the parameters that a strategy reads as p.ambition: a named tuple, or ()."""
    names = list(strategy.parameters)
    if not names:
        return tuple
    return NamedTuple(f"{strategy.__name__}Parameters", [(n, float) for n in names])  # type: ignore[misc]


def _is_number(value: Any) -> bool:
    return isinstance(value, Real) and math.isfinite(value)
