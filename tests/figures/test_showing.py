"""Figures as the last value of a cell: one picture in the house style."""

import io
import struct
from typing import Any

import matplotlib
import pytest
from matplotlib.figure import Figure

from sim.figures.pages import nothing
from sim.figures.route_map import route_maps
from sim.figures.saving import save
from sim.figures.showing import CSS_INCH, Panels, as_png, figure_of
from sim.interactive.notebook import enable
from tests.figures.played import run


def size_of(png: bytes) -> tuple[int, int]:
    """Pixels across and down, as the file says."""
    assert png.startswith(b"\x89PNG\r\n")
    wide, high = struct.unpack(">II", png[16:24])
    return wide, high


@pytest.fixture
def shown(ipython: Any) -> Any:
    """What IPython's own formatters make of a value: bundle and metadata."""
    assert enable()
    return ipython.display_formatter.format


def test_ipython_shows_a_figure_its_axes_and_lists_of_them(shown: Any) -> None:
    panels = route_maps(run())
    whole = panels.figure
    pictures = []
    for each in (whole, panels[0], panels):
        bundle, metadata = shown(each)
        pictures.append(bundle["image/png"])
        assert metadata["image/png"]["width"] == round(CSS_INCH * whole.get_size_inches()[0])
    assert pictures[0] == pictures[1] == pictures[2]


def test_ipython_shows_no_picture_of_anything_else(shown: Any) -> None:
    for each in ([], [1, 2], ["a"], {}, Panels()):
        assert "image/png" not in shown(each)[0]


def test_pyplot_shows_its_own_figures() -> None:
    from matplotlib import pyplot

    with matplotlib.rc_context({"backend": "agg"}):
        theirs, ax = pyplot.subplots()
    try:
        assert as_png(theirs) is None
        assert as_png(ax) is None
    finally:
        pyplot.close(theirs)


def test_a_picture_is_as_large_as_the_figure_and_sharp() -> None:
    found = as_png(nothing("Nothing"))
    assert found is not None
    picture, size = found
    assert size == {"width": 528, "height": 192}
    assert size_of(picture) == (825, 300)


def test_the_figure_of_axes_is_found_wherever_they_stand() -> None:
    whole = Figure()
    inner = whole.subfigures(1, 2)[0].subplots()
    assert figure_of(inner) is figure_of([inner]) is figure_of(whole) is whole
    assert as_png([]) is None


def test_axes_and_lists_are_saved_like_their_figure(tmp_path: Any) -> None:
    panels = route_maps(run())
    kept = [
        save(each, tmp_path / str(n), ["png"])[0].read_bytes()
        for n, each in enumerate((panels.figure, panels[1], panels))
    ]
    assert kept[0] == kept[1] == kept[2]
    assert io.BytesIO(kept[0]).read(4) == b"\x89PNG"
