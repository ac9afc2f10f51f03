"""The folder of a sweep while it is written: begun, interrupted, taken up again, finished.

The manifest stands there from the beginning and says which sweep this is. Every part that is
whole on the disk has a line in a journal, with its checksums; the last act is to move these into
the manifest. So a crash at any moment costs no more than the parts that were being played.
"""

import contextlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from sim.runs.crate import CRATE, crate
from sim.runs.disk import (
    MANIFEST,
    StoreError,
    append_line,
    file_sha256,
    one_message,
    remove_half_written,
    sole_writer,
    write_whole,
)
from sim.runs.encoding import Encoded, Entry
from sim.runs.manifest import Manifest, Shard, read_manifest

JOURNAL = "parts.jsonl"
RESUME = "what is whole is kept: the same command takes it up again"


@dataclass
class Folder:
    """A sweep's folder, held by this process alone."""

    path: Path
    manifest: Manifest
    done: dict[int, Entry] = field(default_factory=dict)
    """Parts that are whole on the disk, by number."""

    @property
    def finished(self) -> bool:
        """Whether the sweep is complete."""
        return self.manifest.complete

    def add(self, part: Encoded) -> None:
        """Write a part; when this returns it is on the disk.

        Raises:
            StoreError: it cannot be written.
        """
        with one_message(self.path, RESUME):
            for name, data in part.data.items():
                write_whole(self.path / name, data)
            append_line(self.path / JOURNAL, json.dumps(part.entry.as_json()).encode())
        self.done[part.entry.number] = part.entry

    def finish(self) -> Manifest:
        """Write what closes the sweep: the research object's description and the manifest.

        Raises:
            StoreError: it cannot be written.
        """
        parts = tuple(self.done[number] for number in sorted(self.done))
        self.manifest = replace(self.manifest, parts=parts, complete=True)
        with one_message(self.path, RESUME):
            write_whole(self.path / CRATE, crate(self.path, self.manifest))
            write_whole(self.path / MANIFEST, self.manifest.as_bytes())
            (self.path / JOURNAL).unlink(missing_ok=True)
        return self.manifest


@contextlib.contextmanager
def writing(
    path: Path,
    identity: str,
    content: Mapping[str, Any],
    files: Mapping[str, bytes],
    shard: Shard | None = None,
    replace_other: bool = False,
) -> Iterator[Folder]:
    """Hold the folder of a sweep, begun or taken up again.

    Args:
        path: where; made if missing.
        identity: hash of all that decides the sweep's results.
        content: what the manifest says beside that.
        files: what stands in the folder beside the parts.
        shard: which share of the parts is kept here; by default all.
        replace_other: whether another sweep that the folder holds is removed first.

    Raises:
        StoreError: another process writes there, it holds something else, or the disk refuses.
    """
    with sole_writer(path):
        with one_message(path, RESUME):
            remove_half_written(path)
            if replace_other:
                _remove_other(path, identity)
            if (path / MANIFEST).exists():
                folder = _taken_up(path, identity, files, shard)
            else:
                folder = _begun(path, identity, content, files, shard)
        yield folder


def _remove_other(path: Path, identity: str) -> None:
    """Remove another sweep, its manifest first; what it does not name stays."""
    if not (path / MANIFEST).exists():
        return
    other = read_manifest(path)
    if other.identity == identity:
        return
    entries = other.parts if other.complete else journal(path)
    names = (*other.files, *(name for entry in entries for name in entry.files), CRATE, JOURNAL)
    (path / MANIFEST).unlink()
    for name in names:
        if (path / name).resolve().is_relative_to(path.resolve()):
            (path / name).unlink(missing_ok=True)
    for folder in {Path(name).parts[0] for entry in entries for name in entry.files}:
        with contextlib.suppress(OSError):
            (path / folder).rmdir()


def _begun(
    path: Path,
    identity: str,
    content: Mapping[str, Any],
    files: Mapping[str, bytes],
    shard: Shard | None,
) -> Folder:
    """A new sweep: everything but its parts, the manifest last."""
    if any((path / name).exists() for name in ("runs", "tables")):
        raise StoreError(f"{path}: holds parts without a manifest; name another folder with --out")
    for name, data in files.items():
        write_whole(path / name, data)
    (path / JOURNAL).unlink(missing_ok=True)
    hashes = {name: file_sha256(path / name) for name in files}
    manifest = Manifest(identity, content, hashes, shard=shard)
    write_whole(path / MANIFEST, manifest.as_bytes())
    return Folder(path, manifest)


def _taken_up(path: Path, identity: str, files: Mapping[str, bytes], shard: Shard | None) -> Folder:
    """A sweep that is there already, with the parts that are whole."""
    manifest = read_manifest(path)
    if manifest.identity != identity:
        name = manifest.content.get("name", "another sweep")
        raise StoreError(
            f"{path}: holds another sweep ({name}, {manifest.identity[:10]}; this one is "
            f"{identity[:10]}); name another folder with --out, or put this in its place with "
            "--replace"
        )
    if manifest.shard != shard:
        held, asked = (f"shard {each}" if each else "the whole" for each in (manifest.shard, shard))
        raise StoreError(
            f"{path}: holds {held} of this sweep, not {asked}; name another folder with --out"
        )
    for name, stated in manifest.files.items():
        if name in files and damages(path, {name: stated}):
            _put_right(path / name, files[name])
    if manifest.complete:
        return Folder(path, manifest, {part.number: part for part in manifest.parts})
    done = {entry.number: entry for entry in journal(path) if not damages(path, entry.checksums)}
    # The journal anew, without lines that a crash tore and parts that are not whole.
    lines = [json.dumps(entry.as_json()).encode() + b"\n" for entry in done.values()]
    write_whole(path / JOURNAL, b"".join(lines))
    return Folder(path, manifest, done)


def _put_right(path: Path, data: bytes) -> None:
    """Write a file in the place of whatever stands there."""
    if path.is_dir() and not path.is_symlink():
        path.rmdir()
    write_whole(path, data)


def journal(path: Path) -> list[Entry]:
    """Parts that a sweep under way has finished; not yet checked."""
    found = []
    try:
        lines = (path / JOURNAL).read_bytes().splitlines()
    except OSError:
        return []
    for line in lines:
        with contextlib.suppress(ValueError, TypeError):
            found.append(Entry(**json.loads(line)))
    return found


def damages(path: Path, checksums: Mapping[str, str]) -> list[str]:
    """What is wrong with files in a folder, one sentence each; empty if all is well.

    Args:
        path: the folder.
        checksums: what the hash of each file's bytes is to be, by its name.
    """
    found = []
    for name, stated in checksums.items():
        try:
            if file_sha256(path / name) != stated:
                found.append(f"{name}: altered (its checksum differs)")
        except FileNotFoundError:
            found.append(f"{name}: missing")
        except OSError as error:
            found.append(f"{name}: cannot be read ({error.strerror})")
    return found
