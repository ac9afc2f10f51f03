"""Every table keyed by an enumeration has an entry for each of its members, or says why not."""

import ast
import importlib
from collections.abc import Iterator
from enum import Enum
from pathlib import Path

from tests.packaging.test_repository import MODULES

PARTIAL = {
    ("sim.model.codes", "RunError"): "no words for a run that did not fail",
    ("sim.model.answers", "ComplianceBar"): "no reason where nothing stands in the way",
    ("sim.story.plain_rows", "LogKind"): "kinds with one sentence have nothing to choose",
    ("sim.story.beliefs", "LogKind"): "one of six parts; what none has is told as in plain stories",
    ("sim.story.coercion", "LogKind"): "another part",
    ("sim.story.delivery", "LogKind"): "another part",
    ("sim.story.outside", "LogKind"): "another part",
    ("sim.story.talks", "LogKind"): "another part",
    ("sim.story.unions", "LogKind"): "another part",
}
"""Tables that need not be complete, by module and enumeration."""


def tables(module: str, path: Path) -> Iterator[tuple[type[Enum], set[Enum], int]]:
    """Dictionaries of a module whose keys are members of an enumeration, with their lines."""
    source = path.read_text(encoding="utf-8")
    if "{" not in source or module.endswith("__main__"):
        return
    for node in ast.walk(ast.parse(source)):
        if not isinstance(node, ast.Dict):
            continue
        found: dict[type[Enum], set[Enum]] = {}
        for key in node.keys:
            if isinstance(key, ast.Attribute) and isinstance(key.value, ast.Name):
                kind = getattr(importlib.import_module(module), key.value.id, None)
                if isinstance(kind, type) and issubclass(kind, Enum):
                    found.setdefault(kind, set()).add(kind[key.attr])
        for kind, members in found.items():
            yield kind, members, node.lineno


def test_tables_keyed_by_an_enumeration_are_complete() -> None:
    seen, missing = set(), []
    for module, path in MODULES.items():
        for kind, members, line in tables(module, path):
            left = {member.name for member in kind} - {member.name for member in members}
            if (module, kind.__name__) in PARTIAL:
                seen.add((module, kind.__name__))
            elif left:
                missing.append(f"{module}:{line} has nothing for {kind.__name__} {sorted(left)}")
    assert missing == []
    assert seen == set(PARTIAL), "an exception that is none any more"


def test_an_incomplete_table_is_found(tmp_path: Path) -> None:
    path = tmp_path / "part.py"
    path.write_text("def f():\n    return {LiftReason.MET: 1, LiftReason.CALM: 2}\n", "utf-8")
    [(kind, members, line)] = tables("sim.model.log", path)
    assert (kind.__name__, len(members), line) == ("LiftReason", 2, 2)
