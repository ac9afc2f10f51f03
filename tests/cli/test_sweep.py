"""`qpq sweep`, `qpq results` and `qpq replay`."""

import csv
import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest

from sim.cli import main
from tests.runs.small import ROOT, scenario_in

Qpq = Callable[..., Any]
VARY = ("--vary", "actors.north.patience=0.5,0.9", "--vary", "horizon=4:6", "--points", "3")


@pytest.fixture
def world(tmp_path: Path) -> str:
    scenario_in(tmp_path)
    return str(tmp_path / "world.yaml")


@pytest.fixture(scope="module")
def played(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small sweep that nobody alters."""
    folder = tmp_path_factory.mktemp("played")
    scenario_in(folder)
    with pytest.raises(SystemExit):
        main(["sweep", str(folder / "world.yaml"), *VARY, "-n", "4", "--out", f"{folder}/out"])
    return folder / "out"


def test_a_sweep_is_played_shown_read_and_replayed(qpq: Qpq, world: str, tmp_path: Path) -> None:
    out = tmp_path / "results" / "first"
    done = qpq("sweep", world, *VARY, "-n", "10", "--out", str(out))
    assert done.code == 0
    assert "60 runs: 6 points of the design 'grid' over 2 axes, 10 runs at each" in done.err
    assert "About 1 s on 2 cores and at most " in done.err
    content = json.loads((out / "manifest.json").read_text("utf-8"))["content_sha256"]
    assert content in done.out
    again = qpq("sweep", world, *VARY, "-n", "10", "--out", str(out), "--json")
    assert (again.code, json.loads(again.out)["content_sha256"]) == (0, content)
    assert "Complete already" in again.err

    listed = qpq("results", "list", str(tmp_path / "results"))
    assert listed.code == 0 and "first" in listed.out and "complete" in listed.out
    found = json.loads(qpq("results", "list", str(tmp_path / "results"), "--json").out)
    assert found["results"][0]["content_sha256"] == content
    shown = qpq("results", "show", str(out))
    assert shown.code == 0 and "horizon (uncertainty): 4 to 6" in shown.out
    assert json.loads(qpq("results", "show", str(out), "--json").out)["failures"] == []
    asked = qpq("results", "query", str(out), "SELECT count(*) AS n FROM runs", "--json")
    assert json.loads(asked.out)["rows"] == [{"n": 60}]
    asked = qpq("results", "query", str(out), "SELECT horizon FROM design LIMIT 1")
    assert asked.out.split() == ["horizon", "4"]
    assert qpq("results", "query", str(out), "SELECT x FROM runs").code == 2
    verified = qpq("results", "verify", str(out))
    assert verified.code == 0 and content in " ".join(verified.out.split())

    told = qpq("replay", str(out), "--run", "37")
    assert told.code == 0 and "Every outcome of run 37 is exactly what is stored." in told.out
    assert "Set: actors.north.patience = 0.9." in told.out
    told = json.loads(qpq("replay", str(out), "--run", "37", "--json").out)
    assert told["equal_to_stored"] is True and told["scenario"] == "world"
    missing = qpq("replay", str(out), "--run", "60")
    assert missing.code == 2 and "from 0 to 59" in missing.err


def test_rows_are_written_for_other_programs(qpq: Qpq, world: str, tmp_path: Path) -> None:
    pandas = pytest.importorskip("pandas")
    out = tmp_path / "out"
    assert qpq("sweep", world, *VARY, "-n", "4", "--out", str(out)).code == 0
    for name in ("rows.csv", "rows.parquet", "rows.dta"):
        assert qpq("results", "export", str(out), "--out", str(tmp_path / name)).code == 0
    with (tmp_path / "rows.csv").open(newline="", encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == 24 and rows[0]["actors.north.patience"] == "0.5"
    assert pq.read_table(tmp_path / "rows.parquet").num_rows == 24
    stata = pandas.read_stata(tmp_path / "rows.dta")
    assert list(stata["actors_north_patience"]) == [0.5] * 12 + [0.9] * 12
    refused = qpq("results", "export", str(out), "--out", str(tmp_path / "rows.xls"))
    assert refused.code == 2 and "one of .csv, .parquet, .dta" in refused.err
    refused = qpq("results", "export", str(out), "--what", "run", "--out", "x.csv")
    assert refused.code == 2 and "did you mean 'runs'" in refused.err


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ("/* nothing */", "it asks nothing"),
        ("SELEC 1", "syntax error"),
        ("SELECT actors.north.patience FROM runs", "in double quotes"),
        ('SELECT "actors.north.patienc" FROM runs', "did you mean 'actors.north.patience'?"),
        ("SELECT * FROM months", "expected as tables one of runs, tables, design"),
    ],
)
def test_a_wrong_question_is_one_message(qpq: Qpq, played: Path, asked: str, said: str) -> None:
    done = qpq("results", "query", str(played), asked)
    assert (done.code, done.out) == (2, "") and said in done.err
    assert "should not happen" not in done.err


def test_damaged_parts_are_told_wherever_they_are_read(
    qpq: Qpq, played: Path, tmp_path: Path
) -> None:
    out = tmp_path / "copy"
    shutil.copytree(played, out)
    part = out / "runs" / "part-00000.parquet"
    data = part.read_bytes()
    # The end of the file is whole: what is wrong shows only when rows are read.
    part.write_bytes(data[:4] + bytes(2000) + data[2004:])
    file = tmp_path / "rows"
    for command in (
        ("query", str(out), "SELECT * FROM runs"),
        ("export", str(out), "--out", f"{file}.csv"),
        ("export", str(out), "--out", f"{file}.parquet"),
    ):
        done = qpq("results", *command)
        assert done.code == 3 and "see 'qpq results verify'" in done.err
        assert len(done.err.splitlines()) == 1
    assert not list(tmp_path.glob("rows*"))
    again = qpq("results", "verify", str(out), "--recompute")
    assert again.code == 0 and "Parts played again: 1 of " in again.out


def test_an_empty_place_holds_no_sweeps(qpq: Qpq, tmp_path: Path) -> None:
    assert qpq("results", "list", str(tmp_path)).err == f"No sweeps in {tmp_path.as_posix()}.\n"
    gone = qpq("results", "list", str(tmp_path / "gone"))
    assert gone.code == 2 and "no such folder" in gone.err


def test_a_plan_is_shown_without_being_played(qpq: Qpq, world: str, tmp_path: Path) -> None:
    out = tmp_path / "out"
    done = qpq("sweep", world, *VARY, "--plan", "--json", "--out", str(out))
    plan = json.loads(done.out)["plan"]
    assert (done.code, plan["runs"], plan["points"], out.exists()) == (0, 600, 6, False)


def test_a_file_and_options_come_together(qpq: Qpq, world: str, tmp_path: Path) -> None:
    path = tmp_path / "sweep.yaml"
    path.write_text(
        "scenario: world.yaml\ndesign: lhs\npoints: 8\nreplications: 2\n"
        "axes: {actors.north.patience: {low: 0.5, high: 0.9}}\n",
        "utf-8",
    )
    plan = json.loads(qpq("sweep", str(path), "--plan", "--json").out)["plan"]
    assert (plan["design"], plan["points"], plan["runs"]) == ("lhs", 8, 16)
    more = ("--vary", "horizon=4:6", "--points", "5", "-n", "3", "--seed", "9")
    plan = json.loads(qpq("sweep", str(path), *more, "--plan", "--json").out)["plan"]
    assert plan["axes"] == ["actors.north.patience", "horizon"] and plan["runs"] == 15


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--vary", "actors.nort.patience=0.5,0.9"), "did you mean 'actors.north.patience'"),
        (("--vary", "actors.north.patience"), "expected path=a,b,c"),
        (("--design", "lsh"), "did you mean 'lhs'"),
        (("--keep", "monts"), "one of months, provisions, routes, events"),
        (("--design", "sobol", "--vary", "horizon=4:6", "--points", "3"), "a power of two"),
    ],
)
def test_bad_input_is_one_message(
    qpq: Qpq, world: str, arguments: tuple[str, ...], said: str
) -> None:
    done = qpq("sweep", world, *arguments)
    assert (done.code, done.out) == (2, "") and said in done.err


def test_results_that_cannot_be_used_exit_with_3(qpq: Qpq, world: str, tmp_path: Path) -> None:
    out = tmp_path / "out"
    assert qpq("results", "show", str(out)).code == 3
    assert qpq("sweep", world, "-n", "5", "--out", str(out)).code == 0
    other = qpq("sweep", world, "-n", "6", "--out", str(out))
    assert other.code == 3 and "holds another sweep" in other.err
    (out / "runs" / "part-00000.parquet").unlink()
    wrong = qpq("results", "verify", str(out))
    assert wrong.code == 3 and "runs/part-00000.parquet: missing" in wrong.err
    assert qpq("results", "verify", str(out), "--recompute").code == 0
    assert qpq("results", "verify", str(out)).code == 0


@pytest.mark.skipif(os.name != "posix", reason="signals of another kind")
@pytest.mark.parametrize(("asked", "code"), [("SIGINT", 130), ("SIGTERM", 143)])
def test_asked_to_end_it_says_how_to_go_on(
    qpq: Qpq, world: str, tmp_path: Path, asked: str, code: int
) -> None:
    out = tmp_path / "out"
    arguments = ["sweep", world, "-n", "300000", "--out", str(out)]
    process = subprocess.Popen(
        [sys.executable, "-m", "sim.cli", *arguments],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    end = time.monotonic() + 120
    while not (out / "parts.jsonl").exists() and time.monotonic() < end:
        time.sleep(0.01)
    process.send_signal(getattr(signal, asked))
    said, told = process.communicate(timeout=60)
    assert (process.returncode, said) == (code, "")
    assert "of 300,000 runs are kept" in told and f"qpq sweep {world} -n 300000" in told
    assert "Traceback" not in told
    done = qpq(*arguments)
    assert done.code == 0 and "Taken up again" in done.err
