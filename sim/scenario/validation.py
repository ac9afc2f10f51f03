"""From a plain tree to a typed object; what pydantic objects to becomes located problems."""

import json
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from sim.errors import Problem, nearest, one_of
from sim.scenario.document import Document, Path, shown
from sim.scenario.schema_tree import FORMER_NAMES, Shape, likely, shape_of

Model = TypeVar("Model", bound=BaseModel)

_BOUNDS = ("greater_than", "less_than", "too_short", "too_long", "finite_number")


def validate(
    model: type[Model], plain: dict[str, Any], document: Document
) -> tuple[Model | None, list[Problem]]:
    """Return the typed object, or None and the problems located in `document`."""
    try:
        # Strict models take names of choices and whole keys only from JSON.
        return model.model_validate_json(json.dumps(plain)), []
    except ValidationError as error:
        found: dict[Path, Problem] = {}
        root = shape_of(model)
        for detail in error.errors(include_url=False, include_context=False):
            path, problem = _translated(detail, root, plain, document)
            found.setdefault(path, problem)
        for path in tuple(found):
            # What is missing under its new name because it stands under its old one is told once.
            renamed = (*path[:-1], FORMER_NAMES.get(path[-1], "")) if path else ()
            found.pop(renamed, None)
        return None, list(found.values())


def _translated(
    detail: ErrorDetails, root: Shape, plain: dict[str, Any], document: Document
) -> tuple[Path, Problem]:
    path = tuple(str(part) for part in detail["loc"] if part != "[key]")
    kind = detail["type"]
    if kind == "missing":
        shape = root.at(path)
        what, expected = "missing key", shape.describe() if shape else None
        return path, document.problem(path, what, expected)
    if kind == "extra_forbidden":
        around = root.at(path[:-1])
        names = list(around.fields) if around else []
        problem = document.problem(path, "unknown key", one_of(names), likely(path[-1], names))
        return path, problem
    path = _inside(path, plain)
    shape = root.at(path)
    value = _value(plain, path)
    expected = shape.describe() if shape else str(detail["msg"])
    like = None
    if kind in ("enum", "literal_error") and shape and isinstance(value, str):
        what = f"'{value[:40]}' is not possible here"
        like = nearest(value, shape.choices)
    elif kind.startswith(_BOUNDS):
        what = f"{shown(value)} is out of range"
    elif kind == "string_pattern_mismatch":
        what = f"{shown(value)} has the wrong form"
    else:
        what = f"wrong type: {shown(value)}"
        if kind == "string_type" and isinstance(value, bool | int | float):
            expected = "text, here in quotes"
    return path, document.problem(path, what, expected, like)


def _inside(path: Path, plain: Any) -> Path:
    """Cut what pydantic adds to a path below the value itself."""
    for length, key in enumerate(path):
        if isinstance(plain, list) and key.isdigit() and int(key) < len(plain):
            plain = plain[int(key)]
        elif isinstance(plain, dict) and key in plain:
            plain = plain[key]
        else:
            return path[:length]
    return path


def _value(plain: Any, path: Path) -> Any:
    for key in path:
        plain = plain[int(key)] if isinstance(plain, list) else plain[key]
    return plain
