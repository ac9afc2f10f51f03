"""Tables as records: seats, issues, provisions, and who rivals whom."""

from collections.abc import Mapping
from typing import Any

import numpy as np

from sim.model import state as layout
from sim.model import world
from sim.model.assembly.names import Names, copy, entities
from sim.model.codes import (
    DESTINATION,
    INSTRUMENT_ENVOY,
    PARTNER,
    code,
)
from sim.model.records import NEVER
from sim.model.rows import Records
from sim.model.shared_acts import NOWHERE_SUPPLIED, NOWHERE_WITHDRAWN
from sim.rules.learning import payoff
from sim.scenario import Scenario
from sim.scenario.actors import Seat
from sim.scenario.treatments import Switch
from sim.strategies.registry import menu, numbers, strategies


def tables(scenario: Scenario, names: Names) -> Records:
    """Tables; their routes are filled in when the borders are known."""
    rows = np.zeros(len(names.tables), layout.TABLE)
    rows["entity"] = entities("table", names.tables)
    owners = [scenario.issues[f].table for f in names.issues]
    sizes = [len(scenario.issues[f].provisions) for f in names.issues]
    copy(rows, [scenario.tables[name] for name in names.tables], ("initiator", "round_months"))
    for row, name in zip(rows, names.tables, strict=True):
        table = scenario.tables[name]
        row.initiator = DESTINATION if table.initiator == "destination" else PARTNER
        own = [i for i, owner in enumerate(owners) if owner == name]
        row.first_issue = own[0] if own else 0
        row.last_issue = own[-1] + 1 if own else 0
        row.first = sum(sizes[: row.first_issue])
        row.last = sum(sizes[: row.last_issue])
        silent = scenario.treatments.diplomacy == Switch.OFF
        row.dormant = int(silent or not table.open)
        row.union = _union_table(scenario, names, name)
        ours = table.destination.actor
        row.has_members = int(any(a.member_of == ours for a in scenario.actors.values()))
        row.round_months = table.round_months or 0.0
        row.menu = _menu(scenario, names, name)
        row.envoy = _envoy(scenario, names, int(row.menu))
    for row in rows:
        if row.union >= 0:
            rows[row.union]["faces_members"] = 1
    return rows


def _union_table(scenario: Scenario, names: Names, table: str) -> int:
    """The table at which the union of this one's destination side meets the same partner."""
    union = scenario.actors[scenario.tables[table].destination.actor].member_of
    partner = scenario.tables[table].partner.actor
    for k, other in enumerate(names.tables):
        seats = scenario.tables[other]
        if union is not None and (seats.destination.actor, seats.partner.actor) == (union, partner):
            return k
    return -1


def _menu(scenario: Scenario, names: Names, table: str) -> int:
    """Instruments at hand at a table, one bit each: those named, of those that may be used."""
    named = scenario.tables[table].instruments
    role = scenario.actors[scenario.tables[table].destination.actor].role
    return sum(
        1 << i
        for i, name in enumerate(names.instruments)
        if (not named or name in named) and scenario.instruments[name].open_to(role)
    )


def _envoy(scenario: Scenario, names: Names, menu_bits: int) -> float:
    """Chance of meeting that envoys at hand add together."""
    missing = 1.0
    for i, name in enumerate(names.instruments):
        instrument = scenario.instruments[name]
        if code(instrument.kind) == INSTRUMENT_ENVOY and (menu_bits >> i) & 1:
            missing *= 1.0 - instrument.meet
    return 1.0 - missing


def seats(scenario: Scenario, names: Names) -> Records:
    """Seats, with the strategy that each plays."""
    rows = np.zeros(2 * len(names.tables), layout.SEAT)
    sides = ("destination", "partner")
    taken: list[Seat] = [
        getattr(scenario.tables[table], side) for table in names.tables for side in sides
    ]
    places = tuple(f"{table}.{side}" for table in names.tables for side in sides)
    rows["entity"] = entities("seat", places)
    copy(rows, taken, ("actor", "strategy", "dependence"))
    for row, seat in zip(rows, taken, strict=True):
        row.actor = names.actors.index(seat.actor)
        _choose(row, seat.strategy or scenario.actors[seat.actor].strategy, scenario)
        row.asked = -1
        row.withdrawn = -1
        row.following = -1
        row.followed[:] = -1
        row.dependence_given = -1.0 if seat.dependence is None else seat.dependence
        row.hurdle_here = -1.0 if seat.hurdle is None else seat.hurdle
        row.withdrawable = -1.0 if seat.sanction_capacity is None else seat.sanction_capacity
    return rows


def _choose(row: Any, chosen: str, scenario: Scenario) -> None:
    """Write a strategy into a seat: its number and parameters, or the menu of an adaptive one."""
    row.strategy, row.parameters = _numbers(chosen, scenario)
    variant = scenario.strategies.get(chosen)
    options = variant.menu if variant else []
    row.choices = len(options)
    row.experience = 1.0
    for j, option in enumerate(options):
        row.menu[j], row.menu_parameters[j] = _numbers(option, scenario)
        row.attraction[j] = scenario.parameters.learning.initial
        # What was never played is thought to leave things as they are.
        row.earned[j] = payoff(0.0, scenario.parameters.learning.payoff_scale)
    if options:
        row.strategy = row.menu[0]
        row.parameters = row.menu_parameters[0]


def _numbers(chosen: str, scenario: Scenario) -> tuple[int, Any]:
    """A strategy's number and its parameters, padded with zeros."""
    variant = scenario.strategies.get(chosen)
    strategy = strategies()[variant.play if variant else chosen]
    given: Mapping[str, float] = variant.parameters if variant else {}
    values = np.zeros(layout.PARAMETERS_OF_A_STRATEGY)
    found = numbers(strategy, dict(given))
    values[: len(found)] = found
    return menu().index(strategy), values


def issues(scenario: Scenario, names: Names) -> Records:
    """Issues, each leading its own talks."""
    rows = np.zeros(len(names.issues), layout.ISSUE)
    rows["entity"] = entities("file", names.issues)
    start = 0
    for index, (row, name) in enumerate(zip(rows, names.issues, strict=True)):
        issue = scenario.issues[name]
        row.table = names.tables.index(issue.table)
        row.first = start
        start += len(issue.provisions)
        row.last = start
        row.open = int(issue.open)
        row.talk = index
    for field in ("standing", "signed", "zone", "instrument", "drafted", "first_instrument"):
        rows[field] = -1
    rows["first_signed"] = NEVER
    return rows


def bid_rows(names: Names) -> Records:
    """Bids of both sides in the talks that each issue leads."""
    return np.zeros(2 * len(names.issues), layout.BID)


def provisions(scenario: Scenario, names: Names) -> Records:
    """Provisions at their inherited levels."""
    rows = np.zeros(len(names.provisions), layout.PROVISION)
    rows["entity"] = entities("provision", names.provisions)
    clusters: list[str] = []
    acts: list[str] = []
    own = [(f, part) for f in names.issues for part in scenario.issues[f].provisions.values()]
    copy(rows, [part for _, part in own], layout.PROVISION_WORDS)
    for row, (f, provision) in zip(rows, own, strict=True):
        issue = scenario.issues[f]
        table = scenario.tables[issue.table]
        gives = provision.giver == table.destination.actor
        row.giver = DESTINATION if gives else PARTNER
        row.receiver = PARTNER if gives else DESTINATION
        row.table = names.tables.index(issue.table)
        row.issue = names.issues.index(f)
        row.sector = code(provision.sector)
        row.migration = int(provision.sector.is_migration)
        row.divisible = int(provision.divisible)
        row.stock = int(provision.kind == "stock")
        row.cluster = _place(provision.cluster, clusters)
        row.shared = _place(provision.shared, acts)
        row.fund = names.instruments.index(provision.fund) if provision.fund else -1
    rows["elsewhere"] = rows["pledged"] = NOWHERE_SUPPLIED
    rows["opened"] = NOWHERE_WITHDRAWN
    rows["softness"] = 1.0
    for field in ("start", "level", "agreed", "told", "trial", "prior", "asked", "signed"):
        rows[field] = rows["inherited"]
    rows["offer"] = rows["inherited"][:, None]
    return rows


def _place(name: str | None, seen: list[str]) -> int:
    """Number of a name by order of appearance; -1 for none."""
    if name is None:
        return -1
    if name not in seen:
        seen.append(name)
    return seen.index(name)


def rivals(seat_rows: Records, provision_rows: Records) -> Records:
    """Pairs of tables at which one partner could sell the same act."""
    acts: dict[tuple[int, int], set[int]] = {}
    for p in provision_rows:
        if p.shared >= 0 and p.giver == PARTNER:
            giver = int(seat_rows["actor"][2 * p.table + PARTNER])
            acts.setdefault((giver, int(p.shared)), set()).add(int(p.table))
    pairs = sorted({(a, b) for group in acts.values() for a in group for b in group if a != b})
    rows = np.zeros(len(pairs), world.RIVAL)
    for row, (one, other) in zip(rows, pairs, strict=True):
        row.table, row.other = one, other
    return rows
