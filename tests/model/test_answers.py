"""Agents asked for every move: what phases would ask, why, and what would tip the balance."""

import pytest

import sim
from sim.errors import InputError
from sim.interactive.game import Game
from sim.model.log import LogKind
from sim.model.state import State
from sim.strategies.protocol import MOVES
from tests.model.digest import bytes_of
from tests.model.worlds import log_of

COERCIVE = {"actors.spain.strategy": "coercive"}


@pytest.fixture(scope="module")
def pressed() -> Game:
    """Spain has threatened Morocco over border control, some months ago."""
    game = sim.play("ceuta_2021", seed=1, set=COERCIVE)
    for _ in range(4):
        game.step()
    return game


def rows_of(state: State, kind: LogKind) -> list[tuple[int, int]]:
    return [(int(r["month"]), int(r["seat"])) for r in log_of(state) if r["kind"] == kind]


def test_every_move_can_be_asked_for_and_changes_nothing(pressed: Game) -> None:
    before = bytes_of(pressed.state)
    for name in ("spain", "morocco", "eu"):
        agent = pressed.actor(name)
        for table in agent.tables:
            for move in MOVES:
                answer = getattr(agent, move)(table)
                assert answer.move == move
                assert bool(answer.bar) is (answer.bar in str(answer) and "not now" in str(answer))
                assert answer.bar == "" or (answer.value, answer.proposed) == (0.0, 0.0)
    assert bytes_of(pressed.state) == before


def test_a_target_says_why_it_does_not_yield(pressed: Game) -> None:
    morocco, own = pressed.actor("morocco"), pressed.state.seat[0]
    answer = morocco.comply("rabat")
    assert answer.about == "migration.border_control"
    assert answer.level == own.asked_level
    assert 0.0 < answer.value == answer.proposed < 0.1
    assert not answer.leans
    assert answer.reasons["it believes the threat"] == own.credibility
    assert answer.reasons["its pride"] > 0.0
    assert "would tip it" in str(answer)
    # Without reactance there is no pride, and more speaks for yielding.
    humble = pressed.what_if(set={"treatments.reactance": "off"}, since="now")
    other = humble.actor("morocco").comply("rabat")
    assert other.reasons["its pride"] == 0.0
    assert other.proposed > answer.proposed


def test_what_tips_the_balance_tips_it(pressed: Game) -> None:
    tips = pressed.actor("morocco").comply("rabat").tips
    assert {"a belief of", "a demand of"} <= set(tips)
    own = pressed.state.seat[0]
    for field, tip in (("credibility", tips["a belief of"]), ("asked_level", tips["a demand of"])):
        held = own[field]
        for share, leans in ((1.001, True), (0.999, False)):
            own[field] = held + share * (tip - held)
            assert pressed.actor("morocco").comply("rabat").leans is leans
        own[field] = held


def test_a_threat_that_is_due_is_weighed(pressed: Game) -> None:
    answer = pressed.actor("spain").execute("rabat")
    assert answer.about == "police.security"
    assert 0.0 < answer.value < 1.0
    assert set(answer.reasons) == {
        "carrying it out costs it",
        "backing down costs it at home",
        "the other believes its threats",
        "its grievance",
        "months until it is due",
    }
    always = pressed.what_if(set={"treatments.execution": "always"}, since="now")
    assert always.actor("spain").execute("rabat").value == 1.0
    assert pressed.actor("morocco").execute("rabat").bar == "no threat of its own is pending"


def test_bars_say_what_stands_in_the_way(pressed: Game) -> None:
    spain, morocco = pressed.actor("spain"), pressed.actor("morocco")
    assert spain.demand().bar.startswith("a threat or withdrawal of its own")
    assert spain.comply().bar == "what is demanded is given on paper or not at all"
    assert pressed.actor("eu").comply().bar == "no threat stands behind what is demanded"
    assert morocco.stage("rabat").bar == "only the destination side stages what it gives"
    fresh = sim.play("ceuta_2021", set=COERCIVE)
    assert fresh.actor("spain").blackmail().bar == "only partners name a price for what they give"
    assert fresh.actor("spain").accept().bar == "no offer stands"


def test_an_answer_is_what_the_phase_then_draws_against() -> None:
    """Over many months, chances that are told add up to what happens."""
    told = expected = 0.0
    for replication in range(24):
        game = sim.play("ceuta_2021", replication=replication, set=COERCIVE)
        while not game.finished:
            while game.next_phase != "executions":
                game.advance()
            answer = game.actor("spain").execute("rabat")
            month = game.month
            due = not answer.bar and game.state.seat[0].due <= month
            while game.month == month:
                game.advance()
            if due and (month, 0) not in rows_of(game.state, LogKind.LIFTING):
                expected += answer.value
                told += (month, 0) in rows_of(game.state, LogKind.EXECUTION)
    assert expected > 3.0
    assert abs(told - expected) < 3.0 * expected**0.5


def test_wrong_names_are_one_sentence(pressed: Game) -> None:
    with pytest.raises(InputError, match="did you mean 'rabat'"):
        pressed.actor("morocco").comply("rabbat")
    with pytest.raises(InputError, match="expected one of rabat, brussels"):
        pressed.actor("morocco").execute("madrid")
    with pytest.raises(InputError, match="does not sit at table 3"):
        pressed.actor("morocco").offer(3)  # type: ignore[arg-type]
    with pytest.raises(InputError, match=r"did you mean 'migration\.border_control'"):
        pressed.actor("morocco").withdrawal_level("migration.bordercontrol")
    with pytest.raises(InputError, match="gives no provision"):
        pressed.actor("spain").withdrawal_level("migration.border_control")
    with pytest.raises(AttributeError, match="follows from the rules"):
        pressed.actor("spain").vulnerability = 0.2
