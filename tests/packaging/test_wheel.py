"""The wheel: built from the repository, installed elsewhere, it plays a case by its name."""

import json
import os
import subprocess
import sys
import venv
import zipfile
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from sim.browser import keeping
from sim.model.compiled import ship, shipped_place
from tests.browser.conftest import module

__all__ = ["module"]

ROOT = Path(__file__).parents[2]


def call(*command: str | Path, cwd: Path, **more: str) -> subprocess.CompletedProcess[str]:
    """Run a command that must not see this checkout by accident."""
    environment = {key: value for key, value in os.environ.items() if key != "PYTHONPATH"}
    environment.update({"PYTHONIOENCODING": "utf-8", **more})
    return subprocess.run(
        [str(part) for part in command],
        cwd=cwd,
        env=environment,
        capture_output=True,
        encoding="utf-8",
        timeout=600,
        check=False,
    )


def demand(done: subprocess.CompletedProcess[str]) -> None:
    assert done.returncode == 0, f"{done.args}\n{done.stdout}\n{done.stderr}"


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory, module: bytes) -> Iterator[Path]:
    out = tmp_path_factory.mktemp("dist")
    engine = next(keeping.places())
    made = [place for place in (engine, shipped_place()) if not place.is_file()]
    engine.write_bytes(module)
    ship()
    # The build backend is locked among the test dependencies, so nothing is fetched here.
    demand(
        call(
            *(sys.executable, "-m", "build", "--wheel", "--no-isolation"),
            *("--outdir", out, ROOT),
            cwd=out,
        )
    )
    (built,) = out.glob("*.whl")
    yield built
    for place in made:
        place.unlink()


def test_wheel_holds_each_scenario_once_and_nothing_else(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        names = archive.namelist()
    count = Counter(
        Path(name).name for name in names if Path(name).suffix in {".yaml", ".bib", ".json"}
    )
    shipped = {path.name for path in (ROOT / "scenarios").iterdir() if path.is_file()}
    assert "ceuta_2021.yaml" in shipped
    assert {name: count[name] for name in shipped} == dict.fromkeys(shipped, 1)
    assert {f"sim/_scenarios/{name}" for name in shipped} <= set(names)
    notebooks = {path.name for path in (ROOT / "notebooks").glob("*.ipynb")}
    assert {Path(name).name for name in names if name.endswith(".ipynb")} == notebooks
    (metadata,) = {name.split("/")[0] for name in names} - {"sim"}
    assert metadata.endswith(".dist-info")
    assert {"sim/py.typed", "sim/_docs/mechanisms.json"} <= set(names)
    assert not [name for name in names if "__pycache__" in name]
    assert {"sim/page/built/app.js", "sim/page/words/en.yaml"} <= set(names)
    assert not [name for name in names if name.startswith("sim/page/app/")]
    assert {f"sim/browser/{next(keeping.places()).name}", "sim/browser/engine.js"} <= set(names)
    assert f"sim/model/{shipped_place().name}" in names


def installed(wheel: Path, home: Path) -> Path:
    """The command `qpq` of a new environment that holds the wheel and the locked versions."""
    venv.create(home, with_pip=True)
    programs = home / ("Scripts" if os.name == "nt" else "bin")
    demand(
        call(
            *(programs / "python", "-m", "pip", "install", "--quiet"),
            *("--disable-pip-version-check", "--constraint", ROOT / "requirements.lock", wheel),
            cwd=home,
        )
    )
    return programs / "qpq"


def test_installed_command_works_elsewhere(wheel: Path, tmp_path: Path) -> None:
    # One test, because parallel workers would each install anew.
    qpq = installed(wheel, tmp_path / "clean")
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()

    story = call(qpq, "run", "ceuta_2021", cwd=elsewhere)
    demand(story)
    assert "Morocco" in story.stdout
    assert "2021" in story.stdout
    assert str(ROOT) not in story.stdout

    data = call(qpq, "run", "ceuta_2021", "--json", cwd=elsewhere)
    demand(data)
    assert json.loads(data.stdout)

    batch = call(
        *(qpq, "compare", "ceuta_2021", "--arm", "base", "--arm", "no_hospital", "-n", "20"),
        *("--out", "compared"),
        cwd=elsewhere,
        QPQ_CACHE=str(tmp_path / "cache"),
    )
    demand(batch)
    assert "compiles" not in batch.stderr
    # Machine code was made of what the wheel brings; nothing was compiled from sources.
    assert {path.suffix for path in (tmp_path / "cache").rglob("*.*")} == {".o", ".lock"}

    notebooks = call(qpq, "notebook", "--list", cwd=elsewhere)
    demand(notebooks)
    assert "1 · A first negotiation" in notebooks.stdout
    missing = call(qpq, "notebook", cwd=elsewhere)
    assert "quidproquo[notebooks]" in missing.stderr

    unknown = call(qpq, "run", "ceuta_2012", cwd=elsewhere)
    assert unknown.returncode == 2
    assert "ceuta_2021" in unknown.stderr
    assert "Traceback" not in unknown.stderr
