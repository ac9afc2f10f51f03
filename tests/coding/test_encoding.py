"""Sheets of codes, the one rule, and what is said of sheets that are wrong."""

import csv
import io
from pathlib import Path
from typing import Any

import pytest

import sim
from sim.coding.columns import GIVERS, VARIABLES
from sim.coding.encoding import SHARED, shared_cases
from sim.coding.template import template
from sim.errors import InputError
from sim.scenario import codebook, library
from sim.scenario.case_checks import check

Rows = list[dict[str, str]]


@pytest.fixture(scope="module")
def shared() -> Any:
    return sim.encode()


def sheet(path: Path, rows: Rows, delimiter: str = ",") -> Path:
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, list(rows[0]), delimiter=delimiter)
        writer.writeheader()
        writer.writerows(rows)
    return path


def filled(code: str = "2", coders: tuple[str, ...] = ("A",), **codes: str) -> Rows:
    """The template as a coder leaves it: one code everywhere, others by name or name.field."""
    rows = list(csv.DictReader(io.StringIO(template(1, coders))))
    frame = {
        "title": "Made up",
        "destination": "Northland",
        "destination_role": "destination",
        "partner": "Southland",
        "opens": "2024-01",
    }
    for row in rows:
        if row["kind"] == "case":
            row["code"] = frame.get(row["name"], "")
            continue
        own = codes.get(f"{row['name']}.{row['field']}", codes.get(row["name"], code))
        row |= {"code": "1" if row["field"] == "on" else own, "confidence": "M", "basis": "read"}
        if row["field"] == "on" and f"{row['name']}.on" in codes:
            row["code"] = codes[f"{row['name']}.on"]
    return rows


def refused(path: Path, *needles: str) -> None:
    with pytest.raises(InputError) as error:
        sim.encode(path)
    for needle in needles:
        assert needle in str(error.value)


def test_all_shared_cases_can_be_encoded_and_check(tmp_path: Path, shared: Any) -> None:
    assert len(shared) == 21
    again = sim.encode(out=tmp_path)
    assert {name: each.text for name, each in again.items()} == {
        name: each.text for name, each in shared.items()
    }
    found = check(tmp_path)
    assert found.valid and len(found) == 21
    # Every number carries its evidence: a coded scale, or the reason why the rule sets it.
    assert found.evidence["unmarked"] == 0 and found.evidence["coded"] > found.evidence["assumed"]


def test_codes_become_the_values_of_their_scales(tmp_path: Path) -> None:
    book = codebook.read(library.folder() / library.CODEBOOK)
    for code in range(5):
        case = sim.encode(sheet(tmp_path / f"{code}.csv", filled(str(code))))["case_1"]
        for name, variable in VARIABLES.items():
            if not variable.scale:
                continue
            found: Any = case.scenario
            for key in variable.path.split("."):
                found = found[key] if isinstance(found, dict) else getattr(found, key)
            assert found == book.scales[variable.scale].codes[code].value, name
        for issue in case.scenario.issues.values():
            for name, provision in issue.provisions.items():
                assert provision.giver == GIVERS[name]
                assert provision.benefit == book.scales["benefit"].codes[code].value


def test_where_coders_differ_the_number_is_a_distribution(tmp_path: Path) -> None:
    rows = filled("2", ("A", "B"))
    for row in rows:
        if row["coder"] == "B" and row["name"] == "empower_T":
            row["code"] = "4"
    scenario = sim.encode(sheet(tmp_path / "two.csv", rows))["case_1"].scenario
    drawn = scenario.provenance.distributions
    assert list(drawn) == ["actors.partner.empowerment"]
    assert drawn["actors.partner.empowerment"].numbers == (0.4, 0.7)
    evidence = scenario.provenance.evidence["actors.partner.empowerment"]
    assert (evidence.word, evidence.sources) == ("coded", ("coder_a", "coder_b"))
    assert "B 4 (M): read" in evidence.note


def test_what_one_coder_does_not_name_is_left_out(tmp_path: Path) -> None:
    rows = filled("2", ("A", "B"))
    for row in rows:
        if row["coder"] == "B" and row["name"] == "trade":
            row["code"] = ""
    scenario = sim.encode(sheet(tmp_path / "two.csv", rows))["case_1"].scenario
    assert "trade" not in scenario.issues and "security" in scenario.issues


def strategies(scenario: Any) -> tuple[str, str]:
    return scenario.actors["destination"].strategy, scenario.actors["partner"].strategy


def test_strategies_follow_from_inputs_alone(tmp_path: Path) -> None:
    def played(**codes: str) -> tuple[str, str]:
        path = sheet(tmp_path / "one.csv", filled("1", **codes))
        return strategies(sim.encode(path)["case_1"].scenario)

    assert played() == ("cooperative", "cooperative")
    assert played(empower_T="2") == ("cooperative", "reverse_conditionality")
    # Able to sanction, yet without anything in force that could be taken away, it does not coerce.
    assert played(sanction_cap_E="4") == ("cooperative", "cooperative")
    assert played(**{"sanction_cap_E": "4", "trade.q": "2"}) == ("coercive", "cooperative")
    in_force = {"sanction_cap_E": "4", "trade.q": "2", "trade.on": "0"}
    assert played(**in_force) == ("cooperative", "cooperative")


def test_the_rule_for_provisions(tmp_path: Path) -> None:
    codes = {"recognition.q": "1", "visa.q": "0", "visa.c": "4", "visa.v": "4", "trade.on": "0"}
    path = sheet(tmp_path / "one.csv", filled("2", **codes))
    issues = sim.encode(path)["case_1"].scenario.issues
    recognition = issues["recognition"].provisions["recognition"]
    visa = issues["return"].provisions["visa"]
    control = issues["control"].provisions
    assert (recognition.divisible, recognition.kind, recognition.inherited) == (False, "stock", 0.0)
    assert (visa.divisible, visa.kind, visa.inherited) == (False, "flow", 0.0)
    assert not issues["trade_in_force"].open and "trade" not in issues
    assert (control["border_control"].floor, control["border_control"].withdrawal_cost) == (
        -0.2,
        0.1,
    )
    assert (control["equipment"].lag, control["equipment"].fit) == (6, 1.0)
    assert "funds" in control


def test_no_line_of_the_rule_names_a_case() -> None:
    text = (Path(sim.__file__).parent / "coding" / "rule.py").read_text("utf-8").lower()
    sheet_text = csv.DictReader((shared_cases() / SHARED).read_text("utf-8").splitlines())
    names = {
        row["code"].lower()
        for row in sheet_text
        if row["kind"] == "case" and row["name"] in ("partner", "destination")
    }
    assert names and not [name for name in names if name in text]


@pytest.mark.parametrize(
    ("column", "value", "needles"),
    [
        ("code", "5", ("column code: '5'", "0 to 4", "did you mean '4'")),
        ("code", "2,5", ("'2,5'", "whole number", "did you mean '2'")),
        ("code", "high", ("column code: 'high'", "whole number")),
        ("confidence", "X", ("column confidence", "one of H, M, L")),
        ("kind", "variable", ("column kind: 'variable'", "one of case, var, prov")),
        ("name", "empowr_T", ("column name", "did you mean 'empower_T'")),
        ("field", "q", ("column field", "outside provisions")),
        ("case", "my case", ("column case", "letters, digits and underscores")),
        ("coder", "", ("column coder: empty cell",)),
    ],
)
def test_what_is_wrong_is_said_with_line_and_column(
    tmp_path: Path, column: str, value: str, needles: tuple[str, ...]
) -> None:
    rows = filled()
    place = next(i for i, row in enumerate(rows) if row["name"] == "empower_T")
    rows[place][column] = value
    refused(sheet(tmp_path / "sheet.csv", rows), f"sheet.csv:{place + 2}: ", *needles)


def test_a_sheet_that_is_not_complete_says_what_is_missing(tmp_path: Path) -> None:
    def without(*names: str) -> Rows:
        return [row for row in filled() if row["name"] not in names]

    refused(sheet(tmp_path / "a.csv", without("geo_T")), "'geo_T' is not coded by")
    refused(sheet(tmp_path / "b.csv", without("opens")), "'opens' is missing", "YYYY-MM")
    given = [name for name, giver in GIVERS.items() if giver == "partner"]
    refused(sheet(tmp_path / "c.csv", without(*given)), "nothing that the partner gives")
    rows = filled()
    rows = [row for row in rows if (row["name"], row["field"]) != ("trade", "v")]
    refused(sheet(tmp_path / "d.csv", rows), "'trade' by A lacks v")
    twice = filled()
    refused(sheet(tmp_path / "e.csv", [*twice, twice[-1]]), "coded twice by A")
    text = (tmp_path / "e.csv").read_text("utf-8")
    (tmp_path / "f.csv").write_text(text.replace("confidence", "confidnce", 1), "utf-8")
    refused(tmp_path / "f.csv", "no column 'confidence'", "did you mean 'confidence'")
    refused(tmp_path / "nothing.csv", "no such file")


def test_semicolons_as_some_spreadsheets_write_them(tmp_path: Path, shared: Any) -> None:
    rows = list(csv.DictReader((shared_cases() / SHARED).read_text("utf-8").splitlines()))
    found = sim.encode(sheet(tmp_path / SHARED, rows, ";"))
    assert {name: each.text for name, each in found.items()} == {
        name: each.text for name, each in shared.items()
    }


def test_one_sheet_for_each_coder_is_as_good_as_one_for_both(tmp_path: Path, shared: Any) -> None:
    rows = list(csv.DictReader((shared_cases() / SHARED).read_text("utf-8").splitlines()))
    sheets = [
        sheet(tmp_path / f"{coder}.csv", [row for row in rows if row["coder"] in (coder, "")])
        for coder in ("A", "B")
    ]
    found = sim.encode(*sheets)
    for name, each in found.items():
        assert each.scenario.issues == shared[name].scenario.issues
        assert each.scenario.actors == shared[name].scenario.actors
