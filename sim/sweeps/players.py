"""One thread's way through the points of a part: compiled where possible, else readable."""

from collections.abc import Callable

import numpy as np

from sim.errors import QpqError
from sim.model.assembly import Assembly
from sim.model.batch import menu_of, play_many
from sim.model.codes import (
    ERRORS,
    RunError,
)
from sim.model.rows import Records
from sim.model.state import State
from sim.strategies.dispatching import compilable
from sim.strategies.registry import SHIPPED

Progress = Callable[[int], None]

STEP = 256
"""Runs between two reports of progress."""
LONGEST_ERROR = 300


class Player:
    """Plays points one after the other on one thread.

    It asks the compiled month itself, rather than `play_many`: where runs at a point are few, a
    pool of threads for each point would cost more than the runs.
    """

    def __init__(self, seed: int, progress: Progress | None) -> None:
        """Play under a seed.

        Args:
            seed: key of all draws.
            progress: called with the number of runs just finished; it may raise to stop.
        """
        self.seed = seed
        self.progress: Progress = progress or (lambda finished: None)
        self.state: State | None = None

    def play(
        self, assembly: Assembly, numbers: range, outcomes: Records, errors: list[str | None]
    ) -> None:
        """Play replications of a point; those that fail leave their error.

        Args:
            assembly: the point, without histories.
            numbers: numbers of the replications.
            outcomes: filled.
            errors: filled.
        """
        if not is_compiled(assembly):
            self._play_readably(assembly, numbers, outcomes, errors)
            return
        from sim.model.compiled import player

        play, template = player(menu_of(assembly.scenario)).play, assembly.template
        state = self._scratch(template)
        replications = np.array(numbers, np.int64)
        codes = np.zeros(len(numbers), np.int64)
        for start in range(0, len(numbers), STEP):
            share = slice(start, min(start + STEP, len(numbers)))
            play(template, state, self.seed, replications[share], outcomes[share], codes[share])
            self.progress(share.stop - share.start)
        for place in np.flatnonzero(codes != RunError.NONE).tolist():
            errors[place] = ERRORS[int(codes[place])]

    def _scratch(self, template: State) -> State:
        """A state of the template's shape to play on: the former point's, where it fits."""
        if self.state is None or any(
            ours.shape != theirs.shape for ours, theirs in zip(self.state, template, strict=True)
        ):
            self.state = template.copy()
        return self.state

    def _play_readably(
        self, assembly: Assembly, numbers: range, outcomes: Records, errors: list[str | None]
    ) -> None:
        """One by one: a strategy of a user's own may raise anything, in one run alone."""
        for place, number in enumerate(numbers):
            try:
                batch = play_many(assembly, range(number, number + 1), self.seed, 1)
            except MemoryError:
                raise
            except Exception as error:
                errors[place] = in_one_line(error)
            else:
                outcomes[place] = batch.outcomes[0]
                code = int(batch.errors[0])
                errors[place] = None if code == RunError.NONE else ERRORS[code]
            self.progress(1)


def is_compiled(assembly: Assembly) -> bool:
    """Whether the compiled driver plays it: all its strategies are the package's, or compile."""
    return all(compilable(each)[0] for each in menu_of(assembly.scenario)[len(SHIPPED) :])


def in_one_line(error: Exception) -> str:
    """An error in one line."""
    text = " ".join(str(error).split())
    name = "" if isinstance(error, QpqError) else f"{type(error).__name__}: "
    return f"{name}{text}"[:LONGEST_ERROR]
