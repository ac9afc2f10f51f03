import csv
import json
import re
from pathlib import Path

import pytest

from tests.analysis.made_up_sweeps import coercion
from tests.cli.conftest import Qpq

pytest.importorskip("SALib")
pytest.importorskip("sklearn")
pytest.importorskip("matplotlib")

BEATS = ("--beats", "tables.main.partner.strategy=coercive>cooperative")


@pytest.fixture
def sweep(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder that reads as a planted sweep."""
    stored = coercion(points=60, replications=10)
    monkeypatch.setattr("sim.cli.analysing.opened", lambda *_, **__: stored)
    return tmp_path / "planted"


def test_it_writes_a_report_tables_and_figures(qpq: Qpq, sweep: Path) -> None:
    result = qpq("analyse", str(sweep), *BEATS)
    assert (result.code, result.err) == (0, "")
    assert "1,200 runs at 120 points; none failed" in result.out
    assert "coercive beats cooperative (more agreement) where" in result.out
    folder = sweep.with_name("planted-analysis")
    page = (folder / "report.html").read_text("utf-8")
    assert len(re.findall(r"<img src=\"data:image/png;base64,", page)) == 4
    linked = re.findall(r"\]\(([\w-]+\.png)\)", (folder / "report.md").read_text("utf-8"))
    assert len(linked) == 4
    assert all((folder / name).is_file() for name in linked)
    with (folder / "sensitivity.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    assert {row["axis"] for row in rows if row["outcome"] == "agreement"} == {
        "tables.main.partner.strategy",
        "actors.small.dependence",
        "actors.union.coherence",
    }


def test_the_same_sweep_gives_the_same_files(qpq: Qpq, sweep: Path, tmp_path: Path) -> None:
    for name in ("one", "two"):
        assert qpq("analyse", str(sweep), "--out", str(tmp_path / name)).code == 0
    names = sorted(path.name for path in (tmp_path / "one").iterdir())
    assert names == sorted(path.name for path in (tmp_path / "two").iterdir())
    for name in names:
        assert (tmp_path / "one" / name).read_bytes() == (tmp_path / "two" / name).read_bytes()


def test_json_is_all_there_is_on_stdout(qpq: Qpq, sweep: Path) -> None:
    result = qpq("analyse", str(sweep), *BEATS, "--outcome", "harm", "--json")
    told = json.loads(result.out)
    assert result.code == 0
    assert {row["outcome"] for row in told["sensitivity"]} == {"harm"}
    assert told["regions"][0]["holds"] is True
    assert "report.html" in told["files"]


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("--beats", "strategy"), "--beats: 'strategy' cannot be read; expected axis=one>other"),
        (("--where", "agreement=1"), "--where: 'agreement=1' cannot be read"),
        (("--arm", "none=x"), "--arm: 'none=x' cannot be read; expected arm=axis=value"),
        (("--side", "both"), "--side: 'both' cannot be read; expected destination or partner"),
        (("--outcome", "harms"), "harms: the runs hold no such outcome"),
        (("--beats", "way=a>b"), "way: the design has no such axis"),
        (("--arm", "never=strategy=tame"), "'tame' is no value of this axis"),
        (("--precision", "0"), "--precision: 0.0; expected a number above zero"),
    ],
)
def test_what_cannot_be_done_is_said(
    qpq: Qpq, sweep: Path, arguments: tuple[str, ...], message: str
) -> None:
    result = qpq("analyse", str(sweep), *arguments)
    assert (result.code, result.out) == (2, "")
    assert message in result.err
    assert not sweep.with_name("planted-analysis").exists()


def test_a_folder_without_a_sweep_is_named(qpq: Qpq, tmp_path: Path) -> None:
    result = qpq("analyse", str(tmp_path / "nothing"))
    assert result.code == 3
    assert "nothing" in result.err
