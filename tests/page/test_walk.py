"""A reader's way through the page, in Chromium: short here, long in `make test-all`."""

import itertools
import json
import math
import os
import random
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest
from playwright.sync_api import Browser, expect

import sim
from sim.model.assembly import assemble
from sim.page.building import page as page_of
from sim.page.building import words
from sim.page.sweeps import read
from sim.runs.run import Run
from sim.scenario import load
from sim.story.cast import Cast
from sim.story.event_rows import gathered, rows
from sim.story.plain_rows import landmark
from tests.model.conftest import Compiled, compiled
from tests.page.conftest import NARROW, NEEDS_BROWSER, WIDE, Opened

__all__ = ["compiled"]

pytestmark = [NEEDS_BROWSER, pytest.mark.xdist_group("page")]

SCREENS = range(11)
AXE = Path(__file__).parents[2] / "sim/page/app/node_modules/axe-core/axe.min.js"


def guess(opened: Opened) -> None:
    """Take the first answer that a screen offers, and wait for what is shown then."""
    card = opened.page.locator(".predict .card").first
    if card.count():
        card.click()
        opened.page.locator(".revealed").wait_for()
    opened.settled()


def faults(opened: Opened) -> list[tuple[str, list[str]]]:
    """What axe-core finds serious or worse; nothing where it is not at hand."""
    if not AXE.is_file():
        return []
    opened.page.evaluate(AXE.read_text(encoding="utf-8"))
    found = opened.page.evaluate("axe.run().then((r) => r.violations)")
    return [
        (fault["id"], [node["html"][:120] for node in fault["nodes"][:3]])
        for fault in found
        if fault["impact"] in ("serious", "critical")
    ]


def test_a_short_walk(opened: Opened) -> None:
    """The first screens, a few months of a game, and a setting that a link restores."""
    page = opened.go("0")
    assert page.locator(".revealed").count() == 0
    guess(opened)
    expect(page.locator(".result")).to_contain_text("Morocco asks for")
    opened.checked()
    page.locator(".turn .main").click()
    page.get_by_role("button", name="Threaten").click()
    page.get_by_role("button", name="Say the threat").click()
    expect(page.locator(".story")).to_contain_text("Morocco threatens to cut")
    back = page.get_by_role("button", name="Take back")
    while back.is_enabled():
        back.click()
    expect(page.locator(".story")).not_to_contain_text("threatens")
    opened.checked()
    opened.go("9?case=ceuta_2021&n=200&set=actors.morocco.empowerment=0.2")
    opened.settled()
    expect(page.locator(".command")).to_have_text(
        "qpq sweep ceuta_2021 --set actors.morocco.empowerment=0.2 -n 200 --seed 0"
        " --out results/page"
    )
    opened.checked()


@pytest.mark.parametrize("case", ["ceuta_2021", "eu_turkiye_2016"])
def test_stories_and_numbers_are_the_models(opened: Opened, compiled: Compiled, case: str) -> None:
    """What the page tells of a run is what Python tells of it, sentence by sentence."""
    scenario = load(case)
    assembly = assemble(scenario)
    opened.go("0")
    for number, state in enumerate(compiled(assembly, range(4), 7)):
        run = Run(scenario, assembly.names, state, 7, number)
        cast = Cast(scenario, run.names, state)
        said = []
        for row in gathered(rows(state)):
            cast.remember(row)
            found = landmark(cast, row)
            if found:
                said.append([row.month, found.text])
            cast.forget(row)
        theirs = opened.page.evaluate(f"qpq.run('{case}', {{}}, 7, {number})")
        assert theirs["error"] is None
        learnt = [line for line in said if "changes its strategy" not in line[1]]
        assert theirs["story"] == learnt
        ours = [dict(zip(state.outcome.dtype.names, row, strict=True)) for row in state.outcome]
        for page_row, row in zip(theirs["outcome"], ours, strict=True):
            assert {k: v for k, v in page_row.items() if v is not None and v == v} == {
                k: float(v) for k, v in row.items() if v == v
            }


@pytest.mark.parametrize(
    ("link", "told"),
    [
        ("9?case=atlantis", "names a case that this page does not hold (atlantis)"),
        ("9?case=ceuta_2021&n=99999999999999999999", "gives 99999999999999999999 for n"),
        ("9?case=ceuta_2021&seed=-1", "gives -1 for seed"),
        ("9?case=ceuta_2021&set=actors.morocco.empowerment=7", "empowerment: 7 is out of range"),
        (
            "9?case=ceuta_2021&set=actors.marocco.empowerment=.7",
            "actors.marocco.empowerment: nothi",
        ),
        ("9?case=ceuta_2021&set=rubbish", "sets something without a value (rubbish)"),
        ("9?<script>alert(1)</script>%%%&=&&", "does not know"),
        ("play?case=ceuta_2021&set=actors.morocco.strategy=nonsense", "'nonsense' is not possible"),
        ("play?case=ceuta_2021&table=9", "names table 9"),
        ("watch?case=ceuta_2021&set=actors.morocco.empowerment=x", "x is out of range"),
        ("watch?replication=1e400", "gives 1e400 for replication"),
        ("99", "no screen or room “99”"),
        ("nowhere", "no screen or room “nowhere”"),
    ],
)
def test_a_wrong_link_is_told_in_one_sentence(opened: Opened, link: str, told: str) -> None:
    """And what is right in it is played."""
    page = opened.go(link)
    alert = page.locator("[role=alert]")
    expect(alert).to_have_count(1)
    expect(alert).to_contain_text(told)
    opened.settled()
    assert page.locator("h1").count() == 1
    opened.checked()


SPAIN_AND_EUROPE = ("actors.spain.strategy", "actors.eu.strategy")


def column(opened: Opened, name: str, set_: dict[str, Any], count: int, case: str) -> list[float]:
    """One outcome of runs, as the page plays them."""
    found = opened.page.evaluate(f"qpq.many({case!r}, {name!r}, {json.dumps(set_)}, 0, {count})")
    return [math.nan if value is None else value for value in found]


def test_screens_tell_what_their_runs_show(opened: Opened) -> None:
    """Counts, shares and verdicts, reckoned again here."""
    stick = dict.fromkeys(SPAIN_AND_EUROPE, "coercive")
    page = opened.go("4")
    guess(opened)
    middling = stick | {"actors.morocco.empowerment": 0.5}
    settings = [middling | {"parameters.threats.rate_destination": 0}, middling]
    worth = [column(opened, "welfare_destination", each, 1000, "ceuta_2021") for each in settings]
    gained = [after - before for before, after in zip(*worth, strict=True)]
    better, worse = sum(g > 0.005 for g in gained), sum(g < -0.005 for g in gained)
    expect(page.locator(".result")).to_contain_text(f"It helps in {better} and hurts in {worse}")
    assert page.locator(".pile circle.better").count() == better
    page = opened.go("7")
    guess(opened)
    page.get_by_role("button", name="A majority").click()
    page.get_by_role("button", name="Side payments", exact=True).click()
    opened.settled()
    majority = {"treatments.members": "on", "actors.eu.voting": "qualified_majority"}
    for row, rule in enumerate(
        (
            {"treatments.members": "off"},
            majority | {"treatments.log_rolling": "off"},
            majority | {"treatments.log_rolling": "on"},
        )
    ):
        signed = column(opened, "paper_agreement", rule, 500, "eu_turkiye_2016")
        cell = page.locator(".measures tbody tr").nth(row).locator("td").first
        expect(cell).to_have_text(f"{math.floor(100 * sum(signed) / 500 + 0.5)} %")
    opened.checked()


def test_both_sides_see_the_same_zone(opened: Opened) -> None:
    """A package that one side can sign and leaves the other enough exists for both or for none."""
    page = opened.go("play?case=ceuta_2021&side=0")
    seen = set()
    for _ in range(12):
        zones = page.evaluate("qpq.zones()")
        for zone in zones:
            one, other = (zone[side]["best"] - zone[side]["least"] for side in ("mine", "theirs"))
            assert (one >= -1e-9) == (other >= -1e-9) == zone["there"]
            seen.add(zone["there"])
        for name in ("Hold out", "Refuse", "Wait a month", "Offer it", "Back down"):
            button = page.locator(".moves").get_by_role("button", name=name, exact=True)
            if button.count() and button.is_enabled():
                button.click()
                break
    assert seen == {True, False}


@pytest.mark.slow
def test_the_command_plays_the_same(opened: Opened, tmp_path: Path) -> None:
    """What "copy as command" gives comes to the very numbers that the page shows."""
    set_ = {"actors.morocco.empowerment": 0.25, "actors.spain.strategy": "coercive"}
    changes = "".join(f"&set={path}={value}" for path, value in set_.items())
    page = opened.go(f"9?case=ceuta_2021&n=200&seed=5&table=0{changes}&set=treatments.exit=off")
    opened.settled()
    line = page.locator(".command").inner_text().split()
    assert line[0] == "qpq"
    line[line.index("--out") + 1] = str(tmp_path / "out")
    done = subprocess.run(
        [sys.executable, "-m", "sim.cli", *line[1:]],
        capture_output=True, encoding="utf-8", env=os.environ, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    played = pq.read_table(tmp_path / "out" / "runs")
    for name in ("welfare_destination", "welfare_partner", "paper_months", "people_arrivals"):
        asked = {**set_, "treatments.exit": "off"}
        found = page.evaluate(f"qpq.many('ceuta_2021', '{name}', {asked!r}, 5, 200)")
        theirs = [None if value is None or value != value else value for value in found]
        table = played.select(["replication", name]).sort_by("replication")
        assert table[name].to_pylist() == theirs


@pytest.mark.slow
@pytest.mark.parametrize("size", [WIDE, NARROW])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_screen(file: Path, chromium: Browser, size: tuple[int, int], scheme: str) -> None:
    """Whole, within the window, quiet, and without a serious fault for a screen reader."""
    opened = Opened(chromium, file.as_uri(), size, color_scheme=scheme, reduced_motion="reduce")
    rooms = [*map(str, SCREENS), "play", "play?case=ceuta_2021", "watch", "sheet"]
    for room in rooms:
        opened.go(room)
        guess(opened)
        text = opened.checked()
        if room.isdigit():
            assert words("en")["screens"][room]["title"] in text
        assert faults(opened) == [], room
    opened.context.close()
    if not AXE.is_file():
        pytest.skip("screens walked; axe-core needs: npm ci in sim/page/app")


@pytest.mark.slow
@pytest.mark.parametrize(
    "seat", ["case=ceuta_2021", "case=ceuta_2021&side=0", "case=eu_turkiye_2016"]
)
def test_a_game_to_its_end(opened: Opened, seat: str) -> None:
    """Whatever somebody clicks leads to an end, taken back and branched on the way."""
    page = opened.go(f"play?{seat}")
    dice = random.Random(seat)
    composed = False
    for turn in itertools.count():
        assert turn < 400
        if page.locator(".end").count():
            break
        buttons = page.locator(".moves .button:not([disabled])")
        names = buttons.all_inner_texts()
        first = "Never mind" in names
        if turn % 17 == 9:
            page.get_by_role("button", name="Take back").click()
        elif turn == 20:
            page.locator(".whatif summary").click()
            page.locator(".whatif .button").first.click()
        else:
            if page.locator(".parts").count() and dice.random() < 0.7:
                if not composed:
                    assert faults(opened) == []
                composed = True
                page.locator(".parts input[type=range]").first.press("ArrowRight")
            buttons.nth(0 if first else dice.randrange(buttons.count())).click(force=True)
    expect(page.locator(".end")).to_contain_text("same luck")
    opened.checked()


def test_a_game_by_keyboard_alone(opened: Opened) -> None:
    """What is pressed gives way to what comes next, which has the focus then."""
    page = opened.go("play?case=ceuta_2021")
    page.get_by_role("button", name="Threaten", exact=True).focus()
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Readmission").focus()
    page.keyboard.press("Space")
    page.get_by_role("button", name="Say the threat").focus()
    page.keyboard.press("Enter")
    expect(page.locator(".story")).to_contain_text("Morocco threatens to cut readmission")
    for _ in range(3):
        focused = page.locator(".moves .button:focus")
        expect(focused).to_have_count(1)
        page.keyboard.press("Enter")
    opened.checked()


@pytest.mark.slow
def test_teacher_tally_keyboard_and_two_tabs(opened: Opened) -> None:
    student = opened.go("4")
    guess(opened)
    code = student.locator(".predict code").inner_text()
    assert re.fullmatch("[A-Z]{4}", code)
    beamer = opened.go("4", opened.tab())
    beamer.get_by_role("button", name="Teach").click()
    assert beamer.locator(".predict .card").count() == 0
    assert beamer.locator(".revealed").count() == 0
    box = beamer.get_by_label("A group's code")
    box.fill("BBBC")
    box.press("Enter")
    expect(beamer.locator(".tally")).to_contain_text("That is no code")
    for _ in range(2):  # A group counts once.
        box.fill(code.lower())
        box.press("Enter")
    assert beamer.locator(".tally strong").all_inner_texts() == ["1", "0", "0"]
    beamer.get_by_role("button", name="+1: In few").click()
    assert beamer.locator(".tally strong").all_inner_texts() == ["1", "0", "1"]
    beamer.get_by_role("button", name="Reveal").click()
    beamer.locator(".revealed").wait_for()
    student.locator("h1").click()
    student.keyboard.press("ArrowRight")
    expect(student.locator("h1")).to_have_text("Do it or drop it?")
    opened.checked()


def test_a_teacher_freezes_and_holds_answers_back(opened: Opened) -> None:
    page = opened.go("1")
    page.get_by_role("button", name="Teach").click()
    before = page.locator(".when strong").inner_text()
    page.get_by_role("button", name="Wait a month").click()
    expect(page.locator(".held")).to_contain_text("What will Spain do?")
    expect(page.locator(".when strong")).to_have_text(before)
    page.get_by_role("button", name="+1: Hold out").click()
    assert faults(opened) == []
    page.get_by_role("button", name="Freeze").click()
    expect(page.locator(".frozen")).to_contain_text("stands still")
    assert page.locator(".stage").evaluate("(stage) => stage.inert")
    page.get_by_role("button", name="Freeze").click()
    greeting = page.locator(".bubble.them")
    expect(greeting).to_contain_text("Good day")
    page.get_by_role("button", name="Reveal").click()
    expect(page.locator(".held")).to_have_count(0)
    expect(greeting).not_to_contain_text("Good day")
    opened.checked()
    opened.go("watch?case=ceuta_2021")
    page.get_by_role("button", name="Play", exact=True).click()
    month = page.get_by_label("Month", exact=False).last
    page.wait_for_timeout(1200)
    page.get_by_role("button", name="Freeze").click()
    stood = month.input_value()
    page.wait_for_timeout(1800)
    assert month.input_value() == stood != "0"
    opened.checked()


@pytest.mark.slow
def test_sandbox_cancels_maps_and_refuses(opened: Opened) -> None:
    page = opened.go("9?case=ceuta_2021&n=2000")
    opened.settled()
    assert page.locator(".stacks svg").count() == 7
    slider = page.get_by_label("How strong Morocco is")
    slider.focus()
    for _ in range(4):
        slider.press("ArrowLeft")
    opened.settled()
    expect(page.locator(".command")).to_contain_text("actors.morocco.empowerment=0.5")
    address = page.url
    page.reload()
    expect(page.locator(".command")).to_contain_text("actors.morocco.empowerment=0.5")
    assert page.url == address
    page.get_by_role("button", name="Fill the map").click()
    expect(page.locator(".map td.wait").first).to_be_visible()
    page.get_by_role("button", name="Stop").last.click()
    opened.settled()
    opened.go("9?case=ceuta_2021&set=actors.morocco.patience=7")
    expect(page.locator("[role=alert]")).to_contain_text("actors.morocco.patience: 7 is out of")
    opened.checked()


@pytest.mark.slow
def test_a_sweep_is_shown_and_replayed(chromium: Browser, module: bytes, tmp_path: Path) -> None:
    axes = {"actors.morocco.empowerment": [0.2, 0.8], "actors.spain.strategy": ["coercive"]}
    sweep = sim.sweep("ceuta_2021", axes, replications=40, seed=3, out=tmp_path / "sweep")
    kept = read(tmp_path / "sweep")
    path = tmp_path / "page.html"
    path.write_text(page_of([kept.scenario], results=kept.content), encoding="utf-8")
    opened = Opened(chromium, path.as_uri(), WIDE)
    page = opened.go("results")
    expect(page.locator(".map tbody tr")).to_have_count(2)
    page.get_by_role("link", name="Open in the sandbox").click()
    opened.settled()
    expect(page.locator(".command")).to_contain_text("actors.morocco.empowerment=0.2")
    opened.checked()
    setting = {"actors.morocco.empowerment": 0.8, "actors.spain.strategy": "coercive"}
    asked = f"qpq.many('{kept.scenario.name}', 'welfare_partner', {setting!r}, 3, 40)"
    stored = sweep.runs(["point", "welfare_partner"]).to_pylist()
    assert page.evaluate(asked) == [r["welfare_partner"] for r in stored if r["point"] == 1]
    opened.context.close()


@pytest.mark.slow
def test_a_browser_without_webassembly_is_told_so(file: Path, chromium: Browser) -> None:
    opened = Opened(chromium, file.as_uri(), WIDE)
    opened.context.add_init_script("delete globalThis.WebAssembly")
    opened.page.goto(opened.address)
    expect(opened.page.locator("#app")).to_contain_text("needs a current one, with JavaScript")
    opened.context.close()
