"""A YAML file as read: plain maps, lists and scalars, and the line on which each key stands."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from sim.errors import Problem

type_names: Mapping[type, str] = {
    dict: "a block",
    list: "a list",
    str: "text",
    bool: "a truth value",
    int: "a number",
    float: "a number",
    type(None): "nothing",
}

Path = tuple[str, ...]
"""Keys from the top of the file down to one value."""


@dataclass(frozen=True)
class Location:
    """Where a value was written."""

    file: str
    line: int | None
    key: str
    layer: str = "scenario"
    """Which layer it belongs to: ``scenario``, ``override NAME`` or ``set``."""


@dataclass(frozen=True)
class Document:
    """A tree of plain values that remembers where each was written."""

    file: str
    """Name of the file, as the user would write it."""
    tree: dict[str, Any]
    """The content."""
    lines: Mapping[Path, int]
    """Line of each key, counted from 1."""
    moved: Mapping[Path, Location] = field(default_factory=dict)
    """Values that a later layer set, and where that layer stands."""

    def place(self, path: Path) -> Location:
        """Return where `path`, or else the nearest block around it, was written."""
        # What a layer set as a whole, such as a list, covers all inside.
        if moved := next((p for p in _upwards(path) if p in self.moved), None):
            return self.moved[moved]
        around = next((p for p in _upwards(path) if p in self.lines), ())
        return Location(self.file, self.lines.get(around), ".".join(path))

    def problem(
        self, path: Path, what: str, expected: str | None = None, nearest: str | None = None
    ) -> Problem:
        """Return a problem located at `path`."""
        place = self.place(path)
        return Problem(what, place.file, place.line, place.key or None, expected, nearest)


def _upwards(path: Path) -> Iterator[Path]:
    for length in range(len(path), 0, -1):
        yield path[:length]


def shown(value: object) -> str:
    """Return a value for a message: its kind, and itself where that is short."""
    kind = type_names.get(type(value), type(value).__name__)
    if isinstance(value, str):
        text = value if len(value) <= 40 else value[:37] + "..."
        return f"{kind} '{text}'"
    if isinstance(value, bool):
        return f"{kind} {str(value).lower()}"
    if isinstance(value, int | float):
        return f"{kind} {value}"
    return kind
