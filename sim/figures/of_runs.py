"""Figures of a scenario, and of one run of it."""

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sim.api import single as api
from sim.arguments import whole
from sim.figures.registry import SCENARIO, figure
from sim.runs.run import Run
from sim.scenario import Scenario

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from sim.figures.showing import Panels

Source = Run | Scenario | str | Path
"""A run; or a scenario, or its name or path, of which one is played."""
BAND_RUNS, OBSERVED_RUNS = 20, 300
"""Runs behind a band; runs beside an observation."""


MOST_OTHERS = 10_000
"""Runs behind a band at most; they are played one by one."""


@figure(
    SCENARIO,
    "what could be agreed in one month",
    "Each point is a package: what it is worth a month to one side and to the other, 0 as at the "
    "start. The thick line is the Pareto frontier, dotted where members of a union would refuse. "
    "Dashed: the least that each can sign. The violet squares are what both expect without an "
    "agreement, hollow in the first month, full in this one, joined by the way between; then the "
    "Nash, the Kalai-Smorodinsky and the egalitarian point, and the offers in their order "
    "(`sim.plot.talks` gives all of it as numbers).",
)
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


@figure(
    SCENARIO,
    "one run at one table; `-n` runs behind the band",
    "Moves as marks: offers, prices, threats, executions, signatures; letters for what came from "
    "outside. Below, levels of every provision, promised ones pale; trust, credibility, "
    "empowerment; attempts and arrivals, with the band in which nine of ten runs lie; exposure to "
    "harm. A line through all panels is a signature, a dotted one a collapse. Colour says whose, "
    "dashes which; the destination side's beliefs are the wide lines.",
    replications="others",
)
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
    if not isinstance(others, Iterable):
        count = whole(others, "others", 0, MOST_OTHERS)
        count = count if count > 1 else 0
        others = [api.run(run.scenario, run.seed, each) for each in range(count)]
    return draw(run, table, others)


@figure(
    SCENARIO,
    "who depends on whom at month zero",
    "An arrow leads to the one depended upon; width and number say what would be lost.",
)
def relations(source: Source, ax: "Axes | None" = None) -> "Axes":
    """Who negotiates with, belongs to and depends on whom when a scenario begins.

    Args:
        source: a scenario, or a run of one.
        ax: where to draw; by default a figure of its own. Its units become inches.
    """
    from sim.figures.relations import relations_network

    return relations_network(_scenario(source), ax)


@figure(
    SCENARIO,
    "ways of people before and after",
    "Width is people. Pale: those who attempt it; dark: arrivals. Both are relative to what is "
    "usual, so arrivals may exceed attempts where a guard opens a border. The second map says by "
    "how much each changed: displacement is one route that shrinks while another grows. `before=` "
    "and `after=` choose other months in Python.",
)
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


@figure(
    SCENARIO,
    "a case's record beside many runs (`-n`); `--table` chooses the record",
    "Orange: what was coded. Blue: what runs came to. Never a score: one observation against a "
    "distribution is no test.",
    table="record",
)
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
    from sim.api.many import tell_of_compiling
    from sim.figures.observed import observed_and_simulated
    from sim.runs.running import played
    from sim.runs.sweep_results import TABLES
    from sim.runs.variants import scenarios_plan

    scenario = _scenario(source)
    rows: Any = None
    if scenario.record:
        tell_of_compiling(scenario)
        rows = played(scenarios_plan({"base": scenario}, replications, seed))[TABLES]
    return observed_and_simulated(scenario, rows, record)


def _run(source: Source, seed: int, replication: int) -> Run:
    """The run itself, or one of a scenario."""
    return source if isinstance(source, Run) else api.run(source, seed, replication)


def _scenario(source: Source) -> Scenario:
    """The scenario itself, that of a run, or one by its name or path."""
    if isinstance(source, Run):
        return source.scenario
    return source if isinstance(source, Scenario) else api.load(source)
