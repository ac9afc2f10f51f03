"""From the records of a state to Arrow tables whose columns carry units and meanings."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import numpy as np
import pyarrow as pa

from sim.model.assembly import Names
from sim.model.log import NUMBERS, LogKind
from sim.model.records import (
    MONTHS_PROVISION,
    MONTHS_ROUTE,
    MONTHS_TABLE,
    NEVER,
    OUTCOME,
    Column,
)
from sim.model.rows import Records
from sim.model.state import State
from sim.results.naming import named
from sim.scenario import Scenario


def outcome_columns(rows: Records) -> dict[str, pa.Array]:
    """Outcome columns with missing values where something never came about.

    Args:
        rows: outcome records, shape (n,).
    """
    columns = {}
    for column in OUTCOME:
        values = np.ascontiguousarray(rows[column.name])
        never = np.isnan(values) if column.signed else values == NEVER
        columns[column.name] = pa.array(values, mask=never)
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


PROVISION_KINDS = frozenset(
    {
        LogKind.DEMAND,
        LogKind.THREAT,
        LogKind.EXECUTION,
        LogKind.BACK_DOWN,
        LogKind.RETALIATION,
        LogKind.TACIT_COMPLIANCE,
        LogKind.LIFTING,
        LogKind.OFFER_ITEM,
        LogKind.SIGNED_ITEM,
        LogKind.DELIVERY,
        LogKind.SUSPENSION,
        LogKind.DEMAND_SETTLED,
        LogKind.RESUMPTION,
        LogKind.RELAPSE,
    }
)
"""Kinds of events whose object is a provision; of ``EVENT`` it is an event, of ``DISPLACEMENT``
a route, else an issue."""
ACTOR_KINDS = frozenset({LogKind.EVENT, LogKind.GOVERNMENT_CHANGE, LogKind.TURN, LogKind.COHERENCE})
"""Kinds of events that befall an actor rather than a seat."""


def events(state: State, names: Names, scenario: Scenario) -> pa.Table:
    """The event log: one row per event, with the numbers that decided it.

    Actors, objects, and numbers that are places in a list come with their names.
    """
    rows = state.log[: int(state.run[0].logged)]
    kinds = [LogKind(int(kind)) for kind in rows["kind"]]
    data = {
        "month": pa.array(np.ascontiguousarray(rows["month"])),
        "kind": pa.array([kind.name.lower() for kind in kinds], pa.string()),
        "table": pa.array([_name(names.tables, k) for k in rows["table"]], pa.string()),
        "actor": pa.array([actor_of(state, names, row) for row in rows], pa.string()),
        "object": pa.array([object_of(names, row) for row in rows], pa.string()),
        "numbers": pa.array(
            [
                [
                    (name, float(row[letter]))
                    for name, letter in zip(NUMBERS[kind], "abcd", strict=False)
                ]
                for kind, row in zip(kinds, rows, strict=True)
            ],
            pa.map_(pa.string(), pa.float64()),
        ),
        "named": pa.array(
            [list(named(scenario, names, row).items()) for row in rows],
            pa.map_(pa.string(), pa.string()),
        ),
    }
    return described(data, (Column("month", "months", "months since month zero"),))


def _name(names: Sequence[str], index: Any) -> str | None:
    return names[int(index)] if index >= 0 else None


def actor_of(state: State, names: Names, row: Any) -> str | None:
    """Name of the actor that a row of the log is about."""
    if row.seat < 0:
        return None
    if LogKind(int(row.kind)) in ACTOR_KINDS:
        return names.actors[int(row.seat)]
    return names.actors[int(state.seat[int(row.seat)].actor)]


def object_of(names: Names, row: Any) -> str | None:
    """Name of the provision, issue, route or event that a row of the log is about."""
    kind = LogKind(int(row.kind))
    if kind in PROVISION_KINDS:
        return _name(names.provisions, row.object)
    if kind == LogKind.EVENT:
        return _name(names.events, row.object)
    if kind == LogKind.DISPLACEMENT:
        return _name(names.routes, row.object)
    return _name(names.issues, row.object)
