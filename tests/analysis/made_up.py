"""Runs that nobody played, for tests that know what must come out."""

from collections.abc import Sequence
from typing import Any

import pyarrow as pa


def runs(arm: str = "base", error: Sequence[str | None] = (), **columns: Sequence[Any]) -> pa.Table:
    """One row per value; outcome columns are floats, None for what never came about."""
    (count,) = {len(values) for values in columns.values()}
    data = {
        "scenario": pa.array(["made_up"] * count),
        "arm": pa.array([arm] * count),
        "replication": pa.array(range(count), pa.int64()),
        "horizon": pa.array([36] * count, pa.int64()),
        "error": pa.array(list(error) or [None] * count, pa.string()),
    }
    outcome = {name: pa.array(list(values), pa.float64()) for name, values in columns.items()}
    return pa.table(data | outcome)
