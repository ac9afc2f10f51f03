"""The explicit list of strategies, and those that users add.

Order matters: a strategy's place is its number in the state. Later ones are appended, and those
that users add come after all that the package ships.
"""

import ast
import contextlib
import hashlib
from collections.abc import Iterable, Iterator
from contextvars import ContextVar
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
from sim.strategies.reach import digest, outside
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

    @property
    def sha256(self) -> str:
        """Hash of all that it is made of.

        Raises:
            InputError: it reads something that no hash covers.
        """
        if self.content is None:
            return digest(self.strategy)
        return hashlib.sha256(self.content).hexdigest()


_ADMITTED: ContextVar[frozenset[str] | None] = ContextVar("admitted", default=None)

_AS_ADDED: dict[type[Strategy], str] = {}
"""Of each class that was added from Python its hash at that time."""

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


@contextlib.contextmanager
def only_admitted(hashes: Iterable[str]) -> Iterator[None]:
    """While it lasts, files are imported only if their hash is one of these.

    Results of others come with strategies: reading them must not run their code.
    """
    token = _ADMITTED.set(frozenset(hashes))
    try:
        yield
    finally:
        _ADMITTED.reset(token)


def refuse_changed(strategies: Iterable[type[Strategy]]) -> None:
    """Refuse classes whose moves read something else than when they were added.

    Compiled code would go on with what it read first.

    Raises:
        InputError: there is one.
    """
    for strategy in strategies:
        if strategy in _AS_ADDED and _AS_ADDED[strategy] != digest(strategy):
            what = "something that it reads has changed since it was added"
            expected = "the class defined anew and added again"
            raise InputError(Problem(what, key=strategy.name, expected=expected))


def _from_file(path: Path) -> Added:
    content = loading.read(path)
    admitted = _ADMITTED.get()
    if admitted is not None and hashlib.sha256(content).hexdigest() not in admitted:
        what = "a strategy that came with results; its code is not run unasked"
        expected = "--trust with its name, or trust=[...] in Python, once you have read the file"
        raise InputError(Problem(what, str(path), expected=expected))
    home = str(path.resolve())
    for extra in EXTRAS:
        # Results bring a copy of what is known already.
        if extra.content == content and (extra.home == home or admitted is not None):
            return extra
    tree = loading.parsed(path, content)
    if reached := outside(path, tree):
        raise InputError(*reached)
    found = Added(loading.imported(path, content), home, content)
    return _scrutinised(found, path, tree)


def _from_class(strategy: type[Strategy]) -> Added:
    found = Added(strategy, f"{strategy.__module__}.{strategy.__qualname__}", None)
    for extra in EXTRAS:
        if extra.strategy is strategy:
            refuse_changed([strategy])
            return extra
    if not issubclass(strategy, Strategy):
        what = f"{strategy.__name__} does not derive from Strategy"
        raise InputError(Problem(what, expected=loading.ONE_CLASS))
    found = _scrutinised(found)
    _AS_ADDED[strategy] = digest(strategy)
    return found


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
