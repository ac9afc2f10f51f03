import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.rules.agreements import (
    formal_worth,
    freedom_to_leave,
    informal_chance,
    lapse_factor,
    lapse_hazard,
    ratifies,
    redrawn_hurdle,
)
from tests.rules.ranges import COST, OPEN_SHARE, SHARE, UTILITY, WEIGHT


def test_formal_worth_by_hand() -> None:
    assert formal_worth(
        secured=0.1, exposure=0.02, uncertainty=0.03, renegotiation=0.01, adjustment=1.0, asking=1.0
    ) == pytest.approx(0.04)
    assert formal_worth(
        secured=0.1, exposure=0.02, uncertainty=0.03, renegotiation=0.01, adjustment=0.0, asking=1.0
    ) == pytest.approx(0.07)
    assert formal_worth(
        secured=0.1, exposure=0.02, uncertainty=0.03, renegotiation=0.01, adjustment=1.0, asking=0.0
    ) == pytest.approx(0.05)
    assert formal_worth(
        secured=0.1, exposure=0.02, uncertainty=0.03, renegotiation=0.01, adjustment=0.0, asking=0.0
    ) == pytest.approx(0.08)


@given(COST, COST, COST, COST, COST, COST, SHARE)
def test_uncertainty_and_hope_both_speak_for_informality(
    secured: float,
    exposure: float,
    doubt: float,
    hope: float,
    adjustment: float,
    asking: float,
    more: float,
) -> None:
    worth = formal_worth(secured, exposure, doubt, hope, adjustment, asking)
    assert formal_worth(secured, exposure, doubt + more, hope, adjustment, asking) <= worth
    assert formal_worth(secured, exposure, doubt, hope + more, adjustment, asking) <= worth
    # Two separable paths: each is shut by its own weight.
    shut = formal_worth(secured, exposure, doubt, hope, 0.0, asking)
    assert formal_worth(secured, exposure, doubt + more, hope, 0.0, asking) == shut
    shut = formal_worth(secured, exposure, doubt, hope, adjustment, 0.0)
    assert formal_worth(secured, exposure, doubt, hope + more, adjustment, 0.0) == shut


def test_what_holds_an_agreement_by_hand() -> None:
    assert lapse_factor(binding=0.0, formal_factor=0.5, exit_cost=0.0, scale=0.05) == 1.0
    assert lapse_factor(binding=1.0, formal_factor=0.5, exit_cost=0.0, scale=0.05) == pytest.approx(
        0.5
    )
    assert lapse_factor(binding=0.4, formal_factor=0.5, exit_cost=0.0, scale=0.05) == pytest.approx(
        0.8
    )
    # Leaving costs as much as the scale: half as often.
    assert lapse_factor(
        binding=1.0, formal_factor=0.5, exit_cost=0.05, scale=0.05
    ) == pytest.approx(0.25)
    assert lapse_factor(
        binding=0.0, formal_factor=0.5, exit_cost=0.15, scale=0.05
    ) == pytest.approx(0.25)


@given(SHARE, SHARE, COST, st.floats(0.01, 10.0), SHARE)
def test_what_binds_and_what_leaving_costs_both_hold(
    binding: float, formal: float, exit_cost: float, scale: float, more: float
) -> None:
    factor = lapse_factor(binding, formal, exit_cost, scale)
    assert 0.0 <= factor <= 1.0 + 1e-12
    assert lapse_factor(min(binding + more, 1.0), formal, exit_cost, scale) <= factor + 1e-12
    assert lapse_factor(binding, formal, exit_cost + more, scale) <= factor + 1e-12


def test_informal_chance_by_hand() -> None:
    assert informal_chance(
        base=0.0, worth_0=0.1, worth_1=-0.1, power=0.5, scale=0.05
    ) == pytest.approx(0.5)
    assert informal_chance(
        base=0.5, worth_0=0.1, worth_1=0.0, power=0.25, scale=0.05
    ) == pytest.approx(0.5)
    assert informal_chance(
        base=1.0, worth_0=0.0, worth_1=0.0, power=0.5, scale=0.05
    ) == pytest.approx(1 / (1 + math.exp(-1)))


@given(WEIGHT, UTILITY, UTILITY, SHARE, st.floats(0.01, 10.0), OPEN_SHARE)
def test_the_more_a_text_is_worth_the_rarer_informality(
    base: float, one: float, other: float, power: float, scale: float, more: float
) -> None:
    chance = informal_chance(base, one, other, power, scale)
    assert 0.0 <= chance <= 1.0
    assert informal_chance(base, one + more, other, power, scale) <= chance
    assert informal_chance(base, one, other + more, power, scale) <= chance


def test_ratification_by_hand() -> None:
    assert ratifies(0.0, 0.0)
    assert ratifies(0.02, -0.02)
    assert not ratifies(0.02, -0.03)


def test_lapse_by_hand() -> None:
    assert lapse_hazard(
        rate=0.002, shortfall=0.5, shortfall_weight=3.0, factor=1.0
    ) == pytest.approx(0.005)
    assert lapse_hazard(
        rate=0.002, shortfall=0.5, shortfall_weight=3.0, factor=0.5
    ) == pytest.approx(0.0025)
    assert lapse_hazard(rate=0.9, shortfall=1.0, shortfall_weight=100.0, factor=1.0) == 1.0


@given(SHARE, SHARE, st.floats(0.0, 100.0), SHARE)
def test_lapse_is_a_chance(rate: float, shortfall: float, weight: float, factor: float) -> None:
    assert 0.0 <= lapse_hazard(rate, shortfall, weight, factor) <= 1.0


def test_hurdle_by_hand() -> None:
    assert redrawn_hurdle(0.2, 0.5, 0.5) == pytest.approx(0.2)
    assert redrawn_hurdle(0.2, 1.0, 0.5) == pytest.approx(0.3)
    assert redrawn_hurdle(0.2, 0.0, 0.5) == pytest.approx(0.1)


@given(COST, SHARE, SHARE)
def test_hurdle_stays_around_the_old_one(hurdle: float, draw: float, spread: float) -> None:
    new = redrawn_hurdle(hurdle, draw, spread)
    assert hurdle * (1 - spread) - 1e-12 <= new <= hurdle * (1 + spread) + 1e-12


def test_freedom_to_leave_by_hand_and_in_the_limits() -> None:
    scale = math.sqrt(3.0) / math.pi
    assert freedom_to_leave(0.0, 1.0) == pytest.approx(scale * math.log(2.0))
    assert freedom_to_leave(0.3, 0.0) == 0.0
    assert freedom_to_leave(-0.3, 0.0) == 0.3
    # A deal far from turning bad needs no way out; one that is bad already is worth leaving.
    assert freedom_to_leave(5.0, 0.1) < 1e-9
    assert freedom_to_leave(-5.0, 0.1) == pytest.approx(5.0)


@given(st.floats(-1.0, 1.0), st.floats(0.01, 1.0), st.floats(0.0, 1.0))
def test_freedom_to_leave_is_worth_more_the_less_certain_and_the_less_good_a_deal_is(
    gain: float, deviation: float, more: float
) -> None:
    here = freedom_to_leave(gain, deviation)
    assert here >= max(-gain, 0.0)
    assert freedom_to_leave(gain, deviation + more) >= here - 1e-12
    assert freedom_to_leave(gain + more, deviation) <= here + 1e-12
