import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from sim.rules.solutions import (
    kalai_smorodinsky_choice,
    nash_choice,
    nash_product_log,
    pareto_frontier,
)
from tests.oracle.values import is_dominated

LINE = np.linspace(0.0, 1.0, 101)
POINTS = arrays(np.float64, (2, 30), elements=st.integers(0, 12).map(float))


def test_nash_product_by_hand() -> None:
    assert nash_product_log(
        utility_0=3.0, utility_1=5.0, disagreement_0=1.0, disagreement_1=1.0, power=0.5
    ) == pytest.approx(0.5 * math.log(8))
    assert nash_product_log(
        utility_0=3.0, utility_1=5.0, disagreement_0=1.0, disagreement_1=1.0, power=0.25
    ) == pytest.approx(0.25 * math.log(2) + 0.75 * math.log(4))
    assert (
        nash_product_log(
            utility_0=1.0, utility_1=5.0, disagreement_0=1.0, disagreement_1=1.0, power=0.5
        )
        == -1e300
    )


@given(st.integers(1, 99))
def test_on_a_line_the_nash_point_gives_each_its_power(percent: int) -> None:
    index = nash_choice(
        utility_0=LINE,
        utility_1=1.0 - LINE,
        count=len(LINE),
        disagreement_0=0.0,
        disagreement_1=0.0,
        power=percent / 100,
    )
    assert LINE[index] == pytest.approx(percent / 100)


def test_solutions_part_on_a_frontier_that_favours_one_side() -> None:
    # u1 = 1 - u0 / 2: the ideals are 2 and 1.
    wide = 2.0 * LINE
    other = 1.0 - LINE
    count = len(LINE)
    assert wide[
        nash_choice(
            utility_0=wide,
            utility_1=other,
            count=count,
            disagreement_0=0.0,
            disagreement_1=0.0,
            power=0.5,
        )
    ] == pytest.approx(1.0)
    assert wide[
        kalai_smorodinsky_choice(
            utility_0=wide,
            utility_1=other,
            count=count,
            disagreement_0=0.0,
            disagreement_1=0.0,
            ideal_0=2.0,
            ideal_1=1.0,
        )
    ] == pytest.approx(1.0)


def test_nothing_rational_is_no_choice() -> None:
    assert (
        nash_choice(
            utility_0=LINE,
            utility_1=1.0 - LINE,
            count=len(LINE),
            disagreement_0=2.0,
            disagreement_1=0.0,
            power=0.5,
        )
        == -1
    )
    assert (
        kalai_smorodinsky_choice(
            utility_0=LINE,
            utility_1=1.0 - LINE,
            count=len(LINE),
            disagreement_0=2.0,
            disagreement_1=0.0,
            ideal_0=3.0,
            ideal_1=1.0,
        )
        == -1
    )
    assert (
        nash_choice(
            utility_0=LINE,
            utility_1=LINE,
            count=0,
            disagreement_0=0.0,
            disagreement_1=0.0,
            power=0.5,
        )
        == -1
    )


@given(POINTS)
def test_frontier_is_what_no_point_dominates(points: np.ndarray) -> None:
    one, other = points
    kept = pareto_frontier(one, other)
    undominated = [i for i in range(30) if not is_dominated(one, other, i)]
    assert {(one[i], other[i]) for i in kept} == {(one[i], other[i]) for i in undominated}
    assert len({(one[i], other[i]) for i in kept}) == len(kept)
    assert np.all(np.diff(other[kept]) < 0) and np.all(np.diff(one[kept]) > 0)


@given(POINTS, st.floats(0.1, 0.9), st.floats(0.1, 5.0), st.floats(-3.0, 3.0))
def test_nash_does_not_care_for_scales(
    points: np.ndarray, power: float, factor: float, shift: float
) -> None:
    one, other = points
    index = nash_choice(
        utility_0=one,
        utility_1=other,
        count=30,
        disagreement_0=0.0,
        disagreement_1=0.0,
        power=power,
    )
    scaled = nash_choice(
        utility_0=factor * one + shift,
        utility_1=other,
        count=30,
        disagreement_0=shift,
        disagreement_1=0.0,
        power=power,
    )
    assert (index < 0) == (scaled < 0)
    if index >= 0:
        value = nash_product_log(
            utility_0=one[index],
            utility_1=other[index],
            disagreement_0=0.0,
            disagreement_1=0.0,
            power=power,
        )
        same = nash_product_log(
            utility_0=one[scaled],
            utility_1=other[scaled],
            disagreement_0=0.0,
            disagreement_1=0.0,
            power=power,
        )
        assert same == pytest.approx(value, abs=1e-9)
        assert not is_dominated(one, other, index)
