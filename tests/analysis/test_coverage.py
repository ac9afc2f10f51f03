"""Do intervals that pool runs under shared shocks hold the truth as often as they say?"""

from collections.abc import Callable

import numpy as np
import numpy.typing as npt
import pytest

from sim.analysis.intervals import Estimate
from sim.analysis.pooled import median_over_points, over_points
from sim.analysis.survival import survival

pytest.importorskip("scipy")

Numbers = npt.NDArray[np.float64]
POINTS, SHOCKS, WORLDS, TWINS = 12, 60, 150, 20
HORIZON = 30.0


def _world(seed: int, points: int = POINTS) -> Numbers:
    """A latent number for each point and shock, normal; points, shocks and runs all scatter."""
    g = np.random.default_rng(seed)
    shocks = g.normal(size=(1, SHOCKS))
    return 0.15 * g.normal(size=(points, 1)) + shocks + 0.5 * g.normal(size=(points, SHOCKS))


def _places(points: int) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]:
    found = np.meshgrid(np.arange(points), np.arange(SHOCKS), indexing="ij")
    return found[0].ravel(), found[1].ravel()


def _months(latent: Numbers) -> Numbers:
    return np.ceil(10.0 * np.exp(0.8 * latent))


def _share(latent: Numbers) -> Estimate:
    return over_points((latent > 0.3).astype(float), *_places(len(latent) // SHOCKS))


def _mean(latent: Numbers) -> Estimate:
    return over_points(latent, *_places(len(latent) // SHOCKS))


def _median(latent: Numbers) -> Estimate:
    return median_over_points(latent, *_places(len(latent) // SHOCKS))


def _waiting(latent: Numbers) -> Estimate:
    months = _months(latent)
    seen = np.where(months > HORIZON, np.nan, months)
    horizon = np.full(len(months), HORIZON)
    return survival(seen, horizon, drawn=_places(len(latent) // SHOCKS)).at(12)


KINDS: list[Callable[[Numbers], Estimate]] = [_share, _mean, _median, _waiting]


@pytest.mark.parametrize("kind", KINDS)
def test_ninety_five_of_a_hundred_intervals_hold_the_truth(
    kind: Callable[[Numbers], Estimate],
) -> None:
    spread = np.sqrt(0.15**2 + 1.0 + 0.5**2)
    many = spread * np.random.default_rng(1).normal(size=400_000)
    truth = {
        _share: float((many > 0.3).mean()),
        _mean: 0.0,
        _median: 0.0,
        _waiting: float((_months(many) > 12).mean()),
    }[kind]
    held = 0
    for seed in range(WORLDS):
        _, low, high, _ = kind(_world(seed).ravel())
        assert low is not None and high is not None
        held += low <= truth <= high
    error = np.sqrt(0.95 * 0.05 / WORLDS)
    assert abs(held / WORLDS - 0.95) < 3 * error


@pytest.mark.parametrize("kind", KINDS)
def test_listing_one_point_twenty_times_narrows_nothing(
    kind: Callable[[Numbers], Estimate],
) -> None:
    latent = _world(3, points=1)
    once, often = kind(latent.ravel()), kind(np.repeat(latent, TWINS, axis=0).ravel())
    assert once.value == pytest.approx(often.value)
    for each in (once, often):
        assert each.low is not None and each.high is not None
    assert (often.high - often.low) > 0.85 * (once.high - once.low)  # type: ignore[operator]


def test_few_shared_shocks_have_no_interval_however_many_points() -> None:
    points, shocks = np.repeat(np.arange(20), 5), np.tile(np.arange(5), 20)
    values = np.random.default_rng(0).normal(size=5)[shocks]
    assert over_points(values, points, shocks)[1:3] == (None, None)
    assert median_over_points(values, points, shocks)[1:3] == (None, None)
    curve = survival(_months(values), np.full(100, 1e6), drawn=(points, shocks))
    assert curve.at(12)[1:3] == (None, None)
