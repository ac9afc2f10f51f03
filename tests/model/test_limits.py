"""What limits offers: capacity, the will to offer at all, attention, and the budgets of funds."""

from typing import Any

import numpy as np
import pytest

from sim.model.codes import (
    Status,
)
from sim.model.log import LogKind
from sim.model.mandate import lay_out
from sim.model.state import State
from sim.scenario import Scenario
from tests.model.corridors import CONTROL, MONEY, Tree, corridor, swap, until
from tests.model.worlds import log_of, model_of, played, withdrawn

TWO = {"north": {"role": "destination"}, "guard": {"role": "transit"}}
ROUTE = {"sea": {"through": "guard", "to": "north", "volatility": 0.0}}


def pair(north: dict[str, Any], **more: Any) -> Scenario:
    actors = {"north": {**TWO["north"], **north}, "guard": TWO["guard"]}
    return corridor(actors, {"main": ("north", "guard")}, {"main": swap()}, **more)


def offers_of(state: State, provision: int) -> np.ndarray:
    rows = log_of(state, LogKind.OFFER_ITEM)
    found: np.ndarray = rows[rows["object"] == provision]
    return found


@pytest.mark.parametrize("capacity", [1.0, 0.5, 0.1, 0.0])
def test_diplomatic_capacity_scales_what_can_be_offered(capacity: float) -> None:
    scenario = pair({"diplomatic_capacity": capacity})
    s = until(model_of(scenario), "demands")
    lay_out(s, 0)
    assert s.term["room"][1] == pytest.approx(0.8 * capacity)
    # What the other side gives it leaves alone.
    assert s.term["room"][0] == pytest.approx(0.8)
    offered = offers_of(played(scenario), 1)
    assert (offered["a"] <= 0.2 + 0.8 * capacity + 1e-9).all()
    assert (len(offered) > 0) == (capacity > 0.0)


def test_a_small_state_withdraws_less() -> None:
    levels = [
        withdrawn(model_of(pair({"diplomatic_capacity": c, "sanction_capacity": 1.0})))
        for c in (1.0, 0.5, 0.0)
    ]
    assert levels == pytest.approx([0.0, 0.1, 0.2])


def test_appeals_to_norms_offer_nothing_until_the_turn() -> None:
    # Felt: vulnerability 0.5 times what exceeds the baseline: 1 with the surge, else 0.
    wave = {"wave": {"kind": "surge", "date": "2020-06", "route": "sea", "size": 2.0, "months": 2}}
    turn = {"union": {"turn_rate": 1.0, "turn_pressure": 0.5, "turn_scale": 1e-3}}
    scenario = pair({"norm_appeal": True}, routes=ROUTE, events=wave, parameters=turn)
    s = played(scenario)
    rows = log_of(s, LogKind.TURN)
    assert rows["month"].tolist() == [5]
    assert rows["seat"].tolist() == [0]
    assert rows["a"] == pytest.approx(1.0)
    offers = log_of(s, LogKind.OFFER)
    assert len(offers) > 0
    assert offers["month"].min() == 5
    # Without a surge it never turns, and appeals to the end.
    calm = played(pair({"norm_appeal": True}, routes=ROUTE, parameters=turn))
    assert len(log_of(calm, LogKind.TURN, LogKind.OFFER)) == 0
    assert (calm.provision["level"] == calm.provision["inherited"]).all()


def test_members_press_their_union_to_turn() -> None:
    actors: Tree = {
        "union": {"role": "supranational", "norm_appeal": True, "voting": "unanimity"},
        "m0": {"role": "member", "member_of": "union", "vulnerability": 1.0},
        "m1": {"role": "member", "member_of": "union", "vulnerability": 0.0},
        "guard": {"role": "transit"},
    }
    provisions = {"control": {"giver": "guard", **CONTROL}, "money": {"giver": "union", **MONEY}}
    scenario = corridor(
        actors,
        {"main": ("union", "guard")},
        {"main": provisions},
        routes={"sea": {"through": "guard", "to": "m0", "volatility": 0.0}},
        events={
            "wave": {"kind": "surge", "date": "2020-04", "route": "sea", "size": 1.6, "months": 1}
        },
        parameters={"union": {"turn_rate": 1.0, "turn_pressure": 0.79, "turn_scale": 1e-4}},
        treatments={"members": "on"},
    )
    rows = log_of(played(scenario), LogKind.TURN)
    # One member feels 1.6 above the baseline, the other nothing at all: 0.8 on average.
    assert rows["month"].tolist() == [3]
    assert rows["a"] == pytest.approx(0.8)


def three_tables(attention: dict[str, int], **more: Any) -> Scenario:
    """One guard that three states ask for control, and that meets them all if it can."""
    names = ("a", "b", "c")
    actors: dict[str, dict[str, Any]] = {n: {"role": "destination"} for n in names}
    actors["guard"] = {"role": "transit"}
    for name, most in attention.items():
        actors[name]["attention"] = most
    issues = {
        n: {"control": {"giver": "guard", **CONTROL}, "money": {"giver": n, **MONEY}} for n in names
    }
    return corridor(actors, {n: (n, "guard") for n in names}, issues, horizon=10, **more)


def meetings(scenario: Scenario, replication: int = 0) -> tuple[np.ndarray, np.ndarray]:
    """Who meets, and who is talking, by month and table."""
    model = model_of(scenario, 0, replication)
    met, talking = [], []
    while not model.finished:
        s = until(model, "offers")
        met.append(s.table["meets"].copy())
        talking.append(s.issue["status"] == Status.TALKING)
        model.step()
    return np.array(met), np.array(talking)


def test_without_a_limit_all_meet() -> None:
    met, _ = meetings(three_tables({}))
    assert met.all()


@pytest.mark.parametrize("attention", [0, 1, 2])
@pytest.mark.parametrize("order", ["listed", "reversed", "shuffled"])
def test_nobody_meets_more_often_than_it_can_attend_to(attention: int, order: str) -> None:
    scenario = three_tables({"guard": attention}, treatments={"table_order": order})
    met, talking = meetings(scenario)
    busy = (met == 1) & talking
    waiting = (met == 0) & talking
    assert (busy.sum(axis=1) <= attention).all()
    # Nor is a meeting lost: whoever waits, waits because the guard is at its limit.
    assert (busy.sum(axis=1)[waiting.any(axis=1)] == attention).all()
    assert busy.any() == (attention > 0)


def test_the_order_of_tables_decides_who_meets() -> None:
    for order, first in (("listed", 0), ("reversed", 2)):
        met, talking = meetings(three_tables({"guard": 1}, treatments={"table_order": order}))
        assert met[talking[:, first], first].all()
        assert met[0].sum() == 1
    firsts = {
        int(
            np.argmax(
                meetings(three_tables({"guard": 1}, treatments={"table_order": "shuffled"}), n)[0][
                    0
                ]
            )
        )
        for n in range(12)
    }
    assert firsts == {0, 1, 2}


def test_either_side_may_be_short_of_attention() -> None:
    met, talking = meetings(three_tables({"b": 0}))
    assert (met[:, 1] == 0).all() == talking[:, 1].all()
    assert met[:, [0, 2]].all()


FUND = {"kind": "fund", "carries": ["funds", "equipment"]}
TEXT = {"kind": "memorandum"}


def funded(budget: float, *, goods: str = "equipment", **more: Any) -> Scenario:
    """A union that pays two guards from one fund, for two provisions each."""
    actors = {
        "union": {"role": "supranational", **more.pop("union", {})},
        "east": {"role": "transit", **more.pop("east", {})},
        "west": {"role": "transit", **more.pop("west", {})},
    }
    issues = {
        k: {
            "control": {"giver": k, **CONTROL},
            "money": {"giver": "union", **MONEY, "fund": "purse"},
            "boats": {"giver": "union", **MONEY, "sector": goods, "fund": "purse", "price": 0.5},
        }
        for k in ("east", "west")
    }
    treatments = {"instruments": "on", **more.pop("treatments", {})}
    return corridor(
        actors,
        {k: ("union", k) for k in ("east", "west")},
        issues,
        instruments={"text": TEXT, "purse": {**FUND, "budget": budget}},
        treatments=treatments,
        **more,
    )


def commitments(s: State) -> float:
    """What the purse has to pay for: promised, signed, or in force."""
    total = 0.0
    for p in s.provision:
        if p["fund"] < 0:
            continue
        talk = s.issue[s.issue[p["issue"]]["talk"]]
        level = max(p["agreed"], p["level"])
        if talk["status"] == 3:
            level = max(level, p["offer"][talk["standing"]])
        total += p["price"] * max(level - p["start"], 0.0)
    return total


def most_committed(scenario: Scenario, seed: int = 0) -> float:
    model = model_of(scenario, seed)
    most = 0.0
    while not model.finished:
        model.step_phase()
        most = max(most, commitments(model.state))
    return most


def test_a_budget_is_never_overdrawn() -> None:
    # All that the two guards could get costs 2 * 0.8 * 1.5 = 2.4.
    unlimited = funded(50.0, horizon=18)
    assert most_committed(unlimited) > 0.6
    for order in ("listed", "reversed"):
        for budget in (0.6, 0.2, 0.0):
            scenario = funded(budget, horizon=18, treatments={"table_order": order})
            assert most_committed(scenario) <= budget + 1e-9
    busy = {
        "exit": "on",
        "government_change": "on",
        "ratification": "on",
        "table_order": "shuffled",
    }
    moved = {"lapse": 0.1, "renegotiation": 0.3}
    found = []
    for seed in range(6):
        actors = {"government_change": 0.05}
        scenario = funded(
            0.5,
            horizon=36,
            treatments=busy,
            parameters={"exit": moved},
            union=actors,
            routes={"sea": {"through": "east", "to": "union", "volatility": 0.4}},
        )
        found.append(most_committed(scenario, seed))
    assert max(found) <= 0.5 + 1e-9
    assert max(found) > 0.3


def test_the_first_to_sign_leaves_less_for_the_other() -> None:
    s = played(funded(0.3, horizon=18))
    raised = s.provision["agreed"] - s.provision["start"]
    spent = [float((raised * s.provision["price"])[k : k + 3][1:].sum()) for k in (0, 3)]
    assert 0.0 < sum(spent) <= 0.3 + 1e-9


def test_a_fund_never_buys_what_it_cannot() -> None:
    s = played(funded(50.0, goods="visa", horizon=18))
    items = log_of(s, LogKind.OFFER_ITEM)
    boats = np.isin(items["object"], (2, 5))
    assert boats.any()
    assert (items["a"][boats] == 0.2).all()
    assert (items["a"][np.isin(items["object"], (1, 4))] > 0.2).any()


def test_a_threatened_payer_yields_no_more_than_its_fund_holds() -> None:
    # Yielding without paper draws on the same purse as signing does.
    for seed in range(6):
        scenario = funded(
            0.1,
            horizon=18,
            east={"strategy": "coercive", "empowerment": 0.0},
            west={"strategy": "coercive", "empowerment": 0.0},
            treatments={"execution": "always", "reactance": "off"},
            parameters={"threats": {"rate_partner": 1.0, "tacit_rate": 1.0}},
        )
        assert most_committed(scenario, seed) <= 0.1 + 1e-9


def test_what_a_fund_cannot_buy_is_not_yielded_either() -> None:
    tacit = 0
    for seed in range(6):
        scenario = funded(
            50.0,
            goods="visa",
            horizon=18,
            east={"strategy": "coercive", "empowerment": 0.0},
            treatments={"execution": "always", "reactance": "off"},
            parameters={"threats": {"rate_partner": 1.0, "tacit_rate": 1.0}},
        )
        s = played(scenario, seed)
        tacit += len(log_of(s, LogKind.TACIT_COMPLIANCE))
        levels = s.months_provision["level"].reshape(18, -1)
        assert (levels[:, [2, 5]] <= 0.2 + 1e-9).all()
    assert tacit > 0
