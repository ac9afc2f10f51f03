"""Whether routes lead somewhere, and whether the guards that are bargained over stand on one."""

from sim.errors import one_of
from sim.scenario.actors import Actor
from sim.scenario.checks_shared import ScenarioChecker
from sim.scenario.document import Path
from sim.scenario.events import EventKind
from sim.scenario.provisions import Route, Table
from sim.scenario.treatments import Switch


def check(found: ScenarioChecker) -> None:
    """Add what is wrong with routes, each alone and all together."""
    for name, route in found.scenario.routes.items():
        _route(found, route, ("routes", name))
    if found.scenario.treatments.displacement is Switch.ON:
        _origins(found)
        _guards(found)


def _route(found: ScenarioChecker, route: Route, path: Path) -> None:
    actors = found.scenario.actors
    found.known(route.through, actors, (*path, "through"), "actor")
    found.known(route.to, actors, (*path, "to"), "actor")
    if route.through == route.to:
        found.add((*path, "to"), "the route ends where it begins", "another actor")
    ends = {route.through: "through", route.to: "to"}
    for place, name in enumerate(route.via):
        where = (*path, "via", str(place))
        if found.known(name, actors, where, "actor") and name in ends:
            what = f"'{name}' stands under `{ends[name]}` already"
            found.add(where, what, "borders crossed before the last, in order")
    found.once(route.via, (*path, "via"), "border")
    if route.origin == route.to:
        what = f"the route leads from '{route.origin}' back to it"
        found.add((*path, "origin"), what, "where people set out")


def _origins(found: ScenarioChecker) -> None:
    """People can only turn to another route where routes share an origin that some leave."""
    routes = found.scenario.routes
    opened = {
        event.route
        for event in found.scenario.events.values()
        if event.kind is EventKind.ROUTE_OPENS
    }
    first: dict[str, str] = {}
    travelled: set[str] = set()
    for name, route in routes.items():
        if route.origin is None:
            what = "missing key: routes are alternatives by their origin while displacement is on"
            found.add(("routes", name, "origin"), what, "the name of a place or an actor")
            continue
        first.setdefault(route.origin, name)
        if route.open or name in opened:
            travelled.add(route.origin)
    for origin, name in first.items():
        if origin not in travelled:
            what = f"every route from '{origin}' is closed, and no event opens one"
            found.add(("routes", name, "open"), what, "true, or a route_opens event")


def _guards(found: ScenarioChecker) -> None:
    """A border that is bargained over must lie on a way to the side that asks for it."""
    scenario = found.scenario
    for issue_name, issue in scenario.issues.items():
        table = scenario.tables.get(issue.table)
        if table is None:
            continue
        for name, provision in issue.provisions.items():
            if provision.sector.guards_routes and provision.giver == table.partner.actor:
                _guarded(found, table, ("issues", issue_name, "provisions", name, "giver"))


def _guarded(found: ScenarioChecker, table: Table, path: Path) -> None:
    guard, asks = table.partner.actor, table.destination.actor
    actors = found.scenario.actors
    if guard not in actors or asks not in actors:
        return
    ends = {asks, *above(asks, actors), *(n for n in actors if asks in above(n, actors))}
    ways = found.scenario.routes.values()
    if not any(route.to in ends and guard in (*route.via, route.through) for route in ways):
        what = f"no route passes '{guard}' on its way to '{asks}' while displacement is on"
        fit = one_of(name for name in actors if name in ends)
        found.add(path, what, f"a route through or via {guard}, to {fit}")


def above(name: str, actors: dict[str, Actor]) -> list[str]:
    """Return the unions to which an actor belongs, from the nearest upwards."""
    found: list[str] = []
    here = actors[name].member_of
    while here is not None and here in actors and here not in found:
        found.append(here)
        here = actors[here].member_of
    return found
