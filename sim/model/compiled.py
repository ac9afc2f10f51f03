"""The month compiled into a loop over replications, once for each menu of strategies."""

from functools import cache
from pathlib import Path
from types import FunctionType
from typing import Any, NamedTuple

from filelock import FileLock
from numba import njit, typeof
from numba.core import config as numba_config

from sim.model.fingerprint import compiled_code_kept
from sim.model.handle import addresses, as_state
from sim.model.month import begin, month_of
from sim.model.outcomes import conclude
from sim.model.state import State
from sim.rules.compiling import compiles, let_compile
from sim.strategies import registry
from sim.strategies.dispatching import dispatch
from sim.strategies.protocol import Strategy
from sim.strategies.registry import SHIPPED, Menu

# Numba makes its settings at run time, where no type checker sees them.
config: Any = numba_config


state_at: Any = as_state
let_compile()


class Player(NamedTuple):
    """The compiled loop for one menu, and where its code is kept."""

    entry: Any
    """As `_enter`; it is compiled when it is first called."""
    loop: Any
    """As `_play`, for where compilation is switched off."""
    folder: Path | None
    """None if its code is not kept."""

    def play(
        self,
        template: State,
        s: State,
        seed: int,
        replications: Any,
        outcomes: Any,
        errors: Any,
    ) -> None:
        """Play replications one after the other on one state, see `_play`."""
        if config.DISABLE_JIT:
            self.loop(template, s, seed, replications, outcomes, errors)
        else:
            given = (addresses(template), addresses(s), seed, replications, outcomes, errors)
            if self.folder is not None and not self.entry.signatures:
                # Of processes that start cold one compiles, and the others wait for its code.
                with FileLock(self.folder / "compiling.lock"):
                    self.entry.compile(tuple(map(typeof, given)))
            self.entry(*given)


def month(s: State) -> None:
    """Stands in for the month of a menu, which `player` puts in its place."""
    raise NotImplementedError


def _play(
    template: State, s: State, seed: int, replications: Any, outcomes: Any, errors: Any
) -> None:
    """Play replications one after the other on one state.

    Args:
        template: the scenario's start.
        s: a state of the same shape, overwritten.
        seed: key of all draws.
        replications: their numbers, shape (n,).
        outcomes: filled, shape (n, 1 + tables).
        errors: filled, shape (n,).
    """
    for i in range(len(replications)):
        s.run[:] = template.run
        s.rule[:] = template.rule
        s.actor[:] = template.actor
        s.table[:] = template.table
        s.seat[:] = template.seat
        s.issue[:] = template.issue
        s.bid[:] = template.bid
        s.provision[:] = template.provision
        s.route[:] = template.route
        s.border[:] = template.border
        s.guarding[:] = template.guarding
        s.taking[:] = template.taking
        s.reach[:] = template.reach
        s.rival[:] = template.rival
        s.instrument[:] = template.instrument
        s.event[:] = template.event
        begin(s, seed, replications[i])
        for _ in range(s.run[0].horizon):
            month(s)
        conclude(s)
        for k in range(len(s.outcome)):
            outcomes[i, k] = s.outcome[k]
        errors[i] = s.run[0].error


def loop(template: Any, s: Any, seed: int, replications: Any, outcomes: Any, errors: Any) -> None:
    """Stands in for the loop of a menu, which `player` puts in its place."""
    raise NotImplementedError


def _enter(template: Any, s: Any, seed: int, replications: Any, outcomes: Any, errors: Any) -> None:
    """Play on the states whose addresses two arrays hold."""
    loop(state_at(template), state_at(s), seed, replications, outcomes, errors)


def _with_names(function: Any, names: dict[str, Any]) -> FunctionType:
    """A function with some of its global names standing for something else.

    Numba keeps no functions with closures apart; it does keep those with globals.
    """
    made = FunctionType(function.__code__, {**globals(), **names}, function.__name__)
    made.__module__, made.__qualname__ = __name__, function.__name__
    return made


@cache
def player(menu: Menu = SHIPPED) -> Player:
    """The loop for a menu of strategies: those of the package, and perhaps some of users' own.

    Code is kept on disk in a folder whose name is a hash of all that it is made of. A strategy
    that was added from Python has no file to hash: its menu is compiled anew in every process.
    """
    contents = {extra.strategy: extra.content for extra in registry.EXTRAS}
    # The neutral strategy holds the places of those that are not asked for.
    files = [
        b"" if strategy is Strategy else contents.get(strategy) for strategy in menu[len(SHIPPED) :]
    ]
    played = compiles(_with_names(_play, {"month": month_of(dispatch(menu))}))
    entry = _with_names(_enter, {"loop": played})
    if None in files:
        return Player(njit(nogil=True, error_model="numpy")(entry), played, None)
    with compiled_code_kept([content for content in files if content is not None]) as folder:
        # It releases Python's lock: threads run it side by side, each on a state of its own.
        made = njit(nogil=True, cache=folder is not None, error_model="numpy")(entry)
    return Player(made, played, folder)


def is_warm(menu: Menu = SHIPPED) -> bool:
    """Whether the compiled month is at hand, in this process or on disk."""
    made = player(menu)
    if getattr(made.entry, "signatures", ()):
        return True
    cache = getattr(made.entry, "_cache", None)
    if made.folder is None or cache is None:
        return False
    # The same sources at another place or on another processor have the same folder, but Numba
    # takes code up only where its own index has it, which nothing public reads.
    processor = made.entry.targetctx.codegen().magic_tuple()
    return any(key[1] == processor for key in cache._cache_file._load_index())
