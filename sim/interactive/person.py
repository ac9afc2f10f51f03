"""A person at the table: a strategy whose answers come from whoever is asked."""

from collections.abc import Callable
from typing import Any, cast

from sim.strategies.protocol import MOVES, Strategy, View

PERSON = "person"
"""Name of the strategy of whoever is asked."""
Ask = Callable[[str, View], float]
"""Answers a move, by its name, with the number that it returns, knowing what the seat sees."""


def person(ask: Ask) -> type[Strategy]:
    """A strategy for one seat of one game, every move of which is put to somebody.

    It follows the protocol and needs no other way in, but it plays in the readable driver alone:
    there is nothing in it to compile, and nothing to repeat.
    """
    return cast(
        type[Strategy],
        type(
            "Person",
            (Strategy,),
            {
                "__doc__": "A person.",
                "name": PERSON,
                "threatens": True,
                "retaliates": True,
                "stochastic": True,
                "uses": frozenset(View._fields) - {"propensity"},
                **{move: staticmethod(_put(ask, move)) for move in MOVES},
            },
        ),
    )


def _put(ask: Ask, move: str) -> Callable[[View, Any], float]:
    def answer(view: View, p: Any) -> float:
        return ask(move, view)

    return answer
