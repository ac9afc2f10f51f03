"""A seat taken in the browser: the same questions and the same run as a person's in Python."""

import base64
from typing import Any

import numpy as np
import pytest

from sim.games.game import Game
from sim.games.person import Ask, person
from sim.model.assembly import assemble
from sim.model.batch import play_many
from sim.model.state import State
from sim.scenario import load
from sim.strategies.protocol import View
from tests.browser.conftest import Node
from tests.browser.test_same_bytes import digests
from tests.model.conftest import Compiled

SEED, REPLICATION, MONTH = 3, 5, 14
CHANCES = {"demand": 0.5, "blackmail": 1.0, "threaten": 0.4, "retaliate": 0.1, "execute": 0.6}
MOVED = {"tables.rabat.partner.trust": 0.9}
SEATS = [1, 2]
"""Morocco at its first table and the Union at the second."""


def asking(asked: list[list[Any]], seat: int) -> Ask:
    """Answers as ``answer`` of ``run.mjs`` does, and writes down what was asked."""

    def ask(move: str, view: View) -> float:
        asked.append([seat, move, *map(float, view)])
        return CHANCES.get(move, view.propensity + 0.015625 * view.trust)

    return ask


def game(asked: list[list[Any]]) -> Game:
    seats = {seat: person(asking(asked, seat)) for seat in SEATS}
    return Game(load("ceuta_2021"), SEED, REPLICATION, seats)


def at(month: int) -> Game:
    played = game([])
    while played.month < month:
        played.advance()
    return played


def finished(played: Game) -> State:
    while not played.finished:
        played.advance()
    return played.state


@pytest.fixture(scope="module")
def setting() -> dict[str, Any]:
    """A change that neither side's play has moved by the month of branching."""
    paths = load("ceuta_2021").parameters.memory
    name = next(iter(type(paths).model_fields))
    return {f"parameters.memory.{name}": 0.4, "treatments.audience_costs": "off"}


def test_persons_are_asked_and_obeyed_as_in_python(browser: Node, setting: dict[str, Any]) -> None:
    browser.case("ceuta", load("ceuta_2021"), changes=True)
    task = {"case": "ceuta", "seed": SEED, "replication": REPLICATION, "seats": SEATS}
    task |= {"chances": CHANCES, "month": MONTH, "set": setting, "moved": MOVED}
    found = browser.run("person", **task)

    asked: list[list[Any]] = []
    whole = digests(finished(game(asked)))
    assert {move for _, move, *_ in asked} >= {"demand", "threaten", "concede", "accept", "execute"}
    assert {seat for seat, *_ in asked} == set(SEATS)
    assert found["asked"] == asked
    assert found["whole"] == whole
    assert found["undoneTo"] == MONTH - 3
    assert found["undone"] == whole
    assert found["stays"] == whole
    so_far = at(MONTH).run.state.outcome
    assert [list(row.values()) for row in found["middle"]] == [list(row) for row in so_far.tolist()]
    for since in ("start", "now"):
        other = at(MONTH).what_if(set=setting, since=since)
        assert found[since].pop("month") == MONTH
        assert found[since] == digests(finished(other))
        assert found[since] != whole
    assert found["refused"].startswith("this change cannot begin now")


@pytest.mark.parametrize("workers", [1, 2])
def test_workers_share_replications(browser: Node, compiled: Compiled, workers: int) -> None:
    scenario = load("ceuta_2021")
    browser.case("ceuta", scenario, changes=True)
    first, count = 11, 200
    setting = {"treatments.execution": "always", "actors.morocco.empowerment": 0.9}
    task = {"seed": 2**62, "first": first, "count": count, "set": setting}
    found = browser.run("pool", case="ceuta", workers=workers, **task)
    bare = assemble(scenario.with_changes(set=setting), log=False, months=False)
    batch = play_many(bare, range(first, first + count), 2**62)
    outcomes = np.frombuffer(base64.b64decode(found["outcomes"]), batch.outcomes.dtype)
    assert outcomes.tobytes() == batch.outcomes.tobytes()
    assert found["errors"] == {}
    assert found["cancelled"] is None
    assert found["seen"] == sorted(found["seen"])
    assert found["seen"][-1] == count
    assert len(found["seen"]) > 1
    assert found["message"].startswith("nothing: ")
