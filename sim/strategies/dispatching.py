"""The dispatch that phases call, and whether a strategy can be part of it compiled."""

import warnings
from collections.abc import Callable, Sequence
from functools import cache
from typing import Any, NamedTuple

from sim.rules.compiling import compiles, let_compile
from sim.strategies.protocol import MOVES, NOTHING_KNOWN, Strategy, View
from sim.strategies.registry import SHIPPED, Menu
from sim.strategies.scrutiny import own_moves, parameters_record

LONGEST_REASON = 160

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
    approach: Move
    stage: Move
    suspend: Move
    leave: Move


def compilable(strategy: type[Strategy]) -> tuple[bool, str]:
    """Whether Numba compiles all that a strategy answers itself; if not, why, in one sentence."""
    if strategy not in _VERDICTS:
        _VERDICTS[strategy] = _verdict(strategy)
    return _VERDICTS[strategy]


_VERDICTS: dict[type[Strategy], tuple[bool, str]] = {}


def _verdict(strategy: type[Strategy]) -> tuple[bool, str]:
    """Try to compile each of its moves on its own."""
    import numba

    let_compile()
    typeof: Any = numba.typeof
    view = typeof(NOTHING_KNOWN)
    values = [p.default for p in strategy.parameters.values()]
    p = typeof(parameters_record(strategy)(*map(float, values)))
    for move in own_moves(strategy):
        function = numba.njit(error_model="numpy")(getattr(strategy, move))
        if not hasattr(function, "compile"):
            break  # Compiling is switched off: all that runs is Python.
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")  # What matters is told by the error that follows.
                function.compile((view, p))
            answer = function.nopython_signatures[0].return_type
        except Exception as error:  # Numba fails in many ways, not all of them its own errors.
            return False, f"Numba cannot compile its move '{move}': {_reason(error)}"
        if not isinstance(answer, numba.types.Number | numba.types.Boolean):
            return False, f"its move '{move}' does not always answer with a number."
    return True, ""


def _reason(error: Exception) -> str:
    """The first line in which Numba says something, as a sentence."""
    lines = (line.strip(" -") for line in str(error).splitlines())
    dull = ("Failed in", "During:", "File", "No implementation")
    telling = (line for line in lines if line and not line.startswith(dull))
    return next(telling, type(error).__name__).rstrip(".:")[:LONGEST_REASON] + "."


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
    if not strategy.parameters:
        return _plain(function)
    # A named tuple lets a strategy say p.ambition in Python and in compiled code alike.
    parameters = parameters_record(strategy)
    read = _first(len(strategy.parameters))

    @compiles
    def answer(view: View, seat: Any) -> float:
        # A user's strategy may answer with a whole number, or with true and false.
        return float(function(view, parameters(*read(seat.parameters))))

    return answer


def _plain(function: Callable[[View, Any], float]) -> Answer:
    """An answer that needs no parameters."""

    @compiles
    def answer(view: View, seat: Any) -> float:
        return float(function(view, ()))

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


@cache
def dispatch(menu: Menu = SHIPPED) -> Moves:
    """One function per move that asks the strategy with a given number."""
    return Moves(*(_ask(menu, move) for move in MOVES))
