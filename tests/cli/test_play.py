"""`qpq play`: a person at the table, here one who wrote all answers down beforehand."""

import io
import itertools
import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import sim
from sim.interactive.answers import ANYTIME
from sim.scenario import library
from sim.story.words import opening

Qpq = Callable[..., Any]
Play = Callable[..., Any]


@pytest.fixture
def play(qpq: Qpq, monkeypatch: pytest.MonkeyPatch) -> Play:
    """Run `qpq play` with some lines as its input."""

    def command(*arguments: str, lines: tuple[str, ...] = ()) -> Any:
        monkeypatch.setattr("sys.stdin", io.StringIO("".join(f"{line}\n" for line in lines)))
        return qpq("play", *arguments)

    return command


SEAT = ("--seat", "morocco", "--seed", "3")
MOROCCO = ("ceuta_2021", *SEAT, "--set", "horizon=20")
EMPTY = ("",) * 400
"""The default to every question: wait, back down, offer and accept as the rules propose."""


def row(out: str, name: str) -> list[str]:
    """Cells of a row of the table at the end."""
    line = next(line for line in out.splitlines() if line.startswith(f"{name}  "))
    return line.removeprefix(name).split()


def test_a_game_is_told_to_its_end_and_compared(play: Play) -> None:
    result = play(*MOROCCO, lines=EMPTY)
    assert (result.code, result.err) == (0, "")
    assert result.out.startswith("Ceuta 2021: Morocco, Spain and Western Sahara\n")
    assert "You sit for Morocco opposite Spain, at the table 'rabat'" in result.out
    for month in ("April 2021", "November 2022"):
        assert f"\n{month}\n" in result.out
    assert "\nHow it came out\n" in result.out
    assert "\nThe story with 'reverse conditionality', in its landmarks\n" in result.out
    usual = sim.run("ceuta_2021", seed=3, set={"horizon": 20}).tables["rabat"]
    assert row(result.out, "own worth a month")[1] == f"{usual['welfare_partner']:.2f}"
    assert row(result.out, "own threats") == ["0", f"{usual['coercion_threats_partner']:.0f}"]
    assert max(map(len, result.out.splitlines())) <= 130


def test_moves_go_in_through_the_strategy_and_come_to_something(play: Play) -> None:
    lines = ("demand, threaten", "", "wait 6", "cut", *EMPTY)
    result = play(*MOROCCO, lines=lines)
    assert "Morocco demands recognition from Spain" in result.out
    assert "Morocco threatens to cut border control" in result.out
    assert (
        "Your threat falls due. Cut border control to 0.18, or back down in public?" in result.out
    )
    assert "Morocco carries out its threat and cuts border control" in result.out
    assert "You withhold border control." in result.out
    assert row(result.out, "carried out")[0] == "1"


def test_a_threat_can_be_dropped(play: Play) -> None:
    result = play(*MOROCCO, lines=("demand, threaten", "", "wait 6", "back", *EMPTY))
    assert "falls due and it backs down" in result.out
    assert (row(result.out, "own threats")[0], row(result.out, "carried out")[0]) == ("1", "0")


def test_the_other_side_says_why_it_does_not_yield_where_that_changes(play: Play) -> None:
    arguments = ("ceuta_2021", "--seat", "spain", "--seed", "1")
    out = " ".join(play(*arguments, lines=("threaten", *[""] * 20, "quit")).out.split())
    said = r"Morocco does not yield: it believes your threat by 0\.\d\d and would lose 0\.\d\d"
    assert re.search(said, out)
    assert out.count("Morocco does not yield") == 1


def test_an_offer_is_accepted_or_refused(play: Play) -> None:
    out = play(*MOROCCO, lines=EMPTY).out
    before = ("",) * out.split("Accept? ")[0].count(" > ")
    for answer, told in (("yes", "Morocco accepts"), ("no", "Morocco refuses")):
        result = play(*MOROCCO, lines=(*before, answer, *EMPTY))
        month = result.out.split("Accept? ")[1].split("\n\n")[0]
        assert told in month
        assert ("sign an informal agreement" in month) == (answer == "yes")


def test_a_destination_side_has_a_seat_as_well(play: Play) -> None:
    result = play("ceuta_2021", "--seat", "spain", "--seed", "3", lines=("help", *EMPTY))
    assert result.code == 0
    assert "You sit for Spain opposite Morocco" in result.out
    assert "demand: name a price" not in result.out
    assert "\nYou and 'cooperative', under the same shocks\n" in result.out


def test_a_table_can_be_chosen_and_the_scenario_changed(play: Play) -> None:
    chosen = ("--table", "brussels", "--override", "no_hospital")
    result = play("ceuta_2021", *SEAT, *chosen, "--set", "horizon=3", lines=EMPTY)
    assert "opposite the European Union, at the table 'brussels', for 3 months" in result.out
    assert "Spanish hospital" not in result.out.split("You sit")[1]
    assert "\nJuly 2021\n" not in result.out


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("demnd", "'demnd' is not understood; did you mean 'demand'?"),
        ("hlep", "did you mean 'help'?"),
        ("xyzzy", "there are wait, demand, threaten, retaliate, look"),
        ("demand 1.5", "above 0 and at most 1"),
        ("demand often", "after 'demand' stands one number or nothing"),
        ("demand nan", "after 'demand' stands one number or nothing"),
        ("wait 0", "a whole number of months"),
        ("wait, demand", "Only a demand and a threat go together."),
        ("retaliate 0.4", "takes no number"),
        ("demand,", "is not understood"),
        ("look", "Attempts to cross stand at"),
        ("advice", "Your advisers give each move a chance this month: demand 0."),
        ("?", "quit: leave the table."),
    ],
)
def test_what_is_not_an_answer_is_asked_again(play: Play, line: str, said: str) -> None:
    result = play(*MOROCCO, lines=(line,))
    assert result.code == 0
    assert said in " ".join(result.out.split())
    assert result.out.count("Your move (") == 2


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("9", "9 is out of bounds: from 0.0"),
        ("lots", "expected a number from 0.0"),
        ("inf", "expected a number from 0.0"),
        ("advice", "(utility)."),
        ("leest", "; did you mean 'least'?"),
    ],
)
def test_a_number_is_asked_again_too(play: Play, line: str, said: str) -> None:
    result = play(*MOROCCO, lines=("wait", line))
    assert said in result.out
    assert result.out.count("Hold out for how much?") == 2


def test_undo_takes_back_a_month_or_its_beginning(play: Play) -> None:
    plain = play(*MOROCCO, lines=("wait 1", "", *EMPTY)).out.split("\nMay 2021\n")[1]
    twice = ("demand, threaten", "undo", "wait 1", "", "undo", "undo", "wait 1", "", *EMPTY)
    result = play(*MOROCCO, lines=twice)
    assert "Nothing has been played that could be taken back." in result.out
    assert result.out.count("\nApril 2021\n") == 4
    # How things stand is said in full after a month has been taken back, so compare what happens.
    told = result.out.split("\nMay 2021\n")[2]
    assert told.split("\nHow it came out\n")[1] == plain.split("\nHow it came out\n")[1]


def test_who_waits_is_asked_when_something_calls(
    play: Play, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = play("ceuta_2021", "--seat", "morocco", "--seed", "1", lines=EMPTY).out
    asked = [
        number
        for number, month in enumerate(re.split(r"\n\n(?=[A-Z][a-z]+ 20\d\d\n)", out)[1:])
        if "\nYour move" in month
    ]
    assert asked[0] == 0
    assert max(b - a for a, b in itertools.pairwise(asked)) <= 3
    # Six a year and what is urgent; a question of an offer comes on top.
    assert len(asked) <= 6 * 3

    def read(prompt: str) -> str:
        prompts.append(prompt)
        return "wait 1" if prompt.startswith("Your move") else ""

    prompts: list[str] = []
    monkeypatch.setattr("sim.interactive.answers._read", read)
    play("ceuta_2021", "--seat", "morocco", "--seed", "1")
    assert sum(prompt.startswith("Your move") for prompt in prompts) == 36


def test_how_things_stand_is_said_once_and_then_what_has_changed(play: Play) -> None:
    out = play("ceuta_2021", "--seat", "morocco", "--seed", "1", lines=EMPTY).out
    months = out.split("How it came out")[0]
    for before, after in itertools.pairwise(re.findall(r"^  You give .+$", months, re.M)):
        assert before != after
    looked = play(*MOROCCO, lines=("look", "quit")).out
    assert looked.count("  Attempts to cross stand at") == 2


@pytest.mark.parametrize("name", library.names())
def test_the_intro_gives_no_ending_away(name: str) -> None:
    case = sim.load(name)
    begun = opening(case.description)
    assert begun.count(". ") == 0 and begun.endswith(".") and not begun.startswith("-")
    assert len(begun) < len(" ".join(case.description.split())) / 2
    last = case.calendar(case.horizon - 1).split()[-1]
    assert last not in begun or case.horizon < 12


@pytest.mark.parametrize("lines", [("quit",), (), ("wait",), ("wait", "quit"), ("wait 2", "q")])
def test_leaving_is_polite(play: Play, lines: tuple[str, ...]) -> None:
    result = play(*MOROCCO, lines=lines)
    assert (result.code, result.err) == (0, "")
    assert "\nYou leave the table in April 2021\n" in result.out
    assert "How it came out" not in result.out


def test_the_rest_can_be_handed_over(play: Play, qpq: Qpq) -> None:
    result = play(*MOROCCO, lines=("finish",))
    assert "returns to the scenario's own strategy in April 2021" in result.out
    table = result.out.split("under the same shocks")[1]
    for line in table.splitlines()[2:]:
        assert line.split()[-1] == line.split()[-2]
    usual = json.loads(qpq("run", "ceuta_2021", "--seed", "3", "--set", "horizon=20", "--json").out)
    assert row(result.out, "exposure to harm")[0] == f"{usual['outcome']['people_harm']:.2f}"


def test_a_kept_game_goes_on_where_it_was_left(play: Play, tmp_path: Path) -> None:
    keep = ("--keep", str(tmp_path / "game.json"))
    lines = ("demand, threaten", "", "wait 6", "cut")
    whole = play(*MOROCCO, lines=(*lines, *EMPTY)).out
    # Who looks around changes nothing.
    left = play(*MOROCCO, *keep, lines=("look", *lines, "quit")).out
    assert "The game is kept in" in left
    month = left.split("You leave the table in ")[1].split("\n")[0]
    back = play(*MOROCCO, *keep, lines=EMPTY).out
    assert back.startswith("Back at the table.")
    assert back.count(f"\n{month}\n") == 1
    # What follows is as if nobody had left, and the months before are not told again.
    told = whole.split(f"\n{month}\n")[1].split("\nHow it came out\n")
    assert back.split(f"\n{month}\n")[1].split("\nHow it came out\n") == told
    assert "\nApril 2021\n" not in back.split("How it came out")[0]
    again = play(*MOROCCO, *keep, lines=()).out
    assert row(again, "own worth a month") == row(whole, "own worth a month")


def test_another_game_or_none_is_told_apart(play: Play, tmp_path: Path) -> None:
    keep = tmp_path / "game.json"
    play(*MOROCCO, "--keep", str(keep), lines=("wait", "quit"))
    other = play("ceuta_2021", "--seat", "morocco", "--seed", "4", "--keep", str(keep))
    assert other.code == 2
    assert "another game is kept there" in other.err
    kept = json.loads(keep.read_text("utf-8"))
    keep.write_text(json.dumps({**kept, "model": "another"}), "utf-8")
    assert "another version of the model" in play(*MOROCCO, "--keep", str(keep)).err
    keep.write_text("no game", "utf-8")
    assert "no game is kept there" in play(*MOROCCO, "--keep", str(keep)).err
    (tmp_path / "file").write_text("", "utf-8")
    nowhere = ("--keep", str(tmp_path / "file" / "below.json"))
    assert play(*MOROCCO, *nowhere, lines=("wait",)).code == 3


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("ceuta_2020", "--seat", "morocco"), "did you mean 'ceuta_2021'?"),
        (("ceuta_2021", "--seat", "moroco"), "did you mean 'morocco'?"),
        (("ceuta_2021", "--seat", "spain", "--table", "brussels"), "expected rabat"),
        (("ceuta_2021",), "--seat"),
        (("ceuta_2021", "--seat", "spain", "--override", "no"), "no_hospital"),
    ],
)
def test_bad_input_is_one_message(play: Play, arguments: tuple[str, ...], said: str) -> None:
    result = play(*arguments)
    assert (result.code, result.out) == (2, "")
    assert said in result.err
    assert len(result.err.splitlines()) <= 2


PAGE = (Path(__file__).parents[2] / "docs" / "teaching.md").read_text("utf-8")
GAMES = sorted(set(re.findall(r"^ *qpq play (.+)$", PAGE, re.M)))


@pytest.mark.parametrize("command", GAMES)
def test_the_games_of_the_teachers_guide_begin(play: Play, command: str) -> None:
    result = play(*command.split())
    assert (result.code, result.err) == (0, "")
    assert "Your move (" in result.out


def test_the_teachers_guide_knows_every_word() -> None:
    for word in ("wait", "demand", "threaten", "retaliate", "least", "most", *ANYTIME):
        assert f"`{word}`" in PAGE
