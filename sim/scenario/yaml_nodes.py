"""From YAML text to plain values and their lines: composed by the library, within limits.

Tags build nothing, repeated keys are seen, and aliases cannot grow beyond what fits. Scalars
follow the core schema of YAML 1.2: ``NO`` is Norway, ``1e6`` a number.
"""

import math
import re
from typing import Any, NoReturn

import yaml

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
_SEVERAL = "expected a single document in the stream"


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


def compose(text: str, file: str) -> tuple[Any, dict[Path, int]]:
    """Return the plain value of the one document in `text`, and the line of each key and item.

    Args:
        text: YAML; an empty document is None.
        file: its name in messages.

    Raises:
        InputError: the text is no YAML, holds several documents, tags, repeated keys, keys that
            are not names or numbers that are not finite, or exceeds the limits.
    """
    reader = _Reader(file)
    node = _composed(text, file)
    value = None if node is None else reader.plain(node, ())
    if reader.problems:
        raise InputError(*reader.problems)
    return value, reader.lines


# The parser in C is twenty times as fast; all wheels of the library bring it.
class _Composer(getattr(yaml, "CSafeLoader", yaml.SafeLoader)):  # type: ignore[misc]
    """Composes nodes whose only tags are those that the text writes out."""

    depth = 0
    made = 0

    def descend_resolver(self, parent: Any, index: Any) -> None:
        """Called before each node: limits hold here, since the library descends recursively."""
        self.depth += 1
        self.made += 1
        line = parent.start_mark.line + 1 if parent else 1
        _limited(self.name, line, self.depth - 1, self.made)

    def ascend_resolver(self) -> None:
        """Called after each node."""
        self.depth -= 1

    def resolve(self, kind: Any, value: Any, implicit: Any) -> str:
        """No tag where none is written."""
        return ""


def _composed(text: str, file: str) -> Any:
    """Return the root of the one document; whatever the parser objects to becomes one message."""
    try:
        composer = _Composer(text)
        composer.name = file
        return composer.get_single_node()
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else None
        if error.context == _SEVERAL:
            problem = Problem("several documents", file, line, expected="one document")
        else:
            reason = ", ".join(filter(None, (error.context, error.problem)))
            what = f"not valid YAML ({reason})"
            problem = Problem(what, file, line, expected="lines such as 'key: value'")
    except yaml.YAMLError as error:
        before = text.encode()[: getattr(error, "position", 0)]
        what = f"not valid YAML ({getattr(error, 'reason', error)})"
        problem = Problem(what, file, before.count(b"\n") + 1, expected="plain text")
    raise InputError(problem)


class _Reader:
    """Turns nodes into plain values, aliases into copies."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.lines: dict[Path, int] = {}
        self.problems: list[Problem] = []
        self.around: list[Any] = []
        self.values = 0

    def plain(self, node: Any, path: Path) -> Any:
        """Return the value of a node at `path`."""
        # What an alias stands for was written further up.
        line = max(node.start_mark.line + 1, self.lines.get(path[:1], 1))
        self.values += 1
        depth = len(path) + isinstance(node, yaml.CollectionNode)
        _limited(self.file, line, depth, self.values, ".".join(path))
        if node.tag:
            what, expected = f"the tag {node.tag} is not allowed", "plain values without tags"
            self._refuse(what, line, path, expected)
        if isinstance(node, yaml.ScalarNode):
            return self._scalar(node, line, path)
        if any(node is outer for outer in self.around):
            self._refuse("an alias inside what it stands for", line, path, "values written out")
        self.around.append(node)
        is_block = isinstance(node, yaml.MappingNode)
        value: Any = self._block(node, path) if is_block else self._list(node, path)
        self.around.pop()
        return value

    def _list(self, node: Any, path: Path) -> list[Any]:
        found = []
        for place, item in enumerate(node.value):
            self.lines[inside := (*path, str(place))] = item.start_mark.line + 1
            found.append(self.plain(item, inside))
        return found

    def _block(self, node: Any, path: Path) -> dict[str, Any]:
        found: dict[str, Any] = {}
        for key, value in node.value:
            line = key.start_mark.line + 1
            if not isinstance(key, yaml.ScalarNode) or key.tag:
                self._refuse("a key that is not a name", line, path, "names as keys")
            inside = (*path, key.value)
            if key.value in found:
                what = f"repeated key (first on line {self.lines[inside]})"
                problem = Problem(what, self.file, line, ".".join(inside), "each key once")
                self.problems.append(problem)
                continue
            self.lines[inside] = line
            found[key.value] = self.plain(value, inside)
        return found

    def _scalar(self, node: Any, line: int, path: Path) -> Any:
        if node.style:
            return node.value
        try:
            return scalar(node.value)
        except ValueError as error:
            key = ".".join(path) or None
            self.problems.append(Problem(str(error), self.file, line, key, "a finite number"))
            return 0

    def _refuse(self, what: str, line: int, path: Path, expected: str) -> NoReturn:
        raise InputError(Problem(what, self.file, line, ".".join(path) or None, expected))


def _limited(file: str, line: int, depth: int, values: int, key: str = "") -> None:
    """Refuse a document that exceeds the limits."""
    if depth > MAX_DEPTH:
        expected = f"at most {MAX_DEPTH} levels"
        raise InputError(Problem("nested too deeply", file, line, None, expected))
    if values > MAX_NODES:
        what = "too many values, aliases included"
        raise InputError(Problem(what, file, line, key or None, f"at most {MAX_NODES}"))
