"""Scenarios that nobody thought of: anything that the schema allows, within reason."""

import json
from typing import Any

from hypothesis import strategies as st

from sim.scenario import Scenario, loads
from sim.scenario.provisions import Sector
from sim.scenario.treatments import Treatments
from sim.strategies.registry import SHIPPED

# Round numbers rather than floats: Hypothesis likes extreme floats, in which little happens.
SHARE = st.sampled_from([0.6, 0.3, 0.8, 0.1, 0.45, 1.0, 0.0])
SMALL = st.sampled_from([0.02, 0.0, 0.06, 0.2])
DESTINATIONS = ("supranational", "member", "destination")
PARTNERS = ("transit", "origin")
EVENTS = ("grievance", "trust", "surge", "election", "stress", "government_change")


def playable(role: str) -> list[str]:
    names = [strategy.name for strategy in SHIPPED if role in strategy.roles]
    return [*names[::-1], "coercive"]


@st.composite
def actor(draw: st.DrawFn, roles: tuple[str, ...]) -> dict[str, Any]:
    role = draw(st.sampled_from(roles))
    shares = (
        *("vulnerability", "coherence", "sanction_capacity", "return_capacity"),
        *("control_capacity", "hosted_stock", "geopolitical_weight", "fiscal_stress"),
        *("empowerment", "reciprocity"),
    )
    return {
        "name": "somebody",
        "role": role,
        "strategy": draw(st.sampled_from(playable(role))),
        "patience": draw(st.sampled_from([0.98, 0.95, 0.7])),
        "concession": draw(st.sampled_from([0.7, 0.2, 3.0])),
        "hurdle": draw(SMALL),
        "audience_cost": draw(SMALL),
        "relative_gains": draw(st.sampled_from([0.0, 0.0, 0.3])),
        "government_change": draw(st.sampled_from([0.0, 0.1])),
        "outside_option": draw(st.sampled_from([None, None, -0.2, 0.1])),
        **{name: draw(SHARE) for name in draw(st.sets(st.sampled_from(shares), max_size=5))},
    }


@st.composite
def seat(draw: st.DrawFn, who: str) -> dict[str, Any]:
    return {
        "actor": who,
        "trust": draw(SHARE),
        "credibility": draw(SHARE),
        "grievance": draw(SHARE),
        "adoption_cost": draw(SMALL),
    }


@st.composite
def provision(draw: st.DrawFn, giver: str) -> dict[str, Any]:
    divisible = draw(st.sampled_from([True, True, True, False]))
    floor = draw(st.sampled_from([0.0, 0.0, -0.3]))
    return {
        "giver": giver,
        "sector": draw(st.sampled_from([sector.value for sector in Sector])),
        "inherited": draw(st.sampled_from([0.3, 0.0, 0.6])) if divisible else 0.0,
        "cap": draw(st.sampled_from([1.0, 0.8, 0.6])) if divisible else 1.0,
        "floor": floor if divisible else 0.0,
        "benefit": draw(st.sampled_from([0.6, 0.9, 0.4, 0.1])),
        "cost": draw(st.sampled_from([0.2, 0.0, 0.5])),
        "linear_cost": draw(st.sampled_from([0.02, 0.0, 0.2])),
        "visibility": draw(SHARE),
        "divisible": divisible,
        "kind": draw(st.sampled_from(["flow", "flow", "stock"])),
        "cluster": draw(st.sampled_from([None, "one"])),
        "lag": draw(st.sampled_from([0, 0, 2])),
        "fit": draw(st.sampled_from([1.0, 0.6])),
    }


@st.composite
def event(draw: st.DrawFn, actors: list[str], routes: list[str]) -> dict[str, Any]:
    kind = draw(st.sampled_from(EVENTS if routes else [e for e in EVENTS if e != "surge"]))
    whom = {"route": draw(st.sampled_from(routes))} if kind == "surge" else {
        "actor": draw(st.sampled_from(actors))
    }  # fmt: skip
    when = {"hazard": 0.2} if draw(st.booleans()) else {"date": "2020-02"}
    return {"kind": kind, **whom, **when, "size": draw(SHARE), "months": draw(st.integers(0, 4))}


@st.composite
def trees(draw: st.DrawFn, months: int = 14) -> dict[str, Any]:
    """The tree of a scenario, ready to be written as YAML."""
    actors = {"north": draw(actor(DESTINATIONS)), "south": draw(actor(PARTNERS))}
    pairs = {"first": ("north", "south")}
    if draw(st.booleans()):
        actors["east"] = draw(actor(PARTNERS))
        pairs["second"] = ("north", "east")
    tables, files, routes = {}, {}, {}
    for table, (ours, theirs) in pairs.items():
        tables[table] = {
            "destination": draw(seat(ours)),
            "partner": draw(seat(theirs)),
            "initiator": draw(st.sampled_from(["destination", "partner"])),
            "meet": draw(st.sampled_from([1.0, 0.5])),
            "round_months": draw(st.sampled_from([6, 3, 12])),
            "pause_months": draw(st.integers(0, 2)),
            "mandate_months": draw(st.sampled_from([0, 2])),
            "tie": draw(SHARE),
            "linkage_cost": draw(SMALL),
        }
        indivisible = 0
        for number in range(draw(st.integers(1, 2))):
            parts = [draw(provision(theirs)), draw(provision(ours))]
            if draw(st.booleans()):
                parts.append(draw(provision(draw(st.sampled_from([ours, theirs])))))
            for part in parts:
                indivisible += not part["divisible"]
                if indivisible > 3:
                    part["divisible"] = True
            files[f"{table}_{number}"] = {
                "table": table,
                "open": number == 0 or draw(st.booleans()),
                "provisions": {f"p{i}": part for i, part in enumerate(parts)},
            }
        if draw(st.booleans()):
            routes[f"via_{theirs}"] = {
                "through": theirs,
                "to": ours,
                "pressure": draw(st.floats(0.3, 3.0)),
                "volatility": draw(st.sampled_from([0.0, 0.12, 0.4])),
            }
    happenings = draw(st.lists(event(list(actors), list(routes)), max_size=2))
    treatments = {
        name: draw(st.sampled_from([choice.value for choice in field.annotation]))
        for name, field in Treatments.model_fields.items()
        if name != "learning"
    }
    return {
        "title": "Random",
        "description": "Drawn.",
        "period": "made up",
        "month_zero": "2020-01",
        "horizon": draw(st.integers(4, months)),
        "evidence": {"assumed": "drawn for a test"},
        "actors": actors,
        "tables": tables,
        "files": files,
        "routes": routes,
        "events": {f"e{i}": happening for i, happening in enumerate(happenings)},
        "treatments": treatments,
        "parameters": {
            "bargaining": {"noise": draw(st.sampled_from([0.03, 0.3]))},
            "threats": {"rate_destination": 0.4, "rate_partner": 0.4, "lag_min": 0, "lag_max": 2},
            "reverse": {"rate": 0.6},
            "exit": {"lapse": 0.05, "suspension": 0.3, "renegotiation": 0.3},
        },
    }


def scenarios(months: int = 14) -> st.SearchStrategy[Scenario]:
    """Random valid scenarios of at most that many months."""
    return trees(months).map(json.dumps).map(loads)
