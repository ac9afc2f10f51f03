"""What may stand at each path of a file: the schema, walked along dotted paths.

All messages, overrides, evidence and reference pages ask here, so that bounds and names are
written once, in the schema files.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from typing import Any, Literal

from pydantic import BaseModel

from sim.errors import nearest, one_of
from sim.scenario.document import Path

ShapeKind = Literal["block", "map", "list", "number", "whole", "boolean", "text", "choice", "any"]

_KINDS: Mapping[str, ShapeKind] = {
    "number": "number",
    "integer": "whole",
    "boolean": "boolean",
    "array": "list",
    "string": "text",
}

FORMER_NAMES: Mapping[str, str] = {
    "files": "issues",
    "cross_file_threats": "cross_issue_threats",
}
"""Keys that a scenario had before, and what they are called now."""


def likely(key: str, names: Iterable[str]) -> str | None:
    """Return the valid name that a wrong key stands for: its new one, or the nearest, or None."""
    valid = list(names)
    renamed = FORMER_NAMES.get(key)
    return renamed if renamed in valid else nearest(key, valid)


@dataclass(frozen=True)
class Shape:
    """What the schema allows at one place."""

    kind: ShapeKind
    node: Mapping[str, Any]
    """The JSON Schema of the place, references resolved, None left out."""
    root: Mapping[str, Any]
    """The whole JSON Schema."""
    nullable: bool = False

    @property
    def name(self) -> str:
        """Name of the block's type; empty for anything else."""
        return str(self.node.get("title", "")) if self.kind == "block" else ""

    @property
    def is_number(self) -> bool:
        """True where a number, and so its evidence, may stand."""
        return self.kind in ("number", "whole")

    @cached_property
    def fields(self) -> dict[str, "Shape"]:
        """Fields of a block, in order."""
        if self.kind != "block":
            return {}
        return {key: _shape(node, self.root) for key, node in self.node["properties"].items()}

    @property
    def required(self) -> tuple[str, ...]:
        """Fields of a block without a default."""
        return tuple(self.node.get("required", ()))

    @cached_property
    def items(self) -> "Shape | None":
        """Shape of every entry of a map or list."""
        if self.kind == "map":
            return _shape(self.node["additionalProperties"], self.root)
        return _shape(self.node["items"], self.root) if self.kind == "list" else None

    @property
    def choices(self) -> tuple[str, ...]:
        """Values of a choice."""
        only = [self.node["const"]] if "const" in self.node else []
        return tuple(self.node.get("enum", only))

    @property
    def unit(self) -> str:
        """Unit of a number; empty where it has none."""
        return str(self.node.get("unit", ""))

    @property
    def meaning(self) -> str:
        """What the schema says about the place."""
        return str(self.node.get("description", ""))

    @property
    def bounds(self) -> tuple[float | None, bool, float | None, bool]:
        """Lower bound, whether it is excluded, upper bound, whether it is excluded."""
        low, high = self.node.get("exclusiveMinimum"), self.node.get("exclusiveMaximum")
        return (
            self.node.get("minimum", low),
            low is not None,
            self.node.get("maximum", high),
            high is not None,
        )

    def holds(self, number: float) -> bool:
        """Whether `number` is within bounds."""
        low, low_open, high, high_open = self.bounds
        above = low is None or number > low or (number == low and not low_open)
        return above and (high is None or number < high or (number == high and not high_open))

    def child(self, key: str) -> "Shape | None":
        """Shape one key further down, or None where there is nothing."""
        return self.fields.get(key) if self.kind == "block" else self.items

    def at(self, path: Path) -> "Shape | None":
        """Shape at `path` below, or None where the schema has nothing."""
        shape: Shape | None = self
        for key in path:
            shape = shape.child(key) if shape else None
        return shape

    def describe(self) -> str:
        """What is expected here, as a phrase."""
        phrase = self._phrase()
        return f"{phrase} or null" if self.nullable else phrase

    def range(self) -> str:
        """Bounds of a number as a phrase; empty where it has none."""
        low, low_open, high, high_open = self.bounds
        if low is not None and high is not None:
            ends = ", ends excluded" if low_open and high_open else ""
            return f"between {low:g} and {high:g}{ends}"
        if low is not None:
            return f"above {low:g}" if low_open else f"at least {low:g}"
        if high is not None:
            return f"below {high:g}" if high_open else f"at most {high:g}"
        return ""

    def _phrase(self) -> str:
        if self.is_number:
            noun = "a number" if self.kind == "number" else "a whole number"
            return " ".join(part for part in (noun, self.range()) if part)
        if self.kind == "choice":
            return one_of(self.choices)
        if self.kind == "block":
            return f"a block with the keys {', '.join(self.fields)}"
        if self.kind == "map":
            least = " (at least one)" if self.node.get("minProperties") else ""
            return f"a block of names and their values{least}"
        if self.kind == "list":
            choices = self.items.choices if self.items else ()
            return f"a list of {one_of(choices)}" if choices else "a list of names"
        if self.kind == "text" and self.unit == "YYYY-MM":
            return "a month such as 2021-05"
        if self.kind == "any" and any(o.get("type") == "array" for o in self.node["anyOf"]):
            return "a single value or a list of names"
        return {"boolean": "true or false", "text": "text"}.get(self.kind, "a single value")


@cache
def shape_of(model: type[BaseModel]) -> Shape:
    """Return the shape of a whole file of `model`."""
    schema = model.model_json_schema()
    return _shape(schema, schema)


def paths(shape: Shape, tree: object, path: Path = ()) -> Iterator[Path]:
    """Yield the path of each value or list that the file holds or leaves at its default."""
    if shape.kind == "block":
        for key, inner in shape.fields.items():
            below = tree.get(key) if isinstance(tree, dict) else None
            yield from paths(inner, below, (*path, key))
    elif shape.kind == "map":
        inner_shape = shape.items
        for key, below in tree.items() if isinstance(tree, dict) else ():
            if inner_shape:
                yield from paths(inner_shape, below, (*path, key))
    else:
        yield path


def field_at(shape: Shape, path: Path) -> str:
    """Name of the field that holds what stands at `path`: ``Actor.patience``, a block's and its."""
    name, here = "", shape
    for key in path:
        name = f"{here.name}.{key}" if here.kind == "block" else name
        inner = here.child(key)
        if inner is None:
            break
        here = inner
    return name


def fields(shape: Shape) -> set[str]:
    """Names of all fields that hold numbers, as `field_at` gives them."""
    found: set[str] = set()
    seen: set[str] = set()
    waiting = [shape]
    while waiting:
        block = waiting.pop()
        if block.name in seen:
            continue
        seen.add(block.name)
        for key, inner in block.fields.items():
            held = inner.items if inner.kind == "map" else inner
            if held is not None and held.is_number:
                found.add(f"{block.name}.{key}")
            elif held is not None and held.kind == "block":
                waiting.append(held)
    return found


def _shape(node: Mapping[str, Any], root: Mapping[str, Any]) -> Shape:
    nullable = False
    if "anyOf" in node:
        others = [option for option in node["anyOf"] if option.get("type") != "null"]
        nullable = len(others) < len(node["anyOf"])
        if len(others) > 1:
            return Shape("any", node, root, nullable)
        node = {**node, **others[0]}
    if "$ref" in node:
        target = root["$defs"][node["$ref"].rpartition("/")[2]]
        node = {**target, **{k: v for k, v in node.items() if k not in ("$ref", "anyOf")}}
    return Shape(_kind(node), node, root, nullable)


def _kind(node: Mapping[str, Any]) -> ShapeKind:
    if "enum" in node or "const" in node:
        return "choice"
    if "properties" in node:
        return "block"
    if node.get("type") == "object":
        return "map"
    return _KINDS.get(str(node.get("type")), "any")
