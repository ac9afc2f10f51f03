"""Targets of Numba on which the month is compiled whole, once, into code that stands alone.

Numba compiles the very functions that it would compile for itself; only where they are lowered to
does it ask this module instead of its own. What differs:

- **Optimised once.** Numba links each function with all that it calls and optimises the whole, at
  every level, so that a rule at the bottom is optimised a dozen times. Here a function is only
  lowered; `whole` links them all and optimises what came together.
- **Nothing is allocated and nothing counted**, but where a strategy of a user's own cannot do
  without: Numba's run-time system is left out, so that a rule that allocates fails to compile.
- **No C library**: square roots are an instruction; the two functions that split and scale floats
  are written below, exactly.
- **No processor in particular**: instructions are chosen when machine code is made of it.
- **Floats are IEEE 754 doubles** and LLVM may neither reorder nor fuse what is done with them, so
  that results keep every bit.
"""

import math
from collections.abc import Sequence
from functools import cached_property
from typing import Any

import llvmlite.binding as llvm
from llvmlite import ir
from numba import _dynfunc, extending  # type: ignore[attr-defined]
from numba.core import cpu, decorators, dispatcher, types
from numba.core.codegen import AOTCodeLibrary, AOTCPUCodegen
from numba.core.compiler_lock import global_compiler_lock
from numba.core.descriptors import TargetDescriptor
from numba.core.registry import cpu_target
from numba.core.runtime.nrt import rtsys
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

PLAIN, ALLOCATING = "plain", "allocating"
OPTIMISED = 3


class Plain(CPU):
    """This machine's architecture; what is said for a processor holds for it, too."""

    triple = llvm.get_process_triple()
    features = ""
    allocates = False


class Allocating(Plain):
    """The same for strategies of users' own that make lists and arrays."""

    allocates = True


class _Library(AOTCodeLibrary):
    """One function, lowered, beside those that it calls."""

    def _optimize_functions(self, ll_module: Any) -> None:
        """All that is linked agrees on how values lie in memory."""
        ll_module.data_layout = self._codegen._data_layout

    def finalize(self) -> None:
        """Leave linking and optimising to `whole`."""
        self._finalized = True


class _Codegen(AOTCPUCodegen):
    """Makes modules that this process could not run."""

    _library_class = _Library

    def __init__(self, kind: type[Plain]) -> None:
        self._kind = kind
        super().__init__("qpq")

    def _init(self, llvm_module: Any) -> None:
        llvm.initialize_all_targets()
        llvm.initialize_all_asmprinters()
        target = llvm.Target.from_triple(self._kind.triple)
        self._tm_features = self._kind.features
        self._tm = target.create_target_machine(
            opt=OPTIMISED, features=self._tm_features, reloc="static", codemodel="default"
        )
        self._target_data = self._tm.target_data
        self._data_layout = str(self._target_data)

    def _create_empty_module(self, name: str) -> ir.Module:
        module = super()._create_empty_module(name)
        module.triple = self._kind.triple
        return module

    @property
    def target_data(self) -> Any:
        """Sizes and alignments, which Numba asks for."""
        return self._target_data


class _Context(cpu.CPUContext):
    """Lowers to modules that stand alone."""

    def __init__(self, typing_context: Any, name: str, kind: type[Plain]) -> None:
        self._kind = kind
        super().__init__(typing_context, name)

    @global_compiler_lock
    def init(self) -> None:
        """Set up what Numba sets up for a processor, without a C library."""
        # WebAssembly divides words of 64 bits by itself.
        self.is32bit = False
        self._internal_codegen: Any = _Codegen(self._kind)

    def declare_env_global(self, module: Any, envname: str) -> Any:
        """A place that Numba keeps for Python's objects; object files know no common symbols."""
        place = super().declare_env_global(module, envname)
        place.linkage = "internal"
        return place

    def post_lowering(self, mod: Any, library: Any) -> None:
        """Link Numba's run-time system only where something is allocated."""
        if self._kind.allocates:
            rtsys.initialize(cpu_target.target_context)
            library.add_linking_library(rtsys.library)

    def create_cfunc_wrapper(self, library: Any, fndesc: Any, env: Any, call_helper: Any) -> None:
        """Only entries can be called from outside; `entry` makes that possible."""

    def get_executable(self, library: Any, fndesc: Any, env: Any) -> Any:
        """A name for the function in tables of Numba's; there is nothing to call."""
        library._ensure_finalized()
        return _dynfunc.make_function(
            fndesc.lookup_module(), fndesc.qualname, "", 0, env, (library,)
        )


def dispatcher_for(name: str, kind: type[Plain]) -> Any:
    """Make a kind known to Numba under a name; what compiles functions for it."""

    class Options(cpu.CPUTargetOptions):
        def finalize(self, flags: Any, options: Any) -> None:
            super().finalize(flags, options)
            flags.nrt = kind.allocates

    class Target(TargetDescriptor):
        options = Options

        @cached_property
        def typing_context(self) -> Any:
            return Context()

        @cached_property
        def target_context(self) -> Any:
            return _Context(self.typing_context, name, kind)

    class Dispatcher(dispatcher.Dispatcher):
        targetdescr = Target(name)

        def compile(self, sig: Any) -> Any:
            with target_override(name):
                return super().compile(sig)

    def made(*arguments: Any, **options: Any) -> Any:
        return jit(*arguments, _target=name, **options)

    target_registry[name] = kind
    dispatcher_registry[kind] = Dispatcher
    jit_registry[kind] = made
    return Dispatcher


def entry(signature: Any, function: Any, name: str = PLAIN) -> Any:
    """Compile a function that can be called from outside under its own name; its library.

    It returns what it returns; where that is nothing, 0 or the number of an exception.

    Args:
        signature: types of arguments and of what it returns.
        function: what to compile, with all that it calls.
        name: of the target.
    """
    made = jit(
        signature, _target=name, no_cpython_wrapper=True, no_cfunc_wrapper=True, error_model="numpy"
    )(function)
    compiled = made.overloads[tuple(signature.args)]
    context, described = made.targetdescr.target_context, compiled.fndesc
    convention = context.call_conv
    library = context.codegen().create_library(function.__name__)
    module = context.create_module("entry")
    kind = convention.get_function_type(described.restype, described.argtypes)
    callee = ir.Function(module, kind, described.llvm_func_name)
    nothing = described.restype == types.none
    result = ir.IntType(32) if nothing else context.get_value_type(described.restype)
    arguments = [context.get_value_type(each) for each in described.argtypes]
    outer = ir.Function(module, ir.FunctionType(result, arguments), function.__name__)
    builder = ir.IRBuilder(outer.append_basic_block("entry"))
    status, answer = convention.call_function(
        builder, callee, described.restype, described.argtypes, outer.args
    )
    builder.ret(status.code if nothing else answer)
    library.add_ir_module(module)
    library.add_linking_library(compiled.library)
    return library


@global_compiler_lock
def whole(libraries: Sequence[Any], exported: Sequence[str]) -> Any:
    """One optimised module of several libraries, of which only the exported functions are seen."""
    codegen = libraries[0].codegen
    made = llvm.parse_assembly(str(codegen._create_empty_module("qpq")))
    waiting, ours, others = list(libraries), dict[Any, None](), dict[Any, None]()
    while waiting:
        library = waiting.pop()
        if not isinstance(library, _Library):
            others[library] = None
        elif library not in ours:
            ours[library] = None
            waiting += library._linking_libraries
    for library in ours:
        made.link_in(library._final_module, preserve=True)
    # Of Numba's own, LLVM takes what has been asked for by then.
    for library in others:
        made.link_in(library._get_module_for_linking(), preserve=True)
    for function in made.functions:
        if not function.is_declaration and function.name not in exported:
            function.linkage = "internal"
    options = llvm.create_pipeline_tuning_options(speed_level=OPTIMISED)
    options.loop_vectorization = True
    builder = llvm.create_pass_builder(codegen._tm, options)
    builder.getModulePassManager().run(made, builder)
    made.verify()
    return made


dispatcher_for(PLAIN, Plain)
dispatcher_for(ALLOCATING, Allocating)


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


@overload(math.sqrt, target=PLAIN)
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


@overload(math.frexp, target=PLAIN)
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


@overload(math.ldexp, target=PLAIN)
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
