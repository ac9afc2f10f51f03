"""Worlds of one table with any provisions, put together in Python."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from sim.scenario import Scenario, loads


def bundle(
    provisions: Sequence[Mapping[str, Any]],
    *,
    trust: tuple[float, float] = (1.0, 1.0),
    patience: tuple[float, float] = (0.98, 0.98),
    actors: Mapping[str, Any] | None = None,
    **parts: Any,
) -> Scenario:
    """One table between north and south with these provisions in one issue, without noise."""
    shared = {"hurdle": 0.0, "reciprocity": 0.0, **(actors or {})}
    tree = {
        "title": "A bundle",
        "description": "Made up.",
        "period": "made up",
        "month_zero": "2020-01",
        "horizon": 12,
        "evidence": {"assumed": "made up for tests"},
        "actors": {
            "north": {"name": "N", "role": "destination", "patience": patience[0], **shared},
            "south": {"name": "S", "role": "transit", "patience": patience[1], **shared},
        },
        "tables": {
            "main": {
                "meet": 1.0,
                "destination": {"actor": "north", "trust": trust[0], "adoption_cost": 0.0},
                "partner": {"actor": "south", "trust": trust[1], "adoption_cost": 0.0},
            }
        },
        "issues": {
            "deal": {
                "table": "main",
                "provisions": {f"p{i}": dict(p) for i, p in enumerate(provisions)},
            }
        },
        "parameters": {"utility": {"jitter": 0.0, "foresight": 0.0}, "bargaining": {"noise": 0.0}},
        **parts,
    }
    return loads(json.dumps(tree))
