"""Sliders: live ones in a notebook, pictures or pages side by side where nothing can be moved."""

import base64
from io import BytesIO
from typing import Any

import pytest
from ipywidgets.widgets import widget
from PIL import Image

import sim
from sim.errors import InputError
from sim.figures.pages import nothing
from sim.interactive.notebook import HTML, PNG, enable
from sim.interactive.sliders import PLAIN, STRIP, _strip, bundle

VIEW = "application/vnd.jupyter.widget-view+json"


def test_a_drawing_without_a_notebook_is_text() -> None:
    slide = sim.slide(lambda trust: f"trust {trust}", trust=[0.0, 0.5, 1.0])
    assert slide.at() == "trust 0.5"
    assert slide.at(trust=1.0) == "trust 1.0"
    assert "trust" in repr(slide)


def test_pages_stand_below_each_other_with_what_they_show(ipython: Any) -> None:
    slide = sim.slide(lambda month, side: f"{side}{month}", month=range(12), side=["a", "b"])
    shown = bundle(slide)
    page = shown[HTML]
    # Along the first, with the other where it begins; both ends are there.
    for month in (0, 11):
        assert f"month {month}, side b" in page
        assert f"b{month}" in page
    assert page.count("side b") == STRIP
    assert "side a" not in page
    assert VIEW in shown
    assert shown[PLAIN] == repr(slide)


def test_few_combinations_are_all_shown(ipython: Any) -> None:
    page = bundle(sim.slide(lambda a, b: "", a=[1, 2], b=[3, 4]))[HTML]
    for said in ("a 1, b 3", "a 1, b 4", "a 2, b 3", "a 2, b 4"):
        assert said in page


def test_figures_become_one_picture(ipython: Any) -> None:
    enable()
    shown = bundle(sim.slide(lambda n: nothing(f"number {n}"), n=[1, 2, 3]))
    assert base64.b64decode(shown[PNG]).startswith(b"\x89PNG")
    assert HTML not in shown


def test_moving_draws_and_going_back_does_not(ipython: Any) -> None:
    drawn = []
    slide = sim.slide(lambda n: drawn.append(n), n=[1, 2, 3], start={"n": 1})
    shown = bundle(slide)
    assert drawn == [1, 2, 3]  # The strip needs all three; the live view took its first from them.
    slider, below = widget._instances[shown[VIEW]["model_id"]].children
    seen = []
    for value in (3, 1, 2, 3):
        slider.value = value
        seen.append(below.children[0])
    assert drawn == [1, 2, 3]
    assert seen[0] is seen[3] is not seen[1]


@pytest.mark.parametrize(
    ("values", "start", "says"),
    [
        ({}, {}, "no slider"),
        ({"n": []}, {}, "no values"),
        ({"n": [1, 2]}, {"n": 3}, "none of its values"),
    ],
)
def test_what_cannot_be_slid_is_refused(values: Any, start: Any, says: str) -> None:
    with pytest.raises(InputError, match=says):
        sim.slide(lambda **given: None, start=start, **values)


def test_an_unknown_slider_is_named() -> None:
    with pytest.raises(InputError, match="no slider 'k'"):
        sim.slide(lambda n: n, n=[1]).at(k=1)


def picture(width: int, height: int) -> str:
    file = BytesIO()
    Image.new("RGB", (width, height), (200, 0, 0)).save(file, "PNG")
    return base64.b64encode(file.getvalue()).decode("ascii")


@pytest.mark.parametrize(("height", "rows"), [(60, 1), (40, 2)])
def test_wide_pictures_have_a_row_each(height: int, rows: int) -> None:
    strip = Image.open(BytesIO(base64.b64decode(_strip(["a", "b"], [picture(100, height)] * 2))))
    red = [strip.getpixel((x, y)) for x in (strip.width // 4,) for y in range(strip.height)]
    bands = "".join("r" if pixel[:3] == (200, 0, 0) else " " for pixel in red).split()
    assert len(bands) == rows
