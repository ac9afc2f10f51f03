import pyarrow as pa
import pytest

pytest.importorskip("matplotlib")

from sim.analysis.measures import measure
from sim.analysis.summaries import summarise
from sim.figures.heat_map import pairing_heat_map
from tests.figures.played import LONG, drawn, texts
from tests.figures.test_pairings import paired


def rows() -> pa.Table:
    return pa.concat_tables(
        [
            paired(key=1),
            paired(theirs="reverse_conditionality", key=2),
            paired("coercive", key=3),
        ]
    )


def test_cells_are_the_estimates_with_their_intervals() -> None:
    agreement = measure("agreement")
    ax = pairing_heat_map(rows(), agreement, "A case")
    drawn(ax)
    found = summarise(rows(), [agreement], ("destination_strategy", "partner_strategy"))
    image = ax.images[0].get_array()
    assert image is not None
    for summary, at in zip(found, [(0, 0), (0, 1), (1, 0)], strict=True):
        value, low, high, _ = summary.estimates["agreement"]
        assert value is not None and low is not None and high is not None
        assert image[at] == pytest.approx(value)
        assert f"{100 * value:.0f} %" in [each.strip() for each in texts(ax)]
        assert f"[{100 * low:.0f} to {100 * high:.0f} %]" in [each.strip() for each in texts(ax)]
    assert image.mask.tolist() == [[False, False], [False, True]]
    assert [label.get_text() for label in ax.get_xticklabels()] == [
        "cooperative",
        "reverse\nconditionality",
    ]
    assert ax.get_ylabel() == "Destinia plays"


def test_shares_have_the_whole_scale_and_others_begin_at_zero() -> None:
    assert pairing_heat_map(rows(), measure("agreement")).images[0].get_clim() == (0.0, 1.0)
    low, high = pairing_heat_map(rows(), measure("arrivals")).images[0].get_clim()
    assert low == 0.0
    assert high > 1.0


def test_few_runs_have_no_interval_and_nothing_is_called_none() -> None:
    few = pairing_heat_map(paired().slice(0, 5), measure("arrivals"))
    assert "too few runs" in [each.strip() for each in texts(few)]
    empty = paired().set_column(
        paired().column_names.index("paper_agreement"),
        "paper_agreement",
        pa.array([None] * paired().num_rows, pa.float64()),
    )
    assert texts(pairing_heat_map(empty, measure("agreement"))) == ["none"]


def test_no_runs_are_said() -> None:
    ax = pairing_heat_map(paired().slice(0, 0), measure("agreement"))
    assert texts(ax) == ["No pairings of strategies to show"]


def test_long_names_stay_on_the_page() -> None:
    ax = pairing_heat_map(paired("a_strategy_" * 6, actor=LONG), measure("agreement"), LONG)
    renderer = drawn(ax)
    whole = ax.figure.bbox
    written = [*ax.get_yticklabels(), *ax.get_xticklabels(), ax.xaxis.label, ax.yaxis.label]
    for text in (*written, *ax.figure.texts):
        box = text.get_window_extent(renderer)
        assert box.x0 >= 0 and box.x1 <= whole.x1 and box.y0 >= 0 and box.y1 <= whole.y1
