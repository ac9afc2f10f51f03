from pathlib import Path

import numpy as np
import pytest

pytest.importorskip("matplotlib")
pytest.importorskip("scipy")

from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg

from sim.analysis.intervals import NOTHING, Estimate
from sim.analysis.measures import measure
from sim.analysis.sensitivity import Sensitivity
from sim.analysis.survival import survival
from sim.figures.differences import difference_panels, paired_differences
from sim.figures.panels import shortened
from sim.figures.saving import save
from sim.figures.sensitivity import MOST, sensitivity_bars
from sim.figures.style import STRATEGIES
from sim.figures.survival import survival_curves

LONG = "issues.migration.provisions.border_control_of_the_northern_coast.worth_destination"


def sobol(count: int = 3) -> Sensitivity:
    names = [LONG, *(f"axis.number_{i}" for i in range(1, count))]
    return Sensitivity(
        "sobol",
        {
            name: {
                "S1": Estimate(0.1 * i, 0.1 * i - 0.05, 0.1 * i + 0.05, 64),
                "ST": Estimate(0.1 * i + 0.1, 0.1 * i, 0.1 * i + 0.2, 64),
            }
            for i, name in enumerate(names)
        },
        64,
    )


def outside(ax: Axes) -> list[str]:
    """Texts that reach beyond the figure."""
    whole = ax.figure
    canvas = FigureCanvasAgg(whole)  # type: ignore[arg-type]
    canvas.draw()
    edges, renderer = whole.bbox, canvas.get_renderer()
    ticks = [
        tick.label1
        for axis, (low, high) in ((ax.xaxis, ax.get_xlim()), (ax.yaxis, ax.get_ylim()))
        for tick in axis.get_major_ticks()
        if min(low, high) <= tick.get_loc() <= max(low, high)
    ]
    texts = [*ticks, ax.title, ax.xaxis.label, *ax.texts]
    found = []
    for text in texts:
        box = text.get_window_extent(renderer)
        if text.get_text() and (box.x0 < 0 or box.y0 < 0 or box.x1 > edges.x1 or box.y1 > edges.y1):
            found.append(text.get_text())
    return found


def test_bars_are_the_indices_from_the_largest_down() -> None:
    ax = sensitivity_bars(sobol(), "harm")
    first = [bar.get_width() for bar in ax.containers[0]]
    whole = [bar.get_width() for bar in ax.containers[1]]
    assert first == pytest.approx([0.2, 0.1, 0.0])
    assert whole == pytest.approx([0.3, 0.2, 0.1])
    assert ax.get_yticklabels()[0].get_text() == "axis.number 2"
    low, high = ax.get_ylim()
    assert low > high
    assert outside(ax) == []


def test_many_axes_are_cut_to_those_that_matter() -> None:
    ax = sensitivity_bars(sobol(30))
    assert len(ax.get_yticklabels()) == MOST
    assert outside(ax) == []


def test_pawn_shows_what_an_idle_axis_would() -> None:
    found = Sensitivity("pawn", {"x": {"KS": Estimate(0.4, 0.3, 0.5, 99)}}, 99, noise={"x": 0.1})
    ax = sensitivity_bars(found, "agreement")
    assert [each.get_text() for each in ax.get_legend().get_texts()][-1] == "without any effect"
    assert outside(ax) == []


def test_curves_begin_with_everybody_and_strategies_keep_their_colour() -> None:
    curve = survival(np.array([2.0, 4.0, np.nan]), np.full(3, 12.0))
    ax = survival_curves({"all runs": curve, "strategy: coercive": curve, "form: x": curve})
    for line in ax.lines:
        assert (line.get_xdata()[0], line.get_ydata()[0]) == (0.0, 1.0)
        assert line.get_ydata()[-1] == pytest.approx(1 / 3)
    assert ax.lines[1].get_color() == STRATEGIES["coercive"][0]
    assert len({line.get_color() for line in ax.lines}) == 3
    assert outside(ax) == []


def test_no_runs_have_no_curve() -> None:
    nobody = survival(np.empty(0), np.empty(0))
    for curves, says in (({}, "No runs to show"), ({"all runs": nobody}, "No runs to show")):
        ax = survival_curves(curves)
        assert [text.get_text() for text in ax.texts] == [says]


def test_differences_of_shares_are_in_percentage_points() -> None:
    lines = [
        ("one", Estimate(0.2, 0.1, 0.3, 50)),
        ("two", NOTHING),
        ("few", Estimate(0.1, None, None, 3)),
    ]
    ax = paired_differences(lines, measure("agreement"))
    marks = [line for line in ax.lines if line.get_marker() == "o"]
    assert [line.get_xdata()[0] for line in marks] == pytest.approx([20.0, 10.0])
    assert [line.get_ydata()[0] for line in marks] == [0, 2]
    assert marks[1].get_markerfacecolor() == "white"
    assert [text.get_text() for text in ax.texts] == ["none"]
    assert outside(ax) == []


def test_panels_stand_side_by_side_and_fit() -> None:
    rows = [
        (
            LONG,
            "cooperative -> reverse_conditionality",
            {"harm": Estimate(1, 0, 2, 9), "arrivals": NOTHING},
        )
    ] * 4
    panels = difference_panels(rows, [measure("harm"), measure("arrivals")])
    assert len(panels) == len(panels.figure.axes) == 2
    assert [outside(ax) for ax in panels] == [[], []]


def test_the_same_figure_gives_the_same_bytes(tmp_path: Path) -> None:
    one, two = (
        save(sensitivity_bars(sobol()), tmp_path / name)[1].read_bytes() for name in ("one", "two")
    )
    assert one == two


def test_a_long_path_keeps_its_end() -> None:
    text = shortened(LONG)
    assert len(text) <= 40
    assert text.startswith("...") and text.endswith("worth destination")
