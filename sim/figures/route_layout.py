"""Where places and bands of a route map stand, in inches from the upper left corner."""

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sim.scenario import Scenario

Place = tuple[float, float]

LANE, THICKEST, THINNEST, MARGIN = 0.42, 0.55, 0.03, (0.35, 1.4)
"""Inches: between bands, the widest band, the narrowest, and at the left and right."""
BETWEEN = 0.35
"""Inches between two places in a column, beside the names below them."""


@dataclass(frozen=True)
class Layout:
    """A plan that several maps can share."""

    deep: float
    """Inches down."""
    scale: float
    """Inches of width for one unit of people."""
    places: dict[str, tuple[float, float, float]]
    """For each node: x, top and bottom."""
    legs: dict[str, list[tuple[Place, Place]]]
    """For each route: where the middle of its band begins and ends, leg by leg."""
    room: dict[str, float]
    """For each route: inches of its band where it is widest."""
    names: dict[str, str]
    ends: dict[str, bool]
    """Whether a place stands in the last column."""


def layout(scenario: "Scenario", widest: Mapping[str, float], width: float) -> Layout:
    """Plan a map: columns by how far along a way a place stands, bands stacked without crossing.

    Args:
        scenario: its routes.
        widest: people on each route where most take it, in the unit common to all.
        width: inches across the map.
    """
    ways = {key: _way(scenario, key) for key in scenario.routes}
    columns = _columns(list(ways.values()))
    last = max(columns.values())
    most = max([*widest.values(), 1e-9])
    scale = THICKEST / most
    room = {key: max(scale * widest[key], THINNEST) for key in ways}
    nodes: dict[str, list[str]] = {}
    for key, way in ways.items():
        for node in way:
            nodes.setdefault(node, []).append(key)
    heights = {node: sum(room[k] + LANE for k in keys) - LANE for node, keys in nodes.items()}
    places: dict[str, tuple[float, float, float]] = {}
    deep = 0.0
    for column in range(last + 1):
        here = [node for node in nodes if columns[node] == column]
        deep = max(deep, sum(heights[node] + BETWEEN + 0.45 for node in here))
    for column in range(last + 1):
        here = [node for node in nodes if columns[node] == column]
        x = MARGIN[0] + (width - sum(MARGIN)) * (column / last if last else 0.5)
        free = (deep - sum(heights[node] + 0.45 for node in here)) / len(here) if here else 0.0
        y = free / 2
        for node in here:
            places[node] = (x, y, y + heights[node])
            y += heights[node] + 0.45 + free
    middles: dict[tuple[str, str], float] = {}
    for node, keys in nodes.items():
        y = places[node][1]
        for key in keys:
            middles[node, key] = y + room[key] / 2
            y += room[key] + LANE
    legs = {
        key: [
            ((places[a][0], middles[a, key]), (places[b][0], middles[b, key]))
            for a, b in pairwise(way)
        ]
        for key, way in ways.items()
    }
    names = {
        node: scenario.actors[node].name if node in scenario.actors else _outside(scenario, node)
        for node in nodes
    }
    ends = {node: column == last for node, column in columns.items()}
    return Layout(deep, scale, places, legs, room, names, ends)


def _way(scenario: "Scenario", key: str) -> list[str]:
    """Nodes of a route in order; people who start at its first border stay there."""
    from sim.networks.graphs import source
    from sim.networks.inherited import borders

    route = scenario.routes[key]
    way = [source(key, route), *borders(route), route.to]
    return list(dict.fromkeys(way))


def _outside(scenario: "Scenario", node: str) -> str:
    """Name of an origin that is no actor; one without a name is just that."""
    named = any(route.origin == node for route in scenario.routes.values())
    return node.replace("_", " ") if named else "(origin)"


def _columns(ways: list[list[str]]) -> dict[str, int]:
    """How far along its longest way each node stands; destinations stand last.

    Where ways run in a circle the place in the first way that names a node decides.
    """
    found = {node: 0 for way in ways for node in way}
    for _ in range(len(found) + 1):
        before = dict(found)
        for way in ways:
            for one, other in pairwise(way):
                found[other] = max(found[other], found[one] + 1)
        if found == before:
            break
    else:
        found = {}
        for way in ways:
            for at, node in enumerate(way):
                found.setdefault(node, at)
    ends = {way[-1] for way in ways} - {node for way in ways for node in way[:-1]}
    far = max(found.values(), default=0)
    return {node: far if node in ends else column for node, column in found.items()}
