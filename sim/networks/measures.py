"""How far destinations hang on a guard: its share of their ways, and ways around it.

A guard that no way leads around is what gives a weaker state its hold over a stronger one
[greenhill2010]. All measures take routes as they are at month zero: closed ones have no people.
"""

from collections.abc import Iterable

import networkx as nx

from sim.errors import InputError, Problem, nearest, one_of
from sim.networks import graphs
from sim.networks.inherited import borders
from sim.scenario import Scenario
from sim.scenario.provisions import Route


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
    doorsteps = {("before", graphs.source(key, route)) for key, route in ways}
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
    graph = graphs.routes(scenario)
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
