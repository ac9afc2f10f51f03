"""The batch driver: the same month, compiled, over many replications on several threads."""

import warnings
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from sim.model.assembly import Assembly
from sim.model.rows import Records
from sim.model.state import State
from sim.scenario import Scenario
from sim.strategies import registry
from sim.strategies.dispatching import compilable
from sim.strategies.protocol import Strategy
from sim.strategies.registry import SHIPPED, Menu

Progress = Callable[[int], None]

RUNS_AT_A_TIME = 64
"""Replications that one thread plays between two reports of progress."""


class RunsSlowly(UserWarning):
    """A strategy that Numba cannot compile: whoever meets it is played in the readable driver."""


@dataclass(frozen=True)
class Batch:
    """Outcomes of many replications of one scenario."""

    replications: np.ndarray[Any, np.dtype[np.int64]]
    """Shape (n,)."""
    outcomes: Records
    """Shape (n, 1 + tables): first the run, then its tables."""
    errors: np.ndarray[Any, np.dtype[np.int64]]
    """Shape (n,): 0, or why the run failed."""


def play_many(
    assembly: Assembly,
    replications: range,
    seed: int = 0,
    threads: int = 2,
    progress: Progress | None = None,
    readably: bool = False,
) -> Batch:
    """Play replications of a scenario; the same bytes whatever the number of threads.

    Where a strategy of a user's own cannot be compiled, the readable driver plays them all, one
    after the other, and a `RunsSlowly` warning says why.

    Args:
        assembly: the scenario as arrays; its log and monthly records are not kept.
        replications: numbers of the replications.
        seed: key of all draws, in [0, 2**63).
        threads: how many threads share the work.
        progress: called with the number of replications just finished.
        readably: use the readable driver, which gives the same bytes and compiles nothing.
    """
    numbers = np.array(replications, dtype=np.int64)
    outcomes = np.zeros(
        (len(numbers), len(assembly.template.outcome)), assembly.template.outcome.dtype
    )
    errors = np.zeros(len(numbers), dtype=np.int64)
    template = without_history(assembly.template)
    played = Batch(numbers, outcomes, errors)
    menu = menu_of(assembly.scenario)
    if readably or _runs_slowly(menu):
        _play_readably(replace(assembly, template=template), seed, played, progress)
        return played
    from sim.model.compiled import player

    play = player(menu).play

    def work(share: slice) -> int:
        play(template, template.copy(), seed, numbers[share], outcomes[share], errors[share])
        return len(numbers[share])

    shares = [
        slice(start, min(start + RUNS_AT_A_TIME, len(numbers)))
        for start in range(0, len(numbers), RUNS_AT_A_TIME)
    ]
    with ThreadPoolExecutor(max(threads, 1)) as pool:
        for finished in pool.map(work, shares):
            if progress is not None:
                progress(finished)
    return played


def menu_of(scenario: Scenario) -> Menu:
    """The menu that a scenario needs: that of the package, and what it plays of users' own.

    Others are left out, so that adding a strategy has nothing compiled anew that does not play
    it. The neutral strategy holds their places: numbers stay what they are.
    """
    named = {
        seat.strategy or scenario.actors[seat.actor].strategy
        for table in scenario.tables.values()
        for seat in (table.destination, table.partner)
    }
    variants = [scenario.strategies[name] for name in named if name in scenario.strategies]
    for variant in variants:
        named.add(variant.play)
        for name in variant.menu:
            named.add(name)
            if name in scenario.strategies:
                named.add(scenario.strategies[name].play)
    own = registry.menu()[len(SHIPPED) :]
    registry.refuse_changed(each for each in own if each.name in named)
    menu = [*SHIPPED, *(each if each.name in named else Strategy for each in own)]
    while menu[-1] is Strategy:
        menu.pop()
    return tuple(menu)


def is_warm(scenario: Scenario) -> bool:
    """Whether runs of a scenario start at once, without anything to be compiled first."""
    menu = menu_of(scenario)
    if not all(compilable(strategy)[0] for strategy in menu[len(SHIPPED) :]):
        return True
    from sim.model.compiled import is_warm

    return is_warm(menu)


def compiles_afresh(scenario: Scenario) -> bool:
    """Whether a strategy of a user's own makes the month be compiled before the first run."""
    own = len(menu_of(scenario)) > len(SHIPPED)
    return own and not is_warm(scenario)


def first_run(scenario: Scenario) -> str:
    """What to tell before the first run of a scenario if it must be compiled, else nothing."""
    if is_warm(scenario):
        return ""
    return "The first run compiles the model, about a minute; later ones start at once."


def _runs_slowly(menu: Menu) -> bool:
    """Whether a strategy of a menu cannot be compiled; warns of each that cannot."""
    slow = False
    for strategy in menu[len(SHIPPED) :]:
        fast, reason = compilable(strategy)
        if not fast:
            what = f"Runs with '{strategy.name}' are played by the readable driver, which is slow"
            warnings.warn(f"{what}: {reason}", RunsSlowly, stacklevel=3)
            slow = True
    return slow


def _play_readably(assembly: Assembly, seed: int, played: Batch, progress: Progress | None) -> None:
    """Fill in outcomes and errors, one replication after the other."""
    from sim.model.readable import Negotiation

    for i, number in enumerate(played.replications.tolist()):
        s = Negotiation(assembly, seed=seed, replication=number).play()
        played.outcomes[i] = s.outcome
        played.errors[i] = s.run[0].error
        if progress is not None:
            progress(1)


def without_history(template: State) -> State:
    """The same state with empty log and monthly records."""
    return template._replace(
        log=template.log[:0].copy(),
        months_table=template.months_table[:0].copy(),
        months_provision=template.months_provision[:0].copy(),
        months_route=template.months_route[:0].copy(),
    )


def histories(assembly: Assembly, replications: range, seed: int = 0) -> Iterator[State]:
    """Play replications compiled, one at a time, and yield each final state with its history."""
    from sim.model.compiled import player

    play = player(menu_of(assembly.scenario)).play
    for number in replications:
        s = assembly.template.copy()
        one = np.array([number], dtype=np.int64)
        outcomes = np.zeros((1, len(s.outcome)), s.outcome.dtype)
        play(assembly.template, s, seed, one, outcomes, np.zeros(1, dtype=np.int64))
        yield s
