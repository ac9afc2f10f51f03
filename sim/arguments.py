"""What callers of Python functions hand in: one door that says what is wrong with it.

NumPy's numbers are numbers. Nothing is cut, wrapped or read from text: 2.7 is no seed, nor is "3".
"""

import math
import operator
import os
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, TypeVar

from sim.errors import InputError, Problem, nearest, one_of

MOST_SEED = 2**63 - 1
MOST_REPLICATION = 2**32 - 1
"""Largest number of a replication: draws are keyed by 32 bits of it."""
MOST_WORKERS = 4096

Kind = TypeVar("Kind")


def whole(value: object, name: str, low: int, high: int) -> int:
    """A whole number within bounds; NumPy's integers are some.

    Args:
        value: what was given.
        name: what it is called, for messages.
        low: the smallest that will do.
        high: the largest that will do.

    Raises:
        InputError: it is not whole, or out of bounds.
    """
    expected = f"a whole number from {low:,} to {high:,}"
    try:
        if isinstance(value, bool) or type(value).__name__ == "bool":
            raise TypeError
        found = operator.index(value)  # type: ignore[arg-type]
    except TypeError:
        raise InputError(Problem(_given(value), key=name, expected=expected)) from None
    if not low <= found <= high:
        raise InputError(Problem(_given(found), key=name, expected=expected))
    return found


def number(value: object, name: str) -> float:
    """A finite number above zero; NumPy's are some.

    Raises:
        InputError: it is none.
    """
    found = plain(value)
    if isinstance(found, int | float) and not isinstance(found, bool) and 0 < found < math.inf:
        return float(found)
    raise InputError(Problem(_given(value), key=name, expected="a number above zero"))


def seed_of(value: object) -> int:
    """A key of all draws.

    Raises:
        InputError: it is no whole number in [0, 2**63).
    """
    return whole(value, "seed", 0, MOST_SEED)


def replication_of(value: object) -> int:
    """The number of a replication.

    Raises:
        InputError: it is no whole number in [0, 2**32).
    """
    return whole(value, "replication", 0, MOST_REPLICATION)


def plain(value: Any) -> Any:
    """A value without NumPy's types: its scalars and one-dimensional arrays as Python's own.

    A number of single precision becomes the shortest decimal that stands for it: ``float32(0.3)``
    is 0.3, as somebody wrote it.
    """
    if type(value).__module__.split(".")[0] == "numpy":
        if getattr(value, "ndim", None) == 1:
            return [plain(each) for each in value]
        if getattr(value, "ndim", None) == 0 and hasattr(value, "item"):
            kind = value.dtype
            return float(str(value)) if kind.kind == "f" and kind.itemsize < 8 else value.item()
    if isinstance(value, list | tuple):
        return [plain(each) for each in value]
    return value


def changes_of(value: object, name: str = "set") -> dict[str, Any]:
    """Values by dotted path; None for nothing.

    Raises:
        InputError: it is no mapping, or a path is no text.
    """
    expected = 'a mapping such as {"actors.morocco.patience": 0.9}'
    if value is None:
        return {}
    if not isinstance(value, Mapping):
        raise InputError(Problem(_given(value), key=name, expected=expected))
    for path in value:
        if not isinstance(path, str):
            raise InputError(Problem(f"{_given(path)} as a path", key=name, expected=expected))
    return {path: plain(each) for path, each in value.items()}


def names_of(value: object, name: str, example: str = "no_linkage") -> tuple[str, ...]:
    """Several names; one may stand alone, None is none.

    Raises:
        InputError: it is neither, or a member is no text.
    """
    if value is None:
        return ()
    if isinstance(value, str):
        return (value,)
    if not isinstance(value, Iterable) or isinstance(value, bytes | Mapping):
        raise InputError(Problem(_given(value), key=name, expected=f'names such as ["{example}"]'))
    found = tuple(value)
    for each in found:
        if not isinstance(each, str):
            expected = f'names such as ["{example}"]'
            raise InputError(Problem(f"{_given(each)} as a name", key=name, expected=expected))
    return found


def path_of(value: object, name: str, expected: str) -> Path:
    """The path of a file or folder.

    Raises:
        InputError: it is no path.
    """
    found = os.fspath(value) if isinstance(value, os.PathLike) else value
    if not isinstance(found, str):
        raise InputError(Problem(_given(value), key=name, expected=expected))
    if not found or "\0" in found:
        raise InputError(Problem(f"{found!r} as a path", key=name, expected=expected))
    return Path(found)


def instance_of(value: object, kind: type[Kind], name: str, expected: str) -> Kind:
    """A value of a kind.

    Raises:
        InputError: it is of another.
    """
    if not isinstance(value, kind):
        raise InputError(Problem(_given(value), key=name, expected=expected))
    return value


def choice_of(value: object, valid: Iterable[str], name: str) -> str:
    """One of a few words.

    Raises:
        InputError: it is none of them.
    """
    words = list(valid)
    if isinstance(value, str) and value in words:
        return value
    near = nearest(value, words) if isinstance(value, str) else None
    raise InputError(Problem(_given(value), key=name, expected=one_of(words), nearest=near))


def truth_of(value: object, name: str) -> bool:
    """True or False.

    Raises:
        InputError: it is neither.
    """
    if isinstance(value, bool) or type(value).__name__ == "bool":
        return bool(value)
    raise InputError(Problem(_given(value), key=name, expected="True or False"))


def _given(value: object) -> str:
    """How messages name what was given: itself if it is short, else its kind."""
    kind = type(value).__name__
    if isinstance(value, str | int | float | bool | None):
        text = repr(value)
        return text if len(text) <= 60 else f"{text[:57]}..."
    return f"{'an' if kind[:1].lower() in 'aeiou' else 'a'} {kind}"
