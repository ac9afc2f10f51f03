"""`qpq list`, `qpq show` and `qpq check`."""

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from sim.rules.utility import partner_worth
from sim.scenario import library, load

Qpq = Callable[..., Any]


def test_list_names_every_scenario(qpq: Qpq) -> None:
    result = qpq("list")
    assert (result.code, result.err) == (0, "")
    rows = result.out.splitlines()[1:]
    assert [row.split()[0] for row in rows] == library.names()
    assert "Ceuta 2021: Morocco, Spain and Western Sahara" in result.out
    found = json.loads(qpq("list", "--json").out)
    assert [entry["name"] for entry in found] == library.names()
    recorded = {entry["name"]: entry["recorded"] for entry in found}
    assert recorded["ceuta_2021"] == {"rabat": "informal"}


def test_show_says_what_a_scenario_holds(qpq: Qpq) -> None:
    result = qpq("show", "ceuta_2021")
    assert (result.code, result.err) == (0, "")
    scenario = load("ceuta_2021")
    for name in (*scenario.actors, *scenario.tables, *scenario.events, *scenario.overrides):
        assert name in result.out
    for file, held in scenario.issues.items():
        for name in held.provisions:
            assert f"{file}.{name}" in result.out
    assert "Spain on Morocco" in result.out
    assert "ratification = on" in result.out
    assert "linkage" not in result.out.split("Rules switched")[1].split("Overrides")[0]
    assert "cassarino2021" not in result.out


def test_show_names_the_evidence_of_every_number(qpq: Qpq) -> None:
    result = qpq("show", "ceuta_2021", "--sources")
    provenance = load("ceuta_2021").provenance
    for path, evidence in provenance.evidence.items():
        row = next(line for line in result.out.splitlines() if line.split()[:1] == [path])
        assert evidence.word in row
        assert all(key in row for key in evidence.sources)
    found = json.loads(qpq("show", "ceuta_2021", "--sources", "--json").out)
    assert set(found["evidence"]) == set(provenance.evidence)
    assert set(found["bibliography"]) == set(provenance.bibliography)
    assert "evidence" not in json.loads(qpq("show", "ceuta_2021", "--json").out)


def test_dependence_by_hand(qpq: Qpq) -> None:
    found = json.loads(qpq("show", "ceuta_2021", "--json").out)["dependence"]
    assert set(found) == {"rabat", "brussels"}
    scenario = load("ceuta_2021")
    given, needs = scenario.issues["trade"].provisions["market_access"], scenario.actors["morocco"]
    stress = scenario.parameters.utility.stress_weight
    worth = given.benefit * partner_worth(needs.fiscal_stress, given.fit, stress)
    lost = worth * (given.inherited - given.floor)
    assert found["brussels"]["partner"] == pytest.approx(lost)


def test_check_without_arguments_checks_the_library(qpq: Qpq) -> None:
    result = qpq("check")
    assert (result.code, result.err) == (0, "")
    for name in library.names():
        assert f"{name}: valid" in result.out
    assert "per cent assumed and 0 per cent unmarked" in result.out
    found = json.loads(qpq("check", "--json").out)
    assert [report["file"] for report in found] == library.names()
    for report in found:
        assert report["numbers"] == sum(report["evidence"].values()) > 0


def test_check_says_which_file_is_bad_and_goes_on(qpq: Qpq, tmp_path: Path) -> None:
    bad = tmp_path / "bad.yaml"
    bad.write_text("title: [", "utf-8")
    empty = tmp_path / "empty"
    empty.mkdir()
    result = qpq("check", str(bad), str(empty), "ceuta_2021")
    assert result.code == 2
    assert f"{bad}: not valid" in result.out
    assert "is a directory" in result.out
    assert "ceuta_2021: valid" in result.out
    found = json.loads(qpq("check", "--json", str(bad), "ceuta_2021").out)
    assert [report["valid"] for report in found] == [False, True]
    assert found[0]["problems"]


def test_check_of_a_folder_sums_up_the_evidence(qpq: Qpq, tmp_path: Path) -> None:
    for name in ("ceuta_2021", "eu_tunisia_2023"):
        text = (library.folder() / f"{name}.yaml").read_text("utf-8")
        (tmp_path / f"copy_of_{name}.yaml").write_text(text, "utf-8")
    codebook = (library.folder() / library.CODEBOOK).read_text("utf-8")
    (tmp_path / library.CODEBOOK).write_text(codebook, "utf-8")
    result = qpq("check", str(tmp_path))
    assert (result.code, result.err) == (0, "")
    # One verdict each, then one row each and a row for all.
    rows = result.out.split("What stands behind the numbers")[1].splitlines()[2:]
    names = [str(tmp_path / f"copy_of_{name}.yaml") for name in ("ceuta_2021", "eu_tunisia_2023")]
    assert [row.split()[0] for row in rows if row] == [*names, "all"]
    found = json.loads(qpq("check", str(tmp_path), "--json").out)
    assert [report["file"] for report in found] == names
    for report, row in zip(found, rows, strict=False):
        assert sum(report["shares"].values()) == pytest.approx(1.0)
        cells = re.findall(r"(\d+) per cent", row)
        words = ("source", "coded", "assumed", "unmarked")
        assert cells == [f"{report['shares'][word] * 100:.0f}" for word in words]
    assert rows[len(names)].split()[1] == str(sum(report["numbers"] for report in found))
    # One file needs no table.
    assert "What stands behind" not in qpq("check", names[0]).out


def test_show_of_nothing_names_the_nearest(qpq: Qpq) -> None:
    result = qpq("show", "eu_tunisia_2022")
    assert (result.code, result.out) == (2, "")
    assert "did you mean 'eu_tunisia_2023'?" in result.err


def test_a_case_can_be_shown_without_what_happened(qpq: Qpq) -> None:
    told, kept = qpq("show", "ceuta_2021").out, qpq("show", "ceuta_2021", "--no-record").out
    for ending in ("most serious basis", "What was observed", "General Court annuls", "April 2022"):
        assert ending in " ".join(told.split())
        assert ending not in " ".join(kept.split())
    assert "Who depends on whom" in kept
    assert qpq("show", "ceuta_2021", "--no-record", "--json").code == 1
