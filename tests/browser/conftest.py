"""The model as browsers run it, played by node: the driver's own JavaScript, on the same engine."""

import functools
import json
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

from sim.browser import keeping
from sim.browser.layout import case, layout
from sim.model.assembly import assemble
from sim.model.batch import menu_of
from sim.scenario import Scenario, load
from tests.model.conftest import compiled

__all__ = ["compiled"]

ROOT = Path(__file__).parents[2]
SCRIPT = Path(__file__).with_name("run.mjs")


@functools.cache
def node() -> str:
    """The machine's node, or the one that comes with Playwright."""
    if found := shutil.which("node"):
        return found
    from playwright._impl._driver import compute_driver_executable

    return str(compute_driver_executable()[0])


@pytest.fixture(scope="session")
def module() -> bytes:
    """The module of the package's strategies, built by one process and read by the others."""
    return keeping.module()


@functools.cache
def changeable(name: str) -> dict[str, Any]:
    """A case of the library with all that may be changed in it."""
    return case(load(name))


class Node:
    """A folder with a module and cases, and node to carry out tasks with them."""

    def __init__(self, folder: Path, module: bytes) -> None:
        self.folder = folder
        (folder / "engine.wasm").write_bytes(module)

    def put(self, name: str, content: Any) -> None:
        text = json.dumps(content, allow_nan=False)
        (self.folder / f"{name}.json").write_text(text, encoding="utf-8")

    def case(self, name: str, scenario: Scenario, *, changes: bool = False) -> dict[str, Any]:
        """Put a scenario there, and the layout, which no case changes."""
        self.put("layout", layout(menu_of(scenario), assemble(scenario).template))
        found = changeable(scenario.name) if changes else case(scenario, changes=False)
        self.put(name, found)
        return found

    def run(self, do: str, **task: Any) -> Any:
        """What a task of ``run.mjs`` comes to."""
        self.put("task", {"do": do, **task})
        return _json(str(SCRIPT), str(self.folder), (ROOT / "sim" / "browser").as_uri())

    def evaluate(self, code: str, *given: Any) -> Any:
        """What a program writes, given paths or what becomes JSON."""
        texts = [str(each) if isinstance(each, Path) else json.dumps(each) for each in given]
        return _json("--input-type=module", "--eval", code, *texts)


def _json(*arguments: str) -> Any:
    """What node writes."""
    done = subprocess.run(
        [node(), *arguments], capture_output=True, encoding="utf-8", timeout=600, check=False
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


@pytest.fixture
def browser(tmp_path: Path, module: bytes) -> Node:
    return Node(tmp_path, module)
