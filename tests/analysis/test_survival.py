import math

import numpy as np
import pyarrow as pa
import pytest

from sim.analysis.material import Material
from sim.analysis.survival import groups_of, of_agreements, survival, to_agreement
from sim.errors import InputError
from tests.analysis.made_up import runs
from tests.analysis.made_up_sweeps import design
from tests.analysis.made_up_sweeps import runs as sweep_runs

pytest.importorskip("scipy")

NAN = math.nan


def test_kaplan_and_meier_by_hand() -> None:
    # Signed in months 2, 4, 4; one run ends unsigned in month 3, one in month 6.
    months = np.array([2.0, NAN, 4.0, 4.0, NAN])
    found = survival(months, np.array([6.0, 3.0, 6.0, 6.0, 6.0]))
    assert found.months.tolist() == [2, 3, 4, 6]
    # 4/5 after month 2; the one that ends in 3 changes nothing; then 1/3 of the remaining three.
    assert found.waiting == pytest.approx([0.8, 0.8, 0.8 / 3, 0.8 / 3])
    assert (found.events, found.censored, found.n) == (3, 2, 5)
    assert found.median().value == 4.0


def test_the_interval_is_greenwoods_on_the_log_log_scale() -> None:
    months = np.array([2.0, NAN, 4.0, 4.0, NAN])
    found = survival(months, np.array([6.0, 3.0, 6.0, 6.0, 6.0]))
    share = 0.8 / 3
    variance = 1 / (5 * 4) + 2 / (3 * 1)
    half = 1.959964 * math.sqrt(variance) / abs(math.log(share))
    low, high = (share ** math.exp(sign * half) for sign in (1, -1))
    assert found.at(4)[:3] == pytest.approx((share, low, high), rel=1e-5)


def test_between_before_and_beyond() -> None:
    found = survival(np.array([2.0, 5.0, NAN]), np.full(3, 10.0))
    assert found.at(0) == (1.0, 1.0, 1.0, 3)
    assert found.at(3.9).value == found.at(2).value == pytest.approx(2 / 3)
    assert found.at(11).value is None


def test_when_all_have_signed_nobody_waits() -> None:
    found = survival(np.array([1.0, 2.0, 3.0]), np.full(3, 36.0))
    assert found.at(3).value == 0.0
    assert found.at(30).value == 0.0
    assert np.isfinite(found.low).all() and np.isfinite(found.high).all()
    assert found.median().value == 2.0


def test_when_none_has_signed_the_median_is_unknown() -> None:
    found = survival(np.full(9, NAN), np.full(9, 36.0))
    assert found.median()[:3] == (None, None, None)
    assert found.at(36).value == 1.0
    assert (found.events, found.censored) == (0, 9)


def test_no_runs_at_all() -> None:
    found = survival(np.empty(0), np.empty(0))
    assert found.n == 0
    assert found.at(1).value is None


def test_leaving_censored_runs_out_would_mislead() -> None:
    months = np.array([3.0] * 10 + [NAN] * 90)
    found = survival(months, np.full(100, 24.0))
    assert found.at(24).value == pytest.approx(0.9)
    assert found.median().value is None


def test_a_duration_beyond_the_horizon_is_refused() -> None:
    with pytest.raises(InputError, match="exceeds the run's horizon"):
        survival(np.array([40.0]), np.array([36.0]))


def test_failed_runs_do_not_wait() -> None:
    rows = runs(paper_months=[4.0, None, None], error=[None, None, "broke"])
    found = to_agreement(rows)
    assert (found.events, found.censored) == (1, 1)
    with pytest.raises(InputError, match="lack durations or their horizon"):
        to_agreement(rows.drop_columns(["horizon"]))


def test_it_equals_what_scipy_says() -> None:
    stats = pytest.importorskip("scipy.stats")
    generator = np.random.default_rng(0)
    months = np.floor(generator.exponential(20, size=80))
    censored = months > 36
    found = survival(np.where(censored, NAN, months), np.full(80, 36.0))
    known = stats.ecdf(stats.CensoredData(months[~censored], right=np.full(censored.sum(), 36.0)))
    assert found.waiting == pytest.approx(known.sf.probabilities)


def test_lives_of_agreements_by_hand() -> None:
    # Run 0: signed in 2, renegotiated in 5, fell in 9, signed anew in 12, watched to 20.
    # Run 1: signed in 4 and kept. Run 2 failed and is not named. Another file fell at once.
    told = [
        *((0, 2, "signature", "a"), (0, 5, "signature", "a"), (0, 9, "collapse", "a")),
        *((0, 12, "signature", "a"), (0, 13, "offer", "a"), (1, 4, "signature", "a")),
        *((1, 6, "signature", "b"), (1, 7, "collapse", "b"), (2, 1, "signature", "a")),
    ]
    events = pa.table(
        {
            **{name: [row[i] for row in told] for i, name in enumerate(("run", "month", "kind"))},
            "table": ["t"] * len(told),
            "object": [row[3] for row in told],
        }
    )
    found = of_agreements(events, {0: 20, 1: 20})
    assert (found.events, found.censored) == (2, 2)
    # Lives: 1 and 7 months; 8 and 16 months until nobody watched any more.
    assert found.months.tolist() == [1, 7, 8, 16]
    assert found.waiting == pytest.approx([3 / 4, 1 / 2, 1 / 2, 1 / 2])
    assert of_agreements(events.slice(0, 0), {}).n == 0


def test_groups_of_many_numbers_are_thirds_and_lose_no_run() -> None:
    points = design(a__many=np.arange(12.0), b__word=["x", "y"] * 6)
    material = Material(sweep_runs(points, 2, paper_months=[1.0] * 24), points)
    many = groups_of(material, material.axis("many"))
    assert list(many) == ["many: 0 to 3.67", "many: 3.67 to 7.33", "many: 7.33 to 11"]
    assert [part.runs.num_rows for part in many.values()] == [8, 8, 8]
    words = groups_of(material, material.axis("word"))
    assert {name: part.runs.num_rows for name, part in words.items()} == {
        "word: x": 12,
        "word: y": 12,
    }
