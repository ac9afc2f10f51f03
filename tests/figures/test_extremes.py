"""One month, thirty partners, names without end: every figure of a run draws and fits its page."""

from functools import cache
from itertools import combinations

import pytest
from matplotlib.axes import Axes
from matplotlib.text import Text
from matplotlib.transforms import Bbox

import sim
from sim.figures.negotiation import negotiation_space
from sim.figures.relations import relations_network
from sim.figures.route_map import route_maps
from sim.figures.saving import save
from sim.figures.timeline import timeline
from sim.runs.run import Run
from tests.figures.played import LONG, drawn, named

MANY = 30


@cache
def short() -> Run:
    return sim.run("ceuta_2021", set={"horizon": 1})


@cache
def long() -> Run:
    scenario = sim.load("ceuta_2021")
    actors = {
        key: actor.model_copy(update={"name": f"{LONG} {n}"})
        for n, (key, actor) in enumerate(scenario.actors.items())
    }
    issues = {key: each.model_copy(update={"title": LONG}) for key, each in scenario.issues.items()}
    routes = {f"{'a_way_' * 20}{key}": each for key, each in scenario.routes.items()}
    changed = {"title": f"{LONG}: {LONG}", "actors": actors, "issues": issues, "routes": routes}
    return sim.run(scenario.model_copy(update=changed))


@cache
def crowd() -> Run:
    """A union that talks to thirty states, each on a way of its own."""
    scenario = sim.load("partnership_framework_2016").with_changes(set={"horizon": 3})
    key, table = next(iter(scenario.tables.items()))
    route = next(iter(scenario.routes.values()))
    actors, tables, routes = dict(scenario.actors), {key: table}, {}
    for n in range(MANY):
        actors[f"state_{n}"] = scenario.actors[table.partner.actor].model_copy(
            update={"name": f"State number {n}"}
        )
        seat = table.partner.model_copy(update={"actor": f"state_{n}"})
        tables[f"table_{n}"] = table.model_copy(update={"partner": seat})
        routes[f"way_{n}"] = route.model_copy(update={"through": f"state_{n}"})
    tables = {**scenario.tables, **tables}
    changed = {"actors": actors, "tables": tables, "routes": {**scenario.routes, **routes}}
    return sim.run(scenario.model_copy(update=changed))


DRAW = {
    "space": lambda run: [negotiation_space(run)],
    "timeline": lambda run: timeline(run),
    "relations": lambda run: [relations_network(run.scenario)],
    "routes": lambda run: route_maps(run),
}


def written(axes: "list[Axes]") -> list[tuple[Text, Bbox]]:
    """Texts that stand on the page, and where."""
    whole = axes[0].get_figure(root=True)
    assert whole is not None
    renderer = drawn(axes[0])
    found = [*whole.texts]
    for ax in axes:
        legend = ax.get_legend()
        found += [*ax.texts, ax.title, ax._left_title]  # type: ignore[attr-defined]
        found += legend.get_texts() if legend else []
        if ax.axison:
            low, high = sorted(ax.get_ylim())
            ticks = [each for each in ax.yaxis.get_major_ticks() if low <= each.get_loc() <= high]
            found += [ax.xaxis.label, ax.yaxis.label, *(each.label1 for each in ticks)]
    return [(text, text.get_window_extent(renderer)) for text in found if text.get_text().strip()]


@pytest.mark.parametrize("kind", DRAW)
@pytest.mark.parametrize("world", [short, long, crowd])
def test_every_text_stands_on_the_page(kind: str, world: object) -> None:
    axes = list(DRAW[kind](world()))  # type: ignore[operator]
    edges = axes[0].get_figure(root=True).bbox  # type: ignore[union-attr]
    outside = [
        text.get_text()
        for text, box in written(axes)
        if box.x0 < -1 or box.y0 < -1 or box.x1 > edges.x1 + 1 or box.y1 > edges.y1 + 1
    ]
    assert outside == []


@pytest.mark.parametrize("kind", ["relations", "routes"])
@pytest.mark.parametrize("world", [short, crowd])
def test_no_names_touch(kind: str, world: object) -> None:
    texts = written(list(DRAW[kind](world())))  # type: ignore[operator]
    touching = [
        (one.get_text(), other.get_text())
        for (one, first), (other, second) in combinations(texts, 2)
        if first.shrunk(0.94, 0.8).overlaps(second.shrunk(0.94, 0.8))
    ]
    assert touching == []


def test_a_run_of_one_month_shows_points() -> None:
    axes = timeline(short())
    assert named(axes[1])["border control"].get_marker() == "o"
    assert named(axes[-2])["arrivals"].get_marker() == "o"


def test_a_provision_that_never_moves_is_a_level_line() -> None:
    played = sim.run("eu_turkiye_2016", set={"horizon": 6})
    (line,) = (
        line
        for ax in timeline(played, "ankara")
        for line in ax.lines
        if line.get_label() == "customs union"
    )
    assert len(set(line.get_ydata())) == 1
    rows = played.provisions.to_pylist()
    levels = {row["level"] for row in rows if row["provision"].endswith(".customs_union")}
    assert levels == {line.get_ydata()[0]}


@pytest.mark.parametrize("ending", ["png", "svg", "pdf"])
@pytest.mark.parametrize("kind", DRAW)
def test_drawn_again_a_figure_is_the_same_bytes(kind: str, ending: str, tmp_path: object) -> None:
    one, two = (
        save(DRAW[kind](short())[0], tmp_path / name, [ending])[0].read_bytes()  # type: ignore
        for name in ("one", "two")
    )
    assert one == two
