"""How a rule is marked as part of the month that both drivers share.

Numba is imported when something is compiled, not before: a run in the readable driver does
without it.
"""

from collections.abc import Callable
from typing import Any, TypeVar

Rule = TypeVar("Rule", bound=Callable[..., Any])

_marked: list[Callable[..., Any]] = []
_register: list[Callable[..., Any]] = []


def compiles(function: Rule) -> Rule:
    """Leave a function as it is for Python, and let compiled code call it."""
    if _register:
        _register[0](function)
    else:
        _marked.append(function)
    return function


def let_compile() -> None:
    """Make all that is marked, now and later, known to Numba. Call it before compiling."""
    if _register:
        return
    from numba.extending import register_jitable

    register = register_jitable(
        # Rules are called from compiled code alone: wrappers for Python would double the wait.
        no_cpython_wrapper=True,
        no_cfunc_wrapper=True,
        # A division by zero gives a value that is no number, which fails one run, not the batch.
        error_model="numpy",
    )
    _register.append(register)
    for function in _marked:
        register(function)
    _marked.clear()
