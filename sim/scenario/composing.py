"""From parser events to plain values, without recursion and within limits.

Tags build nothing, repeated keys are seen, and aliases cannot grow beyond what fits. Scalars
follow the core schema of YAML 1.2: ``NO`` is Norway, ``1e6`` a number.
"""

import math
import re
from typing import Any

from ruamel.yaml.events import (
    AliasEvent,
    DocumentStartEvent,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
)

from sim.errors import InputError, Problem
from sim.scenario.document import Path

MAX_NODES = 50_000
MAX_DEPTH = 30

_INT = re.compile(r"[-+]?[0-9]+|0o[0-7]+|0x[0-9a-fA-F]+")
_FLOAT = re.compile(r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?")
_SPECIAL = re.compile(r"[-+]?\.(inf|Inf|INF)|\.(nan|NaN|NAN)")
_WORDS: dict[str, bool | None] = {
    **dict.fromkeys(("", "~", "null", "Null", "NULL"), None),
    **dict.fromkeys(("true", "True", "TRUE"), True),
    **dict.fromkeys(("false", "False", "FALSE"), False),
}


def scalar(text: str) -> str | int | float | bool | None:
    """Return what a plain scalar stands for in the core schema of YAML 1.2.

    Raises:
        ValueError: it is a number, but not a finite one.
    """
    if text in _WORDS:
        return _WORDS[text]
    if _SPECIAL.fullmatch(text):
        raise ValueError(f"{text} is not finite")
    if not (whole := _INT.fullmatch(text)) and not _FLOAT.fullmatch(text):
        return text
    if len(text) > 100:
        raise ValueError("a number of more than 100 digits")
    if whole:
        return int(text, 0) if text[:2] in ("0o", "0x") else int(text)
    number = float(text)
    if not math.isfinite(number):
        raise ValueError(f"{text} is not finite")
    return number


def refusal(
    what: str, file: str, line: int | None = None, key: str | None = None, expected: str = ""
) -> InputError:
    """Return the error for a file that cannot be taken at all."""
    return InputError(Problem(what, file, line, key, expected))


class _Frame:
    """A map or list under construction."""

    def __init__(self, value: Any, path: Path, anchor: str | None) -> None:
        self.value, self.path, self.anchor = value, path, anchor
        self.key: str | None = None
        self.repeated = False


class Builder:
    """Turns events into plain values without recursion."""

    def __init__(self, file: str) -> None:
        """Start on an empty file; `file` is its name in messages."""
        self.file = file
        self.root: Any = None
        self.lines: dict[Path, int] = {}
        self.problems: list[Problem] = []
        self.frames: list[_Frame] = []
        self.anchors: dict[str, Any] = {}
        self.nodes = 0
        self.documents = 0

    def take(self, event: Any) -> None:
        """Take the next parser event."""
        line = event.start_mark.line + 1
        if isinstance(event, DocumentStartEvent):
            self.documents += 1
            if self.documents > 1:
                raise refusal("several documents", self.file, line, expected="one document")
        elif isinstance(event, MappingEndEvent | SequenceEndEvent):
            self._close(line)
        elif isinstance(event, AliasEvent):
            self._alias(str(event.anchor), line)
        elif isinstance(event, ScalarEvent | MappingStartEvent | SequenceStartEvent):
            self._node(event, line)

    def _node(self, event: Any, line: int) -> None:
        if event.ctag is not None:
            what, expected = f"the tag {event.ctag} is not allowed", "plain values without tags"
            raise refusal(what, self.file, line, self._where(), expected)
        self._count(1, line)
        if isinstance(event, ScalarEvent):
            self._scalar(event, line)
            return
        value: Any = {} if isinstance(event, MappingStartEvent) else []
        path = self._path(line)
        if len(self.frames) >= MAX_DEPTH:
            raise self._too_deep(line)
        self.frames.append(_Frame(value, path, event.anchor))

    def _scalar(self, event: ScalarEvent, line: int) -> None:
        frame = self.frames[-1] if self.frames else None
        if frame is not None and isinstance(frame.value, dict) and frame.key is None:
            self._name(frame, str(event.value), line)
            return
        value: Any = event.value
        if event.style is None:
            try:
                value = scalar(event.value)
            except ValueError as error:
                expected = "a finite number"
                self.problems.append(
                    Problem(str(error), self.file, line, self._where() or None, expected)
                )
                value = 0
        if event.anchor:
            self.anchors[event.anchor] = value
        self._put(value, self._path(line))

    def _name(self, frame: _Frame, key: str, line: int) -> None:
        """Take a scalar as the key of the value that follows."""
        frame.key = key
        path = (*frame.path, key)
        frame.repeated = key in frame.value
        if frame.repeated:
            what = f"repeated key (first on line {self.lines[path]})"
            problem = Problem(what, self.file, line, ".".join(path), "each key once")
            self.problems.append(problem)
        else:
            self.lines[path] = line

    def _alias(self, name: str, line: int) -> None:
        if name not in self.anchors:
            what = f"the alias *{name} stands for nothing defined before it"
            raise refusal(what, self.file, line, self._where(), "values written out")
        size, depth = _measure(self.anchors[name])
        self._count(size, line)
        if len(self.frames) + depth > MAX_DEPTH:
            raise self._too_deep(line)
        self._put(_copy(self.anchors[name]), self._path(line))

    def _close(self, line: int) -> None:
        frame = self.frames.pop()
        if frame.anchor:
            self.anchors[frame.anchor] = frame.value
        self._put(frame.value, frame.path)

    def _put(self, value: Any, path: Path) -> None:
        if not self.frames:
            self.root = value
            return
        frame = self.frames[-1]
        if isinstance(frame.value, list):
            frame.value.append(value)
            return
        if not frame.repeated:
            frame.value[path[-1]] = value
        frame.key = None

    def _path(self, line: int) -> Path:
        """Return the path of the value that comes next."""
        if not self.frames:
            return ()
        frame = self.frames[-1]
        if isinstance(frame.value, list):
            path = (*frame.path, str(len(frame.value)))
            self.lines.setdefault(path, line)
            return path
        if frame.key is None:
            what, expected = "a key that is not a name", "names as keys"
            raise refusal(what, self.file, line, ".".join(frame.path), expected)
        return (*frame.path, frame.key)

    def _where(self) -> str:
        if not self.frames:
            return ""
        frame = self.frames[-1]
        return ".".join((*frame.path, frame.key) if frame.key else frame.path)

    def _count(self, size: int, line: int) -> None:
        self.nodes += size
        if self.nodes > MAX_NODES:
            what, expected = "too many values, aliases included", f"at most {MAX_NODES}"
            raise refusal(what, self.file, line, self._where(), expected)

    def _too_deep(self, line: int) -> InputError:
        expected = f"at most {MAX_DEPTH} levels"
        return refusal("nested too deeply", self.file, line, None, expected)


def _measure(value: Any) -> tuple[int, int]:
    """Return the number of values in a tree, and its depth."""
    if not isinstance(value, dict | list):
        return 1, 0
    inside = [_measure(v) for v in (value.values() if isinstance(value, dict) else value)]
    return 1 + sum(size for size, _ in inside), 1 + max((d for _, d in inside), default=0)


def _copy(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _copy(item) for key, item in value.items()}
    return [_copy(item) for item in value] if isinstance(value, list) else value
