"""Frontier, Nash and Kalai-Smorodinsky points, against an independent library."""

import numpy as np
import pytest

from sim.rules.solutions import (
    kalai_smorodinsky_choice,
    nash_choice,
    pareto_frontier,
)
from tests.oracle.values import domains, is_dominated, utilities

PAIRS = domains(2)
TRIPLES = domains(3)


def ordered(points: np.ndarray) -> np.ndarray:
    """Points as rows, by the first utility, then the second."""
    return points[np.lexsort(points.T[::-1])]


def rational(domain: dict) -> np.ndarray:
    u = utilities(domain)
    return u[:, (u >= np.array(domain["reservation"])[:, None]).all(axis=0)]


def bounds(domain: dict) -> tuple[np.ndarray, np.ndarray]:
    u = utilities(domain)
    return np.maximum(u.min(axis=1), domain["reservation"]), u.max(axis=1)


@pytest.fixture(params=PAIRS, ids=lambda d: f"seed{d['seed']}")
def pair(request: pytest.FixtureRequest) -> dict:
    return request.param


def test_there_is_enough_to_compare() -> None:
    assert len(PAIRS) == 50
    assert all("nash" in d for d in PAIRS)


def test_frontier(pair: dict) -> None:
    u = rational(pair)
    found = u[:, pareto_frontier(u[0], u[1])].T
    expected = np.array(pair["frontier"]).reshape(-1, 2)
    assert len(found) == len(np.unique(expected.round(12), axis=0))
    np.testing.assert_allclose(
        ordered(found), ordered(np.unique(expected, axis=0)), rtol=0, atol=1e-12
    )


def test_frontier_holds_what_no_point_dominates(pair: dict) -> None:
    u = rational(pair)
    kept = set(pareto_frontier(u[0], u[1]).tolist())
    undominated = {i for i in range(u.shape[1]) if not is_dominated(u[0], u[1], i)}
    assert kept == undominated


@pytest.mark.parametrize("name", ["nash", "kalai_smorodinsky"])
def test_solutions(pair: dict, name: str) -> None:
    u = rational(pair)
    frontier = u[:, pareto_frontier(u[0], u[1])]
    count = frontier.shape[1]
    low, high = bounds(pair)
    if name == "nash":
        index = nash_choice(frontier[0], frontier[1], count, low[0], low[1], 0.5)
    else:
        index = kalai_smorodinsky_choice(frontier[0], frontier[1], count, *low, *high)
    if name not in pair:
        assert index == -1
        return
    np.testing.assert_allclose(frontier[:, index], pair[name], rtol=0, atol=1e-12)


@pytest.mark.parametrize("triple", TRIPLES, ids=lambda d: f"seed{d['seed']}")
def test_three_parties_only_as_far_as_two_sided_rules_go(triple: dict) -> None:
    # The rules are two-sided; with three parties they say something about two at a time only: a
    # point that dominates for two and is equal or better for the third cannot be on the frontier.
    expected = np.array(triple["frontier"]).reshape(-1, 3)
    u = rational(triple)
    assert (len(expected) == 0) == (u.shape[1] == 0)
    for one, other in ((0, 1), (0, 2), (1, 2)):
        third = 3 - one - other
        for point in expected:
            at_least = u[:, u[third] >= point[third] - 1e-12]
            pair_0 = np.append(at_least[one], point[one])
            pair_1 = np.append(at_least[other], point[other])
            kept = pareto_frontier(pair_0, pair_1)
            gap = np.abs(np.stack([pair_0[kept], pair_1[kept]], 1) - point[[one, other]])
            assert gap.max(axis=1).min() < 1e-12
