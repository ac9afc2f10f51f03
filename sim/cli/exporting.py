"""Rows of a sweep as one file for other programs."""

import contextlib
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sim.errors import InputError, Problem, one_of
from sim.runs.disk import StoreError

if TYPE_CHECKING:
    from sim.runs.sweep_results import Results

LONGEST_STATA = 32
"""Characters of a name in Stata."""


def write(results: "Results", what: str, out: Path) -> int:
    """Write rows, and return how many.

    Args:
        results: the sweep.
        what: runs, tables, or a history that was kept.
        out: the file; its ending says the format.

    Raises:
        InputError: the ending is none of csv, parquet, dta.
        StoreError: the file cannot be written, or the sweep's files cannot be read.
    """
    writers: dict[str, Callable[[Results, str, Path], int]] = {
        ".csv": _csv,
        ".parquet": _parquet,
        ".dta": _stata,
    }
    if out.suffix not in writers:
        raise InputError(
            Problem(f"no format '{out.suffix}'", "--out", None, str(out), one_of(writers))
        )
    half = out.with_name(out.name + ".half")
    try:
        out.parent.mkdir(parents=True, exist_ok=True)
        rows = writers[out.suffix](results, what, half)
        half.replace(out)
    except OSError as error:
        raise StoreError(f"{out}: cannot be written ({error.strerror or error})") from None
    finally:
        with contextlib.suppress(OSError):
            half.unlink(missing_ok=True)
    return rows


def _csv(results: "Results", what: str, out: Path) -> int:
    import pyarrow.csv as csv

    schema = results.dataset(what).schema
    plain = [name for name in schema.names if not str(schema.field(name).type).startswith("map")]
    rows, writer = 0, None
    for batch in results.batches(what, plain):
        writer = writer or csv.CSVWriter(out, batch.schema)
        writer.write_batch(batch)
        rows += batch.num_rows
    if writer:
        writer.close()
    return rows


def _parquet(results: "Results", what: str, out: Path) -> int:
    import pyarrow.parquet as pq

    rows = 0
    with pq.ParquetWriter(out, results.dataset(what).schema, compression="zstd") as writer:
        for batch in results.batches(what):
            writer.write_batch(batch)
            rows += batch.num_rows
    return rows


def _stata(results: "Results", what: str, out: Path) -> int:
    """Stata's names are short, and take neither dots nor capital differences."""
    frame: Any = results.pandas(what)
    frame = frame.drop(columns=[name for name in ("numbers", "named") if name in frame])
    names: dict[str, str] = {}
    for name in frame.columns:
        short = "".join(c if c.isalnum() else "_" for c in name)
        # The end of a path tells more than its beginning.
        short = short[-LONGEST_STATA:].lstrip("_0123456789") or "column"
        while short in names.values():
            short = f"{short[: LONGEST_STATA - 2]}_{len(names) % 10}"
        names[name] = short
    labels = {names[name]: name[-80:] for name in frame.columns}
    frame = frame.rename(columns=names)
    for name in frame.columns:
        if frame[name].dtype.kind not in "iufb":
            frame[name] = frame[name].fillna("").astype(str).astype(object)
    frame.to_stata(out, write_index=False, variable_labels=labels, version=118)
    return len(frame)
