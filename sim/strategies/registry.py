"""The explicit list of strategies, and the dispatch that phases call.

Order matters: a strategy's place is its number in the state. Later ones are appended.
"""

from collections.abc import Callable, Sequence
from functools import cache
from typing import Any, NamedTuple

from sim.rules.compiling import compiles
from sim.strategies.accommodating import Accommodating
from sim.strategies.coercive import Coercive
from sim.strategies.cooperative import Cooperative
from sim.strategies.protocol import MOVES, Strategy, View
from sim.strategies.reverse_conditionality import ReverseConditionality
from sim.strategies.stalling import Stalling
from sim.strategies.tit_for_tat import TitForTat

SHIPPED: tuple[type[Strategy], ...] = (
    Cooperative,
    Coercive,
    ReverseConditionality,
    TitForTat,
    Stalling,
    Accommodating,
)

Answer = Callable[[View, Any], float]
Move = Callable[[int, View, Any], float]


class Moves(NamedTuple):
    """One function per move: ``move(strategy number, view, seat record) -> number``."""

    demand: Move
    price: Move
    blackmail: Move
    retaliate: Move
    threaten: Move
    execute: Move
    comply: Move
    concede: Move
    accept: Move


def strategies() -> dict[str, type[Strategy]]:
    """The shipped strategies by name."""
    return {strategy.name: strategy for strategy in SHIPPED}


def numbers(strategy: type[Strategy], given: dict[str, float]) -> list[float]:
    """A strategy's parameters in order, defaults where nothing is given."""
    return [given.get(name, p.default) for name, p in strategy.parameters.items()]


@cache
def _first(count: int) -> Callable[[Any], Any]:
    """A function that reads the first numbers of an array into a tuple."""
    if count == 0:

        @compiles
        def none(values: Any) -> Any:
            return ()

        return none
    rest = _first(count - 1)

    @compiles
    def some(values: Any) -> Any:
        return (*rest(values), values[count - 1])

    return some


def _with_parameters(strategy: type[Strategy], move: str) -> Answer:
    """A strategy's answer to a move, with its parameters read from the seat by name."""
    function = compiles(getattr(strategy, move))
    names = list(strategy.parameters)
    if not names:
        return _plain(function)
    # A named tuple lets a strategy say p.ambition in Python and in compiled code alike.
    parameters = NamedTuple(f"{strategy.__name__}Parameters", [(n, float) for n in names])  # type: ignore[misc]
    read = _first(len(names))

    @compiles
    def answer(view: View, seat: Any) -> float:
        return function(view, parameters(*read(seat["parameters"])))  # type: ignore[no-any-return]

    return answer


def _plain(function: Callable[[View, Any], float]) -> Answer:
    """An answer that needs no parameters."""

    @compiles
    def answer(view: View, seat: Any) -> float:
        return function(view, ())

    return answer


def _ask(menu: Sequence[type[Strategy]], move: str) -> Move:
    """A function that asks the strategy with a given number for a move.

    It compares numbers one after the other, over the strategies that answer for themselves; all
    others share the neutral answer. Numba compiles that to a jump.
    """
    neutral = _plain(compiles(getattr(Strategy, move)))

    @compiles
    def otherwise(strategy: int, view: View, seat: Any) -> float:
        return neutral(view, seat)

    ask: Move = otherwise
    for number, strategy in enumerate(menu):
        if getattr(strategy, move) is not getattr(Strategy, move):
            ask = _this_or(number, _with_parameters(strategy, move), ask)
    return ask


def _this_or(number: int, answer: Answer, rest: Move) -> Move:
    """Ask one strategy if it is the one, else the rest."""

    @compiles
    def ask(strategy: int, view: View, seat: Any) -> float:
        if strategy == number:
            return answer(view, seat)
        return rest(strategy, view, seat)

    return ask


def dispatch(menu: tuple[type[Strategy], ...] = SHIPPED) -> Moves:
    """One function per move that asks the strategy with a given number."""
    return Moves(*(_ask(menu, move) for move in MOVES))
