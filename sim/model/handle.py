"""A state as a single word in compiled code.

Numba hands a tuple of arrays over by value: seven words for each array, at every call that is
not inlined. With some twenty arrays that took most of a month's time, and most of compilation.
Here compiled code sees a `State` as the address of a short table of addresses, and looks an array
up when a rule says ``s.table``. The readable driver passes the very same functions the tuple
itself; nothing in them tells the two apart.
"""

from typing import Any

import numpy as np
from llvmlite import ir
from numba.core import types
from numba.core.typing.templates import AttributeTemplate
from numba.extending import (
    infer_getattr,
    intrinsic,
    lower_getattr_generic,
    models,
    register_model,
)
from numba.np import arrayobj, numpy_support

from sim.model import state as layout
from sim.model import world
from sim.model.records import MONTHS_PROVISION, MONTHS_ROUTE, MONTHS_TABLE, OUTCOME, record_type
from sim.model.state import State

ROW_TYPES: dict[str, np.dtype[Any]] = {
    "run": layout.RUN,
    "rule": world.RULE,
    "actor": world.ACTOR,
    "table": layout.TABLE,
    "seat": layout.SEAT,
    "issue": layout.ISSUE,
    "bid": layout.BID,
    "provision": layout.PROVISION,
    "route": world.ROUTE,
    "border": world.BORDER,
    "guarding": world.GUARDING,
    "taking": world.TAKING,
    "reach": world.REACH,
    "rival": world.RIVAL,
    "instrument": world.INSTRUMENT,
    "event": world.EVENT,
    "term": layout.TERM,
    "segment": layout.SEGMENT,
    "candidate": layout.CANDIDATE,
    "outcome": record_type(OUTCOME),
    "log": layout.LOG,
    "months_table": record_type(MONTHS_TABLE),
    "months_provision": record_type(MONTHS_PROVISION),
    "months_route": record_type(MONTHS_ROUTE),
}
"""Type of the rows of each array of records in a state."""

# Numba writes none of these in types.
look_up: Any = lower_getattr_generic
make_array: Any = arrayobj.make_array
populate_array: Any = arrayobj.populate_array

WORD = 8


class StateType(types.Type):  # type: ignore[misc]
    """A state, as compiled code sees it."""

    def __init__(self) -> None:
        """Name the type."""
        super().__init__(name="State")


STATE = StateType()
register_model(StateType)(models.OpaqueModel)


def _array_type(name: str) -> Any:
    """Numba's type of an array of the state."""
    return types.Array(numpy_support.from_dtype(ROW_TYPES[name]), 1, "C")


ARRAYS = {name: _array_type(name) for name in State._fields}


@infer_getattr
class StateAttributes(AttributeTemplate):  # type: ignore[misc]
    """Types of ``s.actor`` and the like."""

    key = StateType

    def generic_resolve(self, typ: Any, attr: str) -> Any:  # type: ignore[override]
        """Type of an array by its name; None where a state has none."""
        return ARRAYS.get(attr)


@look_up(StateType)  # type: ignore[untyped-decorator]
def _look_up(context: Any, builder: Any, typ: Any, value: Any, attr: str) -> Any:
    """Code that reads an array's address and length, and makes an array of them."""
    place = 2 * State._fields.index(attr)
    word = ir.IntType(8 * WORD)
    table = builder.bitcast(value, word.as_pointer())
    address = builder.load(builder.gep(table, [word(place)]))
    rows = builder.load(builder.gep(table, [word(place + 1)]))
    return _array(context, builder, ARRAYS[attr], ROW_TYPES[attr].itemsize, address, rows)


def _array(context: Any, builder: Any, kind: Any, size: int, address: Any, rows: Any) -> Any:
    """Code that makes an array of rows at an address."""
    word = ir.IntType(8 * WORD)
    array = make_array(kind)(context, builder)
    populate_array(
        array,
        data=builder.inttoptr(address, array.data.type),
        shape=[rows],
        strides=[word(size)],
        itemsize=word(size),
        meminfo=None,
    )
    return array._getvalue()


@intrinsic  # type: ignore[untyped-decorator]
def state_at(typing_context: Any, address: Any) -> Any:
    """The state whose table of addresses stands at an address."""

    def code(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        return builder.inttoptr(arguments[0], ir.IntType(8).as_pointer())

    return STATE(address), code


def _rows_at(kind: Any, size: int) -> Any:
    """A function that makes an array of what stands at an address."""

    @intrinsic  # type: ignore[untyped-decorator]
    def rows_at(typing_context: Any, address: Any, rows: Any) -> Any:
        def code(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
            return _array(context, builder, kind, size, *arguments)

        return kind(address, rows), code

    return rows_at


words_at = _rows_at(types.Array(types.int64, 1, "C"), WORD)
outcomes_at = _rows_at(ARRAYS["outcome"], ROW_TYPES["outcome"].itemsize)
