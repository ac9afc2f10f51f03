"""Plans: the whole is valid before the first run, and says what it is."""

import re
from pathlib import Path
from typing import Any

import pytest

from sim.errors import InputError
from sim.runs.axes import own, parse_vary
from sim.runs.plan import planned
from sim.runs.points import placed
from sim.runs.sweep_request import Request, is_sweep, read_sweep
from sim.scenario import load
from sim.scenario.loading import changed
from tests.runs.small import AXES, plan_of, scenario_in

CEUTA = "ceuta_2021"


def refused(*vary: str, **more: Any) -> str:
    with pytest.raises(InputError) as caught:
        planned(load(CEUTA), [parse_vary(text) for text in vary], **more)
    return str(caught.value)


@pytest.mark.parametrize(
    ("vary", "said"),
    [
        ("actors.moroco.patience=0.1,0.2", "did you mean 'actors.morocco.patience'?"),
        ("actors.morocco.patience=0.5:2", "--vary: actors.morocco.patience: .*out of range"),
        ("actors.morocco.strategy=coerciv", "did you mean 'coercive'?"),
        ("actors.morocco.strategy=0:1", "a range of what is no number"),
        ("treatments.staging=staged,frontloaded", "expected one of front_loaded, staged"),
        ("overrides=base,no_hospitl", "--vary: .*no override is named 'no_hospitl'"),
        ("overrides=own", "an axis of overrides lists names"),
        ("actors.morocco.patience=own", "gives no distribution for it"),
        ("horizon=6.5:12", "a range without whole ends"),
        ("actors.morocco.patience=0.5,high", "values of several kinds"),
        ("record.rabat.months=1,2", "nothing under 'record' can be set"),
    ],
)
def test_one_message_says_what_is_wrong_with_an_axis(vary: str, said: str) -> None:
    assert re.search(said.replace("?", r"\?"), refused(vary))


def test_all_axes_are_looked_at_before_anything_is_said() -> None:
    text = refused("actors.morocco.patienc=0.1,0.2", "actors.spain.patience=0:3")
    assert "patienc" in text and "actors.spain.patience" in text
    assert "varies twice" in refused("horizon=6,7", "horizon=8,9")


def test_points_whose_parts_do_not_fit_together_are_refused(tmp_path: Path) -> None:
    # Each end is valid by itself; the floor above what is inherited is not.
    axes = ["issues.deal.provisions.market.inherited=0.1:0.9",
            "issues.deal.provisions.market.floor=0:0.3"]  # fmt: skip
    with pytest.raises(InputError, match=r"point \d+: issues.deal"):
        plan_of(tmp_path, axes, design="grid", points=3)


def test_other_settings_are_looked_at_too() -> None:
    assert "cannot keep 'monts'" in refused(keep=["monts"])
    assert "replications: 0; expected a whole number from 1" in refused(replications=0)


def test_points_are_what_the_loader_makes_of_them() -> None:
    scenario = load(CEUTA)
    axes = [
        parse_vary("overrides=base,no_hospital"),
        parse_vary("actors.morocco.patience=0.5:0.9"),
        parse_vary("tables.rabat.partner.strategy=coercive,null"),
        parse_vary("treatments.staging=staged,front_loaded"),
        parse_vary("horizon=6:12"),
        *own(scenario.provenance.distributions),
    ]
    plan = planned(scenario, axes, "random", points=12, replications=1)
    assert plan.recipe.copied
    for row in plan.design.rows:
        quick, slow = plan.recipe.quick(row), plan.recipe.validated(row)
        assert quick.model_dump() == slow.model_dump()
        assert [type(v) for v in quick.model_dump().values()] == [
            type(v) for v in slow.model_dump().values()
        ]


def test_copying_touches_one_branch_alone(tmp_path: Path) -> None:
    scenario = scenario_in(tmp_path)
    other = placed(scenario, ["actors", "north", "patience"], 0.25)
    assert other.actors["north"].patience == 0.25 != scenario.actors["north"].patience
    assert other.actors["south"] is scenario.actors["south"]
    with pytest.raises((KeyError, AttributeError)):
        placed(scenario, ["actors", "east", "patience"], 0.25)
    assert changed(scenario, {}, ()) is scenario


def test_parts_cover_all_runs_and_belong_to_the_plan(tmp_path: Path) -> None:
    plan = plan_of(tmp_path, replications=1234)
    assert plan.runs == 4 * 1234
    assert [part.start for part in plan.parts[1:]] == [part.stop for part in plan.parts[:-1]]
    assert (plan.parts[0].start, plan.parts[-1].stop) == (0, plan.runs)
    assert 90 <= len(plan.parts) <= 101
    assert len(plan_of(tmp_path, replications=1).parts) == 1
    assert max(p.stop - p.start for p in plan_of(tmp_path, replications=10**7).parts) <= 20_000
    kept = plan_of(tmp_path, replications=10**5, keep=["events"])
    assert max(p.stop - p.start for p in kept.parts) <= 500


def test_shocks_are_common_unless_asked_otherwise(tmp_path: Path) -> None:
    plan = plan_of(tmp_path, replications=10)
    assert [plan.replication_of(run) for run in (3, 13, 39)] == [3, 3, 9]
    alone = plan_of(tmp_path, replications=10, common=False)
    assert [alone.replication_of(run) for run in (3, 13, 39)] == [3, 13, 39]


def test_the_identity_changes_with_all_that_decides_results(tmp_path: Path) -> None:
    same = plan_of(tmp_path).identity
    assert plan_of(tmp_path).identity == same
    others = [
        plan_of(tmp_path, replications=51),
        plan_of(tmp_path, seed=1),
        plan_of(tmp_path, common=False),
        plan_of(tmp_path, keep=["months"]),
        plan_of(tmp_path, AXES[:1]),
        plan_of(tmp_path, [AXES[0], "tables.main.partner.strategy=coercive,stalling"]),
    ]
    found = {plan.identity for plan in others}
    text = (tmp_path / "world.yaml").read_text("utf-8")
    path = tmp_path / "other" / "world.yaml"
    path.parent.mkdir()
    path.write_text(text + "\n# one more line\n", "utf-8")
    found.add(planned(load(path), [parse_vary(a) for a in AXES], replications=50).identity)
    moved = load(tmp_path / "world.yaml", set={"horizon": 5})
    found.add(planned(moved, [parse_vary(a) for a in AXES], replications=50).identity)
    assert len(found) == len(others) + 2 and same not in found


def test_a_file_that_changes_after_it_was_read_is_noticed(tmp_path: Path) -> None:
    scenario = scenario_in(tmp_path)
    path = tmp_path / "world.yaml"
    path.write_text(path.read_text("utf-8").replace("horizon: 6", "horizon: 7"), "utf-8")
    with pytest.raises(InputError, match="changed since it was read"):
        planned(scenario)


SWEEP = """\
scenario: world.yaml
title: A trial
set: {horizon: 5}
design: lhs
points: 7
replications: 3
seed: 11
random_numbers: independent
keep: [months]
axes:
  actors.north.patience: {low: 0.5, high: 0.9, role: lever}
  tables.main.partner.strategy: [coercive, cooperative]
"""


def written(folder: Path, text: str) -> Path:
    scenario_in(folder)
    path = folder / "sweep.yaml"
    path.write_text(text, "utf-8")
    return path


def test_a_sweep_is_read_from_yaml(tmp_path: Path) -> None:
    path = written(tmp_path, SWEEP)
    assert is_sweep(str(path)) and not is_sweep(str(tmp_path / "world.yaml"))
    assert not is_sweep(CEUTA)
    request = read_sweep(path)
    plan = request.plan()
    assert (plan.points, plan.replications, plan.seed, plan.common) == (14, 3, 11, False)
    assert (plan.design.sample, plan.design.combinations) == (7, 2)
    assert plan.design.crossed == ("tables.main.partner.strategy",)
    assert (plan.keep, request.title, plan.scenario.horizon) == (("months",), "A trial", 5)
    assert [axis.role for axis in plan.axes] == ["lever", None]


def test_levers_alone_are_crossed_with_what_the_scenario_holds_uncertain() -> None:
    scenario = load(CEUTA)
    request = Request(scenario, (parse_vary("treatments.staging=staged,front_loaded"),), "lhs", 5)
    plan = request.plan()
    uncertain = list(scenario.provenance.distributions)
    assert [axis.path for axis in plan.axes] == ["treatments.staging", *uncertain]
    assert (plan.points, plan.design.sample) == (10, 5)
    # Run by run, equal places in two combinations meet equal uncertainties and equal shocks.
    assert plan.design.rows[3][1:] == plan.design.rows[8][1:]
    count = plan.replications
    assert plan.replication_of(3 * count + 1) == plan.replication_of(8 * count + 1) == 1


def test_points_can_be_listed(tmp_path: Path) -> None:
    text = "scenario: world.yaml\ndesign: list\nat:\n"
    text += "  - {horizon: 3, actors.north.patience: 0.5}\n"
    text += "  - {horizon: 4, actors.north.patience: 0.6}\n"
    plan = read_sweep(written(tmp_path, text)).plan()
    assert plan.design.rows == ((3, 0.5), (4, 0.6))


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("design: lhs", "desing: lhs", "sweep.yaml:4: desing: unknown key.*'design'"),
        ("design: lhs", "design: hls", "sweep.yaml:4: design"),
        ("high: 0.9", "hihg: 0.9", "sweep.yaml:11: axes.actors.north.patience.hihg.*'high'"),
        ("high: 0.9, ", "", "sweep.yaml:11: actors.north.patience: a range with one end"),
        ("high: 0.9", "high: 9", "sweep.yaml:11: actors.north.patience: .*out of range"),
        ("north.patience", "nort.patience", "sweep.yaml:11: .*mean 'actors.north.patience'"),
        ("cooperative]", "cooperativ]", "sweep.yaml:12: .*did you mean 'cooperative'"),
        ("horizon: 5", "horizn: 5", "sweep.yaml:3: .*did you mean 'horizon'"),
        ("world.yaml", "wold.yaml", "sweep.yaml:1: scenario: no scenario 'wold.yaml'"),
        ("keep: [months]", "keep: [monts]", "sweep.yaml:9: keep"),
        ("points: 7", "points: 0", "sweep.yaml:5: points: .*at least 1"),
        ("{low: 0.5, high: 0.9, role: lever}", "{values: [0.5], own: true}", "one way to vary"),
        ("design: lhs", "design: list", "the design 'list' without points"),
    ],
)
def test_refusals_name_file_line_and_key(tmp_path: Path, old: str, new: str, said: str) -> None:
    assert old in SWEEP
    with pytest.raises(InputError) as caught:
        read_sweep(written(tmp_path, SWEEP.replace(old, new, 1))).plan()
    assert re.search(said, str(caught.value))
