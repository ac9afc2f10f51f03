"""The kinds of figures that ``qpq plot`` knows: what each is drawn from, and how."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

import typer

from sim import plot
from sim.cli.plotting_source import COMPARISON, PAIRINGS, SCENARIO, SWEEP, Source, Wish
from sim.figures.of_runs import BAND_RUNS, OBSERVED_RUNS

if TYPE_CHECKING:
    from sim.figures.style import Shown


@dataclass(frozen=True)
class Kind:
    """A kind of figure."""

    source: str
    draw: "Callable[[Source, Wish], Shown]"


def _timeline(source: Source, wish: Wish) -> "Shown":
    count = BAND_RUNS if wish.replications is None else wish.replications
    return plot.timeline(wish.run(source), wish.table, others=count)


def _observed(source: Source, wish: Wish) -> "Shown":
    from sim.model.batch import first_run

    if source.scenario.record and (text := first_run(source.scenario)):
        typer.echo(text, err=True)
    count = OBSERVED_RUNS if wish.replications is None else wish.replications
    return plot.observed(source.scenario, wish.table, replications=count, seed=wish.seed)


KINDS = {
    "space": Kind(
        SCENARIO, lambda of, wish: plot.space(wish.run(of), wish.table, month=wish.month)
    ),
    "timeline": Kind(SCENARIO, _timeline),
    "relations": Kind(SCENARIO, lambda of, wish: plot.relations(of.scenario)),
    "routes": Kind(SCENARIO, lambda of, wish: plot.routes(wish.run(of))),
    "observed": Kind(SCENARIO, _observed),
    "pairings": Kind(PAIRINGS, lambda of, wish: plot.pairings(of.path)),
    "heatmap": Kind(
        PAIRINGS, lambda of, wish: plot.heatmap(of.path, wish.outcome, scenario=wish.table)
    ),
    "arms": Kind(COMPARISON, lambda of, wish: plot.arms(of.path)),
    "differences": Kind(COMPARISON, lambda of, wish: plot.differences(of.path, wish.outcome)),
    "phase": Kind(SWEEP, lambda of, wish: plot.phase(of.path, wish.x, wish.y, wish.outcome)),
    "sensitivity": Kind(SWEEP, lambda of, wish: plot.sensitivity(of.path, wish.outcome)),
    "survival": Kind(SWEEP, lambda of, wish: plot.survival(of.path, wish.by)),
    "durability": Kind(SWEEP, lambda of, wish: plot.durability(of.path, wish.by)),
}
"""Each is the function of `sim.plot` of the same name."""
