"""Every public function against values that it cannot take: one `InputError`, and nothing else."""

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from types import MappingProxyType
from typing import Any

import numpy as np
import pytest

import sim
from sim.errors import InputError, QpqError

CASE = "ceuta_2021"
NUMBER, NOTHING, TRUE, LIST, BYTES, OBJECT = 5, None, True, [1], b"x", object()
NO_SEED = (-1, 2**63, 2.7, 2.0, "3", None, True, float("nan"), [1], np.float32(3), np.array([1]))
NO_REPLICATION = (-1, 2**32, 2.7, "3", None, np.int64(-1))
NO_COUNT = (0, -1, 2.5, "3", None, True)
NO_PATH = (NUMBER, NOTHING, TRUE, LIST, {}, BYTES, OBJECT, "", "a\0b", "a" * 5000)
NO_NAMES = (NUMBER, TRUE, [NUMBER], BYTES, {"a": 1}, "nope", ["nope"])
NO_CHANGES = (NUMBER, "name", [1], {5: 1}, {"nope": 1}, {"horizon": OBJECT}, {"horizon": "x"})
NO_TEXT = (NUMBER, TRUE, LIST, BYTES)

LITTLE: Any = MappingProxyType({"replications": 2})

REFUSED: dict[str, tuple[Callable[[Any], Any], tuple[Any, ...]]] = {
    # what is called with a value, and values that it must refuse
    "load": (sim.load, (*NO_PATH, "nope", "/dev/zero")),
    "run": (sim.run, (*NO_PATH, "nope")),
    "talks": (sim.plot.talks, (*NO_PATH, "ceuta_2021")),
    "talks, table": (lambda v: sim.plot.talks(sim.run(CASE), v), (5, "nope", [])),
    "talks, issue": (lambda v: sim.plot.talks(sim.run(CASE), issue=v), (5, "nope", [])),
    "talks, month": (lambda v: sim.plot.talks(sim.run(CASE), month=v), ("3", -1, 2.5, True, 10**6)),
    "run, seed": (lambda v: sim.run(CASE, seed=v), NO_SEED),
    "run, replication": (lambda v: sim.run(CASE, replication=v), NO_REPLICATION),
    "run, set": (lambda v: sim.run(CASE, set=v), NO_CHANGES),
    "run, overrides": (lambda v: sim.run(CASE, overrides=v), NO_NAMES),
    "play": (sim.play, (*NO_PATH, "nope")),
    "play, seed": (lambda v: sim.play(CASE, seed=v), NO_SEED),
    "play, replication": (lambda v: sim.play(CASE, replication=v), NO_REPLICATION),
    "Game.actor": (lambda v: sim.play(CASE).actor(v), (*NO_TEXT, None, "", "nope")),
    "Game.undo": (lambda v: sim.play(CASE).undo(v), NO_COUNT),
    "Game.what_if": (lambda v: sim.play(CASE).what_if(v), NO_CHANGES),
    "Game.what_if, since": (lambda v: sim.play(CASE).what_if(since=v), (*NO_TEXT, None, "nope")),
    "offer": (lambda v: sim.play(CASE).actor("morocco").offer(v), (*NO_TEXT, "", "nope")),
    "comply": (lambda v: sim.play(CASE).actor("morocco").comply(v), (*NO_TEXT, "", "nope")),
    "compare": (lambda v: sim.compare(v, {"a": {}}, 2), (*NO_PATH, "nope")),
    "compare, arms": (
        lambda v: sim.compare(CASE, v, 2),
        (NUMBER, None, "nope", [], {}, ["nope"], {"a": 5}, {5: {}}, {"a": {"overrides": 5}}),
    ),
    "compare, replications": (lambda v: sim.compare(CASE, {"a": {}}, v), NO_COUNT),
    "compare, seed": (lambda v: sim.compare(CASE, {"a": {}}, 2, seed=v), NO_SEED),
    "compare, threads": (lambda v: sim.compare(CASE, {"a": {}}, 2, threads=v), NO_COUNT),
    "compare, set": (lambda v: sim.compare(CASE, {"a": {}}, 2, set=v), NO_CHANGES),
    "sweep": (lambda v: sim.sweep(v, **LITTLE), (*NO_PATH, "nope")),
    "sweep, vary": (
        lambda v: sim.sweep(CASE, v, **LITTLE),
        (NUMBER, "horizon", LIST, {5: [1]}, {"horizon": 5}, {"horizon": []}, {"nope": [1]}),
    ),
    "sweep, design": (
        lambda v: sim.sweep(CASE, {"horizon": [3, 4]}, v, **LITTLE),
        (NUMBER, TRUE, LIST, "factorial", "latin"),
    ),
    "sweep, points": (
        lambda v: sim.sweep(CASE, {"actors.morocco.patience": "0.1:0.9"}, points=v, **LITTLE),
        (0, -1, 2.5, "3", True, 2**63 - 1),
    ),
    "sweep, replications": (
        lambda v: sim.sweep(CASE, replications=v),
        (0, -1, 2.5, "3", True, 2**63),
    ),
    "sweep, seed": (
        lambda v: sim.sweep(CASE, seed=v, **LITTLE),
        [v for v in NO_SEED if v is not None],
    ),
    "sweep, set": (lambda v: sim.sweep(CASE, set=v, **LITTLE), NO_CHANGES),
    "sweep, overrides": (lambda v: sim.sweep(CASE, overrides=v, **LITTLE), NO_NAMES),
    "sweep, keep": (lambda v: sim.sweep(CASE, keep=v, **LITTLE), NO_NAMES),
    "sweep, jobs": (lambda v: sim.sweep(CASE, jobs=v, **LITTLE), NO_COUNT),
    "sweep, processes": (lambda v: sim.sweep(CASE, processes=v, **LITTLE), (NUMBER, "yes", None)),
    "sweep, cluster": (lambda v: sim.sweep(CASE, cluster=v, **LITTLE), (NUMBER, None, "here")),
    "sweep, out": (lambda v: sim.sweep(CASE, out=v, **LITTLE), (NUMBER, TRUE, LIST, BYTES, "")),
    "open_results": (sim.open_results, NO_PATH),
    "replay": (lambda v: sim.replay(v, 0), NO_PATH),
    "analyse": (sim.analyse, NO_PATH),
    "mechanisms": (lambda v: sim.mechanisms()[v], (*NO_TEXT, None, "", "M999", "m31")),
    "mechanisms, only": (lambda v: sim.mechanisms().only(verdict=v), (*NO_TEXT, "nope")),
    "encode": (sim.encode, (NUMBER, None, TRUE, {}, "nope.csv")),
    "validate": (lambda v: sim.validate(parts=v), ("nope", ["nope"])),
    "check": (sim.check, (NUMBER, None, TRUE, LIST, {}, BYTES, OBJECT)),
    "new_scenario": (sim.new_scenario, (*NO_TEXT, None, "", "A b", "../x")),
    "new_scenario, folder": (lambda v: sim.new_scenario("x", v), (*NO_PATH, "nope")),
    "add_strategy": (sim.add_strategy, (*NO_PATH, int, sim.Run, "nope.py", "/dev/zero")),
    "NegotiationModel": (sim.NegotiationModel, (*NO_PATH, "nope")),
    "NegotiationModel, seed": (lambda v: sim.NegotiationModel(CASE, seed=v), NO_SEED),
    "plot.save": (lambda v: sim.plot.save(v, "x"), (NUMBER, None, LIST, [], "x")),
    "plot": (lambda v: getattr(sim.plot, v), ("timelin", "nope")),
}
DRAWN_FROM = {
    # figures by what they take first; each must refuse all other kinds
    "scenario": ("space", "talks", "timeline", "relations", "routes", "observed"),
    "result": (
        *("pairings", "heatmap", "arms", "differences", "phase", "sensitivity"),
        *("survival", "durability"),
    ),
}
for kind, names in DRAWN_FROM.items():
    for figure in names:
        wrong = NO_PATH if kind == "scenario" else tuple(v for v in NO_PATH if v != {})
        REFUSED[f"plot.{figure}"] = (getattr(sim.plot, figure), wrong)


def cases() -> Iterator[Any]:
    for name, (_, values) in REFUSED.items():
        for value in values:
            yield pytest.param(name, value, id=f"{name}: {value!r:.20}")


@pytest.mark.parametrize(("name", "value"), list(cases()))
def test_what_cannot_be_taken_is_one_input_error(
    name: str, value: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "here").mkdir()
    monkeypatch.chdir(tmp_path / "here")
    with pytest.raises(InputError) as refused:
        REFUSED[name][0](value)
    assert str(refused.value)
    assert list(Path().iterdir()) == []


def test_the_table_knows_every_public_function_and_figure() -> None:
    told = {name.split(",")[0].split(".")[0] for name in REFUSED}
    kinds = {"Game", "Parameter", "Run", "Scenario", "Strategy", "View", "plot", "slide"}
    assert set(sim.__all__) - kinds <= told
    figures = {each for names in DRAWN_FROM.values() for each in names} | {"save"}
    assert figures == set(dir(sim.plot))


def test_an_unknown_figure_names_the_nearest_and_is_no_attribute() -> None:
    assert not hasattr(sim.plot, "timelin")
    with pytest.raises(InputError, match="did you mean 'timeline'"):
        sim.plot.timelin  # noqa: B018


@pytest.mark.parametrize("seed", [np.int64(3), np.uint8(3), np.int32(3)])
def test_numbers_of_numpy_are_numbers(seed: Any) -> None:
    change = {"actors.morocco.patience": np.float32(0.3), "horizon": np.int16(6)}
    found = sim.run(CASE, seed=seed, replication=np.uint32(2), set=change)
    assert (found.seed, found.replication) == (3, 2)
    plain = sim.run(CASE, 3, 2, set={"actors.morocco.patience": 0.3, "horizon": 6})
    assert found.outcome == plain.outcome


def test_one_override_may_stand_alone() -> None:
    assert sim.run(CASE, overrides="no_hospital").outcome == (
        sim.run(CASE, overrides=["no_hospital"]).outcome
    )


def test_fewer_months_than_are_to_be_taken_back() -> None:
    with pytest.raises(QpqError, match="nothing has been played"):
        sim.play(CASE).undo(1)


@pytest.mark.parametrize("encoding", ["cp1252", "ascii"])
@pytest.mark.parametrize("command", [["show", "eu_turkiye_2016"], ["list"]])
def test_what_a_terminal_cannot_hold_is_replaced(command: list[str], encoding: str) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "sim.cli", *command],
        env={**os.environ, "PYTHONIOENCODING": encoding},
        capture_output=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr.decode("ascii", "replace")[-300:]
    assert b"should not happen" not in done.stderr
