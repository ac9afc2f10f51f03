"""The kinds of figures that ``qpq plot`` knows: what each is drawn from, and how."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

import typer

from sim import plot
from sim.cli.plotting_source import PAIRINGS, SCENARIO, SWEEP, FigureRequest, Source
from sim.plot.of_runs import BAND_RUNS, OBSERVED_RUNS

if TYPE_CHECKING:
    from sim.figures.style import Shown


@dataclass(frozen=True)
class Kind:
    """A kind of figure."""

    source: str
    draw: "Callable[[Source, FigureRequest], Shown]"


def _timeline(source: Source, asked: FigureRequest) -> "Shown":
    count = BAND_RUNS if asked.replications is None else asked.replications
    return plot.timeline(asked.run(source), asked.table, others=count)


def _observed(source: Source, asked: FigureRequest) -> "Shown":
    from sim.model.batch import first_run

    if source.scenario.record and (text := first_run(source.scenario)):
        typer.echo(text, err=True)
    count = OBSERVED_RUNS if asked.replications is None else asked.replications
    return plot.observed(source.scenario, asked.table, replications=count, seed=asked.seed)


KINDS = {
    "space": Kind(
        SCENARIO, lambda of, asked: plot.space(asked.run(of), asked.table, month=asked.month)
    ),
    "timeline": Kind(SCENARIO, _timeline),
    "relations": Kind(SCENARIO, lambda of, asked: plot.relations(of.scenario)),
    "routes": Kind(SCENARIO, lambda of, asked: plot.routes(asked.run(of))),
    "observed": Kind(SCENARIO, _observed),
    "pairings": Kind(PAIRINGS, lambda of, asked: plot.pairings(of.path)),
    "heatmap": Kind(
        PAIRINGS, lambda of, asked: plot.heatmap(of.path, asked.outcome, scenario=asked.table)
    ),
    "arms": Kind(SWEEP, lambda of, asked: plot.arms(of.path)),
    "differences": Kind(SWEEP, lambda of, asked: plot.differences(of.path, asked.outcome)),
    "phase": Kind(SWEEP, lambda of, asked: plot.phase(of.path, asked.x, asked.y, asked.outcome)),
    "sensitivity": Kind(SWEEP, lambda of, asked: plot.sensitivity(of.path, asked.outcome)),
    "survival": Kind(SWEEP, lambda of, asked: plot.survival(of.path, asked.by)),
    "durability": Kind(SWEEP, lambda of, asked: plot.durability(of.path, asked.by)),
}
"""Each is the function of `sim.plot` of the same name."""
