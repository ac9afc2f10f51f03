"""Graphs of a scenario: who is tied to whom, and the ways that people take."""

import networkx as nx
import pytest

from sim.analysis import networks
from sim.interactive.pages_of_scenarios import as_json
from sim.model.assembly import assemble
from sim.model.opening import dependences
from sim.model.readable import Negotiation
from sim.scenario import Scenario, library, load, loads
from tests.scenario.corridor import TEXT


@pytest.fixture(scope="module")
def corridor() -> Scenario:
    return loads(TEXT)


def edges(graph: nx.MultiDiGraph, kind: str) -> set[tuple[str, str]]:
    return {(one, other) for one, other, found in graph.edges(data="kind") if found == kind}


def test_members_and_tables(corridor: Scenario) -> None:
    graph = networks.relations(corridor)
    assert set(graph) == set(corridor.actors)
    assert graph.nodes["eu"] == {"role": "supranational", "name": "The Union"}
    assert edges(graph, "member") == {("italy", "eu"), ("malta", "eu")}
    one_way = {("eu", "tunisia"), ("italy", "tunisia"), ("italy", "libya")}
    assert edges(graph, "table") == one_way | {(other, one) for one, other in one_way}
    assert edges(graph, "dependence") == edges(graph, "table")


def test_dependence_by_hand(corridor: Scenario) -> None:
    # The union: control 0.5 x (0.5 + 0.5) vulnerability x (0.4 - 0); Tunisia: 0.5 x 0.2.
    assert dependences(corridor)["brussels"] == pytest.approx((0.2, 0.1))
    # Italy states its own at this table, and gives nothing there.
    assert dependences(corridor)["rome"] == pytest.approx((0.7, 0.0))
    graph = networks.relations(corridor)
    lost = {
        (one, other, data["table"]): data["weight"]
        for one, other, data in graph.edges(data=True)
        if data["kind"] == "dependence"
    }
    assert lost["eu", "tunisia", "brussels"] == pytest.approx(0.2)
    assert lost["tunisia", "eu", "brussels"] == pytest.approx(0.1)
    assert lost["italy", "libya", "tripoli"] == pytest.approx(0.25)


def test_pressure_is_weighed_by_people() -> None:
    # The one way past Tunisia leads to Italy, and so to the union; Italy's past Libya is another.
    pressed = loads(TEXT.replace("to: italy, size: 1}", "to: italy, pressure: 2}"))
    assert dependences(pressed)["brussels"][0] == pytest.approx(0.2 * 2**0.75)
    assert dependences(pressed)["tripoli"][0] == pytest.approx(0.25)


def test_dependence_is_at_most_one_and_stocks_do_not_count(corridor: Scenario) -> None:
    path = "issues.union_border.provisions.guard"
    much = corridor.with_changes(set={f"{path}.benefit": 9.0})
    assert dependences(much)["brussels"][0] == 1.0
    stock = corridor.with_changes(set={f"{path}.kind": "stock"})
    assert dependences(stock)["brussels"][0] == 0.0


@pytest.mark.parametrize("name", library.names())
def test_one_dependence_is_shown_wherever_one_is(name: str) -> None:
    scenario = load(name)
    found = dependences(scenario)
    assert list(found) == list(scenario.tables)
    shown = as_json(scenario, sources=False)["dependence"]
    assert shown == {t: {"destination": a, "partner": b} for t, (a, b) in found.items()}
    drawn = {
        (data["table"], one): data["weight"]
        for one, _, data in networks.relations(scenario).edges(data=True)
        if data["kind"] == "dependence"
    }
    for table, (ours, theirs) in found.items():
        seats = scenario.tables[table]
        assert drawn[table, seats.destination.actor] == ours
        assert drawn[table, seats.partner.actor] == theirs


def test_it_is_what_the_first_month_appraises_when_nothing_happens() -> None:
    calm = loads(TEXT.replace("hazard: 0.02", "hazard: 0.0"))
    quiet = {f"routes.{route}.volatility": 0.0 for route in calm.routes}
    calm = calm.with_changes(set={**quiet, "parameters.utility.jitter": 0.0})
    model = Negotiation(assemble(calm), seed=5)
    while model.step_phase() != "flows":
        pass
    for row, found in enumerate(dependences(calm).values()):
        seats = model.state.seat[2 * row : 2 * row + 2]
        assert tuple(map(float, seats["dependence"])) == found


def test_ways(corridor: Scenario) -> None:
    graph = networks.routes(corridor)
    legs = {(a, b, data["route"]): data for a, b, data in graph.edges(data=True)}
    assert set(legs) == {
        ("sahel", "niger", "central"),
        ("niger", "libya", "central"),
        ("libya", "italy", "central"),
        ("sahel", "tunisia", "short"),
        ("tunisia", "italy", "short"),
        ("sahel", "libya", "island"),
        ("libya", "malta", "island"),
        ("sahel", "niger", "desert"),
        ("niger", "malta", "desert"),
    }
    assert legs["libya", "italy", "central"]["size"] == 3.0
    # Capacity times inherited control: 0.4 x 0.5, 0.5 x 0.4; Niger has promised nothing.
    assert legs["libya", "italy", "central"]["openness"] == pytest.approx(0.8)
    assert legs["tunisia", "italy", "short"]["openness"] == pytest.approx(0.8)
    assert legs["niger", "libya", "central"]["openness"] == 1.0
    assert legs["sahel", "tunisia", "short"]["openness"] == 1.0
    assert not legs["niger", "malta", "desert"]["open"]
    assert {node for node, found in graph.nodes(data="origin") if found} == {"sahel"}
    assert {node for node, found in graph.nodes(data="guard") if found} == {
        "libya",
        "tunisia",
        "niger",
    }
    assert graph.nodes["libya"]["name"] == "Libya"


def test_people_may_set_out_at_a_border(corridor: Scenario) -> None:
    text = TEXT.replace("short: {origin: sahel", "short: {origin: tunisia")
    graph = networks.routes(loads(text))
    assert [b for a, b, found in graph.edges(data="route") if found == "short"] == ["italy"]
    assert graph.nodes["tunisia"]["origin"] and graph.nodes["tunisia"]["guard"]


def test_control_below_zero_stops_nobody() -> None:
    text = TEXT.replace(
        "giver: libya, sector: border_control, inherited: 0.5",
        "giver: libya, sector: border_control, floor: -0.5, inherited: -0.2",
    )
    graph = networks.routes(loads(text))
    assert {found for a, _, found in graph.edges(data="openness") if a == "libya"} == {1.0}


def test_ways_of_shipped_scenarios_begin_somewhere() -> None:
    graph = networks.routes(load("ceuta_2021"))
    assert set(graph.predecessors("morocco")) == {"origin of western"}
    assert nx.has_path(graph, "origin of western", "spain")
