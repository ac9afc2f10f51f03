"""Machine code: made of LLVM's bitcode for the processor at hand, and called.

Numba is not asked, which takes longer to import than code that was made before takes to load.
"""

import ctypes
import hashlib
from functools import cache
from importlib.metadata import version
from typing import Any

import llvmlite.binding as llvm

_ENGINES: list[Any] = []
"""Owners of code that is loaded: it stays as long as the process."""


@cache
def _machine() -> Any:
    """LLVM's description of this processor."""
    llvm.initialize_native_target()
    llvm.initialize_native_asmprinter()
    kind = llvm.Target.from_triple(llvm.get_process_triple())
    return kind.create_target_machine(
        cpu=llvm.get_host_cpu_name(),
        features=llvm.get_host_cpu_features().flatten(),
        opt=3,
        jit=True,
        # As Numba chooses.
        reloc="static" if kind.name.startswith("x86") else "default",
        codemodel="jitdefault",
    )


def processor() -> str:
    """A short name for all that machine code depends on."""
    features = llvm.get_host_cpu_features().flatten()
    parts = (llvm.get_process_triple(), llvm.get_host_cpu_name(), features, version("llvmlite"))
    return hashlib.sha256("|".join(parts).encode()).hexdigest()[:16]


def emitted(bitcode: bytes) -> bytes:
    """Machine code of a module: a second or two.

    Raises:
        RuntimeError: this version of LLVM does not read it, or it calls what is not there.
    """
    machine = _machine()
    module = llvm.parse_bitcode(bitcode)
    outside = [each.name for each in module.functions if each.is_declaration]
    for name in outside:
        if not (name.startswith("llvm.") or llvm.address_of_symbol(name)):
            raise RuntimeError(f"compiled code calls {name}, which is not there")
    # It was optimised for no processor in particular, perhaps on another system.
    module.triple = llvm.get_process_triple()
    module.data_layout = str(machine.target_data)
    return bytes(machine.emit_object(module))


def function(code: bytes, name: str, words: int) -> Any:
    """A function in machine code that takes words and returns 0 or the number of an exception.

    Python's lock is released while it runs.
    """
    engine = llvm.create_mcjit_compiler(llvm.parse_assembly(""), _machine())
    engine.add_object_file(llvm.ObjectFileRef.from_data(code))
    engine.finalize_object()
    _ENGINES.append(engine)
    return ctypes.CFUNCTYPE(ctypes.c_int32, *[ctypes.c_int64] * words)(
        engine.get_function_address(name)
    )


def know_numba() -> None:
    """Let code call what Numba brings along: some strategies of users' own do."""
    from numba.core.registry import cpu_target
    from numba.core.runtime.nrt import rtsys

    rtsys.initialize(cpu_target.target_context)
