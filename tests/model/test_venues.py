"""Where to negotiate: dormant tables, members and their union, rival tables, shared acts."""

from typing import Any

import numpy as np
import pytest

from sim.model.leverage import reservation
from sim.model.log import LogKind
from sim.model.state import State
from sim.model.venues import _gain_alone, _gain_within, look_around
from sim.scenario import Scenario
from tests.model.corridors import CONTROL, MONEY, corridor, months_of, until
from tests.model.worlds import log_of, model_of, played

LIVELY = {
    "threats": {"rate_partner": 0.8, "rate_destination": 0.8},
    "reverse": {"rate": 0.9, "base": 3.0, "retaliation_rate": 1.0},
}


def sleeping(pressure: float = 1.0, **more: Any) -> Scenario:
    """A quarrelsome pair that does not talk yet."""
    actors = {
        "north": {"role": "destination", "strategy": "coercive", "vulnerability": 0.5},
        "guard": {"role": "transit", "strategy": "blackmail", "hosted_stock": 1.0},
    }
    provisions = {
        "control": {"giver": "guard", **CONTROL},
        "money": {"giver": "north", **MONEY, "inherited": 0.5},
    }
    more.setdefault("treatments", {"venues": "on"})
    return corridor(
        actors,
        {"main": ("north", "guard")},
        {"main": provisions},
        about={
            "main": {
                "open": False,
                "partner": {"actor": "guard", "grievance": 1.0},
            }
        },
        routes={
            "sea": {"through": "guard", "to": "north", "volatility": 0.0, "pressure": pressure}
        },
        horizon=24,
        parameters=LIVELY,
        **more,
    )


def opening(scenario: Scenario, replication: int) -> int:
    rows = log_of(played(scenario, 0, replication), LogKind.OPENED)
    return int(rows["month"][0]) if len(rows) else 99


def test_dormant_tables_stay_silent_where_nobody_looks_for_venues() -> None:
    s = played(sleeping(3.0, treatments={}))
    assert set(log_of(s)["kind"]) == {LogKind.MANDATE}
    assert (s.provision["level"] == s.provision["inherited"]).all()
    assert s.table["meets"].tolist() == [0]


def test_dormant_tables_are_silent_until_they_open_and_not_afterwards() -> None:
    opened = 0
    for replication in range(8):
        s = played(sleeping(1.5), 0, replication)
        rows = log_of(s)
        first = rows["month"][rows["kind"] == LogKind.OPENED]
        until_then = (
            rows if len(first) == 0 else rows[: int(np.argmax(rows["kind"] == LogKind.OPENED))]
        )
        assert set(until_then["kind"]) <= {LogKind.MANDATE}
        if len(first):
            opened += 1
            assert (rows["kind"] == LogKind.OPENED).sum() == 1
            assert len(log_of(s, LogKind.OFFER, LogKind.THREAT, LogKind.DEMAND)) > 0
    assert opened > 3


def test_they_open_sooner_under_pressure() -> None:
    choosy = {"parameters.union.approach_gain": 0.9}
    calm = [opening(sleeping(0.5).with_changes(set=choosy), n) for n in range(10)]
    pressed = [opening(sleeping(2.5).with_changes(set=choosy), n) for n in range(10)]
    # The draws are the same, so no table opens later for it.
    assert all(late >= soon for late, soon in zip(calm, pressed, strict=True))
    assert sum(calm) > sum(pressed) + 100


def test_a_partner_may_seek_out_a_member() -> None:
    changes: dict[str, Any] = {
        "actors.guard.strategy": "divide_and_rule",
        "parameters.union.approach_rate": 0.0,
    }
    # Nobody comes to a state without a union; nor do those who do not divide and rule.
    assert opening(sleeping().with_changes(set=changes), 0) == 99
    within = front_line(1.0, about={"one": {"open": False}}).with_changes(set=changes)
    s = played(within)
    assert log_of(s, LogKind.OPENED)["seat"].tolist() == [3]


def front_line(capacity: float, **more: Any) -> Scenario:
    """A union and one of its members, each at a table with the same guard."""
    union = {"role": "supranational", "voting": "unanimity", **more.pop("union", {})}
    actors = {
        "union": union,
        "m0": {
            "role": "member",
            "member_of": "union",
            "diplomatic_capacity": capacity,
            **more.pop("member", {}),
        },
        "m1": {"role": "member", "member_of": "union"},
        "guard": {"role": "transit"},
    }
    issues = {
        "all": {"control": {"giver": "guard", **CONTROL}, "money": {"giver": "union", **MONEY}},
        "one": {"control": {"giver": "guard", **CONTROL}, "money": {"giver": "m0", **MONEY}},
    }
    return corridor(
        actors,
        {"all": ("union", "guard"), "one": ("m0", "guard")},
        issues,
        treatments={"venues": "on", **more.pop("treatments", {})},
        **more,
    )


CAPACITIES = (1.0, 0.7, 0.45, 0.3, 0.2, 0.1, 0.0)


@pytest.mark.parametrize("members", ["off", "on"])
@pytest.mark.parametrize("weight", [1.0, 0.3])
def test_a_member_leaves_talks_to_its_union_just_where_it_gains_more_within(
    members: str, weight: float
) -> None:
    left = []
    for capacity in CAPACITIES:
        for burden in (0.5, 1.0, 2.0):
            scenario = front_line(
                capacity,
                union={"diplomatic_capacity": weight},
                member={"burden": burden},
                treatments={"members": members},
            )
            model = model_of(scenario)
            copy = until(model, "mandates").copy()
            model.step_phase()
            alone, within = _gain_alone(copy, 1), _gain_within(copy, 0, 1)
            rows = log_of(model.state, LogKind.ROUTED)
            assert (len(rows) == 1) == (within > alone)
            if len(rows):
                assert (rows["a"][0], rows["b"][0]) == pytest.approx((alone, within))
                assert model.state.issue["status"][1] == 2
            else:
                assert model.state.issue["status"][1] == 1
            left.append(len(rows))
    assert 0 < sum(left) < len(left)


def test_who_has_nothing_to_offer_alone_leaves_talks_to_the_union() -> None:
    s = played(front_line(0.0))
    assert len(log_of(s, LogKind.ROUTED)) >= 1
    assert s.outcome["process_routed"][2] == len(log_of(s, LogKind.ROUTED))
    assert len(log_of(s, LogKind.OFFER)[log_of(s, LogKind.OFFER)["table"] == 1]) == 0
    # And who has a union without any weight does not.
    alone = played(front_line(1.0, union={"diplomatic_capacity": 0.0}))
    assert len(log_of(alone, LogKind.ROUTED)) == 0
    # Nor does anybody where venues are given.
    fixed = front_line(0.0).with_changes(set={"treatments.venues": "off"})
    assert len(log_of(played(fixed), LogKind.ROUTED)) == 0


def shopping(benefit: float = 0.9, *, switch: str = "on", **more: Any) -> Scenario:
    """Two states that ask one guard for one act; `benefit`: its worth to the second."""
    actors = {
        "a": {"role": "destination"},
        "b": {"role": "destination"},
        "guard": {"role": "transit"},
    }
    issues = {
        k: {
            "control": {"giver": "guard", **CONTROL, "shared": "border"},
            "money": {"giver": k, **MONEY},
        }
        for k in ("a", "b")
    }
    issues["b"]["control"]["benefit"] = benefit
    return corridor(
        actors,
        {"a": ("a", "guard"), "b": ("b", "guard")},
        issues,
        treatments={"forum_shopping": switch, **more.pop("treatments", {})},
        **more,
    )


def reserved(s: State, table: int) -> float:
    disagreement = float(s.bid["disagreement"][2 * table + 1])
    return float(reservation(s, table, 1, disagreement, 0.3))


def test_the_reservation_value_rises_with_a_rival_offer_and_never_falls_below_disagreement() -> (
    None
):
    s = until(model_of(shopping()), "responses")
    # The first side to propose is the destination's: both have offered.
    assert s.bid["offers"][[0, 2]].tolist() == [1, 1]
    base = float(s.bid["disagreement"][3])
    found = []
    for gain in (-0.5, 0.0, 0.1, 0.4):
        s.bid["other_offer"][3] = base + gain
        look_around(s, 0)
        assert s.seat["rival"][1] == pytest.approx(max(gain, 0.0))
        found.append(reserved(s, 0))
    disagreement = float(s.bid["disagreement"][1])
    assert found == pytest.approx(
        [disagreement, disagreement, disagreement + 0.1, disagreement + 0.4]
    )
    # Talks that have ended are no rival.
    s.issue["status"][1] = 2
    look_around(s, 0)
    assert s.seat["rival"][1] == 0.0
    # A destination side has no rivals to play off.
    assert s.seat["rival"][[0, 2]].tolist() == [0.0, 0.0]


def test_in_play_a_rival_never_pushes_the_partner_below_its_disagreement() -> None:
    seen = 0
    for seed in range(4):
        model = model_of(shopping(), seed)
        while not model.finished:
            s = until(model, "responses")
            for k in range(2):
                if s.table["meets"][k] and s.issue["status"][k] == 1:
                    assert reserved(s, k) >= s.bid["disagreement"][2 * k + 1] - 1e-12
                    seen += s.seat["rival"][2 * k + 1] > 0.0
            model.step()
    assert seen > 4


def offers_at(state: State, table: int) -> list[bytes]:
    rows = log_of(
        state, LogKind.OFFER_ITEM, LogKind.SIGNATURE, LogKind.SIGNED_ITEM, LogKind.IN_FORCE
    )
    return [row.tobytes() for row in rows[rows["table"] == table]]


def test_a_rival_offer_that_does_not_bind_changes_not_one_offer() -> None:
    rivals = 0.0
    for seed in range(4):
        weak = {"parameters.bargaining.noise": 0.03}
        on = played(shopping(0.15).with_changes(set=weak), seed)
        off = played(shopping(0.15, switch="off").with_changes(set=weak), seed)
        assert offers_at(on, 0) == offers_at(off, 0)
        assert len(offers_at(on, 0)) > 0
        rivals += on.seat["rival"][1]
    model = model_of(shopping(0.15))
    s = until(model, "responses")
    model.step()
    s = until(model, "responses")
    assert 0.0 < s.seat["rival"][1] < s.bid["nash"][1] - s.bid["disagreement"][1]


def test_a_rival_offer_that_binds_is_worth_money() -> None:
    gains = []
    for switch in ("off", "on"):
        s = played(shopping(1.5, switch=switch, horizon=24))
        gains.append(float(s.bid["signed_first"][1]))
    assert gains[1] > gains[0] + 0.01


LEVER: dict[str, Any] = {
    "actors": {
        "north": {"role": "destination", "vulnerability": 0.9},
        "bully": {"role": "transit", "strategy": "blackmail", "hosted_stock": 1.0},
        "source": {"role": "origin"},
    },
    "tables": {"b": ("north", "bully"), "s": ("north", "source")},
    "issues": {
        "b": {
            "control": {**CONTROL, "giver": "bully", "inherited": 0.6, "floor": -0.5},
            "relief": {**MONEY, "giver": "north", "sector": "recognition"},
        },
        "s": {
            "flights": {**CONTROL, "giver": "source", "sector": "aviation", "inherited": 0.0},
            "visas": {**MONEY, "giver": "north", "sector": "visa"},
        },
    },
    "routes": {"forest": {"via": ["source"], "through": "bully", "to": "north", "volatility": 0.0}},
}


def test_pressing_the_origin_takes_the_pressure_off() -> None:
    """A neighbour that ferries people to a border loses its hold once flights stop upstream."""
    found = {}
    for switch in ("off", "on"):
        scenario = corridor(
            **LEVER,
            horizon=36,
            about={"s": {"open": False}},
            treatments={"venues": switch},
            parameters={"union": {"approach_rate": 0.5, "approach_gain": 0.1}},
        )
        s = played(scenario, 1)
        found[switch] = (
            months_of(s, "table", "pressure")[-1, 0],
            float(s.outcome["people_arrivals"][0]),
            len(log_of(s, LogKind.OPENED)),
        )
    assert (found["off"][2], found["on"][2]) == (0, 1)
    assert found["on"][0] < 0.8 * found["off"][0]
    assert found["on"][1] < found["off"][1]
