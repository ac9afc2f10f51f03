"""The story of every case can be told, in both registers, and the plain one fits a screen."""

import pytest

from sim.model.assembly import assemble
from sim.model.batch import histories
from sim.runs.run import Run
from sim.scenario import load
from sim.scenario.library import names
from sim.story import collapsed, outcome_sentences, plain_story, story

REPLICATIONS = range(6)


@pytest.mark.parametrize("name", sorted(names()))
def test_a_case_is_told(name: str) -> None:
    assembly = assemble(load(name))
    horizon = assembly.scenario.horizon
    for number, state in zip(REPLICATIONS, histories(assembly, REPLICATIONS), strict=True):
        run = Run(assembly.scenario, assembly.names, state.copy(), 0, number).checked()
        assert len(story(run)) == horizon and collapsed(story(run))
        months, left_out = plain_story(run)
        assert months and left_out >= 0
        length = sum(len(month.title) + 2 + len(" ".join(month.lines)) for month in months)
        assert length <= 100 * (24 + max(horizon - 36, 0) / 4)
        for full in (False, True):
            for section in outcome_sentences(run, full):
                assert section.title and all(line.endswith(".") for line in section.lines)
