import pytest

pytest.importorskip("matplotlib")

from matplotlib.patches import FancyArrowPatch

import sim
from sim.analysis.networks import relations
from sim.figures.relations import relations_network
from sim.figures.route_map import route_map, route_maps
from tests.figures.played import LONG, drawn, run, texts


def arrows(ax: object) -> list[FancyArrowPatch]:
    return [each for each in ax.patches if isinstance(each, FancyArrowPatch)]  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    "name", ["ceuta_2021", "partnership_framework_2016", "georgia_visa_labour", "lebanon_2016"]
)
def test_each_dependence_is_an_arrow_as_wide_as_its_weight(name: str) -> None:
    scenario = sim.load(name)
    ax = relations_network(scenario)
    drawn(ax)
    weights = sorted(
        data["weight"]
        for _, _, data in relations(scenario).edges(data=True)
        if data["kind"] == "dependence"
    )
    widths = sorted(each.get_linewidth() for each in arrows(ax))
    assert widths == pytest.approx([0.8 + 8.0 * weight for weight in weights])
    found = texts(ax)
    assert all(f"{weight:.2f}" in found for weight in weights if weight > 0.01)
    members = sum(actor.member_of is not None for actor in scenario.actors.values())
    assert len(ax.lines) == members


def test_boxes_of_many_actors_do_not_touch_and_hold_their_names() -> None:
    for name in ("georgia_visa_labour", "partnership_framework_2016", "eu_mauritania_2024"):
        ax = relations_network(sim.load(name))
        renderer = drawn(ax)
        boxes = [
            each.get_window_extent(renderer)
            for each in ax.patches
            if not isinstance(each, FancyArrowPatch)
        ]
        assert len(boxes) == len(sim.load(name).actors)
        for i, one in enumerate(boxes):
            assert not any(one.overlaps(other) for other in boxes[i + 1 :])


def test_long_names_fit_their_boxes() -> None:
    scenario = sim.load("ceuta_2021").with_changes(set={"actors.eu.name": LONG})
    ax = relations_network(scenario)
    renderer = drawn(ax)
    (name,) = (text for text in ax.texts if text.get_text().startswith("The Most"))
    inside = name.get_window_extent(renderer)
    assert any(
        box.x0 <= inside.x0 and inside.x1 <= box.x1 and box.y0 <= inside.y0 and inside.y1 <= box.y1
        for box in (each.get_window_extent(renderer) for each in ax.patches)
    )


def test_one_actor_and_no_actor_draw() -> None:
    scenario = sim.load("ceuta_2021")
    alone = scenario.model_copy(
        update={"actors": {"spain": scenario.actors["spain"]}, "tables": {}, "issues": {}}
    )
    ax = relations_network(alone)
    drawn(ax)
    assert "Spain" in texts(ax)
    assert arrows(ax) == []
    nobody = scenario.model_copy(update={"actors": {}, "tables": {}, "issues": {}})
    assert texts(relations_network(nobody)) == ["No actors to show"]


def band(ax: object, route: str, leg: int) -> float:
    """How wide a leg of a route is where it begins."""
    found = [
        each
        for each in ax.collections  # type: ignore[attr-defined]
        if each.get_label() == f"_{route}"
    ]
    vertices = found[leg].get_paths()[0].vertices
    left = vertices[abs(vertices[:, 0] - vertices[:, 0].min()) < 1e-9]
    return float(left[:, 1].max() - left[:, 1].min())


def test_bands_are_as_wide_as_people_are_many() -> None:
    name = "partnership_framework_2016"
    scenario = sim.load(name)
    ax = route_map(scenario)
    drawn(ax)
    one, other = (scenario.routes[key] for key in ("from_nigeria", "from_mali"))
    ratio = band(ax, "from_nigeria", 0) / band(ax, "from_mali", 0)
    assert ratio == pytest.approx((one.size * one.pressure) / (other.size * other.pressure))


def test_before_and_after_are_the_months_of_the_run_at_one_scale() -> None:
    played = run("partnership_framework_2016", 1)
    before, after = route_maps(played)
    rows = [each for each in played.routes.to_pylist() if each["route"] == "agadez"]
    last = [each for each in rows if each["month"] >= played.scenario.horizon - 6]
    mean = sum(each["attempts"] for each in last) / len(last)
    assert band(after, "agadez", 0) / band(before, "agadez", 0) == pytest.approx(
        mean / rows[0]["attempts"]
    )
    arrive = sum(each["arrivals"] for each in last) / len(last)
    assert band(after, "agadez", 1) / band(after, "agadez", 0) == pytest.approx(arrive / mean)
    was = rows[0]["attempts"]
    assert f"agadez\n{mean:.2f} ({100 * (mean / was - 1):+.0f} %)" in texts(after)
    assert any(text.startswith(f"{arrive:.2f} (") for text in texts(after))
    assert f"agadez\n{was:.2f}" in texts(before)
    assert before.get_title() == ""
    assert "Before: Jun 2016" in texts(before)


def test_a_closed_route_is_dotted() -> None:
    scenario = sim.load("ceuta_2021").with_changes(set={"routes.western.open": False})
    ax = route_map(scenario)
    assert ax.lines
    assert not [each for each in ax.collections if each.get_label() == "_western"]


def test_a_circle_of_routes_draws() -> None:
    scenario = sim.load("partnership_framework_2016")
    first, second = list(scenario.routes.values())[:2]
    circle = {
        "there": first.model_copy(update={"via": ["mali"], "through": "niger"}),
        "back": second.model_copy(update={"via": ["niger"], "through": "mali"}),
    }
    drawn(route_map(scenario.model_copy(update={"routes": circle})))


def test_no_routes_are_said() -> None:
    assert texts(route_map(sim.load("georgia_visa_labour"))) == ["This scenario has no routes"]
    (ax,) = route_maps(run("georgia_visa_labour", 1))
    assert texts(ax) == ["This scenario has no routes"]
