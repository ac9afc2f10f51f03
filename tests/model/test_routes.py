"""People on routes: who takes which, what borders let pass, and what that teaches their guards."""

from functools import partial
from typing import Any

import numpy as np
import pytest

from sim.model.log import LogKind
from sim.rules import flows
from sim.scenario import Scenario
from tests.model.corridors import CONTROL, MONEY, Tree, corridor, months_of, until
from tests.model.worlds import log_of, model_of, played

STILL = {"volatility": 0.0}
SHIFTING = {"displacement": "on"}

openness = partial(flows.openness, least=0.05)


def three_ways(routes: dict[str, dict[str, Any]], **more: Any) -> Scenario:
    """North at the end of ways that up to three guards control; a table with each."""
    on_them = {
        guard for route in routes.values() for guard in (*route.get("via", []), route["through"])
    }
    guards = [guard for guard in ("west", "middle", "east") if guard in on_them]
    actors: dict[str, dict[str, Any]] = {"north": {"role": "destination"}}
    actors.update({g: {"role": "transit", **more.pop(g, {})} for g in guards})
    issues = {
        g: {"control": {"giver": g, **CONTROL, "floor": -0.2}, "money": {"giver": "north", **MONEY}}
        for g in guards
    }
    ways = {
        name: {"origin": "home", "to": "north", **STILL, **route} for name, route in routes.items()
    }
    about = {g: {"meet": 0.0, **more.pop(f"at_{g}", {})} for g in guards}
    more.setdefault("treatments", SHIFTING)
    return corridor(
        actors, {g: ("north", g) for g in guards}, issues, about=about, routes=ways, **more
    )


WAYS = {
    "a": {"through": "west", "size": 3.0},
    "b": {"through": "middle", "size": 1.0, "pressure": 1.5},
    "c": {"through": "east", "size": 0.5, "pressure": 0.4},
}


def people(scenario: Scenario, attempts: np.ndarray) -> np.ndarray:
    """People on the routes by month: attempts in the unit that all routes share."""
    sizes: np.ndarray = np.array([route.size for route in scenario.routes.values()])
    found: np.ndarray = attempts * sizes
    return found


def test_at_month_zero_people_take_the_ways_they_took() -> None:
    s = played(three_ways(WAYS, horizon=3))
    attempts = months_of(s, "route", "attempts")
    assert attempts[0] == pytest.approx([1.0, 1.5, 0.4])
    assert attempts == pytest.approx(np.tile([1.0, 1.5, 0.4], (3, 1)))
    assert s.route["moved_sum"] == pytest.approx(0.0, abs=1e-12)


@pytest.mark.parametrize("elasticity", [0.0, 0.5, 1.0, 3.0])
def test_nobody_is_lost_between_routes(elasticity: float) -> None:
    ways = {name: {**way, "volatility": 0.3} for name, way in WAYS.items()}
    scenario = three_ways(
        ways,
        west={"strategy": "blackmail", "hosted_stock": 1.0},
        at_west={"meet": 1.0, "partner": {"actor": "west", "grievance": 1.0}},
        parameters={
            "flow": {"elasticity": elasticity},
            "reverse": {"retaliation_rate": 1.0, "rate": 0.5},
        },
        events={
            "wave": {"kind": "surge", "hazard": 0.2, "route": "b", "size": 1.0, "months": 2},
            "shut": {"kind": "route_closes", "date": "2020-09", "route": "c"},
        },
        horizon=24,
    )
    moved = 0.0
    for seed in range(3):
        model = model_of(scenario, seed)
        while not model.finished:
            s = until(model, "mandates")
            size = s.route["size"]
            assert (size * s.route["attempts"]).sum() == pytest.approx(
                (size * s.route["people"]).sum(), rel=1e-12
            )
            model.step()
        moved += model.state.route["moved_sum"].sum()
    assert moved > 0.1


def test_closing_a_route_raises_the_others() -> None:
    # Control on the first doubles its closure: people turn to the two others, in proportion.
    model = model_of(three_ways(WAYS))
    s = until(model, "flows")
    s.provision["level"][0] = 1.0
    model.step_phase()
    passed = openness(
        capacity=0.5, control=1.0, capacity_before=0.5, control_before=0.2, floor=-0.2, swamping=3.0
    )
    weights = np.array([3.0 * passed, 1.5, 0.2])
    expected = weights / weights.sum() * 4.7 / np.array([3.0, 1.0, 0.5])
    assert s.route["attempts"] == pytest.approx(expected)
    assert s.route["attempts"][0] < 1.0
    assert s.route["moved"] == pytest.approx(np.maximum(expected - [1.0, 1.5, 0.4], 0.0))
    assert expected[1] / 1.5 == pytest.approx(expected[2] / 0.4)


def test_without_the_layer_routes_do_not_know_each_other() -> None:
    model = model_of(three_ways(WAYS, treatments={}))
    s = until(model, "flows")
    s.provision["level"][0] = 1.0
    model.step_phase()
    assert s.route["attempts"] == pytest.approx([1.0, 1.5, 0.4])
    # What is stopped tries longer ways that are not modelled.
    assert s.route["moved"] == pytest.approx([0.4 * 0.5 * 0.8, 0.0, 0.0])


def test_elsewhere_people_do_not_feel_it() -> None:
    ways = {**WAYS, "c": {**WAYS["c"], "origin": "abroad"}}
    model = model_of(three_ways(ways))
    s = until(model, "flows")
    s.provision["level"][0] = 1.0
    model.step_phase()
    assert s.route["attempts"][2] == pytest.approx(0.4)
    assert s.route["attempts"][1] > 1.5


def test_routes_open_and_close_by_event() -> None:
    ways = {"a": WAYS["a"], "new": {"through": "middle", "size": 1.5, "open": False}}
    events = {
        "opens": {"kind": "route_opens", "date": "2020-04", "route": "new"},
        "closes": {"kind": "route_closes", "date": "2020-09", "route": "a"},
    }
    s = played(three_ways(ways, events=events))
    attempts = months_of(s, "route", "attempts")
    assert attempts[:3] == pytest.approx(np.tile([1.0, 0.0], (3, 1)))
    # Three and one and a half: a third of the same people takes the new one.
    assert attempts[3:8] == pytest.approx(np.tile([2 / 3, 2 / 3], (5, 1)))
    assert attempts[8:] == pytest.approx(np.tile([0.0, 2.0], (4, 1)))
    shifts = log_of(s, LogKind.DISPLACEMENT)
    assert shifts["month"].tolist() == [3, 3, 8, 8]
    # Without displacement a new route brings people of its own.
    alone = played(three_ways(ways, events=events, treatments={}))
    found = months_of(alone, "route", "attempts")
    assert found[3:8] == pytest.approx(1.0)
    assert found[8:, 0] == pytest.approx(0.0)


def test_guards_are_swamped_beyond_their_saturation() -> None:
    ways = {"a": {**WAYS["a"], "saturation": 0.8}}
    model = model_of(three_ways(ways))
    s = until(model, "flows")
    s.provision["level"][0] = 0.6
    model.step_phase()
    # Guards attend to 0.8 of one: with 0.5 * 0.6 of those stopped, 0.3 becomes 0.24.
    assert s.route["arrivals"][0] == pytest.approx((1 - 0.24) / 0.9)
    free = model_of(three_ways({"a": WAYS["a"]}))
    s = until(free, "flows")
    s.provision["level"][0] = 0.6
    free.step_phase()
    assert s.route["arrivals"][0] == pytest.approx((1 - 0.3) / 0.9)


CHAIN = {"chain": {"via": ["west"], "through": "east"}}


def test_two_borders_on_one_way_multiply() -> None:
    model = model_of(three_ways(CHAIN))
    s = until(model, "flows")
    s.provision["level"][[0, 2]] = [0.8, 0.5]
    model.step_phase()
    one, other = (
        openness(
            capacity=0.5,
            control=0.8,
            capacity_before=0.5,
            control_before=0.2,
            floor=-0.2,
            swamping=3.0,
        ),
        openness(
            capacity=0.5,
            control=0.5,
            capacity_before=0.5,
            control_before=0.2,
            floor=-0.2,
            swamping=3.0,
        ),
    )
    assert s.border["passed"] == pytest.approx([one, other])
    assert s.route["arrivals"][0] == pytest.approx(one * other)
    # Each guard has to do with those whom the other lets pass.
    assert s.table["pressure"] == pytest.approx([other, one])
    stopped = 1 - (1 - 0.4) * (1 - 0.25)
    assert s.route["harm"][0] == pytest.approx(0.1 * stopped + 0.2 * s.route["moved"][0])


def test_control_upstream_is_worth_more_where_downstream_stands_open() -> None:
    worth = {}
    for level in (-0.2, 0.2, 1.0):
        model = model_of(three_ways(CHAIN))
        s = until(model, "flows")
        s.provision["level"][2] = level
        model.step_phase()
        worth[level] = float(s.provision["worth"][0])
    assert worth[-0.2] > worth[0.2] > worth[1.0]


def test_shares_of_a_destinations_attempts_add_up_to_one() -> None:
    model = model_of(three_ways(WAYS))
    s = until(model, "flows")
    s.provision["level"][0] = 0.9
    model.step_phase()
    assert s.border["exclusivity"].sum() == pytest.approx(1.0)
    share = s.route["size"] * s.route["attempts"]
    assert s.border["exclusivity"] == pytest.approx(share / share.sum())
    # Who alone stands on all ways has them all, however many there are.
    chain = model_of(three_ways(CHAIN))
    s = until(chain, "mandates")
    assert s.border["exclusivity"] == pytest.approx([1.0, 1.0])


def test_a_guard_of_two_routes_is_not_taught_twice() -> None:
    """The same people on one way or on two: the guard learns as much of its worth."""
    one = {"a": {"through": "west", "size": 2.0}}
    two = {"a": {"through": "west", "size": 1.0}, "b": {"through": "west", "size": 1.0}}
    learnt = []
    for ways in (one, two):
        s = played(three_ways(ways, horizon=12))
        learnt.append(float(s.actor["empowerment"][1]))
    assert learnt[1] == pytest.approx(learnt[0])


def test_exclusive_guards_learn_their_worth_faster() -> None:
    found = []
    for size in (0.5, 4.0):
        ways = {"a": {"through": "west", "size": size}, "b": WAYS["b"]}
        found.append(float(played(three_ways(ways)).actor["empowerment"][1]))
    assert found[1] > found[0]


def test_a_way_of_hardly_anybody_does_no_harm() -> None:
    ways = {"a": WAYS["a"], "tiny": {"through": "middle", "size": 1e-6}}
    s = played(three_ways(ways))
    assert s.run["error"][0] == 0
    assert months_of(s, "route", "attempts") == pytest.approx(1.0)


def test_readmission_is_anybodys_along_the_way() -> None:
    actors: Tree = {
        "north": {"role": "destination", "return_capacity": 0.5},
        "guard": {"role": "transit"},
        "source": {"role": "origin"},
    }
    back = {"sector": "readmission", "benefit": 0.5, "cost": 0.4}
    issues = {
        "g": {"back": {"giver": "guard", **back, "inherited": 0.1}},
        "s": {"back": {"giver": "source", **back, "inherited": 0.7}},
    }
    route = {"sea": {"via": ["source"], "through": "guard", "to": "north", **STILL}}
    s = played(
        corridor(actors, {"g": ("north", "guard"), "s": ("north", "source")}, issues, routes=route)
    )
    assert s.route["returns"][0] == pytest.approx(0.7 * 0.6 * 0.5)
