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


def addresses(s: State) -> np.ndarray[Any, np.dtype[np.int64]]:
    """Where each array of a state stands, and how many rows it has: what compiled code takes.

    It holds no reference: the state must outlive it.
    """
    return np.array([(array.ctypes.data, len(array)) for array in s], np.int64).ravel()


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
    kind = ARRAYS[attr]
    place = 2 * State._fields.index(attr)
    word = ir.IntType(8 * WORD)
    table = builder.bitcast(value, word.as_pointer())
    address = builder.load(builder.gep(table, [word(place)]))
    rows = builder.load(builder.gep(table, [word(place + 1)]))
    array = make_array(kind)(context, builder)
    size = ROW_TYPES[attr].itemsize
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
def as_state(typing_context: Any, table: Any) -> Any:
    """The state whose addresses an array holds."""

    def code(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        array = make_array(signature.args[0])(context, builder, arguments[0])
        return builder.bitcast(array.data, ir.IntType(8).as_pointer())

    return STATE(table), code
