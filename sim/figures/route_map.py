"""The route map: ways from origins past guards to destinations, as wide as people take them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from sim.analysis.measures import numbers
from sim.figures.pages import figure, folded, nothing, short_date
from sim.figures.route_layout import Layout, layout
from sim.figures.style import (
    BLUE,
    BROWN,
    GREEN,
    INK,
    ORANGE,
    PURPLE,
    SKY,
    SMALL,
    SOFT,
    VERMILION,
    in_words,
    styled,
)

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from sim.figures.showing import Panels
    from sim.runs.run import Run
    from sim.scenario import Scenario

WIDTH, HEAD, FOOT = 6.2, 1.1, 0.75
"""Inches: across one map, above and below it."""
LATE = 6
"""Months at the end of a run that are shown as after."""
BAR = 0.09
"""Inches across a place."""
COLOURS = (BLUE, VERMILION, GREEN, PURPLE, ORANGE, SKY, BROWN, INK)
LETTER = 0.078
"""Inches of a letter of a label."""
PATCH = {"boxstyle": "round,pad=0.1", "facecolor": "white", "alpha": 0.85, "edgecolor": "none"}
"""Behind a label, where bands cross it."""
SAYS = (
    "Width: people, in the unit common to all routes. Pale, up to the last border: attempts, where "
    "1 is as many as usual. Dark, beyond it: arrivals, where 1 is as many as usual under the "
    "controls of month zero; so the two are as wide where control is as it was. Dotted: nobody. "
    "In brackets: change from before. Schematic."
)


@dataclass(frozen=True)
class Flow:
    """People on one route in a month, in the unit common to all routes."""

    attempts: float
    arrivals: float


def route_map(scenario: "Scenario", ax: "Axes | None" = None) -> "Axes":
    """Draw the routes of a scenario as they are when it begins.

    Arrivals are those that pass all guards at the levels that hold then.

    Args:
        scenario: the scenario.
        ax: where to draw; by default a figure of its own. Its units become inches.
    """
    from sim.analysis.networks import borders, openness

    flows = {}
    for key, route in scenario.routes.items():
        people = route.size * route.pressure if route.open else 0.0
        passed = float(np.prod([openness(scenario, guard) for guard in borders(route)]))
        flows[key] = Flow(people, people * passed)
    title = f"Routes at the beginning, {short_date(scenario, 0)}"
    return _maps(scenario, [(title, flows)], [ax] if ax is not None else None)[0]


def route_maps(run: "Run", before: "range | None" = None, after: "range | None" = None) -> "Panels":
    """Draw the routes of a run twice, side by side: how people moved before and after.

    Args:
        run: the run.
        before: months of the first map; by default the first month.
        after: months of the second; by default the last half year.
    """
    from sim.figures.showing import Panels

    months = int(run.state.run[0].month)
    if not months:
        return Panels([nothing("No months were played")])
    first = before if before is not None else range(0, 1)
    last = after if after is not None else range(max(months - LATE, 0), months)
    panels = []
    for says, span in (("Before", first), ("After", last)):
        dates = [short_date(run.scenario, month) for month in (span[0], span[-1])]
        when = dates[0] if dates[0] == dates[1] else f"mean of {dates[0]} to {dates[1]}"
        panels.append((f"{says}: {when}", _flows(run, span)))
    return _maps(run.scenario, panels, None)


def _flows(run: "Run", months: range) -> dict[str, Flow]:
    """Mean people on each route over some months."""
    rows = run.routes
    when = np.isin(numbers(rows, "month"), list(months))
    names = np.array(rows["route"].to_pylist(), dtype=object)
    found = {}
    for key, route in run.scenario.routes.items():
        here = when & (names == key)
        attempts, arrivals = (
            route.size * float(numbers(rows, column)[here].mean())
            for column in ("attempts", "arrivals")
        )
        found[key] = Flow(attempts, arrivals)
    return found


def _maps(
    scenario: "Scenario",
    panels: Sequence[tuple[str, Mapping[str, Flow]]],
    given: "Sequence[Axes] | None",
) -> "Panels":
    """Maps side by side, all at one scale."""
    from sim.figures.showing import Panels

    if not scenario.routes:
        return Panels([nothing("This scenario has no routes")])
    widest = {
        key: max(max(flows[key].attempts, flows[key].arrivals) for _, flows in panels)
        for key in scenario.routes
    }
    plan = layout(scenario, widest, WIDTH)
    deep = HEAD + plan.deep + FOOT
    drawn = Panels()
    with styled():
        whole = figure(WIDTH * len(panels), deep) if given is None else None
        for place, (title, flows) in enumerate(panels):
            if whole is not None:
                share = 1 / len(panels)
                ax = whole.add_axes((place * share, 0.0, share, 1.0))
            else:
                assert given is not None
                ax = given[place]
            ax.set_axis_off()
            ax.set_xlim(0.0, WIDTH)
            ax.set_ylim(plan.deep + FOOT, -HEAD)
            _one(ax, scenario, plan, flows, panels[0][1] if place else None)
            ax.text(*(0.2, -HEAD + 0.45, title), va="top", fontsize=10.5)
            if place == 0:
                ax.text(
                    *(0.2, -HEAD + 0.12, folded(scenario.title, 90 if len(panels) > 1 else 52, 1)),
                    va="top",
                    fontsize=12.5,
                    fontweight="bold",
                )
                wide = 160 if len(panels) > 1 else 78
                ax.text(
                    *(0.2, plan.deep + FOOT - 0.1, folded(SAYS, wide, 3)),
                    fontsize=SMALL,
                    color=SOFT,
                    va="bottom",
                )
            drawn.append(ax)
    return drawn


def _number(people: float, before: float | None) -> str:
    """People on a route, and by how much that changed."""
    if before is None or before < 0.005:
        return f"{people:.2f}"
    return f"{people:.2f} ({100 * (people / before - 1):+.0f} %)"


def _one(
    ax: "Axes",
    scenario: "Scenario",
    plan: Layout,
    flows: Mapping[str, Flow],
    before: Mapping[str, Flow] | None,
) -> None:
    """One map: bands, places, names."""
    from matplotlib.patheffects import withStroke

    for place, key in enumerate(scenario.routes):
        colour, flow = COLOURS[place % len(COLOURS)], flows[key]
        legs = plan.legs[key]
        was = before[key] if before is not None else None
        for n, (start, end) in enumerate(legs):
            last = n == len(legs) - 1
            people = flow.arrivals if last else flow.attempts
            _band(ax, start, end, people * plan.scale, colour, 0.75 if last else 0.35, key)
        # The name where people set out, each number at the leg to which it belongs.
        one, other = legs[0][0], legs[-1][1]
        fits = int((legs[0][1][0] - one[0] - 0.2) / LETTER)
        name = folded(in_words(key), fits, 2)
        for (x, y), side, text in (
            (one, "left", f"{name}\n{_number(flow.attempts, was.attempts if was else None)}"),
            (other, "right", _number(flow.arrivals, was.arrivals if was else None)),
        ):
            inwards = 0.12 if side == "left" else -0.12
            ax.text(
                *(x + inwards, y - plan.room[key] / 2 - 0.05, text),
                ha=side,
                va="bottom",
                fontsize=SMALL,
                bbox=PATCH,
                color=colour if colour != SKY else INK,
                zorder=5,
            )
    for node, (x, top, bottom) in plan.places.items():
        ax.fill_between([x - BAR / 2, x + BAR / 2], top, bottom, color=INK, zorder=4, linewidth=0)
        beside = plan.ends[node]
        at_x, at_y = (x + 0.12, (top + bottom) / 2) if beside else (x - BAR / 2, bottom + 0.07)
        ax.text(
            *(at_x, at_y, folded(plan.names[node], *((13, 3) if beside else (20, 2)))),
            ha="left",
            va="center" if beside else "top",
            fontsize=9.5,
            path_effects=[withStroke(linewidth=2.5, foreground="white")],
            zorder=6,
        )


def _band(
    ax: "Axes",
    start: tuple[float, float],
    end: tuple[float, float],
    wide: float,
    colour: str,
    alpha: float,
    key: str,
) -> None:
    """A smooth band between two places, or a dotted line where nobody goes."""
    t = np.linspace(0.0, 1.0, 40)
    x = start[0] + t * (end[0] - start[0])
    y = start[1] + (3 * t**2 - 2 * t**3) * (end[1] - start[1])
    if wide <= 1e-6:
        ax.plot(x, y, color=colour, linestyle=(0, (1, 2)), linewidth=1.0, label=f"_{key}")
        return
    ax.fill_between(
        *(x, y - wide / 2, y + wide / 2), color=colour, alpha=alpha, linewidth=0, label=f"_{key}"
    )
