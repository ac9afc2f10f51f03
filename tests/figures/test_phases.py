from itertools import product

import numpy as np
import pyarrow as pa
import pytest

pytest.importorskip("matplotlib")

from sim.analysis.material import Material
from sim.analysis.measures import measure
from sim.errors import InputError
from sim.figures.phases import phase_diagram
from tests.figures.played import drawn, texts

X, Y = "actors.morocco.patience", "actors.spain.sanction_capacity"


def material(points: "list[tuple[object, float]]", each: int = 10, empty: bool = False) -> Material:
    """Runs whose share of agreements is the larger the larger both values are."""
    design = pa.table(
        {"point": range(len(points)), X: [x for x, _ in points], Y: [y for _, y in points]}
    )
    agreed = [None if empty else float(r < each * y) for _, y in points for r in range(each)]
    count = len(points) * each
    runs = pa.table(
        {
            "point": np.repeat(np.arange(len(points)), each),
            "replication": np.tile(np.arange(each), len(points)),
            "error": pa.nulls(count, pa.string()),
            "paper_agreement": pa.array(agreed, pa.float64()),
        }
    )
    return Material(runs, design, 36)


GRID: "list[tuple[object, float]]" = list(product([0.2, 0.6, 1.0], [0.1, 0.4, 0.7, 0.9]))


def test_cells_of_a_grid_are_means_over_its_runs() -> None:
    ax = phase_diagram(material(GRID), X, Y, measure("agreement"))
    drawn(ax)
    values = ax.collections[0].get_array()
    assert values is not None
    assert np.asarray(values).reshape(4, 3) == pytest.approx(
        np.repeat([[0.1], [0.4], [0.7], [0.9]], 3, axis=1)
    )
    assert ax.get_xlabel() == X
    assert ax.collections[0].get_clim() == (0.0, 1.0)


def test_a_line_marks_one_half() -> None:
    ax = phase_diagram(material(GRID), X, Y, measure("agreement"))
    line = ax.collections[-1].get_paths()[0].vertices
    # Half way between .4 and .7, where the share passes from .4 to .7.
    assert np.asarray(line)[:, 1] == pytest.approx(0.5)


def test_cells_with_few_runs_are_hatched() -> None:
    assert len(phase_diagram(material(GRID, 5), X, Y, measure("agreement")).patches) == 12
    assert len(phase_diagram(material(GRID), X, Y, measure("agreement")).patches) == 0


def test_what_is_no_grid_is_drawn_as_points() -> None:
    generator = np.random.default_rng(1)
    points: list[tuple[object, float]] = [
        (float(a), float(b)) for a, b in generator.random((30, 2))
    ]
    ax = phase_diagram(material(points), "patience", "sanction_capacity", measure("agreement"))
    drawn(ax)
    placed = {tuple(np.round(each, 9)) for each in ax.collections[0].get_offsets()}
    assert placed == {tuple(np.round(each, 9)) for each in points}


def test_words_are_written_at_their_axis() -> None:
    points: list[tuple[object, float]] = list(
        product(["coercive", "a strategy with a name that does not end"], [0.2, 0.8])
    )
    across = phase_diagram(material(points), Y, X, measure("agreement"))
    renderer = drawn(across)
    assert across.yaxis.label.get_window_extent(renderer).x0 >= 0
    ax = phase_diagram(material(points), X, Y, measure("agreement"))
    renderer = drawn(ax)
    assert ax.get_xticklabels()[0].get_text() == "coercive"
    for label in ax.get_xticklabels():
        assert label.get_window_extent(renderer).x1 <= ax.figure.bbox.x1


def test_nothing_to_show_is_said() -> None:
    none = material(GRID, empty=True)
    assert "In no run" in texts(phase_diagram(none, X, Y, measure("agreement")))[0]
    without = Material(none.runs.slice(0, 0), none.design, 36)
    assert texts(phase_diagram(without, X, Y, measure("agreement"))) == ["No runs to show"]


def test_one_value_of_an_axis_draws() -> None:
    drawn(phase_diagram(material([(0.5, 0.2), (0.5, 0.8)]), X, Y, measure("agreement")))


def test_an_axis_that_does_not_exist_is_refused_with_the_nearest() -> None:
    with pytest.raises(InputError, match="did you mean"):
        phase_diagram(material(GRID), "actors.morocco.patienze", Y, measure("agreement"))
