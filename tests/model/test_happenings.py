"""Elections that come again, governments that change, talks that are interrupted."""

from typing import Any

import numpy as np

from sim.model.log import LogKind
from sim.model.lookups import effective_hurdle
from sim.scenario import Scenario
from tests.model.corridors import Tree, corridor, swap, until
from tests.model.worlds import log_of, model_of, played

PAIR: Tree = {"north": {"role": "destination", "hurdle": 0.1}, "guard": {"role": "transit"}}


def with_events(events: dict[str, Any], horizon: int = 36, **more: Any) -> Scenario:
    return corridor(
        PAIR, {"main": ("north", "guard")}, {"main": swap()}, horizon=horizon, events=events, **more
    )


def vote(**event: Any) -> dict[str, Any]:
    return {
        "vote": {
            "kind": "election",
            "actor": "north",
            "date": "2020-04",
            "every": 12,
            "months": 3,
            "size": 0.25,
            **event,
        }
    }


def test_elections_come_again() -> None:
    model = model_of(with_events(vote()))
    raised = []
    while not model.finished:
        s = until(model, "flows")
        raised.append(bool(effective_hurdle(s.actor[0], model.month) > 0.3))
        model.step()
    assert np.flatnonzero(raised).tolist() == [3, 4, 5, 15, 16, 17, 27, 28, 29]
    rows = log_of(model.state, LogKind.EVENT)
    assert rows["month"].tolist() == [3, 15, 27]
    assert model.state.event["times"].tolist() == [3]
    assert len(log_of(model.state, LogKind.GOVERNMENT_CHANGE)) == 0


def test_governments_change_when_the_votes_are_counted() -> None:
    s = played(with_events(vote(turnover=1.0)))
    assert log_of(s, LogKind.GOVERNMENT_CHANGE)["month"].tolist() == [6, 18, 30]
    assert s.actor["governments"].tolist() == [3, 0]
    changed = 0
    for seed in range(16):
        changed += int(played(with_events(vote(turnover=0.5)), seed).actor["governments"][0])
    assert 14 <= changed <= 34


def test_an_election_that_is_still_on_is_not_called_again() -> None:
    # Campaigns of three months, called every two: one in two finds another under way.
    s = played(with_events(vote(turnover=1.0, every=2, months=3), horizon=12))
    assert log_of(s, LogKind.GOVERNMENT_CHANGE)["month"].tolist() == [6, 10]


def test_an_interruption_stops_meetings_for_as_long_as_it_lasts() -> None:
    break_ = {
        "break": {"kind": "interruption", "actor": "guard", "date": "2020-03", "months": 4},
        "day": {"kind": "interruption", "actor": "north", "date": "2020-11"},
    }
    model = model_of(with_events(break_, horizon=14))
    met = []
    while not model.finished:
        s = until(model, "offers")
        met.append(int(s.table["meets"][0]))
        model.step()
    assert np.flatnonzero(np.array(met) == 0).tolist() == [2, 3, 4, 5, 10]
    rows = log_of(model.state, LogKind.OFFER)
    assert not set(rows["month"]) & {2, 3, 4, 5, 10}


def test_others_go_on_meeting() -> None:
    actors = {
        "a": {"role": "destination"},
        "b": {"role": "destination"},
        "guard": {"role": "transit"},
    }
    issues = {
        k: {name: {**p, "giver": p["giver"].replace("north", k)} for name, p in swap().items()}
        for k in ("a", "b")
    }
    events = {"break": {"kind": "interruption", "actor": "a", "date": "2020-01", "months": 6}}
    scenario = corridor(actors, {"a": ("a", "guard"), "b": ("b", "guard")}, issues, events=events)
    rows = log_of(played(scenario), LogKind.OFFER)
    assert rows["month"][rows["table"] == 0].min() == 6
    assert rows["month"][rows["table"] == 1].min() == 0
