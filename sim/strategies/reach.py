"""What a user's strategy reaches beyond its own lines: all of it is part of what is played.

Compiled code keeps what it read when it was compiled, and results are known by a hash of what
decided them. So a file stands for itself alone, and of a class from Python whatever its moves read
is part of the hash.
"""

import ast
import dis
import hashlib
import sys
from collections.abc import Iterator
from pathlib import Path
from types import CodeType, FunctionType, ModuleType
from typing import Any

from sim.errors import InputError, Problem, one_of
from sim.strategies.protocol import MOVES, Strategy

IMPORTED = (
    *("__future__", "abc", "cmath", "collections", "dataclasses", "enum", "fractions", "functools"),
    *("itertools", "math", "numba", "numbers", "numpy", "operator", "sim", "statistics", "typing"),
)
"""What a strategy may import: nothing that reads files, clocks or chance, and no other file."""
READING = ("__import__", "compile", "eval", "exec", "input", "open")
LOADING = ("fromfile", "fromregex", "genfromtxt", "load", "loadtxt", "memmap", "random")
"""Names within NumPy that read files, or draw."""


def outside(path: Path, tree: ast.Module) -> list[Problem]:
    """What a file reaches that no hash of it covers, one problem for each place."""
    return [
        Problem(what, str(path), line, None, expected)
        for line, what, expected in sorted(_reached(tree), key=lambda each: each[0])
    ]


def _reached(tree: ast.Module) -> Iterator[tuple[int, str, str]]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            modules = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            modules = ["." * node.level + (node.module or "")]
            if modules[0].split(".")[0] == "numpy":
                modules += [f"numpy.{alias.name}" for alias in node.names]
        elif isinstance(node, ast.Name) and node.id in READING:
            yield node.lineno, f"calls '{node.id}'", "all that it needs in the file itself"
            continue
        elif (
            isinstance(node, ast.Attribute)
            and node.attr in LOADING
            and isinstance(node.value, ast.Name)
            and node.value.id in ("np", "numpy")
        ):
            yield node.lineno, f"reads '{node.attr}' of NumPy", "numbers in the file itself"
            continue
        else:
            continue
        for name in modules:
            root, *rest = name.split(".")
            if root not in IMPORTED or (root == "numpy" and set(rest) & set(LOADING)):
                expected = (
                    "all that it needs in the file itself; it may import "
                    f"{one_of(each for each in IMPORTED if not each.startswith('_'))}"
                )
                yield node.lineno, f"imports '{name}', which is not part of it", expected


def digest(strategy: type[Strategy]) -> str:
    """Hash of a class that was added from Python: its declarations and all that its moves read.

    Raises:
        InputError: it reads something that cannot be told apart from what it becomes later.
    """
    found = hashlib.sha256(sys.version.encode())
    declared = (strategy.name, sorted(strategy.roles), sorted(strategy.uses), strategy.parameters)
    found.update(repr(declared).encode())
    for move in MOVES:
        function = getattr(strategy, move)
        if function is not getattr(Strategy, move):
            for piece in _pieces(strategy.__name__, move, function, set()):
                found.update(piece + b"\0")
    return found.hexdigest()


def _pieces(strategy: str, name: str, value: Any, seen: set[int]) -> Iterator[bytes]:
    """The bytes of a value that a strategy reads under a name, and of all that it reads itself."""
    yield name.encode()
    value = getattr(value, "py_func", value)  # What Numba wraps.
    if id(value) in seen:
        return
    if isinstance(value, FunctionType):
        seen.add(id(value))
        yield from _code(value.__code__)
        yield from _pieces(strategy, "defaults", value.__defaults__, seen)
        for free, cell in zip(value.__code__.co_freevars, value.__closure__ or (), strict=True):
            yield from _pieces(strategy, free, cell.cell_contents, seen)
        for read in sorted(set(_globals(value.__code__))):
            if read in value.__globals__:
                yield from _pieces(strategy, read, value.__globals__[read], seen)
    elif isinstance(value, ModuleType):
        if value.__name__.split(".")[0] not in IMPORTED:
            raise _uncovered(strategy, name, f"the module '{value.__name__}'")
        yield value.__name__.encode()
    elif isinstance(value, list | tuple | set | frozenset | dict):
        yield type(value).__name__.encode()
        items = value.items() if isinstance(value, dict) else value
        for each in sorted(items, key=repr) if isinstance(value, set | frozenset) else items:
            yield from _pieces(strategy, name, each, seen)
    elif value is None or isinstance(value, bool | int | float | complex | str | bytes):
        yield repr(value).encode()
    elif type(value).__module__ == "numpy" and hasattr(value, "tobytes"):
        yield f"{value.dtype}{getattr(value, 'shape', ())}".encode() + value.tobytes()
    elif getattr(value, "__module__", "").split(".")[0] in (*IMPORTED, "builtins"):
        yield f"{value.__module__}.{getattr(value, '__qualname__', type(value))}".encode()
    else:
        raise _uncovered(strategy, name, f"a value of the type '{type(value).__name__}'")


def _code(code: CodeType) -> Iterator[bytes]:
    yield code.co_code
    yield repr((code.co_names, code.co_varnames)).encode()
    for constant in code.co_consts:
        if isinstance(constant, CodeType):
            yield from _code(constant)
        else:
            yield repr(constant).encode()


def _globals(code: CodeType) -> Iterator[str]:
    """Names that code reads from its module."""
    for step in dis.get_instructions(code):
        if step.opname in ("LOAD_GLOBAL", "LOAD_NAME"):
            yield str(step.argval)
    for constant in code.co_consts:
        if isinstance(constant, CodeType):
            yield from _globals(constant)


def _uncovered(strategy: str, name: str, what: str) -> InputError:
    expected = "numbers, texts, lists, arrays, and functions of these"
    return InputError(Problem(f"{strategy} reads '{name}', {what}", key=name, expected=expected))
