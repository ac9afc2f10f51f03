"""Every path that a user names goes through one door: one clear error, and nothing hangs."""

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from threading import Thread

import pytest

import sim
from sim.cli import main
from sim.errors import InputError
from sim.paths import MOST_BYTES, read_bytes, read_text, standing_at

pytestmark = pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs pipes and devices")

BAD = {
    "missing": "no such",
    "below_a_file": "no such",
    "dangling": "no such",
    "long_name": "the name is too long",
    "long_path": "the name is too long",
    "loop": "links that lead back to themselves",
    "through_a_loop": "links that lead back to themselves",
    "device": "is a device",
    "pipe": "is a pipe",
    "forbidden": "no permission to read it",
    "folder": "is a directory",
    "binary": "binary",
    "enormous": "enormous",
}
"""Paths that are no file to read, and what is said of them."""

DOORS: dict[str, Callable[[str], object]] = {
    "load": sim.load,
    "sim.run": sim.run,
    "add_strategy": sim.add_strategy,
    "run": lambda path: ["run", path],
    "show": lambda path: ["show", path],
    "play": lambda path: ["play", path, "--seat", "spain"],
    "check": lambda path: ["check", path],
    "compare": lambda path: ["compare", path],
    "pairings": lambda path: ["pairings", path],
    "sweep": lambda path: ["sweep", path],
    "plot": lambda path: ["plot", path, "--kind", "space"],
    "strategy file": lambda path: ["run", "ceuta_2021", "--strategy-file", path],
}
"""Where a user names a file: functions, and commands whose arguments they return."""


@pytest.fixture
def bad(tmp_path: Path) -> Iterator[Callable[[str, str], Path]]:
    """A bad path of some kind, whose name ends as it should."""
    unreadable: list[Path] = []

    def made(kind: str, ending: str) -> Path:
        path = tmp_path / f"case{ending}"
        if kind == "below_a_file":
            (tmp_path / "file").write_text("x", "utf-8")
            return tmp_path / "file" / path.name
        if kind == "dangling":
            path.symlink_to(tmp_path / "nowhere")
        elif kind == "long_name":
            return tmp_path / ("x" * 300 + ending)
        elif kind == "long_path":
            return tmp_path / ("x/" * 4000 + path.name)
        elif kind in ("loop", "through_a_loop"):
            path.symlink_to(path)
            return path if kind == "loop" else path / path.name
        elif kind == "device":
            path.symlink_to("/dev/zero")
        elif kind == "pipe":
            os.mkfifo(path)
        elif kind == "forbidden":
            path.write_text("title: x", "utf-8")
            path.chmod(0)
            unreadable.append(path)
            if os.access(path, os.R_OK):
                pytest.skip("this user may read everything")
        elif kind == "folder":
            path.mkdir()
        elif kind == "binary":
            path.write_bytes(b"\x7fELF\0\1")
        elif kind == "enormous":
            path.write_bytes(b"#" * (MOST_BYTES + 1))
        return path

    yield made
    for path in unreadable:
        path.chmod(0o600)


@pytest.mark.parametrize("door", DOORS)
@pytest.mark.parametrize("kind", BAD)
def test_bad_paths_at_every_door(
    kind: str,
    door: str,
    bad: Callable[[str, str], Path],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(tmp_path)
    is_strategy = "strategy" in door
    if kind == "folder" and door in ("check", "plot"):
        pytest.skip("a folder is checked, or holds results")
    if is_strategy and kind == "binary":
        pytest.skip("Python itself says what is wrong with it")
    path = str(bad(kind, ".py" if is_strategy else ".yaml"))
    ended: list[object] = []

    def enter() -> None:
        try:
            arguments = DOORS[door](path)
            assert isinstance(arguments, list)
            main(arguments)
        except SystemExit as end:
            ended.append(end.code)
        except InputError as error:
            ended.extend((2, str(error)))

    entering = Thread(target=enter, daemon=True)
    entering.start()
    entering.join(60)
    assert not entering.is_alive(), "it hangs"
    printed = capsys.readouterr()
    said = str(ended[1]) if len(ended) > 1 else printed.err + printed.out
    assert ended[0] == 2
    assert BAD[kind] in said
    assert "should not happen" not in said
    assert len([line for line in said.splitlines() if line.strip()]) <= 2


@pytest.mark.parametrize("name", ["codebook.yaml", "sources.bib"])
@pytest.mark.parametrize("kind", ["loop", "device", "pipe", "enormous"])
def test_what_a_case_brings_along(
    kind: str, name: str, bad: Callable[[str, str], Path], tmp_path: Path
) -> None:
    case = tmp_path / "mine.yaml"
    case.write_bytes(Path(sim.load("ceuta_2021").provenance.path).read_bytes())
    bad(kind, "").rename(tmp_path / name) if kind != "loop" else os.symlink(name, tmp_path / name)
    with pytest.raises(InputError, match=BAD[kind]) as caught:
        sim.load(case)
    assert name in str(caught.value)


@pytest.mark.parametrize("kind", ["missing", "long_name", "loop", "device", "pipe"])
def test_where_a_new_case_is_written(
    kind: str, bad: Callable[[str, str], Path], tmp_path: Path
) -> None:
    with pytest.raises(InputError, match="no such folder" if kind == "missing" else BAD[kind]):
        sim.new_scenario("mine", bad(kind, ""))
    with pytest.raises(InputError, match="the name is too long"):
        sim.new_scenario("x" * 300, tmp_path)


def test_a_byte_order_mark_is_no_text(tmp_path: Path) -> None:
    path = tmp_path / "marked.yaml"
    path.write_bytes(b"\xef\xbb\xbfa: 1")
    assert read_text(path) == "a: 1"
    assert read_bytes(path, "a file").endswith(b"a: 1")
    assert standing_at(path) == "file"


def test_a_missing_file_names_what_is_near(tmp_path: Path) -> None:
    (tmp_path / "patient.py").write_text("", "utf-8")
    (tmp_path / "patient.txt").write_text("", "utf-8")
    with pytest.raises(InputError, match=r"did you mean 'patient\.py'"):
        read_bytes(tmp_path / "patent.py", "a Python file")


@pytest.mark.parametrize("path", ["a\0b", "a\ud800b"])
def test_names_that_no_system_takes(path: str) -> None:
    with pytest.raises(InputError):
        sim.load(path)
