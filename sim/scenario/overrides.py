"""Three layers: the scenario, its named overrides, and what the user sets.

Later layers win, but two overrides that set one key contradict each other. Paths are applied to
the tree as read, so that the result is validated as if it had been written that way.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sim.errors import InputError, Problem, nearest, one_of
from sim.scenario.document import Document, Location, Path, shown
from sim.scenario.schema_tree import Shape, likely, paths
from sim.scenario.yaml_nodes import scalar

Scalar = str | int | float | bool | None
"""A single value."""

Value = Scalar | Sequence[Scalar]
"""What a layer may set at a path: a single value, or a list of names as a whole."""

CLOSED = ("overrides", "record", "sources")
"""Parts that no layer may change."""

SET = "--set"
"""How messages name the last layer."""


def parse_assignment(text: str) -> tuple[str, Value]:
    """Return path and value of ``path=value``; the value is read as a YAML scalar.

    Values in square brackets make a list: ``path=[a, b]``.

    Raises:
        InputError: the text has no ``=``, no path, or a number that is not finite.
    """
    path, equals, value = (part.strip() for part in text.partition("="))
    if not path or not equals:
        expected = "path=value, such as actors.morocco.patience=0.9"
        raise InputError(Problem("not an assignment", SET, None, text, expected))
    try:
        if value.startswith("[") and value.endswith("]"):
            inside = value[1:-1].strip()
            return path, [_parsed(item.strip()) for item in inside.split(",") if inside]
        return path, _parsed(value)
    except ValueError as error:
        raise InputError(Problem(str(error), SET, None, path, "a finite number")) from None


def _parsed(text: str) -> Scalar:
    quoted = len(text) > 1 and text[0] == text[-1] and text[0] in "'\""
    return text[1:-1] if quoted else scalar(text)


def parse_assignments(texts: Iterable[str]) -> dict[str, Value]:
    """Return paths and values of several assignments.

    Raises:
        InputError: one is malformed, or two set one path.
    """
    found: dict[str, Value] = {}
    for path, value in map(parse_assignment, texts):
        if path in found:
            raise InputError(Problem("set twice", SET, None, path, "one value"))
        found[path] = value
    return found


def layered(
    document: Document, shape: Shape, names: Sequence[str], changes: Mapping[str, Value]
) -> Document:
    """Return `document` with the overrides `names`, then `changes`, put in place.

    Raises:
        InputError: an override or a path names nothing, or two overrides set one key.
    """
    known = document.tree.get("overrides") or {}
    tree = dict(document.tree)
    setters: dict[str, str] = {}
    moved: dict[Path, Location] = {}
    problems: list[Problem] = []
    for name in dict.fromkeys(names):
        if name not in known:
            what = f"no override is named '{name}'"
            like = nearest(name, known)
            raise InputError(document.problem(("overrides",), what, one_of(known), like))
        for dotted, value in known[name]["set"].items():
            written = ("overrides", name, "set", dotted)
            if dotted in setters:
                what = f"the overrides '{setters[dotted]}' and '{name}' both set {dotted}"
                problems.append(document.problem(written, what, "one of the two"))
                continue
            setters[dotted] = name
            place = document.place(written)
            place = Location(place.file, place.line, place.key, f"override {name}")
            problems += _put(tree, shape, dotted, value, place, moved)
    for dotted, value in changes.items():
        problems += _put(tree, shape, dotted, value, Location(SET, None, dotted, "set"), moved)
    if problems:
        raise InputError(*problems)
    return Document(document.file, tree, document.lines, moved)


def settable(tree: Mapping[str, Any], shape: Shape) -> list[str]:
    """Return every dotted path that a layer may set in the scenario `tree`."""
    return [".".join(p) for p in paths(shape, tree) if p[0] not in CLOSED]


def _put(
    tree: dict[str, Any],
    shape: Shape,
    dotted: str,
    value: Value,
    place: Location,
    moved: dict[Path, Location],
) -> list[Problem]:
    """Set one path in `tree`; return what is wrong with it, if anything."""
    path = tuple(dotted.split("."))
    problem = _unsettable(tree, shape, path) or _unfit(value, shape.at(path))
    if problem:
        what, expected, like = problem
        return [Problem(what, place.file, place.line, place.key, expected, like)]
    block = tree
    for key in path[:-1]:
        # A copy each: other layers start from the same blocks.
        block[key] = dict(block.get(key) or {})
        block = block[key]
    block[path[-1]] = list(value) if isinstance(value, list | tuple) else value
    moved[path] = place
    return []


_Refusal = tuple[str, str, str | None]


def _unfit(value: object, shape: Shape | None) -> _Refusal | None:
    if shape is not None and shape.kind == "list":
        fits = isinstance(value, list | tuple) and all(map(_is_single, value))
    else:
        fits = _is_single(value)
    if fits:
        return None
    expected = shape.describe() if shape else "a single value"
    return f"{shown(value)} cannot be set", expected, None


def _is_single(value: object) -> bool:
    return value is None or isinstance(value, str | int | float | bool)


def _unsettable(tree: Mapping[str, Any], shape: Shape, path: Path) -> _Refusal | None:
    """Return why `path` cannot be set: what, what was expected, and the nearest path."""
    if path[0] in CLOSED:
        return f"nothing under '{path[0]}' can be set", "a path that the model reads", None
    here: Shape | None = shape
    below: Any = tree
    for depth, key in enumerate(path):
        names = _names(here, below) if here else []
        # A strategy's parameters are looked up in the strategy, later.
        free = here is not None and here.kind == "map" and here.items and here.items.is_number
        if here is None or (key not in names and not free):
            like = likely(key, names)
            if not names:
                what = "a list" if here and here.kind == "list" else "a single value"
                return f"the path goes on below {what}", ".".join(path[:depth]), None
            around = f"in '{'.'.join(path[:depth])}'" if depth else "in the scenario"
            valid = settable(tree, shape)
            whole = ".".join((*path[:depth], like, *path[depth + 1 :])) if like else ""
            found = whole if whole in valid else nearest(".".join(path), valid)
            return f"nothing is named '{key}' {around}", one_of(names), found
        here = here.child(key)
        below = below.get(key) if isinstance(below, dict) else None
    if here is not None and here.kind in ("block", "map"):
        names = _names(here, below)
        return "the path names a block, not a value", f"one more key: {one_of(names)}", None
    return None


def _names(shape: Shape, tree: Any) -> list[str]:
    if shape.kind == "block":
        return [key for key in shape.fields if key not in CLOSED]
    return list(tree) if shape.kind == "map" and isinstance(tree, dict) else []
