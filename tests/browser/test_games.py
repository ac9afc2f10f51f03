"""A seat taken in the browser: the same questions and the same run as a person's in Python."""

import base64
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from sim.browser.layout import bundle
from sim.browser.openings import openings as reckoned
from sim.errors import QpqError
from sim.interactive.game import Game
from sim.interactive.person import Ask, person
from sim.interactive.seat_view import Seat, options
from sim.model.assembly import assemble
from sim.model.batch import play_many
from sim.model.leverage import level_after_withdrawal
from sim.model.month import PHASES
from sim.model.settlement import utilities_in_force
from sim.model.state import State
from sim.rules.flows import harm
from sim.scenario import load
from sim.strategies import registry
from sim.strategies.protocol import View
from tests.browser.conftest import Node
from tests.browser.test_same_bytes import digests
from tests.model.conftest import Compiled
from tests.strategies.own import TEXT

SEED, REPLICATION, MONTH = 3, 5, 7
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


def openings() -> tuple[list[Any], list[float]]:
    """What the rules say to the same questions, month by month, beside the seat's view."""
    played, found = game([]), []
    places = [Seat("", "", seat // 2, seat % 2) for seat in SEATS]
    while not played.finished:
        for _ in PHASES:
            played.advance()
        now: list[Any] = []
        for place in places:
            state = played.state.copy()
            rows = list(map(int, reckoned(state, place.number, place.side)))
            price, price_lever, _, lever, retaliation = rows
            orders = {"demand": price, "demand, threaten": price_lever, "threaten": lever}
            orders["retaliate"] = retaliation
            possible = {order for order, row in orders.items() if row >= 0}
            # About these there is nothing to choose: the page reads off what is in force.
            unasked = {"wait", "suspend", "leave"}
            assert possible == set(options(played, place)) - unasked
            now.append([rows, utilities_in_force(played.state.copy(), place.number)[place.side]])
        found.append(now)
    state = played.state.copy()
    return found, [level_after_withdrawal(state, int(p["table"]), p) for p in state.provision]


def seen(found: list[Any]) -> set[tuple[str, ...]]:
    """Which moves were possible, at any month and seat."""
    moves: set[tuple[str, ...]] = set()
    for (price, _, _, lever, retaliation), _ in (each for month in found for each in month):
        rows = {"demand": price, "threaten": lever, "retaliate": retaliation}
        possible = tuple(name for name, row in rows.items() if row >= 0)
        moves |= {possible, *((name,) for name in possible)}
    return moves


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
    """A change that neither moves what persons are asked, nor has been moved by then."""
    paths = load("ceuta_2021").parameters.memory
    name = next(iter(type(paths).model_fields))
    return {f"parameters.memory.{name}": 0.4, "treatments.staging": "staged"}


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
    middle = [[np.nan if v is None else v for v in row.values()] for row in found["middle"]]
    np.testing.assert_array_equal(middle, [list(row) for row in so_far.tolist()])
    assert found["asked_of"] == whole
    assert found["odd"] == "NaN is no answer: a finite number is"
    assert seen(found["openings"]) >= {(), ("demand",), ("retaliate",)}
    expected, lowered = openings()
    assert found["openings"] == expected
    assert found["lowered"] == lowered
    for since in ("start", "now"):
        other = at(MONTH).what_if(set=setting, since=since)
        assert found[since].pop("month") == MONTH
        assert found[since] == digests(finished(other))
        assert found[since] != whole
    assert found["refused"].startswith("this change cannot begin now")


def test_orders_are_what_the_phases_do(browser: Node) -> None:
    """Somebody who picks just what the rules would pick plays the very same run."""
    scenario = load("ceuta_2021")
    browser.case("ceuta", scenario)
    row = assemble(scenario).names.provisions.index("migration.border_control")
    task = {"seed": SEED, "replication": REPLICATION, "month": 2, "provision": row}
    found = browser.run("orders", case="ceuta", **task)
    for move in ("demand", "threat", "cut"):
        assert found[move]["done"] == [True], move
        assert found[move]["made"] >= 1, move
        assert found[move]["told"] == found[move]["asked"], move
    assert found["offer"]["done"] == [True, True]
    outcome, *_ = found["offer"]["usual"]
    assert found["offer"]["same"][outcome] == found["offer"]["usual"][outcome]
    assert found["offer"]["other"]["log"] != found["offer"]["usual"]["log"]
    assert found["branched"] == found["offer"]["other"]
    assert found["undone"] == task["month"]
    assert found["refused"] == [False] * len(found["refused"])
    assert found["unchanged"][0] == found["unchanged"][1]


@pytest.mark.parametrize("case", ["ceuta_2021", "anti_smuggling_2020"])
def test_who_are_stopped_is_what_harm_is_reckoned_from(browser: Node, case: str) -> None:
    """The state does not keep how many a guard stops; their exposure to harm tells."""
    browser.case("case", load(case))
    found = browser.run("people", case="case", seed=SEED, replication=REPLICATION)
    exposed = [
        harm(
            stopped=row["stopped"],
            moved=row["moved"],
            pushback_risk=row["pushback_risk"],
            diversion_risk=row["diversion_risk"],
            excess=row["arrivals"] - row["attempts"],
        )
        for row in found
    ]
    np.testing.assert_allclose(exposed, [row["harm"] for row in found], rtol=1e-12, atol=1e-15)
    assert max(row["stopped"] for row in found) > 0.0
    assert all(row["stopped"] <= row["attempts"] for row in found)


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


@pytest.mark.slow
def test_a_strategy_of_ones_own_plays_in_the_browser(
    tmp_path: Path, compiled: Compiled, module: bytes
) -> None:
    own = tmp_path / "patient.py"
    own.write_text(TEXT, encoding="utf-8")
    before = list(registry.EXTRAS)
    try:
        registry.add(own)
        scenario = load("ceuta_2021", set={"tables.rabat.partner.strategy": "patient"})
        made, plan, case = bundle(scenario)
        assert made != module
        browser = Node(tmp_path, made)
        browser.put("layout", plan)
        browser.put("own", case)
        (found,) = browser.run("histories", cases=["own"], replications=[0, 1], seed=SEED)
        for state, theirs in zip(compiled(assemble(scenario), range(2), SEED), found, strict=True):
            assert theirs == {"error": None, **digests(state)}
    finally:
        registry.EXTRAS[:] = before


def test_a_strategy_that_cannot_be_compiled_is_named(tmp_path: Path) -> None:
    own = tmp_path / "patient.py"
    own.write_text(TEXT.replace("kept = p.calm", "kept = sum({view.time: 1.0})"), encoding="utf-8")
    before = list(registry.EXTRAS)
    try:
        registry.add(own)
        scenario = load("ceuta_2021", set={"tables.rabat.partner.strategy": "patient"})
        with pytest.raises(QpqError, match="'patient' cannot be played in a browser: Numba"):
            bundle(scenario)
    finally:
        registry.EXTRAS[:] = before
