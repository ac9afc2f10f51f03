"""The kinds of figures that ``qpq plot`` knows: what each is drawn from, and how."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import typer

from sim.cli import plotting_results as results
from sim.cli.plotting_source import COMPARISON, PAIRINGS, SCENARIO, SWEEP, Source, Wish, whole

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from sim.results.run import Run

BAND_RUNS, OBSERVED_RUNS = 20, 300
"""Runs behind a band; runs beside an observation."""


@dataclass(frozen=True)
class Kind:
    """A kind of figure."""

    sources: tuple[str, ...]
    draw: Callable[[Source, Wish], "Figure"]


def _run(source: Source, wish: Wish, replication: int | None = None) -> "Run":
    from sim import run

    assert source.scenario is not None
    chosen = wish.replication if replication is None else replication
    return run(source.scenario, seed=wish.seed, replication=chosen)


def _space(source: Source, wish: Wish) -> "Figure":
    from sim.figures.negotiation import negotiation_space

    return whole(negotiation_space(_run(source, wish), wish.table, month=wish.month))


def _timeline(source: Source, wish: Wish) -> "Figure":
    from sim.figures.timeline import timeline

    count = BAND_RUNS if wish.replications is None else wish.replications
    others = [_run(source, wish, each) for each in range(count)] if count > 1 else []
    return whole(timeline(_run(source, wish), wish.table, others))


def _relations(source: Source, wish: Wish) -> "Figure":
    from sim.figures.relations import relations_network

    assert source.scenario is not None
    return whole(relations_network(source.scenario))


def _routes(source: Source, wish: Wish) -> "Figure":
    from sim.figures.route_map import route_maps

    return whole(route_maps(_run(source, wish)))


def _observed(source: Source, wish: Wish) -> "Figure":
    from sim.cli.first_run import COMPILES
    from sim.figures.observed import observed_and_simulated
    from sim.model.batch import is_warm
    from sim.sweep.arms import Arm, play_arms, tables_table

    assert source.scenario is not None
    if source.scenario.record and not is_warm(source.scenario):
        typer.echo(COMPILES, err=True)
    count = OBSERVED_RUNS if wish.replications is None else wish.replications
    arms = [Arm("base", source.scenario)] if source.scenario.record else []
    played = play_arms(arms, count, seed=wish.seed)
    rows: Any = tables_table(played) if played else None
    return whole(observed_and_simulated(source.scenario, rows, wish.table))


KINDS = {
    "space": Kind((SCENARIO,), _space),
    "timeline": Kind((SCENARIO,), _timeline),
    "relations": Kind((SCENARIO,), _relations),
    "routes": Kind((SCENARIO,), _routes),
    "observed": Kind((SCENARIO,), _observed),
    "pairings": Kind((PAIRINGS,), results.draw_pairings),
    "heatmap": Kind((PAIRINGS,), results.draw_heat_map),
    "differences": Kind((COMPARISON,), results.draw_differences),
    "phase": Kind((SWEEP,), results.draw_phase),
    "sensitivity": Kind((SWEEP,), results.draw_sensitivity),
    "survival": Kind((SWEEP,), results.draw_survival),
}
