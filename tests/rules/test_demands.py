import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.rules.demands import (
    ambition,
    blackmail_chance,
    demand_logit,
    demanded_level,
    retaliation_hazard,
)
from tests.rules.ranges import LEVEL, SHARE, WEIGHT


def test_demand_logit_by_hand() -> None:
    assert demand_logit(-2.5, 0.9, 0.3, 1.8, 0.4, 0.5, 0.2) == pytest.approx(0.2)


@given(SHARE, SHARE, SHARE, WEIGHT, SHARE)
def test_blackmail_is_a_chance_that_follows_stock_and_weight(
    stock: float, weight: float, threshold: float, grievance: float, more: float
) -> None:
    chance = blackmail_chance(stock, weight, threshold, 4.0, grievance, 0.2)
    assert 0.0 <= chance <= 1.0
    assert blackmail_chance(max(stock, more), weight, threshold, 4.0, grievance, 0.2) >= chance
    assert blackmail_chance(stock, weight, threshold, 4.0, grievance, 0.2 + more) <= chance


def test_blackmail_is_even_at_its_threshold() -> None:
    assert blackmail_chance(0.6, 0.5, 0.3, 4.0, 0.0, 0.0) == 0.5
    assert blackmail_chance(0.6, 0.5, 0.3, 4.0, 0.7, 0.7) == 0.5


def test_ambition_by_hand() -> None:
    assert ambition(0.5, 0.3, 1.0) == pytest.approx(0.65)
    assert ambition(0.0, 0.3, 1.0) == 0.3


@given(LEVEL, LEVEL, SHARE, st.booleans())
def test_a_demand_lies_between_what_is_and_what_can_be(
    inherited: float, cap: float, share: float, divisible: bool
) -> None:
    level = demanded_level(inherited, cap, share, divisible)
    if not divisible:
        assert level == cap
    else:
        assert inherited <= level <= max(inherited, cap) + 1e-12


def test_demanded_level_by_hand() -> None:
    assert demanded_level(0.2, 0.8, 0.5, True) == pytest.approx(0.5)
    assert demanded_level(0.2, 0.8, 0.5, False) == 0.8


def test_retaliation_by_hand() -> None:
    assert retaliation_hazard(0.2, 0.5, 0.5, 12.0, 0.0) == 0.1


@given(SHARE, SHARE, SHARE, SHARE, SHARE)
def test_retaliation_follows_grievance_and_ties(
    rate: float, grievance: float, threshold: float, tie: float, more: float
) -> None:
    hazard = retaliation_hazard(rate, grievance, threshold, 12.0, tie)
    assert 0.0 <= hazard <= rate
    assert retaliation_hazard(rate, grievance + more, threshold, 12.0, tie) >= hazard
    assert retaliation_hazard(rate, grievance, threshold, 12.0, tie + more) >= hazard
