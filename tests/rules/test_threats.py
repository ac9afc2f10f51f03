import math
from functools import partial

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.rules import threats
from tests.rules.ranges import COST, LEVEL, OPEN_SHARE, POSITIVE, SHARE, UTILITY

procedural_lag = partial(threats.procedural_lag, base=0.5)


def test_chance_of_concession_by_hand() -> None:
    assert threats.chance_of_concession(0.5, 0.4, 0.2) == 0.5
    assert threats.chance_of_concession(1.0, 0.3, 0.1) == pytest.approx(0.75)
    assert threats.chance_of_concession(0.0, 0.3, 0.1) == 0.0
    assert threats.chance_of_concession(0.5, 0.3, -0.1) == 1.0


@given(SHARE, SHARE, COST, COST, COST)
def test_belief_and_loss_make_yield_and_price_makes_resist(
    belief: float, more: float, loss: float, ask: float, dearer: float
) -> None:
    chance = threats.chance_of_concession(belief, loss, ask)
    assert 0.0 <= chance <= 1.0
    assert threats.chance_of_concession(max(belief, more), loss, ask) >= chance - 1e-12
    assert threats.chance_of_concession(belief, loss + more, ask) >= chance - 1e-12
    assert threats.chance_of_concession(belief, loss, ask + dearer) <= chance + 1e-12


def test_expected_gain_by_hand() -> None:
    # 0.6 * 0.5 - 0.4 (0.3 * 0.2 + 0.7 * 0.1) - 0.015
    assert threats.expected_gain(
        concession=0.6,
        gain=0.5,
        execution=0.3,
        execution_cost=0.2,
        audience_cost=0.1,
        trust_cost=0.015,
    ) == pytest.approx(0.233)


@given(SHARE, COST, SHARE, COST, COST, COST)
def test_a_threat_is_worth_nothing_without_concessions(
    concession: float, gain: float, execution: float, cost: float, audience: float, trust: float
) -> None:
    assert threats.expected_gain(0.0, gain, execution, cost, audience, trust) <= 0.0
    worth = threats.expected_gain(concession, gain, execution, cost, audience, trust)
    assert worth <= gain + 1e-12
    assert threats.expected_gain(concession, gain, execution, cost, audience + 1.0, trust) <= worth


@given(SHARE, UTILITY, POSITIVE)
def test_a_hazard_stays_below_its_rate(rate: float, worth: float, scale: float) -> None:
    assert 0.0 <= threats.hazard(rate, worth, scale) <= rate


def test_hazard_by_hand() -> None:
    assert threats.hazard(0.12, 0.0, 0.03) == 0.06
    assert threats.hazard(0.12, 0.03, 0.03) == pytest.approx(0.12 / (1 + math.exp(-1)))


def test_lag_by_hand() -> None:
    assert procedural_lag(draw=0.5, low=3.0, high=9.0, coherence=0.5) == 6.0
    assert procedural_lag(draw=0.0, low=3.0, high=9.0, coherence=1.0) == 2.0
    assert procedural_lag(draw=1.0, low=3.0, high=9.0, coherence=0.0) == 18.0


@given(SHARE, SHARE, SHARE)
def test_one_voice_is_faster(draw: float, coherence: float, more: float) -> None:
    low, high = sorted((coherence, more))
    assert procedural_lag(draw=draw, low=3, high=9, coherence=high) <= procedural_lag(
        draw=draw, low=3, high=9, coherence=low
    )


def test_execution_chance_by_hand() -> None:
    # a .03 + bias .06 + .1 (1 - .4) + .15 * .2 - cost .18 = 0: even odds.
    assert threats.execution_chance(
        audience_cost=0.03,
        bias=0.06,
        reputation=0.1,
        credibility=0.4,
        grievance=0.2,
        grievance_weight=0.15,
        cost=0.18,
        scale=0.05,
    ) == pytest.approx(0.5)


@given(SHARE, SHARE, SHARE, COST, COST, st.floats(0.01, 1.0))
def test_cost_deters_and_audience_commits(
    audience: float, credibility: float, grievance: float, cost: float, more: float, scale: float
) -> None:
    def chance(a: float, c: float) -> float:
        return threats.execution_chance(
            audience_cost=a,
            bias=0.06,
            reputation=0.1,
            credibility=credibility,
            grievance=grievance,
            grievance_weight=0.15,
            cost=c,
            scale=scale,
        )

    assert 0.0 <= chance(audience, cost) <= 1.0
    assert chance(audience, cost + more) <= chance(audience, cost)
    assert chance(audience + more, cost) >= chance(audience, cost)


@given(SHARE, SHARE)
def test_capability_is_a_share(coherence: float, base: float) -> None:
    assert base <= threats.capability(coherence, base) <= 1.0


def test_withdrawn_level_by_hand() -> None:
    assert threats.withdrawn_level(
        inherited=0.8, level=0.8, floor=0.0, capacity=0.5
    ) == pytest.approx(0.4)
    assert threats.withdrawn_level(
        inherited=0.8, level=1.0, floor=0.0, capacity=0.5
    ) == pytest.approx(0.4)
    assert threats.withdrawn_level(
        inherited=0.6, level=0.6, floor=-0.2, capacity=1.0
    ) == pytest.approx(-0.2)


@given(LEVEL, LEVEL, LEVEL, SHARE)
def test_a_withdrawal_goes_down_and_no_further_than_the_floor(
    inherited: float, level: float, floor: float, capacity: float
) -> None:
    start = min(level, inherited)
    after = threats.withdrawn_level(inherited, level, floor, capacity)
    assert after <= start
    if start >= floor:
        assert after >= floor - 1e-12


def test_reactance_by_hand() -> None:
    assert threats.reactance(
        empowerment=0.5, full=0.12, executed=True, pending_share=0.4
    ) == pytest.approx(0.06)
    assert threats.reactance(
        empowerment=0.5, full=0.12, executed=False, pending_share=0.4
    ) == pytest.approx(0.024)
    assert threats.reactance(empowerment=0.0, full=0.12, executed=True, pending_share=0.4) == 0.0


@given(SHARE, SHARE, COST, COST, COST, st.floats(0.01, 1.0))
def test_tacit_compliance_is_a_bounded_hazard(
    rate: float, belief: float, loss: float, cost: float, resistance: float, scale: float
) -> None:
    chance = threats.tacit_compliance(rate, belief, loss, cost, resistance, scale)
    assert 0.0 <= chance <= rate
    assert threats.tacit_compliance(rate, belief, loss, cost + 1, resistance, scale) <= chance
    assert threats.tacit_compliance(rate, belief, loss, cost, resistance + 1, scale) <= chance


def test_demand_met_by_hand() -> None:
    assert threats.demand_met(0.5, 0.2, 0.8) == pytest.approx(0.5)
    assert threats.demand_met(0.1, 0.2, 0.8) == 0.0
    assert threats.demand_met(0.9, 0.2, 0.8) == 1.0
    assert threats.demand_met(0.2, 0.8, 0.5) == 1.0


@given(LEVEL, LEVEL, LEVEL, OPEN_SHARE)
def test_share_of_a_demand_met_rises_with_the_level(
    level: float, before: float, demanded: float, more: float
) -> None:
    met = threats.demand_met(level, before, demanded)
    assert 0.0 <= met <= 1.0
    assert threats.demand_met(level + more, before, demanded) >= met
