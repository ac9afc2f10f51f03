"""WebAssembly as a target of Numba, beside the processor of this machine.

What differs from a processor of 64 bits: **pointers have 32 bits**, while Numba's ``intp`` and with
it every index, length and stride keep 64. That is sound: LLVM cuts an index to the width of a
pointer, and addresses in the table of a state (`sim.model.handle`) are whole words of 64 bits,
which ``inttoptr`` cuts likewise. Structs that hold pointers (Numba's arrays, exceptions) live on
the stack alone and are laid out by LLVM from the data layout of this target, from the first line of
code on; records of the state hold none, and their offsets come from the dtypes.
"""

from collections.abc import Sequence
from typing import Any

from sim.model import target

NAME = "wasm32"


class Wasm(target.Plain):
    """Any browser."""

    triple = "wasm32-unknown-unknown"
    features = "+bulk-memory,+mutable-globals,+nontrapping-fptoint,+sign-ext"
    """What every browser of the last years knows; none of it changes a result."""


target.dispatcher_for(NAME, Wasm)


def entry(signature: Any, function: Any) -> Any:
    """Compile a function that the module exports under its own name; return its library.

    It returns what it returns; where that is nothing, 0 or the number of an exception.
    """
    return target.entry(signature, function, NAME)


def emit(libraries: Sequence[Any], exported: Sequence[str]) -> bytes:
    """One object file of several libraries, of which only the exported functions stay visible."""
    machine = libraries[0].codegen._tm
    return bytes(machine.emit_object(target.whole(libraries, exported)))
