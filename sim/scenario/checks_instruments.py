"""Whether instruments can be used, at tables where they are at hand, by what names them."""

from sim.errors import nearest, one_of
from sim.scenario.actors import Role
from sim.scenario.checks_shared import ScenarioChecker, circles, with_article
from sim.scenario.document import Path
from sim.scenario.instruments import Instrument, InstrumentKind
from sim.scenario.provisions import Provision, Table
from sim.scenario.treatments import Switch

MOST = 60
"""Instruments of one scenario: the model keeps one bit each of a whole number."""


def check(found: ScenarioChecker) -> None:
    """Add what is wrong with instruments, and with what names them."""
    scenario = found.scenario
    if len(scenario.instruments) > MOST:
        what = f"{len(scenario.instruments)} instruments are too many"
        found.add(("instruments",), what, f"at most {MOST}")
    for name, instrument in scenario.instruments.items():
        _instrument(found, name, instrument)
    order = {name: instrument.after for name, instrument in scenario.instruments.items()}
    for circle in circles(order):
        what = f"circular order of instruments: {' -> '.join(circle)}"
        found.add(("instruments", circle[0], "after"), what, "one that comes first")
    for name, table in scenario.tables.items():
        _table(found, table, ("tables", name, "instruments"))
    _funds(found)
    _shared(found)
    if scenario.treatments.instruments is Switch.ON and not any(
        scenario.instruments[name].kind.is_signed
        for table in scenario.tables.values()
        for name in at_hand(found, table)
    ):
        what = "no table has an instrument at hand that can be signed"
        fit = [kind for kind in InstrumentKind if kind.is_signed]
        found.add(("treatments", "instruments"), what, f"one whose kind is {one_of(fit)}")


def at_hand(found: ScenarioChecker, table: Table) -> list[str]:
    """Return the instruments that a table names, or else all, that its destination may use."""
    instruments, actors = found.scenario.instruments, found.scenario.actors
    asks = actors.get(table.destination.actor)
    return [
        name
        for name in table.instruments or instruments
        if asks and name in instruments and instruments[name].open_to(asks.role)
    ]


def _instrument(found: ScenarioChecker, name: str, instrument: Instrument) -> None:
    path = ("instruments", name)
    kind = instrument.kind
    if instrument.after is not None:
        found.known(instrument.after, found.scenario.instruments, (*path, "after"), "instrument")
    for place, role in enumerate(instrument.users):
        if not role.on_destination_side:
            fit = [other.value for other in Role if other.on_destination_side]
            what = f"the role {role.value} does not sit on the destination side"
            found.add((*path, "users", str(place)), what, one_of(fit))
    found.once(instrument.users, (*path, "users"), "role")
    found.once(instrument.carries, (*path, "carries"), "sector")
    for key, number, only in (
        ("assessed", instrument.assessed, InstrumentKind.VISA_MEASURE),
        ("meet", instrument.meet, InstrumentKind.ENVOY),
        ("budget", instrument.budget, InstrumentKind.FUND),
    ):
        given = number is not None and (key == "budget" or found.ends((*path, key), number)[1] > 0)
        if given and kind is not only:
            expected = f"it only where `kind` is {only.value}"
            found.add((*path, key), f"{with_article(kind.value)} has no `{key}`", expected)


def _table(found: ScenarioChecker, table: Table, path: Path) -> None:
    instruments = found.scenario.instruments
    asks = found.scenario.actors.get(table.destination.actor)
    found.once(table.instruments, path, "instrument")
    for place, name in enumerate(table.instruments):
        where = (*path, str(place))
        if not found.known(name, instruments, where, "instrument") or asks is None:
            continue
        if not instruments[name].open_to(asks.role):
            what = f"the {asks.role.value} '{table.destination.actor}' may not use '{name}'"
            fit = [key for key, other in instruments.items() if other.open_to(asks.role)]
            found.add(where, what, one_of(fit))


def _funds(found: ScenarioChecker) -> None:
    instruments = found.scenario.instruments
    funds = [key for key, other in instruments.items() if other.kind is InstrumentKind.FUND]
    for path, provision in _provisions(found):
        name = provision.fund
        if name is None:
            continue
        if name in instruments and name not in funds:
            what = f"'{name}' is {with_article(instruments[name].kind.value)}, not a fund"
            found.add((*path, "fund"), what, one_of(funds), nearest(name, funds))
        else:
            found.known(name, funds, (*path, "fund"), "fund")


def _shared(found: ScenarioChecker) -> None:
    """One act that counts at several tables is one actor's, in one sector, once at each."""
    first: dict[str, tuple[str, Provision]] = {}
    tables: dict[str, set[str]] = {}
    for path, provision in _provisions(found):
        act = provision.shared
        if act is None:
            continue
        where = (*path, "shared")
        table = found.scenario.issues[path[1]].table
        if table in tables.setdefault(act, set()):
            found.add(where, f"'{act}' stands twice at table '{table}'", "one at each table")
        tables[act].add(table)
        dotted, other = first.setdefault(act, (".".join(path), provision))
        for key in ("giver", "sector"):
            mine, theirs = str(getattr(provision, key)), str(getattr(other, key))
            if mine != theirs:
                what = f"'{act}' has the {key} {mine} here and {theirs} in {dotted}"
                found.add(where, what, f"one {key} for one act")
        if provision.divisible != other.divisible:
            what = f"'{act}' is divisible at one table and all or nothing at another"
            found.add((*path, "divisible"), what, f"as in {dotted}")


def _provisions(found: ScenarioChecker) -> list[tuple[Path, Provision]]:
    return [
        (("issues", issue_name, "provisions", name), provision)
        for issue_name, issue in found.scenario.issues.items()
        for name, provision in issue.provisions.items()
    ]
