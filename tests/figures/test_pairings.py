from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pytest

pytest.importorskip("matplotlib")

from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.collections import LineCollection
from matplotlib.figure import Figure
from matplotlib.transforms import Bbox

from sim.analysis.measures import measure
from sim.analysis.summaries import summarise
from sim.figures.pairings import PANELS, pairings
from sim.figures.saving import save
from sim.figures.style import STRATEGIES, marks
from tests.analysis.made_up import runs

N = 40


def paired(
    ours: str = "cooperative",
    theirs: str = "cooperative",
    scenario: str = "made_up",
    actor: str = "Partneria",
    key: int = 0,
) -> pa.Table:
    """Rows of one pairing with random outcomes."""
    generator = np.random.default_rng(key)
    rows = runs(
        f"{ours} x {theirs}",
        paper_agreement=generator.integers(0, 2, N),
        process_delivered_partner=generator.random(N),
        people_arrivals=1 + generator.random(N),
        people_harm=generator.random(N) / 10,
    )
    labels = {
        "destination_strategy": ours,
        "partner_strategy": theirs,
        "destination_actor": "Destinia",
        "partner_actor": actor,
    }
    for name, value in labels.items():
        rows = rows.append_column(name, pa.array([value] * N))
    return rows.set_column(0, "scenario", pa.array([scenario] * N))


def texts(figure: Figure) -> list[str]:
    return [text.get_text() for text in figure.texts]


def drawn_pairings(*given: Any, **how: Any) -> Figure:
    """The figure of pairings."""
    return pairings(*given, **how).figure


def boxes(figure: Figure) -> dict[str, Bbox]:
    """Where each text on the figure stands, once it is drawn."""
    canvas = FigureCanvasAgg(figure)
    canvas.draw()
    renderer = canvas.get_renderer()
    return {text.get_text(): text.get_window_extent(renderer) for text in figure.texts}


def test_marks_bars_and_numbers_are_the_estimates() -> None:
    rows = pa.concat_tables(
        [paired(key=1), paired(theirs="reverse_conditionality", key=2), paired("coercive", key=3)]
    )
    figure = drawn_pairings(rows)
    summaries = summarise(rows)
    assert len(figure.axes) == len(PANELS)
    for ax, panel in zip(figure.axes, PANELS, strict=True):
        expected = [each.estimates[panel.measure.name] for each in summaries]
        drawn = [line for line in ax.lines if line.get_marker() not in ("None", None, "")]
        assert [line.get_xdata()[0] for line in drawn] == [each.value for each in expected]
        # Lines 0 and 3 are the headings of the destination's strategies.
        assert [line.get_ydata()[0] for line in drawn] == [1, 2, 4]
        bars = [bar for bar in ax.collections if isinstance(bar, LineCollection)]
        ends = [tuple(bar.get_segments()[0][:, 0]) for bar in bars]
        assert ends == [(each.low, each.high) for each in expected]
        written = [text.get_text() for text in ax.texts]
        assert written == [panel.measure.written(each.value) for each in expected if each.value]


def test_colour_is_the_destinations_strategy_and_mark_the_partners() -> None:
    rows = pa.concat_tables([paired(), paired("coercive", "reverse_conditionality")])
    drawn = [line for line in drawn_pairings(rows).axes[0].lines if len(line.get_xdata()) == 1]
    assert [(line.get_color(), line.get_marker()) for line in drawn] == [
        STRATEGIES["cooperative"],
        (STRATEGIES["coercive"][0], STRATEGIES["reverse_conditionality"][1]),
    ]


def test_arrivals_never_stand_without_harm() -> None:
    assert {measure("arrivals"), measure("harm")} <= {panel.measure for panel in PANELS}


def test_scenarios_share_the_scale_of_a_measure() -> None:
    rows = pa.concat_tables([paired(), paired(scenario="other", key=5)])
    figure = drawn_pairings(rows, titles={"made_up": "A case", "other": "Another case"})
    assert {"A case", "Another case"} <= set(texts(figure))
    first, second = figure.axes[: len(PANELS)], figure.axes[len(PANELS) :]
    assert [ax.get_xlim() for ax in first] == [ax.get_xlim() for ax in second]


def test_one_pairing_draws() -> None:
    assert len(drawn_pairings(paired()).axes) == len(PANELS)


def test_arms_without_strategies_are_drawn_under_their_names() -> None:
    columns = {panel.measure.column: [0.0] * 9 for panel in PANELS}
    assert "no hospital" in texts(drawn_pairings(runs("no_hospital", **columns)))


def test_what_never_came_about_says_so() -> None:
    columns = {panel.measure.column: [None] * 9 for panel in PANELS}
    figure = drawn_pairings(runs(**columns))
    assert [text.get_text() for ax in figure.axes for text in ax.texts] == ["none"] * 4


def test_too_few_runs_for_an_interval_have_hollow_marks() -> None:
    figure = drawn_pairings(paired().slice(0, 7))
    shares, *others = (ax.lines[-1].get_markerfacecolor() for ax in figure.axes)
    assert shares == STRATEGIES["cooperative"][0]
    assert others == ["white"] * 3
    assert [len(ax.collections) for ax in figure.axes] == [1, 0, 0, 0]


def test_no_runs_are_said_and_not_drawn(tmp_path: Path) -> None:
    (ax,) = pairings(paired().slice(0, 0))
    assert [text.get_text() for text in ax.texts] == ["No runs to show"]
    save(ax, tmp_path / "empty")


def test_long_names_stay_on_the_page_and_off_the_panels() -> None:
    figure = drawn_pairings(
        paired(
            "coercive",
            "reverse_conditionality",
            actor="The Most Serene and Federal Republic of the Northern and Southern Coasts",
        ),
        titles={"made_up": "A case with a title that does not end " * 5},
        source="From here. " * 30,
    )
    found = boxes(figure)
    edges = figure.bbox
    outside = [t for t, b in found.items() if b.x0 < 0 or b.y0 < 0 or b.x1 > edges.x1]
    assert outside == []
    (label,) = (text for text in found if text.startswith("The Most"))
    assert label == "The Most Serene and Federal Re...:\nreverse conditionality"
    assert found[label].x1 < figure.axes[0].get_window_extent().x0


def test_many_pairings_do_not_touch() -> None:
    names = list(STRATEGIES)
    found = boxes(
        drawn_pairings(
            pa.concat_tables(
                [paired(one, two, actor=f"In {one}") for one in names for two in names]
            )
        )
    )
    labels = sorted(
        (box for text, box in found.items() if text.startswith(("In ", "Destinia"))),
        key=lambda box: -box.y0,
    )
    assert len(labels) == 42
    assert all(upper.y0 >= lower.y1 for upper, lower in pairwise(labels))


@pytest.mark.parametrize("ending", ["png", "svg", "pdf"])
def test_the_same_figure_gives_the_same_bytes(tmp_path: Path, ending: str) -> None:
    one, two = (
        save(drawn_pairings(paired()), tmp_path / name, [ending])[0].read_bytes()  # type: ignore[list-item]
        for name in ("one", "two")
    )
    assert one == two
    assert b"Date" not in one


def test_unknown_strategies_have_looks_of_their_own() -> None:
    looks = marks(["mine", "cooperative", "yours"])
    assert looks["cooperative"] == STRATEGIES["cooperative"]
    assert len(set(looks.values())) == 3
    assert list(looks) == ["mine", "cooperative", "yours"]
