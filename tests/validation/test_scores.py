"""Scores of forecasts by hand, and baselines where their answer is known."""

import math

import numpy as np
import pytest

from sim.validation.baselines import ordered_logit
from sim.validation.observed import Observed, read_observed
from sim.validation.scores import (
    log_score,
    rank_correlation,
    ranked_probability,
    skill,
    weighted_kappa,
)
from sim.validation.targets import CUTS, TARGETS, probabilities

NAMED = {target.name: target for target in TARGETS}


def test_ranked_probability_by_hand() -> None:
    chances = np.array([0.2, 0.3, 0.5])
    # Lines after the first and the second category: .2 and .5 lie below them.
    assert ranked_probability(chances, (0, 0)) == pytest.approx((0.8**2 + 0.5**2) / 2)
    assert ranked_probability(chances, (1, 1)) == pytest.approx((0.2**2 + 0.5**2) / 2)
    assert ranked_probability(chances, (2, 2)) == pytest.approx((0.2**2 + 0.5**2) / 2)
    assert ranked_probability(np.array([0.0, 1.0, 0.0]), (1, 1)) == 0.0
    assert ranked_probability(np.array([1.0, 0.0, 0.0]), (2, 2)) == 1.0


def test_what_an_observation_leaves_open_is_not_scored() -> None:
    chances = np.array([0.2, 0.3, 0.5])
    # Not in the first category; which of the others is unknown.
    assert ranked_probability(chances, (1, 2)) == pytest.approx(0.2**2)
    assert log_score(chances, (1, 2)) == pytest.approx(-math.log(0.8))
    assert math.isnan(ranked_probability(chances, (0, 2)))
    assert math.isnan(log_score(chances, (0, 2)))


def test_a_proper_score_is_best_where_the_forecast_is_the_truth() -> None:
    truth = np.array([0.1, 0.6, 0.3])
    for score in (ranked_probability, log_score):
        mean = {
            tuple(forecast): sum(p * score(np.array(forecast), (k, k)) for k, p in enumerate(truth))
            for forecast in ([0.1, 0.6, 0.3], [0.2, 0.5, 0.3], [0.1, 0.5, 0.4], [1 / 3] * 3)
        }
        assert min(mean, key=mean.__getitem__) == tuple(truth)


def test_kappa_by_hand() -> None:
    sure = [np.eye(3)[k] for k in (0, 1, 2, 2)]
    assert weighted_kappa(sure, [(0, 0), (1, 1), (2, 2), (2, 2)]) == 1.0
    turned = weighted_kappa(sure, [(2, 2), (1, 1), (0, 0), (0, 0)])
    assert turned < 0.0
    assert math.isnan(weighted_kappa([np.eye(3)[0]] * 4, [(0, 0), (1, 1), (2, 2), (2, 2)]))


def test_skill_and_its_interval_over_corridors() -> None:
    corridors = [f"c{k // 2}" for k in range(20)]
    worse = np.linspace(0.1, 0.3, 20)
    assert skill(worse, worse, corridors)[:3] == (0.0, 0.0, 0.0)
    half = skill(worse / 2, worse, corridors)
    assert half.value == pytest.approx(0.5) and half.low == pytest.approx(0.5) and half.n == 20
    # Cases that hang together widen it: one corridor that decides is one observation.
    good = np.where(np.arange(20) < 2, 0.0, 0.2)
    by_case = skill(good, np.full(20, 0.2), [str(k) for k in range(20)])
    by_corridor = skill(good, np.full(20, 0.2), corridors)
    assert by_corridor.high - by_corridor.low > by_case.high - by_case.low
    missing = np.where(np.arange(20) < 10, np.nan, worse)
    assert skill(missing, worse, corridors).n == 10
    assert skill(worse, worse, ["one"] * 20).low is None


def test_without_predictors_the_logit_is_the_base_rates() -> None:
    seen = [(0, 0)] * 6 + [(1, 1)] * 3 + [(2, 2)] * 9
    none = np.zeros((18, 0))
    found = ordered_logit(seen, none, np.zeros((2, 0)), 3)
    expected = (np.array([6, 3, 9]) + 1 / 3) / 19
    assert np.allclose(found, expected, atol=1e-4)


def test_a_predictor_that_decides_is_used_and_an_empty_one_is_not() -> None:
    x = np.array([[0.0]] * 8 + [[1.0]] * 8)
    seen = [(0, 0)] * 8 + [(1, 1)] * 8
    found = ordered_logit(seen, x, np.array([[0.0], [1.0]]), 2)
    assert found[0, 0] > 0.8 and found[1, 1] > 0.8
    mixed = [(k % 2, k % 2) for k in range(16)]
    found = ordered_logit(mixed, x, np.array([[0.0], [1.0]]), 2)
    assert np.allclose(found, 0.5, atol=0.02)


def test_censored_durations_pull_the_forecast_to_later() -> None:
    plain = ordered_logit([(0, 0)] * 5, np.zeros((5, 0)), np.zeros((1, 0)), 3)
    censored = ordered_logit([(0, 0)] * 5 + [(1, 2)] * 5, np.zeros((10, 0)), np.zeros((1, 0)), 3)
    assert censored[0, 0] < plain[0, 0] - 0.2


def test_what_was_observed_in_categories() -> None:
    seen = Observed("x", "informal", 20)
    assert NAMED["agreement"].observed(seen) == (1, 1)
    assert NAMED["months"].observed(seen) == (3, 3)
    late = Observed("x", "formal", 58, compliance_partner="high")
    assert NAMED["agreement"].observed(late) == (0, 0)
    assert NAMED["form"].observed(late) == (0, 0)
    assert NAMED["months"].observed(late) == (5, 5)
    assert NAMED["compliance_partner"].observed(late) == (2, 2)
    ended = Observed("x", "none", 16, compliance_partner="low")
    # No agreement by month 16: later classes stay open, the class of 13 to 24 among them.
    assert NAMED["months"].observed(ended) == (3, 5)
    assert NAMED["months"].observed(Observed("x", "none", 86)) == (5, 5)
    assert NAMED["months"].observed(Observed("x", "none", 2)) == (0, 5)
    assert NAMED["compliance_partner"].observed(ended) is None
    assert NAMED["executed"].observed(ended) is None


def runs(**columns: list[float]) -> dict[str, np.ndarray]:
    return {name: np.array(values) for name, values in columns.items()}


def test_what_runs_came_to_in_categories() -> None:
    nan = np.nan
    signed = runs(
        paper_agreement=[1, 1, 0, 1],
        paper_months=[3, 4, nan, 37],
        paper_formal=[0, 1, nan, 1],
    )
    assert NAMED["agreement"].simulated(signed).tolist() == [1, 1, 0, 0]
    assert NAMED["form"].simulated(signed).tolist() == [1, 2, 0, 0]
    assert NAMED["months"].simulated(signed).tolist() == [0, 1, 5, 5]
    conceded = runs(
        process_signed_main_partner=[0, 0.2, 0, 0.9],
        process_supplied_main_partner=[-0.5, 0.1, 0.5, nan],
    )
    assert NAMED["concession_partner"].simulated(conceded).tolist() == [0, 1, 2, 3]
    delivered = runs(process_delivered_partner=[nan, 0.1, CUTS[1], 0.9])
    assert NAMED["compliance_partner"].simulated(delivered).tolist() == [-1, 0, 1, 2]


def test_no_category_is_called_impossible() -> None:
    found = probabilities(np.array([0, 0, 0, -1]), 3)
    assert found.tolist() == pytest.approx([(3 + 1 / 3) / 4, 1 / 12, 1 / 12])
    assert probabilities(np.array([-1]), 3).tolist() == pytest.approx([1 / 3] * 3)


def test_the_shared_record_can_be_read() -> None:
    found = read_observed()
    assert len(found) == 21
    assert {each.agreement for each in found.values()} == {"none", "informal", "formal"}


def test_the_rank_correlation_looks_at_the_order_of_cases_alone() -> None:
    sure = [np.eye(3)[k] for k in (0, 1, 2, 2)]
    assert rank_correlation(sure, [(0, 0), (1, 1), (2, 2), (2, 2)]) == pytest.approx(1.0)
    assert rank_correlation(sure[:3], [(2, 2), (1, 1), (0, 0)]) == pytest.approx(-1.0)
    # Too high throughout, and still in order; what is left open counts by its middle.
    timid = [np.array([0.5, 0.5, 0.0]), np.array([0.2, 0.8, 0.0]), np.array([0.0, 0.2, 0.8])]
    assert rank_correlation(timid, [(0, 0), (0, 1), (1, 1)]) == pytest.approx(1.0)
    assert np.isnan(rank_correlation(timid, [(1, 1)] * 3))
