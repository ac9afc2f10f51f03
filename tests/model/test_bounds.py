"""Any parameter may be set to either end of its range: the run goes through, without a warning."""

import pytest

from sim.scenario import Scenario, load
from sim.scenario.parameters import Parameters
from tests.model.worlds import played

LIVELY = {
    "horizon": 14,
    "actors.spain.strategy": "coercive",
    "tables.rabat.meet": 1.0,
    "treatments.staging": "staged",
    "treatments.government_change": "on",
    "parameters.threats.rate_destination": 0.6,
    "parameters.threats.lag_min": 0,
    "parameters.threats.lag_max": 1,
}
A_LITTLE = 1e-6
"""Stands for the end of a range that does not belong to it."""


def ends() -> list:
    """Path and value for both ends of every parameter."""
    found = []
    for group, part in Parameters():
        for name, field in type(part).model_fields.items():
            whole = isinstance(getattr(part, name), int)
            for bound in ("ge", "gt", "le"):
                for value in (getattr(m, bound) for m in field.metadata if hasattr(m, bound)):
                    end = value + A_LITTLE if bound == "gt" else value
                    found.append((f"{group}.{name}", int(end) if whole else float(end)))
    return found


@pytest.fixture(scope="module")
def lively() -> Scenario:
    return load("ceuta_2021").with_changes(set=LIVELY)


@pytest.mark.parametrize(("path", "value"), ends())
def test_parameters_at_their_ends(lively: Scenario, path: str, value: float) -> None:
    scenario = lively.with_changes(set={f"parameters.{path}": value})
    for seed in range(2):
        state = played(scenario, seed)
        assert state.run["error"][0] == 0
