import numpy as np
import pytest

from sim.analysis.axes import Axis
from sim.analysis.conditions import Condition, box, inside
from sim.analysis.prim import prim
from sim.errors import InputError

pytest.importorskip("scipy")

Rows = np.ndarray


def axes(points: int, count: int = 4, key: int = 0) -> list[Axis]:
    x = np.random.default_rng(key).random((points, count))
    return [Axis("abcdef"[i], x[:, i]) for i in range(count)]


def test_prim_finds_a_planted_box() -> None:
    space = axes(2000)
    sought = (space[0].values > 0.4) & (space[1].values > 0.6)
    found = prim(space, sought).chosen
    assert set(found.conditions) == {"a", "b"}
    assert found.conditions["a"].low == pytest.approx(0.4, abs=0.03)
    assert found.conditions["b"].low == pytest.approx(0.6, abs=0.03)
    assert found.conditions["a"].high == found.conditions["b"].high == np.inf
    assert found.coverage > 0.95 and found.density > 0.95


def test_prim_finds_a_box_in_the_middle_of_noise() -> None:
    space = axes(4000, key=1)
    generator = np.random.default_rng(2)
    within = np.abs(space[2].values - 0.5) < 0.2
    sought = generator.random(4000) < np.where(within, 0.8, 0.1)
    peeling = prim(space, sought)
    found = peeling.chosen
    limits = found.conditions["c"]
    assert (limits.low, limits.high) == pytest.approx((0.3, 0.7), abs=0.04)
    assert found.density == pytest.approx(0.8, abs=0.05)
    assert peeling.chance["c"] < 1e-6


def test_prim_peels_labels() -> None:
    way = np.array(["north", "east", "south"] * 200, dtype=object)
    space = [Axis("way", way), *axes(600, 1)]
    found = prim(space, way == "east").chosen
    assert found.conditions["way"].labels == frozenset({"east"})
    assert (found.coverage, found.density, found.restricted) == (1.0, 1.0, 1)
    assert found.written(space) == "way is east"


def test_equal_values_leave_together() -> None:
    level = np.repeat([0.0, 0.5, 1.0], 100)
    found = prim([Axis("level", level)], level == 1.0).chosen
    assert found.conditions["level"] == Condition(low=1.0)
    assert (found.n, found.hits) == (100, 100)


def test_the_road_goes_from_everything_to_smaller_boxes() -> None:
    space = axes(500)
    sought = space[0].values + space[1].values > 1.4
    boxes = prim(space, sought).boxes
    assert boxes[0].written(space) == "everywhere"
    assert (boxes[0].coverage, boxes[0].mass) == (1.0, 1.0)
    masses = [each.mass for each in boxes[:-1]]
    assert masses == sorted(masses, reverse=True)
    assert min(masses) >= 0.05
    assert boxes[-1].density > boxes[0].density


def test_pasting_takes_back_what_peeling_took_too_much() -> None:
    # 20 points, peels of 30 %: the first peel from below overshoots the edge at 4.
    values = np.arange(20.0)
    found = prim([Axis("x", values)], values >= 4, peel=0.3).chosen
    assert (found.n, found.hits) == (16, 16)


@pytest.mark.parametrize("share", [0.0, 1.1])
def test_nothing_to_find_is_refused(share: float) -> None:
    space = axes(50)
    with pytest.raises(InputError, match="all points are alike"):
        prim(space, space[0].values < share)


def test_boxes_count_by_hand() -> None:
    space = [Axis("x", np.array([0.0, 1.0, 2.0, 3.0])), Axis("y", np.array(["p", "q", "p", "q"]))]
    sought = np.array([False, True, True, True])
    conditions = {"x": Condition(low=1.0, closed=False)}
    assert inside(space, conditions).tolist() == [False, False, True, True]
    found = box(space, sought, conditions)
    assert (found.n, found.hits, found.mass) == (2, 2, 0.5)
    assert (found.coverage, found.density) == (2 / 3, 1.0)
    assert found.written(space) == "x > 1"


@pytest.mark.parametrize(
    ("condition", "text"),
    [
        (Condition(low=0.4), "x >= 0.4"),
        (Condition(high=0.25), "x <= 0.25"),
        (Condition(0.1, 0.9, closed=False), "0.1 < x <= 0.9"),
    ],
)
def test_conditions_read_as_one_writes_them(condition: Condition, text: str) -> None:
    assert condition.written(Axis("x", np.array([0.0, 1.0]))) == text


def test_labels_read_as_one_writes_them() -> None:
    axis = Axis("way", np.array(["a", "b", "c"], dtype=object))
    assert Condition(labels=frozenset("ab")).written(axis) == "way is not c"
    assert Condition(labels=frozenset("b")).written(axis) == "way is b"
