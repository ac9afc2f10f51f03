import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.rules.flows import arrivals, attempted, blocked, harm, returned, shock
from tests.rules.ranges import LEVEL, SHARE

FLOW = st.floats(0.0, 20.0)


def test_shock_by_hand() -> None:
    assert shock(0.5, 1.0, 0.8, 0.12) == pytest.approx(0.52)
    assert shock(0.5, 3.0, 0.8, 0.0) == pytest.approx(0.4)


def test_attempts_by_hand() -> None:
    assert attempted(1.5, 0.0, 0.0) == 1.5
    assert attempted(1.5, 1.0, math.log(2)) == pytest.approx(6.0)


def test_arrivals_by_hand() -> None:
    # At inherited control the baseline arrives.
    assert arrivals(1.0, 0.8, 0.5, 0.8, 0.5, 0.0, 3.0) == pytest.approx(1.0)
    # Control withdrawn: what was stopped before now comes, 1 / (1 - 0.8 * 0.5).
    assert arrivals(1.0, 0.8, 0.0, 0.8, 0.5, 0.0, 3.0) == pytest.approx(1 / 0.6)
    # At its floor below zero the border is swamped: fourfold with m = 3.
    assert arrivals(1.0, 0.8, -0.3, 0.8, 0.5, -0.3, 3.0) == pytest.approx(4 / 0.6)
    assert arrivals(1.0, 0.8, -0.15, 0.8, 0.5, -0.3, 3.0) == pytest.approx(2.5 / 0.6)


def test_capacity_grown_since_counts_against_what_was() -> None:
    assert arrivals(1.0, 0.9, 0.5, 0.5, 0.5, 0.0, 3.0) == pytest.approx(0.55 / 0.75)


@given(FLOW, SHARE, LEVEL, LEVEL, SHARE, SHARE, st.floats(-1.0, 0.0), FLOW)
def test_more_control_never_lets_more_people_through(
    attempts: float,
    capacity: float,
    control: float,
    other: float,
    before: float,
    control_before: float,
    floor: float,
    swamping: float,
) -> None:
    low, high = sorted((control, other))
    few = arrivals(attempts, capacity, high, before, control_before, floor, swamping)
    many = arrivals(attempts, capacity, low, before, control_before, floor, swamping)
    assert 0.0 <= few <= many + 1e-9


@given(FLOW, SHARE, LEVEL)
def test_no_more_is_blocked_than_attempted(
    attempts: float, capacity: float, control: float
) -> None:
    assert 0.0 <= blocked(attempts, capacity, control) <= attempts


@given(LEVEL, SHARE, SHARE)
def test_returns_are_a_share_of_every_bottleneck(
    readmission: float, identification: float, capacity: float
) -> None:
    share = returned(readmission, identification, capacity)
    assert 0.0 <= share <= min(max(readmission, 0.0), identification, capacity) + 1e-12


def test_returns_by_hand() -> None:
    assert returned(0.5, 0.6, 0.3) == pytest.approx(0.09)
    assert returned(-0.5, 0.6, 0.3) == 0.0


def test_harm_by_hand() -> None:
    # 0.5 * 0.1 + 0.4 * (0.5 - 0.3) * 0.2 + 0.7 * 0.1
    assert harm(0.5, 0.3, 0.1, 0.4, 0.2, 0.7) == pytest.approx(0.05 + 0.016 + 0.07)
    assert harm(0.3, 0.5, 0.1, 0.4, 0.2, -0.7) == pytest.approx(0.03)


@given(FLOW, FLOW, SHARE, SHARE, SHARE, LEVEL, SHARE)
def test_blocking_more_is_never_less_harm(
    stopped: float,
    before: float,
    pushback: float,
    diversion: float,
    risk: float,
    excess: float,
    more: float,
) -> None:
    assert harm(stopped + more, before, pushback, diversion, risk, excess) >= harm(
        stopped, before, pushback, diversion, risk, excess
    )
