"""One act at several tables: had everywhere, paid for once, and gone from all when withdrawn."""

from typing import Any

import pytest

from sim.model.log import LogKind
from sim.model.mandate import lay_out
from sim.model.settlement import cost_in_force, cost_of, utilities_in_force
from sim.model.terms import gather
from sim.scenario import Scenario
from tests.model.corridors import MONEY, corridor, until
from tests.model.test_venues import shopping
from tests.model.worlds import log_of, model_of, played


def shared(**more: Any) -> Scenario:
    return shopping(switch="off", treatments={"spillover": "on"}, **more)


def test_what_one_table_has_obtained_another_need_not_pay_for() -> None:
    model = model_of(shared())
    s = until(model, "flows")
    s.provision["level"][0] = 0.7
    s.provision["agreed"][0] = 0.7
    until(model, "mandates")
    gather(s, 1)
    term, p = s.term[0], s.provision[2]
    q, c = 0.2, float(p["cost"])
    assert term["start"] == pytest.approx(0.7)
    assert term["room"] == pytest.approx(0.3)
    assert term["marginal"] == pytest.approx(c * q + 2 * c * 0.5)
    # The receiver has it already, with or without an agreement of its own.
    worth = float(p["worth"]) * 0.5
    assert s.issue["base_destination"][1] == pytest.approx(worth)
    assert utilities_in_force(s, 1)[0] == pytest.approx(worth)
    assert s.issue["base_partner"][1] == pytest.approx(0.0)


def test_an_act_is_paid_for_once() -> None:
    # However the two tables come to terms: together they cost the guard what the act costs.
    for change in ({}, {"tables.b.initiator": "partner"}, {"tables.b.mandate_months": 9}):
        s = played(shared(horizon=24).with_changes(set=change))
        agreed = s.provision["agreed"][[0, 2]]
        assert agreed.max() > 0.5
        levels = [float(s.provision[i]["level"]) for i in (0, 2)]
        costs = [float(cost_in_force(s, s.provision[i], s.provision[i]["level"])) for i in (0, 2)]
        once = max(
            float(cost_of(s, s.provision[i], level))
            for i, level in zip((0, 2), levels, strict=True)
        )
        assert sum(costs) <= once * 1.05 + 1e-9


def test_an_indivisible_act_is_paid_for_once() -> None:
    actors = {
        "a": {"role": "destination"},
        "b": {"role": "destination"},
        "guard": {"role": "transit"},
    }
    act = {"sector": "trade", "inherited": 0.0, "benefit": 0.6, "cost": 0.1, "divisible": False}
    issues = {
        k: {"yes": {"giver": "guard", **act, "shared": "yes"}, "money": {"giver": k, **MONEY}}
        for k in ("a", "b")
    }
    scenario = corridor(
        actors,
        {"a": ("a", "guard"), "b": ("b", "guard")},
        issues,
        treatments={"spillover": "on"},
    )
    model = model_of(scenario)
    s = until(model, "flows")
    s.provision["level"][0] = s.provision["agreed"][0] = 1.0
    until(model, "mandates")
    lay_out(s, 1)
    # What it has already it cannot gain by signing: the package that gives nothing is worth
    # what holds without one.
    assert utilities_in_force(s, 1)[0] == pytest.approx(0.6)
    assert s.issue["base_destination"][1] == pytest.approx(0.6)
    assert (s.candidate["added_destination"][: int(s.issue["combinations"][1])] <= 1e-9).all()


def test_a_withdrawal_anywhere_opens_the_border_to_all() -> None:
    route = {"sea": {"through": "guard", "to": "a", "volatility": 0.0}}
    model = model_of(shared(routes=route))
    model.step()
    s = until(model, "flows")
    before = utilities_in_force(s, 1)
    s.provision["level"][2] = 0.6
    s.provision["level"][0] = -0.1
    s.provision["floor"][0] = -0.1
    model.step_phase()
    assert s.border["control"][0] == pytest.approx(-0.1)
    after = utilities_in_force(s, 1)
    # The other table loses all that lies between what it inherited and what is left.
    assert after[0] == pytest.approx(float(s.provision["worth"][2]) * -0.3)
    assert before[0] == pytest.approx(0.0)
    # What it signs meanwhile does not close the border again.
    gather(s, 1)
    assert s.issue["base_destination"][1] == pytest.approx(after[0])


def test_an_instrument_that_cannot_carry_control_does_not_take_it_over() -> None:
    model = model_of(
        shopping(
            switch="off",
            treatments={"spillover": "on", "instruments": "on"},
            instruments={
                "broad": {"kind": "memorandum"},
                "narrow": {"kind": "memorandum", "carries": ["funds", "trade"]},
            },
            about={"a": {"instruments": ["broad"]}, "b": {"instruments": ["narrow"]}},
            horizon=24,
        ).with_changes(set={"issues.b.provisions.money.giver": "b"})
    )
    s = model.play()
    assert s.issue["in_force"][0] == 1
    assert s.provision["agreed"][2] == pytest.approx(0.2)
    rows = log_of(s, LogKind.OFFER_ITEM)
    assert (rows["a"][rows["object"] == 2] <= 0.2 + 1e-9).all()
