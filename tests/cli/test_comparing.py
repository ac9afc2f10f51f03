"""The two commands that play many runs. The compiled month may have to be compiled first."""

import builtins
import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import sim
from sim.analysis.arms import Arms
from sim.analysis.summaries import summarise
from sim.cli import main
from sim.runs.folder import journal
from sim.runs.playing import Player
from sim.runs.variants import of_arms, paired_rows
from tests.runs.small import ROOT

Call = Callable[..., tuple[int, str, str]]
CASE = "ceuta_2021"
KILLED = """
import os
from sim.cli import main
from sim.runs.folder import Folder
whole = Folder.add
def dying(self, part):
    whole(self, part)
    if len(self.done) == 2:
        os._exit(9)
Folder.add = dying
main({command})
"""
"""Plays a comparison, and is gone when two of its parts are on the disk."""


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


def test_pairings_leave_a_sweep_of_each_scenario_and_a_figure(folder: Path) -> None:
    assert {path.name for path in folder.iterdir()} == {
        *(CASE, "eu_tunisia_2023"),
        *("pairings.png", "pairings.svg"),
    }
    assert (folder / "pairings.png").read_bytes().startswith(b"\x89PNG")
    assert (folder / "pairings.svg").read_text("utf-8").startswith("<?xml")
    results = sim.open_results(folder / CASE)
    runs = results.runs()
    assert (results.manifest.content["design"]["kind"], runs.num_rows) == ("list", 4 * 12)
    assert runs.schema.field("people_harm").metadata[b"unit"] == b"index"
    assert set(runs["seed"].to_pylist()) == {5}


def test_a_row_is_the_run_that_the_readable_driver_plays(folder: Path) -> None:
    results = sim.open_results(folder / CASE)
    rows = of_arms(results).to_pylist()
    (row,) = (
        each
        for each in rows
        if (each["arm"], each["replication"]) == ("coercive x reverse_conditionality", 3)
    )
    run = sim.run(CASE, seed=5, replication=3, set={path: row[path] for path in results.axes})
    assert {name: row[name] for name in run.outcome} == run.outcome
    assert row["error"] is None
    again = sim.replay(results, row["run"])
    assert (again.differences, again.warning) == ((), None)


def test_pairings_again_are_recognised_and_printed_again(folder: Path, call: Call) -> None:
    before = {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    arguments = ("pairings", CASE, "eu_tunisia_2023", "-n", 12, "--seed", 5, "--out", folder)
    code, out, err = call(*arguments, "--jobs", 1)
    assert (code, err.count("Complete already")) == (0, 2)
    assert {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()} == before
    # One line for each side, four pairings, and where everything is.
    assert out.count("Spain: ") == out.count("Morocco: ") == 4
    for name in (CASE, "eu_tunisia_2023", "pairings.png", "pairings.svg"):
        assert f"{folder.as_posix()}/{name}" in out


def test_pairings_in_json_are_those_of_the_records(
    folder: Path, tmp_path: Path, call: Call
) -> None:
    other = tmp_path / "other"
    code, out, _ = call("pairings", CASE, "-n", 12, "--seed", 5, "--out", other, "--json")
    assert code == 0
    found = json.loads(out)["pairings"]
    rows = paired_rows(sim.open_results(folder / CASE)).to_pylist()
    for pairing in found:
        months = [row["paper_agreement"] for row in rows if row["arm"] == pairing["arm"]]
        agreement = pairing["outcomes"]["agreement"]
        assert agreement["n"] == len(months) == 12
        assert agreement["value"] == sum(months) / 12
        assert (pairing["destination_actor"], pairing["partner_actor"]) == ("Spain", "Morocco")
    assert len({pairing["arm"] for pairing in found}) == 4
    one, two = (sim.open_results(place / CASE).manifest for place in (folder, other))
    assert one == two


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
    assert [path.name for path in (tmp_path / "bare").iterdir()] == [CASE]


def test_comparisons_pair_runs_with_the_same_shocks(tmp_path: Path, call: Call) -> None:
    arms = ("base", "no_hospital", "no_hospital+no_linkage")
    options = [part for arm in arms for part in ("--arm", arm)]
    code, out, _ = call("compare", CASE, *options, "-n", 10, "--out", tmp_path / "c", "--json")
    assert code == 0
    found = json.loads(out)
    assert [each["arm"] for each in found["arms"]] == list(arms)
    assert [each["arm"] for each in found["differences"]] == list(arms[1:])
    results = sim.open_results(tmp_path / "c")
    rows = of_arms(results)
    values = {each.labels["arm"]: each.estimates["arrivals"].value for each in summarise(rows)}
    for each in found["differences"]:
        difference = each["outcomes"]["arrivals"]
        assert difference["value"] == pytest.approx(values[each["arm"]] - values["base"])
        assert difference["low"] <= difference["value"] <= difference["high"]
        assert difference["n"] == each["pairs"] == 10
    assert results.axes == ("overrides",) and results.design["overrides"].to_pylist() == list(arms)
    # The same, asked for as a sweep, and in memory.
    text = f"scenario: {CASE}\ndesign: list\nreplications: 10\nat:\n"
    (tmp_path / "s.yaml").write_text(text + "".join(f"- overrides: {arm}\n" for arm in arms))
    swept = sim.sweep(tmp_path / "s.yaml", out=tmp_path / "s").manifest
    assert swept.content_sha256 == results.manifest.content_sha256
    assert swept.identity == results.manifest.identity
    compared = sim.compare(CASE, arms, 10)
    for name in rows.column_names:
        if name in compared.runs.column_names:
            assert compared.runs[name].to_pylist() == rows[name].to_pylist()
    stored = Arms.of_sweep(results)
    assert stored.differences == compared.differences
    assert stored.at("rabat").estimate("base", "harm") == compared.at("rabat").estimate(
        "base", "harm"
    )


def test_a_comparison_that_was_killed_is_taken_up_again(call: Call, tmp_path: Path) -> None:
    arguments = ("compare", CASE, "--arm", "base", "--arm", "no_hospital", "-n", 60)
    command = [*map(str, arguments), "--out", str(tmp_path / "out")]
    code = KILLED.format(command=command)
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, check=False)
    assert done.returncode == 9 and len(journal(tmp_path / "out")) == 2
    code_, out, err = call(*arguments, "--out", tmp_path / "out", "--json")
    assert code_ == 0 and "Taken up again: 40 of 120 runs" in err
    assert json.loads(out) == json.loads(call(*arguments, "--json")[1])
    assert sim.open_results(tmp_path / "out").complete


def test_a_comparison_is_printed_by_layer_with_harm_beside_arrivals(call: Call) -> None:
    code, out, _ = call("compare", CASE, "--arm", "base", "--arm", "no_hospital", "-n", 8)
    assert code == 0
    lines = [line.strip() for line in out.splitlines()]
    places = [lines.index(layer) for layer in ("paper", "process", "people")]
    assert places == sorted(places)
    people = lines[places[2] :]
    assert people[1].startswith("arrivals") and people[3].startswith("exposure to harm")


def test_failed_runs_are_left_out_and_said(call: Call, monkeypatch: pytest.MonkeyPatch) -> None:
    played = Player.play

    def with_a_failure(
        self: Player, assembly: Any, numbers: range, outcomes: Any, errors: list[str | None]
    ) -> None:
        played(self, assembly, numbers, outcomes, errors)
        if 3 in numbers:
            errors[numbers.index(3)] = "a value is out of its range"

    monkeypatch.setattr(Player, "play", with_a_failure)
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
        (["compare", CASE, "--arm", "base", "--arm", "base"], "'base' is listed twice"),
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


def test_another_sweep_is_refused_before_anything_is_played_and_replaced_on_demand(
    call: Call, tmp_path: Path
) -> None:
    compared = ("compare", CASE, "--arm", "base", "--arm", "no_hospital", "--out", tmp_path / "out")
    assert call(*compared, "-n", 30)[0] == 0
    (tmp_path / "out" / "notes.txt").write_text("mine")
    code, _, err = call(*compared, "-n", 10**9)
    assert code == 3 and "holds another sweep" in err and "--replace" in err
    code, _, err = call("pairings", CASE, "-n", 2, "--out", tmp_path / "out")
    assert code == 3 and "holds the sweep ceuta_2021-" in err
    assert call(*compared, "-n", 4, "--replace")[0] == 0
    results = sim.open_results(tmp_path / "out")
    assert results.runs().num_rows == 8 and (tmp_path / "out" / "notes.txt").exists()
    assert [path.name for path in (tmp_path / "out" / "runs").iterdir()] == ["part-00000.parquet"]


def test_pairings_of_an_older_layout_are_refused_and_left_alone(call: Call, tmp_path: Path) -> None:
    text = '{"kind": "pairings", "schema_version": 1, "files": {}, "figures": []}'
    (tmp_path / "manifest.json").write_text(text)
    code, _, err = call("pairings", CASE, "-n", 10**9, "--out", tmp_path, "--replace")
    assert code == 3 and "holds pairings in an older layout" in err
    assert (tmp_path / "manifest.json").read_text() == text


@pytest.mark.parametrize(
    "command",
    [
        ["analyse", "results/sample/ceuta_2021", "--table", "rabatt"],
        ["plot", "results/sample/ceuta_2021", "--kind", "survival", "--table", "rabatt"],
        ["compare", "ceuta_2021", "--arm", "base", "--arm", "no_hospital", "--table", "rabatt"],
        ["pairings", "ceuta_2021", "--table", "rabatt"],
        ["run", "ceuta_2021", "--table", "rabatt"],
    ],
)
def test_a_table_that_there_is_not_is_refused_everywhere(call: Call, command: list[str]) -> None:
    code, _, said = call(*command)
    assert code == 2
    assert "no table 'rabatt'" in said and "did you mean 'rabat'" in said
