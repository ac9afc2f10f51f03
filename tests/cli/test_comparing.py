"""The two commands that play many runs. The compiled month may have to be compiled first."""

import builtins
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest

import sim
from sim.analysis.summaries import summarise
from sim.cli import main
from sim.model.batch import Batch, play_many
from sim.model.codes import (
    RunError,
)

Call = Callable[..., tuple[int, str, str]]
CASE = "ceuta_2021"


@pytest.fixture
def call(capsys: pytest.CaptureFixture[str]) -> Call:
    """Call `qpq` in this process; return exit code, stdout and stderr."""

    def called(*arguments: object) -> tuple[int, str, str]:
        with pytest.raises(SystemExit) as caught:
            main([str(each) for each in arguments])
        code = caught.value.code or 0
        assert isinstance(code, int)
        return code, *capsys.readouterr()

    return called


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A result of `qpq pairings`, played once."""
    out = tmp_path_factory.mktemp("results") / "pairings"
    with pytest.raises(SystemExit) as caught:
        main(["pairings", CASE, "eu_tunisia_2023", "-n", "12", "--seed", "5", "--out", str(out)])
    assert not caught.value.code
    return out


def manifest(folder: Path) -> dict[str, Any]:
    content: dict[str, Any] = json.loads((folder / "manifest.json").read_text("utf-8"))
    return content


def test_pairings_leave_records_with_units_and_a_figure(folder: Path) -> None:
    runs, tables = (pq.read_table(folder / f"{name}.parquet") for name in ("runs", "tables"))
    assert runs.num_rows == 2 * 4 * 12
    assert tables.num_rows == 2 * runs.num_rows
    assert runs.schema.field("people_harm").metadata[b"unit"] == b"index"
    assert runs.schema.field("paper_months").metadata[b"unit"] == b"months"
    assert set(runs["seed"].to_pylist()) == {5}
    assert (folder / "pairings.png").read_bytes().startswith(b"\x89PNG")
    assert (folder / "pairings.svg").read_text("utf-8").startswith("<?xml")
    assert set(manifest(folder)["scenarios"]) == {CASE, "eu_tunisia_2023"}


def test_a_row_is_the_run_that_the_readable_driver_plays(folder: Path) -> None:
    rows = pq.read_table(folder / "runs.parquet").to_pylist()
    row = next(
        each
        for each in rows
        if each["scenario"] == CASE
        and each["arm"] == "coercive x reverse_conditionality"
        and each["replication"] == 3
    )
    run = sim.run(
        CASE,
        seed=5,
        replication=3,
        set=manifest(folder)["scenarios"][CASE]["arms"][row["arm"]]["set"],
    )
    assert {name: row[name] for name in run.outcome} == run.outcome
    assert row["error"] is None


def test_pairings_again_give_the_same_bytes_with_other_jobs(folder: Path, call: Call) -> None:
    before = {path.name: path.read_bytes() for path in folder.iterdir()}
    arguments = ("pairings", CASE, "eu_tunisia_2023", "-n", 12, "--seed", 5, "--out", folder)
    code, out, _ = call(*arguments, "--jobs", 1)
    assert code == 0
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == before
    # One line for each side, four pairings, and where everything is.
    assert out.count("Spain: ") == out.count("Morocco: ") == 4
    assert all(f"{folder.as_posix()}/{name}" in out for name in before)


def test_pairings_in_json_are_those_of_the_records(
    folder: Path, tmp_path: Path, call: Call
) -> None:
    code, out, _ = call(
        *("pairings", CASE, "-n", 12, "--seed", 5, "--out", tmp_path / "other", "--json")
    )
    assert code == 0
    found = json.loads(out)["pairings"]
    tables = pq.read_table(folder / "tables.parquet").to_pylist()
    for pairing in found:
        months = [
            row["paper_agreement"]
            for row in tables
            if (row["scenario"], row["arm"], row["table"]) == (CASE, pairing["arm"], "rabat")
        ]
        agreement = pairing["outcomes"]["agreement"]
        assert agreement["n"] == len(months) == 12
        assert agreement["value"] == sum(months) / 12
    assert len({pairing["arm"] for pairing in found}) == 4


def test_without_matplotlib_there_is_a_line_and_no_figure(
    tmp_path: Path, call: Call, monkeypatch: pytest.MonkeyPatch
) -> None:
    imported = builtins.__import__

    def without(name: str, *rest: Any) -> Any:
        if name.startswith("matplotlib"):
            raise ImportError(name)
        return imported(name, *rest)

    monkeypatch.setattr(builtins, "__import__", without)
    strategies = ("--destination", "coercive", "--partner", "stalling")
    code, out, err = call("pairings", CASE, "-n", 2, "--out", tmp_path / "bare", *strategies)
    assert code == 0
    assert "No figure: it needs matplotlib" in err
    assert "pairings.png" not in out
    assert sorted(path.name for path in (tmp_path / "bare").iterdir()) == [
        "manifest.json",
        "runs.parquet",
        "tables.parquet",
    ]


def test_comparisons_pair_runs_with_the_same_shocks(tmp_path: Path, call: Call) -> None:
    arms = ("base", "no_hospital", "no_hospital+no_linkage")
    options = [part for arm in arms for part in ("--arm", arm)]
    code, out, _ = call("compare", CASE, *options, "-n", 10, "--out", tmp_path / "c", "--json")
    assert code == 0
    found = json.loads(out)
    assert [each["arm"] for each in found["arms"]] == list(arms)
    assert [each["arm"] for each in found["differences"]] == list(arms[1:])
    rows = pq.read_table(tmp_path / "c" / "runs.parquet")
    values = {each.labels["arm"]: each.estimates["arrivals"].value for each in summarise(rows)}
    for each in found["differences"]:
        difference = each["outcomes"]["arrivals"]
        assert difference["value"] == pytest.approx(values[each["arm"]] - values["base"])
        assert difference["low"] <= difference["value"] <= difference["high"]
        assert difference["n"] == each["pairs"] == 10
    assert manifest(tmp_path / "c")["scenarios"][CASE]["arms"][arms[2]]["overrides"] == [
        "no_hospital",
        "no_linkage",
    ]


def test_a_comparison_is_printed_by_layer_with_harm_beside_arrivals(call: Call) -> None:
    code, out, _ = call("compare", CASE, "--arm", "base", "--arm", "no_hospital", "-n", 8)
    assert code == 0
    lines = [line.strip() for line in out.splitlines()]
    places = [lines.index(layer) for layer in ("paper", "process", "people")]
    assert places == sorted(places)
    people = lines[places[2] :]
    assert people[1].startswith("arrivals") and people[3].startswith("exposure to harm")


def test_failed_runs_are_left_out_and_said(call: Call, monkeypatch: pytest.MonkeyPatch) -> None:
    def with_a_failure(*arguments: Any, **more: Any) -> Batch:
        batch = play_many(*arguments, **more)
        batch.errors[3] = RunError.RANGE
        return batch

    monkeypatch.setattr("sim.sweeps.arms.play_many", with_a_failure)
    arms = ("--arm", "base", "--arm", "no_hospital")
    code, out, err = call("compare", CASE, *arms, "-n", 10, "--json")
    assert code == 1
    found = json.loads(out)
    assert [(each["played"], each["failed"]) for each in found["arms"]] == [(10, 1)] * 2
    assert (found["differences"][0]["pairs"], found["differences"][0]["failed"]) == (10, 1)
    assert "2 of 20 runs failed" in err
    assert "replication 3 of arm 'base' (a value is out of its range)" in err


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["compare", CASE], "a comparison needs two or more"),
        (["compare", CASE, "--arm", "base"], "a comparison needs two or more"),
        (["compare", CASE, "--arm", "base", "--arm", "base"], "named twice"),
        (["compare", CASE, "--arm", "base", "--arm", "no_hospitl"], "did you mean 'no_hospital'?"),
        (["compare", CASE, "--arm", "base", "--arm", "no_hospital+"], "no override is named ''"),
        (
            ["compare", CASE, *("--arm", "base", "--arm", "no_hospital", "--set", "actors.x.y=1")],
            "nothing is named 'x' in 'actors'",
        ),
        (["pairings"], "SCENARIO"),
        (["pairings", "ceuta"], "did you mean 'ceuta_2021'?"),
        (["pairings", CASE, CASE], "two scenarios are named"),
        (["pairings", CASE, "--destination", "coercve"], "did you mean 'coercive'?"),
        (["pairings", CASE, "--destination", "coercve"], "--destination: "),
        (["pairings", CASE, "--partner", "stalling,"], "a name is missing"),
        (["pairings", CASE, "--destination", "reverse_conditionality"], "cannot play"),
        (["pairings", CASE, "-n", "0"], "greater than or equal to 1"),
    ],
)
def test_bad_input_is_one_message_before_anything_is_played(
    arguments: list[str], said: str, call: Call, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    code, out, err = call(*arguments)
    assert (code, out) == (2, "")
    assert said in err
    assert "Traceback" not in err
    assert list(tmp_path.iterdir()) == []


def test_a_result_of_another_kind_is_refused_before_anything_is_played(
    folder: Path, call: Call
) -> None:
    arms = ("--arm", "base", "--arm", "no_hospital")
    code, _, err = call("compare", CASE, *arms, "-n", 10**9, "--out", folder)
    assert code == 3
    assert "holds pairings, not comparison" in err
