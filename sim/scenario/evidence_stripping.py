"""Parting numbers from their evidence, so that the schema holds plain numbers alone."""

import math
from dataclasses import dataclass, field
from typing import Any, cast

from sim.errors import Problem, nearest, one_of
from sim.scenario.document import Document, Path, shown
from sim.scenario.evidence import FAMILIES, UNMARKED, Distribution, Evidence, Family
from sim.scenario.schema_tree import Shape

COUNTED = (
    "actors",
    "tables",
    "issues",
    "routes",
    "instruments",
    "events",
    "strategies",
    "parameters",
)
"""Parts of a scenario whose numbers need evidence and may be distributions."""

_MARKS = ("source", "coded", "assumed", "note")


@dataclass
class Stripped:
    """A tree of plain numbers, and what stood beside them by dotted path."""

    tree: dict[str, Any] = field(default_factory=dict)
    evidence: dict[str, Evidence] = field(default_factory=dict)
    """Evidence of every number in the counted parts."""
    citing: dict[str, Evidence] = field(default_factory=dict)
    """Evidence as written, by the path of the block or number where it stands."""
    distributions: dict[str, Distribution] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    refused: set[Path] = field(default_factory=set)
    """Paths of the problems, where a stand-in was put."""


def strip(document: Document, shape: Shape) -> Stripped:
    """Return the tree of `document` with plain numbers (medians), and its evidence."""
    stripper = _Stripper(document)
    stripper.out.tree = stripper.walk(document.tree, shape, (), UNMARKED)
    return stripper.out


class _Stripper:
    def __init__(self, document: Document) -> None:
        self.document = document
        self.out = Stripped()

    def walk(self, value: Any, shape: Shape | None, path: Path, around: Evidence) -> Any:
        """Return `value` without evidence; `around` is that of the nearest enclosing block."""
        counted = not path or path[0] in COUNTED
        if shape is not None and shape.kind == "block" and isinstance(value, dict):
            if counted and "evidence" in value and "evidence" not in shape.fields:
                around = self._block(value["evidence"], path) or around
                value = {key: item for key, item in value.items() if key != "evidence"}
            return {k: self.walk(v, shape.child(k), (*path, k), around) for k, v in value.items()}
        if shape is not None and shape.kind == "map" and isinstance(value, dict):
            return {k: self.walk(v, shape.items, (*path, k), around) for k, v in value.items()}
        if shape is None or not shape.is_number:
            return value
        if isinstance(value, dict):
            value, around = self._number(value, shape, path, around)
        layer = self.document.moved.get(path)
        if counted and isinstance(value, int | float) and not isinstance(value, bool):
            moved = Evidence("set", layer=layer.layer) if layer else around
            self.out.evidence[".".join(path)] = moved
        return value

    def _block(self, value: Any, path: Path) -> Evidence | None:
        where = (*path, "evidence")
        if not isinstance(value, dict):
            self._refuse(where, f"wrong type: {shown(value)}", "{source: key} or {assumed: reason}")
            return None
        if not self._known(value, where, _MARKS):
            return None
        found = self._marks(value, where)
        if found is UNMARKED:
            self._refuse(where, "names no evidence", "one of source, coded with source, assumed")
        return found

    def _number(
        self, value: dict[str, Any], shape: Shape, path: Path, around: Evidence
    ) -> tuple[Any, Evidence]:
        stand_in = None
        given = [key for key in ("value", *FAMILIES) if key in value]
        if not self._known(value, path, ("value", *FAMILIES, *_MARKS)):
            return stand_in, around
        if len(given) != 1:
            what = "gives two values" if given else "gives no value"
            self._refuse(path, what, one_of(("value", *FAMILIES)))
            return stand_in, around
        found = self._marks(value, path)
        around = around if found is UNMARKED else found or around
        if given == ["value"]:
            return value["value"], around
        family = cast(Family, given[0])
        distribution = self._distribution(family, value[family], shape, path)
        if distribution is None:
            return stand_in, around
        self.out.distributions[".".join(path)] = distribution
        return distribution.median, around

    def _distribution(
        self, family: Family, numbers: Any, shape: Shape, path: Path
    ) -> Distribution | None:
        where = (*path, family)
        if path[0] not in COUNTED:
            self._refuse(where, "a distribution is not possible here", shape.describe())
            return None
        if not _are_numbers(numbers) or not _fits(family, numbers):
            self._refuse(where, f"not a {family} distribution", FAMILIES[family])
            return None
        low, low_open, high, high_open = shape.bounds
        inside = numbers[:1] if family == "normal" else numbers
        if outside := [number for number in inside if not shape.holds(number)]:
            self._refuse(where, f"{outside[0]} is out of range", shape.describe())
            return None
        if low is None:
            low = -math.inf
        if high is None:
            high = math.inf
        return Distribution(
            family,
            tuple(float(number) for number in numbers),
            math.nextafter(low, math.inf) if low_open else low,
            math.nextafter(high, -math.inf) if high_open else high,
            shape.kind == "whole",
        )

    def _marks(self, value: dict[str, Any], path: Path) -> Evidence | None:
        """Return the evidence beside a number or in a block; UNMARKED where there is none."""
        sources = value.get("source", ())
        sources = (sources,) if isinstance(sources, str) else sources
        texts = [value.get(key, "") for key in ("coded", "assumed", "note")]
        if not isinstance(sources, list | tuple) or not all(
            isinstance(text, str) for text in (*sources, *texts)
        ):
            self._refuse(path, "evidence is not text", "keys, names of scales and reasons as text")
            return None
        coded, reason, note = texts
        if "assumed" in value and (sources or coded):
            self._refuse(path, "assumed beside a source", "one of source, coded, assumed")
            return None
        if coded and not sources:
            self._refuse(path, "coded without a source", "the source of the coded fact")
            return None
        if "assumed" in value and not reason.strip():
            self._refuse((*path, "assumed"), "assumed without a reason", "a reason")
            return None
        if not sources and "assumed" not in value:
            return UNMARKED
        word = "coded" if coded else "source" if sources else "assumed"
        found = Evidence(cast(Any, word), tuple(sources), coded or None, reason, note)
        self.out.citing[".".join(path)] = found
        return found

    def _known(self, value: dict[str, Any], path: Path, names: tuple[str, ...]) -> bool:
        unknown = [key for key in value if key not in names]
        for key in unknown:
            self._refuse((*path, key), "unknown key", one_of(names), nearest(key, names))
            self.out.refused.add(path)
        return not unknown

    def _refuse(self, path: Path, what: str, expected: str, nearest: str | None = None) -> None:
        self.out.problems.append(self.document.problem(path, what, expected, nearest))
        self.out.refused.add(path)


def _are_numbers(value: Any) -> bool:
    return (
        isinstance(value, list)
        and 0 < len(value) <= 100
        and all(isinstance(n, int | float) and not isinstance(n, bool) for n in value)
    )


def _fits(family: Family, numbers: list[float]) -> bool:
    if family == "choice":
        return True
    if family == "triangular":
        return len(numbers) == 3 and numbers == sorted(numbers) and numbers[0] < numbers[2]
    if len(numbers) != 2:
        return False
    return numbers[1] > 0 if family == "normal" else numbers[0] < numbers[1]
