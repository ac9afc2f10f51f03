"""The manifest of a sweep: how it was made, what it holds, and by which hashes one can tell."""

import json
import platform
import subprocess
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any, NamedTuple

from sim.runs.disk import MANIFEST, StoreError
from sim.runs.encoding import Entry, whole_content
from sim.version import VERSION

KIND = "sweep"
SCHEMA = 2
"""Rises when the meaning of files or columns of a sweep changes."""

DECIDING = ("numba", "llvmlite", "numpy", "pyarrow", "pydantic", "scipy", "SALib", "dask")
"""Packages whose versions a manifest names, where they are installed."""


class Shard(NamedTuple):
    """A share of the parts of a sweep: every so manieth, from its own number on."""

    number: int
    """From 1."""
    of: int
    """Into how many shards the sweep is cut."""
    parts: int
    """Parts of the whole sweep."""

    def __str__(self) -> str:
        """The shard as one asks for it."""
        return f"{self.number}/{self.of}"

    def holds(self, part: int) -> bool:
        """Whether a part of this number belongs to it."""
        return part % self.of == self.number - 1


@dataclass(frozen=True)
class Manifest:
    """What a sweep's folder says of itself."""

    identity: str
    """Hash of all that decides the results."""
    content: Mapping[str, Any]
    """What was played: scenario, axes, design, seeds, versions; see `docs/sweeps.md`."""
    files: Mapping[str, str]
    """Checksums of the files beside the parts."""
    parts: tuple[Entry, ...] = ()
    complete: bool = False
    shard: Shard | None = None
    """Which share of the sweep's parts the folder is to hold; None: all."""

    @property
    def runs(self) -> int:
        """Runs of the whole sweep."""
        return int(self.content["runs"])

    @property
    def failed(self) -> int:
        """Runs that failed."""
        return sum(part.failed for part in self.parts)

    @property
    def content_sha256(self) -> str | None:
        """Hash of all values in the order of runs; None until it is complete."""
        return whole_content(self.parts) if self.complete else None

    def as_bytes(self) -> bytes:
        """The manifest as it is written; it holds no times and no places."""
        document = {
            "kind": KIND,
            "schema_version": SCHEMA,
            "complete": self.complete,
            "identity": self.identity,
            "content_sha256": self.content_sha256,
            "failed": self.failed,
            **({} if self.shard is None else {"shard": self.shard._asdict()}),
            **self.content,
            "files": dict(self.files),
            "parts": [part.as_json() for part in self.parts],
        }
        text = json.dumps(document, indent=1, ensure_ascii=False, allow_nan=False)
        return (text + "\n").encode()


OUTER = ("kind", "schema_version", "complete", "identity", "content_sha256", "failed", "shard")
FORMER = ("comparison", "pairings")
"""Kinds of results that older versions kept otherwise."""


def read_manifest(folder: Path) -> Manifest:
    """The manifest of a sweep's folder.

    Raises:
        StoreError: there is none, it is not a sweep's, it is damaged, or of another schema.
    """
    try:
        text = (folder / MANIFEST).read_text("utf-8")
    except (FileNotFoundError, NotADirectoryError):
        raise StoreError(f"{folder}: holds no result ({MANIFEST} is missing)") from None
    except (OSError, UnicodeDecodeError) as error:
        raise StoreError(f"{folder / MANIFEST}: cannot be read ({error})") from None
    try:
        found = json.loads(text)
        kind, schema = found["kind"], found["schema_version"]
    except (ValueError, KeyError, TypeError):
        raise StoreError(f"{folder / MANIFEST}: not a manifest, or damaged") from None
    if kind in FORMER:
        raise StoreError(
            f"{folder}: holds {kind} in an older layout, which this version does not read; play "
            "them again into another folder"
        )
    if kind != KIND:
        raise StoreError(f"{folder}: holds '{kind}', not a sweep")
    if schema != SCHEMA:
        age = "an older" if isinstance(schema, int) and schema < SCHEMA else "another"
        made = (found.get("versions") or {}).get("quidproquo", "another version")
        raise StoreError(
            f"{folder}: written in {age} schema ({schema}; this version reads {SCHEMA}); read it "
            f"with quidproquo {made}, or play the sweep again into another folder"
        )
    try:
        parts = tuple(Entry(**part) for part in found["parts"])
        inner = {k: v for k, v in found.items() if k not in (*OUTER, "files", "parts")}
        shard = Shard(**found["shard"]) if "shard" in found else None
        manifest = Manifest(
            found["identity"], inner, found["files"], parts, found["complete"], shard
        )
        stated, counted = found["content_sha256"], manifest.content_sha256
        _ = manifest.runs
    except (KeyError, TypeError, ValueError, AttributeError):
        raise StoreError(f"{folder / MANIFEST}: not a manifest, or damaged") from None
    if stated != counted:
        raise StoreError(f"{folder / MANIFEST}: its hashes contradict each other; it was altered")
    return manifest


def versions() -> dict[str, str]:
    """Versions of all that made a result."""
    found = {"python": platform.python_version(), "quidproquo": VERSION}
    for name in DECIDING:
        try:
            found[name] = version(name)
        except PackageNotFoundError:
            continue
    return found


def revision() -> str | None:
    """Revision of the code, with a mark if it was changed since; None outside a checkout."""
    package = Path(__file__).resolve().parents[2]
    if not (package.parent / ".git").exists():
        return None
    commands: Sequence[Sequence[str]] = (
        ("git", "rev-parse", "HEAD"),
        ("git", "status", "--porcelain", "--untracked-files=no", "--", "sim"),
    )
    said = []
    for command in commands:
        try:
            done = subprocess.run(
                command, cwd=package.parent, capture_output=True, text=True, timeout=10, check=True
            )
        except (OSError, subprocess.SubprocessError):
            return None
        said.append(done.stdout.strip())
    return f"{said[0]}{' and changes' if said[1] else ''}"
