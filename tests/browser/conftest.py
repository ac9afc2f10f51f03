"""The model as browsers run it, played by node: the driver's own JavaScript, on the same engine."""

import fcntl
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
from sim.model.fingerprint import cache_root
from sim.scenario import Scenario
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
    cache_root().mkdir(parents=True, exist_ok=True)
    with (cache_root() / "engine.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        return keeping.module()


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
        found = case(scenario, changes=changes)
        self.put(name, found)
        return found

    def run(self, do: str, **task: Any) -> Any:
        """What a task of ``run.mjs`` comes to."""
        self.put("task", {"do": do, **task})
        done = subprocess.run(
            [node(), str(SCRIPT), str(self.folder), (ROOT / "sim" / "browser").as_uri()],
            capture_output=True,
            encoding="utf-8",
            timeout=600,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        return json.loads(done.stdout)


@pytest.fixture
def browser(tmp_path: Path, module: bytes) -> Node:
    return Node(tmp_path, module)
