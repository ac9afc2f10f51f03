"""WebAssembly as a target of Numba, beside the processor of this machine.

Numba compiles the very functions that the batch driver compiles; only where they are lowered to
does it ask this module instead of its own. What differs from a processor of 64 bits:

- **Pointers have 32 bits**, while Numba's ``intp`` and with it every index, length and stride keep
  64. That is sound: LLVM cuts an index to the width of a pointer, and addresses in the table of a
  state (`sim.model.handle`) are whole words of 64 bits, which ``inttoptr`` cuts likewise. Structs
  that hold pointers (Numba's arrays, exceptions) live on the stack alone and are laid out by
  LLVM from the data layout named here, from the first line of code on; records of the state hold
  none, and their offsets come from the dtypes.
- **Nothing is allocated and nothing counted**: Numba's run-time system is left out, so that a rule
  that allocates an array fails to compile rather than look for it.
- **No C library**: square roots are an instruction; the two functions that split and scale floats
  are written below, exactly.
- **Floats are IEEE 754 doubles** and LLVM may not reorder them, so that results keep every bit.
"""

import math
from collections.abc import Sequence
from functools import cached_property
from typing import Any

import llvmlite.binding as llvm
from llvmlite import ir
from numba import _dynfunc, extending  # type: ignore[attr-defined]
from numba.core import cpu, decorators, dispatcher, types
from numba.core.codegen import AOTCPUCodegen
from numba.core.compiler_lock import global_compiler_lock
from numba.core.descriptors import TargetDescriptor
from numba.core.target_extension import (
    CPU,
    dispatcher_registry,
    jit_registry,
    target_override,
    target_registry,
)
from numba.core.typing.context import Context

# Numba writes none of these in types that fit.
intrinsic: Any = extending.intrinsic
overload: Any = extending.overload
jit: Any = decorators.jit

NAME = "wasm32"
TRIPLE = "wasm32-unknown-unknown"
FEATURES = "+bulk-memory,+mutable-globals,+nontrapping-fptoint,+sign-ext"
"""What every browser of the last years knows; none of it changes a result."""
OPTIMISED = 3


class Wasm(CPU):
    """The target: what is said for a processor holds for it, too."""


target_registry[NAME] = Wasm


class _Codegen(AOTCPUCodegen):
    """Makes object files, and nothing that this process could run."""

    def _init(self, llvm_module: Any) -> None:
        llvm.initialize_all_targets()
        llvm.initialize_all_asmprinters()
        target = llvm.Target.from_triple(TRIPLE)
        self._tm_features = FEATURES
        self._tm = target.create_target_machine(
            opt=OPTIMISED, features=FEATURES, reloc="static", codemodel="default"
        )
        self._target_data = self._tm.target_data
        self._data_layout = str(self._target_data)
        # A cheap pass first, as for a processor.
        self._loopvect, self._opt_level = False, 0

    def _create_empty_module(self, name: str) -> ir.Module:
        module = super()._create_empty_module(name)
        module.triple = TRIPLE
        return module

    @property
    def target_data(self) -> Any:
        """Sizes and alignments, which Numba asks for."""
        return self._target_data


class _Context(cpu.CPUContext):
    """Lowers to WebAssembly."""

    @global_compiler_lock
    def init(self) -> None:
        """Set up what Numba sets up for a processor, without a C library."""
        # WebAssembly divides words of 64 bits by itself.
        self.is32bit = False
        self._internal_codegen: Any = _Codegen("qpq")

    def declare_env_global(self, module: Any, envname: str) -> Any:
        """A place that Numba keeps for Python's objects; object files know no common symbols."""
        place = super().declare_env_global(module, envname)
        place.linkage = "internal"
        return place

    def post_lowering(self, mod: Any, library: Any) -> None:
        """Numba would link its run-time system here."""

    def create_cfunc_wrapper(self, library: Any, fndesc: Any, env: Any, call_helper: Any) -> None:
        """Export an entry under its own name.

        It returns what it returns; where that is nothing, 0 or the number of an exception.
        """
        module = self.create_module("entry")
        convention = self.call_conv
        arguments = [self.get_value_type(kind) for kind in fndesc.argtypes]
        callee = ir.Function(
            module,
            convention.get_function_type(fndesc.restype, fndesc.argtypes),
            fndesc.llvm_func_name,
        )
        name = fndesc.qualname.rpartition(".")[2]
        nothing = fndesc.restype == types.none
        result = ir.IntType(32) if nothing else self.get_value_type(fndesc.restype)
        entry = ir.Function(module, ir.FunctionType(result, arguments), name)
        builder = ir.IRBuilder(entry.append_basic_block("entry"))
        status, answer = convention.call_function(
            builder, callee, fndesc.restype, fndesc.argtypes, entry.args
        )
        builder.ret(status.code if nothing else answer)
        library.add_ir_module(module)

    def get_executable(self, library: Any, fndesc: Any, env: Any) -> Any:
        """A name for the function in tables of Numba's; there is nothing to call."""
        library._ensure_finalized()
        return _dynfunc.make_function(
            fndesc.lookup_module(), fndesc.qualname, "", 0, env, (library,)
        )


class _Options(cpu.CPUTargetOptions):
    def finalize(self, flags: Any, options: Any) -> None:
        """Compile without reference counts."""
        super().finalize(flags, options)
        flags.nrt = False


class _Target(TargetDescriptor):
    options = _Options

    @cached_property
    def typing_context(self) -> Any:
        """Types of functions, as for a processor."""
        return Context()

    @cached_property
    def target_context(self) -> Any:
        """How they are lowered."""
        return _Context(self.typing_context, NAME)


class Dispatcher(dispatcher.Dispatcher):
    """A function compiled to WebAssembly."""

    targetdescr = _Target(NAME)

    def compile(self, sig: Any) -> Any:
        """Compile for a signature, and whatever it calls as well."""
        with target_override(NAME):
            return super().compile(sig)


def _jit(*arguments: Any, **options: Any) -> Any:
    return jit(*arguments, _target=NAME, **options)


dispatcher_registry[Wasm] = Dispatcher
jit_registry[Wasm] = _jit


def entry(signature: Any, function: Any) -> Any:
    """Compile a function that the module exports under its own name; return its library."""
    made = _jit(signature, no_cpython_wrapper=True, error_model="numpy")(function)
    return made.overloads[tuple(signature.args)].library


def emit(libraries: Sequence[Any], exported: Sequence[str]) -> bytes:
    """One object file of several libraries, of which only the exported functions stay visible."""
    codegen = Dispatcher.targetdescr.target_context.codegen()
    whole = llvm.parse_assembly(str(codegen._create_empty_module("qpq")))
    for library in libraries:
        whole.link_in(library._final_module, preserve=True)
    for function in whole.functions:
        if not function.is_declaration and function.name not in exported:
            function.linkage = "internal"
    passes, builder = codegen._module_pass_manager()
    passes.run(whole, builder)
    return bytes(codegen._tm.emit_object(whole))


@intrinsic
def _bits(typing_context: Any, x: Any) -> Any:
    """The 64 bits of a float as a whole number, and back."""
    other, kind = (
        (types.int64, ir.IntType(64)) if x == types.float64 else (types.float64, ir.DoubleType())
    )

    def code(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        return builder.bitcast(arguments[0], kind)

    return other(x), code


@intrinsic
def _root(typing_context: Any, x: Any) -> Any:
    """The instruction for square roots, which rounds as IEEE 754 says."""

    def code(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        kind = ir.DoubleType()
        return builder.call(builder.module.declare_intrinsic("llvm.sqrt", [kind]), arguments)

    return types.float64(types.float64), code


@overload(math.sqrt, target=NAME)
def _sqrt(x: Any) -> Any:
    """A square root."""

    def sqrt(x: Any) -> Any:
        return _root(x)

    return sqrt


# A double: a sign, 11 bits of exponent, 52 of fraction.
_FRACTION = 52
_EXPONENT = 0x7FF
_HALF = 0x3FE
_LEAST, _MOST = -1022, 1023
_RAISE = 2.0**54
_LEAST_FLOAT, _MOST_FLOAT = 2.0**_LEAST, 2.0**_MOST


@overload(math.frexp, target=NAME)
def _frexp(x: Any) -> Any:
    """A float as a fraction in [0.5, 1) times a power of two."""

    def frexp(x: Any) -> Any:
        raised = 0
        bits = _bits(x)
        power = (bits >> _FRACTION) & _EXPONENT
        if power == 0 and x != 0.0:
            raised = 54
            bits = _bits(x * _RAISE)
            power = (bits >> _FRACTION) & _EXPONENT
        if x == 0.0 or power == _EXPONENT:
            return x, 0
        bits = (bits & ~(_EXPONENT << _FRACTION)) | (_HALF << _FRACTION)
        return _bits(bits), power - _HALF - raised

    return frexp


@overload(math.ldexp, target=NAME)
def _ldexp(x: Any, power: Any) -> Any:
    """A float times a power of two, rounded once."""

    def ldexp(x: Any, power: Any) -> Any:
        # A step down stops short by the bits of a fraction: only the last one may round.
        for _ in range(2):
            if power > _MOST:
                x *= _MOST_FLOAT
                power -= _MOST
            elif power < _LEAST:
                x *= _LEAST_FLOAT * (2.0**53)
                power -= _LEAST + 53
        power = min(max(power, _LEAST), _MOST)
        return x * _bits((power + _MOST) << _FRACTION)

    return ldexp
