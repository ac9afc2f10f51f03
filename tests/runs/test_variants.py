"""Rows of comparisons: names of arms, months of each, and what cannot be compared."""

from pathlib import Path

import pytest

import sim
from sim.analysis.material import Material
from sim.errors import InputError
from sim.runs.disk import StoreError
from sim.runs.sweep_results import open_results
from sim.runs.variants import of_arms, pairings_in
from tests.model.worlds import LEVERAGE
from tests.runs.small import plan_of, played, scenario_in

SHORT = """
overrides:
  short:
    description: What if time were half as long?
    set: {horizon: 3}
"""


def test_runs_say_how_long_they_last_where_arms_differ_in_it(tmp_path: Path) -> None:
    scenario = scenario_in(tmp_path, LEVERAGE + SHORT)
    compared = sim.compare(scenario, {"as it is": {}, "short": "short"}, 2)
    assert compared.runs["horizon"].to_pylist() == [6, 6, 3, 3]
    results = sim.sweep(
        scenario, {"overrides": ["base", "short"]}, replications=2, out=tmp_path / "out"
    )
    rows = of_arms(results)
    assert rows["horizon"].to_pylist() == [6, 6, 3, 3]
    assert rows["arm"].to_pylist() == ["base", "base", "short", "short"]
    assert Material.of(results).runs["horizon"].to_pylist() == [6, 6, 3, 3]
    long = sim.sweep(scenario, {"horizon": [4, 5]}, replications=1, out=tmp_path / "long")
    assert of_arms(long)["horizon"].to_pylist() == [4, 5]


def test_arms_have_names_from_all_axes(tmp_path: Path) -> None:
    played(plan_of(tmp_path, replications=1), tmp_path / "out", jobs=1)
    rows = of_arms(open_results(tmp_path / "out"), "tables")
    names = [f"{patience} x {plays}" for patience in (0.5, 0.9) for plays in ("coercive", "coop")]
    found = rows["arm"].to_pylist()
    assert [name.replace("cooperative", "coop") for name in found] == names


def test_scenarios_with_other_tables_are_no_arms() -> None:
    with pytest.raises(InputError, match="other tables than the first arm"):
        sim.compare("ceuta_2021", {"one": {}, "other": sim.load("eu_tunisia_2023")}, 2)
    with pytest.raises(InputError, match="no arm is given"):
        sim.compare("ceuta_2021", {}, 2)


def test_what_pairs_no_strategies_is_refused(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="holds no pairings"):
        pairings_in(tmp_path)
    played(plan_of(tmp_path, (), 1), tmp_path / "out", jobs=1)
    with pytest.raises(StoreError, match="holds no pairings"):
        pairings_in(tmp_path / "out")
