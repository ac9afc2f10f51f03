"""Strategies of users' own are taken in or refused with a reason, at a line."""

import os
from types import SimpleNamespace
from typing import Any

import pytest

import sim
from sim.errors import InputError
from sim.strategies import dispatching, registry
from sim.strategies.protocol import NOTHING_KNOWN, Strategy, View
from tests.strategies.conftest import Write
from tests.strategies.own import MISTAKES, TEXT

SHIPPED = registry.SHIPPED


def test_a_file_comes_after_the_package_s_own(write: Write) -> None:
    added = sim.add_strategy(write())
    assert registry.menu() == (*SHIPPED, added)
    assert registry.strategies()["patient"] is added
    view = NOTHING_KNOWN._replace(propensity=0.5, best=1.0)
    seat = SimpleNamespace(parameters=[0.5])
    assert dispatching.dispatch(registry.menu()).concede(len(SHIPPED), view, seat) == 0.75
    assert dispatching.dispatch(registry.menu()).concede(0, view, seat) == 0.5


def test_the_same_file_twice_is_one_entry(write: Write, monkeypatch: pytest.MonkeyPatch) -> None:
    path = write()
    first = sim.add_strategy(path)
    monkeypatch.chdir(path.parent)
    assert sim.add_strategy("patient.py") is first
    assert sim.add_strategy(first) is first
    assert len(registry.EXTRAS) == 1


def test_an_edited_file_takes_the_place_of_the_old_one(write: Write) -> None:
    path = write()
    before = path.stat()
    old = sim.add_strategy(path)
    other = sim.add_strategy(write(('"patient"', '"other"'), name="other.py"))
    write(("0.5, 0.0", "0.4, 0.0"))
    # As long as before and no younger: neither may matter.
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))
    new = sim.add_strategy(path)
    assert registry.menu()[len(SHIPPED) :] == (new, other)
    assert (old.parameters["calm"].default, new.parameters["calm"].default) == (0.5, 0.4)
    assert not list(path.parent.rglob("*.pyc"))


def test_a_class_edited_in_a_notebook_takes_the_place_of_the_old_one(nothing_added: None) -> None:
    def cell(share: float) -> type[Strategy]:
        @sim.add_strategy
        class Half(Strategy):
            name = "half"

            @staticmethod
            def comply(view: View, p: Any) -> float:
                return view.propensity * share

        return Half

    cell(0.5)
    second = cell(0.25)
    assert registry.menu()[len(SHIPPED) :] == (second,)


def test_a_user_s_strategy_may_build_on_one_of_the_package(nothing_added: None) -> None:
    class Bully(registry.strategies()["coercive"]):  # type: ignore[misc]
        name = "bully"

        @staticmethod
        def comply(view: View, p: Any) -> float:
            return 0.0

    added = sim.add_strategy(Bully)
    assert list(added.parameters) == ["readiness", "toughness"]
    assert dispatching.compilable(added) == (True, "")


@pytest.mark.parametrize("mistake", MISTAKES)
def test_mistakes_are_refused_at_their_line(write: Write, mistake: str) -> None:
    old, new, said, line, nearest = MISTAKES[mistake]
    path = write((old, new))
    with pytest.raises(InputError) as caught:
        sim.add_strategy(path)
    error = caught.value
    assert said in str(error)
    assert (error.file, error.line, error.nearest) == (str(path), line, nearest)
    assert registry.EXTRAS == []


def test_no_such_file(write: Write) -> None:
    path = write()
    with pytest.raises(InputError, match="no such file") as caught:
        sim.add_strategy(path.with_name("patent.py"))
    assert caught.value.nearest == "patient.py"
    with pytest.raises(InputError, match="is a directory"):
        sim.add_strategy(path.parent)


def test_two_files_cannot_share_a_name(write: Write) -> None:
    sim.add_strategy(write())
    with pytest.raises(InputError, match=r"'patient' is the name of the one in .*patient\.py"):
        sim.add_strategy(write(name="another.py"))


def test_classes_are_held_to_the_protocol_too(nothing_added: None) -> None:
    class Wrong(Strategy):
        name = "wrong"

        @staticmethod
        def comply(view: View, p: Any) -> float:
            return view.propensty  # type: ignore[attr-defined]

    with pytest.raises(InputError, match="did you mean 'propensity'"):
        sim.add_strategy(Wrong)
    with pytest.raises(InputError, match="int does not derive from Strategy"):
        sim.add_strategy(int)  # type: ignore[type-var]


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        (("p.calm * (", "helped(p.calm) * ("), "helped"),
        (("return view", 'return float(f"{kept:.2f}") + view'), "concede"),
    ],
)
def test_what_numba_cannot_compile_says_why(
    write: Write, change: tuple[str, str], reason: str
) -> None:
    helper = ("class Pat", "def helped(x):\n    return x\n\n\nclass Pat")
    fast, why = dispatching.compilable(sim.add_strategy(write(change, helper)))
    assert not fast
    assert reason in why
    assert "\n" not in why and why.endswith(".")


@pytest.mark.parametrize("strategy", SHIPPED, ids=lambda s: s.name)
def test_the_package_s_strategies_compile_and_pass_the_scrutiny(strategy: type[Strategy]) -> None:
    from sim.strategies.scrutiny import scrutinise

    assert dispatching.compilable(strategy) == (True, "")
    if not strategy.adapts:
        assert scrutinise(strategy) == []


def test_whole_numbers_and_truth_values_are_answers(write: Write) -> None:
    path = write(
        ("return view.propensity", "return 1 if view.time > 0.5 else 0.0 * view.propensity")
    )
    added = sim.add_strategy(path)
    assert dispatching.compilable(added)[0]
    asked = dispatching.dispatch(registry.menu()).concede
    answer = asked(
        len(SHIPPED), NOTHING_KNOWN._replace(time=1.0), SimpleNamespace(parameters=[0.5])
    )
    assert isinstance(answer, float)


def test_a_slip_in_a_notebook_s_cell_is_told_with_the_nearest_name() -> None:
    pytest.importorskip("IPython")
    from IPython.core.interactiveshell import InteractiveShell

    shell = InteractiveShell.instance()
    text = TEXT.replace("class Patient", "@sim.add_strategy\nclass Patient")
    try:
        result = shell.run_cell("import sim\n" + text.replace("view.best", "view.bets"))
    finally:
        InteractiveShell.clear_instance()
    assert isinstance(result.error_in_exec, InputError)
    assert "unknown field of the view 'bets'" in str(result.error_in_exec)
    assert result.error_in_exec.nearest == "best"
