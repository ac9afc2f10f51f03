"""Off means absent: what only a layer reads changes nothing while the layer is off."""

import json
from collections.abc import Callable
from random import Random
from typing import Any

import pytest

from sim.errors import InputError
from sim.model.state import State
from sim.scenario import loads
from tests.model.random_worlds import LAYERS, Tree, tree_of
from tests.model.worlds import log_of, played

OF_ACTORS = (
    *("population", "exposure", "burden"),
    *("voting", "voice", "pooling", "discipline"),
)
OF_PROVISIONS = ("shared", "fund", "price")
OF_TABLES = ("dialogue", "instruments")
PARAMETERS = {
    "union": {
        "majority_states": 0.9,
        "approach_rate": 1.0,
        "approach_gain": 0.0,
        "discipline": 2.0,
    },
    "flow": {"elasticity": 3.0},
    "learning": {"review_months": 1, "recency": 0.5, "sensitivity": 20.0},
    "memory": {"dialogue_gain": 1.0, "diffusion": 0.5, "diffusion_floor": 0.1},
    "exit": {"upgrade": 1.0},
}


def records(state: State) -> list[bytes]:
    """All that a run leaves behind: its outcome, its story and its months."""
    months = (state.months_table, state.months_provision, state.months_route)
    return [state.outcome.tobytes(), log_of(state).tobytes(), *(rows.tobytes() for rows in months)]


def quiet(number: int) -> Tree:
    """A random world with all layers off."""
    tree = tree_of(Random(number))
    tree["treatments"].update(dict.fromkeys(LAYERS, "off"), learning="off")
    for one in tree["actors"].values():
        # An appeal to norms is a trait, not a layer: what members feel ends it in any case.
        one["norm_appeal"] = False
    return tree


def played_as(tree: Tree, number: int) -> list[bytes]:
    return records(played(loads(json.dumps(tree)), number))


def without(part: str, fields: tuple[str, ...]) -> Callable[[Tree], None]:
    """Take fields out of all parts of a kind."""

    def strip(tree: Tree) -> None:
        parts: list[dict[str, Any]] = list(tree[part].values())
        if part == "issues":
            parts = [p for issue in parts for p in issue["provisions"].values()]
        for one in parts:
            for field in fields:
                one.pop(field, None)

    return strip


def without_bonds(tree: Tree) -> None:
    """Take out who belongs to whom. Routes to members stay in sight of the union's table."""
    without("actors", ("member_of", *OF_ACTORS))(tree)


def without_origins(tree: Tree) -> None:
    without("routes", ("origin",))(tree)


def without_menus(tree: Tree) -> None:
    """Put the first of its menu in the place of an adaptive strategy."""
    menus = {name: variant["menu"] for name, variant in tree["strategies"].items()}
    for one in tree["actors"].values():
        one["strategy"] = menus.get(one["strategy"], [one["strategy"]])[0]
    tree["strategies"] = {}


def with_parameters(tree: Tree) -> None:
    for group, values in PARAMETERS.items():
        tree["parameters"].setdefault(group, {}).update(values)


def without_instruments(tree: Tree) -> None:
    without("issues", OF_PROVISIONS)(tree)
    without("tables", OF_TABLES)(tree)
    tree["instruments"] = {}


CHANGES: dict[str, Callable[[Tree], None]] = {
    "how members decide": without("actors", OF_ACTORS),
    "shared acts and funds": without("issues", OF_PROVISIONS),
    "dialogue and instruments": without("tables", OF_TABLES),
    "instruments at all": without_instruments,
    "origins": without_origins,
    "menus": without_menus,
    "parameters": with_parameters,
}


def worlds(count: int, bloc: bool = False) -> list[int]:
    """Numbers of the first worlds, or of the first in which there is a union."""
    found = [n for n in range(60) if not bloc or "bloc" in tree_of(Random(n))["actors"]]
    return found[:count]


@pytest.mark.parametrize("change", CHANGES)
def test_what_only_a_layer_reads_changes_nothing_without_it(change: str) -> None:
    differ = 0
    for number in worlds(4, bloc=change == "how members decide"):
        plain, changed = quiet(number), quiet(number)
        CHANGES[change](changed)
        for one in changed["actors"].values():
            if change == "how members decide" and one["role"] == "supranational":
                one["voting"] = "unanimity"
        differ += json.dumps(plain) != json.dumps(changed)
        assert played_as(plain, number) == played_as(changed, number), number
    assert differ > 0


def test_belonging_to_a_union_changes_nothing_without_the_layer() -> None:
    compared = 0
    for number in worlds(12, bloc=True):
        plain = quiet(number)
        # A partner that divides and rules looks at who belongs to whom by itself, and a union's
        # table at ways that end at its members.
        if "divide_and_rule" in json.dumps(plain):
            continue
        plain["routes"], plain["events"] = {}, {}
        changed = json.loads(json.dumps(plain))
        without_bonds(changed)
        compared += 1
        assert played_as(plain, number) == played_as(changed, number), number
    assert compared > 2


@pytest.mark.parametrize("size", [2.0, 0.5])
def test_the_size_of_the_only_way_changes_nothing(size: float) -> None:
    checked = 0
    for number in range(30):
        plain = quiet(number)
        if len(plain["tables"]) > 1 or len(plain["routes"]) != 1:
            continue
        way = next(iter(plain["routes"].values()))
        way["size"] = 1.0
        first = played_as(plain, number)
        way["size"] = size
        checked += 1
        assert played_as(plain, number) == first, number
    assert checked > 1


@pytest.mark.parametrize("layer", [name for name in LAYERS if name != "forum_shopping"])
def test_each_layer_does_something_where_it_is_on(layer: str) -> None:
    # The tests above would be idle if the layers were.
    for number in range(60):
        tree = quiet(number)
        if layer == "members" and "bloc" not in tree["actors"]:
            continue
        off = played_as(tree, number)
        tree["treatments"][layer] = "on"
        try:
            on = played_as(tree, number)
        except InputError:
            continue
        if on != off:
            return
    raise AssertionError(layer)
