"""Worlds of several actors, put together in Python: quiet wherever a test does not speak up."""

import json
from collections.abc import Mapping
from typing import Any

import numpy as np

from sim.model.readable import Negotiation
from sim.model.state import State
from sim.scenario import Scenario, loads

Parts = Mapping[str, Mapping[str, Any]]
Tree = dict[str, dict[str, Any]]

CALM = {"hurdle": 0.0, "reciprocity": 0.0, "government_change": 0.0}
CONTROL = {"sector": "border_control", "inherited": 0.2, "benefit": 0.9, "cost": 0.2}
MONEY = {"sector": "funds", "inherited": 0.2, "benefit": 0.9, "cost": 0.2}


def corridor(
    actors: Parts,
    tables: Mapping[str, tuple[str, str]],
    issues: Mapping[str, Parts],
    *,
    about: Parts | None = None,
    horizon: int = 12,
    treatments: Mapping[str, Any] | None = None,
    parameters: Parts | None = None,
    **parts: Any,
) -> Scenario:
    """A scenario without noise, with one issue at each table, named after it.

    Args:
        actors: what is special about each actor.
        tables: who sits at each table, destination side first.
        issues: provisions by table and name.
        about: what else is special about tables.
        horizon: months played.
        treatments: layers switched on.
        parameters: parameters of the rules by group, laid over those that silence noise.
        parts: routes, instruments, events, strategies.
    """
    seat = {"trust": 1.0, "adoption_cost": 0.0}
    rules: dict[str, dict[str, Any]] = {
        "utility": {"jitter": 0.0, "foresight": 0.0},
        "bargaining": {"noise": 0.0},
        "compliance": {"observation_noise": 0.0},
    }
    for group, values in (parameters or {}).items():
        rules[group] = {**rules.get(group, {}), **values}
    tree = {
        "title": "A corridor",
        "description": "Made up.",
        "period": "made up",
        "month_zero": "2020-01",
        "horizon": horizon,
        "evidence": {"assumed": "made up for tests"},
        "actors": {name: {"name": name, **CALM, **actor} for name, actor in actors.items()},
        "tables": {
            name: {
                "meet": 1.0,
                "linkage_cost": 0.0,
                "destination": {"actor": ours, **seat},
                "partner": {"actor": theirs, **seat},
                **(about or {}).get(name, {}),
            }
            for name, (ours, theirs) in tables.items()
        },
        "issues": {
            name: {"table": name, "provisions": provisions} for name, provisions in issues.items()
        },
        # What is promised is thought to cost what it costs if kept: plainer to reckon by hand.
        "treatments": {"promise_cost": "full", **(treatments or {})},
        "parameters": rules,
        **parts,
    }
    return loads(json.dumps(tree))


def swap(control: Mapping[str, Any] | None = None, money: Mapping[str, Any] | None = None) -> Any:
    """Control of a border by `guard` against money of `north`, with what differs from that."""
    return {
        "control": {"giver": "guard", **CONTROL, **(control or {})},
        "money": {"giver": "north", **MONEY, **(money or {})},
    }


def until(model: Negotiation, phase: str) -> State:
    """Play on until a phase comes next."""
    while model.next_phase != phase:
        model.step_phase()
    return model.state


def months_of(state: State, kind: str, column: str) -> np.ndarray:
    """A monthly column as an array of months by rows."""
    rows = getattr(state, f"months_{kind}")
    found: np.ndarray = rows[column].reshape(int(state.run["horizon"][0]), -1)
    return found
