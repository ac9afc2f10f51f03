"""Forms as data: what they carry and bind, what comes after what, and how long it all takes."""

from typing import Any

import numpy as np
import pytest

from sim.model.log import LogKind
from sim.model.state import State
from sim.scenario import Scenario
from tests.model.corridors import CONTROL, MONEY, Tree, corridor, until
from tests.model.worlds import log_of, model_of, played

ON = {"instruments": "on"}
BACK = {"sector": "readmission", "inherited": 0.2, "benefit": 0.7, "cost": 0.2}
ACTORS: Tree = {"north": {"role": "destination", "coherence": 1.0}, "guard": {"role": "transit"}}


def talks(instruments: dict[str, dict[str, Any]], **more: Any) -> Scenario:
    provisions = {
        "control": {"giver": "guard", **CONTROL},
        "back": {"giver": "guard", **BACK},
        "money": {"giver": "north", **MONEY},
        "visas": {"giver": "north", **MONEY, "sector": "visa"},
    }
    actors = {name: {**actor, **more.pop(name, {})} for name, actor in ACTORS.items()}
    about = {"main": {"round_months": 6, "pause_months": 1, **more.pop("main", {})}}
    more.setdefault("treatments", ON)
    more.setdefault("horizon", 24)
    return corridor(
        actors,
        {"main": ("north", "guard")},
        {"main": provisions},
        about=about,
        instruments=instruments,
        **more,
    )


def drafted(state: State) -> list[int]:
    return [int(a) for a in log_of(state, LogKind.DRAFTED)["a"]]


def test_sectors_that_an_instrument_does_not_carry_are_never_raised() -> None:
    narrow = {"kind": "procedure", "carries": ["readmission", "funds"]}
    s = played(talks({"sop": narrow}))
    items = log_of(s, LogKind.OFFER_ITEM)
    carried = np.isin(items["object"], (1, 2))
    assert (items["a"][~carried] == 0.2).all()
    assert (items["a"][carried] > 0.2).all()
    assert s.issue["in_force"][0] == 1
    assert s.outcome["paper_instrument"][0] == 0.0
    # The same talks without the layer are about all of it.
    free = played(talks({"sop": narrow}, treatments={}))
    assert (log_of(free, LogKind.OFFER_ITEM)["a"] > 0.2).all()
    assert drafted(free) == []
    assert free.outcome["paper_instrument"][0] == -1.0


def test_only_instruments_on_the_menu_and_in_the_right_hands_are_drafted() -> None:
    texts: Tree = {
        "treaty": {"kind": "treaty", "form": "formal", "users": ["supranational"]},
        "note": {"kind": "memorandum"},
        "envoy": {"kind": "envoy", "meet": 0.5},
        "visa_rule": {"kind": "visa_measure"},
        "words": {"kind": "declaration"},
    }
    found = {n for seed in range(8) for n in drafted(played(talks(texts), seed))}
    assert found == {1, 4}
    named = talks(texts, main={"instruments": ["words", "envoy"]})
    assert {n for seed in range(4) for n in drafted(played(named, seed))} == {4}


def test_better_instruments_are_drafted_more_often() -> None:
    texts: Tree = {
        "broad": {"kind": "memorandum"},
        "dear": {"kind": "memorandum", "adoption_cost": 0.15},
    }
    scenario = talks(texts, horizon=1)
    first = [drafted(played(scenario, seed))[0] for seed in range(40)]
    # A logit: 0.15 apart at a scale of 0.05 is a chance of 1 / (1 + e^3), one in twenty.
    assert 0 < sum(first) < 9


def test_a_kind_on_which_talks_failed_is_put_aside_until_all_have_failed() -> None:
    texts: Tree = {name: {"kind": "memorandum"} for name in ("one", "two", "three")}
    # Nothing can be agreed: the hurdles at home are too high.
    scenario = talks(texts, guard={"hurdle": 5.0}, main={"round_months": 2, "pause_months": 0})
    for seed in range(4):
        order = drafted(played(scenario, seed))
        assert len(order) >= 6
        for start in range(0, len(order) - 2, 3):
            assert sorted(order[start : start + 3]) == [0, 1, 2]


def test_a_successor_comes_only_after_its_predecessor_and_replaces_it() -> None:
    texts: Tree = {
        "agenda": {"kind": "declaration", "bindingness": 0.1},
        "treaty": {"kind": "treaty", "form": "formal", "bindingness": 0.9, "after": "agenda"},
    }
    upgraded = 0
    for seed in range(6):
        s = played(talks(texts, horizon=36, parameters={"exit": {"upgrade": 0.5}}), seed)
        order = drafted(s)
        assert order[0] == 0
        in_force = log_of(s, LogKind.IN_FORCE)
        drafts = log_of(s, LogKind.DRAFTED)
        for row in drafts[drafts["a"] == 1.0]:
            assert (in_force["month"] <= row["month"]).any()
        if len(in_force) > 1:
            upgraded += 1
            assert s.issue["instrument"][0] == 1
            assert s.issue["binding"][0] == pytest.approx(0.9)
            assert s.issue["form"][0] == 2
            assert s.outcome["paper_instrument"][0] == 0.0
    assert upgraded > 0


def test_without_trust_nobody_upgrades() -> None:
    texts: Tree = {
        "agenda": {"kind": "declaration"},
        "treaty": {"kind": "treaty", "after": "agenda"},
    }
    mistrust = {"main": {"partner": {"actor": "guard", "trust": 0.0}, "round_months": 6}}
    s = played(
        talks(
            texts,
            **mistrust,
            horizon=36,
            treatments={**ON, "trust": "fixed"},
            parameters={"exit": {"upgrade": 1.0}},
        )
    )
    assert len(log_of(s, LogKind.IN_FORCE)) == 1
    assert set(drafted(s)) == {0}


def waits(delay: int, seeds: int) -> list[int]:
    """Months from signature to effect."""
    scenario = talks({"text": {"kind": "agreement", "form": "formal", "delay": delay}}, horizon=72)
    found = []
    for seed in range(seeds):
        model = model_of(scenario, seed)
        while model.state.issue["in_force"][0] == 0:
            model.step()
        signed = int(log_of(model.state, LogKind.SIGNATURE)["month"][0])
        found.append(model.month - 1 - signed)
    return found


def test_delay_is_that_of_the_instrument() -> None:
    assert waits(0, 3) == [0] * 3
    # Exponential with a mean of 6, rounded up to whole months.
    mean = 1.0 / (1.0 - np.exp(-1.0 / 6))
    assert np.mean(waits(6, 30)) == pytest.approx(mean, abs=3 * 6 / np.sqrt(30))


def test_what_binds_is_kept_better() -> None:
    kept = []
    for bindingness in (0.0, 0.5, 1.0):
        text = {"text": {"kind": "agreement", "bindingness": bindingness}}
        s = played(talks(text, horizon=36))
        assert s.issue["binding"][0] == bindingness
        kept.append(float(s.outcome["process_delivered_partner"][0]))
    assert kept[0] < kept[1] < kept[2]


def test_what_costs_much_to_leave_collapses_less() -> None:
    lapses = []
    for exit_cost in (0.0, 0.5):
        text = {"text": {"kind": "memorandum", "exit_cost": exit_cost}}
        total = 0
        for seed in range(8):
            scenario = talks(
                text,
                horizon=36,
                treatments={**ON, "exit": "on"},
                parameters={"exit": {"lapse": 0.2, "suspension": 0.0, "renegotiation": 0.0}},
            )
            total += int(played(scenario, seed).issue["lapses"].sum())
        lapses.append(total)
    # Eleven times the scale: a twelfth of the chance.
    assert lapses[1] * 3 < lapses[0]


VISA: Tree = {
    "text": {"kind": "memorandum"},
    "rule": {"kind": "visa_measure", "carries": ["visa"], "delay": 10, "assessed": 6},
}


def coercing(instruments: dict[str, dict[str, Any]], **more: Any) -> Scenario:
    """North can withdraw visas, and wants more than it gets."""
    more.setdefault("treatments", ON)
    scenario = talks(
        instruments,
        north={"strategy": "coercive", "sanction_capacity": 1.0},
        guard={"hurdle": 5.0},
        parameters={"threats": {"rate_destination": 1.0, "tacit_rate": 0.0, "noise": 1e-3}},
        **more,
    )
    return scenario.with_changes(set={"issues.main.provisions.visas.inherited": 0.8})


def threats_of(scenario: Scenario, seeds: int) -> tuple[list[int], list[float]]:
    months, lags = [], []
    for seed in range(seeds):
        rows = log_of(played(scenario, seed), LogKind.THREAT)
        rows = rows[rows["object"] == 3][:1]
        months += rows["month"].tolist()
        lags += (rows["b"] - rows["month"]).tolist()
    return months, lags


def test_a_visa_measure_has_its_own_months_and_its_own_procedure() -> None:
    months, lags = threats_of(coercing(VISA), 12)
    assert len(months) == 12
    assert all(month > 0 and month % 6 == 0 for month in months)
    # From half its mean to one and a half times it, at coherence 1 two thirds of that.
    assert min(lags) >= 5 / 1.5 and max(lags) <= 15 / 1.5
    assert max(lags) > 6.0
    # Where it may be proposed at any time, it is at once.
    anytime: Tree = {**VISA, "rule": {**VISA["rule"], "assessed": 0}}
    months, _ = threats_of(coercing(anytime), 6)
    assert months == [0] * 6
    # Without the layer the common procedure takes 3 to 9 months, divided by 1.5.
    months, lags = threats_of(coercing(VISA, treatments={}), 6)
    assert months == [0] * 6
    assert min(lags) >= 2.0 and max(lags) <= 6.0


def test_what_a_measure_costs_to_adopt_stays_the_hand() -> None:
    executed = []
    for cost in (0.0, 0.5):
        texts: Tree = {**VISA, "rule": {**VISA["rule"], "adoption_cost": cost}}
        # The cost occurs once: it weighs on those who live for the day.
        scenario = coercing(texts, horizon=36).with_changes(set={"actors.north.patience": 0.3})
        executed.append(
            sum(len(log_of(played(scenario, seed), LogKind.EXECUTION)) for seed in range(6))
        )
    assert executed[1] == 0
    assert executed[0] > 3


def test_a_partner_needs_no_measure() -> None:
    scenario = coercing(VISA).with_changes(
        set={"actors.north.strategy": "cooperative", "actors.guard.strategy": "coercive"}
    )
    scenario = scenario.with_changes(set={"parameters.threats.rate_partner": 1.0})
    rows = log_of(played(scenario), LogKind.THREAT)
    assert len(rows) > 0
    assert (rows["month"] % 12 != 0).any(), "not at the assessments of a measure alone"


def test_an_envoy_makes_meetings_likelier() -> None:
    texts: Tree = {"text": {"kind": "memorandum"}, "envoy": {"kind": "envoy", "meet": 0.5}}
    share = {}
    for name, treatments in (("with", ON), ("without", {})):
        met = []
        for seed in range(12):
            model = model_of(talks(texts, main={"meet": 0.4}, treatments=treatments), seed)
            while not model.finished:
                s = until(model, "offers")
                met.append(int(s.table["meets"][0]))
                model.step()
        share[name] = float(np.mean(met))
    assert share["without"] == pytest.approx(0.4, abs=0.09)
    assert share["with"] == pytest.approx(0.7, abs=0.09)


def test_talks_do_not_begin_where_no_instrument_is_at_hand() -> None:
    texts: Tree = {
        "agenda": {"kind": "declaration"},
        "treaty": {"kind": "treaty", "after": "agenda"},
    }
    s = played(talks(texts, main={"instruments": ["treaty"]}))
    assert len(log_of(s, LogKind.OFFER, LogKind.DRAFTED)) == 0
    assert s.issue["rounds"][0] == 0
