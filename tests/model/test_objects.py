"""Runs on plain objects: the bytes of runs on arrays, whatever happens in them."""

import warnings
from functools import cache
from typing import Any

import numpy as np
import pytest

from sim.model import objects, readable
from sim.model.assembly import assemble
from sim.model.month import PHASES
from sim.model.readable import Negotiation
from sim.model.state import State
from sim.scenario import load
from sim.scenario.library import names
from tests.model.digest import bytes_of
from tests.model.random_worlds import seeded
from tests.model.worlds import TWO_TABLES, model_of, world


def stepped(model: Negotiation) -> State:
    while not model.finished:
        model.step()
    return model.state


def assert_same(one: State, other: State) -> None:
    ours, theirs = bytes_of(one), bytes_of(other)
    assert [name for name in ours if ours[name] != theirs[name]] == []


@pytest.mark.parametrize("case", sorted(names()))
def test_a_case_played_unseen_is_the_case_stepped_through(case: str) -> None:
    scenario = load(case)
    assert_same(stepped(model_of(scenario, 5)), model_of(scenario, 5).play())


def test_so_are_made_up_worlds() -> None:
    for number in range(20):
        scenario = seeded(number, months=12)
        assert_same(stepped(model_of(scenario, number)), model_of(scenario, number).play())


def test_what_is_played_after_some_steps_goes_on_from_there() -> None:
    model = model_of(load("ceuta_2021"), 2)
    model.step()
    for _ in range(5):
        model.step_phase()
    assert_same(model.play(), model_of(load("ceuta_2021"), 2).play())


def test_a_division_by_zero_fails_the_run_as_it_does_on_arrays(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def broken(s: State, moves: Any) -> None:
        run, seat = s.run[0], s.seat[0]
        seat.welfare += seat.trust / (run.month - 3)

    monkeypatch.setattr(readable, "PHASES", (*PHASES[:-1], broken, PHASES[-1]))
    slow, fast = model_of(world(TWO_TABLES)), model_of(world(TWO_TABLES))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", RuntimeWarning)
        assert_same(stepped(slow), fast.play())
    assert np.isinf(fast.state.seat[0].welfare)


def test_no_rule_stores_a_number_of_another_kind(monkeypatch: pytest.MonkeyPatch) -> None:
    """An array would turn it into its own kind, an object keeps it as it is."""
    wrong: set[str] = set()

    @cache
    def watched(dtype: np.dtype[Any]) -> type[Any]:
        kinds = {name: int if dtype[name].kind == "i" else float for name in dtype.names or ()}

        def store(row: object, name: str, value: Any) -> None:
            if dtype[name].subdtype is None and not isinstance(value, kinds[name]):
                wrong.add(f"{dtype.type.__name__}.{name} = {value!r}")
            object.__setattr__(row, name, value)

        return type("Watched", (), {"__setattr__": store})

    monkeypatch.setattr(objects, "_kind", watched)
    for name in names():
        Negotiation(assemble(load(name)), seed=3).play()
    for number in range(20):
        Negotiation(assemble(seeded(number, 12)), seed=number).play()
    assert wrong == set()
