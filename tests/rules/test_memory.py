import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sim.rules.memory import (
    credibility_after_bluff,
    credibility_after_execution,
    empowerment_after,
    empowerment_after_demand,
    grievance_after,
    seen_after,
    softened,
    talked_over,
    trust_after,
)
from tests.rules.ranges import COST, OPEN_SHARE, SHARE

SURPRISE = st.floats(-1.0, 1.0)


def test_trust_by_hand() -> None:
    assert trust_after(trust=0.6, surprise=0.5, gain=0.05, loss=0.15) == pytest.approx(0.61)
    assert trust_after(trust=0.6, surprise=-0.5, gain=0.05, loss=0.15) == pytest.approx(0.555)
    assert trust_after(trust=0.6, surprise=0.0, gain=0.05, loss=0.15) == 0.6


@given(SHARE, SURPRISE, SHARE, SHARE)
def test_trust_stays_a_share_and_follows_the_surprise(
    trust: float, surprise: float, gain: float, loss: float
) -> None:
    after = trust_after(trust, surprise, gain, loss)
    assert 0.0 <= after <= 1.0
    assert (after - trust) * surprise >= 0.0


@given(OPEN_SHARE)
def test_trust_falls_faster_than_it_rises(surprise: float) -> None:
    rise = trust_after(trust=0.5, surprise=surprise, gain=0.05, loss=0.15) - 0.5
    fall = 0.5 - trust_after(trust=0.5, surprise=-surprise, gain=0.05, loss=0.15)
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
    assert grievance_after(
        grievance=0.5, memory=0.92, shortfall=0.4, shortfall_weight=0.1
    ) == pytest.approx(0.5)


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
    assert empowerment_after(
        empowerment=0.5, route_share=0.8, route_gain=0.01, dependence=0.4, fade=0.005
    ) == pytest.approx(0.5 + 0.004 - 0.001)
    assert empowerment_after_demand(
        empowerment=0.5, met=1.0, success_gain=0.15, failure_loss=0.1
    ) == pytest.approx(0.575)
    assert empowerment_after_demand(
        empowerment=0.5, met=0.0, success_gain=0.15, failure_loss=0.1
    ) == pytest.approx(0.45)


def test_talk_by_hand() -> None:
    assert talked_over(0.3, 0.8, 0.04) == pytest.approx(0.32)
    assert talked_over(0.8, 0.8, 0.04) == 0.8
    # Talk of poor quality costs nothing: nobody is talked out of trust.
    assert talked_over(0.9, 0.3, 0.04) == 0.9


@given(SHARE, SHARE, SHARE, st.integers(1, 24))
def test_talk_raises_trust_up_to_its_quality_and_never_lowers_it(
    trust: float, quality: float, speed: float, meetings: int
) -> None:
    after = trust
    for _ in range(meetings):
        before, after = after, talked_over(after, quality, speed)
        assert after >= before
    assert after <= max(trust, quality) + 1e-12


def test_diffusion_by_hand() -> None:
    assert softened(cost=0.4, before=0.4, empowerment=0.5, rate=0.02, floor=0.5) == pytest.approx(
        0.396
    )
    # At the floor of half the first cost it stops; nobody who is not empowered moves it.
    assert softened(cost=0.2, before=0.4, empowerment=0.5, rate=0.02, floor=0.5) == 0.2
    assert softened(cost=0.201, before=0.4, empowerment=1.0, rate=0.5, floor=0.5) == pytest.approx(
        0.2
    )
    assert softened(cost=0.4, before=0.4, empowerment=0.0, rate=1.0, floor=0.0) == 0.4


@given(COST, SHARE, SHARE, SHARE, st.integers(1, 24))
def test_diffusion_only_lowers_and_never_below_its_floor(
    before: float, empowerment: float, rate: float, floor: float, months: int
) -> None:
    cost = before
    for _ in range(months):
        last, cost = cost, softened(cost, before, empowerment, rate, floor)
        assert cost <= last
    assert cost >= floor * before - 1e-12


def test_what_is_seen_by_hand() -> None:
    assert seen_after(0.2, 0.8, 0.0) == 0.8
    assert seen_after(0.2, 0.8, 2.0) == pytest.approx(0.4)
    assert seen_after(0.8, 0.2, 1.0) == pytest.approx(0.5)


@given(SHARE, SHARE, st.floats(0.0, 60.0))
def test_sight_lags_but_comes_closer(seen: float, delivered: float, lag: float) -> None:
    after = seen_after(seen, delivered, lag)
    assert min(seen, delivered) - 1e-12 <= after <= max(seen, delivered) + 1e-12
    later = seen_after(seen, delivered, lag + 1.0)
    assert abs(later - delivered) >= abs(after - delivered) - 1e-12


@settings(max_examples=20)
@given(st.floats(0.0, 12.0))
def test_sight_lags_by_that_many_months_on_average(lag: float) -> None:
    # Delivered all at once, what is missing from sight adds up to the lag.
    seen = missing = 0.0
    for _ in range(400):
        seen = seen_after(seen, 1.0, lag)
        missing += 1.0 - seen
    assert missing == pytest.approx(lag, abs=1e-6)
