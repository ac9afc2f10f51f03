"""What changes nothing is named, and what changes a single digit is not."""

import numpy as np
import pyarrow as pa

from sim.analysis.findings import analyse
from sim.analysis.idle import idle_arms, idle_of
from sim.analysis.report import report
from sim.documents.markdown import markdown
from tests.analysis import made_up
from tests.analysis.made_up_sweeps import Stored, design, material, runs


def test_an_axis_and_a_value_that_change_nothing_are_named() -> None:
    points = design(
        way=["a", "b", "c"] * 4, size=[1.0] * 6 + [2.0] * 6, on=([False] * 3 + [True] * 3) * 2
    )
    way = np.array(points["way"].to_pylist())
    size = np.array(points["size"])
    harm = (way == "c") * 1e-12 + size + np.arange(2)[:, None] * 0.1
    sweep = material(Stored(runs(points, 2, people_harm=harm.T.ravel()), points))
    assert idle_of(sweep) == ["way: a -> b", "on"]
    found = analyse(sweep)
    text = markdown(report("t", found, {}, {}))
    assert "Changes nothing in any run" in text and found.idle == ["way: a -> b", "on"]


def test_what_came_about_in_one_run_only_is_a_change() -> None:
    points = design(on=[False, True])
    months = [3.0, np.nan, 3.0, 4.0]
    sweep = material(Stored(runs(points, 2, paper_months=months), points))
    assert idle_of(sweep) == []
    sweep = material(Stored(runs(points, 2, paper_months=[3.0, np.nan] * 2), points))
    assert idle_of(sweep) == ["on"]


def test_points_that_cannot_be_compared_say_nothing() -> None:
    x = np.random.default_rng(0).random((10, 2))
    points = design(a=x[:, 0], b=x[:, 1])
    sweep = material(Stored(runs(points, 2, people_harm=np.ones(20)), points))
    assert idle_of(sweep) == []


def test_an_arm_equal_to_the_first_is_named() -> None:
    rows = pa.concat_tables(
        made_up.runs(arm, people_harm=harm)
        for arm, harm in (("base", [1.0, 2.0]), ("same", [1.0, 2.0]), ("other", [1.0, 2.5]))
    )
    assert idle_arms(rows) == ["same"]
