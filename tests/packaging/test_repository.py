"""House rules that no linter knows: whole repository, sizes of files, direction of imports."""

import ast
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SOURCES = sorted((ROOT / "sim").rglob("*.py"))
LONGEST = 400

ROAD = (
    *(
        "errors",
        "arguments",
        "paths",
        "documents",
        "rules",
        "strategies",
        "scenario",
        "model",
        "runs",
    ),
    *("story", "analysis", "analysis.networks", "analysis.mechanisms", "interactive", "browser"),
    *("page", "coding", "validation"),
)

ARROWS: dict[str, set[str]] = {
    # room, or a part of one that may import more: rooms that it may import, besides itself
    "errors": set(),
    "arguments": {"errors"},
    "paths": {"errors"},
    "documents": set(),
    "rules": set(),
    "strategies": {"errors", "arguments", "paths", "rules"},
    "scenario": {"errors", "arguments", "paths", "documents", "rules", "strategies"},
    "model": {"errors", "arguments", "rules", "strategies", "scenario"},
    "runs": {"errors", "arguments", "paths", "strategies", "scenario", "model", "version"},
    "story": {"errors", "scenario", "model", "runs"},
    # From records alone; only these two of its parts know the model, or play.
    "analysis": {"errors", "arguments", "documents", "rules", "scenario", "runs"},
    "analysis.networks": {"errors", "scenario", "model", "runs"},
    "analysis.mechanisms": {
        *("errors", "arguments", "documents", "scenario", "model", "runs", "analysis")
    },
    "interactive": {
        *("errors", "arguments", "documents", "rules", "strategies", "scenario", "model", "runs"),
        *("story", "analysis", "analysis.mechanisms"),
    },
    "browser": {"errors", "rules", "strategies", "scenario", "model"},
    "page": {
        *("errors", "paths", "strategies", "scenario", "model", "runs", "story", "browser"),
        "version",
    },
    # Cases: from sheets of codes to scenarios, and what the model makes of them beside the record.
    "coding": {"arguments", "errors", "paths", "scenario"},
    "validation": {
        *("errors", "paths", "documents", "rules", "strategies", "scenario", "model", "runs"),
        *("analysis", "analysis.mechanisms", "coding", "version"),
    },
    # Faces of the whole: the Python interface (`import sim`), figures of all that it gives
    # (`sim.plot`), and the command.
    "version": set(),
    "api": {*ROAD, "version"},
    "figures": {
        *("errors", "arguments", "documents", "rules", "scenario", "model", "runs"),
        *("analysis", "analysis.networks", "validation", "api"),
    },
    "plot": {"errors", "figures"},
    "sim": {*ROAD, "api", "plot", "version"},
    "cli": {*ROAD, "api", "figures", "sim"},
}

# Assembled, so that this file does not hold what it looks for.
MACHINE_PATH = re.compile(r"(?<![\w.~-])/(?:" + "|".join(("home", "work", "root", "Users")) + r")/")
REGISTRY = re.compile("|".join((r"pypi\." + "org", "python" + r"hosted\.org", "--index" + "-url")))


def module_of(path: Path) -> str:
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


MODULES = {module_of(path): path for path in SOURCES}


def room_of(module: str) -> str:
    _, *parts = module.split(".")
    part = ".".join(parts[:2])
    return part if part in ARROWS else parts[0] if parts else "sim"


def nodes_of(tree: ast.AST, *, deferred: bool) -> Iterator[ast.AST]:
    """All parts of a program, with or without the bodies of its functions."""
    for node in ast.iter_child_nodes(tree):
        if deferred or not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node
            yield from nodes_of(node, deferred=deferred)


def imports_of(
    tree: ast.Module, module: str, modules: set[str], *, deferred: bool = True
) -> Iterator[str]:
    """Modules of ours that one imports; types alone count too."""
    for node in nodes_of(tree, deferred=deferred):
        if isinstance(node, ast.Import):
            found = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{module}: relative import in line {node.lineno}"
            base = node.module or ""
            found = [
                f"{base}.{alias.name}" if f"{base}.{alias.name}" in modules else base
                for alias in node.names
            ]
        else:
            continue
        yield from (each for each in found if each.split(".")[0] == "sim")


def wrong_arrows(module: str, imported: Iterator[str]) -> list[str]:
    room = room_of(module)
    allowed = ARROWS.get(room)
    if allowed is None:
        return [f"{module}: the room {room!r} is not in the table of arrows"]
    return [
        f"{module} imports {each}"
        for each in imported
        if room_of(each) != room and room_of(each) not in allowed
    ]


def import_graph(*, deferred: bool) -> dict[str, set[str]]:
    known = set(MODULES)
    trees = {
        module: ast.parse(path.read_text(encoding="utf-8")) for module, path in MODULES.items()
    }
    return {
        module: set(imports_of(tree, module, known, deferred=deferred))
        for module, tree in trees.items()
    }


def cycle_in(graph: dict[str, set[str]]) -> list[str]:
    """The modules of one import cycle in order, or nothing."""
    done: set[str] = set()

    def search(module: str, road: list[str]) -> list[str]:
        if module in road:
            return [*road[road.index(module) :], module]
        if module in done:
            return []
        for each in sorted(graph.get(module, ())):
            if each != module and (found := search(each, [*road, module])):
                return found
        done.add(module)
        return []

    for module in sorted(graph):
        if found := search(module, []):
            return found
    return []


def test_imports_go_one_way() -> None:
    graph = import_graph(deferred=True)
    assert "sim.rules.numbers" in graph
    assert [wrong for module in graph for wrong in wrong_arrows(module, iter(graph[module]))] == []


def test_no_import_cycles() -> None:
    assert cycle_in(import_graph(deferred=True)) == []


@pytest.mark.parametrize(
    ("module", "text", "expected"),
    [
        ("sim.rules.flows", "from sim.rules.numbers import clip", 0),
        ("sim.rules.flows", "from sim.model import state", 1),
        ("sim.rules.flows", "def f():\n    import sim.errors", 1),
        ("sim.strategies.loading", "from sim.errors import InputError", 0),
        ("sim.analysis.table", "from sim.model.state import State", 1),
        ("sim.scenario.checks", "from sim import errors", 0),
        ("sim.scenario.checks", "from sim import run", 1),
        ("sim.figures.lines", "import sim.cli", 1),
        ("sim.analysis.mechanisms.playing", "from sim.model.state import State", 0),
        ("sim.cli", "import sim\nfrom sim.analysis import table", 0),
        ("sim.attic.box", "import os", 1),
    ],
)
def test_the_table_of_arrows_catches_what_it_should(module: str, text: str, expected: int) -> None:
    known = {"sim.errors", "sim.model.state", "sim.analysis.table"}
    assert len(wrong_arrows(module, imports_of(ast.parse(text), module, known))) == expected


def test_the_search_for_cycles_finds_one() -> None:
    assert cycle_in({"a": {"b"}, "b": {"c"}, "c": {"b"}}) == ["b", "c", "b"]
    assert cycle_in({"a": {"b", "c"}, "b": {"c"}, "c": set()}) == []


def test_arrows_have_no_way_back() -> None:
    assert cycle_in(ARROWS) == []


def test_files_stay_short() -> None:
    lengths = {
        module: len(path.read_text(encoding="utf-8").splitlines())
        for module, path in MODULES.items()
    }
    assert {module: count for module, count in lengths.items() if count > LONGEST} == {}


def loads_at_import(tree: ast.AST) -> list[int]:
    """Lines on which a module loads a scenario when it is imported, decorators included."""
    lines: list[int] = []
    for node in ast.iter_child_nodes(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            lines += [line for each in node.decorator_list for line in loads_at_import(each)]
        elif not isinstance(node, ast.Lambda):
            lines += loads_at_import(node)
    if isinstance(tree, ast.Call):
        name = getattr(tree.func, "id", getattr(tree.func, "attr", None))
        lines += [tree.lineno] if name in ("load", "loads", "load_scenario") else []
    return lines


def test_tests_load_scenarios_when_they_run() -> None:
    found = {
        str(path): lines
        for path in sorted((ROOT / "tests").rglob("*.py"))
        if (lines := loads_at_import(ast.parse(path.read_text("utf-8"))))
    }
    assert found == {}


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("case = sim.load('x')", [1]),
        ("@mark('a', load('x').overrides)\ndef test(): ...", [1]),
        ("class A:\n    cases = [loads(each) for each in TEXTS]", [2]),
        ("def case():\n    return load('x')\n\nlater = lambda: load('x')", []),
    ],
)
def test_loading_at_import_is_seen(text: str, lines: list[int]) -> None:
    assert loads_at_import(ast.parse(text)) == lines


def tracked_texts() -> Iterator[tuple[str, str]]:
    """Name and text of every file under version control, binary ones left out."""
    try:
        listed = subprocess.run(
            ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
            cwd=ROOT,
            capture_output=True,
            check=True,
            encoding="utf-8",
        ).stdout
    except (OSError, subprocess.CalledProcessError):
        pytest.skip("not a git checkout")
    for name in filter(None, listed.split("\0")):
        path = ROOT / name
        if not path.is_file():
            continue
        data = path.read_bytes()
        if b"\0" not in data[:8000]:
            yield name, data.decode("utf-8")


@pytest.mark.parametrize("pattern", [MACHINE_PATH, REGISTRY])
def test_no_file_names_one_machine_or_a_registry(pattern: re.Pattern[str]) -> None:
    hits = [
        f"{name}:{text[: hit.start()].count(chr(10)) + 1}: {hit.group()}"
        for name, text in tracked_texts()
        for hit in pattern.finditer(text)
    ]
    assert hits == []


def test_the_patterns_find_what_they_should() -> None:
    assert MACHINE_PATH.search("see /" + "home/anna/data")
    assert MACHINE_PATH.search("'/" + "root/x'")
    assert not MACHINE_PATH.search("https://example.org/" + "work/paper")
    assert not MACHINE_PATH.search("the home/work balance")
    assert REGISTRY.search("https://pypi." + "org/simple")
