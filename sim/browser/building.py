"""The month as a WebAssembly module: built from the functions of the batch driver."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from numba.core import types

from sim.browser import openings, orders, target
from sim.browser.objects import module_of
from sim.browser.person import Person
from sim.model.handle import state_at as known_state_at
from sim.model.month import PHASES, begin, month_of
from sim.model.outcomes import conclude
from sim.model.state import State
from sim.rules.compiling import compiles, let_compile
from sim.strategies.dispatching import dispatch
from sim.strategies.registry import Menu

# Numba writes none of it in types.
state_at: Any = known_state_at
let_compile()
Part = Callable[[State], None]

NUMBER, WORD = types.int32, types.int64
"""Addresses and phases, and what a run is keyed by."""


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
        begin(state_at(address), seed, replication)

    def play(address: int, first: int, last: int) -> None:
        s: Any = state_at(address)
        for number in range(first, last):
            phase(s, number)

    def finish(address: int) -> None:
        conclude(state_at(address))

    def opening(address: int, seat: int, number: int) -> int:
        return openings.opening(state_at(address), seat, number)

    def lowered(address: int, provision: int) -> float:
        return openings.lowered(state_at(address), provision)

    def worth(address: int, seat: int) -> float:
        return openings.worth(state_at(address), seat)

    def may_ask(address: int, seat: int, provision: int, share: float, price: int) -> int:
        found = orders.may_ask(state_at(address), seat // 2, seat % 2, provision, share, price == 1)
        return 1 if found else 0

    def may_cut(address: int, seat: int, lever: int, asked: int) -> int:
        return 1 if orders.may_cut(state_at(address), seat // 2, seat % 2, lever, asked) else 0

    def demand(address: int, seat: int, asked: int, share: float) -> int:
        return orders.demand(state_at(address), seat // 2, seat % 2, asked, share)

    def threaten(address: int, seat: int, lever: int, asked: int, share: float) -> int:
        return orders.threaten(state_at(address), seat // 2, seat % 2, lever, asked, share)

    def hit_back(address: int, seat: int, lever: int) -> int:
        return orders.hit_back(state_at(address), seat // 2, seat % 2, lever)

    def lift(address: int, seat: int) -> int:
        return orders.lift(state_at(address), seat // 2, seat % 2)

    def leave(address: int, issue: int, seat: int) -> int:
        return orders.leave(state_at(address), issue, seat % 2)

    def offer(address: int, issue: int, seat: int) -> int:
        return orders.offer(state_at(address), issue, seat % 2)

    def offered(address: int, issue: int, seat: int) -> float:
        return orders.offered(state_at(address), issue, seat % 2)

    def zone(address: int, issue: int) -> int:
        return orders.zone(state_at(address), issue)

    def room(address: int, issue: int, seat: int) -> float:
        return orders.room(state_at(address), issue, seat % 2)

    def stopped(address: int, route: int) -> float:
        return orders.stopped(state_at(address), route)

    def stake(address: int, seat: int, number: int) -> float:
        return orders.stake(state_at(address), seat // 2, seat % 2, number)

    def prospect(
        address: int, seat: int, lever: int, asked: int, share: float, number: int
    ) -> float:
        return orders.prospect(state_at(address), seat // 2, seat % 2, lever, asked, share, number)

    real = types.float64
    return {
        may_ask: NUMBER(NUMBER, NUMBER, NUMBER, real, NUMBER),
        may_cut: NUMBER(NUMBER, NUMBER, NUMBER, NUMBER),
        demand: NUMBER(NUMBER, NUMBER, NUMBER, real),
        threaten: NUMBER(NUMBER, NUMBER, NUMBER, NUMBER, real),
        hit_back: NUMBER(NUMBER, NUMBER, NUMBER),
        lift: NUMBER(NUMBER, NUMBER),
        leave: NUMBER(NUMBER, NUMBER, NUMBER),
        offer: NUMBER(NUMBER, NUMBER, NUMBER),
        offered: real(NUMBER, NUMBER, NUMBER),
        zone: NUMBER(NUMBER, NUMBER),
        room: real(NUMBER, NUMBER, NUMBER),
        stopped: real(NUMBER, NUMBER),
        stake: real(NUMBER, NUMBER, NUMBER),
        prospect: real(NUMBER, NUMBER, NUMBER, NUMBER, real, NUMBER),
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
    number of an exception; the orders of `sim.browser.orders`; and the questions of
    `sim.browser.openings`, which leave what they reckon with in the state: ask them of a copy. A
    state is the address of a table of words of 64 bits: address and rows of each of its arrays, in
    order. It imports memory with nothing below its data, a stack pointer, and
    `sim.browser.person.ASK`.

    Args:
        menu: strategies by number; the next number is a person's.
        notes: custom sections to put into the module.
    """
    entries = _entries(menu)
    libraries = [target.entry(signature, function) for function, signature in entries.items()]
    names = [function.__name__ for function in entries]
    return module_of(target.emit(libraries, names), names, notes)
