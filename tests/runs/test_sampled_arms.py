"""Comparisons in which every replication draws the scenario's uncertain numbers anew."""

from pathlib import Path

import pytest

import sim
from sim.analysis.arms import Arms
from sim.analysis.comparison import compare
from sim.errors import InputError
from sim.runs.running import engine_of, sweep
from sim.runs.sweep_results import open_results
from sim.runs.variants import overrides_plan, sampled_plan, scenarios_plan
from tests.model.worlds import LEVERAGE
from tests.runs.small import scenario_in

UNCERTAIN = (
    LEVERAGE.replace("benefit: 1\n", "benefit: {uniform: [0.2, 1.8]}\n", 1)
    + """
overrides:
  fixed:
    description: What if one number were known?
    set: {issues.deal.provisions.market.benefit: 0.6}
  quiet:
    description: What if nobody threatened?
    set: {parameters.threats.rate_destination: 0.0, parameters.threats.rate_partner: 0.0}
"""
)


DRAWN = "issues.deal.provisions.market.benefit"


@pytest.fixture
def world(tmp_path: Path) -> sim.Scenario:
    assert UNCERTAIN.count("uniform") == 1
    return scenario_in(tmp_path, UNCERTAIN)


def test_arms_share_what_is_drawn_and_their_shocks(world: sim.Scenario) -> None:
    found = sim.compare(world, {"one": {}, "same": {}, "quiet": "quiet"}, 12, sample=True)
    rows = found.runs.to_pylist()
    for name in ("same", "quiet"):
        for one, other in zip(rows[:12], [r for r in rows if r["arm"] == name], strict=True):
            for key in ("replication", DRAWN):
                assert one[key] == other[key]
            if name == "same":
                assert one["welfare_destination"] == other["welfare_destination"]
    drawn = {row[DRAWN] for row in rows}
    assert len(drawn) == 12 and all(0.2 <= each <= 1.8 for each in drawn)
    assert [row["replication"] for row in rows[:12]] == list(range(12))
    third = rows[3]
    alone = sim.run(world, set={DRAWN: third[DRAWN]}, replication=3)
    assert alone.outcome["welfare_destination"] == third["welfare_destination"]
    assert "uncertain numbers drawn anew" in repr(found)


def test_intervals_cover_what_is_not_known(world: sim.Scenario) -> None:
    plain, drawn = (
        sim.compare(world, {"one": {}, "quiet": "quiet"}, 200, sample=sample)
        for sample in (False, True)
    )
    known, unknown = (each.estimate("one", "worth_destination") for each in (plain, drawn))
    assert known.low is not None and known.high is not None
    assert unknown.low is not None and unknown.high is not None
    assert unknown.high - unknown.low > 1.3 * (known.high - known.low)


def test_kept_in_a_folder_it_is_the_same_comparison(world: sim.Scenario, tmp_path: Path) -> None:
    plan, held = sampled_plan(overrides_plan(world, ["base", "quiet"], 10))
    assert held == ()
    sweep(plan, tmp_path / "out", engine_of(plan, 2, False))
    stored = Arms.of_sweep(open_results(tmp_path / "out"))
    memory = sim.compare(world, ["base", "quiet"], 10, sample=True)
    assert (stored.replications, stored.sampled, stored.names) == (10, True, ["base", "quiet"])
    assert compare(stored.runs) == compare(memory.runs)
    assert sim.replay(tmp_path / "out", 17).differences == ()


def test_numbers_that_an_arm_sets_are_not_drawn(world: sim.Scenario) -> None:
    with pytest.raises(InputError, match="no uncertain number in common"):
        sampled_plan(overrides_plan(world, ["base", "fixed"], 5))
    with pytest.raises(InputError, match="no uncertain number in common"):
        sampled_plan(scenarios_plan({"sure": sim.load("lebanon_2016")}, 5)) and sampled_plan(
            scenarios_plan({"one": world.with_changes(set={DRAWN: 0.7})}, 5)
        )
    other = sim.load("ceuta_2021")
    known = list(other.provenance.distributions)
    arms = {"base": other, "set": other.with_changes(set={known[0]: 0.5})}
    plan, held = sampled_plan(scenarios_plan(arms, 5))
    assert held == (known[0],)
    assert [axis.path for axis in plan.axes] == ["arm", *known[1:]]


def test_an_independent_sample_gives_all_values_of_its_levers_the_same_shocks(
    world: sim.Scenario, tmp_path: Path
) -> None:
    vary = {DRAWN: "0.5:0.9", "treatments.staging": ["staged", "front_loaded"]}
    results = sim.sweep(
        *(world, vary, "lhs", 4), replications=3, independent=True, out=tmp_path / "out"
    )
    numbers = results.runs(["replication"])["replication"].to_pylist()
    assert numbers == [*range(12), *range(12)]
    assert sim.replay(results, 20).differences == ()
