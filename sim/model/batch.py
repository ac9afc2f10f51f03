"""The batch driver: the same month, compiled, over many replications on several threads."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any

import numpy as np

from sim.model.assembly import Assembly
from sim.model.state import Records, State

Progress = Callable[[int], None]

RUNS_AT_A_TIME = 256
"""Replications that one thread plays between two reports of progress."""


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
) -> Batch:
    """Play replications of a scenario; the same bytes whatever the number of threads.

    Args:
        assembly: the scenario as arrays; its log and monthly records are not kept.
        replications: numbers of the replications.
        seed: key of all draws, in [0, 2**63).
        threads: how many threads share the work.
        progress: called with the number of replications just finished.
    """
    numbers = np.array(replications, dtype=np.int64)
    outcomes = np.zeros(
        (len(numbers), len(assembly.template.outcome)), assembly.template.outcome.dtype
    )
    errors = np.zeros(len(numbers), dtype=np.int64)
    from sim.model.compiled import play

    template = without_history(assembly.template)

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
    return Batch(numbers, outcomes, errors)


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
    from sim.model.compiled import play

    for number in replications:
        s = assembly.template.copy()
        one = np.array([number], dtype=np.int64)
        outcomes = np.zeros((1, len(s.outcome)), s.outcome.dtype)
        play(assembly.template, s, seed, one, outcomes, np.zeros(1, dtype=np.int64))
        yield s
