"""Strategies in files of a user's own: read, imported, and refused with a reason."""

import ast
import sys
import traceback
from hashlib import sha256
from importlib.machinery import SourceFileLoader
from importlib.util import module_from_spec, spec_from_loader
from pathlib import Path
from types import CodeType, ModuleType

from sim.errors import InputError, Problem
from sim.paths import read_bytes
from sim.strategies.protocol import Strategy

ONE_CLASS = "one class that derives from Strategy"


def read(path: Path) -> bytes:
    """The bytes of a file.

    Raises:
        InputError: there is no such file, or it cannot be read.
    """
    return read_bytes(path, "a Python file")


def parsed(path: Path, content: bytes) -> ast.Module:
    """The program in a file as a tree.

    Raises:
        InputError: it is not valid Python.
    """
    try:
        return ast.parse(content, str(path))
    except SyntaxError as error:
        what = f"not valid Python ({error.msg})"
        raise InputError(Problem(what, str(path), error.lineno, None, "a Python file")) from None
    except ValueError as error:
        raise InputError(
            Problem(f"not valid Python ({error})", str(path), None, None, "a Python file")
        ) from None


def imported(path: Path, content: bytes) -> type[Strategy]:
    """The one strategy that a file defines.

    Raises:
        InputError: the file fails when it is imported, or defines no strategy or several.
    """
    name = f"strategy_{path.stem}_{sha256(bytes(path.resolve()) + content).hexdigest()[:12]}"
    loader = _FromBytes(name, str(path), content)
    spec = spec_from_loader(name, loader)
    assert spec is not None
    module = module_from_spec(spec)
    sys.modules[name] = module
    try:
        loader.exec_module(module)
    except Exception as error:
        del sys.modules[name]
        what = f"fails when it is imported ({type(error).__name__}: {error})"
        raise InputError(Problem(what, str(path), line_in(path, error))) from None
    return _only(path, module, parsed(path, content))


def _only(path: Path, module: ModuleType, tree: ast.Module) -> type[Strategy]:
    found = [
        value
        for value in vars(module).values()
        if isinstance(value, type)
        and issubclass(value, Strategy)
        and value.__module__ == module.__name__
    ]
    if not found:
        raise InputError(Problem("defines no strategy", str(path), None, None, ONE_CLASS))
    if len(found) > 1:
        names = [strategy.__name__ for strategy in found]
        classes = (node for node in tree.body if isinstance(node, ast.ClassDef))
        line = next((node.lineno for node in classes if node.name == names[1]), None)
        what = f"defines several: {', '.join(names)}"
        raise InputError(Problem(what, str(path), line, None, ONE_CLASS))
    return found[0]


class _FromBytes(SourceFileLoader):
    """Imports what was read, and keeps no bytecode that a quick edit could leave stale."""

    def __init__(self, name: str, path: str, content: bytes) -> None:
        super().__init__(name, path)
        self.content = content

    def get_code(self, fullname: str) -> CodeType:
        """Compile the bytes that were read."""
        code = compile(self.content, self.path, "exec", dont_inherit=True)
        assert isinstance(code, CodeType)
        return code


def line_in(path: Path | None, error: BaseException) -> int | None:
    """The last line of a file that an exception went through."""
    frames = traceback.extract_tb(error.__traceback__)
    return next((f.lineno for f in reversed(frames) if f.filename == str(path)), None)
