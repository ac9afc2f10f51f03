"""Adaptive seats: what has paid is played more, within a run and never across runs."""

from typing import Any

import numpy as np
import pytest

from sim.model.log import LogKind
from sim.model.readable import Negotiation
from sim.rules.learning import attracted, experience, payoff, reinforced
from sim.scenario import Scenario
from sim.strategies.registry import menu
from tests.model.corridors import Tree, corridor, swap, until
from tests.model.digest import bytes_of
from tests.model.worlds import log_of, model_of, played

MENU = ["cooperative", "coercive", "stalling"]


def learning(rule: str, **more: Any) -> Scenario:
    """North plays whatever has paid against a partner that demands."""
    actors: Tree = {
        "north": {"role": "destination", "strategy": "learner"},
        "guard": {"role": "transit", "strategy": "reverse_conditionality", "empowerment": 0.8},
    }
    strategies = {"learner": {"play": "adaptive", "menu": more.pop("menu", MENU)}}
    rules = {"learning": {"review_months": 3, "recency": 0.2, **more.pop("learning", {})}}
    return corridor(
        actors,
        {"main": ("north", "guard")},
        {"main": swap({"floor": -0.3, "inherited": 0.5})},
        horizon=more.pop("horizon", 36),
        treatments={"learning": rule},
        parameters=rules,
        strategies=strategies,
        **more,
    )


def reviews(model: Negotiation) -> list[dict[str, Any]]:
    """The learner's memory before and after each review, and what the period was worth."""
    found = []
    start = 0.0
    while not model.finished:
        s = until(model, "memory")
        seat = s.seat[0].copy()
        model.step_phase()
        after = s.seat[0].copy()
        if (model.month + 1) % 3 == 0:
            mean = (float(seat["welfare"]) - start) / 3
            found.append({"before": seat, "after": after, "earned": mean})
            start = float(seat["welfare"])
        model.step()
    return found


def test_reinforcement_follows_the_rule() -> None:
    for row in reviews(model_of(learning("roth_erev"))):
        success = payoff(row["earned"], 0.1)
        played_one = int(row["before"]["choice"])
        expected = [
            reinforced(
                strength=float(a),
                success=success,
                played=j == played_one,
                count=3,
                recency=0.2,
                spill=0.1,
            )
            for j, a in enumerate(row["before"]["attraction"][:3])
        ]
        assert row["after"]["attraction"][:3] == pytest.approx(expected)


def test_experience_weighted_attraction_follows_the_rule() -> None:
    for row in reviews(model_of(learning("ewa"))):
        success = payoff(row["earned"], 0.1)
        played_one = int(row["before"]["choice"])
        weight = float(row["before"]["experience"])
        after = experience(weight, 0.2, 0.0)
        earned = row["before"]["earned"].copy()
        earned[played_one] = success
        expected = [
            attracted(
                attraction=float(a),
                before=weight,
                after=after,
                success=float(earned[j]),
                played=j == played_one,
                recency=0.2,
                foregone=0.5,
            )
            for j, a in enumerate(row["before"]["attraction"][:3])
        ]
        assert row["after"]["attraction"][:3] == pytest.approx(expected)
        assert row["after"]["experience"] == pytest.approx(after)


@pytest.mark.parametrize("rule", ["roth_erev", "ewa"])
def test_the_seat_plays_what_it_has_chosen(rule: str) -> None:
    changes = 0
    for seed in range(6):
        model = model_of(learning(rule), seed)
        assert model.state.seat["strategy"][0] == menu().index(strategy("cooperative"))
        while not model.finished:
            model.step()
            seat = model.state.seat[0]
            assert seat["strategy"] == seat["menu"][seat["choice"]]
        rows = log_of(model.state, LogKind.LEARNED)
        changes += len(rows)
        assert ((rows["month"] + 1) % 3 == 0).all()
        assert (rows["a"] != rows["b"]).all()
        assert set(rows["b"].astype(int)) <= {0, 1, 2}
        played_last = int(rows["b"][-1]) if len(rows) else 0
        assert model.state.seat["strategy"][0] == menu().index(strategy(MENU[played_last]))
        assert ((rows["c"] > 0) & (rows["c"] < 1) & (rows["d"] > 0) & (rows["d"] <= 1)).all()
    assert changes > 6


def strategy(name: str) -> Any:
    return next(one for one in menu() if one.name == name)


@pytest.mark.parametrize("rule", ["roth_erev", "ewa"])
def test_replications_start_alike_and_share_nothing(rule: str) -> None:
    scenario = learning(rule)
    one, other = model_of(scenario, 0, 0), model_of(scenario, 0, 1)
    for field in ("attraction", "earned", "experience", "choice", "strategy"):
        assert (one.state.seat[field] == other.state.seat[field]).all()
    one.play()
    # Whatever the first has learnt, the second is as if it had been the only one.
    alone = played(scenario, 0, 1)
    assert bytes_of(other.play()) == bytes_of(alone)
    assert not np.array_equal(one.state.seat["attraction"], alone.seat["attraction"])


@pytest.mark.parametrize("rule", ["roth_erev", "ewa"])
def test_what_always_pays_is_played_more_and_more(rule: str) -> None:
    """One strategy of three is made to pay, whoever plays what else."""
    chosen = np.zeros(2)
    for seed in range(12):
        model = model_of(learning(rule, horizon=120, learning={"review_months": 1}), seed)
        s = model.state
        for month in range(120):
            until(model, "memory")
            gain = 1.0 if s.seat["choice"][0] == 1 else -1.0
            s.seat["welfare"][0] = s.seat["welfare_reviewed"][0] + gain
            model.step()
            chosen[int(month >= 60)] += s.seat["choice"][0] == 1
    early, late = chosen / (12 * 60)
    assert late > 0.55
    assert late > early - 0.03
    # It is never alone: the others are still tried.
    assert late < 0.999


def test_switched_off_it_plays_the_first_of_its_menu() -> None:
    s = played(learning("off"))
    plain = played(learning("off").with_changes(set={"actors.north.strategy": "cooperative"}))
    assert len(log_of(s, LogKind.LEARNED)) == 0
    assert log_of(s).tobytes() == log_of(plain).tobytes()
    assert s.outcome.tobytes() == plain.outcome.tobytes()
