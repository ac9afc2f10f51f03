"""Two graphs of a scenario: relations between actors, and the ways that people take."""

from itertools import pairwise

import networkx as nx

from sim.networks.inherited import borders, dependence, openness
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
    for table, seats in scenario.tables.items():
        ours, theirs = seats.destination.actor, seats.partner.actor
        for one, other, lost in zip(
            (ours, theirs), (theirs, ours), dependence(scenario, table), strict=True
        ):
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


def source(key: str, route: Route) -> str:
    """Return the node from which people set out on a route."""
    return route.origin if route.origin is not None else f"origin of {key}"


def _way(key: str, route: Route) -> list[str]:
    """Return the nodes of a route in order; people who start at its first border stay there."""
    start, crossed = source(key, route), borders(route)
    return [*([] if start == crossed[0] else [start]), *crossed, route.to]
