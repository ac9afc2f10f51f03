"""Where compiled code is kept: a folder of its own for every state of the sources.

Numba's cache looks at one file alone; after an edit to a rule it would go on running the old
one. Here the folder's name is a hash of all sources that the month is made of.
"""

import contextlib
import hashlib
import os
import stat
import sys
from collections.abc import Iterable, Iterator
from importlib.metadata import version
from pathlib import Path
from typing import Any

from sim.errors import InputError, Problem

ROOMS = ("rules", "strategies", "model", "scenario")


HERE = f"{sys.version}|{version('numba')}"
"""What else code for this machine depends on."""


def sources_fingerprint(additions: Iterable[bytes] = (), *, maker: str = HERE) -> str:
    """Hash of the rules, strategies, phases and schema, of Python and of Numba.

    Args:
        additions: what else the code is made of, such as files with strategies of users' own.
        maker: what the code owes to where it is made; empty if it runs anywhere.
    """
    package = Path(__file__).resolve().parents[1]
    digest = hashlib.sha256(maker.encode())
    for room in ROOMS:
        for path in sorted((package / room).rglob("*.py")):
            digest.update(str(path.relative_to(package)).encode())
            digest.update(path.read_bytes())
    for content in additions:
        digest.update(hashlib.sha256(content).digest())
    return digest.hexdigest()[:16]


def cache_folder(additions: Iterable[bytes] = ()) -> Path:
    """Folder for code compiled from these sources."""
    return cache_root() / f"compiled-{sources_fingerprint(additions)}"


def cache_root() -> Path:
    """Folder for all that can be made again: below ``QPQ_CACHE`` or the user's cache folder."""
    base = os.environ.get("QPQ_CACHE") or os.environ.get("XDG_CACHE_HOME")
    return (Path(base) if base else Path.home() / ".cache") / "quidproquo"


@contextlib.contextmanager
def compiled_code_kept(additions: Iterable[bytes] = ()) -> Iterator[Path | None]:
    """While it lasts, functions marked for caching are kept in the folder of these sources.

    Args:
        additions: what else the code is made of.

    Yields:
        The folder, or None if it cannot be written; then code is compiled in every process.

    Raises:
        InputError: others can write there.
    """
    from numba.core import config as settings

    # Numba makes its settings at run time, where no type checker sees them.
    config: Any = settings
    folder = cache_folder(additions)
    try:
        # What is kept is run as it is found there, so nobody else may write it.
        for each in (cache_root(), folder):
            each.mkdir(parents=True, exist_ok=True, mode=0o700)
            _refuse_shared(each)
        usable = os.access(folder, os.W_OK)
    except OSError:
        usable = False
    if not usable:
        yield None
        return
    before = config.CACHE_DIR
    config.CACHE_DIR = str(folder)
    try:
        yield folder
    finally:
        config.CACHE_DIR = before


def _refuse_shared(folder: Path) -> None:
    """Refuse a folder into which somebody else could put code.

    Raises:
        InputError: it is somebody else's, or others may write there and this cannot be changed.
    """
    if not hasattr(os, "getuid"):
        return
    found = folder.stat()
    expected = "a folder of your own that nobody else can write; name one with QPQ_CACHE"
    if found.st_uid != os.getuid():
        raise InputError(Problem("compiled code of somebody else", str(folder), expected=expected))
    if stat.S_IMODE(found.st_mode) & (stat.S_IWGRP | stat.S_IWOTH):
        # A wide umask made it so; it is ours to close.
        what = "others can put compiled code there"
        if any(folder.iterdir()):
            raise InputError(Problem(what, str(folder), expected=f"{expected}, or chmod go-w it"))
        folder.chmod(0o700)
