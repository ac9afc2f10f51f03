"""Parts of a sweep as files, with checksums of their bytes and of their values."""

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

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

    @property
    def checksums(self) -> dict[str, str]:
        """Hash of the bytes of each file, by its name."""
        return {name: each["sha256"] for name, each in self.files.items()}

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


def hash_of(value: object) -> str:
    """Hash of plain data."""
    return hashlib.sha256(json.dumps(value, sort_keys=True).encode()).hexdigest()


def whole_content(entries: Iterable[Entry]) -> str:
    """Hash of all values of a sweep: of those of its parts, in the order of runs."""
    return hash_of([entry.content_sha256 for entry in sorted(entries, key=lambda e: e.start)])
