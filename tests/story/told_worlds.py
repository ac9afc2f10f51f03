"""Runs of worlds that nobody thought of, told by the tests of what stories claim."""

import json
from functools import cache
from random import Random

import sim
from sim.runs.run import Run
from sim.scenario import Scenario, loads
from tests.model.random_worlds import tree_of
from tests.story.layered import layered

WORLDS = range(40)
LAYERED = range(3)
MONTHS = 24
MANY_ISSUES = ("slovenia_morocco_2024", 35)
"""A case and a seed under which issues are tied two at a time."""


def world(number: int) -> Scenario:
    """A random world whose actors have names of their own."""
    tree = tree_of(Random(number), MONTHS)
    for key, actor in tree["actors"].items():
        actor["name"] = key.title()
    return loads(json.dumps(tree))


@cache
def runs() -> tuple[Run, ...]:
    """A run of each, some of the world in which all layers are on, and one of many issues."""
    found = [sim.run(world(number), seed=number) for number in WORLDS]
    return (
        *found,
        *(layered(seed) for seed in LAYERED),
        sim.run(MANY_ISSUES[0], seed=MANY_ISSUES[1]),
    )
