"""The case library: every case loads, explains itself, and its counterfactuals are different."""

import pytest

from sim.model.assembly import assemble
from sim.model.batch import play_many
from sim.scenario import Scenario, load
from sim.scenario.library import names

CASES = sorted(names())
REPLICATIONS = 800


def outcomes(scenario: Scenario) -> bytes:
    """What many replications of a scenario leave behind."""
    assembly = assemble(scenario, log=False, months=False)
    return play_many(assembly, range(REPLICATIONS), seed=11).outcomes.tobytes()


@pytest.fixture(scope="module", params=CASES)
def case(request: pytest.FixtureRequest) -> Scenario:
    return load(request.param)


def test_a_case_says_what_it_is_about(case: Scenario) -> None:
    assert len(case.description.split()) >= 40
    assert case.title and case.period
    assert len(case.overrides) >= 2
    assert case.record, "what was observed, be it uncoded"


def test_every_number_has_evidence(case: Scenario) -> None:
    assert case.provenance.unmarked == []


def test_every_counterfactual_makes_a_difference(case: Scenario) -> None:
    base = outcomes(case)
    alike = [
        name for name in case.overrides if outcomes(case.with_changes(overrides=[name])) == base
    ]
    assert alike == []


def test_no_run_of_a_case_fails(case: Scenario) -> None:
    assembly = assemble(case, log=False, months=False)
    assert not play_many(assembly, range(REPLICATIONS), seed=12).errors.any()
