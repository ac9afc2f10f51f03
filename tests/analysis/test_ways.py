"""How far destinations hang on guards."""

import pytest

from sim.analysis import networks
from sim.errors import InputError
from sim.scenario import Scenario, library, load, loads
from tests.scenario.corridor import TEXT


@pytest.fixture(scope="module")
def corridor() -> Scenario:
    return loads(TEXT)


def test_exclusivity_counts_people(corridor: Scenario) -> None:
    found = networks.exclusivity(corridor)
    # To Italy: 3 by Niger and Libya, 1 by Tunisia. To Malta: 1 by Libya; the desert is closed.
    assert found == {
        "italy": {"niger": 0.75, "libya": 0.75, "tunisia": 0.25},
        "eu": {"niger": 0.6, "libya": 0.8, "tunisia": 0.2},
        "malta": {"libya": 1.0},
    }


def test_exclusivity_of_a_way_that_opens(corridor: Scenario) -> None:
    found = networks.exclusivity(corridor.with_changes(set={"routes.desert.open": True}))
    assert found["malta"] == {"libya": 0.5, "niger": 0.5}


def test_what_a_guard_cuts_off(corridor: Scenario) -> None:
    assert networks.cut(corridor, "libya") == ["malta"]
    assert networks.cut(corridor, "tunisia") == []
    assert networks.cut(corridor, "niger") == []
    alone = corridor.with_changes(set={"routes.short.open": False})
    assert networks.cut(alone, "libya") == ["italy", "eu", "malta"]


def test_ways_may_be_joined_where_they_meet() -> None:
    text = TEXT.replace(
        "short: {origin: sahel, through", "short: {origin: sahel, via: [niger], through"
    )
    text = text.replace(
        "island: {origin: sahel, through", "island: {origin: sahel, via: [tunisia], through"
    )
    scenario = loads(text)
    # Without Libya only Tunisia leads to Italy; without Tunisia people reach Malta by Niger.
    assert networks.cut(scenario, "libya") == ["malta"]
    assert networks.cut(scenario, "tunisia") == []


def test_a_guard_that_stands_nowhere(corridor: Scenario) -> None:
    with pytest.raises(InputError) as caught:
        networks.cut(corridor, "libia")
    assert caught.value.nearest == "libya"
    assert caught.value.expected == "one of niger, libya, tunisia"


def test_centrality_follows_the_busiest_way(corridor: Scenario) -> None:
    # Two pairs, Sahel to Italy and to Malta. A leg with 3 people is 1/3 long: both Niger and Libya
    # (1/3 + 1/3) lie on the shortest way to the sea, which takes 1 by the island route's own leg,
    # and Italy is 1 away by them and 2 by Tunisia.
    found = networks.centrality(corridor)
    assert found == {"niger": 1.0, "libya": 1.0, "tunisia": 0.0}
    busy = networks.centrality(corridor.with_changes(set={"routes.short.size": 30.0}))
    assert busy == {"niger": 0.5, "libya": 0.5, "tunisia": 0.5}


def test_a_guard_where_people_set_out_lies_between() -> None:
    text = TEXT.replace("short: {origin: sahel", "short: {origin: tunisia")
    found = networks.centrality(loads(text))
    # Three pairs: from the Sahel to both, and from Tunisia to Italy.
    assert found["tunisia"] == pytest.approx(1 / 3)
    assert found["libya"] == pytest.approx(2 / 3)


@pytest.mark.parametrize("name", library.names())
def test_shipped_scenarios(name: str) -> None:
    scenario = load(name)
    shares = networks.exclusivity(scenario)
    between = networks.centrality(scenario)
    assert all(0.0 <= share <= 1.0 for found in shares.values() for share in found.values())
    assert all(0.0 <= value <= 1.0 + 1e-12 for value in between.values())
    for guard in between:
        for destination in networks.cut(scenario, guard):
            assert shares[destination][guard] == 1.0


def test_morocco_is_the_only_way_in_ceuta() -> None:
    scenario = load("ceuta_2021")
    assert networks.exclusivity(scenario) == {"spain": {"morocco": 1.0}}
    assert networks.cut(scenario, "morocco") == ["spain"]
    assert networks.centrality(scenario) == {"morocco": 1.0}
