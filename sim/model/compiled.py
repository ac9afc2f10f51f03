"""The compiled month at hand: loaded, made for this processor, or built, whichever comes first.

For the strategies of the package a distribution brings the month along as LLVM's bitcode
(``python -m sim.model.compiled`` puts it beside this file), which is the same for every processor:
only machine code is made of it here. Otherwise Numba builds the bitcode from the sources. Both are
kept in a folder whose name is a hash of all that they are made of.
"""

import contextlib
import os
from functools import cache
from pathlib import Path
from threading import Lock
from typing import Any

import numpy as np
from filelock import FileLock

from sim.model import fingerprint, machine
from sim.model.fingerprint import keep, kept, private_folder, sources_fingerprint
from sim.model.month import begin, month_of
from sim.model.outcomes import conclude
from sim.model.state import State
from sim.strategies import registry
from sim.strategies.dispatching import dispatch
from sim.strategies.protocol import Strategy
from sim.strategies.registry import SHIPPED, Menu

BITCODE = "month.bc"
ENTRY, WORDS = "play", 7
"""Name of the function in it, and how many words it takes; see `sim.model.building`."""


def addresses(s: State) -> np.ndarray[Any, np.dtype[np.int64]]:
    """Where each array of a state stands, and how many rows it has: what compiled code takes.

    It holds no reference: the state must outlive it.
    """
    return np.array([(array.ctypes.data, len(array)) for array in s], np.int64).ravel()


class Player:
    """The compiled loop over replications for one menu of strategies.

    Attributes:
        menu: strategies by number.
        folder: where its code is kept; None if it cannot be.
    """

    def __init__(self, menu: Menu, folder: Path | None) -> None:
        """Load nothing yet."""
        self.menu, self.folder = menu, folder
        self._function: Any = None
        self._loading = Lock()

    def play(
        self,
        template: State,
        s: State,
        seed: int,
        replications: np.ndarray[Any, np.dtype[np.int64]],
        outcomes: np.ndarray[Any, Any],
        errors: np.ndarray[Any, np.dtype[np.int64]],
    ) -> None:
        """Play replications one after the other on one state.

        Python's lock is released: threads play side by side, each on a state of its own.

        Args:
            template: the scenario's start.
            s: a state of the same shape, overwritten.
            seed: key of all draws.
            replications: their numbers, shape (n,).
            outcomes: filled, shape (n, 1 + tables).
            errors: filled, shape (n,).
        """
        if is_switched_off():
            self._play_as_python(template, s, seed, replications, outcomes, errors)
            return
        with self._loading:
            self._function = self._function or machine.function(self._code(), ENTRY, WORDS)
        start, state = addresses(template), addresses(s)
        numbers = np.ascontiguousarray(replications)
        assert outcomes.flags.c_contiguous and errors.flags.c_contiguous
        places = (each.ctypes.data for each in (numbers, outcomes, errors))
        given = (start.ctypes.data, state.ctypes.data, seed, len(numbers), *places)
        if self._function(*given):
            # A strategy of a user's own raised something, and Python says it in full.
            self._play_as_python(template, s, seed, replications, outcomes, errors)

    def _play_as_python(
        self, template: State, s: State, seed: int, replications: Any, outcomes: Any, errors: Any
    ) -> None:
        """The same without anything compiled."""
        month = month_of(dispatch(self.menu))
        for i, number in enumerate(replications.tolist()):
            for ours, theirs in zip(s, template, strict=True):
                ours[:] = theirs
            begin(s, seed, number)
            for _ in range(s.run[0].horizon):
                month(s)
            conclude(s)
            outcomes[i], errors[i] = s.outcome, s.run[0].error

    @property
    def is_warm(self) -> bool:
        """Whether it plays at once, or as good as: nothing has to be compiled from sources."""
        return self._function is not None or self._bitcode() is not None or self._made() is not None

    def _code(self) -> bytes:
        """Machine code; of processes that need it at one time, one makes it and the others wait."""
        if len(self.menu) > len(SHIPPED):
            machine.know_numba()
        if self.folder is None:
            return self._emitted()
        if (made := self._made()) is not None:
            return made
        with FileLock(self.folder / "compiling.lock"):
            if (made := self._made()) is None:
                made = self._emitted()
                keep(self._place, made)
            return made

    def _emitted(self) -> bytes:
        """Machine code of the bitcode at hand, or else of what is built now."""
        if (bitcode := self._bitcode()) is not None:
            # What a newer LLVM wrote may be more than the one here can read.
            with contextlib.suppress(RuntimeError):
                return machine.emitted(bitcode)
        from sim.model.building import build

        bitcode = build(self.menu)
        if self.folder is not None:
            keep(self.folder / BITCODE, bitcode)
        return machine.emitted(bitcode)

    @property
    def _place(self) -> Path:
        """Where machine code stands."""
        assert self.folder is not None
        return self.folder / f"{machine.processor()}.o"

    def _made(self) -> bytes | None:
        """Machine code that is kept."""
        return None if self.folder is None else kept(self._place)

    def _bitcode(self) -> bytes | None:
        """Bitcode that is at hand."""
        if self.menu == SHIPPED and (shipped := kept(shipped_place())) is not None:
            return shipped
        return None if self.folder is None else kept(self.folder / BITCODE)


def is_switched_off() -> bool:
    """Whether Numba is told to compile nothing, for who looks for a fault in a rule."""
    return os.environ.get("NUMBA_DISABLE_JIT", "0") not in ("", "0")


@cache
def player(menu: Menu = SHIPPED) -> Player:
    """The loop for a menu of strategies: those of the package, and perhaps some of users' own.

    A strategy that was added from Python has no file to hash: its menu is compiled anew in every
    process.

    Raises:
        InputError: others can write where code is kept.
    """
    contents = {extra.strategy: extra.content for extra in registry.EXTRAS}
    # The neutral strategy holds the places of those that are not asked for.
    files = [
        b"" if strategy is Strategy else contents.get(strategy) for strategy in menu[len(SHIPPED) :]
    ]
    if None in files:
        return Player(menu, None)
    return Player(menu, private_folder([content for content in files if content is not None]))


def is_warm(menu: Menu = SHIPPED) -> bool:
    """Whether the compiled month is at hand, in this process or on disk."""
    return player(menu).is_warm


def shipped_place() -> Path:
    """Where a distribution has the month of its own strategies.

    The name leaves out Python and Numba: whichever version built it, results are the same to the
    last bit, and a newer one should not send its users back to compiling.
    """
    return Path(fingerprint.__file__).with_name(f"month-{sources_fingerprint(maker='')}.bc")


def ship() -> Path:
    """Put the month beside this file for a distribution to take along, and no other."""
    from sim.model.building import build

    bitcode = player()._bitcode() or build(SHIPPED)
    for other in shipped_place().parent.glob("month-*.bc"):
        other.unlink()
    keep(shipped_place(), bitcode)
    shipped_place().chmod(0o644)
    return shipped_place()


if __name__ == "__main__":
    print(ship())
