from itertools import pairwise

import pytest

pytest.importorskip("matplotlib")

import numpy as np

import sim
from sim.analysis.measures import numbers
from sim.errors import InputError
from sim.figures.timeline import timeline
from tests.figures.played import LONG, drawn, named, run, texts


def at_table(table: str, name: str, column: str) -> list[float]:
    import pyarrow.compute as pc

    rows = run(name).months
    return numbers(rows.filter(pc.equal(rows["table"], table)), column).tolist()


def test_marks_stand_where_the_log_has_moves() -> None:
    moves = timeline(run(), "rabat")[0]
    events = [each for each in run().events.to_pylist() if each["table"] == "rabat"]
    for kind, says in (("offer", "offer"), ("demand", "names a price")):
        for actor, lane in (("spain", 1), ("morocco", 0)):
            months = [e["month"] for e in events if (e["kind"], e["actor"]) == (kind, actor)]
            found = [
                line.get_xdata().tolist()
                if hasattr(line.get_xdata(), "tolist")
                else line.get_xdata()
                for line in moves.lines
                if line.get_label().lstrip("_") == says
                and set(np.round(line.get_ydata())) == {lane}
            ]
            assert [list(each) for each in found] == ([months] if months else [])


def test_a_signature_is_of_both_sides_and_crosses_all_panels() -> None:
    signed = [e["month"] for e in run().events.to_pylist() if e["kind"] == "signature"]
    axes = timeline(run(), "rabat")
    stars = [line for line in axes[0].lines if line.get_marker() == "*"]
    assert sorted(lane for line in stars for lane in set(np.round(line.get_ydata()))) == [0, 1]
    for ax in axes:
        upright = [
            line.get_xdata()[0]
            for line in ax.lines
            if len(line.get_xdata()) == 2 and line.get_xdata()[0] == line.get_xdata()[1]
        ]
        assert set(signed) <= set(upright)


def test_each_file_has_its_levels_month_by_month() -> None:
    import pyarrow.compute as pc

    axes = timeline(run(), "rabat")
    (panel,) = (ax for ax in axes if ax.get_title(loc="left").endswith("Western Sahara"))
    rows = run().provisions
    own = rows.filter(pc.equal(rows["provision"], "sahara.recognition"))
    assert named(panel)["recognition"].get_ydata().tolist() == numbers(own, "level").tolist()
    assert texts(panel) == ["recognition"]


def test_beliefs_and_people_are_those_of_the_record() -> None:
    *_, beliefs, people, harm = timeline(run(), "rabat")
    trust = named(beliefs)["trust of Spain"].get_ydata()
    assert trust.tolist() == at_table("rabat", "ceuta_2021", "trust_destination")
    arrivals = named(people)["arrivals"].get_ydata()
    assert arrivals.tolist() == at_table("rabat", "ceuta_2021", "arrivals")
    expected = numbers(run().routes, "harm").reshape(-1, len(run().names.routes)).sum(axis=1)
    assert named(harm)["harm"].get_ydata() == pytest.approx(expected)


def test_the_band_holds_most_of_the_other_runs() -> None:
    others = [run(replication=each) for each in range(4)]
    people = timeline(run(), "rabat", others)[-2]
    (band,) = people.collections
    ends = band.get_paths()[0].vertices[:, 1]  # type: ignore[union-attr]
    values = np.array([numbers(o.months, "arrivals")[:: len(o.names.tables)] for o in others])
    assert ends.max() <= values.max() + 1e-9
    assert ends.min() >= values.min() - 1e-9
    assert "pale: arrivals in nine of ten of 4 runs" in texts(people)


def test_events_from_outside_have_letters_and_a_key() -> None:
    axes = timeline(run(), "rabat")
    assert [each for each in texts(axes[0]) if len(each) == 1] == ["A", "B"]
    written = [text.get_text() for text in axes[0].figure.texts]
    assert "From outside: A hospital; B hospital secrecy" in written


def test_names_at_the_ends_of_lines_do_not_touch() -> None:
    axes = timeline(run("partnership_framework_2016", 1), "niamey")
    renderer = drawn(axes[0])
    for ax in axes:
        boxes = sorted((text.get_window_extent(renderer) for text in ax.texts), key=lambda b: b.y0)
        if ax is not axes[0]:
            assert all(a.y1 <= b.y0 + 3 for a, b in pairwise(boxes))


def test_long_names_stay_on_the_page() -> None:
    played = sim.run(
        "ceuta_2021", set={"horizon": 2, "actors.spain.name": LONG, "actors.morocco.name": LONG}
    )
    axes = timeline(played, "rabat")
    renderer = drawn(axes[0])
    whole = axes[0].figure.bbox
    for ax in axes:
        for text in (*ax.texts, *ax.get_yticklabels()):
            box = text.get_window_extent(renderer)
            assert box.x0 >= 0 and box.x1 <= whole.x1


def test_without_routes_there_are_no_people_to_show() -> None:
    titles = [ax.get_title(loc="left") for ax in timeline(run("georgia_visa_labour", 1))]
    assert titles[0] == "Moves"
    assert not any("routes" in title for title in titles)


def test_a_table_where_nobody_moves_draws() -> None:
    played = sim.run("ceuta_2021", set={"horizon": 1})
    axes = timeline(played, "brussels")
    assert "nobody moved" in texts(axes[0])
    drawn(axes[0])


def test_a_table_that_does_not_exist_is_refused_with_the_nearest() -> None:
    with pytest.raises(InputError, match="did you mean 'rabat'"):
        timeline(run(), "rabatt")
