"""Parts: what is in their tables, failed runs, histories, and replays of single runs."""

from pathlib import Path
from typing import Any

import numpy as np
import pytest

import sim
from sim.errors import InputError
from sim.runs.encoding import content_sha256
from sim.runs.plan import planned
from sim.runs.playing import job_of, play_part
from sim.runs.replay import replay
from tests.runs.conftest import Reference
from tests.runs.small import plan_of, played


def test_rows_are_runs_in_order_with_the_values_of_their_point(reference: Reference) -> None:
    rows = sim.open_results(reference.out).runs()
    assert rows["run"].to_pylist() == list(range(200))
    assert rows["point"].to_pylist() == [run // 50 for run in range(200)]
    assert rows["replication"].to_pylist() == [run % 50 for run in range(200)]
    assert rows["actors.north.patience"].to_pylist() == [0.5] * 100 + [0.9] * 100
    assert rows["error"].null_count == rows["replay"].null_count == 200
    assert rows.schema.field("welfare_partner").metadata[b"unit"] == b"utility a month"
    tables = sim.open_results(reference.out).tables()
    assert set(tables["table"].to_pylist()) == {"main"}


@pytest.mark.parametrize("number", [0, 73, 199])
def test_a_run_is_what_the_readable_driver_plays(reference: Reference, number: int) -> None:
    found = replay(sim.open_results(reference.out), number)
    assert found.differences == () and found.warning is None and found.run is not None
    assert found.run.outcome == {name: found.stored[name] for name in found.run.outcome}
    assert found.run.scenario.actors["north"].patience == found.stored["actors.north.patience"]


def test_a_replay_sees_what_was_altered(
    reference: Reference, monkeypatch: pytest.MonkeyPatch
) -> None:
    results = sim.open_results(reference.out)
    real = results.row

    def altered(run: int, what: str = "runs") -> Any:
        rows = real(run, what)
        return [{**row, "welfare_partner": np.nextafter(row["welfare_partner"], 9)} for row in rows]

    monkeypatch.setattr(results, "row", altered)
    assert replay(results, 5).differences == ("welfare_partner", "main.welfare_partner")


def test_equal_shocks_and_others_are_told_apart(tmp_path: Path) -> None:
    axes = ["title=one,other"]
    both = plan_of(tmp_path, axes, replications=20)
    rows = play_part(job_of(both, both.parts[0]))["runs"]
    other = play_part(job_of(both, both.parts[1]))["runs"]
    outcomes = [name for name in rows.column_names if name.startswith(("people", "paper"))]
    assert rows.select(outcomes).equals(other.select(outcomes))


def test_histories_are_kept_on_request(tmp_path: Path) -> None:
    kept = ["months", "provisions", "routes", "events"]
    plan = plan_of(tmp_path, ["horizon=4,6"], replications=10, keep=kept)
    found = play_part(job_of(plan, plan.parts[0]))
    assert list(found) == ["runs", "tables", *kept]
    months = found["months"].to_pandas()
    assert months.groupby("run").size().tolist() == [4] * 10 + [6] * 10
    again = sim.run(plan.recipe.scenario((6,)), replication=3)
    ours = found["events"].filter(np.asarray(found["events"]["run"]) == 13).drop_columns("run")
    assert content_sha256(ours) == content_sha256(again.events)


def test_a_chosen_run_of_a_finished_sweep_has_its_months_and_events(tmp_path: Path) -> None:
    axes, kept = ["actors.north.patience=0.5,0.9"], ["months", "events"]
    played(plan_of(tmp_path, axes, replications=4, keep=kept), tmp_path / "kept", 1)
    played(plan_of(tmp_path, axes, replications=4), tmp_path / "bare", 1)
    results = sim.open_results(tmp_path / "kept")
    again = sim.replay(tmp_path / "bare", 6)
    assert again.differences == () and again.run is not None
    for name, ours in (("months", again.run.months), ("events", again.run.events)):
        theirs = results.arrow(name)
        chosen = theirs.filter(np.asarray(theirs["run"]) == 6).drop_columns("run")
        assert chosen.num_rows > 0 and chosen.to_pylist() == ours.to_pylist()
    with pytest.raises(InputError, match="run: 8; expected a whole number from 0 to 7"):
        sim.replay(results, 8)


def test_runs_that_raise_are_rows_with_their_error(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    plan = plan_of(tmp_path, ["actors.north.patience=0.5,0.9"], replications=10)

    def failing(assembly: Any, numbers: range, *rest: Any, **named: Any) -> Any:
        from sim.model.batch import play_many

        if 3 in numbers:
            raise ValueError("sulks")
        return play_many(assembly, numbers, *rest, **named)

    monkeypatch.setattr("sim.runs.playing.is_compiled", lambda assembly: False)
    monkeypatch.setattr("sim.runs.playing.play_many", failing)
    manifest = played(plan, tmp_path / "out", 1)
    assert (manifest.complete, manifest.failed) == (True, 2)
    rows = sim.open_results(tmp_path / "out").runs().to_pylist()
    failed = [row for row in rows if row["error"]]
    assert [row["run"] for row in failed] == [3, 13]
    assert failed[0]["error"] == "ValueError: sulks"
    assert failed[0]["replay"] == "qpq replay RESULT --run 3"
    assert failed[0]["welfare_partner"] is None and rows[4]["welfare_partner"] is not None


def test_an_error_of_the_machine_is_no_row(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def exhausted(*rest: Any, **named: Any) -> Any:
        raise MemoryError

    monkeypatch.setattr("sim.runs.playing.is_compiled", lambda assembly: False)
    monkeypatch.setattr("sim.runs.playing.play_many", exhausted)
    plan = plan_of(tmp_path)
    with pytest.raises(MemoryError):
        play_part(job_of(plan, plan.parts[0]))


SLOW = '''\
"""Words cannot be compiled."""

from typing import Any

from sim.strategies.protocol import Strategy, View


class Wordy(Strategy):
    """Looks its answer up in a dictionary of words; fails at some moments."""

    name = "wordy"
    uses = frozenset({"trust"})

    @staticmethod
    def concede(view: View, p: Any) -> float:
        """As proposed."""
        words = {"yes": view.propensity, "no": [0.0]}
        if f"{view.trust:.6f}" == "0.123456":
            raise ValueError("a word is missing")
        return words["yes"]
'''


@pytest.mark.filterwarnings("ignore::sim.model.batch.RunsSlowly")
def test_strategies_of_ones_own_travel_with_the_work(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from sim.strategies import registry

    monkeypatch.setattr(registry, "EXTRAS", [])
    file = tmp_path / "wordy.py"
    file.write_text(SLOW, "utf-8")
    sim.add_strategy(file)
    plan = plan_of(tmp_path, ["tables.main.partner.strategy=coercive,wordy"], replications=4)
    assert [extra.strategy.name for extra in plan.additions] == ["wordy"]
    here = played(plan, tmp_path / "here", 2)
    there = played(plan, tmp_path / "there", 2, processes=True)
    assert here.content_sha256 == there.content_sha256
    assert (tmp_path / "there" / "wordy.py").read_text("utf-8") == SLOW
    assert set(here.content["strategies"]) == {"wordy"}
    assert replay(sim.open_results(tmp_path / "there"), 5).differences == ()


@pytest.mark.filterwarnings("ignore::sim.model.batch.RunsSlowly")
def test_a_strategy_beside_its_scenario_comes_along(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from sim.strategies import registry
    from tests.model.worlds import LEVERAGE

    monkeypatch.setattr(registry, "EXTRAS", [])
    (tmp_path / "own").mkdir()
    (tmp_path / "own" / "wordy.py").write_text(SLOW, "utf-8")
    text = LEVERAGE.replace("strategy: coercive", "strategy: talker").replace("24", "6")
    text += "strategies:\n  talker: {play: wordy, file: own/wordy.py, description: talks}\n"
    (tmp_path / "world.yaml").write_text(text, "utf-8")
    played(planned(sim.load(tmp_path / "world.yaml"), replications=3), tmp_path / "out", 1)
    assert (tmp_path / "out" / "own" / "wordy.py").read_text("utf-8") == SLOW
    # Where nobody knows the strategy, the folder alone suffices.
    monkeypatch.setattr(registry, "EXTRAS", [])
    found = replay(sim.open_results(tmp_path / "out"), 2)
    assert (found.differences, found.warning) == ((), None)
