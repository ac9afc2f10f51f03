"""A folder of results: written whole or not at all, and saying how it was made."""

import contextlib
import hashlib
import json
import os
import platform
import shutil
import tempfile
from collections.abc import Iterator, Mapping
from importlib.metadata import version
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from sim.errors import QpqError

MANIFEST = "manifest.json"
SCHEMA_VERSION = 1
"""Rises when the meaning of files or columns changes."""
DECIDING = ("numba", "numpy", "pyarrow")
"""Packages whose versions a manifest names."""


class StoreError(QpqError):
    """The folder cannot be written, or belongs to something else."""

    exit_code = 3


@contextlib.contextmanager
def replacing(folder: Path, kind: str) -> Iterator[Path]:
    """Write a result's files in a hidden folder, then move all of them into place.

    The manifest goes first out and last in: a folder that holds one is complete. Files that the
    former manifest names are replaced or removed; those that it does not know stay.

    Args:
        folder: where the result is to be; made if missing.
        kind: what the manifest calls the result; only a result of the same kind is replaced.

    Yields:
        The folder to write into; it must hold a manifest in the end.

    Raises:
        StoreError: the folder holds a result of another kind, or cannot be written.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        former = _former_files(folder, kind)
        staged = Path(tempfile.mkdtemp(prefix=".writing-", dir=folder))
    except OSError as error:
        raise StoreError(f"{folder}: cannot be written ({error.strerror})") from None
    try:
        yield staged
        names = sorted(path.name for path in staged.iterdir() if path.name != MANIFEST)
        for name in (*names, MANIFEST):
            _to_disk(staged / name)
        for name in (MANIFEST, *former):
            (folder / name).unlink(missing_ok=True)
        for name in (*names, MANIFEST):
            os.replace(staged / name, folder / name)
    except OSError as error:
        raise StoreError(f"{folder}: cannot be written ({error.strerror or error})") from None
    finally:
        shutil.rmtree(staged, ignore_errors=True)


def _former_files(folder: Path, kind: str) -> list[str]:
    """Names of the files of a former result; a folder that holds something else is left alone."""
    if not (folder / MANIFEST).exists():
        return []
    try:
        former = json.loads((folder / MANIFEST).read_text("utf-8"))
        found, names = former["kind"], [*former["files"], *former["figures"]]
    except (ValueError, KeyError, TypeError):
        found, names = "something else", []
    if found != kind:
        raise StoreError(f"{folder}: holds {found}, not {kind}; name another folder with --out")
    return [name for name in names if Path(name).name == name]


def _to_disk(path: Path) -> None:
    with path.open("rb") as file:
        os.fsync(file.fileno())


def write_parquet(table: pa.Table, path: Path) -> None:
    """Write a table; the same table gives the same bytes under the same version of pyarrow."""
    pq.write_table(table, path, compression="zstd")


def write_manifest(folder: Path, kind: str, package: str, content: Mapping[str, Any]) -> None:
    """Write the manifest: what the result is, what made it, and `content`.

    It holds neither times nor places, so that equal results have equal manifests.

    Args:
        folder: folder that `replacing` gave.
        kind: what the result is.
        package: version of this package.
        content: seeds, arms, checksums: whatever else a reader needs.
    """
    versions = {"python": platform.python_version(), "quidproquo": package}
    versions.update({name: version(name) for name in DECIDING})
    manifest = {"kind": kind, "schema_version": SCHEMA_VERSION, "versions": versions, **content}
    text = json.dumps(manifest, indent=2, ensure_ascii=False, allow_nan=False)
    (folder / MANIFEST).write_text(text + "\n", "utf-8", newline="\n")


def content_sha256(table: pa.Table) -> str:
    """Hash of a table's column names, types and values, in order; not of how it is stored."""
    digest = hashlib.sha256()
    for name in table.column_names:
        column = table[name].combine_chunks()
        digest.update(json.dumps([name, str(column.type), len(column)]).encode())
        if pa.types.is_floating(column.type) or pa.types.is_integer(column.type):
            if column.null_count:
                valid = column.is_valid().to_numpy(zero_copy_only=False)
                column = column.fill_null(0)
            else:
                valid = np.ones(len(column), dtype=bool)
            digest.update(np.asarray(valid).tobytes())
            values = column.to_numpy(zero_copy_only=False)
            digest.update(values.astype(values.dtype.newbyteorder("<")).tobytes())
        else:
            digest.update(json.dumps(column.to_pylist(), ensure_ascii=False).encode())
    return digest.hexdigest()


def file_sha256(path: Path) -> str:
    """Hash of a file's bytes."""
    return hashlib.sha256(path.read_bytes()).hexdigest()
