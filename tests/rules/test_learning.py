import math
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sim.rules.learning import attracted, experience, logit_weight, payoff, reinforced
from tests.rules.ranges import OPEN_SHARE, POSITIVE, SHARE, UTILITY


def test_payoff_by_hand() -> None:
    assert payoff(0.0, 0.1) == 0.5
    assert payoff(0.1, 0.1) == pytest.approx(1 / (1 + math.exp(-1)))
    assert payoff(-0.1, 0.1) == pytest.approx(1 / (1 + math.exp(1)))


def test_reinforcement_by_hand() -> None:
    # (1 - 0.1) * 1 + 0.8 * (1 - 0.2), and (1 - 0.1) * 1 + 0.8 * 0.2 / (3 - 1).
    assert reinforced(
        strength=1.0, success=0.8, played=True, count=3, recency=0.1, spill=0.2
    ) == pytest.approx(1.54)
    assert reinforced(
        strength=1.0, success=0.8, played=False, count=3, recency=0.1, spill=0.2
    ) == pytest.approx(0.98)
    assert reinforced(
        strength=2.0, success=0.0, played=True, count=2, recency=0.25, spill=0.2
    ) == pytest.approx(1.5)


@given(POSITIVE, SHARE, SHARE, st.integers(2, 6), SHARE)
def test_what_is_reinforced_adds_up(
    strength: float, success: float, recency: float, count: int, spill: float
) -> None:
    played = reinforced(strength, success, True, count, recency, spill)
    others = reinforced(strength, success, False, count, recency, spill)
    kept = (1.0 - recency) * strength * count
    assert played + (count - 1) * others == pytest.approx(kept + success)
    assert min(played, others) >= 0.0


def test_experience_weighted_attraction_by_hand() -> None:
    # phi = 0.9, kappa = 0: N' = 0.9 * 1 + 1 = 1.9.
    assert experience(1.0, 0.1, 0.0) == pytest.approx(1.9)
    # kappa = 1 adds up: N stays at 1.
    assert experience(7.0, 0.1, 1.0) == 1.0
    # Played: (0.9 * 1 * 0.5 + 0.8) / 1.9; not played with delta = 0.5: (0.45 + 0.5 * 0.4) / 1.9.
    assert attracted(
        attraction=0.5, before=1.0, after=1.9, success=0.8, played=True, recency=0.1, foregone=0.5
    ) == pytest.approx(1.25 / 1.9)
    assert attracted(
        attraction=0.5, before=1.0, after=1.9, success=0.4, played=False, recency=0.1, foregone=0.5
    ) == pytest.approx(0.65 / 1.9)
    assert attracted(
        attraction=0.5, before=1.0, after=1.9, success=0.4, played=False, recency=0.1, foregone=0.0
    ) == pytest.approx(0.45 / 1.9)


@given(st.floats(0.0, 20.0), SHARE, SHARE)
def test_experience_stays_finite(before: float, recency: float, growth: float) -> None:
    after = experience(before, recency, growth)
    assert 1.0 <= after <= before + 1.0


@given(UTILITY, st.floats(1.0, 20.0), SHARE, SHARE, SHARE, SHARE)
def test_averaged_attractions_stay_between_what_was_and_what_came(
    attraction: float, before: float, success: float, recency: float, growth: float, delta: float
) -> None:
    after = experience(before, recency, 0.0)
    now = attracted(attraction, before, after, success, True, recency, delta)
    assert min(attraction, success) - 1e-9 <= now <= max(attraction, success) + 1e-9


def test_logit_by_hand() -> None:
    assert logit_weight(0.7, 0.7, 5.0) == 1.0
    assert logit_weight(0.5, 0.7, 5.0) == pytest.approx(math.exp(-1.0))
    assert logit_weight(-100.0, 0.7, 0.0) == 1.0


def better_share_by_reinforcement(good: float, bad: float, reviews: int) -> list[float]:
    """Chance of the better of two strategies, each played as often as it is expected to be."""
    strengths = [1.0, 1.0]
    found = []
    for _ in range(reviews):
        share = strengths[0] / sum(strengths)
        found.append(share)
        expected = [0.0, 0.0]
        for chosen, (chance, success) in enumerate(((share, good), (1.0 - share, bad))):
            for j in range(2):
                after = reinforced(
                    strength=strengths[j],
                    success=success,
                    played=j == chosen,
                    count=2,
                    recency=0.1,
                    spill=0.1,
                )
                expected[j] += chance * after
        strengths = expected
    return found


@settings(max_examples=25)
@given(OPEN_SHARE, OPEN_SHARE)
def test_reinforcement_leans_towards_what_pays_up_to_a_limit(one: float, other: float) -> None:
    bad, good = sorted((one, other))
    shares = better_share_by_reinforcement(good, bad, 150)
    assert shares[0] == 0.5
    assert all(later >= earlier - 1e-12 for earlier, later in pairwise(shares))
    # What spills over to the other keeps it alive: the chance never reaches 1.
    assert shares[-1] < 0.95
    if good - bad > 0.1:
        assert shares[-1] > 0.5 + 0.1 * (good - bad)


@settings(max_examples=25)
@given(OPEN_SHARE, OPEN_SHARE, st.floats(1.0, 10.0), OPEN_SHARE)
def test_experience_leans_towards_what_pays_up_to_a_limit(
    one: float, other: float, sensitivity: float, recency: float
) -> None:
    bad, good = sorted((one, other))
    attractions, weight = [0.0, 0.0], 1.0
    shares = []
    for _ in range(200):
        best = max(attractions)
        weights = [logit_weight(a, best, sensitivity) for a in attractions]
        shares.append(weights[0] / sum(weights))
        after = experience(weight, recency, 0.0)
        # Foregone payoffs count in full: nothing depends on what is played.
        attractions = [
            attracted(
                attraction=a,
                before=weight,
                after=after,
                success=success,
                played=False,
                recency=recency,
                foregone=1.0,
            )
            for a, success in zip(attractions, (good, bad), strict=True)
        ]
        weight = after
    assert shares[0] == 0.5
    assert all(later >= earlier - 1e-9 for earlier, later in pairwise(shares))
    # The limit is the logit of the payoffs themselves.
    limit = 1.0 / (1.0 + math.exp(-sensitivity * (good - bad)))
    if recency > 0.05:
        assert shares[-1] == pytest.approx(limit, abs=1e-3)
