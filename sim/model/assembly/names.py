"""Names of rows, and the small tools with which scenarios are copied into records."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from sim.errors import InputError, Problem
from sim.model.state import Records
from sim.rules.draws import name_hash
from sim.scenario import Scenario


@dataclass(frozen=True)
class Names:
    """Names of the rows of a state, in order."""

    actors: tuple[str, ...]
    tables: tuple[str, ...]
    files: tuple[str, ...]
    provisions: tuple[str, ...]
    """As ``file.provision``."""
    routes: tuple[str, ...]
    instruments: tuple[str, ...]
    events: tuple[str, ...]


def names_of(scenario: Scenario) -> Names:
    """Return row names; files are sorted by table so that a table's rows are neighbours."""
    tables = tuple(scenario.tables)
    files = tuple(sorted(scenario.files, key=lambda f: tables.index(scenario.files[f].table)))
    return Names(
        actors=tuple(scenario.actors),
        tables=tables,
        files=files,
        provisions=tuple(f"{f}.{p}" for f in files for p in scenario.files[f].provisions),
        routes=tuple(scenario.routes),
        instruments=tuple(scenario.instruments),
        events=tuple(scenario.events),
    )


def entities(kind: str, names: Iterable[str]) -> list[int]:
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
    return list(found)


def copy(row: Any, part: Any, fields: Iterable[str]) -> None:
    """Copy a schema object's numbers into a record's fields of the same names."""
    for field in fields:
        row[field] = getattr(part, field)


def shared(part: type[Any], records: Records) -> list[str]:
    """Fields that a schema model and a record have in common."""
    return [name for name in records.dtype.names or () if name in part.model_fields]
