"""Generated files are what the schema says, and the JSON Schema takes what the loader takes."""

from typing import Any

import pytest
from jsonschema import Draft202012Validator

from sim.scenario import Scenario, reference
from sim.scenario.editor_schema import json_schema
from sim.scenario.reading import parse, read
from tests.scenario.compact import TEXT

VALIDATOR = Draft202012Validator(json_schema())


def tree(text: str = TEXT) -> dict[str, Any]:
    return parse(text, "case.yaml").tree


def test_generated_files_are_not_stale() -> None:
    assert reference.stale() == [], f"run {reference.COMMAND}"


def test_the_json_schema_is_one() -> None:
    Draft202012Validator.check_schema(json_schema())


def test_the_json_schema_takes_a_valid_scenario() -> None:
    assert [error.message for error in VALIDATOR.iter_errors(tree())] == []


def test_the_json_schema_takes_the_shipped_scenarios() -> None:
    for path in sorted((reference.root() / "scenarios").glob("*.yaml")):
        if path.name != "codebook.yaml":
            found = [error.message for error in VALIDATOR.iter_errors(read(path).tree)]
            assert found == [], path.name
            assert path.read_text("utf-8").startswith(
                "# yaml-language-server: $schema=schema.json\n"
            ), path.name


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("patience: 0.95", "patiense: 0.95"),
        ("patience: 0.95", "patience: 1.5"),
        ("{value: 0.3, assumed", "{value: 3, assumed"),
        ("{value: 0.3, assumed", "{assumed"),
        ("coded: level, source: own2021", "coded: level"),
        ("assumed: \"rounded\"", "assumed: x, source: own2021"),
        ("uniform: [0.2, 0.6]", "uniform: [0.2]"),
        ("horizon: 24", "horizon: {uniform: [1, 9]}"),
        ("role: transit", "role: transitt"),
        ("note: \"table 3\"", "notes: x"),
        ("month_zero: 2021-05", "month_zero: 2021-13"),
        ("learning: off", "learning: maybe"),
        ("learning: off", "evidence: {assumed: x}"),
        ("    role: transit\n", ""),
    ],
)  # fmt: skip
def test_the_json_schema_refuses_what_the_loader_refuses(old: str, new: str) -> None:
    assert TEXT.count(old)
    assert not VALIDATOR.is_valid(tree(TEXT.replace(old, new, 1)))


def test_defaults_are_all_there() -> None:
    found = parse(reference.defaults(), "defaults.yaml").tree
    actor = found["actors"]["<name>"]
    assert actor["patience"] == 0.98
    assert actor["outside_option"] is None
    assert found["treatments"]["audience_costs"] == "on"
    assert set(found["parameters"]) == {"utility", "bargaining", "threats", "reverse",
                                        "compliance", "form", "memory", "exit",
                                        "union", "flow", "learning", "measures"}  # fmt: skip
    assert found["routes"]["<name>"]["via"] == []
    assert found["instruments"]["<name>"]["budget"] is None
    assert found["strategies"]["<name>"]["menu"] == []


def test_the_page_says_something_of_every_field() -> None:
    page = reference.page()
    rows = [line for line in page.splitlines() if line.startswith("| `") and line.count("|") > 4]
    assert len(rows) > 150
    assert [row for row in rows if not row.split("|")[-2].strip()] == []
    assert "| `patience` | number | factor a month | between 0 and 1, ends excluded |" in page


def test_check_reports_stale_files(
    tmp_path: Any, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(reference, "root", lambda: tmp_path)
    assert reference.main(["--check"]) == 1
    assert "scenarios/schema.json is stale" in capsys.readouterr().err
    assert reference.main([]) == 0
    assert reference.main(["--check"]) == 0


def test_every_block_of_the_schema_says_what_it_is() -> None:
    assert Scenario.__doc__
    missing = [name for name, d in json_schema()["$defs"].items()
               if d.get("type") == "object" and not d.get("description")]  # fmt: skip
    assert missing == []
