import math
from pathlib import Path

import numpy as np
import pyarrow as pa
import pytest

from sim.analysis.axes import axes_of
from sim.analysis.extras import MissingExtra, extra
from sim.analysis.findings import Wishes, analyse
from sim.analysis.indices import parts_of, sensitivity
from sim.analysis.intervals import Estimate
from sim.analysis.material import Material
from sim.analysis.pawn import pawn
from sim.analysis.sensitivity import fitting, morris, sobol
from sim.errors import InputError
from sim.runs.sweep_results import open_results
from tests.analysis.made_up_sweeps import Stored, design, material, runs
from tests.runs.small import plan_of, played

pytest.importorskip("SALib")

Matrix = np.ndarray
NAMES = ("a", "b", "c")


def table(x: Matrix) -> pa.Table:
    return design(**{name: x[:, i] for i, name in enumerate(NAMES[: x.shape[1]])})


def problem(count: int = 3, low: float = -math.pi, high: float = math.pi) -> dict[str, object]:
    return {"num_vars": count, "names": list(NAMES[:count]), "bounds": [[low, high]] * count}


def saltelli(n: int, second: bool = True) -> Matrix:
    from SALib.sample import sobol as sample

    return np.asarray(sample.sample(problem(), n, calc_second_order=second, seed=1))


def walks(n: int, count: int = 3) -> Matrix:
    from SALib.sample import morris as sample

    return np.asarray(sample.sample(problem(count, 0.0, 1.0), n, num_levels=4, seed=1))


def ishigami(x: Matrix) -> Matrix:
    return np.asarray(
        np.sin(x[:, 0]) + 7 * np.sin(x[:, 1]) ** 2 + 0.1 * x[:, 2] ** 4 * np.sin(x[:, 0])
    )


# Ishigami and Homma 1990, with a = 7 and b = 0.1: variance and indices in closed form.
V1 = 0.5 * (1 + 0.1 * math.pi**4 / 5) ** 2
V2, V13 = 49 / 8, 0.01 * math.pi**8 * 8 / 225
TOTAL = V1 + V2 + V13
FIRST = dict(zip(NAMES, (V1 / TOTAL, V2 / TOTAL, 0.0), strict=True))
WHOLE = dict(zip(NAMES, ((V1 + V13) / TOTAL, V2 / TOTAL, V13 / TOTAL), strict=True))


@pytest.mark.parametrize("second", [True, False])
def test_sobol_finds_the_indices_of_ishigamis_function(second: bool) -> None:
    x = saltelli(1024, second)
    found = sobol(table(x), ishigami(x))
    for name in NAMES:
        assert found.indices[name]["S1"].value == pytest.approx(FIRST[name], abs=0.03)
        assert found.indices[name]["ST"].value == pytest.approx(WHOLE[name], abs=0.03)
        for index, true in (("S1", FIRST[name]), ("ST", WHOLE[name])):
            _, low, high, n = found.indices[name][index]
            assert low is not None and high is not None and low <= true <= high
            assert n == 1024
    assert found.ranked() == ["a", "b", "c"]
    if second:
        assert found.pairs["a", "c"].value == pytest.approx(V13 / TOTAL, abs=0.05)
        assert found.pairs["a", "b"].value == pytest.approx(0.0, abs=0.05)
    else:
        assert found.pairs == {}


def test_the_design_says_what_it_was_laid_out_for() -> None:
    random = np.random.default_rng(0).random((80, 3))
    assert fitting(table(saltelli(8))) == fitting(table(saltelli(8, False))) == "sobol"
    assert fitting(table(walks(5))) == "morris"
    assert fitting(table(random)) == "pawn"
    assert fitting(table(random[:20])) is None
    # The base, then each axis through 20 values while the other stays.
    one = [[0.5, 0.5], *([i / 20, 0.5] for i in range(20)), *([0.5, i / 20] for i in range(20))]
    assert fitting(table(np.array(one))) is None


def test_a_shuffled_design_is_refused() -> None:
    x = saltelli(16)
    x = np.random.default_rng(0).permutation(x)
    with pytest.raises(InputError, match="not Saltelli's"):
        sobol(table(x), ishigami(x))
    y = np.random.default_rng(0).permutation(walks(10))
    with pytest.raises(InputError, match="no trajectories"):
        morris(table(y), y[:, 0])


def test_a_grid_is_no_design_of_saltellis() -> None:
    corners = np.array([[i & 1, i >> 1 & 1, i >> 2] for i in range(8)], float)
    with pytest.raises(InputError, match="not Saltelli's"):
        sobol(table(corners), corners[:, 0])


@pytest.mark.parametrize("method", ["sobol", "morris"])
def test_gaps_and_constants_are_refused(method: str) -> None:
    x = saltelli(8) if method == "sobol" else walks(8)
    y = ishigami(x)
    y[3] = np.nan
    with pytest.raises(InputError, match=r"1 of \d+ points have no such outcome"):
        sensitivity(method, table(x), y)  # type: ignore[arg-type]
    with pytest.raises(InputError, match="the same at all points"):
        sensitivity(method, table(x), np.ones(len(x)))  # type: ignore[arg-type]


def test_morris_gives_the_slopes_of_a_plane() -> None:
    x = walks(20)
    found = morris(table(x), 3 * x[:, 0] - 2 * x[:, 1] + 0 * x[:, 2])
    for name, slope in zip(NAMES, (3.0, -2.0, 0.0), strict=True):
        row = found.indices[name]
        assert row["mu_star"].value == pytest.approx(abs(slope))
        assert row["mu"].value == pytest.approx(slope)
        assert row["sigma"].value == pytest.approx(0.0, abs=1e-9)
    assert found.ranked() == ["a", "b", "c"]


def test_morris_sees_an_interaction_in_the_spread() -> None:
    x = walks(30)
    found = morris(table(x), x[:, 0] * x[:, 1] + x[:, 2])
    assert (found.indices["a"]["sigma"].value or 0) > 0.2
    assert found.indices["c"]["sigma"].value == pytest.approx(0.0, abs=1e-9)


def test_pawn_tells_an_axis_that_matters_from_one_that_does_not() -> None:
    x = np.random.default_rng(3).random((400, 3))
    found = pawn(table(x), x[:, 0] + 0.3 * x[:, 1])
    assert found.ranked() == ["a", "b", "c"]
    low = {name: found.indices[name]["KS"].low for name in NAMES}
    assert (low["a"] or 0) > found.noise["a"]
    assert found.indices["c"]["KS"].value == pytest.approx(found.noise["c"], abs=0.06)


def test_pawn_slices_labels_at_the_labels() -> None:
    labels = np.array(["x", "y"] * 50, dtype=object)
    points = design(label=labels.tolist(), idle=np.random.default_rng(0).random(100))
    y = np.where(labels == "x", 0.0, 1.0)
    # Within a label all outcomes are alike; over all points half lie on either side.
    found = pawn(points, y)
    assert found.indices["label"]["KS"].value == 0.5
    # An axis of two large slices shows less by chance than one of ten small ones.
    assert found.noise["label"] < found.noise["idle"]


def test_pawn_leaves_out_points_without_the_outcome() -> None:
    x = np.random.default_rng(3).random((100, 2))
    y = x[:, 0].copy()
    y[:40] = np.nan
    found = pawn(table(x), y)
    assert (found.points, found.left_out) == (60, 40)
    y[:80] = np.nan
    with pytest.raises(InputError, match="only 20 points"):
        pawn(table(x), y)


def test_labels_and_switches_are_axes() -> None:
    axes = axes_of(design(on=[True, False], way=["a", "b"], size=[1, 2]))
    assert [(axis.numeric, axis.levels) for axis in axes] == [
        (False, ["yes", "no"]),
        (False, ["a", "b"]),
        (True, [1.0, 2.0]),
    ]


def test_the_same_material_gives_the_same_intervals() -> None:
    x = saltelli(32)
    assert sobol(table(x), ishigami(x)) == sobol(table(x), ishigami(x))


def test_a_missing_package_is_named_with_its_extra() -> None:
    with pytest.raises(MissingExtra, match=r"This needs no_such_package: pip install 'quidproquo"):
        extra("no_such_package.part", "This")


def crossed_with(x: Matrix, levels: list[str]) -> pa.Table:
    """A sample, played whole under each level of a lever."""
    count = len(levels)
    names = NAMES[: x.shape[1]]
    columns = {name: np.tile(x[:, i], count) for i, name in enumerate(names)}
    # Ishigami's arguments stand in for their places on the way: equal where these are equal.
    shares = {f"share:{name}": values for name, values in columns.items()}
    return design(lever=np.repeat(np.array(levels, object), len(x)).tolist(), **columns, **shares)


def test_indices_are_those_of_the_sample_at_each_combination_of_levers() -> None:
    x = saltelli(512, second=False)
    points = crossed_with(x, ["all", "b alone"])
    y = np.concatenate([ishigami(x), x[:, 1]])
    found = analyse(material(Stored(runs(points, 1, people_harm=y), points)), Wishes(("harm",)))
    assert list(found.sensitivity) == [("harm", "all"), ("harm", "b alone")]
    first, second = found.sensitivity.values()
    values = [
        {axis: {name: each.value for name, each in row.items()} for axis, row in found.items()}
        for found in (first.indices, sobol(table(x), ishigami(x)).indices)
    ]
    assert values[0] == values[1]
    # All points met one and the same shock: how far others would lead is not known.
    assert first.indices["a"]["S1"].low is None and first.noise["a"] == 0.0
    assert [each.method for each in (first, second)] == ["sobol", "sobol"]
    assert second.indices["b"]["ST"].value == pytest.approx(1.0, abs=0.02)
    assert second.indices["a"]["ST"].value == pytest.approx(0.0, abs=0.02)
    assert "lever" not in first.indices


def test_trajectories_are_recognised_at_each_combination_too() -> None:
    x = walks(10)
    points = crossed_with(x, ["up", "down"])
    y = np.concatenate([x[:, 0], -2 * x[:, 0]])
    found = analyse(material(Stored(runs(points, 1, people_harm=y), points)), Wishes(("harm",)))
    slopes = [each.indices["a"]["mu"].value for each in found.sensitivity.values()]
    assert slopes == pytest.approx([1.0, -2.0])


def test_a_combination_in_which_nothing_varies_says_so_alone() -> None:
    x = saltelli(16, second=False)
    points = crossed_with(x, ["flat", "free"])
    y = np.concatenate([np.ones(len(x)), ishigami(x)])
    found = analyse(material(Stored(runs(points, 1, people_harm=y), points)), Wishes(("harm",)))
    assert list(found.sensitivity) == [("harm", "free")]
    assert "the same at all points" in found.missing["sensitivity of harm (flat)"]


def test_an_idle_lever_makes_no_index_more_certain() -> None:
    x = np.random.default_rng(3).random((120, 2))
    y = x[:, 0] + 0.2 * np.random.default_rng(4).random(120)
    alone = pawn(table(x), y)
    crossed = pawn(crossed_with(x, ["p", "q", "r", "s"]), np.tile(y, 4))

    def width(found: Estimate) -> float:
        return (found.high or 0.0) - (found.low or 0.0)

    # Four copies of each point are one point: they would halve the interval otherwise.
    one, four = (found.indices["a"]["KS"] for found in (alone, crossed))
    assert four.value == pytest.approx(one.value, abs=0.02)
    assert width(four) > 0.8 * width(one)
    assert crossed.noise["b"] == pytest.approx(alone.noise["b"], rel=0.2)
    assert (crossed.indices["lever"]["KS"].value or 0.0) < 1e-9


def test_pawn_finds_what_is_known_of_ishigamis_function() -> None:
    x = np.random.default_rng(8).uniform(-math.pi, math.pi, (4000, 3))
    found = pawn(table(x), ishigami(x))
    for name, axis in zip(NAMES, range(3), strict=True):
        known = true_distance(axis)
        assert found.indices[name]["KS"].value == pytest.approx(known, abs=0.035)
    assert found.ranked() == ["b", "a", "c"]


def true_distance(axis: int) -> float:
    """PAWN's index of Ishigami's function without SALib: distances between sorted outcomes."""
    x = np.random.default_rng(axis).uniform(-math.pi, math.pi, (400_000, 3))
    y = ishigami(x)
    order = np.argsort(x[:, axis])
    every = np.sort(y)
    distances = []
    for part in np.array_split(order, 10):
        inside = np.sort(y[part])
        below = np.searchsorted(inside, every, side="right") / len(inside)
        distances.append(np.abs(below - np.arange(1, len(every) + 1) / len(every)).max())
    return float(np.median(distances))


def test_a_sweep_that_was_played_is_recognised_from_its_folder(tmp_path: Path) -> None:
    # Whole months and labels hide the layout of a sample; where points stand on each axis shows it.
    vary = [
        "horizon=3:5",
        "tables.main.partner.strategy=coercive,cooperative",
        "actors.north.patience=0.5:0.9",
    ]
    plan = plan_of(tmp_path, vary, replications=2, design="sobol", points=4)
    played(plan, tmp_path / "out", 1)
    sweep = Material.of(open_results(tmp_path / "out"))
    assert sweep.levers == ["tables.main.partner.strategy"]
    assert len(sweep.design) == 2 * 4 * (2 + 2)
    parts = parts_of(sweep)
    assert [name for name, _ in parts] == ["coercive", "cooperative"]
    assert [fitting(part.design) for _, part in parts] == ["sobol", "sobol"]
