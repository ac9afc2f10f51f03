"""The month as a WebAssembly module: built from the functions of the batch driver."""

from collections.abc import Callable, Sequence
from typing import Any

from llvmlite import ir
from numba.core import types
from numba.extending import intrinsic

from sim.browser import target
from sim.browser.person import Person
from sim.model.handle import STATE
from sim.model.month import PHASES, begin, month_of
from sim.model.outcomes import conclude
from sim.model.state import State
from sim.rules.compiling import compiles
from sim.strategies.registry import Menu, dispatch

Part = Callable[[State], None]


@intrinsic  # type: ignore[untyped-decorator]
def _state_at(typing_context: Any, address: Any) -> Any:
    """The state whose table of addresses stands at a place in memory."""

    def code(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        return builder.inttoptr(arguments[0], ir.IntType(8).as_pointer())

    return STATE(address), code


def _one_of(parts: Sequence[Part], first: int = 0) -> Callable[[State, int], None]:
    """A function that plays the part with a number; by halves, as a month is folded."""
    if len(parts) == 1:
        only = parts[0]

        @compiles
        def play(s: State, number: int) -> None:
            only(s)

        return play
    half = len(parts) // 2
    middle = first + half
    early, late = _one_of(parts[:half], first), _one_of(parts[half:], middle)

    @compiles
    def choose(s: State, number: int) -> None:
        if number < middle:
            early(s, number)
        else:
            late(s, number)

    return choose


ADDRESS = types.int32
SMALL = types.int32
WORD = types.int64


def entries(menu: Menu) -> dict[Any, Any]:
    phase = _one_of([month_of(dispatch((*menu, Person)), (each,)) for each in PHASES])

    def qpq_begin(address: int, seed: int, replication: int) -> None:
        begin(_state_at(address), seed, replication)

    def qpq_play(address: int, first: int, last: int) -> None:
        s = _state_at(address)
        for number in range(first, last):
            phase(s, number)

    def qpq_conclude(address: int) -> None:
        conclude(_state_at(address))

    return {
        qpq_begin: types.void(ADDRESS, WORD, WORD),
        qpq_play: types.void(ADDRESS, SMALL, SMALL),
        qpq_conclude: types.void(ADDRESS),
    }
