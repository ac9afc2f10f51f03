"""Strict reading of YAML: one small document of maps, lists and scalars, or a clear refusal."""

from collections.abc import Iterator
from pathlib import Path as FilePath
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError

from sim.errors import InputError
from sim.scenario.composing import Builder, refusal
from sim.scenario.document import Document

MAX_BYTES = 2_000_000


def read(path: FilePath) -> Document:
    """Read one YAML file.

    Raises:
        InputError: the file cannot be read or is not one plain YAML mapping.
    """
    return parse(read_text(path), str(path))


def read_text(path: FilePath) -> str:
    """Return the text of a small UTF-8 file.

    Raises:
        InputError: the file is missing, a directory, unreadable, enormous, binary or not UTF-8.
    """
    file = str(path)
    try:
        with path.open("rb") as stream:
            data = stream.read(MAX_BYTES + 1)
    except FileNotFoundError:
        raise refusal("no such file", file, expected="a file that exists") from None
    except IsADirectoryError:
        raise refusal("is a directory", file, expected="a YAML file") from None
    except PermissionError:
        raise refusal("no permission to read it", file, expected="a readable file") from None
    except (OSError, ValueError) as error:
        raise refusal(f"cannot be read ({error})", file, expected="a readable file") from None
    if len(data) > MAX_BYTES:
        size = f"at most {MAX_BYTES // 1_000_000} MB"
        raise refusal("the file is enormous", file, expected=f"a file of {size}")
    return _decoded(data, file)


def _decoded(data: bytes, file: str) -> str:
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise refusal("wrong encoding (UTF-16)", file, 1, expected="text in UTF-8")
    if b"\0" in data:
        raise refusal("the file is binary", file, expected="text in UTF-8")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise refusal("wrong encoding", file, line, expected="text in UTF-8") from None


def parse(text: str, file: str) -> Document:
    """Return the single document in `text`; `file` is its name in messages.

    Raises:
        InputError: the text is not one plain YAML mapping.
    """
    builder = Builder(file)
    for event in _events(text, file):
        builder.take(event)
    if builder.problems:
        raise InputError(*builder.problems)
    if builder.root is None:
        raise refusal("the file is empty", file, 1, expected="a block of keys")
    if not isinstance(builder.root, dict):
        raise refusal("not a block of keys", file, 1, expected="lines such as 'title: ...'")
    return Document(file, builder.root, builder.lines)


def _events(text: str, file: str) -> Iterator[Any]:
    """Yield parser events; whatever the parser raises on odd input becomes one message."""
    try:
        yield from YAML(typ="safe", pure=True).parse(text)
    except MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else None
        what = f"not valid YAML ({error.problem})"
        raise refusal(what, file, line, expected="lines such as 'key: value'") from None
    except (YAMLError, RecursionError, ValueError, LookupError, TypeError, AttributeError) as error:
        reason = getattr(error, "reason", None) or type(error).__name__
        position = getattr(error, "position", None)
        line = text.count("\n", 0, position) + 1 if isinstance(position, int) else None
        raise refusal(f"not valid YAML ({reason})", file, line, expected="plain text") from None
