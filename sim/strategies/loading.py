"""Strategies in files of a user's own: read, imported, and refused with a reason.

A refusal carries its complaints in the fields of `sim.errors.Problem`, in that order, so that
whoever asked can pass them on; this room imports the rules alone.
"""

import ast
import difflib
import sys
import traceback
from collections.abc import Iterable
from hashlib import sha256
from importlib.machinery import SourceFileLoader
from importlib.util import module_from_spec, spec_from_loader
from pathlib import Path
from types import CodeType, ModuleType
from typing import NamedTuple

from sim.strategies.protocol import Strategy

ONE_CLASS = "one class that derives from Strategy"


class Complaint(NamedTuple):
    """One thing wrong with a strategy, and where; the fields of `sim.errors.Problem`."""

    what: str
    file: str | None = None
    line: int | None = None
    key: str | None = None
    expected: str | None = None
    nearest: str | None = None


class Refused(Exception):
    """A strategy that cannot be taken in, with all complaints."""

    def __init__(self, *complaints: Complaint) -> None:
        """Gather one complaint or several."""
        super().__init__("\n".join(complaint.what for complaint in complaints))
        self.complaints = complaints


def read(path: Path) -> bytes:
    """The bytes of a file.

    Raises:
        Refused: there is no such file, or it cannot be read.
    """
    try:
        return path.read_bytes()
    except FileNotFoundError:
        near = nearest(path.name, (other.name for other in path.parent.glob("*.py")))
        raise Refused(
            Complaint("no such file", str(path), None, None, "a Python file", near)
        ) from None
    except (OSError, ValueError) as error:
        what = f"cannot be read ({type(error).__name__})"
        raise Refused(Complaint(what, str(path), None, None, "a Python file")) from None


def parsed(path: Path, content: bytes) -> ast.Module:
    """The program in a file as a tree.

    Raises:
        Refused: it is not valid Python.
    """
    try:
        return ast.parse(content, str(path))
    except SyntaxError as error:
        what = f"not valid Python ({error.msg})"
        raise Refused(Complaint(what, str(path), error.lineno, None, "a Python file")) from None
    except ValueError as error:
        raise Refused(
            Complaint(f"not valid Python ({error})", str(path), None, None, "a Python file")
        ) from None


def imported(path: Path, content: bytes) -> type[Strategy]:
    """The one strategy that a file defines.

    Raises:
        Refused: the file fails when it is imported, or defines no strategy or several.
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
        raise Refused(Complaint(what, str(path), line_in(path, error))) from None
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
        raise Refused(Complaint("defines no strategy", str(path), None, None, ONE_CLASS))
    if len(found) > 1:
        names = [strategy.__name__ for strategy in found]
        classes = (node for node in tree.body if isinstance(node, ast.ClassDef))
        line = next((node.lineno for node in classes if node.name == names[1]), None)
        what = f"defines several: {', '.join(names)}"
        raise Refused(Complaint(what, str(path), line, None, ONE_CLASS))
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


def nearest(name: str, valid: Iterable[str]) -> str | None:
    """The valid name most like this one, or None where none is alike."""
    matches = difflib.get_close_matches(name[:200], list(valid), n=1, cutoff=0.6)
    return matches[0] if matches else None
