"""Names of rows, and the small tools with which scenarios are copied into records."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from pydantic import BaseModel

from sim.errors import InputError, Problem
from sim.model.rows import Records
from sim.rules.draws import name_hash
from sim.scenario import Scenario


@dataclass(frozen=True)
class Names:
    """Names of the rows of a state, in order."""

    actors: tuple[str, ...]
    tables: tuple[str, ...]
    issues: tuple[str, ...]
    provisions: tuple[str, ...]
    """As ``issue.provision``."""
    routes: tuple[str, ...]
    instruments: tuple[str, ...]
    events: tuple[str, ...]


def names_of(scenario: Scenario) -> Names:
    """Return row names; issues are sorted by table so that a table's rows are neighbours."""
    tables = tuple(scenario.tables)
    issues = tuple(sorted(scenario.issues, key=lambda f: tables.index(scenario.issues[f].table)))
    return Names(
        actors=tuple(scenario.actors),
        tables=tables,
        issues=issues,
        provisions=tuple(f"{f}.{p}" for f in issues for p in scenario.issues[f].provisions),
        routes=tuple(scenario.routes),
        instruments=tuple(scenario.instruments),
        events=tuple(scenario.events),
    )


@cache
def entities(kind: str, names: tuple[str, ...]) -> tuple[int, ...]:
    """Hashes of names, refused if two collide: each must draw for itself."""
    found: dict[int, str] = {}
    for name in names:
        number = name_hash(f"{kind}:{name}")
        if number in found:
            raise InputError(
                Problem(
                    f"{kind}s '{found[number]}' and '{name}' have names that draw alike",
                    key=name,
                    expected="another name for one of them",
                )
            )
        found[number] = name
    return tuple(found)


def copy(rows: Records, parts: Sequence[BaseModel], skip: tuple[str, ...] = ()) -> None:
    """Copy schema objects into the fields of the same names of their records, one row each.

    Args:
        rows: as many as there are parts.
        parts: of one model.
        skip: fields that mean something else in the two.
    """
    if parts:
        # A field at a time: points of a sweep are assembled by the thousand.
        for field in _shared(type(parts[0]), rows.dtype.names or (), skip):
            rows[field] = [getattr(part, field) for part in parts]


@cache
def _shared(
    part: type[BaseModel], names: tuple[str, ...], skip: tuple[str, ...]
) -> tuple[str, ...]:
    """Fields that a schema model and a record have in common, without some."""
    return tuple(name for name in names if name in part.model_fields and name not in skip)
