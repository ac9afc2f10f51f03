"""The explicit list of strategies, and those that users add.

Order matters: a strategy's place is its number in the state. Later ones are appended, and those
that users add come after all that the package ships.
"""

import ast
from pathlib import Path
from typing import NamedTuple

from sim.errors import InputError, Problem
from sim.strategies import loading
from sim.strategies.accommodating import Accommodating
from sim.strategies.adaptive import Adaptive
from sim.strategies.backscratching import Backscratching
from sim.strategies.blackmail import Blackmail
from sim.strategies.coercive import Coercive
from sim.strategies.cooperative import Cooperative
from sim.strategies.divide_and_rule import DivideAndRule
from sim.strategies.flexible_incentives import FlexibleIncentives
from sim.strategies.protocol import Strategy
from sim.strategies.reverse_conditionality import ReverseConditionality
from sim.strategies.scrutiny import scrutinise
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


EXTRAS: list[Added] = []
"""Strategies of users' own, in order of being added."""


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
        InputError: it cannot be read or departs from the protocol.
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
    content = loading.read(path)
    home = str(path.resolve())
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
        raise InputError(Problem(what, expected=loading.ONE_CLASS))
    return _scrutinised(found)


def _scrutinised(found: Added, path: Path | None = None, tree: ast.Module | None = None) -> Added:
    """What was found, if it keeps to the protocol and has a name of its own."""
    taken = {strategy.name: "a strategy of the package" for strategy in SHIPPED}
    others = [extra for extra in EXTRAS if extra.home != found.home]
    taken.update((extra.strategy.name, f"the one in {extra.home}") for extra in others)
    if problems := scrutinise(found.strategy, path, tree, taken):
        raise InputError(*problems)
    return found


def numbers(strategy: type[Strategy], given: dict[str, float]) -> list[float]:
    """A strategy's parameters in order, defaults where nothing is given."""
    return [given.get(name, p.default) for name, p in strategy.parameters.items()]
