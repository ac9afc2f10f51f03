import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.rules import utility
from tests.rules.ranges import COST, LEVEL, SHARE, UTILITY


def test_received_by_hand() -> None:
    assert utility.received(level=0.8, inherited=0.5, benefit=0.4, delivery=0.5) == pytest.approx(
        0.06
    )
    assert utility.received(level=0.2, inherited=0.5, benefit=0.4, delivery=0.5) == pytest.approx(
        -0.12
    )
    assert utility.received(level=0.5, inherited=0.5, benefit=0.4, delivery=0.5) == 0.0


@given(LEVEL, LEVEL, COST, SHARE, SHARE)
def test_mistrust_never_devalues_what_one_already_has(
    level: float, inherited: float, benefit: float, trusting: float, wary: float
) -> None:
    if level <= inherited:
        assert utility.received(level, inherited, benefit, trusting) == utility.received(
            level, inherited, benefit, wary
        )


@given(LEVEL, LEVEL, LEVEL, COST, SHARE)
def test_more_received_is_never_worse(
    level: float, other: float, inherited: float, benefit: float, delivery: float
) -> None:
    low, high = sorted((level, other))
    assert (
        utility.received(low, inherited, benefit, delivery)
        <= utility.received(high, inherited, benefit, delivery) + 1e-12
    )


def test_raising_cost_by_hand() -> None:
    # 0.5 (0.2)^2 + 0.3 * 0.2
    assert utility.raising_cost(0.2, 0.5, 0.3) == pytest.approx(0.02 + 0.06)
    assert utility.raising_cost(0.0, 0.5, 0.3) == 0.0
    # Without curvature every step costs the same: the provision is transferable.
    assert utility.raising_cost(0.8, 0.0, 0.3) == pytest.approx(0.24)


def test_withdrawing_cost_by_hand() -> None:
    assert utility.withdrawing_cost(
        level=0.1, inherited=0.5, withdrawal_cost=0.08, below_zero_cost=0.2
    ) == pytest.approx(0.032)
    assert utility.withdrawing_cost(
        level=-0.3, inherited=0.5, withdrawal_cost=0.08, below_zero_cost=0.2
    ) == pytest.approx(0.064 + 0.018)
    assert (
        utility.withdrawing_cost(
            level=0.6, inherited=0.5, withdrawal_cost=0.08, below_zero_cost=0.2
        )
        == 0.0
    )


@given(LEVEL, LEVEL, SHARE, COST, COST, COST, COST)
def test_giving_never_pays_by_itself(
    level: float, inherited: float, raised: float, c: float, m: float, w: float, below: float
) -> None:
    # Neither raising nor withdrawing earns the giver anything: only what it gets for it does.
    assert utility.raising_cost(raised, c, m) >= 0.0
    assert utility.withdrawing_cost(level, inherited, w, below) >= 0.0
    assert utility.withdrawing_cost(max(level, inherited), inherited, w, below) == 0.0


@given(LEVEL, LEVEL, LEVEL, SHARE, SHARE, COST, COST)
def test_going_further_either_way_costs_more(
    inherited: float, one: float, other: float, near: float, more: float, c: float, w: float
) -> None:
    assert utility.raising_cost(near + more, c, w) >= utility.raising_cost(near, c, w)
    low, high = sorted((one, other))
    assert (
        utility.withdrawing_cost(low, inherited, c, w)
        >= utility.withdrawing_cost(high, inherited, c, w) - 1e-12
    )


def test_expected_delivery_by_hand() -> None:
    assert utility.expected_delivery(0.0, 0.4) == 0.4
    assert utility.expected_delivery(1.0, 0.4) == 1.0
    assert utility.expected_delivery(0.5, 0.4) == pytest.approx(0.7)


def test_migration_worth_by_hand() -> None:
    assert (
        utility.migration_worth(vulnerability=0.5, pressure=1.0, base=0.5, elasticity=0.75, cap=2.5)
        == 1.0
    )
    assert utility.migration_worth(
        vulnerability=0.7, pressure=2.0, base=0.5, elasticity=0.5, cap=2.5
    ) == pytest.approx(1.2 * math.sqrt(2))
    assert utility.migration_worth(
        vulnerability=0.5, pressure=9.0, base=0.5, elasticity=0.75, cap=2.5
    ) == utility.migration_worth(
        vulnerability=0.5, pressure=2.5, base=0.5, elasticity=0.75, cap=2.5
    )


@given(SHARE, st.floats(0.0, 10.0), st.floats(0.0, 10.0), SHARE)
def test_control_is_worth_no_less_under_more_pressure(
    vulnerability: float, pressure: float, other: float, elasticity: float
) -> None:
    low, high = sorted((pressure, other))
    assert (
        utility.migration_worth(
            vulnerability=vulnerability, pressure=low, base=0.5, elasticity=elasticity, cap=2.5
        )
        <= utility.migration_worth(
            vulnerability=vulnerability, pressure=high, base=0.5, elasticity=elasticity, cap=2.5
        )
        + 1e-12
    )


def test_partner_worth_by_hand() -> None:
    assert utility.partner_worth(0.8, 1.0, 0.5) == pytest.approx(1.4)
    assert utility.partner_worth(0.8, 0.5, 0.5) == pytest.approx(0.7)
    assert utility.partner_worth(0.0, 1.0, 0.5) == 1.0


@given(UTILITY, UTILITY, SHARE)
def test_relative_gains_only_ever_take(own: float, other: float, weight: float) -> None:
    assert utility.relative_gains(own, other, weight) <= own
    assert utility.relative_gains(own, own, weight) == own
    assert utility.relative_gains(own, other, 0.0) == own


def test_relative_gains_by_hand() -> None:
    assert utility.relative_gains(0.2, 0.5, 0.5) == pytest.approx(0.05)
    assert utility.relative_gains(0.5, 0.2, 0.5) == 0.5


@given(SHARE, SHARE, COST)
def test_synergy_needs_both(one: float, other: float, strength: float) -> None:
    assert utility.synergy(one, 0.0, strength) == 0.0
    assert 0.0 <= utility.synergy(one, other, strength) <= strength
    assert utility.synergy(one, other, strength) == utility.synergy(other, one, strength) or (
        utility.synergy(one, other, strength)
        == pytest.approx(utility.synergy(other, one, strength))
    )


@given(LEVEL, LEVEL, LEVEL)
def test_share_raised_is_a_share(level: float, inherited: float, cap: float) -> None:
    assert 0.0 <= utility.share_raised(level, inherited, cap) <= 1.0


def test_share_raised_by_hand() -> None:
    assert utility.share_raised(0.5, 0.2, 0.8) == pytest.approx(0.5)
    assert utility.share_raised(0.1, 0.2, 0.8) == 0.0
    assert utility.share_raised(0.8, 0.2, 0.8) == 1.0
    assert utility.share_raised(0.8, 0.8, 0.8) == 0.0
