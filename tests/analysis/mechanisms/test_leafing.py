"""The catalogue as readers in Python see it."""

import pytest

import sim
from sim.analysis.mechanisms.catalogue import Catalogue
from sim.analysis.mechanisms.page import effects_of, read_results, root
from sim.analysis.mechanisms.rows import load_mechanisms
from sim.errors import InputError


@pytest.fixture(scope="module")
def found() -> Catalogue:
    return sim.mechanisms()


def test_it_holds_all_and_says_what_the_page_says(found: Catalogue) -> None:
    assert list(found) == list(load_mechanisms())
    page = (root() / "docs" / "mechanisms.md").read_text("utf-8")
    for name, each in found.items():
        line = next(line for line in page.splitlines() if line.startswith(f"| {name} |"))
        assert each.claim in line
        assert f"| {each.label} |" in line
        assert f"| {each.verdict}" in line
        assert each.effect.replace("|", "\\|") in line


def test_counts_are_those_of_the_page(found: Catalogue) -> None:
    counts = found.counts()
    assert sum(tally.total() for tally in counts.values()) == len(found)
    opposite = found.only(verdict="opposite")
    assert len(opposite) == sum(tally["opposite"] for tally in counts.values()) > 0
    assert {each.label for each in found.only(label="coefficient").values()} == {"coefficient"}
    for each in found.values():
        assert (repr(each) in repr(opposite)) == (each.verdict == "opposite")


def test_an_entry_can_be_played_again(found: Catalogue) -> None:
    entry = found["M32"]
    assert entry.world.instruments["partnership"].bindingness == 0.0
    changed = entry.world.with_changes(set=dict(entry.arm))
    assert changed.instruments["partnership"].bindingness == 1.0
    off = entry.world.with_changes(set=dict(entry.coefficient))
    assert off.parameters.compliance.formal == 0.0
    kept = read_results()["M32"]
    assert entry.effect == effects_of(entry.mechanism.row, kept)


def test_what_is_not_there_is_refused_with_the_nearest(found: Catalogue) -> None:
    with pytest.raises(InputError, match=r"no such mechanism.*did you mean 'M104'"):
        found["M1004"]
    with pytest.raises(InputError, match=r"'oposite'.*did you mean 'opposite'"):
        found.only(verdict="oposite")
    with pytest.raises(InputError, match="M11 has no experiment"):
        _ = found["M11"].world
    assert "M999" not in found
