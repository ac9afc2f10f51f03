"""Where compiled code is kept: a folder of its own for every state of the sources.

The folder's name is a hash of all that the month is made of, so that an edited rule never runs as
it was before.
"""

import contextlib
import hashlib
import os
import stat
import sys
import tempfile
from collections.abc import Iterable
from importlib.metadata import version
from pathlib import Path

from sim.errors import InputError, Problem

ROOMS = ("rules", "strategies", "model", "scenario")


HERE = f"{sys.version}|{version('numba')}|{version('llvmlite')}"
"""Who makes code here."""


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


def private_folder(additions: Iterable[bytes] = ()) -> Path | None:
    """The folder for code compiled from these sources; None if it cannot be written.

    Args:
        additions: what else the code is made of.

    Raises:
        InputError: others can write there.
    """
    folder = cache_folder(additions)
    try:
        # What is kept is run as it is found there, so nobody else may write it.
        for each in (cache_root(), folder):
            each.mkdir(parents=True, exist_ok=True, mode=0o700)
            _refuse_shared(each)
    except OSError:
        return None
    return folder if os.access(folder, os.W_OK) else None


def keep(place: Path, content: bytes) -> None:
    """Write what is to be run later, whole or not at all; leave it where the disk will not have it.

    A hash stands before it: damaged code would end the process without a word.
    """
    with contextlib.suppress(OSError):
        with tempfile.NamedTemporaryFile(dir=place.parent, delete=False) as file:
            file.write(hashlib.sha256(content).digest() + content)
        os.replace(file.name, place)


def kept(place: Path) -> bytes | None:
    """What `keep` wrote; None if nothing is there, or it is damaged."""
    try:
        found = place.read_bytes()
    except OSError:
        return None
    size = hashlib.sha256().digest_size
    content = found[size:]
    return content if hashlib.sha256(content).digest() == found[:size] else None


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
