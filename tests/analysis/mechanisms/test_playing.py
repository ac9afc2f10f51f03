"""Effects, signs over draws, and verdicts, by hand."""

import math

import numpy as np
import pytest

from sim.analysis.intervals import Estimate
from sim.analysis.mechanisms.playing import (
    Effect,
    Result,
    Shares,
    effect_of,
    result_from,
    settings_drawn,
    signs_of,
    verdict_of,
)
from sim.analysis.mechanisms.rows import load_mechanisms


@pytest.mark.parametrize(
    ("low", "high", "up", "verdict"),
    [
        (0.1, 0.3, True, "shown"),
        (0.1, 0.3, False, "opposite"),
        (-0.3, -0.1, False, "shown"),
        (-0.3, -0.1, True, "opposite"),
        (-0.1, 0.1, True, "not shown"),
        (0.0, 0.0, True, "not shown"),
        (None, None, True, "undetermined"),
    ],
)
def test_verdicts(low: float | None, high: float | None, up: bool, verdict: str) -> None:
    assert verdict_of(Estimate(0.2, low, high, 10), up) == verdict


def test_pairs_without_the_outcome_are_left_out_and_counted() -> None:
    differences = np.array([1.0, np.nan, 3.0] + [2.0] * 8)
    base = np.array([5.0, 100.0, 7.0] + [6.0] * 8)
    effect = effect_of(differences, base, True)
    assert (effect.effect, effect.n, effect.base, effect.verdict) == (2.0, 10, 6.0, "shown")
    nothing = effect_of(np.array([np.nan]), np.array([1.0]), True)
    assert nothing == Effect(None, None, None, 0, None, "undetermined")


def test_signs_over_draws_by_hand() -> None:
    effects = [(1.0, 0.1)] * 8 + [(-1.0, 0.1)] + [(0.1, 0.1)]
    shares = signs_of(effects, True)
    assert (shares.draws, shares.right, shares.wrong, shares.undetermined) == (10, 0.8, 0.1, 0.1)
    # Wilson's interval of 8 in 10 begins at 0.49: not quite above one half.
    assert shares.low == pytest.approx(0.4902, abs=1e-4)
    assert shares.verdict == "not shown"
    assert signs_of(effects, False).right == 0.1


@pytest.mark.parametrize(
    ("effects", "verdict"),
    [
        ([(1.0, 0.1)] * 20, "shown"),
        ([(-1.0, 0.1)] * 20, "opposite"),
        ([(0.1, 0.1)] * 20, "undetermined"),
        ([(0.0, 0.0)] * 20, "undetermined"),
        ([(math.nan, math.nan)] * 20, "undetermined"),
        ([(1.0, 0.1)] * 10 + [(-1.0, 0.1)] * 10, "not shown"),
    ],
)
def test_verdicts_over_draws(effects: list[tuple[float, float]], verdict: str) -> None:
    assert signs_of(effects, True).verdict == verdict


def test_draws_stay_in_their_ranges_and_come_again() -> None:
    mechanism = load_mechanisms()["M37"]
    experiment = mechanism.row.experiment
    assert experiment is not None
    for number in range(20):
        drawn = settings_drawn(mechanism, experiment, number)
        assert drawn == settings_drawn(mechanism, experiment, number)
        assert drawn != settings_drawn(mechanism, experiment, number + 1)
        for path, (low, high) in experiment.draws.items():
            value = drawn[path]
            assert isinstance(value, float) and low <= value <= high


def test_results_survive_the_file() -> None:
    effect = Effect(0.1, 0.0, 0.2, 10, 0.5, "not shown")
    shares = Shares(200, 0.6, 0.53, 0.66, 0.1, 0.3, None, "shown")
    for result in (
        Result(10, effect),
        Result(10, effect, without=effect),
        Result(10, effect, None, shares),
    ):
        assert result_from(result.as_json()) == result
    assert Result(10, effect, None, shares).verdict == "shown"
    assert Result(10, effect, without=effect).survives is False
