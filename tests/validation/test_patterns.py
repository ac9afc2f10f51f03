"""Patterns: as declared, measured by hand, and over draws of the parameters."""

import math
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import sim
from sim.errors import InputError
from sim.scenario.schema import Scenario
from sim.scenario.schema_tree import shape_of
from sim.validation.alternatives import alternatives, kept, setting
from sim.validation.declared import FILE, Expect, Measure, Pattern, read_patterns
from sim.validation.draws import draw, ranges
from sim.validation.measuring import Measured, measured
from sim.validation.sampling import for_sides, sample, strategies_drawn

nan = float("nan")


def pattern(of: dict[str, Any], against: dict[str, Any] | None = None) -> Pattern:
    told = {"claim": "made up", "source": "nobody", "window": "none", "role": "report"}
    return Pattern.model_validate({**told, "of": of, "against": against})


def value(found: Pattern, **arms: dict[str, list[list[float]]]) -> float:
    told = {arm: {name: np.array(v, float) for name, v in c.items()} for arm, c in arms.items()}
    return measured(found, told).value


def test_measures_by_hand() -> None:
    base = {"x": [[1.0, 2.0], [nan, 6.0]]}
    mean = {"mean": "x"}
    assert value(pattern(mean), base=base) == 3.0
    assert value(pattern({"median": "x"}), base=base) == 2.0
    other = {"x": [[0.0, 1.0], [nan, 2.0]]}
    assert value(pattern(mean, {"arm": "off", "mean": "x"}), base=base, off=other) == 2.0
    where = {"mean": "x", "where": {"f": 1}}
    assert value(pattern(where), base={**base, "f": [[1, 0], [1, 1]]}) == 3.5
    pooled = {"pooled": {"above": ["a"], "below": ["b"]}}
    assert value(pattern(pooled), base={"a": [[1, nan, 3]], "b": [[2, 2, 4]]}) == 0.5
    assert math.isnan(value(pattern(pooled), base={"a": [[0]], "b": [[0]]}))


def test_success_counts_every_threat_once() -> None:
    made = {
        "coercion_success_averted_partner": [[0.5, nan, 1.0]],
        "coercion_scored_averted_partner": [[1.0, 0.0, 3.0]],
        "coercion_success_executed_partner": [[0.0, nan, nan]],
        "coercion_scored_executed_partner": [[1.0, 0.0, 0.0]],
    }
    success = {"side": "partner", "kinds": ["averted", "executed"]}
    assert value(pattern({"success": success}), base=made) == pytest.approx(3.5 / 5)
    reached = {**success, "reached": 0.5}
    # The first run met .25 on average, the third all of it; the second made no threat.
    assert value(pattern({"success": reached}), base=made) == 0.5


def test_effects_are_in_standard_deviations_and_arrivals_in_logarithms() -> None:
    plain = {"paper_agreement": [[0.0, 1.0, 0.0, 1.0]], "people_arrivals": [[1.0, 2.0, 1.0, 2.0]]}
    shifted = {"paper_agreement": [[1.0, 1.0, 1.0, 0.0]], "people_arrivals": [[2.0, 4.0, 2.0, 4.0]]}
    agreement = {"arm": "off", "effect": "paper_agreement"}
    spread = math.sqrt((0.25 + 0.1875) / 2)
    assert value(pattern(agreement), base=plain, off=shifted) == pytest.approx(0.25 / spread)
    arrivals = {"arm": "off", "effect": "people_arrivals"}
    # Twice as many, where runs differ by a factor of two: log 2 over half of log 2.
    assert value(pattern(arrivals), base=plain, off=shifted) == pytest.approx(2.0)


def test_the_error_is_that_of_the_mean() -> None:
    values = np.random.default_rng(1).normal(size=(50, 40))
    found = measured(pattern({"mean": "x"}), {"base": {"x": values}})
    assert found.error == pytest.approx(1 / math.sqrt(values.size), rel=0.3)
    assert math.isnan(measured(pattern({"mean": "x"}), {"base": {"x": values[:, :1]}}).error)


@pytest.mark.parametrize(
    ("number", "error", "expect", "verdict"),
    [
        (0.5, 0.1, {"above": 0.0}, "yes"),
        (0.1, 0.1, {"above": 0.0}, "open"),
        (-0.1, 0.1, {"above": 0.0}, "open"),
        (-0.5, 0.1, {"above": 0.0}, "no"),
        (0.5, 0.3, {"between": [0.4, 0.6]}, "yes"),
        (0.7, 0.1, {"between": [0.4, 0.6]}, "open"),
        (0.7, 0.01, {"between": [0.4, 0.6]}, "no"),
        (0.0, nan, {"above": 0.0}, "open"),
        (nan, nan, {"above": 0.0}, "never"),
    ],
)
def test_verdicts(number: float, error: float, expect: dict[str, Any], verdict: str) -> None:
    assert Measured(number, error).verdict(Expect.model_validate(expect)) == verdict


def test_the_declared_patterns_can_be_read_and_have_all_roles() -> None:
    found = read_patterns()
    assert {each.role for each in found.patterns.values()} == {"calibration", "test", "report"}
    assert all(each.claim and each.source and each.window for each in found.patterns.values())


@pytest.mark.parametrize(
    ("right", "wrong", "needle"),
    [
        ("mean: paper_formal}", "mean: paper_formall}", "did you mean 'paper_formal'"),
        ("arm: no_linkage, mean", "arm: no_linkag, mean", "did you mean 'no_linkage'"),
        ("of: {median: paper_months}", "of: {}", "not one measure"),
        ("    role: calibration", "    role: calibrate", "one of calibration, test, report"),
        ("expect: {between: [6, 14]}", "revised: never", "an expectation goes with"),
    ],
)
def test_a_wrong_pattern_is_told_with_its_line(
    tmp_path: Path, right: str, wrong: str, needle: str
) -> None:
    text = FILE.read_text("utf-8")
    path = tmp_path / "patterns.yaml"
    path.write_text(text.replace(right, wrong, 1), "utf-8")
    line = text[: text.index(right)].count("\n") + 1
    with pytest.raises(InputError) as error:
        read_patterns(path)
    assert needle in str(error.value) and f"{path}:" in str(error.value)
    assert error.value.line is not None and abs(error.value.line - line) <= 8


def test_ranges_follow_one_rule_and_every_draw_is_valid() -> None:
    known = {each.path: each for each in ranges()}
    assert not [path for path in known if path.startswith("parameters.measures.")]
    for each in known.values():
        assert each.low < each.high and each.low <= each.default <= each.high
        shape = shape_of(Scenario).at(tuple(each.path.split(".")))
        assert shape is not None and shape.holds(each.low) and shape.holds(each.high)
        half = abs(each.default) / 2 + (1.0 if each.whole else 0.0)
        assert max(each.high - each.default, each.default - each.low) <= half + 1e-9
    scenario = next(iter(sim.encode().values())).scenario
    draws = [draw(number, scenario) for number in range(5)]
    assert all(set(found) == set(known) for found in draws)
    assert draws[0] != draws[1] and draws[0] == draw(0, scenario)
    for found in draws:
        scenario.with_changes(set=found)


def test_settings_of_a_side_reach_all_its_actors() -> None:
    scenario = sim.load("eu_tunisia_2023")
    settings = {"actors.destination.coherence": 1.0, "treatments.linkage": "none"}
    assert for_sides(settings, scenario) == {
        "actors.eu.coherence": 1.0,
        "actors.italy.coherence": 1.0,
        "treatments.linkage": "none",
    }


def test_arms_meet_the_same_shocks_and_cases_do_not() -> None:
    encoded = sim.encode()
    cases = {name: encoded["C05"].scenario for name in ("one", "other")}
    columns = ("people_arrivals", "paper_agreement")
    arms = {"base": {}, "same": {}, "off": {"treatments.diplomacy": "off"}}
    found = sample(cases, arms, {}, columns, replicas=3)
    base, off = found["base"], found["off"]
    assert base["people_arrivals"].shape == (2, 3)
    assert np.array_equal(base["people_arrivals"], found["same"]["people_arrivals"])
    assert not np.isin(base["people_arrivals"][0], base["people_arrivals"][1]).any()
    assert off["paper_agreement"].sum() == 0.0
    # What nobody's talks can change is equal: the same attempts in both.
    attempts = sample(cases, arms, {}, ("people_attempts",), replicas=3)
    assert np.array_equal(attempts["base"]["people_attempts"], attempts["off"]["people_attempts"])
    point = draw(0, cases["one"])
    moved = sample(cases, {"base": {}}, point, columns, replicas=3)
    assert not np.array_equal(moved["base"]["people_arrivals"], base["people_arrivals"])


def test_strategies_are_drawn_from_what_each_role_may_play() -> None:
    scenario = sim.encode()["C05"].scenario
    drawn = [strategies_drawn(scenario, "C05", number) for number in range(200)]
    destination = {found["actors.destination.strategy"] for found in drawn}
    partner = {found["actors.partner.strategy"] for found in drawn}
    assert "blackmail" in partner and "blackmail" not in destination
    assert "adaptive" not in destination | partner and "coercive" in destination
    assert Measure(mean="x").arm == "base"


def test_how_patterns_fare_under_alternatives() -> None:
    told = {"claim": "made up", "source": "nobody", "window": "none"}
    up = {"role": "test", "of": {"mean": "x"}, "expect": {"above": 0.0}}
    signed = Pattern.model_validate({**told, **up})
    free = Pattern.model_validate({**told, "role": "report", "of": {"mean": "x"}})
    values = {"one": 0.5, "two": -0.5, "three": 0.1, "four": nan}
    under = {name: dict.fromkeys(("s", "f"), Measured(v, 0.1)) for name, v in values.items()}
    found = kept({"s": signed, "f": free}, dict.fromkeys("sf", Measured(0.4, 0.1)), under)
    for each in found:
        assert (each.same, each.measured, each.turned) == (1, 3, ["two"])


def test_every_choice_is_an_alternative_once() -> None:
    scenario = sim.encode()["C05"].scenario
    found = alternatives(scenario)
    assert "treatments.linkage=none" in found and "treatments.linkage=tactical" not in found
    assert len(found) == len(set(found))
    for each in found:
        assert list(setting(each)) == [each.split("=")[0]]
