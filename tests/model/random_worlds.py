"""Scenarios that nobody thought of: anything that the schema allows, within reason.

Each has a number, from which all of it follows: `seeded` makes it again. Hypothesis chooses the
numbers; taking a scenario apart to find what matters in it would take it many minutes.
"""

import json
from collections.abc import Sequence
from random import Random
from typing import Any

from hypothesis import Phase
from hypothesis import strategies as st

from sim.scenario import Scenario, loads
from sim.scenario.events import EFFECTS, EventKind
from sim.scenario.provisions import Sector
from sim.scenario.treatments import Treatments
from sim.strategies.registry import SHIPPED

# Round numbers rather than floats: Hypothesis likes extreme floats, in which little happens.
SHARE = (0.6, 0.3, 0.8, 0.1, 0.45, 1.0, 0.0)
SMALL = (0.02, 0.0, 0.06, 0.2)
DESTINATIONS = ("supranational", "member", "destination")
PARTNERS = ("transit", "origin")
EVENTS_OF = {
    what: tuple(kind.value for kind in EventKind if kind.befalls == what)
    for what in ("actor", "route", "table")
}
LAYERS = ("members", "venues", "forum_shopping", "spillover", "displacement", "instruments",
          "dialogue", "diffusion")  # fmt: skip
"""Treatments that are switched on and off."""

Tree = dict[str, Any]
NUMBERS = st.integers(0, 2**32 - 1)
AS_FOUND = (Phase.explicit, Phase.reuse, Phase.generate)
"""Smaller numbers are no simpler worlds: a failing one is shown as it is found."""


def yes(rng: Random, chance: float = 0.5) -> bool:
    return rng.random() < chance


def playable(role: str) -> list[str]:
    names = [s.name for s in SHIPPED if role in s.roles and not s.adapts]
    return [*names[::-1], "coercive"]


def actor(rng: Random, role: str) -> Tree:
    shares = (
        *("vulnerability", "coherence", "sanction_capacity", "return_capacity"),
        *("control_capacity", "hosted_stock", "geopolitical_weight", "fiscal_stress"),
        *("empowerment", "reciprocity", "diplomatic_capacity"),
    )
    learns = f"{'partner' if role in PARTNERS else 'destination'}_learner"
    return {
        "name": "somebody",
        "role": role,
        "strategy": learns if yes(rng, 0.2) else rng.choice(playable(role)),
        "patience": rng.choice((0.98, 0.95, 0.7)),
        "concession": rng.choice((0.7, 0.2, 3.0)),
        "hurdle": rng.choice(SMALL),
        "audience_cost": rng.choice(SMALL),
        "relative_gains": rng.choice((0.0, 0.0, 0.3)),
        "government_change": rng.choice((0.0, 0.1)),
        "outside_option": rng.choice((None, None, -0.2, 0.1)),
        "attention": rng.choice((None, None, None, 1, 2)),
        "norm_appeal": role in DESTINATIONS and yes(rng, 0.1),
        **{name: rng.choice(SHARE) for name in shares if yes(rng)},
    }


def member(rng: Random, union: str) -> Tree:
    return {
        **actor(rng, "member"),
        "member_of": union,
        "population": rng.choice((5.0, 60.0, 0.5, 20.0)),
        "exposure": rng.choice((1.0, 0.3, 2.0)),
        "burden": rng.choice((1.0, 0.5, 2.0)),
    }


def union(rng: Random) -> Tree:
    return {
        **actor(rng, "supranational"),
        "voting": rng.choice(("qualified_majority", "unanimity", "simple_majority")),
        **{name: rng.choice(SHARE) for name in ("voice", "pooling", "discipline")},
    }


def seat(rng: Random, who: str) -> Tree:
    return {
        "actor": who,
        "trust": rng.choice(SHARE),
        "credibility": rng.choice(SHARE),
        "grievance": rng.choice(SHARE),
        "adoption_cost": rng.choice(SMALL),
        "dependence": rng.choice((None, None, 0.3)),
    }


def provision(rng: Random, giver: str, funds: Sequence[str]) -> Tree:
    divisible = yes(rng, 0.75)
    return {
        "giver": giver,
        "sector": rng.choice([sector.value for sector in Sector]),
        "inherited": rng.choice((0.3, 0.0, 0.6)) if divisible else 0.0,
        "cap": rng.choice((1.0, 0.8, 0.6)) if divisible else 1.0,
        "floor": rng.choice((0.0, 0.0, -0.3)) if divisible else 0.0,
        "benefit": rng.choice((0.6, 0.9, 0.4, 0.1)),
        "cost": rng.choice((0.2, 0.0, 0.5)),
        "linear_cost": rng.choice((0.02, 0.0, 0.2)),
        "visibility": rng.choice(SHARE),
        "divisible": divisible,
        "kind": rng.choice(("flow", "flow", "stock")),
        "cluster": rng.choice((None, "one")),
        "lag": rng.choice((0, 0, 2)),
        "fit": rng.choice((1.0, 0.6)),
        "fund": rng.choice((None, *funds)),
        "price": rng.choice((1.0, 0.5)),
    }


def event(rng: Random, actors: Sequence[str], routes: Sequence[str], tables: Sequence[str]) -> Tree:
    befallen = {"actor": actors, "route": routes, "table": tables}
    kind = rng.choice([kind for what, some in befallen.items() if some for kind in EVENTS_OF[what]])
    what = EventKind(kind).befalls
    falls = bool(EFFECTS[EventKind(kind)].lowered) and yes(rng, 0.3)
    happening: Tree = {
        "kind": kind,
        what: rng.choice(befallen[what]),
        "size": -rng.choice(SHARE) if falls else rng.choice(SHARE),
        "months": rng.choice((0, 1, 2, 4)),
    }
    if yes(rng):
        happening["hazard"] = 0.2
    else:
        happening.update(date=f"2020-0{rng.choice((2, 1, 4))}", every=rng.choice((0, 0, 6)))
    if kind == "election":
        happening["turnover"] = rng.choice((0.0, 0.5))
    return happening


def instruments(rng: Random) -> dict[str, Tree]:
    """Texts to sign, of which one is always at hand, and what stands beside them."""
    everything = [sector.value for sector in Sector]
    found: dict[str, Tree] = {
        "memo": {"kind": "memorandum", "bindingness": rng.choice(SHARE)},
        "agenda": {
            "kind": "declaration",
            "carries": [sector for sector in everything if yes(rng, 0.7)] or ["funds"],
        },
        "treaty": {
            "kind": "treaty",
            "form": "formal",
            "bindingness": 1.0,
            "adoption_cost": rng.choice(SMALL),
            "delay": rng.choice((0, 3, 8)),
            "exit_cost": rng.choice(SMALL),
            "after": rng.choice((None, "memo", "agenda")),
        },
        "rule": {
            "kind": "visa_measure",
            "carries": ["visa", "trade"],
            "delay": rng.choice((0, 4)),
            "assessed": rng.choice((0, 3)),
            "adoption_cost": rng.choice(SMALL),
        },
        "envoy": {"kind": "envoy", "meet": rng.choice(SHARE)},
        "purse": {
            "kind": "fund",
            "budget": rng.choice((0.5, None, 0.0, 2.0)),
            "carries": [sector for sector in everything if yes(rng, 0.7)] or ["funds"],
        },
    }
    return found


def pairs_of(rng: Random) -> tuple[dict[str, Tree], dict[str, tuple[str, str]]]:
    """Actors, and who meets whom: a pair, a state with two partners, or a union with members."""
    actors: dict[str, Tree] = {"south": actor(rng, rng.choice(PARTNERS))}
    pairs = {"first": ("north", "south")}
    if yes(rng):
        actors["east"] = actor(rng, rng.choice(PARTNERS))
        pairs["second"] = ("north", "east")
    if yes(rng):
        actors["bloc"] = union(rng)
        actors["north"] = member(rng, "bloc")
        pairs["third"] = ("bloc", "south")
        if yes(rng):
            actors["tiny"] = member(rng, "bloc")
            pairs["fourth"] = ("tiny", "south")
    else:
        actors["north"] = actor(rng, rng.choice(DESTINATIONS))
        if yes(rng):
            actors["rival"] = actor(rng, "destination")
            pairs["fourth"] = ("rival", "south")
    return actors, pairs


def issues_of(
    rng: Random, pairs: dict[str, tuple[str, str]], funds: Sequence[str]
) -> dict[str, Tree]:
    """One issue or two at each table; the first provision of each partner is one act for all."""
    issues: dict[str, Tree] = {}
    sharing = yes(rng)
    acts: dict[str, Tree] = {}
    for table, (ours, theirs) in pairs.items():
        indivisible = 0
        for number in range(rng.choice((1, 2))):
            parts = [provision(rng, theirs, ()), provision(rng, ours, funds)]
            if yes(rng):
                giver = rng.choice((ours, theirs))
                parts.append(provision(rng, giver, funds if giver == ours else ()))
            if sharing and number == 0:
                same = ("divisible", "inherited", "cap", "floor", "kind")
                act = acts.setdefault(theirs, {key: parts[0][key] for key in same})
                parts[0].update(act, shared=f"act_of_{theirs}", sector="border_control")
            for part in parts:
                indivisible += not part["divisible"]
                if indivisible > 3 and "shared" not in part:
                    part["divisible"] = True
            issues[f"{table}_{number}"] = {
                "table": table,
                "open": number == 0 or yes(rng),
                "provisions": {f"p{i}": part for i, part in enumerate(parts)},
            }
    return issues


def routes_of(rng: Random, pairs: dict[str, tuple[str, str]], all_of_them: bool) -> dict[str, Tree]:
    """Ways to each destination through the partners that it meets, from two origins."""
    guards = sorted({theirs for _, theirs in pairs.values()})
    routes: dict[str, Tree] = {}
    for table, (ours, theirs) in pairs.items():
        if not all_of_them and yes(rng):
            continue
        before = [guard for guard in guards if guard != theirs and yes(rng, 0.3)]
        routes[f"way_{table}"] = {
            "through": theirs,
            "to": ours,
            "via": before,
            "origin": rng.choice(("home", "abroad")),
            "size": rng.choice((1.0, 0.3, 4.0)),
            "open": len(routes) == 0 or yes(rng, 0.8),
            "pressure": rng.choice((1.0, 0.3, 1.7, 3.0)),
            "volatility": rng.choice((0.0, 0.12, 0.4)),
            "saturation": rng.choice((None, None, 0.8)),
        }
    for origin in ("home", "abroad"):
        own = [route for route in routes.values() if route["origin"] == origin]
        if own and not any(route["open"] for route in own):
            own[0]["open"] = True
    return routes


def tree_of(rng: Random, months: int = 14) -> Tree:
    """The tree of a scenario, ready to be written as YAML."""
    treatments = {
        name: rng.choice([choice.value for choice in field.annotation])  # type: ignore[union-attr]
        for name, field in Treatments.model_fields.items()
        if name != "diplomacy"  # Without it nothing happens.
    }
    actors, pairs = pairs_of(rng)
    if "bloc" not in actors:
        treatments["members"] = "off"
    at_hand = instruments(rng)
    tables = {
        table: {
            "destination": seat(rng, ours),
            "partner": seat(rng, theirs),
            "initiator": rng.choice(("destination", "partner")),
            "meet": rng.choice((1.0, 0.5)),
            "round_months": rng.choice((6, 3, 12)),
            "pause_months": rng.choice((0, 1, 2)),
            "mandate_months": rng.choice((0, 2)),
            "tie": rng.choice(SHARE),
            "linkage_cost": rng.choice(SMALL),
            "open": table == "first" or yes(rng, 0.7),
            "dialogue": rng.choice(SHARE),
            "instruments": ["memo", *(x for x in at_hand if x != "memo")] if yes(rng) else [],
        }
        for table, (ours, theirs) in pairs.items()
    }
    routes = routes_of(rng, pairs, treatments["displacement"] == "on")
    happenings = [
        event(rng, list(actors), list(routes), list(tables)) for _ in range(rng.choice((0, 1, 3)))
    ]
    menus = {
        side: [name for name in dict.fromkeys(playable(role)) if yes(rng, 0.4)]
        for side, role in (("destination", "member"), ("partner", "transit"))
    }
    return {
        "title": "Random",
        "description": "Drawn.",
        "period": "made up",
        "month_zero": "2020-01",
        "horizon": rng.randint(months // 2, months),
        "evidence": {"assumed": "drawn for a test"},
        "actors": actors,
        "tables": tables,
        "issues": issues_of(rng, pairs, ("purse",)),
        "routes": routes,
        "instruments": at_hand,
        "events": {f"e{i}": happening for i, happening in enumerate(happenings)},
        "strategies": {
            f"{side}_learner": {
                "play": "adaptive",
                "menu": ["cooperative", "tit_for_tat", *own][:6]
                if not set(own) & {"cooperative", "tit_for_tat"}
                else ["accommodating", *(o for o in own if o != "accommodating")][:6],
            }
            for side, own in menus.items()
        },
        "treatments": treatments,
        "parameters": {
            "bargaining": {"noise": rng.choice((0.03, 0.3))},
            "threats": {"rate_destination": 0.4, "rate_partner": 0.4, "lag_min": 0, "lag_max": 2},
            "reverse": {"rate": 0.6},
            "exit": {"lapse": 0.05, "suspension": 0.3, "renegotiation": 0.3, "upgrade": 0.5},
            "union": {"approach_rate": 0.4, "turn_rate": 0.3},
            "learning": {"review_months": rng.choice((2, 3))},
            "flow": {"elasticity": rng.choice((1.0, 0.0, 2.5))},
            "compliance": {"observation_lag": rng.choice((0, 0, 3))},
        },
    }


def trees(months: int = 14) -> st.SearchStrategy[Tree]:
    """Trees of random valid scenarios of at most that many months."""
    return NUMBERS.map(lambda number: tree_of(Random(number), months))


def scenarios(months: int = 14) -> st.SearchStrategy[Scenario]:
    """Random valid scenarios of at most that many months."""
    return trees(months).map(json.dumps).map(loads)


def seeded(seed: int, months: int = 14) -> Scenario:
    """The random scenario with that number: the same on every machine."""
    return loads(json.dumps(tree_of(Random(seed), months)))


def crowd(seed: int = 0, *, states: int = 30, tables: int = 40, months: int = 60) -> Scenario:
    """A large world with all layers on: a union, its members, and guards that meet many of them."""
    rng = Random(seed)
    guards = [f"guard{i}" for i in range(10)]
    members = [f"state{i}" for i in range(states - 11)]
    actors: dict[str, Tree] = {"bloc": union(rng)}
    actors.update({name: member(rng, "bloc") for name in members})
    actors.update({name: actor(rng, rng.choice(PARTNERS)) for name in guards})
    everybody = [("bloc", guard) for guard in guards]
    others = [(ours, theirs) for ours in members for theirs in guards]
    everybody += rng.sample(others, tables - len(everybody))
    pairs = {f"t{i}": pair for i, pair in enumerate(everybody)}
    tree = tree_of(rng)
    for who in actors.values():
        # So many that nobody would do anything if each had so little time and such scruples.
        who.update(attention=None, norm_appeal=False, hurdle=0.0, diplomatic_capacity=1.0)
    tree.update(
        horizon=months,
        actors=actors,
        tables={
            name: {
                "destination": seat(rng, ours),
                "partner": seat(rng, theirs),
                "open": yes(rng, 0.7),
                "dialogue": rng.choice(SHARE),
            }
            for name, (ours, theirs) in pairs.items()
        },
        issues=issues_of(rng, pairs, ("purse",)),
        routes=routes_of(rng, pairs, True),
    )
    tree["events"] = {
        f"e{i}": event(rng, list(actors), list(tree["routes"]), list(tree["tables"]))
        for i in range(12)
    }
    tree["treatments"].update(dict.fromkeys(LAYERS, "on"), learning="ewa", exit="on")
    return loads(json.dumps(tree))
