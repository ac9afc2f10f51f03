"""Pages in notebooks: well-formed, self-contained, escaped, and found by IPython."""

import subprocess
import sys
from collections.abc import Callable
from html.parser import HTMLParser
from types import SimpleNamespace
from typing import Any

import pytest

import sim
from sim.pages import page, things
from sim.pages.notebook import KNOWN, enable, maker
from sim.story.monthly import QUIET

VOID = {"line", "polyline", "circle", "rect"}


class Reader(HTMLParser):
    """Checks that tags close in order, and gathers text."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.text: list[str] = []

    def handle_starttag(self, tag: str, attrs: Any) -> None:
        assert tag not in {"script", "link", "img", "iframe", "style"}
        assert not {name for name, _ in attrs} & {"src", "href", "onclick"}
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_startendtag(self, tag: str, attrs: Any) -> None:
        assert tag in VOID

    def handle_data(self, data: str) -> None:
        self.text.append(data)


def read(markup: str) -> str:
    """Text of a page that is as it should be."""
    assert isinstance(markup, str)
    assert "http" not in markup
    assert "url(" not in markup
    reader = Reader()
    reader.feed(markup)
    reader.close()
    assert reader.open == []
    return " ".join(" ".join(reader.text).split())


@pytest.fixture(scope="module")
def game() -> sim.Game:
    game = sim.play("ceuta_2021", seed=1)
    for _ in range(3):
        game.step()
    return game


PAGES: dict[str, tuple[Callable[[sim.Game], str], str]] = {
    "scenario": (lambda g: things.scenario(g.scenario), "The Spanish position on Western Sahara"),
    "actor": (lambda g: things.actor(g.scenario.actors["spain"]), "vulnerability"),
    "table": (lambda g: things.table(g.scenario.tables["rabat"]), "morocco (partner)"),
    "issue": (lambda g: things.issue(g.scenario.issues["migration"]), "border control"),
    "agent": (lambda g: things.agent(g.actor("morocco")), "Grievance"),
    "package": (lambda g: things.package(g.actor("morocco").offer("rabat")), "At the Nash point"),
    "answer": (lambda g: things.answer(g.actor("morocco").threaten("rabat")), "Would it threaten?"),
    "run": (lambda g: things.run(g.run), "Months until signature"),
    "game": (lambda g: g._repr_html_(), "month 3 of 36; July 2021 comes next"),
}  # fmt: skip


@pytest.mark.parametrize("name", PAGES)
def test_a_page_is_whole_and_needs_nothing_from_elsewhere(name: str, game: sim.Game) -> None:
    made, said = PAGES[name]
    assert said in read(made(game))


def test_every_case_of_the_library_has_a_page() -> None:
    from sim.scenario.library import names

    for name in names():
        assert read(things.scenario(sim.load(name)))


def test_a_step_shows_its_words_and_draws_what_moved(game: sim.Game) -> None:
    step = sim.play("ceuta_2021", seed=1).step()
    assert "Spanish hospital" in read(step._repr_html_())
    assert "<svg" not in step._repr_html_()  # One month is no line yet.
    later = game.undo().step()
    assert "retaliates" in read(later._repr_html_())
    assert later._repr_html_().count("<polyline") == len(later.moved)
    quiet = sim.games.Step("May 2021", ())
    assert QUIET in read(quiet._repr_html_())


def test_the_results_of_a_sweep_have_a_page(tmp_path: Any) -> None:
    results: Any = SimpleNamespace(path=tmp_path, complete=False, axes=("a.b",), kinds=("runs",))
    assert "under way" in read(things.results(results))
    assert "a.b" in read(things.results(results))


def test_text_is_escaped() -> None:
    given = "<b>&\"'"
    for made in (page.heading(given, given), page.paragraph(given), page.items([given])):
        assert given in "".join(_texts(made))
    assert "<b>&" not in page.table((given,), [(given,)])
    assert "<b>" not in page.picture([0.0, 1.0], given)
    assert "<b>" not in page.bar(0.4, given)


def _texts(markup: str) -> list[str]:
    reader = Reader()
    reader.feed(markup)
    return reader.text


@pytest.mark.parametrize("path", [[0.2, 0.2], [-0.3, 1.8, 0.0], [0.0] * 600])
def test_a_small_picture_stays_in_its_frame(path: list[float]) -> None:
    drawn = page.picture(path)
    read(drawn)
    points = drawn.split('points="')[1].split('"')[0].split()
    assert len(points) == len(path)
    for point in points:
        x, y = map(float, point.split(","))
        assert 0.0 <= x <= page.WIDE
        assert 0.0 <= y <= page.HIGH


def test_outside_of_a_notebook_nothing_is_told() -> None:
    if "IPython" not in sys.modules:
        assert enable() is False


def test_a_notebook_is_told_where_pages_are(
    monkeypatch: pytest.MonkeyPatch, game: sim.Game
) -> None:
    told: dict[tuple[str, str], Callable[[Any], str]] = {}
    formatter = SimpleNamespace(for_type_by_name=lambda m, n, f: told.update({(m, n): f}))
    shell = SimpleNamespace(display_formatter=SimpleNamespace(formatters={"text/html": formatter}))
    monkeypatch.setitem(sys.modules, "IPython", SimpleNamespace(get_ipython=lambda: shell))
    assert enable()
    assert set(told) == set(KNOWN)
    assert told["sim.results.run", "Run"](game.run) == things.run(game.run)


@pytest.mark.parametrize(("module", "name"), KNOWN)
def test_what_a_notebook_is_told_is_there(module: str, name: str) -> None:
    from importlib import import_module

    found = getattr(import_module(module), name)
    assert (found.__module__, found.__name__) == (module, name)
    assert callable(maker(KNOWN[module, name]))


def test_ipython_shows_a_scenario_as_a_page(ipython: Any) -> None:
    assert enable()
    game = sim.play("ceuta_2021")
    for thing in (game, game.scenario, game.scenario.actors["spain"], game.step(), game.run):
        assert "text/html" in ipython.display_formatter.format(thing)[0]


def test_importing_the_package_in_ipython_is_enough() -> None:
    code = (
        "from IPython.core.interactiveshell import InteractiveShell\n"
        "shell = InteractiveShell.instance()\n"
        "import sim\n"
        "scenario = sim.load('ceuta_2021')\n"
        "print(*shell.display_formatter.format(scenario)[0])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert "text/html" in done.stdout


def test_a_mistake_is_one_sentence_and_no_traceback(ipython: Any) -> None:
    told: list[str] = []
    ipython._showtraceback = lambda kind, error, lines: told.extend(lines)
    enable()
    ipython.run_cell("import sim; sim.play('ceuta_2012')")
    (line,) = told
    assert line.startswith("ceuta_2012: no such scenario; expected")
    assert line.endswith("did you mean 'ceuta_2021'?")


def test_the_catalogue_and_its_mechanisms_have_pages() -> None:
    from sim.pages import studies

    found = sim.mechanisms()
    whole = read(studies.catalogue(found))
    assert f"{len(found)} claims" in whole
    assert "opposite" in whole
    few = read(studies.catalogue(found.only(verdict="opposite")))
    assert found["M31"].claim in few
    assert found["M01"].claim not in few
    for entry in found.values():
        text = read(studies.mechanism(entry))
        assert entry.claim in text
        assert f"Verdict {entry.verdict}" in text


def test_checks_have_pages(tmp_path: Any) -> None:
    from sim.pages import studies

    one = sim.check("ceuta_2021")
    assert "ceuta_2021: valid" in read(studies.verdicts(one))
    assert "per cent assumed" in read(studies.verdict(one[0]))
    path = sim.new_scenario("my_case", tmp_path)
    both = read(studies.verdicts(sim.check("ceuta_2021", path)))
    assert "FIXME still stands" in both
    assert "all" in both


def test_findings_have_a_page() -> None:
    from sim.analysis.findings import analyse
    from sim.analysis.wishes import wishes_from
    from sim.pages import studies
    from tests.analysis.made_up_sweeps import coercion, material

    wishes = wishes_from(beats="tables.main.partner.strategy=coercive>cooperative")
    found = analyse(material(coercion(60, 12)), wishes)
    text = read(studies.findings(found))
    assert "1,440 runs at 120 points" in text
    assert "runs with an agreement" in text
    assert "For runs with an agreement" in text
    assert "coercive beats cooperative (more agreement) where" in text
    assert "dependence" in text.split("Under which conditions")[1]
    assert "Were enough runs played?" in text
    assert "Not made" in text
    assert repr(found).startswith("<Findings of 1,440 runs at 120 points: agreement")
