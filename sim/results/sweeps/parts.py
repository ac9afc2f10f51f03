"""Parts of a sweep as files, with checksums of their bytes and of their values."""

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from sim.results.store import content_sha256

RUNS = "runs"


@dataclass(frozen=True)
class Entry:
    """What the manifest says of a part."""

    number: int
    start: int
    """First run."""
    stop: int
    """First run of the next part."""
    failed: int
    """How many of its runs failed."""
    content_sha256: str
    """Hash of the values of all its tables."""
    files: Mapping[str, Mapping[str, Any]]
    """Rows, bytes and checksum of each file, by its name in the folder."""

    def as_json(self) -> dict[str, Any]:
        """The entry as it is written."""
        return {**vars(self), "files": {name: dict(each) for name, each in self.files.items()}}


@dataclass(frozen=True)
class Encoded:
    """A part, ready to be written."""

    entry: Entry
    data: Mapping[str, bytes]
    """Content of each file."""


def name_of(table: str, number: int) -> str:
    """Name of a part's file in the folder of a sweep."""
    return f"{table}/part-{number:05d}.parquet"


def encoded(number: int, start: int, stop: int, tables: Mapping[str, pa.Table]) -> Encoded:
    """The files of a part; the same tables give the same bytes under one version of pyarrow."""
    data = {name_of(name, number): parquet(table) for name, table in tables.items()}
    files = {
        name_of(name, number): {
            "rows": table.num_rows,
            "bytes": len(data[name_of(name, number)]),
            "sha256": hashlib.sha256(data[name_of(name, number)]).hexdigest(),
        }
        for name, table in tables.items()
    }
    values = {name: content_sha256(table) for name, table in sorted(tables.items())}
    failed = int(pc.sum(pc.is_valid(tables[RUNS]["error"])).as_py() or 0)
    return Encoded(Entry(number, start, stop, failed, hash_of(values), files), data)


def parquet(table: pa.Table) -> bytes:
    """A table as the bytes of a Parquet file."""
    sink = pa.BufferOutputStream()
    # Numbers hardly repeat: looking for repetitions would take longer than it saves.
    words = [field.name for field in table.schema if not pa.types.is_primitive(field.type)]
    pq.write_table(table, sink, compression="snappy", use_dictionary=words or False)
    found: bytes = sink.getvalue().to_pybytes()
    return found


def hash_of(value: object) -> str:
    """Hash of plain data."""
    return hashlib.sha256(json.dumps(value, sort_keys=True).encode()).hexdigest()


def whole_content(entries: Iterable[Entry]) -> str:
    """Hash of all values of a sweep: of those of its parts, in the order of runs."""
    return hash_of([entry.content_sha256 for entry in sorted(entries, key=lambda e: e.start)])
