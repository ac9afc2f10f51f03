"""`qpq encode`: an empty sheet, what is wrong with one, and scenarios in a folder."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from sim.coding.encoding import HEAD, SHARED, shared_cases

Qpq = Callable[..., Any]


def test_the_command_writes_checks_and_spares_the_files_of_others(qpq: Qpq, tmp_path: Path) -> None:
    empty = tmp_path / "empty.csv"
    assert qpq("encode", "--template", str(empty), "--cases", "2", "--coder", "Amina").code == 0
    asked = qpq("encode", str(empty))
    assert asked.code == 2 and "'title' is missing" in asked.err
    made = shared_cases() / SHARED
    out = tmp_path / "cases"
    for _ in range(2):
        done = qpq("encode", str(made), "--out", str(out))
        assert (done.code, done.err) == (0, "")
    assert (out / "c05.yaml").read_text("utf-8").startswith(HEAD)
    assert qpq("check", str(out)).code == 0
    (out / "c05.yaml").write_text("mine", "utf-8")
    spared = qpq("encode", str(made), "--out", str(out))
    assert spared.code == 2 and "was not written by" in spared.err
    assert qpq("encode", str(made), "--cases", "3").code == 2
    assert qpq("encode", "--template", str(empty)).code == 2
