"""Strategies of one's own."""

from pathlib import Path
from typing import TypeVar, overload

from sim.strategies import registry
from sim.strategies.protocol import Strategy

Added = TypeVar("Added", bound=type[Strategy])


@overload
def add_strategy(source: Added) -> Added: ...
@overload
def add_strategy(source: str | Path) -> type[Strategy]: ...
def add_strategy(source: type[Strategy] | str | Path) -> type[Strategy]:
    """Add a strategy of one's own; scenarios then know it by its name.

    Adding it again replaces it, so that a class can be edited in a notebook and added anew. It may
    stand as a decorator above the class.

    Args:
        source: a class that derives from `sim.strategies.protocol.Strategy`, or the path of a
            Python file that defines one.

    Returns:
        The class.

    Raises:
        InputError: it cannot be read, departs from the protocol, or bears a name that is taken.
    """
    return registry.add(source)
