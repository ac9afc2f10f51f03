"""Rows of the state's arrays: records whose fields are attributes, in Python as in compiled code.

Numba reads and writes the fields of a record as attributes. NumPy's own scalars do not, so each
kind of row is a subclass of theirs with one property for each field.
"""

from collections.abc import Sequence
from operator import itemgetter
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

Fields = Sequence[tuple[Any, ...]]
"""Name and type of each field, and the shape of those that hold several numbers."""

NUMBER, WHOLE = "f8", "i8"


class Row(np.void):  # type: ignore[misc]  # final for type checkers alone
    """One record of a state; its attributes are its fields, in place."""

    if TYPE_CHECKING:

        def __getattr__(self, name: str) -> Any:
            """Value of a field."""

        def __setattr__(self, name: str, value: Any) -> None:
            """Write a field in place."""


Records = NDArray[Row]


def row_type(kind: str, fields: Fields) -> np.dtype[Any]:
    """The array type of rows of one kind.

    Args:
        kind: name of the kind, one for each set of fields.
        fields: name, type and shape of each field, in order.
    """
    plain = np.dtype(list(fields), align=True)
    members = {name: property(itemgetter(name), _setter(name)) for name in plain.names or ()}
    row = type(kind, (Row,), {"__module__": __name__, "__doc__": f"A row: {kind}.", **members})
    # Found by its name, so that arrays can be sent to another process.
    globals()[kind] = row
    made: Any = np.dtype((row, plain))
    return made


def _setter(name: str) -> Any:
    """What writes one field of a row."""

    def write(row: Row, value: Any) -> None:
        row[name] = value

    return write
