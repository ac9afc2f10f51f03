"""Samples of runs in which patterns are measured: arms of all cases under the same shocks."""

from collections.abc import Mapping, Sequence
from zlib import crc32

import numpy as np

from sim.model.assembly import assemble
from sim.model.records import OUTCOME, never_came_about, record_type
from sim.runs.playing import Player
from sim.runs.points import placed
from sim.scenario import Scenario
from sim.scenario.overrides import Value
from sim.validation.cases import menu_of_role
from sim.validation.measuring import Numbers
from sim.validation.playing import drawn

COLUMNS = {column.name: column for column in OUTCOME}
SHOCKS = 1_000_003
"""Replication numbers between two cases, so that no two cases meet the same shocks."""


def for_sides(settings: Mapping[str, Value], scenario: Scenario) -> dict[str, Value]:
    """Settings in which `actors.destination` and `actors.partner` stand for a whole side."""
    found: dict[str, Value] = {}
    for path, value in settings.items():
        keys = path.split(".")
        if keys[0] != "actors" or keys[1] not in ("destination", "partner"):
            found[path] = value
            continue
        ours = keys[1] == "destination"
        for name, actor in scenario.actors.items():
            if actor.role.on_destination_side == ours:
                found[".".join(("actors", name, *keys[2:]))] = value
    return found


def strategies_drawn(scenario: Scenario, name: str, number: int) -> dict[str, Value]:
    """One strategy for each actor, all that its role may play alike."""
    generator = np.random.Generator(np.random.PCG64([crc32(name.encode()), number, 1]))
    found: dict[str, Value] = {}
    for actor, each in scenario.actors.items():
        menu = menu_of_role(each.role)
        found[f"actors.{actor}.strategy"] = menu[int(generator.integers(len(menu)))]
    return found


def sample(
    cases: Mapping[str, Scenario],
    arms: Mapping[str, Mapping[str, Value]],
    point: Mapping[str, Value],
    columns: Sequence[str],
    *,
    replicas: int,
    number: int = 0,
    menu: bool = True,
) -> dict[str, dict[str, Numbers]]:
    """Play all cases in all arms at one point of the parameters.

    A replica of a case has one pair of strategies, one draw of what coders left open and one set of
    shocks, the same in all arms.

    Args:
        cases: scenarios by name.
        arms: what each arm sets.
        point: parameters that hold in all arms.
        columns: outcomes that are kept.
        replicas: runs of each case and arm.
        number: number of the point, so that points meet different shocks.
        menu: whether strategies are drawn from what each role may play, or as the cases say.

    Returns:
        Columns by arm, shape (tables of all cases, replicas); NaN where a run lacks one.
    """
    rows: dict[str, dict[str, list[Numbers]]] = {arm: {c: [] for c in columns} for arm in arms}
    player = Player(0, None)
    for place, (name, scenario) in enumerate(cases.items()):
        tables = len(scenario.tables)
        sides = {arm: for_sides(settings, scenario) for arm, settings in arms.items()}
        # A hundred parameters are validated once for each arm, and then put in place.
        rules = {
            arm: scenario.with_changes(set={**point, **changes}).parameters if point else None
            for arm, changes in sides.items()
        }
        got = {arm: np.full((len(columns), tables, replicas), np.nan) for arm in arms}
        for replica in range(replicas):
            key = number * replicas + replica
            chosen = strategies_drawn(scenario, name, key) if menu else {}
            shocks = place * SHOCKS + key
            for arm, changes in sides.items():
                here = drawn(scenario, name, key, {**chosen, **changes})
                if rules[arm] is not None:
                    here = placed(here, ["parameters"], rules[arm])
                assembly = assemble(here, log=False, months=False)
                outcome = np.zeros((1, 1 + tables), record_type(OUTCOME))
                errors: list[str | None] = [None]
                player.play(assembly, range(shocks, shocks + 1), outcome, errors)
                if errors[0] is None:
                    for index, column in enumerate(columns):
                        values = outcome[0, 1:][column].astype(np.float64)
                        never = never_came_about(COLUMNS[column], outcome[0, 1:][column])
                        got[arm][index, :, replica] = np.where(never, np.nan, values)
        for arm in arms:
            for index, column in enumerate(columns):
                rows[arm][column].append(got[arm][index])
    return {
        arm: {column: np.vstack(found) for column, found in by_column.items()}
        for arm, by_column in rows.items()
    }
