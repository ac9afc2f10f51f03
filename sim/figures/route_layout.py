"""Where places and bands of a route map stand, in inches from the upper left corner."""

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from sim.figures.pages import spread

if TYPE_CHECKING:
    from sim.scenario import Scenario

Point = tuple[float, float]

LANE, THICKEST, THINNEST, MARGIN = 0.86, 0.55, 0.03, (0.35, 1.4)
"""Inches: between bands, for what is written; the widest band, the narrowest; at the sides."""
TOP, NAMES = 0.5, 0.45
"""Inches for labels above the highest band, and for names below the lowest place."""


@dataclass(frozen=True)
class Layout:
    """A plan that several maps can share."""

    deep: float
    """Inches down."""
    scale: float
    """Inches of width for one unit of people."""
    places: dict[str, tuple[float, float, float]]
    """For each node: x, top and bottom."""
    legs: dict[str, list[tuple[Point, Point]]]
    """For each route: where the middle of its band begins and ends, leg by leg."""
    room: dict[str, float]
    """For each route: inches of its band where it is widest."""
    names: dict[str, str]
    ends: dict[str, bool]
    """Whether a place stands in the last column."""


def layout(scenario: "Scenario", widest: Mapping[str, float], width: float) -> Layout:
    """Plan a map: columns by how far along a way a place stands, bands as straight as can be.

    Each route has a lane of its own; a place stands in the middle of its routes' lanes, or as near
    as others in its column allow.

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
    names = {
        node: scenario.actors[node].name if node in scenario.actors else _outside(scenario, node)
        for node in nodes
    }
    lanes: dict[str, tuple[float, float]] = {}
    y = 0.0
    for key in ways:
        lanes[key] = (y, y + room[key])
        y += room[key] + LANE
    heights = {node: sum(room[k] + LANE for k in keys) - LANE for node, keys in nodes.items()}
    middles: dict[str, float] = {}
    for column in range(last + 1):
        here = [node for node in nodes if columns[node] == column]
        wanted = [(lanes[nodes[node][0]][0] + lanes[nodes[node][-1]][1]) / 2 for node in here]
        rooms = [heights[node] + LANE for node in here]
        middles |= dict(zip(here, spread(wanted, rooms), strict=True))
    highest = min(middles[node] - heights[node] / 2 for node in nodes) - TOP
    lowest = max(middles[node] + heights[node] / 2 for node in nodes) + NAMES
    places: dict[str, tuple[float, float, float]] = {}
    crossed: dict[tuple[str, str], float] = {}
    step = (width - sum(MARGIN)) / max(last, 1)
    for node, keys in nodes.items():
        x = MARGIN[0] + (columns[node] * step if last else (width - sum(MARGIN)) / 2)
        y = middles[node] - heights[node] / 2 - highest
        places[node] = (x, y, y + heights[node])
        for key in keys:
            crossed[node, key] = y + room[key] / 2
            y += room[key] + LANE
    legs = {
        key: [
            ((places[a][0], crossed[a, key]), (places[b][0], crossed[b, key]))
            for a, b in pairwise(way)
        ]
        for key, way in ways.items()
    }
    ends = {node: column == last for node, column in columns.items()}
    return Layout(lowest - highest, scale, places, legs, room, names, ends)


def _way(scenario: "Scenario", key: str) -> list[str]:
    """Nodes of a route in order; people who start at its first border stay there."""
    from sim.analysis.networks import borders, source

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
