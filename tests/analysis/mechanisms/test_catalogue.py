"""The catalogue: each mechanism once, all names resolve, the page says what rows and results do."""

import ast
from importlib import import_module
from pathlib import Path

import pytest

from sim.analysis.mechanisms import page
from sim.analysis.mechanisms.playing import play, settings_drawn
from sim.analysis.mechanisms.rows import (
    Label,
    Mechanism,
    chosen,
    load_mechanisms,
    world_of,
    worlds,
)
from sim.errors import InputError
from sim.scenario import load
from sim.scenario.evidence import counts

ROOT = Path(__file__).parents[3]
LAST = 104
ROWS = load_mechanisms()
REPLAYED = ("M07", "M29", "M46", "M50")


def with_experiment() -> list[Mechanism]:
    return [each for each in ROWS.values() if each.row.experiment is not None]


def test_every_mechanism_has_one_row_in_order() -> None:
    assert list(ROWS) == [f"M{number:02d}" for number in range(1, LAST + 1)]


@pytest.mark.parametrize("mechanism", ROWS.values(), ids=list(ROWS))
def test_rules_and_tests_exist(mechanism: Mechanism) -> None:
    row = mechanism.row
    if row.rule is not None:
        module, _, name = row.rule.rpartition(".")
        assert callable(getattr(import_module(module), name))
    if row.test is not None:
        path, _, name = row.test.partition("::")
        tree = ast.parse((ROOT / path).read_text("utf-8"))
        assert name in {node.name for node in tree.body if isinstance(node, ast.FunctionDef)}


@pytest.mark.parametrize("mechanism", with_experiment(), ids=lambda each: each.name)
def test_experiments_can_be_set_up(mechanism: Mechanism) -> None:
    experiment = mechanism.row.experiment
    assert experiment is not None
    base = world_of(mechanism, experiment.base)
    arm = world_of(mechanism, experiment.base, experiment.arm)
    assert arm != base, "the arm changes nothing"
    assert experiment.table is None or experiment.table in base.tables
    if experiment.joint:
        assert world_of(mechanism, experiment.base, experiment.joint) != base
    if experiment.coefficient:
        world_of(mechanism, experiment.base, experiment.arm, experiment.coefficient)
    if experiment.draws:
        drawn = settings_drawn(mechanism, experiment, 0)
        world_of(mechanism, experiment.base, experiment.arm, drawn)


@pytest.mark.parametrize("name", worlds())
def test_worlds_are_made_up_and_say_so(name: str) -> None:
    scenario = load(worlds()[name])
    found = counts(scenario.provenance.evidence)
    assert found["assumed"] == sum(found.values()) > 0
    assert "made-up" in scenario.description


def test_the_page_is_what_rows_and_results_say() -> None:
    results = page.read_results()
    assert set(results) == {each.name for each in with_experiment()}
    assert (ROOT / page.RESULTS).read_text("utf-8") == page.results_text(results)
    assert (ROOT / page.PAGE).read_text("utf-8") == page.page(ROWS, results)


@pytest.mark.slow
@pytest.mark.parametrize("name", REPLAYED)
def test_replayed_experiments_give_the_same_effects(name: str) -> None:
    kept = page.read_results()[name]
    assert play(ROWS[name], kept.pairs) == kept


@pytest.mark.slow
def test_draws_replayed_give_the_same_shares() -> None:
    kept = page.read_results()["M59"]
    assert kept.drawn is not None
    assert play(ROWS["M59"], kept.pairs, kept.drawn.draws) == kept


GOOD = """\
title: Something
rows:
  M07:
    claim: A small state that negotiates alone lacks leverage.
    sources: [emnoecd2024]
    label: built_in
    rule: sim.model.limits.room_left
    experiment:
      world: bilateral
      arm: {actors.north.hurdle: 0.2}
      outcome: paper_agreement
      direction: down
"""


def read(folder: Path, text: str) -> dict[str, Mechanism]:
    (folder / "talk.yaml").write_text(text, "utf-8")
    return load_mechanisms(folder)


def test_a_row_is_read(tmp_path: Path) -> None:
    (row,) = read(tmp_path, GOOD).values()
    assert (row.name, row.subject, row.row.label) == ("M07", "Something", Label.BUILT_IN)


@pytest.mark.parametrize(
    ("old", "new", "line", "what"),
    [
        ("emnoecd2024", "emnoecd2042", 5, "unknown source 'emnoecd2042'"),
        ("M07:", "seven:", 3, "seven is not a possible name"),
        ("world: bilateral", "world: trilateral", 9, "no world is named 'trilateral'"),
        ("paper_agreement", "paper_agreements", 11, "no outcome is named 'paper_agreements'"),
        ("direction: down", "direction: sideways", 12, "'sideways' is not possible here"),
        ("built_in", "coefficient", 8, "`coefficient` is missing"),
        ("built_in", "emergent", 8, "`draws` is missing"),
        ("built_in", "left_out", 6, "a reason goes with what is left out"),
        ("    rule: sim.model.limits.room_left\n", "", 3, "missing key"),
        ("sim.model.limits.room_left", "room_left", 7, "is not a dotted name"),
        ("direction: down", "directions: down", 12, "unknown key"),
        ("      arm: {actors.north.hurdle: 0.2}\n", "", 8, "missing key"),
    ],
)
def test_what_is_wrong_is_said_where(
    tmp_path: Path, old: str, new: str, line: int, what: str
) -> None:
    assert old in GOOD
    with pytest.raises(InputError) as refused:
        read(tmp_path, GOOD.replace(old, new))
    said = [problem for problem in refused.value.problems if what in problem.what]
    assert said and said[0].line == line
    assert said[0].file is not None and said[0].file.endswith("talk.yaml")


def test_a_setting_that_names_nothing_is_located_in_its_row(tmp_path: Path) -> None:
    (row,) = read(tmp_path, GOOD.replace("north.hurdle", "north.hurdles")).values()
    assert row.row.experiment is not None
    with pytest.raises(InputError, match=r"talk\.yaml:8: M07: actors\.north\.hurdles: nothing is"):
        world_of(row, row.row.experiment.arm)


def test_a_mechanism_stands_once(tmp_path: Path) -> None:
    (tmp_path / "shocks.yaml").write_text(GOOD, "utf-8")
    with pytest.raises(InputError, match="M07 stands twice"):
        read(tmp_path, GOOD)


def test_some_can_be_chosen() -> None:
    assert list(chosen(ROWS, ["M50", "M07"])) == ["M07", "M50"]
    assert list(chosen(ROWS, [])) == list(ROWS)
    with pytest.raises(InputError, match="no such mechanism; expected one of M01"):
        chosen(ROWS, ["M999"])
