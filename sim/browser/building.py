"""The month as a WebAssembly module: built from the functions of the batch driver."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from llvmlite import ir
from numba.core import types

from sim.browser import openings, target
from sim.browser.objects import module_of
from sim.browser.person import Person
from sim.browser.target import intrinsic
from sim.model.handle import STATE
from sim.model.month import PHASES, begin, month_of
from sim.model.outcomes import conclude
from sim.model.state import State
from sim.rules.compiling import compiles
from sim.strategies.dispatching import dispatch
from sim.strategies.registry import Menu

Part = Callable[[State], None]

NUMBER, WORD = types.int32, types.int64
"""Addresses and phases, and what a run is keyed by."""


@intrinsic
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


def _entries(menu: Menu) -> dict[Any, Any]:
    """The functions that a module exports, and their signatures; see `build`."""
    moves = dispatch((*menu, Person))
    phase = _one_of([month_of(moves, (each,)) for each in PHASES])

    def start(address: int, seed: int, replication: int) -> None:
        begin(_state_at(address), seed, replication)

    def play(address: int, first: int, last: int) -> None:
        s: Any = _state_at(address)
        for number in range(first, last):
            phase(s, number)

    def finish(address: int) -> None:
        conclude(_state_at(address))

    def opening(address: int, seat: int, number: int) -> int:
        return openings.opening(_state_at(address), seat, number)

    def lowered(address: int, provision: int) -> float:
        return openings.lowered(_state_at(address), provision)

    def worth(address: int, seat: int) -> float:
        return openings.worth(_state_at(address), seat)

    return {
        start: types.void(NUMBER, WORD, WORD),
        play: types.void(NUMBER, NUMBER, NUMBER),
        finish: types.void(NUMBER),
        opening: NUMBER(NUMBER, NUMBER, NUMBER),
        lowered: types.float64(NUMBER, NUMBER),
        worth: types.float64(NUMBER, NUMBER),
    }


def build(menu: Menu, notes: Mapping[str, bytes]) -> bytes:
    """Compile the model to WebAssembly: a minute or so.

    The module exports ``start(state, seed, replication)``, ``play(state, first, last)``, which
    plays the phases from ``first`` to before ``last``, and ``finish(state)``, which return 0 or the
    number of an exception; and the questions of `sim.browser.openings`, which leave what they
    reckon with in the state: ask them of a copy. A state is the address of a table of words of 64
    bits: address and rows of each of its arrays, in order. It imports memory with nothing below
    its data, a stack pointer, and `sim.browser.person.ASK`.

    Args:
        menu: strategies by number; the next number is a person's.
        notes: custom sections to put into the module.
    """
    entries = _entries(menu)
    libraries = [target.entry(signature, function) for function, signature in entries.items()]
    names = [function.__name__ for function in entries]
    return module_of(target.emit(libraries, names), names, notes)
