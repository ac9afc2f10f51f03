import numpy as np
import pytest

from sim.analysis.axes import Axis
from sim.analysis.discovery import discover
from sim.analysis.intervals import share
from sim.analysis.matching import matched
from sim.analysis.prim import prim
from sim.analysis.questions import Question, beating, passing
from sim.errors import InputError
from tests.analysis.made_up_sweeps import Stored, coercion, design, material, runs

pytest.importorskip("sklearn")


def test_it_says_where_coercion_beats_cooperation() -> None:
    sweep = material(coercion())
    question = beating(
        sweep, "tables.main.partner.strategy", "coercive", "cooperative", sweep.outcome("agreement")
    )
    dependence, coherence = (axis.values for axis in question.axes)
    assert (question.holds == ((dependence > 0.4) & (coherence > 0.6))).all()
    found = discover(question)
    (rule,) = [rule for rule in found.rules if rule.holds]
    assert set(rule.box.conditions) == {"actors.small.dependence", "actors.union.coherence"}
    lows = [each.low for each in rule.box.conditions.values()]
    assert sorted(lows) == pytest.approx([0.4, 0.6], abs=0.02)
    assert rule.right == share(rule.box.n, rule.box.n)
    assert (found.checked.value or 0) > 0.95
    (sentence,) = found.sentences()
    assert sentence.startswith("coercive beats cooperative (more agreement) where actors.small.")
    assert sentence.endswith(f"({rule.box.n} points, 100 % [87, 100] right)")


def test_less_may_be_better() -> None:
    sweep = material(coercion())
    harm = sweep.outcome("harm")
    more, less = (
        beating(sweep, "strategy", "coercive", "cooperative", harm, more=more)
        for more in (True, False)
    )
    assert more.holds.all() and not less.holds.any()
    with pytest.raises(InputError, match=r"nothing to discover: .* nowhere"):
        discover(less)


def test_pairs_differ_in_the_lever_alone() -> None:
    points = design(lever=["a", "b", "a", "b"], x=[1.0, 1.0, 2.0, 3.0])
    sweep = material(Stored(runs(points, 2, people_harm=np.arange(8.0)), points))
    assert matched(sweep, sweep.axis("lever"), "b", "a") == [(1, 0)]
    with pytest.raises(InputError, match=r"'c' is no value of this axis; expected one of a, b"):
        matched(sweep, sweep.axis("lever"), "c", "a")
    with pytest.raises(InputError, match="no two points differ in this axis alone"):
        matched(sweep, sweep.axis("x"), "3", "2")


def test_doubtful_differences_are_counted() -> None:
    points = design(lever=["a", "b"] * 2, x=[1.0, 1.0, 2.0, 2.0])
    # At x = 1 the pairs differ by 1, 1, 1, 1; at x = 2 by 2, -1, 2, -1: within two errors of 0.
    values = [0, 0, 0, 0, 1, 1, 1, 1, 0, 0, 0, 0, 2, -1, 2, -1]
    sweep = material(Stored(runs(points, 4, people_harm=values), points))
    question = beating(sweep, "lever", "b", "a", sweep.outcome("harm"))
    assert (question.holds.tolist(), question.unsure) == ([True, True], 1)


def test_points_without_the_outcome_are_left_out() -> None:
    points = design(x=[1.0, 2.0, 3.0])
    values = [0.2, 0.4, None, None, 0.9, 0.9]
    sweep = material(Stored(runs(points, 2, process_delivered_partner=values), points))
    question = passing(sweep, sweep.outcome("delivered_partner"), 0.5)
    assert (question.holds.tolist(), question.left_out) == ([False, True], 1)
    assert question.axes[0].values.tolist() == [1.0, 3.0]


def test_labels_make_conditions() -> None:
    way = np.array(["north", "east", "south"] * 40, dtype=object)
    axes = (Axis("way", way), Axis("x", np.random.default_rng(0).random(120)))
    found = discover(Question("it holds", axes, way != "east"))
    assert [rule.box.written(axes) for rule in found.rules] == ["way is not east", "way is east"]
    assert found.base == pytest.approx(2 / 3)


def test_noise_is_not_told_as_knowledge() -> None:
    generator = np.random.default_rng(5)
    axes = (Axis("x", generator.random(200)), Axis("y", generator.random(200)))
    found = discover(Question("it holds", axes, generator.random(200) < 0.5))
    assert found.checked.low is not None and found.checked.low < 0.55


def test_too_few_points_are_refused() -> None:
    axis = Axis("x", np.arange(20.0))
    with pytest.raises(InputError, match="20 points are too few"):
        discover(Question("it holds", (axis,), axis.values > 10))


def test_points_that_differ_in_levers_alone_do_not_give_each_other_away() -> None:
    # Noise that is equal under four levels of a lever: knowing one level tells the others.
    generator = np.random.default_rng(1)
    x, answer = generator.random(60), generator.random(60) < 0.5
    lever = np.repeat(np.array(["a", "b", "c", "d"], object), 60)
    axes = (Axis("lever", lever), Axis("x", np.tile(x, 4)))
    holds, samples = np.tile(answer, 4), np.tile(np.arange(60), 4)
    wary = discover(Question("it holds", axes, holds, samples=samples), depth=8, smallest=0.01)
    fooled = discover(Question("it holds", axes, holds), depth=8, smallest=0.01)
    assert (fooled.checked.value or 0) > 0.8
    assert (wary.checked.value or 1) < 0.65


def test_prim_finds_the_box_of_a_latin_hypercube_under_two_strategies() -> None:
    sweep = material(coercion())
    question = beating(
        sweep, "partner.strategy", "coercive", "cooperative", sweep.outcome("agreement")
    )
    box = prim(question.axes, question.holds).chosen
    assert (box.coverage, box.density) == (1.0, 1.0)
    lows = {name: each.low for name, each in box.conditions.items()}
    assert lows["actors.small.dependence"] == pytest.approx(0.4, abs=0.02)
    assert lows["actors.union.coherence"] == pytest.approx(0.6, abs=0.02)
