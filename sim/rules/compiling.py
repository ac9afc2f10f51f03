"""How a rule is marked as part of the month that both drivers share."""

from numba.extending import register_jitable

compiles = register_jitable(
    # Rules are called from compiled code alone: wrappers for Python would double the wait.
    no_cpython_wrapper=True,
    no_cfunc_wrapper=True,
    # A division by zero gives a value that is no number, which fails one run, not the batch.
    error_model="numpy",
)
"""Decorator: leaves a function as it is for Python, and lets compiled code call it."""
