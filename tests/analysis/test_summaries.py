import pyarrow as pa
import pytest

from sim.analysis.intervals import NOTHING
from sim.analysis.measures import MEASURES, measure
from sim.analysis.summaries import summarise
from sim.model.records import OUTCOME
from tests.analysis.made_up import runs


def test_every_measure_is_made_of_an_outcome_column_and_speaks_its_unit() -> None:
    units = {column.name: column.unit for column in OUTCOME}
    assert len({each.name for each in MEASURES}) == len(MEASURES)
    for each in MEASURES:
        (unit,) = {units[column] for column in each.columns}
        if each.statistic == "ratio":
            # Of sums in one unit: it has none.
            assert (unit, each.unit) == ("utility a month", "share")
            continue
        assert each.unit == ("share" if unit == "0 or 1" else unit), each.name
        assert (each.statistic == "share") == (unit == "0 or 1"), each.name


def test_harm_stands_beside_arrivals() -> None:
    names = [each.name for each in MEASURES if each.layer == "people"]
    assert {"arrivals", "harm"} <= set(names)


def test_shares_months_and_what_never_came_about() -> None:
    rows = runs(
        paper_agreement=[1, 0, 1, 0, 0],
        paper_months=[4, None, 10, None, None],
        process_delivered_partner=[None, None, 0.5, None, None],
        coercion_met_partner=[None] * 5,
    )
    (found,) = summarise(rows)
    assert (found.labels, found.played, found.failed) == (
        {"scenario": "made_up", "arm": "base"},
        5,
        0,
    )
    assert found.estimates["agreement"].value == 0.4
    assert found.estimates["months_to_agreement"] == (7.0, None, None, 2)
    # Months without agreement count up to the horizon: (4 + 10 + 3 * 36) / 5.
    assert found.estimates["months_without"] == (24.4, None, None, 5)
    assert found.estimates["delivered_partner"] == (0.5, None, None, 1)
    assert found.estimates["met_partner"] == NOTHING
    assert "arrivals" not in found.estimates


def test_shares_of_the_surplus_are_ratios_of_sums() -> None:
    gains = {"distribution_gain_destination": [3.0, -0.999, None]}
    rows = runs(
        **gains, distribution_gain_partner=[1.0, 1.0, None], distribution_most=[5.0, 3.002, None]
    )
    (found,) = summarise(rows)
    assert found.estimates["surplus_partner"] == pytest.approx((2 / 4.001, None, None, 2))
    assert found.estimates["efficiency"] == pytest.approx((4.001 / 8.002, None, None, 2))
    assert "surplus_nash" not in found.estimates


def test_failed_runs_are_counted_and_left_out() -> None:
    (found,) = summarise(runs(error=[None, "broke", None], people_harm=[1.0, 99.0, 3.0]))
    assert (found.played, found.failed) == (3, 1)
    assert found.estimates["harm"] == (2.0, None, None, 2)


def test_an_arm_of_failures_alone_has_no_estimates() -> None:
    (found,) = summarise(runs(error=["broke"] * 2, paper_agreement=[1, 1], people_harm=[1, 1]))
    assert found.failed == found.played == 2
    assert set(found.estimates.values()) == {NOTHING}


def test_arms_keep_the_order_in_which_they_come() -> None:
    rows = pa.concat_tables([runs("b", people_harm=[1.0]), runs("a", people_harm=[2.0, 3.0])])
    assert [(each.labels["arm"], each.played) for each in summarise(rows)] == [("b", 1), ("a", 2)]


def test_no_rows_make_no_summaries() -> None:
    assert summarise(runs(people_harm=[])) == []


@pytest.mark.parametrize(
    ("name", "value", "text"),
    [
        ("agreement", 0.196, "20 %"),
        ("harm", 0.12, "0.120"),
        ("arrivals", 2.0, "2.00"),
        ("months_without", 24.44, "24.4"),
    ],
)
def test_values_are_written_as_people_read_them(name: str, value: float, text: str) -> None:
    assert measure(name).written(value) == text
