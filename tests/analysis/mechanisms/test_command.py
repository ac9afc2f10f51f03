"""``qpq mechanisms``: what it prints, and what it refuses."""

import json

import pytest

from sim.cli import main


def qpq(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str, str]:
    with pytest.raises(SystemExit) as ended:
        main(["mechanisms", *arguments])
    printed = capsys.readouterr()
    assert isinstance(ended.value.code, int)
    return ended.value.code, printed.out, printed.err


def test_what_is_not_played_is_listed_too(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, err = qpq(capsys, "--only", "M12, M23")
    assert (code, err) == (0, "")
    lines = out.splitlines()
    assert len(lines) == 3
    assert lines[1].startswith("M12") and lines[1].rstrip().endswith("tested")
    assert lines[2].startswith("M23") and lines[2].rstrip().endswith("left out")


def test_json_holds_results_alone(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = qpq(capsys, "--only", "M12", "--json")
    assert code == 0
    assert json.loads(out) == {"command": "mechanisms", "results": {}}


def test_an_unknown_mechanism_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, err = qpq(capsys, "--only", "M07,M999")
    assert (code, out) == (2, "")
    assert err.startswith("qpq: --only: M999: no such mechanism; expected one of M01")


@pytest.mark.slow
def test_an_experiment_is_played(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = qpq(capsys, "--only", "M43", "-n", "40", "--json")
    assert code == 0
    (result,) = json.loads(out)["results"].values()
    assert result["pairs"] == result["plain"]["n"] == 40
    assert result["plain"]["verdict"] == "shown"
