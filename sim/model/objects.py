"""A state whose rows are plain Python objects, for runs that nobody looks into before their end.

Python reads a slot of an object several times as fast as a field of an array, and computes faster
with its own numbers than with NumPy's; both round alike, so the same functions give the same bits.
"""

from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.model.state import State

KEPT = ("outcome", "log", "months_table", "months_provision", "months_route")
"""Arrays that are used as they are: each of their rows is written once."""


class Rows(list[Any]):
    """Rows that are read by column, too, as arrays of records are."""

    def __getitem__(self, key: Any) -> Any:
        """A row by its number, a column by its name."""
        if isinstance(key, str):
            return [getattr(row, key) for row in self]
        return super().__getitem__(key)


BY_COLUMN = ("candidate",)
"""Arrays whose columns are read; the others are plain lists, which answer faster."""


def as_objects(s: State) -> State:
    """The same state with rows that are objects; only the arrays in `KEPT` are shared.

    Raises:
        ZeroDivisionError: not here, but where a rule divides by zero: an object's numbers are
            Python's, which know no infinity there.
    """
    rows: dict[str, Any] = {}
    for name, array in s._asdict().items():
        holds = Rows if name in BY_COLUMN else list
        rows[name] = array if name in KEPT else holds(_objects(array))
    return State(**rows)


def write_back(objects: State, s: State) -> None:
    """Write the rows of a state of objects into the arrays that it was made of."""
    for name, rows in objects._asdict().items():
        if name not in KEPT:
            _write(rows, getattr(s, name))


@cache
def _kind(dtype: np.dtype[Any]) -> type[Any]:
    """The class of the objects that stand for rows of a type."""
    return type(dtype.type.__name__, (), {"__slots__": dtype.names})


def _objects(array: NDArray[Any]) -> list[Any]:
    kind = _kind(array.dtype)
    rows = [kind() for _ in range(len(array))]
    for name in array.dtype.names or ():
        column = array[name]
        # Rules read a table in a row as table[i, j], which a list of lists does not know.
        values = column.tolist() if column.ndim <= 2 else list(column.copy())
        for row, value in zip(rows, values, strict=True):
            setattr(row, name, value)
    return rows


def _write(rows: Any, array: NDArray[Any]) -> None:
    for name in array.dtype.names or ():
        array[name] = [getattr(row, name) for row in rows]
