"""Figures of a scenario, and of one run of it."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sim.api import single as api
from sim.results.run import Run
from sim.scenario import Scenario

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from sim.figures.showing import Panels

Source = Run | Scenario | str | Path
"""A run; or a scenario, or its name or path, of which one is played."""
BAND_RUNS, OBSERVED_RUNS = 20, 300
"""Runs behind a band; runs beside an observation."""


def space(
    source: Source,
    table: str | None = None,
    *,
    issue: str | None = None,
    month: int | None = None,
    seed: int = 0,
    replication: int = 0,
    ax: "Axes | None" = None,
) -> "Axes":
    """The negotiation space of a run in one month: packages, frontier, solutions, offers.

    Args:
        source: a run, or a scenario of which one is played.
        table: the table; by default the first at which offers were made.
        issue: issue that leads the talks; by default that of the first agreement.
        month: months since month zero; by default when it was signed, else the last meeting.
        seed: key of all draws, if a run is played.
        replication: number of the run that is played.
        ax: where to draw; by default a figure of its own.

    Raises:
        InputError: there is no such scenario, table, issue or month.
        QpqError: the run cannot be played again.
    """
    from sim.figures.negotiation import negotiation_space

    run = _run(source, seed, replication)
    return negotiation_space(run, table, issue=issue, month=month, ax=ax)


def timeline(
    source: Source,
    table: str | None = None,
    *,
    others: int | Sequence[Run] = BAND_RUNS,
    seed: int = 0,
    replication: int = 0,
) -> "Panels":
    """A run over time at one table: moves, levels, beliefs, people.

    Args:
        source: a run, or a scenario of which one is played.
        table: the table; by default the first at which anybody moved.
        others: runs behind the band of arrivals, or how many of them to play; 0 for no band.
        seed: key of all draws, if a run is played.
        replication: number of the run that is played.

    Raises:
        InputError: there is no such scenario or table.
    """
    from sim.figures.timeline import timeline as draw

    run = _run(source, seed, replication)
    if isinstance(others, int):
        count = others if others > 1 else 0
        others = [api.run(run.scenario, run.seed, each) for each in range(count)]
    return draw(run, table, others)


def relations(source: Source, ax: "Axes | None" = None) -> "Axes":
    """Who negotiates with, belongs to and depends on whom when a scenario begins.

    Args:
        source: a scenario, or a run of one.
        ax: where to draw; by default a figure of its own. Its units become inches.
    """
    from sim.figures.relations import relations_network

    return relations_network(_scenario(source), ax)


def routes(
    source: Source,
    before: "range | None" = None,
    after: "range | None" = None,
    *,
    seed: int = 0,
    replication: int = 0,
) -> "Panels":
    """The routes of a run, as wide as people took them, before and after.

    Args:
        source: a run, or a scenario of which one is played.
        before: months of the first map; by default the first month.
        after: months of the second; by default the last half year.
        seed: key of all draws, if a run is played.
        replication: number of the run that is played.
    """
    from sim.figures.route_map import route_maps

    return route_maps(_run(source, seed, replication), before, after)


def observed(
    source: Source,
    record: str | None = None,
    *,
    replications: int = OBSERVED_RUNS,
    seed: int = 0,
) -> "Panels":
    """What was observed in a case beside many runs of it: never a score.

    Args:
        source: a scenario, or a run of one.
        record: which record of the case; by default its first one.
        replications: runs that are played.
        seed: key of all draws.

    Raises:
        InputError: there is no such scenario or record.
    """
    from sim.figures.observed import observed_and_simulated
    from sim.sweeps.arms import Arm, play_arms, tables_table

    scenario = _scenario(source)
    arms = [Arm("base", scenario)] if scenario.record else []
    played = play_arms(arms, replications, seed=seed)
    rows: Any = tables_table(played) if played else None
    return observed_and_simulated(scenario, rows, record)


def _run(source: Source, seed: int, replication: int) -> Run:
    """The run itself, or one of a scenario."""
    return source if isinstance(source, Run) else api.run(source, seed, replication)


def _scenario(source: Source) -> Scenario:
    """The scenario itself, that of a run, or one by its name or path."""
    if isinstance(source, Run):
        return source.scenario
    return source if isinstance(source, Scenario) else api.load(source)
