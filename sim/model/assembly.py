"""From a scenario to the arrays of a state: the one place where the two meet."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from sim.errors import InputError, Problem
from sim.model import state as layout
from sim.model.codes import DESTINATION, PARTNER, code
from sim.model.records import (
    MONTHS_PROVISION,
    MONTHS_ROUTE,
    MONTHS_TABLE,
    NEVER,
    OUTCOME,
    record_type,
)
from sim.model.state import Records, State
from sim.rules.draws import name_hash
from sim.scenario import Scenario
from sim.scenario.actors import Seat
from sim.scenario.provisions import Sector
from sim.strategies.registry import SHIPPED, numbers, strategies

NOTHING_OUTSIDE = -1e6
"""Utility of an outside option that nobody would take."""
LOG_ROWS_PER_TABLE_MONTH = 24


@dataclass(frozen=True)
class Names:
    """Names of the rows of a state, in order."""

    actors: tuple[str, ...]
    tables: tuple[str, ...]
    files: tuple[str, ...]
    provisions: tuple[str, ...]
    """As ``file.provision``."""
    routes: tuple[str, ...]
    events: tuple[str, ...]


@dataclass(frozen=True)
class Assembly:
    """A scenario as arrays, ready to be played any number of times."""

    scenario: Scenario
    names: Names
    template: State
    """The state before its first month; copied for every run."""


def assemble(scenario: Scenario, *, log: bool = True, months: bool = True) -> Assembly:
    """Lay out the arrays of a scenario.

    Args:
        scenario: a valid scenario.
        log: whether runs keep an event log.
        months: whether runs keep monthly records.

    Raises:
        InputError: if files that may be settled together hold too many indivisible provisions.
    """
    names = _names(scenario)
    _refuse_too_many_ends(scenario)
    horizon = scenario.horizon
    kept = horizon if months else 0
    # A month of one table can offer, sign and deliver each provision, and a little more.
    rows = horizon * (3 * len(names.provisions) + LOG_ROWS_PER_TABLE_MONTH * len(names.tables))
    template = State(
        run=np.zeros(1, layout.RUN),
        rule=_rule(scenario),
        actor=_actors(scenario, names),
        table=_tables(scenario, names),
        seat=_seats(scenario, names),
        file=_files(scenario, names),
        bid=np.zeros(2 * len(names.files), layout.BID),
        provision=_provisions(scenario, names),
        route=_routes(scenario, names),
        event=_events(scenario, names),
        term=np.zeros(len(names.provisions), layout.TERM),
        points=np.zeros((7, 2**layout.MOST_INDIVISIBLE)),
        outcome=np.zeros(1 + len(names.tables), record_type(OUTCOME)),
        log=np.zeros(rows if log else 0, layout.LOG),
        months_table=np.zeros(kept * len(names.tables), record_type(MONTHS_TABLE)),
        months_provision=np.zeros(kept * len(names.provisions), record_type(MONTHS_PROVISION)),
        months_route=np.zeros(kept * len(names.routes), record_type(MONTHS_ROUTE)),
    )
    template.run["horizon"] = horizon
    _connect_routes(template)
    return Assembly(scenario, names, template)


def _names(scenario: Scenario) -> Names:
    """Row names; files are sorted by table so that a table's rows are neighbours."""
    tables = tuple(scenario.tables)
    files = tuple(sorted(scenario.files, key=lambda f: tables.index(scenario.files[f].table)))
    return Names(
        actors=tuple(scenario.actors),
        tables=tables,
        files=files,
        provisions=tuple(f"{f}.{p}" for f in files for p in scenario.files[f].provisions),
        routes=tuple(scenario.routes),
        events=tuple(scenario.events),
    )


def _refuse_too_many_ends(scenario: Scenario) -> None:
    """Indivisible provisions are enumerated, so a table can hold only a few."""
    for table in scenario.tables:
        ends = [
            f"files.{f}.provisions.{p}"
            for f, file in scenario.files.items()
            for p, provision in file.provisions.items()
            if file.table == table and not provision.divisible
        ]
        if len(ends) > layout.MOST_INDIVISIBLE:
            raise InputError(
                Problem(
                    f"table '{table}' has {len(ends)} indivisible provisions",
                    key=ends[-1],
                    expected=f"at most {layout.MOST_INDIVISIBLE} at one table",
                )
            )


def _entities(kind: str, names: Iterable[str]) -> list[int]:
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


def _copy(row: Any, part: Any, fields: Iterable[str]) -> None:
    """Copy a schema object's numbers into a record's fields of the same names."""
    for field in fields:
        row[field] = getattr(part, field)


def _shared(part: type[Any], records: Records) -> list[str]:
    """Fields that a schema model and a record have in common."""
    return [name for name in records.dtype.names or () if name in part.model_fields]


def _rule(scenario: Scenario) -> Records:
    rule = np.zeros(1, layout.RULE)
    for group in type(scenario.parameters).model_fields:
        part = getattr(scenario.parameters, group)
        for name in type(part).model_fields:
            rule[f"{group}_{name}"] = getattr(part, name)
    for name in type(scenario.treatments).model_fields:
        rule[name] = code(getattr(scenario.treatments, name))
    return rule


def _actors(scenario: Scenario, names: Names) -> Records:
    rows = np.zeros(len(names.actors), layout.ACTOR)
    rows["entity"] = _entities("actor", names.actors)
    for row, name in zip(rows, names.actors, strict=True):
        actor = scenario.actors[name]
        fields = [f for f in _shared(type(actor), rows) if f != "outside_option"]
        _copy(row, actor, fields)
        outside = actor.outside_option
        row["outside_option"] = NOTHING_OUTSIDE if outside is None else outside
        row["side"] = DESTINATION if actor.role.on_destination_side else PARTNER
        row["capacity_before"] = actor.control_capacity
    return rows


def _tables(scenario: Scenario, names: Names) -> Records:
    rows = np.zeros(len(names.tables), layout.TABLE)
    rows["entity"] = _entities("table", names.tables)
    owners = [scenario.files[f].table for f in names.files]
    sizes = [len(scenario.files[f].provisions) for f in names.files]
    for row, name in zip(rows, names.tables, strict=True):
        table = scenario.tables[name]
        _copy(row, table, [f for f in _shared(type(table), rows) if f not in ("initiator",)])
        row["initiator"] = DESTINATION if table.initiator == "destination" else PARTNER
        own = [i for i, owner in enumerate(owners) if owner == name]
        row["first_file"] = own[0] if own else 0
        row["last_file"] = own[-1] + 1 if own else 0
        row["first"] = sum(sizes[: row["first_file"]])
        row["last"] = sum(sizes[: row["last_file"]])
        row["route"] = _route_of(scenario, names, table.partner.actor, table.destination.actor)
    return rows


def _route_of(scenario: Scenario, names: Names, partner: str, destination: str) -> int:
    """The route that a partner governs: the one to this destination, else its first; -1 none."""
    own = [i for i, r in enumerate(names.routes) if scenario.routes[r].through == partner]
    direct = [i for i in own if scenario.routes[names.routes[i]].to == destination]
    return (direct or own or [-1])[0]


def _seats(scenario: Scenario, names: Names) -> Records:
    rows = np.zeros(2 * len(names.tables), layout.SEAT)
    places = [f"{table}.{side}" for table in names.tables for side in ("destination", "partner")]
    rows["entity"] = _entities("seat", places)
    for row, place in zip(rows, places, strict=True):
        table, side = place.split(".")
        seat: Seat = getattr(scenario.tables[table], side)
        fields = [f for f in _shared(type(seat), rows) if f not in ("actor", "strategy")]
        _copy(row, seat, fields)
        row["actor"] = names.actors.index(seat.actor)
        _choose(row, seat.strategy or scenario.actors[seat.actor].strategy, scenario)
        row["asked"] = -1
        row["withdrawn"] = -1
    return rows


def _choose(row: Any, chosen: str, scenario: Scenario) -> None:
    """Write a strategy's number and parameters into a seat."""
    variant = scenario.strategies.get(chosen)
    strategy = strategies()[variant.play if variant else chosen]
    given: Mapping[str, float] = variant.parameters if variant else {}
    row["strategy"] = SHIPPED.index(strategy)
    values = numbers(strategy, dict(given))
    row["parameters"][: len(values)] = values


def _files(scenario: Scenario, names: Names) -> Records:
    rows = np.zeros(len(names.files), layout.FILE)
    rows["entity"] = _entities("file", names.files)
    start = 0
    for index, (row, name) in enumerate(zip(rows, names.files, strict=True)):
        file = scenario.files[name]
        row["table"] = names.tables.index(file.table)
        row["first"] = start
        start += len(file.provisions)
        row["last"] = start
        row["open"] = int(file.open)
        row["talk"] = index
        row["standing"] = -1
        row["signed"] = -1
        row["first_signed"] = NEVER
        row["zone"] = -1
    return rows


def _provisions(scenario: Scenario, names: Names) -> Records:
    rows = np.zeros(len(names.provisions), layout.PROVISION)
    rows["entity"] = _entities("provision", names.provisions)
    clusters: list[str] = []
    for row, place in zip(rows, names.provisions, strict=True):
        f, name = place.split(".")
        file = scenario.files[f]
        provision = file.provisions[name]
        table = scenario.tables[file.table]
        skip = ("giver", "receiver", "sector", "divisible", "cluster")
        _copy(row, provision, [x for x in _shared(type(provision), rows) if x not in skip])
        gives = provision.giver == table.destination.actor
        row["giver"] = DESTINATION if gives else PARTNER
        row["receiver"] = PARTNER if gives else DESTINATION
        row["table"] = names.tables.index(file.table)
        row["file"] = names.files.index(f)
        row["sector"] = code(Sector(provision.sector))
        row["migration"] = int(provision.sector.is_migration)
        row["divisible"] = int(provision.divisible)
        row["stock"] = int(provision.kind == "stock")
        row["cluster"] = -1
        if provision.cluster is not None:
            if provision.cluster not in clusters:
                clusters.append(provision.cluster)
            row["cluster"] = clusters.index(provision.cluster)
        for field in ("start", "level", "agreed", "told", "trial"):
            row[field] = provision.inherited
        row["offer"][:] = provision.inherited
    return rows


def _routes(scenario: Scenario, names: Names) -> Records:
    rows = np.zeros(len(names.routes), layout.ROUTE)
    rows["entity"] = _entities("route", names.routes)
    for row, name in zip(rows, names.routes, strict=True):
        route = scenario.routes[name]
        _copy(row, route, [f for f in _shared(type(route), rows) if f not in ("through", "to")])
        row["through"] = names.actors.index(route.through)
        row["to"] = names.actors.index(route.to)
        row["attempts"] = route.pressure
    return rows


def _connect_routes(state: State) -> None:
    """Border control inherited on each route: the highest that its actor gives at any table."""
    control = code(Sector.BORDER_CONTROL)
    for route in state.route:
        givers = state.seat["actor"][2 * state.provision["table"] + state.provision["giver"]]
        mine = (givers == route["through"]) & (state.provision["sector"] == control)
        if mine.any():
            route["control_before"] = state.provision["inherited"][mine].max()
            route["floor"] = state.provision["floor"][mine].min()
        route["control"] = route["control_before"]


def _events(scenario: Scenario, names: Names) -> Records:
    rows = np.zeros(len(names.events), layout.EVENT)
    rows["entity"] = _entities("event", names.events)
    for row, name in zip(rows, names.events, strict=True):
        event = scenario.events[name]
        row["kind"] = code(event.kind)
        row["actor"] = names.actors.index(event.actor) if event.actor else -1
        row["route"] = names.routes.index(event.route) if event.route else -1
        row["table"] = names.tables.index(event.table) if event.table else -1
        row["month"] = _months_between(scenario.month_zero, event.date) if event.date else -1
        row["hazard"] = event.hazard or 0.0
        row["size"] = event.size
        row["months"] = event.months
    return rows


def _months_between(start: str, end: str) -> int:
    """Whole months from one ``YYYY-MM`` to another."""
    first, last = (int(date[:4]) * 12 + int(date[5:]) for date in (start, end))
    return last - first
