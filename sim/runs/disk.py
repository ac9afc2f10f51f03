"""What the store asks of a disk: files that are whole or absent, and a folder for one writer."""

import contextlib
import errno
import hashlib
import json
import os
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from filelock import FileLock, Timeout

from sim.errors import QpqError

MANIFEST = "manifest.json"
LOCK = ".lock"
HALF = ".half"
"""Ending of files that are being written."""


class StoreError(QpqError):
    """The folder cannot be written or read, or belongs to something else."""

    exit_code = 3


@contextlib.contextmanager
def one_message(folder: Path, kept: str = "") -> Iterator[None]:
    """Turn what a disk refuses into one message.

    Args:
        folder: what is written.
        kept: what the message says further.

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


def write_whole(path: Path, data: bytes) -> None:
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


def append_line(path: Path, line: bytes) -> None:
    """Add a line to a file and have it reach the disk.

    Raises:
        OSError: it cannot be written.
    """
    with path.open("ab") as file:
        file.write(line + b"\n")
        file.flush()
        os.fsync(file.fileno())


def remove_half_written(folder: Path) -> None:
    """Remove what a writer that was killed left half written."""
    for half in folder.rglob(f"*{HALF}"):
        half.unlink(missing_ok=True)


def file_sha256(path: Path) -> str:
    """Hash of a file's bytes."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


@contextlib.contextmanager
def sole_writer(folder: Path) -> Iterator[None]:
    """Be the only writer of a folder while it lasts; the system lets go when a process dies.

    Raises:
        StoreError: another process writes there, or the folder cannot be written.
    """
    lock = FileLock(folder / LOCK)
    with one_message(folder):
        folder.mkdir(parents=True, exist_ok=True)
        try:
            lock.acquire(blocking=False)
        except Timeout:
            raise StoreError(f"{folder}: another command is writing there") from None
    try:
        yield
    finally:
        # Removed while still held: whoever opened it before finds it gone and makes it anew.
        with contextlib.suppress(OSError):
            (folder / LOCK).unlink(missing_ok=True)
        lock.release()


def write_result(folder: Path, kind: str, files: Mapping[str, bytes], facts: Any = None) -> None:
    """Write what one command made, such as an analysis: all its files, and a manifest of them.

    The manifest goes first out and last in: a folder that holds one is complete. Files that the
    former manifest names are replaced or removed; those that it does not know stay.

    Args:
        folder: where the result is to be; made if missing.
        kind: what the manifest calls the result; only a result of the same kind is replaced.
        files: content of each file by its name.
        facts: what the manifest says beside names and checksums.

    Raises:
        StoreError: the folder holds a result of another kind, or cannot be written.
    """
    hashes = {name: hashlib.sha256(data).hexdigest() for name, data in files.items()}
    manifest = {"kind": kind, **(facts or {}), "files": hashes}
    text = json.dumps(manifest, indent=1, ensure_ascii=False, allow_nan=False) + "\n"
    with one_message(folder), sole_writer(folder):
        former = _former_files(folder, kind)
        (folder / MANIFEST).unlink(missing_ok=True)
        for name in former:
            if name not in files:
                (folder / name).unlink(missing_ok=True)
        for name, data in files.items():
            write_whole(folder / name, data)
        write_whole(folder / MANIFEST, text.encode())


def _former_files(folder: Path, kind: str) -> list[str]:
    """Names of the files of a former result; a folder that holds something else is left alone."""
    if not (folder / MANIFEST).exists():
        return []
    try:
        former = json.loads((folder / MANIFEST).read_text("utf-8"))
        found, names = former["kind"], list(former["files"])
    except (ValueError, KeyError, TypeError):
        found, names = "something else", []
    if found != kind:
        raise StoreError(f"{folder}: holds {found}, not {kind}; name another folder with --out")
    return [name for name in names if Path(name).name == name]
