"""`sim.plot`: one name for each figure, from a scenario, a run or a result, and axes come back."""

import inspect
import re
import subprocess
import sys
from pathlib import Path

import numpy as np
import pyarrow as pa
import pytest

pytest.importorskip("matplotlib")

from matplotlib.axes import Axes

import sim
from sim import plot
from sim.analysis.arms import Arms
from sim.documents.markdown import markdown
from sim.errors import InputError
from sim.figures.registry import MADE_BY, OPTIONS, figures, table_of
from sim.figures.showing import Panels
from sim.runs.axes import parse_vary
from sim.runs.disk import StoreError
from sim.runs.plan import planned
from sim.runs.sweep_results import Results
from tests.analysis.made_up import runs
from tests.figures.played import named, run, texts
from tests.figures.test_pairings import paired
from tests.runs.small import plan_of, played

AXES = ("actors.morocco.patience=0.5,0.9", "tables.rabat.partner.strategy=coercive,cooperative")


@pytest.fixture(scope="module")
def swept(tmp_path_factory: pytest.TempPathFactory) -> Results:
    """A small sweep that kept its events."""
    out = tmp_path_factory.mktemp("swept") / "out"
    axes = [parse_vary(text) for text in AXES]
    played(planned(sim.load("ceuta_2021"), axes, replications=10, keep=["events"]), out, jobs=1)
    return sim.open_results(out)


def compared_of(*parts: pa.Table) -> Arms:
    """A comparison of arms that nobody played."""
    rows = pa.concat_tables(parts)
    return Arms("Made up", rows, rows.slice(0, 0), parts[0].num_rows, 0)


def test_the_command_and_python_know_the_same_figures() -> None:
    assert {*figures(), "save", "talks"} == set(plot.__all__)
    for name, entry in figures().items():
        assert inspect.getdoc(getattr(plot, name))
        assert entry.source in MADE_BY
        assert set(entry.options) <= set(OPTIONS)
        assert set(entry.options.values()) <= set(inspect.signature(entry.draw).parameters)


def test_the_page_of_figures_lists_them_all(request: pytest.FixtureRequest) -> None:
    page = Path(__file__).parents[2] / "docs" / "figures.md"
    text = page.read_text("utf-8")
    scenarios, results = (
        markdown([table_of(sources)]) for sources in (["scenario"], [*MADE_BY][1:])
    )
    if request.config.getoption("--regenerate-golden"):
        for head, table in (("## Of a scenario or a run", scenarios), ("## Of many runs", results)):
            text = re.sub(rf"({head}\n\n)(\|.*\n)+", lambda m, t=table: m[1] + t, text)
        page.write_text(text, "utf-8")
    assert scenarios in text and results in text


def test_matplotlib_waits_until_something_is_drawn() -> None:
    code = "import sys, sim; sim.plot.timeline; assert 'matplotlib' not in sys.modules"
    subprocess.run([sys.executable, "-c", code], check=True)


@pytest.mark.parametrize("name", ["space", "timeline", "relations", "routes", "pairings"])
def test_without_matplotlib_one_sentence_says_what_to_install(name: str) -> None:
    rows = "pyarrow.table({'scenario': [], 'error': []})"
    source = rows if name == "pairings" else "'ceuta_2021'"
    code = f"""
import sys
sys.modules["matplotlib"] = None
import pyarrow, sim
from sim.errors import QpqError
try:
    sim.plot.{name}({source})
except QpqError as error:
    assert "quidproquo[plots]" in str(error)
    print("told")
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert done.stdout == "told\n", done.stderr


def test_a_key_stands_below_a_panel_that_may_have_neighbours() -> None:
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    whole = Figure(figsize=(14, 8))
    left, right = whole.subplots(1, 2)
    plot.space(run(), ax=left)
    canvas = FigureCanvasAgg(whole)
    canvas.draw()
    key = left.get_legend().get_window_extent(canvas.get_renderer())
    assert not key.overlaps(right.get_window_extent())


@pytest.mark.parametrize("name", ["space", "relations"])
def test_one_panel_comes_back_from_a_run_a_scenario_and_its_name(name: str) -> None:
    draw = getattr(plot, name)
    drawn = [draw(each) for each in (run(), run().scenario, "ceuta_2021")]
    assert all(isinstance(each, Axes) for each in drawn)
    assert len({each.get_figure().savefig for each in drawn}) == 3
    written = [sorted(text.get_text() for text in each.texts) for each in drawn]
    assert written[0] == written[1] == written[2]


def test_several_panels_come_back_as_a_list_in_one_figure() -> None:
    for drawn in (plot.routes(run()), plot.timeline(run(), others=2)):
        assert isinstance(drawn, Panels)
        assert len({ax.figure for ax in drawn}) == 1


def test_a_figure_is_drawn_into_given_axes() -> None:
    from matplotlib.figure import Figure

    ax = Figure().subplots()
    assert plot.space(run(), ax=ax) is ax
    assert "Pareto frontier" in named(ax)


def test_runs_behind_the_band_are_played_or_given() -> None:
    short = sim.load("ceuta_2021").with_changes(set={"horizon": 6})
    one = sim.run(short)
    others = [sim.run(short, replication=each) for each in range(3)]
    asked, given = (plot.timeline(one, others=each)[-2] for each in (3, others))
    assert texts(asked) == texts(given)
    assert "pale: arrivals in nine of ten of 3 runs" in texts(asked)
    bands = [ax.collections[0].get_paths()[0].vertices for ax in (asked, given)]
    assert np.array_equal(*bands)
    assert not plot.timeline(one, others=0)[-2].collections


def test_a_run_under_way_is_drawn_as_far_as_it_got() -> None:
    game = sim.play("ceuta_2021")
    for _ in range(4):
        game.step()
    people = plot.timeline(game.run, others=2)[-2]
    assert len(named(people)["arrivals"].get_xdata()) == 4


def test_records_are_drawn_beside_runs() -> None:
    panels = plot.observed("ceuta_2021", replications=5)
    assert any("5 runs of 36 months" in text.get_text() for text in panels.figure.texts)
    with pytest.raises(InputError, match=r"no record 'rabt'.*did you mean 'rabat'"):
        plot.observed("ceuta_2021", "rabt", replications=5)


@pytest.mark.parametrize("name", ["phase", "survival", "durability"])
def test_a_sweep_is_drawn_open_or_by_its_folder(name: str, swept: Results) -> None:
    open_, folder = (getattr(plot, name)(each) for each in (swept, swept.path))
    assert isinstance(open_, Axes)
    assert open_.get_title("left") == folder.get_title("left") != ""


def test_curves_by_an_axis_are_those_of_its_values(swept: Results) -> None:
    ax = plot.survival(swept, by="strategy")
    assert list(named(ax)) == [
        "all runs (n = 40)",
        "strategy: coercive (n = 20)",
        "strategy: cooperative (n = 20)",
    ]
    assert len({str(line._dash_pattern) for line in ax.lines}) == 3
    with pytest.raises(InputError, match="no such axis"):
        plot.survival(swept, by="strategies")


def test_lives_of_agreements_are_counted_from_the_events(swept: Results) -> None:
    rows = swept.arrow("events", ["run", "kind", "table", "object"]).to_pylist()
    signed = [tuple(row.values()) for row in rows if row["kind"] == "signature"]
    (label,) = named(plot.durability(swept))
    lives = int(label.removeprefix("all runs (n = ").removesuffix(")"))
    # Signed anew while in force, it is the same agreement.
    assert 0 < len(set(signed)) <= lives <= len(signed)


def test_what_a_result_does_not_hold_is_said(swept: Results, tmp_path: Path) -> None:
    bare = plan_of(tmp_path, ["horizon=4,6"], 2)
    played(bare, tmp_path / "bare", jobs=1)
    with pytest.raises(InputError, match=r"kept no events.*'--keep events'"):
        plot.durability(tmp_path / "bare")
    with pytest.raises(InputError, match="one axis; a phase diagram needs two"):
        plot.phase(tmp_path / "bare")
    with pytest.raises(InputError, match="no such outcome"):
        plot.phase(swept, outcome="harms")
    with pytest.raises(StoreError):
        plot.pairings(tmp_path)
    with pytest.raises(StoreError, match="no pairings"):
        plot.heatmap(swept.path)
    with pytest.raises(InputError, match="its points met different shocks"):
        played(plan_of(tmp_path, (), 2, common=False), tmp_path / "other", jobs=1)
        plot.arms(tmp_path / "other")


def test_a_sweep_without_axes_was_not_varied(tmp_path: Path) -> None:
    played(plan_of(tmp_path, (), 2), tmp_path / "flat", jobs=1)
    ax = plot.sensitivity(tmp_path / "flat")
    assert texts(ax) == ["This sweep has no axes: nothing was varied"]


def test_pairings_are_drawn_from_rows() -> None:
    assert isinstance(plot.pairings(paired()), Panels)
    heat = plot.heatmap(paired(), "harm", scenario="made_up")
    assert isinstance(heat, Axes)
    with pytest.raises(InputError, match=r"no scenario 'made_upp'.*did you mean 'made_up'"):
        plot.heatmap(paired(), scenario="made_upp")
    with pytest.raises(InputError, match="no outcome 'harms'"):
        plot.heatmap(paired(), "harms")


def test_where_all_runs_failed_nothing_is_estimated() -> None:
    failed = paired()
    place = failed.column_names.index("error")
    failed = failed.set_column(place, "error", pa.array(["no number"] * failed.num_rows))
    told = f"{failed.num_rows} runs ({failed.num_rows} failed, in no estimate)"
    panels = plot.pairings(failed)
    assert [text for ax in panels for text in texts(ax)] == ["none"] * len(panels)
    assert any(told in text.get_text() for text in panels.figure.texts)
    heat = plot.heatmap(failed)
    assert texts(heat) == ["none"]
    assert any(told in text.get_text() for text in heat.get_figure(root=True).texts)


def test_differences_say_how_many_pairs_they_have() -> None:
    one = paired()
    other = one.set_column(one.column_names.index("arm"), "arm", pa.array(["other"] * one.num_rows))
    panels = plot.differences(pa.concat_tables([one, other]), ["agreement", "harm"])
    assert [ax.get_title("left").split("\n")[0] for ax in panels][:2] == [
        "runs with an agreement",
        "exposure to harm",
    ]
    assert any("pairs." in text.get_text() for text in panels.figure.texts)
    assert texts(plot.differences(compared_of(one))[0]) == ["No differences to show"]


def test_arms_stand_below_each_other_from_nought() -> None:
    one = runs(paper_agreement=[0.0] * 10 + [1.0] * 10, people_harm=[0.5] * 20)
    other = runs("more", paper_agreement=[0.0] * 5 + [1.0] * 15, people_harm=[0.25] * 20)
    compared = compared_of(one, other)
    agreement, harm = plot.arms(compared, ["agreement", "harm"])
    assert [label.get_text() for label in agreement.get_yticklabels()] == ["base", "more"]
    assert [float(line.get_xdata()[0]) for line in agreement.lines] == [50.0, 75.0]
    assert [float(line.get_xdata()[0]) for line in harm.lines] == [0.5, 0.25]
    assert agreement.get_xlim()[0] <= 0.0
    assert plot.differences(compared, "agreement")[0].lines[0].get_xdata()[0] == 25.0


def test_several_comparisons_stand_below_each_other() -> None:
    one = runs(paper_agreement=[0.0] * 10 + [1.0] * 10, people_harm=[0.5] * 20)
    other = runs("more", paper_agreement=[0.0] * 5 + [1.0] * 15, people_harm=[0.25] * 20)
    there, back = (compared_of(*pair) for pair in ((one, other), (other, one)))
    agreement, _ = plot.differences({"there": there, "back": back})
    labels = [label.get_text() for label in agreement.get_yticklabels()]
    assert labels == ["there\nmore against base", "back\nbase against more"]
    assert [float(line.get_xdata()[0]) for line in agreement.lines[:2]] == [25.0, -25.0]
