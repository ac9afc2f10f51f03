"""Axes and designs, against values by hand and those of the libraries."""

from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from SALib.sample import morris, sobol
from scipy.stats import qmc

from sim.errors import InputError
from sim.runs.axes import Axis, listed, parse_vary, ranged, usual_role, with_roles
from sim.runs.designs import build, one_at_a_time
from sim.runs.plan_files import design_table
from sim.scenario.evidence import Distribution

PATIENCE = ranged("actors.a.patience", 0.5, 0.9)
STRATEGY = listed("tables.t.partner.strategy", ["coercive", "cooperative", "stalling"])
WORDS = replace(STRATEGY, role="uncertainty")
"""The same, sampled with all else."""
ORDER = listed("treatments.order", ["a", "b"])


def test_words_become_axes() -> None:
    assert parse_vary("a.b=x, y").values == ("x", "y")
    assert parse_vary("a.b=1,2.5,null").values == (1, 2.5, None)
    found = parse_vary("a.b = 0.1:0.9")
    assert (found.path, found.low, found.high) == ("a.b", 0.1, 0.9)
    assert parse_vary("a.b=own").own
    assert parse_vary("a.date=2021-05,2021-06").values == ("2021-05", "2021-06")


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("", "not an axis"),
        ("a.b", "not an axis"),
        ("a.b=", "not an axis"),
        ("a.b=1,,2", "a value is missing"),
        ("a.b=1:2:3", "not a range"),
        ("a.b=x:y", "not a range"),
        ("a.b=2:1", "empty"),
        ("a.b=1:1", "empty"),
        ("a.b=1,2,1", "listed twice"),
        ("a.b=.nan,1", "not finite"),
    ],
)
def test_words_that_are_no_axis_are_refused(text: str, what: str) -> None:
    with pytest.raises(InputError, match=what):
        parse_vary(text)


def test_values_stand_in_equal_parts_of_the_way() -> None:
    assert [STRATEGY.value(share) for share in (0, 0.33, 0.34, 0.67, 1.0)] == [
        "coercive",
        "coercive",
        "cooperative",
        "stalling",
        "stalling",
    ]
    assert [PATIENCE.value(share) for share in (0, 0.5, 1)] == [0.5, 0.7, 0.9]
    months = Axis("horizon", low=2.0, high=4.0, whole=True)
    assert [months.value(share) for share in (0, 0.3, 0.4, 0.7, 1)] == [2, 2, 3, 4, 4]
    assert months.levels(5) == [2, 3, 4]
    assert months.ends == (2, 4)


def test_own_distributions_are_drawn_by_their_quantiles() -> None:
    drawn = Axis("a.b", distribution=Distribution("triangular", (0.0, 0.5, 1.0)))
    assert drawn.value(0.125) == pytest.approx(0.25)
    assert drawn.value(0.0) >= 0.0 and drawn.value(1.0) <= 1.0
    normal = Axis("a.b", distribution=Distribution("normal", (0.0, 1.0)))
    assert all(abs(end) < 8 for end in normal.ends)  # type: ignore[arg-type]


def test_who_chooses_is_known_by_the_path() -> None:
    levers = ("overrides", "treatments.execution", "tables.t.partner.strategy")
    assert {usual_role(path) for path in levers} == {"lever"}
    assert usual_role("actors.a.patience") == "uncertainty"


def test_a_grid_is_a_full_product_in_order() -> None:
    found = build("grid", [PATIENCE, STRATEGY], 3)
    assert found.rows[:4] == (
        (0.5, "coercive"),
        (0.5, "cooperative"),
        (0.5, "stalling"),
        (0.7, "coercive"),
    )
    assert len(found.rows) == 9
    assert build("grid", []).rows == ((),)


def test_one_at_a_time_leaves_all_others_at_the_base() -> None:
    found = one_at_a_time([PATIENCE, STRATEGY], (0.6, "stalling"), 2)
    assert found.rows == (
        (0.6, "stalling"),
        (0.5, "stalling"),
        (0.9, "stalling"),
        (0.6, "coercive"),
        (0.6, "cooperative"),
    )


def test_latin_hypercubes_have_one_point_in_each_layer() -> None:
    found = build("lhs", [PATIENCE, WORDS], 12, seed=3)
    expected = qmc.LatinHypercube(2, rng=np.random.default_rng(3)).random(12)
    assert found.shares is not None and np.array_equal(found.shares, expected)
    layers = [int((float(row[0]) - 0.5) / 0.4 * 12) for row in found.rows]  # type: ignore[arg-type]
    assert sorted(layers) == list(range(12))
    assert [row[1] for row in found.rows].count("stalling") == 4


def test_sobol_and_morris_points_are_those_of_the_library() -> None:
    problem = {"num_vars": 2, "names": ["x", "y"], "bounds": [[0.0, 1.0]] * 2}
    found = build("sobol", [PATIENCE, WORDS], 8, seed=5)
    expected = sobol.sample(problem, 8, calc_second_order=False, seed=5)
    assert found.shares is not None and np.array_equal(found.shares, expected)
    assert len(found.rows) == 8 * (2 + 2)
    found = build("morris", [PATIENCE, WORDS], 6, seed=5)
    expected = morris.sample(problem, 6, num_levels=4, seed=5)
    assert found.shares is not None and np.array_equal(found.shares, expected)
    assert len(found.rows) == 6 * (2 + 1)
    for one, other in zip(found.shares[:2], found.shares[1:3], strict=True):
        assert (one != other).sum() == 1


def test_random_points_are_the_same_under_one_seed() -> None:
    axes = [PATIENCE, STRATEGY]
    assert build("random", axes, 9, 1).rows == build("random", axes, 9, 1).rows
    assert build("random", axes, 9, 1).rows != build("random", axes, 9, 2).rows


@pytest.mark.parametrize(
    ("kind", "size"), [("lhs", 8), ("random", 8), ("sobol", 24), ("morris", 16)]
)
def test_levers_meet_the_whole_sample_in_its_order(kind: Any, size: int) -> None:
    found = build(kind, [STRATEGY, PATIENCE, ORDER], 8, seed=3)
    alone = build(kind, [PATIENCE], 8, seed=3)
    assert (len(alone.rows), found.sample, found.combinations) == (size, size, 6)
    assert found.crossed == (STRATEGY.path, ORDER.path)
    expected = [
        (strategy, patience, order)
        for strategy in STRATEGY.values
        for order in ORDER.values
        for (patience,) in alone.rows
    ]
    assert list(found.rows) == expected
    assert found.shares is not None and alone.shares is not None
    assert np.array_equal(found.shares, np.tile(alone.shares, (6, 1)))
    assert found.problem == alone.problem
    table = design_table([STRATEGY, PATIENCE, ORDER], found)
    assert [name for name in table.column_names if ":" in name] == [f"share:{PATIENCE.path}"]


def test_roles_decide_what_is_crossed() -> None:
    numbers = listed("actors.a.capacity", [0.1, 0.9])
    assert build("lhs", [PATIENCE, numbers], 8).combinations == 1
    assert build("lhs", [PATIENCE, replace(numbers, role="lever")], 8).combinations == 2
    # A range has no values with which the sample could be crossed.
    assert build("lhs", [replace(PATIENCE, role="lever")], 8).combinations == 1
    axes = with_roles([PATIENCE, STRATEGY], [f"{STRATEGY.path} = uncertainty"])
    assert [axis.role for axis in axes] == [None, "uncertainty"]
    with pytest.raises(InputError, match="no role 'levr'"):
        with_roles([PATIENCE], [f"{PATIENCE.path}=levr"])
    with pytest.raises(InputError, match=r"did you mean 'actors\.a\.patience'"):
        with_roles([PATIENCE], ["actors.a.patienc=lever"])


def test_levers_that_leave_nothing_or_too_much_are_refused() -> None:
    with pytest.raises(InputError, match=r"nothing to sample.*design grid"):
        build("lhs", [STRATEGY, ORDER])
    many = [listed(f"treatments.t{i}", list("abcdefgh")) for i in range(5)]
    with pytest.raises(InputError, match=r"3,276,800 points.*8 of treatments.t0 x 8 of"):
        build("lhs", [PATIENCE, *many], 100)


@pytest.mark.parametrize(
    ("kind", "points", "what"),
    [
        ("sobol", 12, "power of two"),
        ("lhs", 10**9, "at most"),
        ("grid", 10**4, "at most"),
    ],
)
def test_designs_that_do_not_fit_are_refused(kind: str, points: int, what: str) -> None:
    axes = [PATIENCE, ranged("a.b", 0, 1)]
    with pytest.raises(InputError, match=what):
        build(kind, axes, points)  # type: ignore[arg-type]
    with pytest.raises(InputError, match="needs an axis"):
        build("lhs", [])


def test_values_of_a_grid_are_the_decimals_that_were_written() -> None:
    assert parse_vary("horizon=0.1:0.5").levels(5) == [0.1, 0.2, 0.3, 0.4, 0.5]
    assert parse_vary("horizon=0.1:0.7").levels(7) == [0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7]
