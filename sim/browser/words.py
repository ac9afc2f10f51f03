"""The state as words of eight bytes, as a browser holds it, and where each of them belongs."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.model.assembly import Assembly
from sim.model.batch import without_history
from sim.model.handle import WORD
from sim.model.state import State

Words = NDArray[np.int64]
Cell = tuple[str, int, str, int]
"""Array, row, field and place in the field of one word."""


def growing(state: State) -> tuple[str, ...]:
    """Arrays that are only ever written at their end, and may be left out."""
    bare = without_history(state)
    return tuple(n for n in State._fields if getattr(bare, n) is not getattr(state, n))


def words(state: State) -> Words:
    """All that a run starts from, array after array; growing ones start empty."""
    left_out = growing(state)
    kept = [getattr(state, name) for name in State._fields if name not in left_out]
    return np.concatenate([np.frombuffer(array.tobytes(), np.int64) for array in kept])


def cells(assembly: Assembly) -> list[tuple[Cell, bool]]:
    """What each word is, in order, and whether it is a whole number."""
    found: list[tuple[Cell, bool]] = []
    for name in State._fields:
        array = getattr(assembly.template, name)
        if name in growing(assembly.template):
            continue
        for row in range(len(array)):
            for field, (kind, places) in fields(array.dtype, array[row]).items():
                found += [((name, row, field, k), kind == "i8") for k in range(places)]
    return found


def fields(kind: np.dtype[Any], row: Any) -> dict[str, tuple[str, int]]:
    """Fields of a record in order: type and number of words; a plain array has one without name."""
    if kind.names is None:
        return {"": ("f8", row.size)}
    found = {}
    for name in kind.names:
        inner = kind[name]
        found[name] = (inner.base.str[1:], inner.itemsize // WORD)
    return found
