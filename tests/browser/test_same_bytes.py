"""What a browser plays equals what the batch driver plays, to the last byte."""

import hashlib
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pytest

from sim.browser.words import growing
from sim.model.assembly import Assembly, assemble
from sim.model.batch import menu_of
from sim.model.codes import ERRORS
from sim.model.state import State
from sim.scenario import Scenario, library, load
from sim.strategies.registry import SHIPPED
from tests.browser.conftest import Node
from tests.model.conftest import Compiled
from tests.model.random_worlds import seeded

FEW = ("ceuta_2021", "eu_tunisia_2023")
SEED = 2**40 + 7


def written(state: State, name: str) -> np.ndarray[Any, Any]:
    """The rows of an array that a run has written."""
    rows = getattr(state, name)
    return rows[: int(state.run[0]["logged"])] if name == "log" else rows


def digests(state: State) -> dict[str, Any]:
    """As `digests` of ``run.mjs``."""
    names = ("outcome", *growing(state))
    return {name: hashlib.sha256(written(state, name).tobytes()).hexdigest() for name in names}


def compare(
    browser: Node, compiled: Compiled, cases: Mapping[str, Scenario], numbers: Sequence[int]
) -> None:
    for name, scenario in cases.items():
        browser.case(name, scenario)
    found = browser.run("histories", cases=list(cases), replications=list(numbers), seed=SEED)
    for scenario, played in zip(cases.values(), found, strict=True):
        assembly: Assembly = assemble(scenario)
        states = compiled(assembly, range(numbers[0], numbers[-1] + 1), SEED)
        for state, theirs in zip(states, played, strict=True):
            error = ERRORS.get(int(state.run[0]["error"]))
            assert theirs == {"error": error, **digests(state)}, scenario.name


def library_cases() -> dict[str, Scenario]:
    """Cases that play strategies of the package alone."""
    cases = {name: load(name) for name in library.names()}
    return {name: case for name, case in cases.items() if menu_of(case) == SHIPPED}


def test_cases(browser: Node, compiled: Compiled) -> None:
    compare(browser, compiled, {name: load(name) for name in FEW}, range(3))


def test_random_worlds(browser: Node, compiled: Compiled) -> None:
    compare(browser, compiled, {f"world_{n}": seeded(n) for n in range(12)}, range(2))


@pytest.mark.slow
def test_all_cases(browser: Node, compiled: Compiled) -> None:
    cases = library_cases()
    assert set(FEW) < set(cases)
    compare(browser, compiled, cases, range(10, 40))


@pytest.mark.slow
def test_many_random_worlds(browser: Node, compiled: Compiled) -> None:
    compare(browser, compiled, {f"world_{n}": seeded(n, 40) for n in range(12, 212)}, range(3))
