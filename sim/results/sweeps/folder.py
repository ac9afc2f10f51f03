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

from sim.results.store import MANIFEST, StoreError, file_sha256
from sim.results.sweeps.crate import CRATE, crate
from sim.results.sweeps.disk import alone, append, put, sweep_up, told
from sim.results.sweeps.manifest import Manifest, read_manifest
from sim.results.sweeps.parts import Encoded, Entry

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
        with told(self.path, RESUME):
            for name, data in part.data.items():
                put(self.path / name, data)
            append(self.path / JOURNAL, json.dumps(part.entry.as_json()).encode())
        self.done[part.entry.number] = part.entry

    def finish(self) -> Manifest:
        """Write what closes the sweep: the research object's description and the manifest.

        Raises:
            StoreError: it cannot be written.
        """
        parts = tuple(self.done[number] for number in sorted(self.done))
        self.manifest = replace(self.manifest, parts=parts, complete=True)
        with told(self.path, RESUME):
            put(self.path / CRATE, crate(self.path, self.manifest))
            put(self.path / MANIFEST, self.manifest.as_bytes())
            (self.path / JOURNAL).unlink(missing_ok=True)
        return self.manifest


@contextlib.contextmanager
def writing(
    path: Path, identity: str, content: Mapping[str, Any], files: Mapping[str, bytes]
) -> Iterator[Folder]:
    """Hold the folder of a sweep, begun or taken up again.

    Args:
        path: where; made if missing.
        identity: hash of all that decides the sweep's results.
        content: what the manifest says beside that.
        files: what stands in the folder beside the parts.

    Raises:
        StoreError: another process writes there, it holds something else, or the disk refuses.
    """
    with alone(path):
        with told(path, RESUME):
            sweep_up(path)
            if (path / MANIFEST).exists():
                folder = _taken_up(path, identity)
            else:
                folder = _begun(path, identity, content, files)
        yield folder


def _begun(
    path: Path, identity: str, content: Mapping[str, Any], files: Mapping[str, bytes]
) -> Folder:
    """A new sweep: everything but its parts, the manifest last."""
    if any((path / name).exists() for name in ("runs", "tables")):
        raise StoreError(f"{path}: holds parts without a manifest; name another folder with --out")
    for name, data in files.items():
        put(path / name, data)
    (path / JOURNAL).unlink(missing_ok=True)
    manifest = Manifest(identity, content, {name: file_sha256(path / name) for name in files})
    put(path / MANIFEST, manifest.as_bytes())
    return Folder(path, manifest)


def _taken_up(path: Path, identity: str) -> Folder:
    """A sweep that is there already, with the parts that are whole."""
    manifest = read_manifest(path)
    if manifest.identity != identity:
        name = manifest.content.get("name", "another sweep")
        raise StoreError(
            f"{path}: holds another sweep ({name}, {manifest.identity[:10]}; this one is "
            f"{identity[:10]}); name another folder with --out"
        )
    if manifest.complete:
        return Folder(path, manifest, {part.number: part for part in manifest.parts})
    done = {entry.number: entry for entry in _journal(path / JOURNAL) if not damages(path, entry)}
    # The journal anew, without lines that a crash tore and parts that are not whole.
    lines = [json.dumps(entry.as_json()).encode() + b"\n" for entry in done.values()]
    put(path / JOURNAL, b"".join(lines))
    return Folder(path, manifest, done)


def journal(path: Path) -> list[Entry]:
    """Parts that a sweep under way has finished; not yet checked."""
    return _journal(path / JOURNAL)


def _journal(path: Path) -> list[Entry]:
    found = []
    try:
        lines = path.read_bytes().splitlines()
    except OSError:
        return []
    for line in lines:
        with contextlib.suppress(ValueError, TypeError):
            found.append(Entry(**json.loads(line)))
    return found


def damages(path: Path, entry: Entry) -> list[str]:
    """What is wrong with the files of a part, one sentence each; empty if all is well."""
    found = []
    for name, stated in entry.files.items():
        file = path / name
        try:
            size = file.stat().st_size
            if size != stated["bytes"]:
                found.append(f"{name}: {size} bytes instead of {stated['bytes']}")
            elif file_sha256(file) != stated["sha256"]:
                found.append(f"{name}: altered (its checksum differs)")
        except FileNotFoundError:
            found.append(f"{name}: missing")
        except OSError as error:
            found.append(f"{name}: cannot be read ({error.strerror})")
    return found


def altered_files(path: Path, manifest: Manifest) -> list[str]:
    """What is wrong with the files beside the parts, one sentence each."""
    found = []
    for name, stated in manifest.files.items():
        try:
            if file_sha256(path / name) != stated:
                found.append(f"{name}: altered (its checksum differs)")
        except FileNotFoundError:
            found.append(f"{name}: missing")
        except OSError as error:
            found.append(f"{name}: cannot be read ({error.strerror})")
    return found


__all__ = [
    "Folder",
    "altered_files",
    "damages",
    "journal",
    "writing",
]
