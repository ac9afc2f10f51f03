"""A state whose rows are plain Python objects, for runs that nobody looks into before their end.

Python reads a slot of an object several times as fast as a field of an array, and computes faster
with its own numbers than with NumPy's; both round alike, so the same functions give the same bits.
"""

from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.model.state import State

KEPT = ("outcome", "log", "months_table", "months_provision", "months_route", "points")
"""Arrays that are used as they are: written once for each row, or no records."""


def as_objects(s: State) -> State:
    """The same state with rows that are objects; only the arrays in `KEPT` are shared.

    Raises:
        ZeroDivisionError: not here, but where a rule divides by zero: an object's numbers are
            Python's, which know no infinity there.
    """
    return State._make(
        array if name in KEPT else _objects(array) for name, array in s._asdict().items()
    )


def write_back(objects: State, s: State) -> None:
    """Write the rows of a state of objects into the arrays that it was made of."""
    for name, rows in objects._asdict().items():
        if name not in KEPT:
            _write(rows, getattr(s, name))


@cache
def _kind(dtype: np.dtype[Any]) -> type[Any]:
    """The class of the objects that stand for rows of a type."""
    return type(dtype.type.__name__, (), {"__slots__": dtype.names})


def _objects(array: NDArray[Any]) -> Any:
    kind = _kind(array.dtype)
    rows = [kind() for _ in range(len(array))]
    for name in array.dtype.names or ():
        for row, value in zip(rows, array[name].tolist(), strict=True):
            setattr(row, name, value)
    return rows


def _write(rows: Any, array: NDArray[Any]) -> None:
    for name in array.dtype.names or ():
        array[name] = [getattr(row, name) for row in rows]
