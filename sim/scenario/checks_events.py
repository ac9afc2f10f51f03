"""Whether events happen in the time played, to what they can befall."""

from sim.errors import one_of
from sim.scenario.checks_shared import ScenarioChecker, with_article
from sim.scenario.document import Path
from sim.scenario.events import EFFECTS, Event


def check(found: ScenarioChecker) -> None:
    """Add what is wrong with events."""
    for name, event in found.scenario.events.items():
        _event(found, event, ("events", name))


def _event(found: ScenarioChecker, event: Event, path: Path) -> None:
    if (event.date is None) == (event.hazard is None):
        what = "has no date" if event.date is None else "has both a date and a hazard"
        found.add(path, what, "one of date, hazard")
    if event.date is not None:
        _date(found, event.date, (*path, "date"))
    elif found.ends((*path, "every"), event.every)[1] > 0:
        what = "only an event with a date comes again after so many months"
        found.add((*path, "every"), what, "a date, or no `every`")
    kind = with_article(event.kind.value)
    right = event.kind.befalls
    target = getattr(event, right)
    if target is None:
        found.add(path, f"{kind} needs the {right} that it befalls", right)
    else:
        found.known(target, getattr(found.scenario, f"{right}s"), (*path, right), right)
    for wrong in ("actor", "route"):
        if wrong != right and getattr(event, wrong) is not None:
            found.add((*path, wrong), f"{kind} befalls no {wrong}", right)
    if event.table is not None and right != "table":
        _table(found, event, event.table, (*path, "table"))
    lowest = found.ends((*path, "size"), event.size)[0]
    if lowest < 0 and not EFFECTS[event.kind].lowered:
        found.add((*path, "size"), f"{kind} has no size below 0", "0 or more")
    changes = found.ends((*path, "turnover"), event.turnover)[1] > 0
    if changes and not EFFECTS[event.kind].brings_government:
        found.add((*path, "turnover"), f"{kind} brings no new government", "an election")


def _table(found: ScenarioChecker, event: Event, table: str, path: Path) -> None:
    tables = found.scenario.tables
    if not EFFECTS[event.kind].at_table:
        found.add(path, f"{with_article(event.kind.value)} is not limited to a table", "no table")
    elif found.known(table, tables, path, "table"):
        sitting = [
            name
            for name, other in tables.items()
            if event.actor in (other.destination.actor, other.partner.actor)
        ]
        if event.actor in found.scenario.actors and table not in sitting:
            found.add(path, f"'{event.actor}' does not sit at '{table}'", one_of(sitting))


def _date(found: ScenarioChecker, date: str, path: Path) -> None:
    zero, horizon = found.scenario.month_zero, found.scenario.horizon
    month = found.scenario.month_of(date)
    if month < 0:
        found.add(path, f"{date} is before month zero", f"{zero} or later")
    # A shorter horizon set by a layer merely leaves later events unplayed.
    elif month >= horizon and ("horizon",) not in found.document.moved:
        expected = f"one of the {horizon} months from {zero}"
        found.add(path, f"{date} is after the horizon", expected)
