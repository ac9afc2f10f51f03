"""`qpq notebook`: copies of one's own, and clear words when something is missing.

That JupyterLab opens them is tested in a browser, see `tests/notebooks/test_browser.py`.
"""

import json
import re
from pathlib import Path
from typing import Any

import pytest

from sim.cli import notebooks
from tests.cli.conftest import Qpq


@pytest.fixture
def started(monkeypatch: pytest.MonkeyPatch) -> list[Path]:
    """Notebooks with which JupyterLab would have been started."""
    found: list[Path] = []

    def start(python: str, notebook: Path, *more: Any) -> None:
        found.append(notebook)

    monkeypatch.setattr(notebooks, "_start", start)
    return found


def test_all_notebooks_are_listed_with_their_titles(qpq: Qpq) -> None:
    done = qpq("notebook", "--list")
    assert done.code == 0
    assert [line.split(":")[0] for line in done.out.splitlines()] == [
        path.stem for path in notebooks.shipped()
    ]
    assert "01_a_first_negotiation: 1 · A first negotiation, month by month" in done.out


@pytest.mark.parametrize("name", ["1", "01_a_first_negotiation", "a_first_negotiation.ipynb"])
def test_a_notebook_has_a_number_and_a_name(
    qpq: Qpq, started: list[Path], tmp_path: Path, name: str
) -> None:
    done = qpq("notebook", name, "--folder", str(tmp_path / "mine"))
    assert (done.code, started) == (0, [tmp_path / "mine" / "01_a_first_negotiation.ipynb"])


def test_what_a_student_has_written_stays(qpq: Qpq, started: list[Path], tmp_path: Path) -> None:
    mine = tmp_path / "01_a_first_negotiation.ipynb"
    mine.write_text("my answers", "utf-8")
    done = qpq("notebook", "--folder", str(tmp_path))
    assert mine.read_text("utf-8") == "my answers"
    assert "as you left them" in " ".join(done.out.split())
    assert {path.name for path in tmp_path.iterdir()} == {p.name for p in notebooks.shipped()}


def test_copies_give_no_answer_away_and_lead_nowhere_that_is_not_there(
    qpq: Qpq, started: list[Path], tmp_path: Path
) -> None:
    qpq("notebook", "--folder", str(tmp_path))
    for path in tmp_path.iterdir():
        stored = json.loads((notebooks.shipped()[0].parent / path.name).read_text("utf-8"))
        copy = json.loads(path.read_text("utf-8"))
        assert len(copy["cells"]) == len(stored["cells"])
        for cell, shipped in zip(copy["cells"], stored["cells"], strict=True):
            text = "".join(cell["source"])
            if cell["cell_type"] == "code":
                assert (cell["outputs"], cell["execution_count"]) == ([], None)
                assert cell["source"] == shipped["source"]
            # An answer waits until it is asked for.
            for answer in text.split("<summary>Answer</summary>")[:-1]:
                assert answer.endswith("<details>")
            for target in re.findall(r"\]\(([^)]+)\)", text if cell["cell_type"] != "code" else ""):
                assert (tmp_path / target).is_file()
        assert any(cell.get("outputs") for cell in stored["cells"])


def test_an_unknown_notebook_has_a_nearest_name(qpq: Qpq, started: list[Path]) -> None:
    done = qpq("notebook", "01_a_first_negotation")
    assert (done.code, started) == (2, [])
    assert "no notebook '01_a_first_negotation'" in done.err
    assert "did you mean '01_a_first_negotiation'" in done.err.lower()


def test_a_folder_that_cannot_be_written_is_one_message(
    qpq: Qpq, started: list[Path], tmp_path: Path
) -> None:
    (tmp_path / "file").write_text("", "utf-8")
    done = qpq("notebook", "--folder", str(tmp_path / "file" / "below"))
    assert (done.code, started) == (3, [])
    assert "cannot be written" in done.err


def test_without_jupyterlab_it_says_what_to_install(
    qpq: Qpq, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
    done = qpq("notebook", "--folder", str(tmp_path / "mine"))
    assert done.code == 1
    assert "quidproquo[notebooks]" in done.err
    assert not (tmp_path / "mine").exists()
