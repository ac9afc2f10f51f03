"""From the records of a state to Arrow tables whose columns carry units and meanings."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from sim.model.assembly import Names
from sim.model.records import (
    MONTHS_PROVISION,
    MONTHS_ROUTE,
    MONTHS_TABLE,
    OUTCOME,
    Column,
    never_came_about,
)
from sim.model.rows import Records
from sim.model.state import State


def outcome_columns(rows: Records) -> dict[str, pa.Array]:
    """Outcome columns with missing values where something never came about.

    Args:
        rows: outcome records, shape (n,).
    """
    columns = {}
    for column in OUTCOME:
        values = np.ascontiguousarray(rows[column.name])
        columns[column.name] = pa.array(values, mask=never_came_about(column, values))
    return columns


def described(columns: Mapping[str, Any], meanings: Iterable[Column] = ()) -> pa.Table:
    """An Arrow table; columns with a unit carry it, and their meaning, as metadata."""
    table = pa.table(dict(columns))
    known = {column.name: column for column in meanings}
    fields = [
        field.with_metadata({"unit": known[field.name].unit, "meaning": known[field.name].meaning})
        if field.name in known
        else field
        for field in table.schema
    ]
    return pa.Table.from_arrays(table.columns, schema=pa.schema(fields))


def months(state: State, names: Names) -> pa.Table:
    """One row per table and month."""
    return _tidy(state.months_table, "table", names.tables, MONTHS_TABLE)


def provision_months(state: State, names: Names) -> pa.Table:
    """One row per provision and month."""
    return _tidy(state.months_provision, "provision", names.provisions, MONTHS_PROVISION)


def route_months(state: State, names: Names) -> pa.Table:
    """One row per route and month."""
    return _tidy(state.months_route, "route", names.routes, MONTHS_ROUTE)


def _tidy(rows: Records, what: str, names: Sequence[str], columns: tuple[Column, ...]) -> pa.Table:
    count = len(names)
    length = len(rows) // count if count else 0
    data: dict[str, Any] = {
        "month": pa.array(np.repeat(np.arange(length), count)),
        what: pa.array(list(names) * length, pa.string()),
    }
    for column in columns:
        data[column.name] = pa.array(np.ascontiguousarray(rows[column.name]))
    return described(data, (Column("month", "months", "months since month zero"), *columns))


LABELS = (
    Column("run", "number", "number of the run: point * replications + its place there"),
    Column("point", "number", "number of the point in the design"),
    Column("replication", "number", "number under which the run draws"),
    Column("seed", "number", "key of all draws"),
    Column("error", "text", "why the run failed; missing if it did not"),
    Column("replay", "text", "how a failed run is played again"),
)


def outcome_table(
    columns: Mapping[str, Any], rows: Records, errors: Sequence[str | None]
) -> pa.Table:
    """Columns that say which, then the outcome; a failed run has none."""
    found: dict[str, Any] = outcome_columns(rows)
    failed = np.array([error is not None for error in errors])
    if failed.any():
        found = {
            name: pc.if_else(pa.array(failed), pa.scalar(None, values.type), values)
            for name, values in found.items()
        }
    return described({**columns, **found}, (*LABELS, *OUTCOME))


def tables_table(
    columns: Mapping[str, Any],
    rows: Records,
    errors: Sequence[str | None],
    tables: Sequence[str],
) -> pa.Table:
    """The same for each run and table."""
    count = len(tables)
    which = pa.array(np.repeat(np.arange(len(errors)), count))
    repeated = {name: values.take(which) for name, values in columns.items()}
    names = pa.array(list(tables), pa.string())
    repeated["table"] = names.take(pa.array(np.tile(np.arange(count), len(errors))))
    again = [error for error in errors for _ in range(count)]
    return outcome_table(repeated, np.ascontiguousarray(rows).reshape(-1), again)
