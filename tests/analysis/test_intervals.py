import numpy as np
import pytest

from sim.analysis.intervals import FEWEST, NOTHING, centre, difference, ratio, ratio_gap, share
from sim.analysis.measures import linearised
from sim.analysis.pooled import both_ways, clustered, over_points


@pytest.mark.parametrize(
    ("successes", "n", "low", "high"),
    # Newcombe 1998, Statistics in Medicine 17:857-872, table I, method 3.
    [
        (81, 263, 0.2553, 0.3662),
        (15, 148, 0.0624, 0.1605),
        (0, 20, 0.0, 0.1611),
        (1, 29, 0.0061, 0.1718),
    ],
)
def test_wilson_gives_the_published_intervals(
    successes: int, n: int, low: float, high: float
) -> None:
    found = share(successes, n)
    assert found.value == successes / n
    assert (found.low, found.high) == pytest.approx((low, high), abs=5e-5)


@pytest.mark.parametrize(("successes", "n"), [(0, 1), (1, 1), (3, 10), (500, 500), (77, 1000)])
def test_wilson_equals_scipy(successes: int, n: int) -> None:
    stats = pytest.importorskip("scipy.stats")
    known = stats.binomtest(successes, n).proportion_ci(0.95, method="wilson")
    found = share(successes, n)
    assert (found.low, found.high) == pytest.approx((known.low, known.high), abs=1e-12)


def test_a_share_of_nothing_is_nothing() -> None:
    assert share(0, 0) == NOTHING


@pytest.mark.parametrize(("successes", "n"), [(-1, 5), (6, 5)])
def test_impossible_shares_are_refused(successes: int, n: int) -> None:
    with pytest.raises(ValueError, match="is not a share"):
        share(successes, n)


@pytest.mark.parametrize("statistic", ["mean", "median"])
def test_the_bootstrap_agrees_with_scipy(statistic: str) -> None:
    stats = pytest.importorskip("scipy.stats")
    values = np.random.default_rng(1).gamma(2.0, size=120)
    known = stats.bootstrap(
        (values,),
        getattr(np, statistic),
        n_resamples=4000,
        method="percentile",
        rng=np.random.default_rng(2),
    )
    found = centre(values, statistic)  # type: ignore[arg-type]
    # Two bootstraps differ by chance, by a small part of the width.
    allowed = 0.1 * (known.confidence_interval.high - known.confidence_interval.low)
    assert found.value == pytest.approx(getattr(np, statistic)(values))
    assert found[1:3] == pytest.approx(tuple(known.confidence_interval), abs=allowed)


def test_the_interval_holds_the_true_mean_about_as_often_as_it_says() -> None:
    generator = np.random.default_rng(3)
    hits = 0
    for _ in range(200):
        found = centre(generator.exponential(1.0, size=60))
        assert found.low is not None and found.high is not None
        hits += found.low <= 1.0 <= found.high
    assert 0.89 <= hits / 200 <= 0.99


def test_the_same_numbers_give_the_same_interval() -> None:
    values = np.random.default_rng(4).normal(size=50)
    assert centre(values) == centre(values.copy())


def test_pieces_do_not_change_the_interval(monkeypatch: pytest.MonkeyPatch) -> None:
    values = np.random.default_rng(5).normal(size=50)
    whole = centre(values)
    monkeypatch.setattr("sim.analysis.intervals.AT_A_TIME", 50 * 7)
    assert centre(values) == pytest.approx(whole)


@pytest.mark.parametrize("n", [1, FEWEST - 1])
def test_too_few_cases_have_no_interval(n: int) -> None:
    assert centre(np.full(n, 2.0)) == (2.0, None, None, n)


def test_equal_values_have_an_interval_without_width() -> None:
    assert centre(np.full(FEWEST, 2.0)) == (2.0, 2.0, 2.0, FEWEST)


def test_the_centre_of_nothing_is_nothing() -> None:
    assert centre(np.array([])) == NOTHING


def test_runs_of_a_point_hang_together() -> None:
    # Ten points of 50 equal runs are ten cases, not 500.
    means = np.random.default_rng(6).normal(size=10)
    points = np.repeat(np.arange(10), 50)
    found = clustered(np.repeat(means, 50), points)
    assert found.value == pytest.approx(means.mean())
    assert found.n == 500
    alone = centre(means)
    assert found[1:3] == pytest.approx(alone[1:3])


def test_clusters_count_by_their_size() -> None:
    found = clustered(np.array([0.0, 0.0, 0.0, 1.0]), np.array([1, 1, 1, 2]))
    assert found == (0.25, None, None, 4)
    assert clustered(np.array([]), np.array([], int)) == NOTHING


def test_few_points_are_fixed_and_many_are_a_sample() -> None:
    generator = np.random.default_rng(7)
    shocks = generator.normal(size=40)
    few = over_points(np.tile(shocks, 3), np.repeat([0, 1, 2], 40), np.tile(np.arange(40), 3))
    # The same shocks at all points: no more is known than at one of them.
    assert few[:3] == pytest.approx(centre(shocks)[:3])
    points = np.repeat(np.arange(20), 40)
    many = over_points(np.tile(shocks, 20), points, np.tile(np.arange(40), 20))
    assert many.low is not None and many.high is not None
    alone = centre(shocks)
    assert many.high - many.low == pytest.approx((alone.high or 0) - (alone.low or 0), rel=0.05)
    # Shocks of their own at each point: only points are drawn anew.
    own = np.arange(800)
    apart = over_points(np.repeat(np.arange(20.0), 40), points, own)
    assert apart[1:3] == clustered(np.repeat(np.arange(20.0), 40), points)[1:3]
    assert over_points(shocks, np.zeros(40, int), np.arange(40)) == centre(shocks)


def test_unpaired_groups_differ_by_the_difference_of_their_means() -> None:
    generator = np.random.default_rng(8)
    one, two = generator.normal(0, 1, 200), generator.normal(1, 2, 300)
    found = difference(one, two)
    assert found.low is not None and found.high is not None
    assert found.value == pytest.approx(two.mean() - one.mean())
    half = 1.96 * np.sqrt(one.var(ddof=1) / 200 + two.var(ddof=1) / 300)
    assert (found.high - found.low) / 2 == pytest.approx(half, rel=0.1)


def test_a_group_of_none_has_no_difference() -> None:
    assert difference(np.array([]), np.ones(3)) == (None, None, None, 3)
    assert difference(np.zeros(3), np.ones(9)) == (1.0, None, None, 12)


def test_chance_of_points_and_of_shared_shocks_both_widen_an_interval() -> None:
    # Values are the sum of a point's and a shock's: both variances are known.
    generator = np.random.default_rng(9)
    of_points, shocks = generator.normal(0, 2, 200), generator.normal(0, 1, 100)
    values = (of_points[:, None] + shocks).ravel()
    found = both_ways(values, np.repeat(np.arange(200), 100), np.tile(np.arange(100), 200))
    error = np.sqrt(of_points.var(ddof=1) / 200 + shocks.var(ddof=1) / 100)
    assert found.value == pytest.approx(values.mean()) and found.n == 20_000
    assert ((found.high or 0) - (found.low or 0)) / 2 == pytest.approx(1.96 * error, rel=0.06)


def test_runs_without_an_outcome_leave_gaps_that_count_for_nothing() -> None:
    points, shocks = np.repeat(np.arange(10), 10), np.tile(np.arange(10), 10)
    values = np.arange(100.0)
    there = values % 7 != 0
    found = both_ways(values[there], points[there], shocks[there])
    assert found.value == values[there].mean()
    assert found.low is not None and found.high is not None
    assert found.low < values[there].mean() < found.high


STATSMODELS = (
    (0, 12, 0.0, 0.24249400665524096),
    (3, 40, 0.025836025774588184, 0.1986423352431055),
    (137, 250, 0.486044642736908, 0.6085025605115293),
    (40, 40, 0.9123783988027134, 1.0),
)


def test_wilsons_interval_is_that_of_statsmodels() -> None:
    # statsmodels 0.15.0, proportion_confint(count, n, 0.05, "wilson").
    for successes, n, low, high in STATSMODELS:
        assert share(successes, n)[1:3] == pytest.approx((low, high), abs=1e-12)


def made_up_surplus(n: int = 60) -> tuple[np.ndarray, np.ndarray]:
    """Gains of one side and of both; in one run both together gain next to nothing."""
    generator = np.random.default_rng(4)
    below = generator.uniform(0.2, 1.0, n)
    above = below * generator.normal(0.4, 0.1, n)
    above[0], below[0] = 0.46, 1e-4
    return above, below


def test_a_ratio_is_that_of_the_sums_and_bears_a_run_without_surplus() -> None:
    above, below = made_up_surplus()
    assert (above / below).max() == pytest.approx(4600)
    found = ratio(above, below)
    assert found.value == pytest.approx(above.sum() / below.sum())
    assert found.low is not None and found.high is not None
    assert 0.35 < found.low < found.value < found.high < 0.45
    # Drawn anew with their denominators: as the linearised values scatter.
    scatter = linearised(above, below)
    assert scatter.mean() == pytest.approx(found.value)
    plain = centre(scatter)
    assert (found.low, found.high) == pytest.approx((plain.low, plain.high), abs=2e-3)


def test_a_ratio_covers_the_truth_as_often_as_it_says() -> None:
    generator = np.random.default_rng(11)
    inside = 0
    for _ in range(200):
        below = generator.exponential(1.0, 60)
        found = ratio(0.3 * below + generator.normal(0.0, 0.3, 60), below)
        inside += found.low < 0.3 < found.high
    # Binomial with p = .95: 3.3 errors of .0154 below, and not all.
    assert 0.90 < inside / 200 < 1.0


def test_a_ratio_without_denominator_has_no_value() -> None:
    nothing = np.zeros(10)
    assert ratio(nothing, nothing) == (None, None, None, 10)
    assert ratio(nothing[:0], nothing[:0]) == (None, None, None, 0)
    # In some resamples it vanishes: a value, and no interval.
    lone = np.array([1.0, *[0.0] * 9])
    assert ratio(lone / 2, lone) == (0.5, None, None, 10)


def test_a_gap_between_ratios_is_drawn_in_pairs() -> None:
    above, below = made_up_surplus()
    found = ratio_gap(above, below, above + 0.1 * below, below)
    assert found == pytest.approx((0.1, 0.1, 0.1, 60))
    lacking = np.where(np.arange(60) < 20, np.nan, above)
    short = ratio_gap(lacking, below, above, 2 * below)
    assert short.n == 40
    assert short.value == pytest.approx(-above[20:].sum() / below[20:].sum() / 2)
