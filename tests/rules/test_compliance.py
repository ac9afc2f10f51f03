from functools import partial

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.rules import compliance
from sim.rules.compliance import (
    adjusted,
    capacity_grown,
    delivery_target,
    felt_gain,
)
from tests.rules.ranges import POSITIVE, SHARE, UTILITY, WEIGHT

FOR = (0, 1, 2, 3, 4)
AGAINST = (5, 6, 7, 8)

share_due = partial(compliance.share_due, first_tranche=0.1)


def test_delivery_target_by_hand() -> None:
    assert (
        delivery_target(
            base=-0.2,
            capacity=0.2,
            continuation=0,
            trust=0,
            formal=0,
            depth=0,
            domestic=0,
            shortfall=0,
            decay=0,
        )
        == 0.5
    )
    assert (
        delivery_target(
            base=0,
            capacity=1,
            continuation=1,
            trust=1,
            formal=1,
            depth=1,
            domestic=1,
            shortfall=1,
            decay=1,
        )
        == 0.5
    )


@given(st.lists(WEIGHT, min_size=9, max_size=9), st.floats(0.0, 5.0))
def test_each_term_pulls_its_own_way(terms: list[float], more: float) -> None:
    goal = delivery_target(*terms)
    assert 0.0 <= goal <= 1.0
    for place in (*FOR, *AGAINST):
        changed = list(terms)
        changed[place] += more
        if place in FOR:
            assert delivery_target(*changed) >= goal
        else:
            assert delivery_target(*changed) <= goal


@given(SHARE, SHARE, SHARE)
def test_delivery_moves_towards_its_goal_and_not_past_it(
    delivered: float, goal: float, step: float
) -> None:
    after = adjusted(delivered, goal, step)
    assert min(delivered, goal) - 1e-12 <= after <= max(delivered, goal) + 1e-12


def test_adjusting_by_hand() -> None:
    assert adjusted(0.5, 1.0, 0.2) == pytest.approx(0.6)
    assert adjusted(0.5, 0.0, 0.2) == pytest.approx(0.4)


def test_felt_gain_by_hand() -> None:
    assert felt_gain(0.2, 0.2) == 0.5
    assert felt_gain(-0.6, 0.2) == pytest.approx(-0.75)
    assert felt_gain(0.0, 0.2) == 0.0


@given(UTILITY, POSITIVE, POSITIVE)
def test_felt_gain_is_bounded_and_rises(gain: float, scale: float, more: float) -> None:
    assert -1.0 <= felt_gain(gain, scale) <= 1.0
    assert felt_gain(gain + more, scale) > felt_gain(gain, scale)


def test_what_is_due_by_hand() -> None:
    assert share_due(
        due=0.5, step=0.2, age=9.0, stage_months=12.0, other_delivered=0.0, staged=0.0
    ) == pytest.approx(0.6)
    assert (
        share_due(due=0.5, step=0.2, age=2.0, stage_months=12.0, other_delivered=1.0, staged=1.0)
        == 0.25
    )
    assert share_due(
        due=0.9, step=0.2, age=30.0, stage_months=12.0, other_delivered=1.0, staged=1.0
    ) == pytest.approx(0.92)
    assert (
        share_due(due=0.9, step=0.2, age=30.0, stage_months=12.0, other_delivered=0.4, staged=1.0)
        == 0.4
    )
    # A first tenth is released in advance, or nobody would ever begin.
    assert (
        share_due(due=0.9, step=0.2, age=30.0, stage_months=12.0, other_delivered=0.0, staged=1.0)
        == 0.1
    )
    assert (
        share_due(due=0.9, step=1.0, age=0.0, stage_months=0.0, other_delivered=1.0, staged=1.0)
        == 1.0
    )


@given(SHARE, SHARE, st.floats(0.0, 100.0), st.floats(0.0, 60.0), SHARE)
def test_staging_never_asks_for_more(
    due: float, step: float, age: float, months: float, other: float
) -> None:
    at_once = share_due(due, step, age, months, other, 0.0)
    staged = share_due(due, step, age, months, other, 1.0)
    assert 0.0 <= staged <= at_once <= 1.0 + 1e-12
    assert at_once >= due - 1e-12
    assert share_due(due, step, age + 1.0, months, other, 1.0) >= staged


def test_staging_in_part_by_hand() -> None:
    # Half waits for the tranche of 0.25, half is due at the pace of 0.6.
    assert share_due(
        due=0.5, step=0.2, age=2.0, stage_months=12.0, other_delivered=1.0, staged=0.5
    ) == pytest.approx(0.425)
    assert share_due(
        due=0.9, step=0.2, age=30.0, stage_months=12.0, other_delivered=0.0, staged=0.25
    ) == pytest.approx(0.25 * 0.1 + 0.75 * 0.92)


@given(SHARE, SHARE, st.floats(0.0, 100.0), st.floats(0.0, 60.0), SHARE, SHARE, SHARE)
def test_the_more_is_staged_the_less_is_due(
    due: float,
    step: float,
    age: float,
    months: float,
    other: float,
    staged: float,
    more: float,
) -> None:
    some = share_due(due, step, age, months, other, staged)
    further = share_due(due, step, age, months, other, min(staged + more, 1.0))
    assert 0.0 <= further <= some + 1e-12 <= 1.0 + 2e-12
    all_of_it = share_due(due, step, age, months, other, 1.0)
    none_of_it = share_due(due, step, age, months, other, 0.0)
    mixture = staged * all_of_it + (1.0 - staged) * none_of_it
    assert some == pytest.approx(mixture, abs=1e-12)


@given(SHARE, SHARE, st.integers(0, 40))
def test_a_willing_giver_keeps_up_with_what_is_due(step: float, goal: float, months: int) -> None:
    due = delivered = 0.0
    for age in range(months):
        due = share_due(
            due=due, step=step, age=float(age), stage_months=12.0, other_delivered=1.0, staged=False
        )
        delivered = adjusted(delivered, 1.0, step)
    assert delivered == pytest.approx(due, abs=1e-12)


@given(SHARE, SHARE, SHARE)
def test_capacity_only_grows_and_never_past_one(
    capacity: float, equipment: float, growth: float
) -> None:
    assert capacity <= capacity_grown(capacity, equipment, growth) <= 1.0 + 1e-12


def test_capacity_by_hand() -> None:
    assert capacity_grown(0.5, 0.8, 0.02) == pytest.approx(0.508)
    assert capacity_grown(0.5, 0.0, 0.02) == 0.5
