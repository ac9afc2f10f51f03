import math
from functools import partial

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.rules import bargaining
from sim.rules.bargaining import (
    anchor,
    bargaining_power,
    conceded_share,
    reservation_value,
    risk_limit,
    target,
)
from tests.rules.ranges import COST, OPEN_SHARE, SHARE, UTILITY

DISCOUNT = st.floats(0.5, 0.999)

reciprocated = partial(bargaining.reciprocated, most=0.1)


def test_equal_patience_gives_equal_power() -> None:
    assert (
        bargaining_power(
            patience_own=0.98, patience_other=0.98, dependence_gap=0.0, dependence_weight=0.0
        )
        == 0.5
    )


def test_power_by_hand() -> None:
    # ln 0.81 = 2 ln 0.9: the side that discounts half as much gets twice the share.
    assert bargaining_power(
        patience_own=0.9, patience_other=0.81, dependence_gap=0.0, dependence_weight=0.0
    ) == pytest.approx(2 / 3, abs=1e-15)


@given(DISCOUNT, DISCOUNT)
def test_powers_of_both_sides_add_up_to_one(own: float, other: float) -> None:
    power = bargaining_power(
        patience_own=own, patience_other=other, dependence_gap=0.0, dependence_weight=0.0
    )
    assert 0.0 < power < 1.0
    assert power + bargaining_power(
        patience_own=other, patience_other=own, dependence_gap=0.0, dependence_weight=0.0
    ) == pytest.approx(1.0, abs=1e-14)


@given(DISCOUNT, DISCOUNT, OPEN_SHARE)
def test_patience_pays(own: float, other: float, patience: float) -> None:
    more = own + patience * (0.9995 - own)
    assert bargaining_power(
        patience_own=more, patience_other=other, dependence_gap=0.0, dependence_weight=0.0
    ) >= bargaining_power(
        patience_own=own, patience_other=other, dependence_gap=0.0, dependence_weight=0.0
    )


@given(st.floats(0.005, 0.3), st.floats(0.005, 0.3))
def test_power_is_rubinsteins_share_as_rounds_get_short(rate: float, other_rate: float) -> None:
    power = bargaining_power(
        patience_own=math.exp(-rate),
        patience_other=math.exp(-other_rate),
        dependence_gap=0.0,
        dependence_weight=0.0,
    )
    gaps = []
    for length in (1.0, 0.1, 0.01, 0.001):
        own, other = math.exp(-rate * length), math.exp(-other_rate * length)
        first_mover = (1.0 - other) / (1.0 - own * other)
        gaps.append(abs(first_mover - power))
    # Halving the rounds halves the first mover's advantage: the limit is the power.
    assert gaps[3] < 1.5e-4
    assert gaps[0] > gaps[1] > gaps[2] > gaps[3]


def test_weight_on_dependence_moves_the_logit() -> None:
    assert bargaining_power(
        patience_own=0.98, patience_other=0.98, dependence_gap=0.5, dependence_weight=2.0
    ) == pytest.approx(1 / (1 + math.exp(-1.0)))
    assert bargaining_power(
        patience_own=0.9, patience_other=0.8, dependence_gap=0.0, dependence_weight=2.0
    ) == pytest.approx(
        bargaining_power(
            patience_own=0.9, patience_other=0.8, dependence_gap=0.0, dependence_weight=0.0
        )
    )


def test_concession_curves_by_hand() -> None:
    assert conceded_share(time=0.25, shape=0.5, start=0.0, exponential_rule=False) == 0.0625
    assert conceded_share(time=0.25, shape=2.0, start=0.0, exponential_rule=False) == 0.5
    assert conceded_share(time=0.25, shape=2.0, start=0.2, exponential_rule=False) == pytest.approx(
        0.6
    )
    assert conceded_share(time=0.5, shape=1.0, start=0.25, exponential_rule=True) == pytest.approx(
        0.5
    )
    assert conceded_share(
        time=0.5, shape=2.0, start=0.0001, exponential_rule=True
    ) == pytest.approx(0.001**0.25)


@given(SHARE, st.floats(0.1, 10.0), SHARE, st.booleans())
def test_concession_runs_from_its_start_to_one(
    time: float, shape: float, start: float, exponential: bool
) -> None:
    first = max(start, 0.001) if exponential else start
    assert conceded_share(0.0, shape, start, exponential) == pytest.approx(first, abs=1e-14)
    assert conceded_share(1.0, shape, start, exponential) == 1.0
    assert first - 1e-12 <= conceded_share(time, shape, start, exponential) <= 1.0


@given(SHARE, SHARE, st.floats(0.1, 10.0), SHARE, st.booleans())
def test_concession_never_goes_back(
    time: float, other: float, shape: float, start: float, exponential: bool
) -> None:
    early, late = sorted((time, other))
    assert (
        conceded_share(early, shape, start, exponential)
        <= conceded_share(late, shape, start, exponential) + 1e-14
    )


@given(OPEN_SHARE, st.floats(0.1, 0.95))
def test_boulware_concedes_later_than_conceder(time: float, shape: float) -> None:
    assert conceded_share(time=time, shape=shape, start=0.0, exponential_rule=False) < time
    assert conceded_share(time=time, shape=1.0 / shape, start=0.0, exponential_rule=False) > time
    assert conceded_share(
        time=time, shape=shape, start=0.03, exponential_rule=True
    ) <= conceded_share(time=time, shape=1 / shape, start=0.03, exponential_rule=True)


def test_anchor_by_hand() -> None:
    assert anchor(disagreement=1.0, nash=3.0, outside=-5.0, share=0.5) == 2.0
    assert anchor(disagreement=1.0, nash=3.0, outside=2.5, share=0.5) == 2.5


@given(UTILITY, COST, UTILITY, SHARE)
def test_an_outside_option_below_the_anchor_is_invisible(
    base: float, gain: float, outside: float, share: float
) -> None:
    resting = anchor(base, base + gain, -1e6, share)
    assert anchor(base, base + gain, outside, share) == max(resting, outside)


@given(UTILITY, COST, SHARE)
def test_target_lies_between_resting_point_and_best(
    resting: float, gain: float, share: float
) -> None:
    best = resting + gain
    assert resting - 1e-12 <= target(best, resting, share) <= best + 1e-12
    assert target(best, resting, 0.0) == pytest.approx(best)
    assert target(best, resting, 1.0) == resting


def test_answer_in_kind_by_hand() -> None:
    assert reciprocated(time_target=0.5, last_target=0.6, other_concession=0.04, weight=0.0) == 0.5
    assert reciprocated(
        time_target=0.5, last_target=0.6, other_concession=0.04, weight=1.0
    ) == pytest.approx(0.56)
    assert reciprocated(
        time_target=0.5, last_target=0.6, other_concession=0.04, weight=0.25
    ) == pytest.approx(0.515)
    # A large move is answered up to a tenth only, and a step back likewise.
    assert reciprocated(
        time_target=0.5, last_target=0.6, other_concession=5.0, weight=1.0
    ) == pytest.approx(0.5)
    assert reciprocated(
        time_target=0.5, last_target=0.6, other_concession=-5.0, weight=1.0
    ) == pytest.approx(0.7)


@given(UTILITY, UTILITY, SHARE, SHARE, SHARE)
def test_the_more_the_other_concedes_the_less_one_asks(
    own: float, last: float, move: float, more: float, weight: float
) -> None:
    assert reciprocated(own, last, move + more, weight) <= reciprocated(own, last, move, weight)


def test_risk_limit_by_hand() -> None:
    # Own offer worth 8, the other's 2, breakdown 0: it would risk a breakdown up to 3/4.
    assert risk_limit(8.0, 2.0, 0.0) == 0.75
    assert risk_limit(8.0, 9.0, 0.0) == 0.0
    assert risk_limit(-1.0, -2.0, 0.0) == 0.0
    assert risk_limit(8.0, -2.0, 0.0) == 1.0


@given(UTILITY, UTILITY, UTILITY)
def test_risk_limit_is_a_share(own: float, other: float, base: float) -> None:
    assert 0.0 <= risk_limit(own, other, base) <= 1.0


@given(st.floats(0.01, 5), st.floats(0.01, 5), st.floats(0.01, 5), st.floats(0.01, 5))
def test_smaller_risk_limit_has_the_smaller_product(a: float, b: float, c: float, d: float) -> None:
    # Harsanyi: who has the smaller limit holds the offer with the smaller product of gains.
    own_mine, other_mine = a + b, c
    own_theirs, other_theirs = a, c + d
    mine = risk_limit(own_mine, own_theirs, 0.0)
    theirs = risk_limit(other_theirs, other_mine, 0.0)
    if mine < theirs - 1e-12:
        assert own_mine * other_mine < own_theirs * other_theirs * (1 + 1e-9)


@given(UTILITY, UTILITY, COST, COST)
def test_reservation_value(base: float, outside: float, reactance: float, hurdle: float) -> None:
    value = reservation_value(base, outside, reactance, hurdle)
    assert value >= max(base, outside)
    assert value == max(base, outside) + reactance + hurdle
    assert reservation_value(disagreement=base, outside=-1e6, reactance=0.0, hurdle=0.0) == base
