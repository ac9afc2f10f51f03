"""Comparisons: sweeps of the design ``list`` whose points are variants of one scenario, its arms.

Those that can be told as values at paths (overrides, strategies of a table) are kept in folders as
any sweep is. Whole scenarios, as Python has them, are arms in memory alone.
"""

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from sim.arguments import seed_of, whole
from sim.errors import InputError, Problem, one_named
from sim.paths import standing_at
from sim.runs.axes import ARM, OVERRIDES, Axis, listed, own
from sim.runs.designs import Design, build
from sim.runs.disk import MANIFEST, StoreError
from sim.runs.plan import Plan, check_points, planned
from sim.runs.plan_files import design_table
from sim.runs.points import BASE, Recipe, prepared
from sim.runs.sweep_results import POINT, RUNS, TABLES, Results, open_results, results_in
from sim.scenario import Scenario

HORIZON = "horizon"
SIDES = ("destination", "partner")
AT_TABLE = "at_table"
"""Column that says in words at which of several tables strategies were paired."""
PAIRED = tuple(f"{side}_strategy" for side in SIDES)
"""Columns of pairings that say which strategies met."""


def overrides_plan(
    scenario: Scenario, names: Sequence[str], replications: int, seed: int = 0
) -> Plan:
    """A comparison of overrides: ``base`` for none, one, or several joined by ``+``.

    Raises:
        InputError: a name is no override of the scenario, or is given twice.
    """
    axes = (listed(OVERRIDES, names, file="--arm"),)
    points = [{OVERRIDES: name} for name in names]
    return planned(scenario, axes, "list", replications=replications, seed=seed, listed=points)


def pairings_plan(
    scenario: Scenario,
    destination: Sequence[str],
    partner: Sequence[str],
    replications: int,
    seed: int = 0,
    table: str | None = None,
) -> Plan:
    """A comparison of all pairings of strategies of the two sides of a table.

    All other tables keep the strategies of the scenario.

    Args:
        scenario: what is played.
        destination: strategies of the destination side.
        partner: strategies of the partner.
        replications: runs of each pairing.
        seed: key of all draws.
        table: the table; by default the scenario's first.

    Raises:
        InputError: there is no such table, or a strategy does not exist, or not for the actor that
            sits there.
    """
    first = next(iter(scenario.tables))
    here = first if table is None else one_named(table, scenario.tables, "no table")
    one, other = (f"tables.{here}.{side}.strategy" for side in SIDES)
    ours, theirs = (list(dict.fromkeys(names)) for names in (destination, partner))
    axes = (listed(one, ours, file="--destination"), listed(other, theirs, file="--partner"))
    points = [{one: mine, other: yours} for mine in ours for yours in theirs]
    return planned(scenario, axes, "list", replications=replications, seed=seed, listed=points)


def scenarios_plan(arms: Mapping[str, Scenario], replications: int, seed: int = 0) -> Plan:
    """A comparison of whole scenarios by name, to be played in memory.

    Raises:
        InputError: there is none, or one has other tables than the first.
    """
    if not arms:
        raise InputError(Problem("no arm is given", "arms", None, None, "at least one"))
    replications = whole(replications, "replications", 1, 2**32 - 1)
    first, *others = arms.values()
    for name, each in zip(list(arms)[1:], others, strict=True):
        if list(each.tables) != list(first.tables):
            what = "it has other tables than the first arm"
            raise InputError(Problem(what, "arms", None, name, ", ".join(first.tables)))
    recipe = Recipe(first, (Axis(ARM, values=tuple(arms)),), (dict(arms),))
    return Plan(
        recipe, Design("list", tuple((name,) for name in arms)), replications, seed_of(seed)
    )


def sampled_plan(plan: Plan) -> tuple[Plan, tuple[str, ...]]:
    """A comparison in which every replication draws the scenario's uncertain numbers anew.

    Runs of one replication are equal in all arms in what is drawn, numbers and shocks: they are
    pairs, as without a sample. Numbers that an arm sets, or draws otherwise than another, stay as
    they are in each arm.

    Args:
        plan: the comparison.

    Returns:
        The plan, and the paths of uncertain numbers that are not drawn.

    Raises:
        InputError: no uncertain number is common to all arms.
    """
    arms = [plan.recipe.scenario(row) for row in plan.design.rows]
    known = arms[0].provenance.distributions
    shared = {
        path: drawn
        for path, drawn in known.items()
        if all(arm.provenance.distributions.get(path) == drawn for arm in arms)
    }
    if not shared:
        what = "the arms have no uncertain number in common: there is nothing to draw"
        raise InputError(Problem(what, "--sample", None, None, "a distribution in the scenario"))
    axes = (*plan.axes, *own(shared))
    left = tuple(path for path in known if path not in shared)
    count, seed = plan.replications, plan.seed
    if plan.axes[0].path != ARM:
        found = planned(
            *(plan.scenario, axes, "random"), points=count, replications=1, seed=seed, common=False
        )
        return found, left
    if not all(prepared(arm, own(shared)).copied for arm in arms):
        what = "an uncertain number decides others: it cannot be drawn beside arms"
        raise InputError(Problem(what, "--sample"))
    recipe = Recipe(plan.scenario, axes, (*plan.recipe.typed, *({} for _ in shared)))
    found = Plan(recipe, build("random", axes, count, seed), 1, seed, common=False)
    check_points(found)
    return found, left


def with_arms(
    rows: pa.Table,
    design: pa.Table,
    horizon: int | Mapping[str, int] | None,
    levers: Sequence[str] = (),
) -> pa.Table:
    """Rows of a sweep as rows of a comparison: with the columns ``arm`` and ``horizon``.

    Args:
        rows: one row per run, or per run and table.
        design: one row per point: its number, and its values in columns named by their paths. What
            stands at these, joined by ``x``, is the name of an arm.
        horizon: months that runs last, see `sim.runs.points.Recipe.horizon`.
        levers: the axes that tell arms apart; by default all.
    """
    rows = with_horizon(rows, horizon)
    if ARM in rows.column_names:
        return rows
    axes = levers or [name for name in design.column_names if name != POINT]
    names = [" x ".join(str(row[axis]) for axis in axes) or BASE for row in design.to_pylist()]
    return rows.append_column(ARM, pa.array(names, pa.string()).take(rows[POINT]))


def with_horizon(rows: pa.Table, horizon: int | Mapping[str, int] | None) -> pa.Table:
    """Rows of a sweep with the months that each run lasts, as far as that is known."""
    if HORIZON in rows.column_names or horizon is None:
        return rows
    months: Any = horizon
    if isinstance(horizon, Mapping):
        path = ARM if ARM in rows.column_names else OVERRIDES
        months = [horizon[name] for name in rows[path].to_pylist()]
    found = np.broadcast_to(np.array(months, np.int64), (rows.num_rows,))
    return rows.append_column(HORIZON, pa.array(found))


def of_arms(results: Results, what: str = RUNS) -> pa.Table:
    """Rows of a stored sweep as rows of a comparison, see `with_arms`.

    Raises:
        StoreError: its files are missing or damaged.
    """
    content = results.manifest.content
    levers = content["design"]["crossed"]
    return with_arms(results.arrow(what), results.design, content.get(HORIZON), levers)


def arms_in_memory(plan: Plan, tables: Mapping[str, pa.Table]) -> dict[str, pa.Table]:
    """Rows that were played in memory as rows of a comparison, by their tables' names."""
    design, levers = design_table(plan.axes, plan.design), plan.design.crossed
    return {
        name: with_arms(rows, design, plan.recipe.horizon, levers) for name, rows in tables.items()
    }


def paired_rows(results: Results) -> pa.Table:
    """Rows of pairings, at the table where they are played, with what tells them apart.

    Further columns: ``scenario``, ``arm``, which strategies met (``destination_strategy``,
    ``partner_strategy``), whose they are (``destination_actor``, ``partner_actor``) and, where the
    scenario has several tables, at which of them that was (`AT_TABLE`).

    Raises:
        StoreError: the sweep pairs no strategies, or its files cannot be read.
    """
    results.note()
    paths = tuple(results.manifest.content["design"]["crossed"]) or results.axes
    table = "".join(paths[:1]).removeprefix("tables.").split(".")[0]
    if paths != tuple(f"tables.{table}.{side}.strategy" for side in SIDES):
        raise StoreError(f"{results.path}: holds no pairings of strategies")
    rows = of_arms(results, TABLES)
    rows = rows.filter(pc.equal(rows["table"], table))
    scenario = results.scenario
    seats = scenario.tables[table]
    actors = [scenario.actors[seat.actor].name for seat in (seats.destination, seats.partner)]
    name = results.manifest.content["scenario"]["name"]
    words = dict(zip(("scenario", *(f"{s}_actor" for s in SIDES)), (name, *actors), strict=True))
    words[AT_TABLE] = f"table '{table}'" if len(scenario.tables) > 1 else ""
    for column, word in words.items():
        rows = rows.append_column(column, pa.array(np.full(len(rows), word, dtype=object)))
    for column, path in zip(PAIRED, paths, strict=True):
        rows = rows.append_column(column, rows[path])
    return rows


def joined_pairings(folders: Iterable[Path]) -> pa.Table:
    """Rows of pairings of several scenarios, each in a folder of its own, one after the other.

    Columns that only some of them have, such as paths of their own tables, are left out.

    Raises:
        StoreError: they cannot be read, or one holds no pairings.
    """
    found = [paired_rows(open_results(folder)) for folder in folders]
    shared = [name for name in found[0].column_names if all(name in r.column_names for r in found)]
    return pa.concat_tables(rows.select(shared) for rows in found)


def pairings_in(folder: Path) -> pa.Table:
    """Rows of all pairings that ``qpq pairings`` left in a folder, or of one of its sweeps.

    Raises:
        StoreError: there are none, or they cannot be read.
    """
    standing_at(folder)
    found = [folder] if (folder / MANIFEST).exists() else [path for path, _ in results_in(folder)]
    if not found:
        raise StoreError(f"{folder}: holds no pairings of strategies")
    return joined_pairings(found)
