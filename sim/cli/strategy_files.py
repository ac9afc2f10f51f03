"""Strategies of users' own on the command line: the option that adds them, and what is told."""

import contextlib
import warnings
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Annotated, Any

import typer

StrategyFiles = Annotated[
    list[Path] | None,
    typer.Option(
        "--strategy-file",
        metavar="FILE",
        help="Add a strategy from a Python file; scenarios then know it by its name.",
    ),
]


Trust = Annotated[
    list[str] | None,
    typer.Option(
        "--trust",
        metavar="NAME",
        help="Run a strategy that came with the results: Python code of whoever made them.",
    ),
]


def add_strategies(files: Sequence[Path] | None) -> None:
    """Add the strategies that the option names.

    Raises:
        InputError: a file does not define a valid strategy.
    """
    if files:
        from sim import add_strategy

        for file in files:
            add_strategy(file)


@contextlib.contextmanager
def slow_ones_told(tell: Callable[[str], Any]) -> Iterator[None]:
    """While it lasts, tell once of each strategy that the compiled driver cannot play."""
    from sim.model.batch import RunsSlowly

    told: set[str] = set()
    with warnings.catch_warnings():
        otherwise = warnings.showwarning
        warnings.simplefilter("always", RunsSlowly)

        def show(message: Any, category: type[Warning], *place: Any, **more: Any) -> None:
            if not issubclass(category, RunsSlowly):
                otherwise(message, category, *place, **more)
            elif str(message) not in told:
                told.add(str(message))
                tell(str(message))

        warnings.showwarning = show
        yield
