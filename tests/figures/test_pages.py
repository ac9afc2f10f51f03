from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

pytest.importorskip("matplotlib")

from sim.figures.pages import folded, nothing, spread


@given(st.lists(st.floats(0.0, 1.0), max_size=12))
def test_labels_move_apart_and_keep_their_order(places: list[float]) -> None:
    found = spread(places, 0.1)
    order = sorted(range(len(places)), key=lambda i: places[i])
    moved = [found[i] for i in order]
    assert all(b - a >= 0.1 - 1e-9 for a, b in pairwise(moved))


def test_labels_that_do_not_touch_stay() -> None:
    assert spread([0.9, 0.1, 0.5], 0.1) == pytest.approx([0.9, 0.1, 0.5])
    assert spread([0.5, 0.5], 0.2) == pytest.approx([0.4, 0.6])


def test_long_texts_are_cut_and_say_so() -> None:
    assert folded("one two three four", 8, 2) == "one two\n..." or folded(
        "one two three four", 8, 2
    ).endswith("...")
    assert folded("short", 8) == "short"
    assert folded("", 8) == ""
    assert max(map(len, folded("x" * 50, 10, 3).split("\n"))) <= 10


def test_an_empty_page_says_why() -> None:
    assert [text.get_text() for text in nothing("No runs to show").texts] == ["No runs to show"]
