"""`qpq teach`: a room made ready, and solutions that are played when they are asked for."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import sim
from sim.cli import lesson, teaching
from sim.documents.blocks import Grid, Heading
from sim.documents.paper import html, pdf
from sim.interactive.scripted import scripted
from sim.interactive.seat_view import seat_at
from tests.cli.conftest import Qpq

GUIDE = teaching.guide().read_text("utf-8")
PARTS = teaching.parts(GUIDE)


@pytest.fixture
def page(monkeypatch: pytest.MonkeyPatch) -> None:
    """A page that costs nothing; what is in it is tested in tests/page."""
    monkeypatch.setattr("sim.cli.page._made", lambda *given: f"a page of {', '.join(given[0])}")


def test_a_room_is_made_ready(qpq: Qpq, page: None, tmp_path: Path) -> None:
    done = qpq("teach", str(tmp_path / "stick"), "--quick")
    assert (done.code, done.err) == (0, "")
    written = {path.name for path in (tmp_path / "stick").iterdir()}
    assert written == {
        *("index.html", "LICENSES.txt", "handouts.html", "handouts.pdf"),
        *("teacher.html", "teacher.pdf"),
    }
    assert "plays the same compiled as read" in done.out
    for name in ("handouts.pdf", "teacher.pdf"):
        assert (tmp_path / "stick" / name).read_bytes().startswith(b"%PDF-")
    students = (tmp_path / "stick" / "handouts.html").read_text("utf-8")
    assert "Role-play sheet" in students and "Quiz" in students
    assert "Key" not in students
    assert "Key" in (tmp_path / "stick" / "teacher.html").read_text("utf-8")


def test_cases_can_be_named(qpq: Qpq, page: None, tmp_path: Path) -> None:
    qpq("teach", str(tmp_path), "niger_2015_2023", "--quick")
    assert (tmp_path / "index.html").read_text("utf-8") == "a page of niger_2015_2023"


def test_what_is_missing_is_told_with_what_to_do(
    qpq: Qpq, page: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def absent(*given: Any) -> bytes:
        raise ModuleNotFoundError("No module named 'fpdf'")

    monkeypatch.setattr("sim.documents.paper.pdf", absent)
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
    done = qpq("teach", str(tmp_path), "--quick")
    assert done.code == 0
    assert "to do  PDFs need fpdf2: pip install 'quidproquo[teaching]'" in done.out
    assert done.out.count("fpdf2") == 1
    assert "to do  jupyterlab is missing: pip install 'quidproquo[notebooks]'" in done.out
    assert (tmp_path / "handouts.html").is_file()
    assert not (tmp_path / "handouts.pdf").exists()


def test_a_stick_that_cannot_be_written_is_one_message(
    qpq: Qpq, page: None, tmp_path: Path
) -> None:
    (tmp_path / "file").write_text("", "utf-8")
    done = qpq("teach", str(tmp_path / "file" / "below"), "--quick")
    assert done.code == 3
    assert "cannot be written" in done.err


def test_every_question_of_the_quiz_has_four_answers_and_one_in_the_key() -> None:
    questions = re.findall(r"\*\*(\d)\. [^*]+\*\*\n\n((?:- [A-D]: .+\n?)+)", PARTS["Quiz"])
    assert [number for number, _ in questions] == ["1", "2", "3", "4", "5"]
    for _, answers in questions:
        assert re.findall(r"^- ([A-D]):", answers, re.M) == ["A", "B", "C", "D"]
    key = re.findall(r"(\d) ([A-D])\b", PARTS["Key"].split("\n\n")[1])
    assert [number for number, _ in key] == ["1", "2", "3", "4", "5"]
    assert len({letter for _, letter in key}) > 2


def test_the_guide_prints_without_links_and_in_letters_that_fonts_have() -> None:
    sheets = list(PARTS.values())
    assert not any("](" in sheet for sheet in sheets)
    for sheet in sheets:
        sheet.encode("latin-1")
    assert pdf(sheets, "t").count(b"/Type /Page\n") == len(sheets)
    assert html(sheets, "t").count('<section class="sheet">') == len(sheets)


def test_plans_fill_their_minutes() -> None:
    for name, text in PARTS.items():
        if not (minutes := re.match(r"(\d+) minutes", name)):
            continue
        steps = re.findall(r"^- \*\*(\d+)-(\d+)", text, re.M)
        assert [begin for begin, _ in steps] == ["0", *(end for _, end in steps[:-1])]
        assert steps[-1][1] == minutes[1]


@pytest.mark.parametrize("order", lesson.ORDERS, ids=lambda order: " ".join(map(str, order)))
def test_solutions_are_what_the_terminal_plays(
    order: lesson.Order, play: Callable[..., Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The same words, typed: the table at the end of the game says what the solutions say."""
    orders = iter([order.first])

    def read(prompt: str) -> str:
        if prompt.startswith("Your move"):
            return next(orders, "")
        if prompt.startswith("Hold out") and "least" in order.answers:
            return "least"
        if prompt.startswith("Accept") and "yes" in order.answers:
            return "yes"
        fitting = (word for word in ("cut", "back") if word in order.answers)
        return next(fitting, "") if "Cut " in prompt else ""

    monkeypatch.setattr("sim.interactive.answers._read", read)
    changed = ("--override", order.override) if order.override else ()
    out = play(lesson.CASE, "--seat", order.seat, "--seed", "1", *changed).out
    case = sim.load(lesson.CASE).with_changes(overrides=[order.override] if order.override else [])
    place = seat_at(case, order.seat)
    told = scripted(case, place, 1, order.first, order.answers).tables[lesson.TABLE]
    own = "welfare_partner" if order.seat == "morocco" else "welfare_destination"
    table = out.split("under the same shocks")[1].splitlines()
    line = next(line for line in table if line.startswith("own worth a month"))
    assert line.split()[-2] == f"{told[own]:.2f}"


@pytest.fixture
def play(qpq: Qpq) -> Callable[..., Any]:
    def command(*arguments: str) -> Any:
        return qpq("play", *arguments)

    return command


def test_the_solutions_of_the_day_are_played_and_counted() -> None:
    orders = (lesson.ORDERS[0], lesson.ORDERS[3], lesson.ORDERS[5])
    told: list[str] = []
    blocks = lesson.solutions(told.append, games=2, pairs=8, orders=orders)
    games, partners, followed, linked = (block for block in blocks if isinstance(block, Grid))
    wait, cut, changed = games.cells
    assert [row[0] for row in games.rows if not isinstance(row, Heading)][1].endswith("cut")
    assert (wait[-1], changed[-1]) == (None, None)
    assert cut[-1] in ("0 of 2", "1 of 2", "2 of 2")
    case = sim.load(lesson.CASE)
    run = scripted(case, seat_at(case, "morocco"), 1, "wait")
    assert wait[2] == run.tables[lesson.TABLE]["welfare_partner"]
    for row in partners.cells:
        assert sum(int(str(count)) for count in row[1:4]) == 8
    assert [row[0] for row in followed.cells] == ["naive", "branched"]
    assert [row[0] for row in linked.cells] == ["one for the other", "each by itself"]
    assert len(told) == len(orders) + 4
