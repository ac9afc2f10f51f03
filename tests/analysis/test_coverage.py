"""Do intervals that pool runs under shared shocks hold the truth as often as they say?"""

from collections.abc import Callable

import numpy as np
import numpy.typing as npt
import pytest

from sim.analysis.axes import Axis
from sim.analysis.indices import sensitivity
from sim.analysis.intervals import Estimate
from sim.analysis.pooled import difference_over_points, median_over_points, over_points
from sim.analysis.questions import Question
from sim.analysis.redrawn import Redrawn
from sim.analysis.survival import survival
from sim.analysis.variances import standard_error
from tests.analysis.made_up_sweeps import design

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


def _indices(method: str, seed: int) -> list[tuple[Estimate, float]]:
    """Indices of ``(1 + .8 e1) x1 + (1 + .8 e2) x2 + e3`` under shocks e, with what is true.

    Without shocks x1 and x2 account for half of the variance each, and every effect is 1.
    """
    g = np.random.default_rng(seed)
    blocks = 60
    if method == "sobol":
        a, b = g.random((2, blocks, 3))
        swapped = [np.where(np.arange(3) == j, b, a) for j in range(3)]
        x = np.stack([a, *swapped, b], axis=1).reshape(-1, 3)
    else:
        start = g.integers(0, 2, (blocks, 3)) / 3
        order = np.argsort(g.random((blocks, 3)), axis=1)
        steps = np.arange(4)[None, :, None] > order[:, None, :]
        x = (start[:, None, :] + steps * 2 / 3).reshape(-1, 3)
    e = g.normal(size=(3, 40))
    slopes = 1.0 + 0.8 * e[:2]
    y = x[:, :2] @ slopes + e[2] + (0.5 * x[:, 0] * x[:, 1])[:, None] * (method == "morris")
    runs = Redrawn(
        y.ravel(),
        np.repeat(np.arange(len(x)), 40),
        np.tile(np.arange(40), len(x)),
        len(x),
    )
    found = sensitivity(method, design(a=x[:, 0], b=x[:, 1], c=x[:, 2]), runs)  # type: ignore[arg-type]
    if method == "morris":
        # Half of the interaction's size, at the mean place of the other axis.
        return [(found.indices[name]["mu_star"], 1.25) for name in "ab"]
    assert found.indices["c"]["ST"].value == pytest.approx(0.0, abs=1e-12)
    return [(found.indices[name][index], 0.5) for name in "ab" for index in ("S1", "ST")]


@pytest.mark.parametrize("method", ["sobol", "morris"])
def test_intervals_of_indices_hold_the_truth_though_points_share_shocks(method: str) -> None:
    pytest.importorskip("SALib")
    worlds = 60
    held = [
        (low or 0.0) <= truth <= (high or 0.0)
        for seed in range(worlds)
        for (_, low, high, _), truth in _indices(method, seed)
    ]
    # Indices of one world are not independent: error as if each world were one case.
    error = np.sqrt(0.95 * 0.05 / worlds)
    assert abs(np.mean(held) - 0.95) < 3 * error


def _groups(seed: int) -> Estimate:
    """Two groups of runs that are not paired, at points and under shocks that both meet."""
    latent, (points, shocks) = _world(seed), _places(POINTS)
    hit = np.random.default_rng(1000 + seed).random(latent.size) < 0.4
    values = latent.ravel() + 0.5 * hit
    one, two = ((values[which], points[which], shocks[which]) for which in (~hit, hit))
    return difference_over_points(one, two)


def test_a_difference_of_groups_holds_the_truth_though_their_shocks_are_shared() -> None:
    held = 0
    for seed in range(WORLDS):
        _, low, high, _ = _groups(seed)
        assert low is not None and high is not None
        held += low <= 0.5 <= high
    assert abs(held / WORLDS - 0.95) < 3 * np.sqrt(0.95 * 0.05 / WORLDS)


def _share_of_answers(seed: int, points: int) -> Estimate:
    """Share of points at which a mean over shared shocks is above 0."""
    latent = 0.3 * _world(seed, points)
    settings = np.random.default_rng(500 + seed).normal(size=(points, 1))
    rows, shocks = _places(points)
    runs = Redrawn((latent + settings).ravel(), rows, shocks, points)
    axis = Axis("x", np.arange(points, dtype=float))
    asked = Question("above", (axis,), runs.mean > 0.0, runs=runs)
    return asked.share_of(np.ones(points, dtype=bool), np.ones(points, dtype=bool))


def test_shares_of_regions_hold_the_truth_over_points_and_shocks() -> None:
    held = 0
    for seed in range(WORLDS):
        _, low, high, _ = _share_of_answers(seed, 40)
        assert low is not None and high is not None
        held += low <= 0.5 <= high
    assert abs(held / WORLDS - 0.95) < 3 * np.sqrt(0.95 * 0.05 / WORLDS)


def test_standard_errors_of_means_in_a_phase_diagram_scatter_as_they_say() -> None:
    found = [
        (float(latent.mean()), standard_error(latent.ravel(), *_places(5)))
        for latent in (_world(seed, 5) for seed in range(WORLDS))
    ]
    # These five points are what a cell speaks of: their own part is taken out of the truth.
    scatter = np.sqrt((1.0 + 0.25 / 5) / SHOCKS)
    assert np.mean([error for _, error in found]) == pytest.approx(scatter, rel=0.1)  # type: ignore[misc]
