import numpy as np
import pyarrow as pa
import pytest

from sim.analysis.comparison import compare
from sim.analysis.intervals import NOTHING
from tests.analysis.made_up import runs


def test_differences_are_taken_run_by_run() -> None:
    # Shocks move runs by hundreds, the change by one: only pairs can see it.
    shocks = np.random.default_rng(0).normal(0, 100, size=40)
    rows = pa.concat_tables([runs(people_harm=shocks), runs("a", people_harm=shocks + 1)])
    (found,) = compare(rows)
    assert (found.arm, found.baseline, found.pairs, found.failed) == ("a", "base", 40, 0)
    assert found.differences["harm"] == pytest.approx((1.0, 1.0, 1.0, 40))


def test_rows_are_matched_by_replication_not_by_place() -> None:
    base, other = runs(people_harm=[1.0, 2.0, 3.0]), runs("a", people_harm=[1.5, 2.5, 3.5])
    (found,) = compare(pa.concat_tables([base, other.take([2, 0, 1])]))
    assert found.differences["harm"] == (0.5, None, None, 3)


def test_shares_differ_by_the_difference_of_the_shares() -> None:
    rows = pa.concat_tables(
        [
            runs(paper_agreement=[1, 1, 0, 0, 0, 0, 0, 0]),
            runs("a", paper_agreement=[0, 1, 1, 1, 1, 1, 0, 0]),
        ]
    )
    (found,) = compare(rows)
    assert found.differences["agreement"].value == 5 / 8 - 2 / 8


def test_only_pairs_in_which_both_came_about_count() -> None:
    rows = pa.concat_tables(
        [
            runs(process_delivered_partner=[0.1, None, 0.5]),
            runs("a", process_delivered_partner=[None, 0.9, 0.7]),
        ]
    )
    (found,) = compare(rows)
    assert found.pairs == 3
    assert found.differences["delivered_partner"] == pytest.approx((0.2, None, None, 1))


def test_a_failure_on_either_side_loses_the_pair() -> None:
    rows = pa.concat_tables(
        [
            runs(error=["broke", None, None], people_harm=[0, 1, 1]),
            runs("a", error=[None, "broke", None], people_harm=[9, 9, 2]),
        ]
    )
    (found,) = compare(rows)
    assert (found.pairs, found.failed) == (3, 2)
    assert found.differences["harm"] == (1.0, None, None, 1)


def test_arms_of_failures_alone_have_no_differences() -> None:
    rows = pa.concat_tables(
        [runs(people_harm=[0.0]), runs("a", error=["broke"], people_harm=[1.0])]
    )
    (found,) = compare(rows)
    assert found.differences == {"harm": NOTHING}


def test_one_arm_has_nothing_to_differ_from() -> None:
    assert compare(runs(people_harm=[1.0, 2.0])) == []


def test_a_replication_played_twice_is_refused() -> None:
    with pytest.raises(ValueError, match="holds a replication twice"):
        compare(pa.concat_tables([runs(people_harm=[1.0])] * 2))


def test_shares_of_the_surplus_differ_by_the_difference_of_ratios() -> None:
    """Over pairs in which both agreed: (3 + .5) / (4 + 1) against (1 + 1) / (4 + .001)."""
    one = {"destination": [3.0, -0.999, 1.0], "partner": [1.0, 1.0, None]}
    two = {"destination": [1.0, 0.5, 1.0], "partner": [3.0, 0.5, 1.0]}
    rows = pa.concat_tables(
        [
            runs(**{f"distribution_gain_{side}": values for side, values in one.items()}),
            runs("a", **{f"distribution_gain_{side}": values for side, values in two.items()}),
        ]
    )
    (found,) = compare(rows)
    apart = 3.5 / 5.0 - 2.0 / 4.001
    assert found.differences["surplus_partner"] == pytest.approx((apart, None, None, 2))
