import json
from types import SimpleNamespace

import numpy as np
import pytest

from sim.analysis.facts import facts_of, title_of
from sim.analysis.findings import Beats, Findings, Wishes, analyse
from sim.analysis.indices import parts_of
from sim.analysis.intervals import Estimate
from sim.analysis.material import Material
from sim.analysis.measures import measure
from sim.analysis.report import report
from sim.analysis.report_rows import plain_rows
from sim.analysis.wording import written
from sim.documents.blocks import headings
from sim.documents.markdown import markdown
from sim.errors import InputError
from tests.analysis.made_up_sweeps import Stored, coercion, design, material, runs

pytest.importorskip("SALib")
pytest.importorskip("sklearn")


@pytest.fixture(scope="module")
def found() -> Findings:
    wishes = Wishes(beats=Beats("tables.main.partner.strategy", "coercive", "cooperative"))
    return analyse(material(coercion(points=60, replications=10)), wishes)


def test_everything_that_fits_is_made_and_the_rest_says_why(found: Findings) -> None:
    assert [each.name for each in found.measures] == ["agreement", "harm"]
    assert {name for name, _ in found.sensitivity} == {"agreement", "harm"}
    assert found.discovery is not None and found.peeling is not None
    assert set(found.survival) == {"all runs", "strategy: cooperative", "strategy: coercive"}
    assert list(found.missing) == ["threats"]
    (level,) = found.levels
    assert (level.axis, level.first, level.level) == (
        "tables.main.partner.strategy",
        "cooperative",
        "coercive",
    )


def test_the_report_names_all_its_parts(found: Findings) -> None:
    titles = [*headings(report("A title", found, {"seed": "0"}, {}))]
    assert titles == [
        "What was run",
        "Outcomes",
        "What single axes change",
        "Which axes matter",
        "Under which conditions",
        "Time to agreement",
        "What threats do",
        "Were enough runs played?",
        "Look closely",
        "What to keep in mind",
        "What the outcomes mean",
    ]
    text = markdown(report("A title", found, {"seed": "0"}, {}))
    assert "coercive beats cooperative" in text
    assert "No: see the runs still needed" in text
    assert "nan" not in text and "None" not in text


def test_rows_are_plain_numbers(found: Findings) -> None:
    rows = plain_rows(found)
    assert {"outcomes", "differences", "sensitivity", "regions", "survival"} <= set(rows)
    json.dumps(rows, allow_nan=False)
    (agreement,) = [row for row in rows["outcomes"] if row["outcome"] == "agreement"]
    assert agreement["value"] == pytest.approx(np.mean(found.material.values(measure("agreement"))))


def test_arrivals_bring_harm_with_them() -> None:
    points = design(x=[0.0, 1.0])
    rows = runs(points, 2, people_arrivals=[1.0] * 4, people_harm=[0.1] * 4)
    got = analyse(material(Stored(rows, points)), Wishes(outcomes=("arrivals",)))
    assert [each.name for each in got.measures] == ["arrivals", "harm"]


def test_a_sweep_without_axes_has_a_report() -> None:
    points = design(x=[1.0]).drop_columns(["x"])
    rows = runs(points, 9, paper_agreement=[1.0] * 9, paper_months=[3.0] * 9)
    got = analyse(material(Stored(rows, points)))
    text = markdown(report("One point", got, {}, {}))
    assert "9 runs at 1 point; none failed" in text
    assert {"sensitivity of agreement", "discovery by a tree"} <= set(got.missing)


def test_outcomes_that_do_not_exist_are_refused() -> None:
    stored = material(coercion(points=4, replications=2))
    with pytest.raises(InputError, match=r"no such outcome.*did you mean 'agreement'"):
        analyse(stored, Wishes(outcomes=("agrement",)))


def test_any_outcome_column_may_be_asked_for() -> None:
    points = design(x=[0.0, 1.0])
    stored = material(Stored(runs(points, 1, welfare_partner=[-1.0, 2.0]), points))
    asked = stored.outcome("welfare_partner")
    assert (asked.layer, asked.statistic) == ("welfare", "mean")
    assert stored.values(asked).tolist() == [-1.0, 2.0]


def test_parts_are_the_combinations_of_levers() -> None:
    sampled = {"x": [0.0, 1.0, 0.0, 1.0], "share:x": [0.1, 0.6, 0.1, 0.6]}
    points = design(way=["a", "a", "b", "b"], **sampled)
    stored = material(Stored(runs(points, 1, people_harm=[1.0, 2.0, 3.0, 4.0]), points))
    assert (stored.levers, stored.samples.tolist()) == (["way"], [0, 1, 0, 1])
    parts = dict(parts_of(stored))
    assert set(parts) == {"a", "b"}
    assert parts["b"].values(measure("harm")).tolist() == [3.0, 4.0]
    assert [axis.name for axis in parts["b"].axes] == ["x"]
    # Two grids in two axes look alike; only a sample is crossed with levers.
    whole = points.drop_columns(["share:x"])
    grid = material(Stored(runs(whole, 1, people_harm=[1.0] * 4), whole))
    assert (grid.levers, grid.samples.tolist()) == ([], [0, 1, 2, 3])
    assert [name for name, _ in parts_of(grid)] == [""]


def test_runs_and_design_must_belong_together() -> None:
    points = design(x=[0.0, 1.0])
    rows = runs(points, 1, people_harm=[1.0, 2.0])
    with pytest.raises(InputError, match="belongs to no point"):
        Material(rows, points.slice(0, 1))


@pytest.mark.parametrize(
    ("estimate", "name", "signed", "text"),
    [
        (Estimate(0.5, 0.4, 0.6, 9), "agreement", False, "50 % [40 %, 60 %]"),
        (Estimate(-0.05, -0.1, -0.001, 9), "agreement", True, "-5.0 pp [-10.0 pp, -0.1 pp]"),
        (Estimate(0.0, 0.0, 0.0, 9), "harm", True, "+0.000"),
        (Estimate(None, None, None, 0), "harm", False, "none"),
    ],
)
def test_estimates_read_well(estimate: Estimate, name: str, signed: bool, text: str) -> None:
    assert written(estimate, measure(name), signed=signed) == text


def test_facts_come_from_a_mapping_or_a_record() -> None:
    content = {"title": "", "scenario": {"name": "ceuta", "title": "Ceuta"}, "common": True}
    record = SimpleNamespace(content=content, content_sha256="abc", complete=False)
    assert title_of(record) == "Ceuta"
    assert facts_of(record) == {
        "scenario": "ceuta",
        "complete": "no: some runs are still missing",
        "equal shocks at all points": "yes",
        "content sha256": "abc",
    }
    assert facts_of({"seed": 3, "runs": 10}) == {"seed": "3"}
