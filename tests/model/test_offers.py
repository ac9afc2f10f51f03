"""Offers in any run: worth what they say, and nothing near them is better for both."""

import json
from itertools import combinations
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sim.model.codes import (
    LINKAGE_SUBSTANTIVE,
    PROMISE_EXPECTED,
    Status,
)
from sim.model.limits import can_be_given
from sim.model.lookups import settles
from sim.model.mandate import lay_out
from sim.model.settlement import banked, cost_of, delivery_of, settlement_cost
from sim.model.state import State
from sim.model.terms import level_outside
from sim.rules.utility import received, share_raised
from sim.scenario import loads
from tests.model.bundles import bundle
from tests.model.random_worlds import AS_FOUND, trees
from tests.model.worlds import model_of

NEIGHBOURS = 25


def write_offer(s: State, issue: int, side: int) -> list[int]:
    """Put a standing offer into the trial levels; the provisions that it is about."""
    about = []
    table = s.table[s.issue[issue]["table"]]
    for i in range(table["first"], table["last"]):
        if settles(s, issue, i):
            s.provision["trial"][i] = s.provision["offer"][i, side]
            about.append(i)
        else:
            s.provision["trial"][i] = level_outside(s, issue, i)
    return about


def worth(s: State, issue: int) -> np.ndarray:
    """Both sides' utility of signing the trial levels, added up provision by provision."""
    lead = s.issue[issue]
    found = -np.array([settlement_cost(s, issue, side) for side in range(2)])
    shares: dict[int, list[float]] = {}
    for i in range(s.table[lead["table"]]["first"], s.table[lead["table"]]["last"]):
        p = s.provision[i]
        expected = delivery_of(s, p)
        at_stake = settles(s, issue, i)
        kept, paid = banked(s, p)
        found[p["receiver"]] += kept
        found[p["giver"]] -= paid
        found[p["receiver"]] += received(
            p["trial"], p["inherited"], p["worth"], expected if at_stake else 1.0
        )
        found[p["giver"]] -= (
            promised_cost(s, p, expected) if at_stake else cost_of(s, p, p["trial"])
        )
        if at_stake and p["cluster"] >= 0 and p["divisible"] == 1:
            share = share_raised(p["trial"], p["inherited"], p["cap"])
            shares.setdefault(int(p["cluster"]), []).append(share)
    if s.rule["linkage"][0] == LINKAGE_SUBSTANTIVE:
        for related in shares.values():
            for one, other in combinations(related, 2):
                found += s.rule["utility_synergy"][0] * one * other
    return found


def promised_cost(s: State, p: Any, expected: float) -> float:
    """What a giver counts on paying for a promise: no more than is expected to be delivered."""
    if s.rule[0].promise_cost != PROMISE_EXPECTED:
        return float(cost_of(s, p, p.trial))
    if p.divisible == 0:
        return float(expected * cost_of(s, p, p.trial))
    return float(cost_of(s, p, p.inherited + expected * (p.trial - p.inherited)))


def room_in(s: State, issue: int, about: list[int]) -> dict[int, tuple[float, float]]:
    """Between which levels each provision can be settled: not all can be offered at all."""
    lay_out(s, issue)
    rooms = {int(t["provision"]): float(t["room"]) for t in s.term[: s.issue[issue]["terms"]]}
    found = {}
    for i in about:
        p = s.provision[i]
        room = rooms.get(i, 0.0)
        if p["divisible"] == 0 and can_be_given(s, s.issue[issue], p):
            room = float(p["cap"] - p["inherited"])
        found[i] = (float(p["inherited"]), float(p["inherited"]) + room)
    return found


def check_offers(s: State, rng: np.random.Generator) -> int:
    """Check all offers made this month; how many there were."""
    found = 0
    for issue, lead in enumerate(s.issue):
        meets = s.table[lead["table"]]["meets"] == 1
        talking = lead["talk"] == issue and lead["status"] == Status.TALKING
        if not (meets and talking) or lead["standing"] < 0:
            continue
        found += 1
        side = int(lead["standing"])
        about = write_offer(s, issue, side)
        offered = worth(s, issue)
        assert s.bid[2 * issue + side]["own_offer"] == pytest.approx(offered[side], abs=1e-9)
        assert s.bid[2 * issue + 1 - side]["other_offer"] == pytest.approx(
            offered[1 - side], abs=1e-9
        )
        levels = s.provision["trial"].copy()
        ends_of = room_in(s, issue, about)
        write_offer(s, issue, side)
        for _ in range(NEIGHBOURS):
            for i in about:
                p = s.provision[i]
                ends = ends_of[i]
                step = rng.normal() * rng.choice([0.3, 0.03, 0.003])
                p["trial"] = (
                    rng.choice(ends) if p["divisible"] == 0 else np.clip(levels[i] + step, *ends)
                )
            assert not (worth(s, issue) > offered + 1e-9).all()
    return found


@settings(max_examples=10, phases=AS_FOUND)
@given(trees(), st.integers(0, 2**32))
def test_offers_are_never_dominated(tree: dict[str, Any], seed: int) -> None:
    for actor in tree["actors"].values():
        # A side that minds the other's gain has other utilities than those checked here.
        actor["relative_gains"] = 0.0
    # What other tables already have is not worth anything here, which is not checked either.
    tree["treatments"]["spillover"] = "off"
    if tree["treatments"]["linkage"] == "substantive":
        # Means that limit what can be raised limit what complements, too.
        tree["treatments"].update(instruments="off", members="off")
        for actor in tree["actors"].values():
            actor.update(diplomatic_capacity=1.0, norm_appeal=False)
        for issue in tree["issues"].values():
            for part in issue["provisions"].values():
                part["cost"] = max(part["cost"], 0.1)
    model = model_of(loads(json.dumps(tree)), seed)
    rng = np.random.default_rng(seed)
    while not model.finished:
        while model.step_phase() != "offers":
            pass
        check_offers(model.state, rng)
        model.step()


def test_offers_of_related_transferable_provisions_are_worth_what_they_say() -> None:
    shared = {"sector": "funds", "inherited": 0.0, "benefit": 0.6, "cluster": "one"}
    parts = [
        {**shared, "giver": "north", "cost": 0.0, "linear_cost": 0.2},
        {**shared, "giver": "south", "cost": 0.3},
        {**shared, "giver": "south", "cost": 0.0, "linear_cost": 0.2},
    ]
    model = model_of(bundle(parts, treatments={"linkage": "substantive"}))
    rng = np.random.default_rng(0)
    while not model.finished:
        while model.step_phase() != "offers":
            pass
        check_offers(model.state, rng)
        model.step()


def test_the_check_itself_finds_waste() -> None:
    part = {"sector": "funds", "inherited": 0.0, "benefit": 0.6, "cost": 0.3}
    model = model_of(bundle([{**part, "giver": "north"}, {**part, "giver": "south"}]))
    while model.step_phase() != "offers":
        pass
    s = model.state
    assert check_offers(s, np.random.default_rng(0)) == 1
    side = int(s.issue[0]["standing"])
    s.provision["offer"][:, side] = 0.1
    write_offer(s, 0, side)
    s.bid["own_offer"][side] = worth(s, 0)[side]
    s.bid["other_offer"][1 - side] = worth(s, 0)[1 - side]
    with pytest.raises(AssertionError):
        check_offers(s, np.random.default_rng(0))
