"""What the store asks of a disk: files that are whole or absent, and a folder for one writer."""

import contextlib
import errno
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from sim.results.store import StoreError

LOCK = ".lock"
HALF = ".half"
"""Ending of files that are being written."""

BUSY = (errno.EACCES, errno.EAGAIN, errno.EDEADLK)


@contextlib.contextmanager
def told(folder: Path, kept: str = "") -> Iterator[None]:
    """Turn what a disk refuses into one message.

    Raises:
        StoreError: instead of any `OSError`.
    """
    try:
        yield
    except OSError as error:
        if error.errno in (errno.ENOSPC, errno.EDQUOT):
            what = "no space left on the disk"
        else:
            what = error.strerror or str(error)
        further = f"; {kept}" if kept else ""
        raise StoreError(f"{folder}: cannot be written ({what}){further}") from None


def put(path: Path, data: bytes) -> None:
    """Write a file so that it is whole or absent, even if the power fails.

    Raises:
        OSError: it cannot be written; then nothing stands in its place.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    half = path.with_name(path.name + HALF)
    try:
        with half.open("wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        os.replace(half, path)
    except BaseException:
        with contextlib.suppress(OSError):
            half.unlink(missing_ok=True)
        raise
    _sync_folder(path.parent)


def _sync_folder(folder: Path) -> None:
    """Have the names in a folder reach the disk, where folders can be synced."""
    with contextlib.suppress(OSError):
        number = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(number)
        finally:
            os.close(number)


def append(path: Path, line: bytes) -> None:
    """Add a line to a file and have it reach the disk.

    Raises:
        OSError: it cannot be written.
    """
    with path.open("ab") as file:
        file.write(line + b"\n")
        file.flush()
        os.fsync(file.fileno())


def sweep_up(folder: Path) -> None:
    """Remove what a writer that was killed left half written."""
    for half in folder.rglob(f"*{HALF}"):
        half.unlink(missing_ok=True)


@contextlib.contextmanager
def alone(folder: Path) -> Iterator[None]:
    """Be the only writer of a folder while it lasts; the system lets go when a process dies.

    Raises:
        StoreError: another process writes there, or the folder cannot be written.
    """
    with told(folder):
        folder.mkdir(parents=True, exist_ok=True)
        file = _locked(folder / LOCK)
    if file is None:
        raise StoreError(f"{folder}: another sweep is being written there")
    try:
        yield
    finally:
        # Removed while still held, so that whoever comes next finds it gone or makes it anew.
        with contextlib.suppress(OSError):
            (folder / LOCK).unlink(missing_ok=True)
        file.close()


def _locked(path: Path) -> Any:
    """The lock's file, open and held; None if another process holds it."""
    while True:
        file = path.open("ab")
        try:
            _hold(file)
        except OSError as error:
            file.close()
            if error.errno in BUSY:
                return None
            raise
        # Its last holder may have removed it between our opening and our holding it.
        with contextlib.suppress(FileNotFoundError):
            if os.path.samestat(os.fstat(file.fileno()), os.stat(path)):
                return file
        file.close()


def _hold(file: Any) -> None:
    """Hold a file for this process alone, or raise at once."""
    if os.name == "nt":  # pragma: no cover
        import importlib

        msvcrt: Any = importlib.import_module("msvcrt")
        msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
    else:
        import fcntl

        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
