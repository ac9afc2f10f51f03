import math
from functools import partial

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.rules import flows
from sim.rules.flows import (
    attempted,
    attractiveness,
    diverted,
    harm,
    returned,
    shock,
    unsaturated,
)
from tests.rules.ranges import LEVEL, SHARE

FLOW = st.floats(0.0, 20.0)

openness = partial(flows.openness, least=0.05)


def test_shock_by_hand() -> None:
    assert shock(previous=0.5, draw=1.0, persistence=0.8, volatility=0.12) == pytest.approx(0.52)
    assert shock(previous=0.5, draw=3.0, persistence=0.8, volatility=0.0) == pytest.approx(0.4)


def test_attempts_by_hand() -> None:
    assert attempted(1.5, 0.0, 0.0) == 1.5
    assert attempted(1.5, 1.0, math.log(2)) == pytest.approx(6.0)


def test_openness_by_hand() -> None:
    # At inherited control all is as it was.
    assert openness(
        capacity=0.8, control=0.5, capacity_before=0.8, control_before=0.5, floor=0.0, swamping=3.0
    ) == pytest.approx(1.0)
    # Control withdrawn: what was stopped before now comes, 1 / (1 - 0.8 * 0.5).
    assert openness(
        capacity=0.8, control=0.0, capacity_before=0.8, control_before=0.5, floor=0.0, swamping=3.0
    ) == pytest.approx(1 / 0.6)
    # At its floor below zero the border is swamped: fourfold with m = 3.
    assert openness(
        capacity=0.8,
        control=-0.3,
        capacity_before=0.8,
        control_before=0.5,
        floor=-0.3,
        swamping=3.0,
    ) == pytest.approx(4 / 0.6)
    assert openness(
        capacity=0.8,
        control=-0.15,
        capacity_before=0.8,
        control_before=0.5,
        floor=-0.3,
        swamping=3.0,
    ) == pytest.approx(2.5 / 0.6)


def test_capacity_grown_since_counts_against_what_was() -> None:
    assert openness(
        capacity=0.9, control=0.5, capacity_before=0.5, control_before=0.5, floor=0.0, swamping=3.0
    ) == pytest.approx(0.55 / 0.75)


def test_a_border_that_was_sealed_cannot_open_without_bound() -> None:
    assert openness(
        capacity=1.0, control=0.0, capacity_before=1.0, control_before=1.0, floor=0.0, swamping=3.0
    ) == pytest.approx(20.0)


@given(SHARE, LEVEL, LEVEL, SHARE, SHARE, st.floats(-1.0, 0.0), FLOW)
def test_more_control_never_lets_more_people_through(
    capacity: float,
    control: float,
    other: float,
    before: float,
    control_before: float,
    floor: float,
    swamping: float,
) -> None:
    low, high = sorted((control, other))
    few = openness(capacity, high, before, control_before, floor, swamping)
    many = openness(capacity, low, before, control_before, floor, swamping)
    assert 0.0 <= few <= many + 1e-9


def test_attractiveness_by_hand() -> None:
    assert attractiveness(pressure=1.5, size=2.0, passed=1.0, elasticity=1.0) == pytest.approx(3.0)
    assert attractiveness(pressure=1.5, size=2.0, passed=0.5, elasticity=1.0) == pytest.approx(1.5)
    assert attractiveness(pressure=1.5, size=2.0, passed=0.5, elasticity=2.0) == pytest.approx(0.75)
    assert attractiveness(pressure=1.5, size=2.0, passed=0.5, elasticity=0.0) == pytest.approx(3.0)


@given(FLOW, FLOW, FLOW, FLOW, st.floats(0.0, 4.0))
def test_open_routes_attract(
    pressure: float, size: float, one: float, other: float, elasticity: float
) -> None:
    low, high = sorted((one, other))
    closed = attractiveness(pressure, size, low, elasticity)
    assert 0.0 <= closed <= attractiveness(pressure, size, high, elasticity) * (1 + 1e-12)
    # As open as they were, routes weigh what people usually take.
    assert attractiveness(pressure, size, 1.0, elasticity) == pytest.approx(size * pressure)


def test_saturation_by_hand() -> None:
    assert unsaturated(2.0, -1.0) == 1.0
    assert unsaturated(2.0, 3.0) == 1.0
    assert unsaturated(3.0, 2.0) == pytest.approx(2 / 3)
    assert unsaturated(3.0, 0.0) == 0.0
    assert unsaturated(0.0, 0.0) == 1.0


@given(FLOW, FLOW)
def test_guards_attend_to_no_more_than_they_can(attempts: float, saturation: float) -> None:
    share = unsaturated(attempts, saturation)
    assert 0.0 <= share <= 1.0
    assert share * attempts <= saturation + 1e-9 or share == 1.0
    assert share * attempts == pytest.approx(min(attempts, saturation), abs=1e-9)


@given(LEVEL, SHARE, SHARE)
def test_returns_are_a_share_of_every_bottleneck(
    readmission: float, identification: float, capacity: float
) -> None:
    share = returned(readmission, identification, capacity)
    assert 0.0 <= share <= min(max(readmission, 0.0), identification, capacity) + 1e-12


def test_returns_by_hand() -> None:
    assert returned(0.5, 0.6, 0.3) == pytest.approx(0.09)
    assert returned(-0.5, 0.6, 0.3) == 0.0


def test_diversion_by_hand() -> None:
    assert diverted(0.5, 0.3, 0.4) == pytest.approx(0.08)
    assert diverted(0.3, 0.5, 0.4) == 0.0


def test_harm_by_hand() -> None:
    # 0.5 * 0.1 + 0.08 * 0.2 + 0.7 * 0.1
    assert harm(
        stopped=0.5, moved=0.08, pushback_risk=0.1, diversion_risk=0.2, excess=0.7
    ) == pytest.approx(0.05 + 0.016 + 0.07)
    assert harm(
        stopped=0.3, moved=0.0, pushback_risk=0.1, diversion_risk=0.2, excess=-0.7
    ) == pytest.approx(0.03)


@given(FLOW, FLOW, SHARE, SHARE, LEVEL, SHARE)
def test_blocking_and_diverting_more_is_never_less_harm(
    stopped: float, moved: float, pushback: float, risk: float, excess: float, more: float
) -> None:
    now = harm(stopped, moved, pushback, risk, excess)
    assert harm(stopped + more, moved, pushback, risk, excess) >= now >= 0.0
    assert harm(stopped, moved + more, pushback, risk, excess) >= now
