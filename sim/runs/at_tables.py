"""Which table numbers are about, where a scenario has several: all of them together, or one."""

import pyarrow as pa
import pyarrow.compute as pc

from sim.errors import one_named
from sim.runs.sweep_results import RUNS, TABLES, Results

TABLE = "table"
"""Column that names the table of a row."""


def rows_at(results: Results, table: str | None) -> pa.Table:
    """One row per run: of all tables together, or what came about at one of them.

    Args:
        results: the sweep.
        table: name of a table; None for all together, see ``docs/reference/outcomes.md``.

    Raises:
        InputError: there is no such table.
        StoreError: its files are missing or damaged.
    """
    return results.arrow(RUNS) if table is None else only_at(results.arrow(TABLES), table)


def only_at(rows: pa.Table, table: str) -> pa.Table:
    """Of rows that tell tables apart those of one.

    Raises:
        InputError: there is no such table.
    """
    there = rows[TABLE]
    one_named(table, pc.unique(there).to_pylist(), "no table")
    return rows.filter(pc.equal(there, table))


def where(tables: tuple[str, ...], table: str | None) -> str:
    """What to say beside numbers of a scenario with several tables; empty where it has one."""
    if len(tables) < 2:
        return ""
    return f"Table '{table}'" if table is not None else f"All {len(tables)} tables together"


def where_in_full(tables: tuple[str, ...], table: str | None) -> str:
    """The same as a sentence, with names."""
    if len(tables) < 2:
        return ""
    names = ", ".join(tables)
    if table is not None:
        return f"All numbers are about the table '{table}', one of {names}."
    return (
        f"Numbers are about all {len(tables)} tables together ({names}): an agreement is one at "
        "any of them. --table NAME (in Python table=) looks at one."
    )
