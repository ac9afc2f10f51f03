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
    assert demand_logit(
        base=-2.5,
        empowerment=0.9,
        exposure=0.3,
        grievance=1.8,
        stress=0.4,
        deterrence=0.5,
        agreement=0.2,
    ) == pytest.approx(0.2)


@given(SHARE, SHARE, SHARE, WEIGHT, SHARE)
def test_blackmail_is_a_chance_that_follows_stock_and_weight(
    stock: float, weight: float, threshold: float, grievance: float, more: float
) -> None:
    chance = blackmail_chance(
        hosted_stock=stock,
        geopolitical_weight=weight,
        threshold=threshold,
        slope=4.0,
        grievance=grievance,
        deterrence=0.2,
    )
    assert 0.0 <= chance <= 1.0
    assert (
        blackmail_chance(
            hosted_stock=max(stock, more),
            geopolitical_weight=weight,
            threshold=threshold,
            slope=4.0,
            grievance=grievance,
            deterrence=0.2,
        )
        >= chance
    )
    assert blackmail_chance(stock, weight, threshold, 4.0, grievance, 0.2 + more) <= chance


def test_blackmail_is_even_at_its_threshold() -> None:
    assert (
        blackmail_chance(
            hosted_stock=0.6,
            geopolitical_weight=0.5,
            threshold=0.3,
            slope=4.0,
            grievance=0.0,
            deterrence=0.0,
        )
        == 0.5
    )
    assert (
        blackmail_chance(
            hosted_stock=0.6,
            geopolitical_weight=0.5,
            threshold=0.3,
            slope=4.0,
            grievance=0.7,
            deterrence=0.7,
        )
        == 0.5
    )


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
    assert demanded_level(inherited=0.2, cap=0.8, share=0.5, divisible=True) == pytest.approx(0.5)
    assert demanded_level(inherited=0.2, cap=0.8, share=0.5, divisible=False) == 0.8


def test_retaliation_by_hand() -> None:
    assert retaliation_hazard(rate=0.2, grievance=0.5, threshold=0.5, slope=12.0, tie=0.0) == 0.1


@given(SHARE, SHARE, SHARE, SHARE, SHARE)
def test_retaliation_follows_grievance_and_ties(
    rate: float, grievance: float, threshold: float, tie: float, more: float
) -> None:
    hazard = retaliation_hazard(rate, grievance, threshold, 12.0, tie)
    assert 0.0 <= hazard <= rate
    assert retaliation_hazard(rate, grievance + more, threshold, 12.0, tie) >= hazard
    assert retaliation_hazard(rate, grievance, threshold, 12.0, tie + more) >= hazard
