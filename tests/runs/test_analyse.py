"""What a sweep from Python shows, asked from Python."""

import re
from pathlib import Path

import pytest

import sim
from sim.errors import InputError
from sim.interactive.notebook import page_of
from tests.runs.small import scenario_in

pytest.importorskip("SALib")
pytest.importorskip("sklearn")


def test_a_sweep_is_analysed_as_it_is_or_by_its_folder(tmp_path: Path) -> None:
    vary = {
        "tables.main.partner.strategy": ["cooperative", "coercive"],
        "actors.north.patience": "0.5:0.95",
    }
    results = sim.sweep(
        *(scenario_in(tmp_path), vary, "grid", 3), replications=10, out=tmp_path / "kept"
    )
    beats = "partner.strategy=coercive>cooperative"
    found = sim.analyse(results, "agreement", beats=beats, less=True)
    assert [each.name for each in found.measures] == ["agreement"]
    assert found.question is not None
    assert found.question.text == "coercive beats cooperative (less agreement)"
    again = sim.analyse(tmp_path / "kept", ["agreement"], beats=beats, less=True)
    assert repr(again) == repr(found) == "<Findings of 60 runs at 6 points: agreement>"
    page = re.sub(r"<[^>]+>", " ", page_of(found))
    assert "60 runs at 6 points" in page
    assert "coercive beats cooperative (less agreement)" in page.split("Sought:")[1]
    assert [each.name for each in sim.analyse(results, "arrivals").measures] == ["arrivals", "harm"]


def test_what_cannot_be_read_is_refused_by_its_name(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"^beats: 'strategy' cannot be read; expected axis=one>"):
        sim.analyse(tmp_path, beats="strategy")
    with pytest.raises(InputError, match=r"^side: 'both' cannot be read"):
        sim.analyse(tmp_path, side="both")  # type: ignore[arg-type]
