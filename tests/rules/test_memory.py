import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.rules.memory import (
    credibility_after_bluff,
    credibility_after_execution,
    empowerment_after,
    empowerment_after_demand,
    grievance_after,
    trust_after,
)
from tests.rules.ranges import OPEN_SHARE, SHARE

SURPRISE = st.floats(-1.0, 1.0)


def test_trust_by_hand() -> None:
    assert trust_after(0.6, 0.5, 0.05, 0.15) == pytest.approx(0.61)
    assert trust_after(0.6, -0.5, 0.05, 0.15) == pytest.approx(0.555)
    assert trust_after(0.6, 0.0, 0.05, 0.15) == 0.6


@given(SHARE, SURPRISE, SHARE, SHARE)
def test_trust_stays_a_share_and_follows_the_surprise(
    trust: float, surprise: float, gain: float, loss: float
) -> None:
    after = trust_after(trust, surprise, gain, loss)
    assert 0.0 <= after <= 1.0
    assert (after - trust) * surprise >= 0.0


@given(OPEN_SHARE)
def test_trust_falls_faster_than_it_rises(surprise: float) -> None:
    rise = trust_after(0.5, surprise, 0.05, 0.15) - 0.5
    fall = 0.5 - trust_after(0.5, -surprise, 0.05, 0.15)
    assert fall == pytest.approx(3 * rise)


@given(SHARE, SHARE)
def test_execution_convinces_and_bluffing_spends(credibility: float, factor: float) -> None:
    assert credibility <= credibility_after_execution(credibility, factor) <= 1.0 + 1e-12
    assert 0.0 <= credibility_after_bluff(credibility, factor) <= credibility


def test_credibility_by_hand() -> None:
    assert credibility_after_execution(0.5, 0.3) == pytest.approx(0.65)
    assert credibility_after_bluff(0.8, 0.75) == pytest.approx(0.6)


@given(SHARE, SHARE, SHARE, SHARE)
def test_grievance_is_a_share(grievance: float, memory: float, short: float, w: float) -> None:
    assert 0.0 <= grievance_after(grievance, memory, short, w) <= 1.0
    assert grievance_after(grievance, memory, 0.0, w) <= grievance


def test_grievance_by_hand() -> None:
    assert grievance_after(0.5, 0.92, 0.4, 0.1) == pytest.approx(0.5)


@given(SHARE, SHARE, SHARE, SHARE, SHARE)
def test_empowerment_is_a_share(
    empowerment: float, share: float, gain: float, dependence: float, fade: float
) -> None:
    after = empowerment_after(empowerment, share, gain, dependence, fade)
    assert 0.0 <= after <= 1.0
    assert empowerment_after(empowerment, share, gain, 0.0, fade) >= empowerment
    assert empowerment_after(empowerment, 0.0, gain, dependence, fade) <= empowerment


@given(SHARE, SHARE, SHARE, SHARE)
def test_success_breeds_standing(empowerment: float, met: float, up: float, down: float) -> None:
    after = empowerment_after_demand(empowerment, met, up, down)
    assert 0.0 <= after <= 1.0
    assert empowerment_after_demand(empowerment, 1.0, up, down) >= empowerment
    assert empowerment_after_demand(empowerment, 0.0, up, down) <= empowerment
    assert empowerment_after_demand(empowerment, 0.0, up, down) <= after + 1e-12


def test_empowerment_by_hand() -> None:
    assert empowerment_after(0.5, 0.8, 0.01, 0.4, 0.005) == pytest.approx(0.5 + 0.004 - 0.001)
    assert empowerment_after_demand(0.5, 1.0, 0.15, 0.1) == pytest.approx(0.575)
    assert empowerment_after_demand(0.5, 0.0, 0.15, 0.1) == pytest.approx(0.45)
