"""Who is tied to whom, and who stands on whose way: networks read off a scenario.

Nothing here plays a run. All numbers are those before the first month, before any shock or event.
A guard that no way leads around is what gives a weaker state its hold over a stronger one
[greenhill2010]. Closed routes have no people.
"""

from collections.abc import Iterable
from itertools import pairwise

import networkx as nx

from sim.errors import InputError, Problem, nearest, one_of
from sim.model.opening import dependences
from sim.scenario import Scenario
from sim.scenario.provisions import Route


def relations(scenario: Scenario) -> nx.MultiDiGraph:
    """Return who belongs to, negotiates with and depends on whom.

    Nodes are the keys of actors, with `role` and `name`. Edges carry a `kind`:

    - ``member``: from a member to its union;
    - ``table``: both ways between the two sides of a table, with its key as `table`;
    - ``dependence``: from the side that depends to the other, with `table` and, as `weight`, what
      it would lose each month if the other withdrew all its flows, at most 1. Interdependence is
      the two together, power the difference between them [keohane1977].
    """
    graph = nx.MultiDiGraph()
    for key, actor in scenario.actors.items():
        graph.add_node(key, role=actor.role.value, name=actor.name)
    for key, actor in scenario.actors.items():
        if actor.member_of is not None:
            graph.add_edge(key, actor.member_of, kind="member")
    lost_at = dependences(scenario)
    for table, seats in scenario.tables.items():
        ours, theirs = seats.destination.actor, seats.partner.actor
        for one, other, lost in zip((ours, theirs), (theirs, ours), lost_at[table], strict=True):
            graph.add_edge(one, other, kind="table", table=table)
            graph.add_edge(one, other, kind="dependence", table=table, weight=lost)
    return graph


def routes(scenario: Scenario) -> nx.MultiDiGraph:
    """Return the ways that people take: from origins, past guards, to destinations.

    Each leg of a route is an edge with the `route`, its `size` (baseline attempts, in the unit
    common to all routes), whether it is `open` at month zero, and as `openness` the share of
    attempts that pass the guard whom the leg leaves (1 for the first leg). Nodes have `name`,
    and `origin`, `guard` and `destination`, each true or false; one node can be several of them.
    """
    graph = nx.MultiDiGraph()
    for key, route in scenario.routes.items():
        way = _way(key, route)
        for node in way:
            actor = scenario.actors.get(node)
            graph.add_node(node, name=actor.name if actor else node)
        for leg in pairwise(way):
            graph.add_edge(
                *leg,
                route=key,
                size=route.size,
                open=route.open,
                openness=openness(scenario, leg[0]) if leg[0] in borders(route) else 1.0,
            )
    stops = [(source(key, route), route) for key, route in scenario.routes.items()]
    for node, data in graph.nodes(data=True):
        data["origin"] = any(node == start for start, _ in stops)
        data["guard"] = any(node in borders(route) for _, route in stops)
        data["destination"] = any(node == route.to for _, route in stops)
    return graph


def borders(route: Route) -> list[str]:
    """Return the actors whose borders a route crosses, in order."""
    return [*route.via, route.through]


def openness(scenario: Scenario, guard: str) -> float:
    """Return the share of attempts that pass a guard's border: ``1 - capacity control``.

    Control is the highest level of it that the guard gives at any table; below 0 it stops nobody.
    """
    control = max(
        (
            provision.inherited
            for issue in scenario.issues.values()
            for provision in issue.provisions.values()
            if provision.giver == guard and provision.sector.guards_routes
        ),
        default=0.0,
    )
    return 1.0 - scenario.actors[guard].control_capacity * max(control, 0.0)


def source(key: str, route: Route) -> str:
    """Return the node from which people set out on a route."""
    return route.origin if route.origin is not None else f"origin of {key}"


def _way(key: str, route: Route) -> list[str]:
    """Return the nodes of a route in order; people who start at its first border stay there."""
    start, crossed = source(key, route), borders(route)
    return [*([] if start == crossed[0] else [start]), *crossed, route.to]


def exclusivity(scenario: Scenario) -> dict[str, dict[str, float]]:
    """Return, by destination and guard, the share of baseline attempts that pass the guard.

    A union has the routes to itself and to all its members. Shares of several guards on one
    route add up to more than 1. Destinations that nobody tries to reach are left out.
    """
    found: dict[str, dict[str, float]] = {}
    for destination, ends in _ends(scenario).items():
        ways = [route for route in _open(scenario).values() if route.to in ends]
        people = sum(route.size for route in ways)
        if people <= 0.0:
            continue
        found[destination] = {
            guard: sum(route.size for route in ways if guard in borders(route)) / people
            for guard in _guards(ways)
        }
    return found


def cut(scenario: Scenario, guard: str) -> list[str]:
    """Return the destinations that cannot be reached on any route without passing a guard.

    A union is reached where any of its members is. Routes count with all their legs, so that
    people may change from one to another where they meet.

    Raises:
        InputError: no open route passes an actor of this name.
    """
    guards = _guards(_open(scenario).values())
    if guard not in guards:
        what, like = f"no open route passes '{guard}'", nearest(guard, guards)
        raise InputError(Problem(what, expected=one_of(guards), nearest=like))
    graph = _open_graph(scenario)
    before = _reached(graph)
    graph.remove_node(guard)
    after = _reached(graph)
    return [
        destination
        for destination, ends in _ends(scenario).items()
        if destination != guard and ends & before and not ends & after
    ]


def centrality(scenario: Scenario) -> dict[str, float]:
    """Return the betweenness of each guard: 1 where it lies on the shortest way of every pair.

    Pairs are origins and destinations that a way connects. A leg counts as shorter the more
    people take it, so that only the busiest ways of a pair matter here; `exclusivity` counts
    all. A guard at whose border people set out lies between them and their destination.
    """
    graph = nx.DiGraph()
    for one, other, data in _open_graph(scenario).edges(data=True):
        if data["size"] > 0.0:
            size = data["size"] + (
                graph.edges[one, other]["size"] if graph.has_edge(one, other) else 0.0
            )
            graph.add_edge(one, other, size=size, length=1.0 / size)
    ways = [(key, route) for key, route in _open(scenario).items() if route.size > 0.0]
    # Doorsteps, so that an origin that is a guard too is not an end of its own ways.
    doorsteps = {("before", source(key, route)) for key, route in ways}
    for doorstep in doorsteps:
        graph.add_edge(doorstep, doorstep[1], length=1.0)
    destinations = {route.to for _, route in ways}
    pairs = sum(
        len(destinations & nx.descendants(graph, doorstep) - {doorstep[1]})
        for doorstep in doorsteps
    )
    between = nx.betweenness_centrality_subset(
        graph, list(doorsteps), list(destinations), weight="length"
    )
    return {guard: between[guard] / pairs for guard in _guards(route for _, route in ways)}


def _open(scenario: Scenario) -> dict[str, Route]:
    return {key: route for key, route in scenario.routes.items() if route.open}


def _open_graph(scenario: Scenario) -> nx.MultiDiGraph:
    """The graph of routes without those that are closed at month zero."""
    graph = routes(scenario)
    closed = [edge for edge in graph.edges if not graph.edges[edge]["open"]]
    graph.remove_edges_from(closed)
    return graph


def _guards(ways: Iterable[Route]) -> list[str]:
    return list(dict.fromkeys(guard for route in ways for guard in borders(route)))


def _ends(scenario: Scenario) -> dict[str, set[str]]:
    """Where people have arrived, by destination: at itself, or at a member of it."""
    found: dict[str, set[str]] = {}
    for route in scenario.routes.values():
        here: str | None = route.to
        while here is not None and route.to not in found.setdefault(here, set()):
            found[here].add(route.to)
            here = scenario.actors[here].member_of
    return found


def _reached(graph: nx.MultiDiGraph) -> set[str]:
    """Destinations that a way from any origin leads to."""
    reached: set[str] = set()
    for node, data in graph.nodes(data=True):
        if data["origin"]:
            reached |= nx.descendants(graph, node)
    return reached
