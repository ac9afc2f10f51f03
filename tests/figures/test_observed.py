from typing import Any

import numpy as np
import pyarrow as pa
import pytest

pytest.importorskip("matplotlib")

import sim
from sim.errors import InputError
from sim.figures.observed import observed_and_simulated
from sim.model.records import OUTCOME
from tests.analysis.made_up import runs
from tests.figures.played import drawn, texts

N = 40


def played(table: str = "rabat", **columns: Any) -> pa.Table:
    """Runs at a table: what is not given never came about, counts are none."""
    data = {column.name: [0.0 if column.unit == "count" else None] * N for column in OUTCOME}
    data |= {"paper_agreement": [1.0] * 30 + [0.0] * 10, "paper_formal": [0.0] * 30 + [None] * 10}
    rows = runs(**{**data, **columns})
    return rows.append_column("table", pa.array([table] * N))


def panel(axes: list[Any], title: str) -> Any:
    (found,) = (ax for ax in axes if ax.get_title(loc="left").startswith(title))
    return found


def test_shares_of_runs_stand_beside_what_was_observed() -> None:
    axes = observed_and_simulated(sim.load("ceuta_2021"), played())
    drawn(axes[0])
    form = panel(axes, "Agreement in force")
    bars = [bar.get_width() for bar in form.patches if hasattr(bar, "get_width")]
    assert bars[:1] == pytest.approx([0.25])
    assert 0.75 in bars
    assert form.get_title(loc="left").endswith("observed: informal")
    labels = {label.get_text(): label.get_fontweight() for label in form.get_yticklabels()}
    assert labels == {"none": "normal", "informal": "bold", "formal": "normal"}


def test_a_distribution_has_the_observation_as_a_line() -> None:
    months = [float(each) for each in range(10, 40)] + [None] * 10
    axes = observed_and_simulated(sim.load("ceuta_2021"), played(paper_months=months))
    ax = panel(axes, "Months")
    (line,) = (each for each in ax.lines if each.get_label() == "observed")
    assert list(line.get_xdata()) == [12, 12]
    heights = [bar.get_height() for bar in ax.patches]
    assert sum(heights) == pytest.approx(0.75)
    assert "never in 25 % of runs" in texts(ax)


def test_codes_are_drawn_as_ranges() -> None:
    axes = observed_and_simulated(
        sim.load("ceuta_2021"), played(process_signed_main_destination=[0.5] * N)
    )
    ax = panel(axes, "Destination side concedes")
    (band,) = (each for each in ax.patches if each.get_label() == "observed")
    assert band.get_extents().width > 0
    assert (band.get_x(), band.get_x() + band.get_width()) == pytest.approx((2 / 3, 1.0))


def test_it_is_never_a_score() -> None:
    axes = observed_and_simulated(sim.load("ceuta_2021"), played())
    said = " ".join(
        text.get_text() for ax in axes for text in (*ax.texts, *ax.figure.texts, ax.title)
    )
    assert "no test" in said.replace("\n", " ")
    assert not {"score", "accuracy", "hit", "Brier"} & set(said.split())


def test_only_runs_at_the_records_table_count() -> None:
    other = played("brussels", paper_agreement=[0.0] * N)
    axes = observed_and_simulated(sim.load("ceuta_2021"), pa.concat_tables([other, played()]))
    assert any("40 runs" in text.get_text() for text in axes[0].figure.texts)


def test_another_record_is_chosen_by_its_name() -> None:
    scenario = sim.load("partnership_framework_2016")
    axes = observed_and_simulated(scenario, played("abuja"), "nigeria")
    assert panel(axes, "Agreement in force").get_title(loc="left").endswith("none")
    # Eighty-six months lie beyond the horizon: the axis reaches there.
    assert panel(axes, "Months").get_xlim()[1] > 86
    with pytest.raises(InputError, match="did you mean 'nigeria'"):
        observed_and_simulated(scenario, played("abuja"), "nigera")


def test_no_record_and_no_runs_are_said() -> None:
    scenario = sim.load("ceuta_2021")
    (ax,) = observed_and_simulated(scenario, played().slice(0, 0))
    assert texts(ax) == ["No runs to show"]
    (ax,) = observed_and_simulated(scenario.model_copy(update={"record": {}}), played())
    assert "Nothing observed" in texts(ax)[0]


def test_what_never_came_about_draws() -> None:
    nothing = {name: [None] * N for name in ("paper_months", "coercion_met_partner")}
    axes = observed_and_simulated(sim.load("ceuta_2021"), played(**nothing))
    drawn(axes[0])
    assert "never in 100 % of runs" in texts(panel(axes, "Months"))
    assert np.isfinite(panel(axes, "Months").get_xlim()).all()
