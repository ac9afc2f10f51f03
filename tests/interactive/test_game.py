"""A game: forth equals a run, back equals never having stepped, branches share their shocks."""

from typing import Any

import numpy as np
import pytest

import sim
from sim.errors import InputError, QpqError
from sim.interactive.game import Game
from sim.model.month import PHASES
from sim.model.state import State
from sim.story import story

CASES = ["ceuta_2021", "eu_tunisia_2023", "lithuania_belarus_2021"]


def different(one: State, other: State) -> list[str]:
    """Arrays of two states that differ in a byte."""
    pairs = zip(one._fields, one, other, strict=True)
    return [name for name, a, b in pairs if a.tobytes() != b.tobytes()]


def after(game: Game, months: int) -> Game:
    for _ in range(months):
        game.step()
    return game


@pytest.mark.parametrize("name", CASES)
def test_a_game_played_to_its_end_is_the_run(name: str) -> None:
    game = after(sim.play(name, seed=4, replication=2), 3)
    game.step_phase()
    assert different(game.finish().state, sim.run(name, seed=4, replication=2).state) == []
    assert game.run.outcome == sim.run(name, seed=4, replication=2).outcome


@pytest.mark.parametrize("name", CASES)
def test_undoing_is_as_if_never_played(name: str) -> None:
    straight = after(sim.play(name, seed=1), 5)
    game = after(sim.play(name, seed=1), 9).undo(4)
    assert game.month == 5
    assert different(game.state, straight.state) == []
    assert different(game.finish().state, straight.finish().state) == []
    assert different(game.undo(game.month).state, sim.play(name, seed=1).state) == []


def test_undoing_in_the_middle_of_a_month_takes_back_what_was_played_of_it() -> None:
    straight, game = (after(sim.play("ceuta_2021", seed=1), 2) for _ in range(2))
    for _ in range(8):
        game.step_phase()
    assert game.undo().next_phase == "events"
    assert different(game.state, straight.state) == []
    assert game.finish().error is None
    assert not game.undo().finished


@pytest.mark.parametrize("months", [0, -1, 3])
def test_no_more_can_be_undone_than_was_played(months: int) -> None:
    with pytest.raises(QpqError, match=r"cannot take back|from 1 to 36"):
        after(sim.play("ceuta_2021"), 2).undo(months)
    with pytest.raises(QpqError, match="nothing has been played"):
        sim.play("ceuta_2021").undo()


def test_agents_kept_by_the_player_see_what_is_undone() -> None:
    game = sim.play("ceuta_2021", seed=1)
    morocco = game.actor("morocco")
    trust = float(morocco.seat("rabat")["trust"])
    game.step()
    assert float(morocco.seat("rabat")["trust"]) < trust
    game.undo()
    assert float(morocco.seat("rabat")["trust"]) == trust


def test_a_step_tells_its_month_and_what_moved() -> None:
    game = sim.play("ceuta_2021", seed=1)
    steps = [game.step() for _ in range(36)]
    told = story(sim.run("ceuta_2021", seed=1))
    assert [(step.title, step.lines) for step in steps] == [(m.title, m.lines) for m in told]
    assert [step.last for step in steps] == [False] * 35 + [True]
    moved = {movement.what: movement for movement in steps[0].moved}
    trust = moved["Morocco's trust in Spain"]
    assert (round(trust.before, 2), round(trust.after, 2)) == (0.45, 0.3)
    assert str(trust) == "Morocco's trust in Spain 0.45 -> 0.30"
    assert "April 2021" in str(steps[0])
    assert str(trust) in str(steps[0])
    for step in steps:
        for movement in step.moved:
            assert movement.path[-1] == movement.after
            assert str(movement).split()[-3] != str(movement).split()[-1]
    with pytest.raises(QpqError, match="finished"):
        game.step()
    with pytest.raises(QpqError, match="finished"):
        game.step_phase()


def test_phases_tell_together_what_the_month_tells() -> None:
    busy = next(
        k for k in range(36) if len(after(sim.play("ceuta_2021", seed=1), k).step().lines) > 4
    )
    whole, parts = (after(sim.play("ceuta_2021", seed=1), busy) for _ in range(2))
    told = [parts.step_phase() for _ in PHASES]
    date = sim.load("ceuta_2021").calendar(busy)
    assert [step.title for step in told] == [f"{date}, {phase.__name__}" for phase in PHASES]
    lines, month = sorted(line for step in told for line in step.lines), whole.step()
    assert len(lines) == len(month.lines)
    # A retaliation is told further at the month's end, when what it led to is known.
    for line, full in zip(lines, sorted(month.lines), strict=True):
        assert full.startswith(line.rstrip("."))
    assert different(whole.state, parts.state) == []


def test_asking_an_actor_changes_nothing() -> None:
    coercive = {"actors.spain.strategy": "coercive"}
    game = after(sim.play("ceuta_2021", seed=1, set=coercive), 6)
    before = game.state.copy()
    assert game.actor("spain").offer() is not None
    assert 0.0 < game.actor("morocco").comply("rabat").value < 1.0
    assert different(game.state, before) == []
    with pytest.raises(InputError, match="did you mean 'morocco'"):
        game.actor("moroco")


def test_the_run_so_far_counts_the_months_so_far() -> None:
    game = sim.play("ceuta_2021", seed=1)
    assert game.run.outcome["paper_agreement"] == 0.0
    assert len(game.run.months) == 0
    whole = sim.run("ceuta_2021", seed=1)
    after(game, 10)
    so_far = game.run
    assert so_far.months == whole.months.slice(0, 20)
    assert so_far.events == whole.events.slice(0, len(so_far.events))
    attempts = np.asarray(so_far.routes["attempts"])
    assert so_far.outcome["people_attempts"] == pytest.approx(attempts.mean())
    assert different(game.state, after(sim.play("ceuta_2021", seed=1), 10).state) == []
    assert [month.month for month in game.story] == list(range(10))


@pytest.mark.parametrize("since", ["start", "now"])
def test_a_branch_in_which_nothing_differs_is_the_same_game(since: Any) -> None:
    game = after(sim.play("ceuta_2021", seed=6), 7)
    other = game.what_if(since=since)
    assert different(other.state, game.state) == []
    assert (other.month, other.next_phase) == (7, "events")
    before = game.state.copy()
    other.finish()
    assert different(game.state, before) == []
    assert different(other.state, game.finish().state) == []


@pytest.mark.parametrize("since", ["start", "now"])
def test_branches_have_the_same_shocks(since: Any) -> None:
    game = after(sim.play("ceuta_2021", seed=6), 3)
    changed = {"actors.morocco.strategy": "cooperative"}
    other = game.what_if(set=changed, since=since)
    ours, theirs = game.finish().routes, other.finish().routes
    assert theirs["attempts"] == ours["attempts"]
    assert theirs["arrivals"] != ours["arrivals"]
    if since == "start":
        assert different(other.state, sim.run("ceuta_2021", seed=6, set=changed).state) == []


def test_a_branch_from_the_start_stands_in_the_same_phase() -> None:
    game = after(sim.play("ceuta_2021", seed=6), 2)
    for _ in range(5):
        game.step_phase()
    other = game.what_if(overrides=["no_hospital"])
    assert (other.month, other.next_phase) == (game.month, game.next_phase)
    with pytest.raises(QpqError, match="finish the month"):
        game.what_if(since="now")


def test_a_branch_from_now_on_keeps_the_past_and_changes_what_is_to_come() -> None:
    game = after(sim.play("ceuta_2021", seed=1), 4)
    other = game.what_if(set={"events.court.size": 0.6}, since="now")
    assert other.story == game.story
    court = [line for month in (game.finish(), other.finish()) for line in story(month)[5].lines]
    assert any("0.20" in line for line in court)
    assert any("0.60" in line for line in court)
    with pytest.raises(QpqError, match="cannot take back"):
        other.undo(other.month)


@pytest.mark.parametrize(
    ("path", "value", "why"),
    [
        ("tables.rabat.partner.trust", 0.9, "the trust of rabat.partner has moved in play"),
        ("actors.morocco.empowerment", 0.1, "empowerment of actor 'morocco' has moved"),
        ("events.hospital.size", 0.1, "the event 'hospital' lies in a month that is over"),
        ("horizon", 40, "it changes the horizon"),
    ],
)
def test_what_cannot_begin_now_is_refused_and_can_begin_at_the_start(
    path: str, value: float, why: str
) -> None:
    game = after(sim.play("ceuta_2021", seed=1), 2)
    with pytest.raises(InputError, match=why) as refused:
        game.what_if(set={path: value}, since="now")
    assert "since='start'" in str(refused.value)
    assert game.what_if(set={path: value}).month == 2


def test_a_branch_of_no_kind_is_refused() -> None:
    with pytest.raises(InputError, match="one of start, now"):
        sim.play("ceuta_2021").what_if(since="later")  # type: ignore[arg-type]
