"""A person at the table of a compiled month: a strategy that puts every move to the outside."""

from typing import Any, cast

from llvmlite import ir
from numba.core import types

from sim.model.target import intrinsic
from sim.rules.compiling import compiles
from sim.strategies.protocol import MOVES, Parameter, Strategy, View

ASK = "ask"
"""The function that whoever runs the module supplies: ``ask(seat, move, *view) -> answer``."""


@intrinsic
def _ask(typing_context: Any, seat: Any, move: Any, view: Any) -> Any:
    """A call of that function, which takes and returns floats alone."""

    def code(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        number = ir.DoubleType()
        seen = [builder.extract_value(arguments[2], i) for i in range(len(view))]
        given = [arguments[0], builder.sitofp(arguments[1], number), *seen]
        kind = ir.FunctionType(number, [number] * len(given))
        known = builder.module.globals.get(ASK)
        return builder.call(known or ir.Function(builder.module, kind, ASK), given)

    return types.float64(seat, types.int64, view), code


def _put(move: int) -> Any:
    @compiles
    def answer(view: View, p: Any) -> float:
        return _ask(p.seat, move, view)

    return answer


Person = cast(
    type[Strategy],
    type(
        "Person",
        (Strategy,),
        {
            "__doc__": """A person, whose seat stands where others have a parameter.""",
            "name": "person",
            "threatens": True,
            "retaliates": True,
            "stochastic": True,
            "uses": frozenset(View._fields) - {"propensity"},
            "parameters": {"seat": Parameter(0.0, 0.0, 1e6, "row of the seat")},
            **{move: staticmethod(_put(number)) for number, move in enumerate(MOVES)},
        },
    ),
)
"""It is in the menu of every module after all other strategies, and in no other menu."""
