import math

import numpy as np
import pytest

from sim.analysis.adequacy import adequacy, precision
from sim.errors import InputError
from tests.analysis.made_up_sweeps import Stored, coercion, design, material, runs

Z = 1.959964


def test_the_error_of_a_mean_by_hand() -> None:
    found = precision(np.array([1.0, 2.0, 3.0, 4.0]), asked=0.5)
    variance = 5 / 3
    assert found.error == pytest.approx(math.sqrt(variance / 4))
    assert found.half == pytest.approx(Z * math.sqrt(variance / 4), rel=1e-6)
    # 5/3 * (1.96 / 0.5)**2 = 25.6
    assert (found.needed, found.more) == (26, 22)


def test_more_runs_as_asked_are_enough() -> None:
    generator = np.random.default_rng(0)
    first = precision(generator.normal(size=100), asked=0.05)
    assert first.needed is not None
    again = precision(generator.normal(size=first.needed + 200), asked=0.05)
    assert again.half is not None and again.half == pytest.approx(0.05, rel=0.15)


def test_a_share_of_nought_is_not_known_for_sure() -> None:
    found = precision(np.zeros(20), asked=0.05, share=True)
    p = 2 / 24
    assert found.error == pytest.approx(math.sqrt(p * (1 - p) / 20))
    assert found.more is not None and found.more > 0
    assert precision(np.zeros(20), asked=0.05).more == 0


def test_one_run_says_nothing_about_chance() -> None:
    found = precision(np.array([1.0]), asked=0.1)
    assert (found.n, found.error, found.needed, found.more) == (1, None, None, None)


def test_a_precision_of_nought_is_refused() -> None:
    with pytest.raises(InputError, match="precision of 0"):
        precision(np.ones(5), asked=0.0)


def test_every_point_is_judged_by_itself() -> None:
    points = design(x=[0.0, 1.0])
    rows = runs(points, 100, people_harm=[0.5] * 100 + [0.0, 1.0] * 50)
    sweep = material(Stored(rows, points))
    found = adequacy(sweep, sweep.outcome("harm"), asked=0.05)
    calm, wild = found.points
    assert (calm.more, found.worst) == (0, wild)
    assert wild.needed == math.ceil(25 / 99 * (Z / 0.05) ** 2)
    assert found.enough is False
    assert adequacy(sweep, sweep.outcome("harm"), asked=0.5).enough is True


def test_without_replications_it_cannot_be_told() -> None:
    points = design(x=[0.0, 1.0, 2.0])
    sweep = material(Stored(runs(points, 1, people_harm=[1.0, 2.0, 3.0]), points))
    found = adequacy(sweep, sweep.outcome("harm"))
    assert (found.enough, found.noise) == (None, None)


def test_noise_is_the_share_of_variance_within_points() -> None:
    points = design(x=[0.0, 1.0])
    # Means 0 and 1, variance 1/2; within each point variance .02 over 2 runs.
    rows = runs(points, 2, people_harm=[-0.1, 0.1, 0.9, 1.1])
    sweep = material(Stored(rows, points))
    found = adequacy(sweep, sweep.outcome("harm"))
    assert found.noise == pytest.approx((0.02 / 2) / 0.5)


def test_usual_precision_is_five_points_of_a_share_and_a_tenth_of_a_spread() -> None:
    sweep = material(coercion())
    assert adequacy(sweep, sweep.outcome("agreement")).asked == 0.05
    harm = sweep.values(sweep.outcome("harm"))
    assert adequacy(sweep, sweep.outcome("harm")).asked == pytest.approx(0.1 * harm.std(ddof=1))
