"""The explicit list of strategies, and the dispatch that phases call.

Order matters: a strategy's place is its number in the state. Later ones are appended, and those
that users add come after all that the package ships.
"""

import ast
import warnings
from collections.abc import Callable, Sequence
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from sim.rules.compiling import compiles, let_compile
from sim.strategies import loading
from sim.strategies.accommodating import Accommodating
from sim.strategies.adaptive import Adaptive
from sim.strategies.backscratching import Backscratching
from sim.strategies.blackmail import Blackmail
from sim.strategies.coercive import Coercive
from sim.strategies.cooperative import Cooperative
from sim.strategies.divide_and_rule import DivideAndRule
from sim.strategies.flexible_incentives import FlexibleIncentives
from sim.strategies.protocol import MOVES, NOTHING_KNOWN, Strategy, View
from sim.strategies.reverse_conditionality import ReverseConditionality
from sim.strategies.scrutiny import own_moves, parameters_record, scrutinise
from sim.strategies.staged_more_for_more import StagedMoreForMore
from sim.strategies.stalling import Stalling
from sim.strategies.stick_after_carrot import StickAfterCarrot
from sim.strategies.tit_for_tat import TitForTat

SHIPPED: tuple[type[Strategy], ...] = (
    Cooperative,
    Coercive,
    ReverseConditionality,
    TitForTat,
    Stalling,
    Accommodating,
    FlexibleIncentives,
    StagedMoreForMore,
    StickAfterCarrot,
    Backscratching,
    Blackmail,
    DivideAndRule,
    Adaptive,
)

Menu = tuple[type[Strategy], ...]
"""Strategies by number."""


class Added(NamedTuple):
    """A strategy of a user's own, and where it came from."""

    strategy: type[Strategy]
    home: str
    """Its file, or module and class where it was added from Python."""
    content: bytes | None
    """The file as it was read; None where it was added from Python."""


LONGEST_REASON = 160
EXTRAS: list[Added] = []
"""Strategies of users' own, in order of being added."""


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


def menu() -> Menu:
    """All strategies by number: those of the package, then those of users' own."""
    return (*SHIPPED, *(extra.strategy for extra in EXTRAS))


def strategies() -> dict[str, type[Strategy]]:
    """All strategies by name."""
    return {strategy.name: strategy for strategy in menu()}


def add(source: type[Strategy] | str | Path, *, beside: bool = False) -> type[Strategy]:
    """Take in a strategy of a user's own; one that is known keeps its number.

    What comes from the same file, or is the same class of the same module, replaces what came
    from there before.

    Args:
        source: the class, or a Python file that defines one.
        beside: whether it comes with a scenario, which alone may name it.

    Raises:
        sim.strategies.loading.Refused: it cannot be read or departs from the protocol.
    """
    found = _from_class(source) if isinstance(source, type) else _from_file(Path(source))
    for place, extra in enumerate(EXTRAS):
        if extra.home == found.home:
            found.strategy.beside = beside and extra.strategy.beside
            EXTRAS[place] = found
            return found.strategy
    found.strategy.beside = beside
    EXTRAS.append(found)
    return found.strategy


def _from_file(path: Path) -> Added:
    home, content = str(path.resolve()), loading.read(path)
    for extra in EXTRAS:
        if extra.home == home and extra.content == content:
            return extra
    tree = loading.parsed(path, content)
    found = Added(loading.imported(path, content), home, content)
    return _scrutinised(found, path, tree)


def _from_class(strategy: type[Strategy]) -> Added:
    found = Added(strategy, f"{strategy.__module__}.{strategy.__qualname__}", None)
    for extra in EXTRAS:
        if extra.strategy is strategy:
            return extra
    if not issubclass(strategy, Strategy):
        what = f"{strategy.__name__} does not derive from Strategy"
        raise loading.Refused(loading.Complaint(what, expected=loading.ONE_CLASS))
    return _scrutinised(found)


def _scrutinised(found: Added, path: Path | None = None, tree: ast.Module | None = None) -> Added:
    """What was found, if it keeps to the protocol and has a name of its own."""
    taken = {strategy.name: "a strategy of the package" for strategy in SHIPPED}
    others = [extra for extra in EXTRAS if extra.home != found.home]
    taken.update((extra.strategy.name, f"the one in {extra.home}") for extra in others)
    if complaints := scrutinise(found.strategy, path, tree, taken):
        raise loading.Refused(*complaints)
    return found


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
