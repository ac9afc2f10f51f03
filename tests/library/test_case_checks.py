"""Checking cases and beginning new ones, from Python."""

from pathlib import Path

import pytest

import sim
from sim.errors import InputError
from sim.scenario import library


def test_the_whole_library_is_valid_and_counted() -> None:
    found = sim.check()
    assert found.valid
    assert [each.file for each in found] == library.names()
    name, every, shares = found.rows()[-1]
    assert (name, every) == ("all", sum(each.numbers for each in found))
    assert sum(shares) == pytest.approx(1.0)
    assert found[0].evidence == {
        word: count
        for word, count in sim.load(found[0].file).provenance.counts.items()
        if word != "set"
    }


def test_a_new_case_waits_to_be_filled_in(tmp_path: Path) -> None:
    path = sim.new_scenario("my_case", tmp_path)
    assert path == tmp_path / "my_case.yaml"
    (verdict,) = found = sim.check(path)
    assert not found.valid
    assert verdict.problems[0].startswith(f"{path}:")
    assert "FIXME still stands in" in repr(found)
    assert sim.check(tmp_path) == sim.check(str(path))
    with pytest.raises(InputError, match="it exists already"):
        sim.new_scenario("my_case", tmp_path)
    with pytest.raises(InputError, match="no such folder"):
        sim.new_scenario("my_case", tmp_path / "nowhere")


def test_a_practice_case_plays_at_once_and_says_that_it_is_made_up(tmp_path: Path) -> None:
    path = sim.new_scenario("practice", tmp_path, practice=True)
    (verdict,) = sim.check(path)
    assert verdict.valid, verdict.problems
    assert verdict.shares["assumed"] == 1.0
    scenario = sim.load(path)
    assert scenario.title.startswith("Made up")
    assert scenario.record == {}
    run = sim.run(scenario, overrides=["less_for_less"])
    assert run.outcome["welfare_partner"] is not None


def test_a_mistake_is_told_with_line_key_and_nearest_name(tmp_path: Path) -> None:
    text = (library.folder() / "slovenia_morocco_2024.yaml").read_text("utf-8")
    path = tmp_path / "mine.yaml"
    path.write_text(text.replace("patience:", "patiense:", 1), "utf-8")
    (verdict,) = sim.check(path)
    line = text[: text.index("patience:")].count("\n") + 1
    assert verdict.problems[0].startswith(f"{path}:{line}: ")
    assert "did you mean 'patience'?" in verdict.problems[0]


def test_what_is_not_there_is_a_verdict_and_no_error() -> None:
    (verdict,) = sim.check("ceuta_2012")
    assert not verdict.valid
    assert "did you mean 'ceuta_2021'?" in verdict.problems[0]
