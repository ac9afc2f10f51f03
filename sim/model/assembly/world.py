"""The world around the tables as records: rules, actors, routes, instruments, events."""

from collections.abc import Sequence

import numpy as np

from sim.model import world as layout
from sim.model.assembly.names import Names, copy, entities
from sim.model.codes import (
    DESTINATION,
    NOTHING_OUTSIDE,
    PARTNER,
    SECTOR_READMISSION,
    VOTING_SIMPLE,
    VOTING_UNANIMITY,
    code,
)
from sim.model.rows import Records
from sim.scenario import Scenario
from sim.scenario.provisions import Sector

MORE_THAN_HALF = 0.5 + 1e-6
CONTROL = [code(sector) for sector in Sector if sector.guards_routes]


def rule(scenario: Scenario) -> Records:
    """Parameters and treatments."""
    row = np.zeros(1, layout.RULE)
    given = {
        f"{group}_{name}": value
        for group, part in vars(scenario.parameters).items()
        for name, value in vars(part).items()
    }
    given |= {name: code(value) for name, value in vars(scenario.treatments).items()}
    only = row[0]
    for name, value in given.items():
        only[name] = value
    return row


def actors(scenario: Scenario, names: Names) -> Records:
    """Actors, and who belongs to whom."""
    rows = np.zeros(len(names.actors), layout.ACTOR)
    rows["entity"] = entities("actor", names.actors)
    skip = ("outside_option", "attention", "population", "member_of")
    copy(rows, [scenario.actors[name] for name in names.actors], skip)
    for row, name in zip(rows, names.actors, strict=True):
        actor = scenario.actors[name]
        outside = actor.outside_option
        row.outside_option = NOTHING_OUTSIDE if outside is None else outside
        row.attention = -1 if actor.attention is None else actor.attention
        row.population = actor.population or 0.0
        row.side = DESTINATION if actor.role.on_destination_side else PARTNER
        row.norm = int(actor.norm_appeal)
        row.hurdle_before = actor.hurdle
        row.capacity_before = actor.control_capacity
        row.coherence_before = actor.coherence
        row.coherence_told = actor.coherence
        row.pressure = 1.0
        row.stake = 1.0
        row.member_of = names.actors.index(actor.member_of) if actor.member_of else -1
        row.least_states, row.least_people = _majority(scenario, code(actor.voting))
    for union in range(len(rows)):
        members = rows["member_of"] == union
        rows[union]["members"] = members.sum()
        rows[union]["people"] = rows["population"][members].sum()
    return rows


def _majority(scenario: Scenario, voting: int) -> tuple[float, float]:
    """Shares of states and of population that a vote needs."""
    if voting == VOTING_UNANIMITY:
        return 1.0, 0.0
    if voting == VOTING_SIMPLE:
        return MORE_THAN_HALF, 0.0
    union = scenario.parameters.union
    return union.majority_states, union.majority_population


def routes(scenario: Scenario, names: Names) -> Records:
    """Routes, and where each one's borders stand."""
    rows = np.zeros(len(names.routes), layout.ROUTE)
    rows["entity"] = entities("route", names.routes)
    skip = ("through", "to", "via", "origin", "open", "saturation")
    origins: list[str] = []
    borders_so_far = 0
    copy(rows, [scenario.routes[name] for name in names.routes], skip)
    for row, name in zip(rows, names.routes, strict=True):
        route = scenario.routes[name]
        row.saturation = -1.0 if route.saturation is None else route.saturation
        row.through = names.actors.index(route.through)
        row.to = names.actors.index(route.to)
        # A route without a named origin has one of its own: nobody can switch to another.
        origin = route.origin if route.origin is not None else f"origin of {name}"
        if origin not in origins:
            origins.append(origin)
        row.origin = origins.index(origin)
        row.open = int(route.open)
        row.usual = int(route.open)
        row.first_border = borders_so_far
        borders_so_far += len(route.via) + 1
        row.last_border = borders_so_far
        row.attempts = route.pressure
    return rows


def borders(
    scenario: Scenario,
    names: Names,
    route_rows: Records,
    seat_rows: Records,
    provision_rows: Records,
) -> Records:
    """Borders of routes; control inherited is the highest that a guard gives at any table."""
    guards = [
        (index, guard)
        for index, name in enumerate(names.routes)
        for guard in (*scenario.routes[name].via, scenario.routes[name].through)
    ]
    rows = np.zeros(len(guards), layout.BORDER)
    givers = seat_rows["actor"][2 * provision_rows["table"] + provision_rows["giver"]]
    controls = np.isin(provision_rows["sector"], CONTROL)
    taught: set[tuple[str, str]] = set()
    for row, (index, guard) in zip(rows, guards, strict=True):
        towards = (guard, scenario.routes[names.routes[index]].to)
        row.teaches = int(towards not in taught)
        taught.add(towards)
        row.route = index
        row.actor = names.actors.index(guard)
        mine = (givers == row.actor) & controls
        if mine.any():
            row.control_before = provision_rows["inherited"][mine].max()
            row.floor = provision_rows["floor"][mine].min()
        row.control = row.control_before
        row.passed = 1.0
        row.reached = route_rows[index]["attempts"]
        row.exclusivity = 1.0
        route_rows[index]["control"] = row.control
    return rows


def guarding(borders: Records, seats: Records, provisions: Records) -> Records:
    """Which provisions of control govern each border: all that its guard gives at any table."""
    givers = seats["actor"][2 * provisions["table"] + provisions["giver"]]
    controls = np.isin(provisions["sector"], CONTROL)
    pairs = [
        (i, int(p))
        for i, border in enumerate(borders)
        for p in np.flatnonzero(controls & (givers == border["actor"]))
    ]
    return _pairs(pairs, layout.GUARDING)


def taking(borders: Records, seats: Records, provisions: Records) -> Records:
    """Which provisions of readmission concern each route: those of all states along it."""
    givers = seats["actor"][2 * provisions["table"] + provisions["giver"]]
    takes = provisions["sector"] == SECTOR_READMISSION
    pairs = {
        (int(border["route"]), int(p))
        for border in borders
        for p in np.flatnonzero(takes & (givers == border["actor"]))
    }
    return _pairs(sorted(pairs), layout.TAKING)


def _pairs(pairs: Sequence[tuple[int, int]], kind: np.dtype[np.void]) -> Records:
    """Records of two fields, one row for each pair."""
    return np.array([tuple(pair) for pair in pairs], dtype=[("0", "i8"), ("1", "i8")]).view(kind)


def reaches(
    tables: Records, seats: Records, actors: Records, routes: Records, borders: Records
) -> Records:
    """Which borders each table's partner guards towards its destination side.

    Those of routes to the destination itself and, for a union, to its members; failing any, of
    the first route that the partner guards at all. The tables' pressure at month zero is set
    from them.
    """
    pairs: list[tuple[int, int]] = []
    for k, table in enumerate(tables):
        ours, theirs = seats["actor"][2 * k], seats["actor"][2 * k + 1]
        guarded = [i for i, border in enumerate(borders) if border["actor"] == theirs]
        ends = [routes[borders[i]["route"]]["to"] for i in guarded]
        near = [
            i for i, to in zip(guarded, ends, strict=True) if ours in (to, actors[to]["member_of"])
        ]
        chosen = near or guarded[:1]
        pairs += [(k, i) for i in chosen]
        own = [routes[borders[i]["route"]] for i in chosen]
        usual = sum(float(r["size"]) for r in own if r["usual"])
        table.route = borders[chosen[0]]["route"] if chosen else -1
        table.usual = usual or sum(float(r["size"]) for r in own)
        table.pressure = 1.0
        table.arrivals = 1.0
        if table.usual > 0.0:
            now = sum(float(r["size"] * r["attempts"]) for r in own if r["usual"])
            table.pressure = table.arrivals = now / table.usual
    rows = np.zeros(len(pairs), layout.REACH)
    for row, (k, i) in zip(rows, pairs, strict=True):
        row.table, row.border = k, i
    return rows


def instruments(scenario: Scenario, names: Names) -> Records:
    """Instruments, with the sectors that they carry as bits."""
    rows = np.zeros(len(names.instruments), layout.INSTRUMENT)
    rows["entity"] = entities("instrument", names.instruments)
    used = [scenario.instruments[name] for name in names.instruments]
    copy(rows, used, ("kind", "after", "budget"))
    for row, instrument in zip(rows, used, strict=True):
        row.kind = code(instrument.kind)
        row.formal = int(instrument.form == "formal")
        row.sectors = sum(1 << code(sector) for sector in instrument.carries) or -1
        row.after = names.instruments.index(instrument.after) if instrument.after else -1
        row.signed = int(instrument.kind.is_signed)
        row.budget = -1.0 if instrument.budget is None else instrument.budget
    return rows


def events(scenario: Scenario, names: Names) -> Records:
    """Events by month."""
    rows = np.zeros(len(names.events), layout.EVENT)
    rows["entity"] = entities("event", names.events)
    for row, name in zip(rows, names.events, strict=True):
        event = scenario.events[name]
        row.kind = code(event.kind)
        row.actor = names.actors.index(event.actor) if event.actor else -1
        row.route = names.routes.index(event.route) if event.route else -1
        row.table = names.tables.index(event.table) if event.table else -1
        row.month = scenario.month_of(event.date) if event.date else -1
        row.hazard = event.hazard or 0.0
        row.size = event.size
        row.months = event.months
        row.every = event.every
        row.turnover = event.turnover
        row.over = -1
    return rows
