"""Many runs from Python: the same as on the command line, to the bit."""

from pathlib import Path

import pytest

import sim
from sim.errors import InputError
from sim.runs.sweep_results import Results
from tests.runs.small import AXES, plan_of, played, scenario_in, stated


def test_compare_plays_arms_under_the_same_shocks(tmp_path: Path) -> None:
    scenario = scenario_in(tmp_path)
    change = {"actors.north.patience": 0.5}
    found = sim.compare(scenario, {"as it is": {}, "impatient": change}, 20, seed=3)
    assert found.names == ["as it is", "impatient"]
    rows = found.runs.to_pylist()
    assert [row["replication"] for row in rows] == [*range(20), *range(20)]
    for row in (rows[4], rows[24]):
        number = int(row["replication"])
        set = change if row["arm"] == "impatient" else None
        alone = sim.run(scenario, seed=3, replication=number, set=set)
        assert alone.outcome["welfare_partner"] == row["welfare_partner"]


def test_arms_are_overrides_changes_both_or_scenarios() -> None:
    ceuta = sim.load("ceuta_2021")
    arms = {
        "override": "no_hospital",
        "both": {"overrides": "no_hospital+no_linkage", "actors.spain.patience": 0.9},
        "scenario": ceuta.with_changes(overrides=["no_hospital"]),
    }
    found = sim.compare(ceuta, arms, 10)
    which = ["arm", "run", "point"]
    rows = found.runs.drop_columns(which).to_pylist()
    assert rows[:10] == rows[20:]
    assert rows[:10] != rows[10:20]
    named = sim.compare(ceuta, ["base", "no_hospital"], 10)
    assert named.names == ["base", "no_hospital"]
    assert named.runs.drop_columns(which).to_pylist()[10:] == rows[:10]


def test_an_arm_that_cannot_be_is_refused() -> None:
    with pytest.raises(InputError, match="no_hospital"):
        sim.compare("ceuta_2021", ["base", "no_hospitl"])
    with pytest.raises(InputError, match="empowerment"):
        sim.compare("ceuta_2021", {"a": {"actors.morocco.empowermnt": 0.5}})


def test_a_sweep_from_python_is_that_of_the_command_line(tmp_path: Path) -> None:
    path, values = AXES[0].split("=")
    other, strategies = AXES[1].split("=")
    vary = {path: [float(each) for each in values.split(",")], other: strategies}
    scenario = scenario_in(tmp_path)
    results = sim.sweep(scenario, vary, replications=50, out=tmp_path / "python")
    assert isinstance(results, Results)
    assert results.complete
    played(plan_of(tmp_path), tmp_path / "command")
    same = ("content_sha256", "identity")
    one, two = stated(tmp_path / "python"), stated(tmp_path / "command")
    assert [one[key] for key in same] == [two[key] for key in same]
    # The same again is opened, not played.
    again = sim.sweep(scenario, vary, replications=50, out=tmp_path / "python")
    assert again.manifest == results.manifest


def test_a_sweep_in_a_file_takes_changes_on_top(tmp_path: Path) -> None:
    scenario_in(tmp_path)
    file = tmp_path / "sweep.yaml"
    file.write_text(
        "scenario: world.yaml\nreplications: 5\naxes:\n  actors.north.patience: [0.5, 0.9]\n",
        "utf-8",
    )
    found = sim.sweep(file, {"actors.north.patience": "0.4:0.8"}, points=3, out=tmp_path / "out")
    assert found.design["actors.north.patience"].to_pylist() == [0.4, pytest.approx(0.6), 0.8]
    assert found.runs(["run"]).num_rows == 15
