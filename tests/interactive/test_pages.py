"""Pages in notebooks: well-formed, self-contained, and found by IPython."""

import subprocess
import sys
from collections.abc import Callable
from importlib import import_module
from types import SimpleNamespace
from typing import Any

import pytest

import sim
from sim.interactive.changes import Step
from sim.interactive.notebook import BUNDLE, HTML, PAGES, PNG, enable, page_of
from sim.story.monthly import QUIET
from tests.documents.reading import read


@pytest.fixture(scope="module")
def game() -> sim.Game:
    game = sim.play("ceuta_2021", seed=1)
    for _ in range(3):
        game.step()
    return game


THINGS: dict[str, tuple[Callable[[sim.Game], object], str]] = {
    "scenario": (lambda g: g.scenario, "The Spanish position on Western Sahara"),
    "actor": (lambda g: g.scenario.actors["spain"], "vulnerability"),
    "table": (lambda g: g.scenario.tables["rabat"], "morocco (partner)"),
    "issue": (lambda g: g.scenario.issues["migration"], "border control"),
    "agent": (lambda g: g.actor("morocco"), "Grievance"),
    "package": (lambda g: g.actor("morocco").offer("rabat"), "At the Nash point"),
    "answer": (lambda g: g.actor("morocco").threaten("rabat"), "Would it threaten?"),
    "run": (lambda g: g.run, "Months until signature"),
    "game": (lambda g: g, "month 3 of 36; July 2021 comes next"),
}


@pytest.mark.parametrize("name", THINGS)
def test_a_page_is_whole_and_needs_nothing_from_elsewhere(name: str, game: sim.Game) -> None:
    thing, said = THINGS[name]
    assert said in read(page_of(thing(game)))


def test_every_case_of_the_library_has_a_page() -> None:
    from sim.scenario.library import names

    for name in names():
        assert read(page_of(sim.load(name)))


def test_a_step_shows_its_words_and_draws_what_moved(game: sim.Game) -> None:
    step = sim.play("ceuta_2021", seed=1).step()
    assert "Spanish hospital" in read(page_of(step))
    assert "<svg" not in page_of(step)  # One month is no line yet.
    later = game.undo().step()
    assert "retaliates" in read(page_of(later))
    assert page_of(later).count("<polyline") == len(later.moved)
    assert QUIET in read(page_of(Step("May 2021", ())))


def test_the_results_of_a_sweep_have_a_page(tmp_path: Any) -> None:
    from sim.documents.html import fragment
    from sim.interactive.pages_of_runs import results

    found: Any = SimpleNamespace(path=tmp_path, complete=False, axes=("a.b",), kinds=("runs",))
    text = read(fragment(results(found)))
    assert "under way" in text
    assert "a.b" in text


def test_outside_of_a_notebook_nothing_is_told() -> None:
    if "IPython" not in sys.modules:
        assert enable() is False


def test_a_notebook_is_told_where_pages_are(
    monkeypatch: pytest.MonkeyPatch, game: sim.Game
) -> None:
    told: dict[tuple[str, str], Callable[[Any], str]] = {}
    formatter = SimpleNamespace(for_type_by_name=lambda m, n, f: told.update({(m, n): f}))
    display = SimpleNamespace(
        formatters={HTML: formatter, PNG: formatter}, mimebundle_formatter=formatter
    )
    shell = SimpleNamespace(display_formatter=display)
    monkeypatch.setitem(sys.modules, "IPython", SimpleNamespace(get_ipython=lambda: shell))
    assert enable()
    assert set(told) == set(PAGES)
    assert told["sim.runs.run", "Run"](game.run) == page_of(game.run)
    with pytest.raises(KeyError):
        page_of(3)


@pytest.mark.parametrize(("module", "name"), PAGES)
def test_what_a_notebook_is_told_is_there(module: str, name: str) -> None:
    found = getattr(import_module(module), name)
    assert (found.__module__, found.__name__) == (module, name)
    kind, function = PAGES[module, name]
    assert kind in (HTML, PNG, BUNDLE)
    room, _, shows = function.rpartition(".")
    assert callable(getattr(import_module(f"sim.{room}"), shows))


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
    found = sim.mechanisms()
    whole = read(page_of(found))
    assert f"{len(found)} claims" in whole
    assert "opposite" in whole
    few = read(page_of(found.only(verdict="opposite")))
    for entry in found.values():
        assert (entry.claim in few) == (entry.verdict == "opposite")
        text = read(page_of(entry))
        assert entry.claim in text
        assert f"Verdict {entry.verdict}" in text


def test_checks_have_pages(tmp_path: Any) -> None:
    one = sim.check("ceuta_2021")
    assert "ceuta_2021: valid" in read(page_of(one))
    assert "per cent assumed" in read(page_of(one[0]))
    path = sim.new_scenario("my_case", tmp_path)
    both = read(page_of(sim.check("ceuta_2021", path)))
    assert "FIXME still stands" in both
    assert "ceuta_2021: valid" in both


def test_findings_have_a_page() -> None:
    from sim.analysis.findings import analyse
    from sim.analysis.wishes import wishes_from
    from tests.analysis.made_up_sweeps import coercion, material

    wishes = wishes_from(beats="tables.main.partner.strategy=coercive>cooperative")
    found = analyse(material(coercion(60, 12)), wishes)
    text = read(page_of(found))
    assert "1,440 runs at 120 points" in text
    assert "runs with an agreement" in text
    assert "for runs with an agreement" in text
    assert "coercive beats cooperative (more agreement) where" in text
    assert "dependence" in text.split("Under which conditions")[1]
    assert "Were enough runs played?" in text
    assert "Not made" in text
    assert repr(found).startswith("<Findings of 1,440 runs at 120 points: agreement")
