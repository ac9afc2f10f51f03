"""Do the replications that are asked for find the difference as often as they should?"""

import math

import numpy as np
import numpy.typing as npt
import pytest

from sim.analysis.findings import Wishes, analyse
from sim.analysis.material import Material
from sim.analysis.pooled import over_points
from sim.analysis.power import CHANCE, Z, power_of
from sim.analysis.variances import variances
from sim.errors import InputError
from tests.analysis.made_up_sweeps import Stored, design, material, runs

EFFECT, EXPERIMENTS = 0.3, 200


def _sweep(points: int, replications: int, seed: int, spread: float = 0.0) -> Material:
    """An arm that adds `EFFECT` to harm at each point, with shocks that all points share.

    Within a pair shocks of the run cancel in part: 0.6 of their size is left, and .5 of chance.
    """
    g = np.random.default_rng(seed)
    shocks, own = g.normal(size=replications), spread * g.normal(size=points)
    table = design(arm=["base", "new"] * points, x=np.repeat(np.arange(points) / 10, 2).tolist())
    rows = np.empty((points, 2, replications))
    rows[:, 0] = shocks
    rows[:, 1] = 1.6 * shocks + EFFECT + own[:, None]
    rows += 0.5 / math.sqrt(2) * g.normal(size=rows.shape)
    return material(Stored(runs(table, replications, people_harm=rows.ravel()), table))


def _gaps(found: Material) -> npt.NDArray[np.float64]:
    values = found.values(found.outcome("harm")).reshape(-1, 2, len(found.at(0)))
    gaps: npt.NDArray[np.float64] = values[:, 1] - values[:, 0]
    return gaps


@pytest.mark.parametrize(("points", "spread"), [(1, 0.0), (4, 0.0), (12, 0.3)])
def test_the_replications_asked_for_find_the_difference_as_often_as_promised(
    points: int, spread: float
) -> None:
    pilot = _sweep(points, 2000, seed=1, spread=spread)
    asked = next(
        each for each in power_of(pilot, [pilot.outcome("harm")], EFFECT) if each.axis == "arm"
    )
    assert asked.needed is not None
    # By the parts that were planted: what the shocks leave does not fall with points.
    fixed = spread**2 / points if points >= 8 else 0.0
    truth = (0.6**2 + 0.5**2 / points) / ((EFFECT / Z) ** 2 - fixed)
    # Twelve points say only roughly how far points scatter.
    assert asked.needed == pytest.approx(truth, rel=0.5 if fixed else 0.1)
    found = 0
    where = np.meshgrid(np.arange(points), np.arange(round(truth)), indexing="ij")
    for seed in range(EXPERIMENTS):
        gaps = _gaps(_sweep(points, round(truth), 100 + seed, spread))
        _, low, high, _ = over_points(gaps.ravel(), where[0].ravel(), where[1].ravel())
        assert low is not None and high is not None
        found += low > 0.0 or high < 0.0
    error = math.sqrt(CHANCE * (1 - CHANCE) / EXPERIMENTS)
    assert abs(found / EXPERIMENTS - CHANCE) < 3.5 * error


def test_more_points_do_not_take_the_place_of_shared_shocks() -> None:
    few, many = (_sweep(points, 400, seed=2) for points in (1, 40))
    needed = [
        next(e.needed for e in power_of(each, [each.outcome("harm")], EFFECT) if e.axis == "arm")
        for each in (few, many)
    ]
    assert needed[0] is not None and needed[1] is not None
    # As if runs were independent a fortieth would do.
    assert needed[1] > 0.5 * needed[0]


def test_points_that_scatter_too_much_cannot_be_mended_by_replications() -> None:
    sweep = _sweep(8, 200, seed=3, spread=2.0)
    found = next(e for e in power_of(sweep, [sweep.outcome("harm")], 0.3) if e.axis == "arm")
    assert found.needed is None and "more points" in found.why
    assert found.detectable is not None and found.detectable > 0.3


def test_the_parts_of_the_variance_are_those_that_were_planted() -> None:
    points, replications = 60, 300
    gaps = _gaps(_sweep(points, replications, seed=4, spread=0.5))
    rows, columns = np.meshgrid(np.arange(points), np.arange(replications), indexing="ij")
    fixed, falling = variances(gaps.ravel(), rows.ravel(), columns.ravel())
    assert fixed == pytest.approx(0.5**2 / points, rel=0.4)
    assert falling == pytest.approx(0.6**2 + 0.5**2 / points, rel=0.2)
    # With shocks of their own all of it falls with points too.
    own = np.arange(gaps.size)
    _, alone = variances(gaps.ravel(), rows.ravel(), own)
    assert alone == pytest.approx((0.6**2 + 0.5**2) / points, rel=0.2)


def test_pairs_that_never_differed_do_not_prove_that_none_does() -> None:
    table = design(arm=["base", "new"])
    sweep = material(Stored(runs(table, 30, paper_agreement=[1.0] * 60), table))
    (found,) = power_of(sweep, [sweep.outcome("agreement")], 0.05)
    assert found.needed == math.ceil((1 / 32) * (Z / 0.05) ** 2)


def test_runs_that_lack_the_outcome_are_played_too() -> None:
    table = design(arm=["base", "new"])
    g = np.random.default_rng(5)
    depth = g.normal(size=(2, 400))
    depth[1, :200] = np.nan
    sweep = material(Stored(runs(table, 400, paper_depth=depth.ravel()), table))
    (found,) = power_of(sweep, [sweep.outcome("depth")], 0.2)
    assert found.pairs == 200
    assert found.needed == pytest.approx(2 * 2 * (Z / 0.2) ** 2, rel=0.25)


def test_a_single_point_is_asked_about_another_arm_and_a_sample_has_no_arms() -> None:
    table = design(x=[0.0])
    alone = material(Stored(runs(table, 100, people_harm=[0.0, 1.0] * 50), table))
    (found,) = power_of(alone, [alone.outcome("harm")], 0.1)
    assert found.needed == math.ceil(2 * (25 / 99) * (Z / 0.1) ** 2)
    several = design(x=[0.1, 0.2, 0.3], y=[0.3, 0.1, 0.2])
    sample = material(Stored(runs(several, 2, people_harm=[0.0, 1.0] * 3), several))
    with pytest.raises(InputError, match="no two points differ in one axis alone"):
        analyse(sample, Wishes(power=0.1))
    with pytest.raises(InputError, match="a difference of 0"):
        power_of(alone, [alone.outcome("harm")], 0.0)
