"""Paths that a user names: one door that says what is wrong with them, before anything is read.

A device could be read for ever and a pipe waited for, so only plain files are opened.
"""

import errno
import os
import stat
from pathlib import Path
from typing import Literal

from sim.errors import InputError, Problem, nearest

MOST_BYTES = 2_000_000
"""Largest file that is read; what people write by hand is far smaller."""

_UNUSABLE = {
    errno.ENAMETOOLONG: ("the name is too long", "a shorter name"),
    errno.ELOOP: ("links that lead back to themselves", "a file, not a loop of links"),
    errno.EACCES: ("no permission to read it", "a readable file"),
    errno.EPERM: ("no permission to read it", "a readable file"),
}
_SPECIAL = {stat.S_IFIFO: "a pipe", stat.S_IFSOCK: "a socket"}

LONGEST_SHOWN = 160
"""Characters of a path that a message shows."""


def standing_at(path: Path) -> Literal["file", "folder", "nothing"]:
    """What stands at a path, links followed.

    Raises:
        InputError: the path cannot be used, or what stands there is a device, a pipe or a socket.
    """
    try:
        mode = path.stat().st_mode
    except (FileNotFoundError, NotADirectoryError):
        return "nothing"
    except (OSError, ValueError) as error:
        raise InputError(_unusable(path, error)) from None
    if stat.S_ISDIR(mode):
        return "folder"
    if not stat.S_ISREG(mode):
        what = f"is {_SPECIAL.get(stat.S_IFMT(mode), 'a device')}"
        raise InputError(Problem(what, str(path), expected="a plain file"))
    return "file"


def refuse_no_folder(path: Path) -> None:
    """Refuse a path that is no folder and can become none, before long work is done for it.

    Raises:
        InputError: a file, a device or the like stands there or on the way there.
    """
    for each in (path, *path.parents):
        found = standing_at(each)
        if found == "file":
            raise InputError(Problem("is a file", str(each), expected="a folder"))
        if found == "folder":
            return


def read_bytes(path: Path, expected: str) -> bytes:
    """The content of a plain file of at most `MOST_BYTES`; `expected` says what it should be.

    Raises:
        InputError: there is none, it cannot be read, or it is too large.
    """
    file = str(path)
    found = standing_at(path)
    if found == "nothing":
        raise InputError(Problem("no such file", file, None, None, expected, _like(path)))
    if found == "folder":
        raise InputError(Problem("is a directory", file, expected=expected))
    try:
        with path.open("rb") as stream:
            data = stream.read(MOST_BYTES + 1)
    except OSError as error:
        raise InputError(_unusable(path, error)) from None
    if len(data) > MOST_BYTES:
        size = f"a file of at most {MOST_BYTES // 1_000_000} MB"
        raise InputError(Problem("the file is enormous", file, expected=size))
    return data


def read_text(path: Path, expected: str = "a file that exists") -> str:
    """The text of a small file in UTF-8; a byte order mark is left out.

    Raises:
        InputError: it cannot be read, is too large, or is not text in UTF-8.
    """
    data, file = read_bytes(path, expected), str(path)
    text = "text in UTF-8"
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise InputError(Problem("wrong encoding (UTF-16)", file, 1, expected=text))
    if b"\0" in data:
        raise InputError(Problem("the file is binary", file, expected=text))
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise InputError(Problem("wrong encoding", file, line, expected=text)) from None


def _unusable(path: Path, error: OSError | ValueError) -> Problem:
    """What is wrong with a path that the system refuses."""
    # Its end says more than its beginning.
    file = text if len(text := str(path)) <= LONGEST_SHOWN else f"...{text[-LONGEST_SHOWN:]}"
    code = error.errno if isinstance(error, OSError) else None
    if code in _UNUSABLE:
        what, expected = _UNUSABLE[code]
        return Problem(what, file, expected=expected)
    reason = error.strerror if isinstance(error, OSError) else str(error)
    return Problem(f"cannot be read ({reason})", file, expected="a readable file")


def _like(path: Path) -> str | None:
    """The name most like that of a missing file, of those beside it with the same ending."""
    try:
        beside = [name for name in os.listdir(path.parent) if Path(name).suffix == path.suffix]
    except OSError:
        return None
    return nearest(path.name, beside)
