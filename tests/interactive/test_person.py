"""A person's seat: the protocol is the way in, and what a seat may do is what the rules allow."""

from typing import Any

import pytest

import sim
from sim.errors import InputError
from sim.interactive.person import person
from sim.interactive.seat_view import options, perceived, seat_at, situation
from sim.model.log import LogKind
from sim.strategies.protocol import MOVES, Strategy, View
from sim.strategies.registry import menu
from tests.model.worlds import log_of


def always(move: str, view: View) -> float:
    """What the rules propose, whatever is asked."""
    return view.propensity


def seated(name: str, actor: str, ask: Any, seed: int = 2) -> sim.Game:
    scenario = sim.load(name)
    return sim.Game(scenario, seed, seats={seat_at(scenario, actor).row: person(ask)})


@pytest.mark.parametrize(("name", "actor"), [("ceuta_2021", "morocco"), ("ceuta_2021", "spain")])
def test_a_person_s_answers_count_as_a_strategy_s_do(name: str, actor: str) -> None:
    class Echo(Strategy):
        name = "echo"

    for move in MOVES:
        setattr(Echo, move, staticmethod(lambda view, p: view.propensity))
    scenario = sim.load(name)
    row = seat_at(scenario, actor).row
    ours = seated(name, actor, always).finish().state
    theirs = sim.Game(scenario, 2, seats={row: Echo}).finish().state
    states = zip(ours._fields, ours, theirs, strict=True)
    assert [f for f, a, b in states if a.tobytes() != b.tobytes()] == []
    assert int(ours.seat[row]["strategy"]) == len(menu())
    assert "person" not in {strategy.name for strategy in menu()}


def test_others_keep_their_strategies_and_everybody_their_shocks() -> None:
    game, usual = seated("ceuta_2021", "morocco", always), sim.play("ceuta_2021", seed=2)
    ours, theirs = game.state.seat["strategy"], usual.state.seat["strategy"]
    assert list(ours == theirs) == [True, False, True, True]
    assert game.finish().routes["attempts"] == usual.finish().routes["attempts"]


def test_every_move_is_put_to_the_person() -> None:
    asked: set[str] = set()

    def ask(move: str, view: View) -> float:
        asked.add(move)
        return view.propensity

    scenario = sim.load("eu_turkiye_2016")
    for actor, other, seed in (("germany", "turkiye", 2), ("turkiye", "germany", 1)):
        against = scenario.with_changes(set={f"actors.{other}.strategy": "coercive"})
        place = seat_at(against, actor, "berlin")
        sim.Game(against, seed, seats={place.row: person(ask)}).finish()
    seated("eu_tunisia_2023", "tunisia", ask).finish()
    assert asked == set(MOVES)


@pytest.mark.parametrize("wants", ["", "suspend", "leave"])
def test_nobody_keeps_back_or_walks_out_for_a_person_unasked(wants: str) -> None:
    def ask(move: str, view: View) -> float:
        if move in ("suspend", "leave"):
            return float(move == wants)
        return view.propensity

    # All that is promised comes late or not at all: a government of its own would long be gone.
    poor = {
        "parameters.compliance.base": -20.0,
        "parameters.exit.lapse": 1.0,
        "parameters.exit.suspension": 1.0,
    }
    scenario = sim.load("eu_tunisia_2023").with_changes(set=poor)
    place = seat_at(scenario, "tunisia")
    s = sim.Game(scenario, 1, seats={place.row: person(ask)}).finish().state
    own = [r for r in log_of(s, LogKind.SUSPENSION, LogKind.COLLAPSE) if r["seat"] == place.row]
    kinds = {LogKind(int(r["kind"])).name.lower() for r in own}
    assert kinds == {"": set(), "suspend": {"suspension"}, "leave": {"collapse"}}[wants]


def test_a_place_is_found_or_refused_with_what_there_is() -> None:
    scenario = sim.load("ceuta_2021")
    assert (seat_at(scenario, "spain").row, seat_at(scenario, "morocco").row) == (0, 1)
    assert seat_at(scenario, "morocco", "brussels").row == 3
    with pytest.raises(InputError, match="did you mean 'morocco'"):
        seat_at(scenario, "moroco")
    with pytest.raises(InputError, match="expected brussels"):
        seat_at(scenario, "eu", "rabat")


def test_options_are_what_the_rules_allow() -> None:
    game = seated("ceuta_2021", "morocco", always)
    place = seat_at(game.scenario, "morocco")
    while game.next_phase != "demands":
        game.step_phase()
    partner = options(game, place)
    assert list(partner) == ["wait", "demand", "demand, threaten", "threaten", "retaliate"]
    assert "recognition" in partner["demand"]
    assert "border control" in partner["threaten"]
    # A destination side names no price; it threatens for one.
    assert "demand" not in options(game, seat_at(game.scenario, "spain"))
    # The Union has no mandate yet.
    assert "threaten" not in options(game, seat_at(game.scenario, "eu"))
    game.state.seat[place.row]["stage"] = 1
    assert list(options(game, place)) == ["wait"]


def test_the_situation_is_told_in_sentences_and_changes_nothing() -> None:
    game = seated("ceuta_2021", "morocco", always)
    for _ in range(20):
        for actor, table in (("morocco", "rabat"), ("spain", "rabat"), ("eu", "brussels")):
            before = game.state.copy()
            place = seat_at(game.scenario, actor, table)
            for line in situation(game, place):
                assert line[0].isupper()
                assert line.endswith(".")
                assert "_" not in line
            options(game, place)
            same = zip(before, game.state, strict=True)
            assert all(one.tobytes() == other.tobytes() for one, other in same)
        game.step()


def test_an_offer_looks_as_the_seat_misjudges_it() -> None:
    seen: list[tuple[float, float, float]] = []

    def ask(move: str, view: View) -> float:
        if move == "accept":
            seen.append((view.offered, *perceived(game, place, view.offered)))
        return view.propensity

    game = seated("ceuta_2021", "morocco", ask)
    place = seat_at(game.scenario, "morocco")
    game.finish()
    answers = [
        dict(row["numbers"])
        for row in game.run.events.to_pylist()
        if row["kind"] in ("acceptance", "refusal")
        and (row["table"], row["actor"]) == ("rabat", "morocco")
    ]
    assert len(seen) == len(answers) > 2
    for (offered, looks, least), told in zip(seen, answers, strict=True):
        assert looks == pytest.approx(told["perceived_utility"])
        assert looks - offered == pytest.approx(told["noise"])
        assert least == pytest.approx(told["reservation"])
