"""Phase 2: attempted arrivals, arrivals, returns and harm on every route."""

from typing import Any

from sim.model.chance import deviate
from sim.model.codes import DRAW_FLOW, SECTOR_BORDER_CONTROL, SECTOR_READMISSION
from sim.model.leverage import dependence
from sim.model.places import actor_at, route_pressure
from sim.model.state import State
from sim.rules.compiling import compiles
from sim.rules.flows import arrivals, attempted, blocked, harm, returned, shock
from sim.rules.utility import migration_worth, partner_worth

SURGE_FADES = 0.8


@compiles
def flows(s: State, moves: Any) -> None:
    """Move people; then appraise what provisions are worth to whom under that pressure."""
    for i in range(len(s.route)):
        _flow(s, i)
    for i in range(len(s.provision)):
        _appraise(s, s.provision[i])
    for i in range(len(s.seat)):
        s.seat[i]["dependence"] = dependence(s, i // 2, i % 2)


@compiles
def _flow(s: State, index: int) -> None:
    """One month on one route."""
    r = s.route[index]
    r["deviation"] = shock(
        r["deviation"], deviate(s, r["entity"], DRAW_FLOW), r["persistence"], r["volatility"]
    )
    if s.run[0]["month"] >= r["surge_until"]:
        r["surge"] *= SURGE_FADES
    r["attempts"] = attempted(r["pressure"], r["surge"], r["deviation"])
    _control(s, index)
    through = s.actor[r["through"]]
    capacity = through["control_capacity"]
    before = through["capacity_before"]
    r["arrivals"] = arrivals(
        r["attempts"],
        capacity,
        r["control"],
        before,
        r["control_before"],
        r["floor"],
        r["swamping"],
    )
    r["returns"] = r["arrivals"] * returned(
        r["readmission"], r["identification"], s.actor[r["to"]]["return_capacity"]
    )
    r["harm"] = harm(
        blocked(r["attempts"], capacity, r["control"]),
        blocked(r["attempts"], before, r["control_before"]),
        r["pushback_risk"],
        r["diversion"],
        r["diversion_risk"],
        r["arrivals"] - r["attempts"],
    )
    r["attempts_sum"] += r["attempts"]
    r["arrivals_sum"] += r["arrivals"]
    r["returns_sum"] += r["returns"]
    r["harm_sum"] += r["harm"]


@compiles
def _control(s: State, index: int) -> None:
    """Control and readmission on a route, from all that its actor gives at any table.

    There is one border: the most demanding promise governs it, but a withdrawal anywhere opens
    it to all.
    """
    r = s.route[index]
    highest = -1.0
    lowest = 1.0
    readmission = 0.0
    for i in range(len(s.provision)):
        p = s.provision[i]
        if actor_at(s, p["table"], p["giver"])["entity"] != s.actor[r["through"]]["entity"]:
            continue
        if p["sector"] == SECTOR_BORDER_CONTROL:
            highest = max(highest, p["level"])
            if p["level"] < p["start"]:
                lowest = min(lowest, p["level"])
        elif p["sector"] == SECTOR_READMISSION:
            readmission = max(readmission, p["level"])
    r["control"] = lowest if lowest < 1.0 else max(highest, -1.0)
    r["readmission"] = readmission
    if highest == -1.0 and lowest == 1.0:
        r["control"] = r["control_before"]


@compiles
def _appraise(s: State, p: Any) -> None:
    """Worth of a provision to its receiver under this month's circumstances."""
    rule = s.rule[0]
    receiver = actor_at(s, p["table"], p["receiver"])
    if p["migration"] == 1:
        p["worth"] = p["benefit"] * migration_worth(
            receiver["vulnerability"],
            route_pressure(s, p["table"]),
            rule["utility_vulnerability_base"],
            rule["utility_pressure_elasticity"],
            rule["utility_pressure_cap"],
        )
    else:
        p["worth"] = p["benefit"] * partner_worth(
            receiver["fiscal_stress"], p["fit"], rule["utility_stress_weight"]
        )
