"""Strategies of users' own in scenarios, in both drivers and on the command line."""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

import sim
from sim.cli import main
from sim.errors import InputError
from sim.model import batch
from sim.model.assembly import assemble
from sim.model.compiled import player
from sim.model.fingerprint import cache_folder
from sim.model.readable import Negotiation
from sim.scenario import Scenario, load
from sim.strategies import registry
from sim.strategies.protocol import Strategy
from tests.model.worlds import SPLIT
from tests.strategies.own import TEXT

ROOT = Path(__file__).parents[2]
SHIPPED = registry.SHIPPED
FIRM = TEXT.replace("(1.0 - view.time)", "(1.0 - 0.5 * view.time)")
"""It holds out to the end, so that in the world below no agreement comes about."""
SLOW = FIRM.replace("return view", 'return 0.0 * float(f"{kept:.2f}") + view')
SLOW = SLOW.replace('"patient"', '"slow"')
Play = Callable[..., Scenario]


@pytest.fixture(autouse=True)
def nothing_added(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(registry, "EXTRAS", [])


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with a scenario, a strategy, and one that Numba cannot compile."""
    (tmp_path / "patient.py").write_text(FIRM, "utf-8")
    (tmp_path / "slow.py").write_text(SLOW, "utf-8")
    (tmp_path / "split.yaml").write_text(SPLIT, "utf-8")
    return tmp_path


@pytest.fixture
def with_entry(folder: Path) -> Play:
    """The scenario with an entry among its strategies, which North plays if told to."""

    def written(entry: str, play: str | None = None) -> Scenario:
        text = SPLIT.replace("tables:\n", f"strategies:\n  {entry}\ntables:\n")
        if play:
            text = text.replace("role: destination,", f"role: destination, strategy: {play},")
        path = folder / "own.yaml"
        path.write_text(text, "utf-8")
        return load(path)

    return written


def refusal(written: Play, *given: str) -> InputError:
    with pytest.raises(InputError) as caught:
        written(*given)
    return caught.value


def as_readable(scenario: Scenario, count: int) -> np.ndarray:
    assembly = assemble(scenario)
    runs = [Negotiation(assembly, seed=5, replication=k).play() for k in range(count)]
    return np.stack([state.outcome.copy() for state in runs])


def test_a_scenario_brings_its_own(with_entry: Play, folder: Path) -> None:
    entry = "calm: {file: patient.py, play: patient, parameters: {calm: 0.9}}"
    scenario = with_entry(entry, "calm")
    seat = assemble(scenario).template.seat[0]
    assert registry.menu()[seat["strategy"]].name == "patient"
    assert seat["parameters"][0] == 0.9
    usual = scenario.with_changes(set={"actors.north.strategy": "cooperative"})
    assert sim.run(scenario).outcome["paper_agreement"] == 0
    assert sim.run(usual).outcome["paper_agreement"] == 1
    # Only this scenario knows it.
    with pytest.raises(InputError, match="unknown strategy 'patient'"):
        sim.run(folder / "split.yaml", set={"actors.north.strategy": "patient"})


def test_an_entry_may_bear_the_strategy_s_own_name(with_entry: Play) -> None:
    scenario = with_entry("patient: {file: patient.py, play: patient}", "patient")
    again = scenario.with_changes(set={"actors.north.patience": 0.9})
    assert again.strategies["patient"].play == "patient"
    assert len(registry.EXTRAS) == 1


@pytest.mark.parametrize(
    ("entry", "said", "nearest"),
    [
        ("calm: {file: patent.py, play: patient}", "no such file", "patient.py"),
        ("calm: {file: patient.py, play: patent}", "unknown strategy in patient.py", "patient"),
        (
            "calm: {file: patient.py, play: patient, parameters: {clam: 1}}",
            *("unknown parameter of patient 'clam'", "calm"),
        ),
        ("calm: {file: patient.py, play: patient, parameters: {calm: 2}}", "2 is out of", None),
        ("calm: {play: patient}", "unknown strategy 'patient'", None),
        ("stalling: {file: patient.py, play: patient}", "has this name", None),
        ("learner: {play: adaptive}", "there is no menu", None),
        ("learner: {play: adaptive, menu: [coercive]}", "the menu holds 1", None),
        ("learner: {play: adaptive, menu: [coercive, coercive]}", "names one twice", None),
        ("learner: {play: adaptive, menu: [coercive, stallin]}", "'stallin'", "stalling"),
        ("learner: {play: adaptive, menu: [coercive, adaptive]}", "'adaptive'", None),
        ("bully: {play: coercive, menu: [coercive, stalling]}", "not choose from a menu", None),
        (
            "learner: {play: adaptive, menu: [coercive, cooperative, stalling, tit_for_tat, "
            "accommodating, flexible_incentives, staged_more_for_more]}",
            *("the menu holds 7", None),
        ),
    ],
)
def test_what_an_entry_may_not_say(
    with_entry: Play, entry: str, said: str, nearest: str | None
) -> None:
    error = refusal(with_entry, entry)
    assert said in str(error)
    assert error.nearest == nearest
    assert error.line is not None
    assert str(error.file).endswith("own.yaml")


def test_mistakes_in_a_scenario_s_file_are_told_there(with_entry: Play, folder: Path) -> None:
    (folder / "patient.py").write_text(TEXT.replace("view.best", "view.bets"), "utf-8")
    error = refusal(with_entry, "calm: {file: patient.py, play: patient}")
    assert str(error.file).endswith("patient.py")
    assert (error.line, error.nearest) == (19, "best")


def test_a_menu_is_for_the_actor_s_role_and_may_hold_one_s_own(with_entry: Play) -> None:
    own = "calm: {file: patient.py, play: patient}\n  "
    scenario = with_entry(own + "learner: {play: adaptive, menu: [coercive, calm]}", "learner")
    assert [each.name for each in batch.menu_of(scenario)[len(SHIPPED) :]] == ["patient"]
    partner = "learner: {play: adaptive, menu: [coercive, blackmail]}"
    error = refusal(with_entry, partner, "learner")
    assert "the role destination cannot play 'blackmail'" in str(error)
    assert "'adaptive' needs a menu" in str(refusal(with_entry, partner, "adaptive"))


def test_menus_hold_what_is_played_in_its_place(folder: Path) -> None:
    first = sim.add_strategy(folder / "slow.py")
    second = sim.add_strategy(folder / "patient.py")
    scenario = load(folder / "split.yaml")
    assert batch.menu_of(scenario) == SHIPPED
    patient = scenario.with_changes(set={"actors.north.strategy": "patient"})
    assert batch.menu_of(patient) == (*SHIPPED, Strategy, second)
    slow = scenario.with_changes(set={"actors.north.strategy": "slow"})
    assert batch.menu_of(slow) == (*SHIPPED, first)


def test_the_readable_driver_steps_in_and_says_so(folder: Path) -> None:
    sim.add_strategy(folder / "slow.py")
    scenario = load(folder / "split.yaml").with_changes(set={"actors.north.strategy": "slow"})
    assembly = assemble(scenario, log=False, months=False)
    reported: list[int] = []
    with pytest.warns(batch.RunsSlowly, match=r"^Runs with 'slow' are .*: Numba cannot compile "):
        played = batch.play_many(assembly, range(3), seed=5, progress=reported.append)
    assert played.outcomes.tobytes() == as_readable(scenario, 3).tobytes()
    assert (sum(reported), played.errors.tolist()) == (3, [0, 0, 0])
    assert batch.is_warm(scenario)


UNCOMPILED = """
import sim
from sim.model.assembly import assemble
from sim.model.batch import play_many
sim.add_strategy("slow.py"), sim.add_strategy("patient.py")
scenario = sim.load("split.yaml").with_changes(set={"actors.north.strategy": "patient"})
print(play_many(assemble(scenario), range(3), seed=5).outcomes.tobytes().hex())
"""


def in_child(folder: Path, program: str, root: Path = ROOT, **environment: str) -> str:
    """What a program prints in a process of its own."""
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", program],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(root), **environment},
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


def test_the_batch_driver_plays_it_as_the_readable_one_does(folder: Path) -> None:
    found = in_child(folder, UNCOMPILED, NUMBA_DISABLE_JIT="1")
    sim.add_strategy(folder / "patient.py")
    scenario = load(folder / "split.yaml").with_changes(set={"actors.north.strategy": "patient"})
    assert found == as_readable(scenario, 3).tobytes().hex()
    usual = scenario.with_changes(set={"actors.north.strategy": "cooperative"})
    assert found != as_readable(usual, 3).tobytes().hex()


def test_compiled_code_is_kept_apart_by_what_is_in_it(folder: Path) -> None:
    added = sim.add_strategy(folder / "patient.py")
    kept = player(registry.menu()).folder
    assert kept == cache_folder([FIRM.encode()]) != cache_folder()
    assert player().folder == cache_folder()
    assert player((*SHIPPED, Strategy, added)).folder not in (kept, cache_folder())
    (folder / "patient.py").write_text(TEXT, "utf-8")
    sim.add_strategy(folder / "patient.py")
    assert player(registry.menu()).folder not in (kept, cache_folder())


def test_a_class_from_python_is_not_kept(nothing_added: None) -> None:
    @sim.add_strategy
    class Own(Strategy):
        name = "own"

    assert player((*SHIPPED, Own)).folder is None


def qpq(capsys: pytest.CaptureFixture[str], *arguments: str | Path) -> tuple[int, str, str]:
    with pytest.raises(SystemExit) as ended:
        main([str(argument) for argument in arguments])
    assert isinstance(ended.value.code, int)
    return ended.value.code, *capsys.readouterr()


def test_run_takes_a_file(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    changed = ("--set", "actors.north.strategy=patient")
    given = ("run", folder / "split.yaml", *changed)
    code, out, err = qpq(capsys, *given, "--strategy-file", folder / "patient.py")
    assert (code, err) == (0, "")
    assert "North (patient)" in out
    code, _, err = qpq(capsys, *given, "--strategy-file", folder / "patent.py")
    assert code == 2
    assert "no such file; expected a Python file; did you mean 'patient.py'?" in err


def test_comparisons_take_a_file_and_tell_what_is_slow(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    wide = "overrides:\n  calm: {description: Calmer., set: {actors.north.patience: 0.9}}\n"
    (folder / "split.yaml").write_text(SPLIT + wide, "utf-8")
    code, _, err = qpq(
        *(capsys, "compare", folder / "split.yaml", "-n", "2", "--arm", "base", "--arm", "calm"),
        *("--set", "actors.north.strategy=slow", "--strategy-file", folder / "slow.py"),
        *("--out", folder / "out"),
    )
    assert code == 0, err
    assert err.count("Runs with 'slow' are played by the readable driver") == 1
    assert len(err.splitlines()) == 1
    assert '"slow.py"' in (folder / "out" / "manifest.json").read_text("utf-8")


def test_pairings_take_a_file(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, out, err = qpq(
        *(capsys, "pairings", folder / "split.yaml", "-n", "2", "--strategy-file"),
        *(folder / "slow.py", "--destination", "slow", "--partner", "stalling"),
        *("--out", folder / "out"),
    )
    assert code == 0, err
    assert "slow" in out


BATCH = """
import sim
from sim.model.assembly import assemble
from sim.model.batch import play_many
from sim.model.readable import Negotiation
sim.add_strategy("patient.py")
scenario = sim.load("split.yaml").with_changes(set={"actors.north.strategy": "patient"})
one = assemble(scenario)
fast = play_many(one, range(2), seed=5).outcomes
for k in range(2):
    slow = Negotiation(one, seed=5, replication=k).play().outcome
    assert slow.tobytes() == fast[k].tobytes()
print(fast.tobytes().hex())
"""


@pytest.mark.slow
def test_edits_after_a_warm_run_take_effect(folder: Path, tmp_path: Path) -> None:
    root = tmp_path / "package"
    shutil.copytree(ROOT / "sim", root / "sim", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copytree(ROOT / "scenarios", root / "scenarios")

    def played() -> str:
        return in_child(folder, BATCH, root, QPQ_CACHE=str(tmp_path / "cache"))

    def folders() -> int:
        return len(list((tmp_path / "cache" / "quidproquo").iterdir()))

    first = played()
    assert (played(), folders()) == (first, 1)
    (folder / "patient.py").write_text(TEXT, "utf-8")
    second = played()
    assert (second != first, folders()) == (True, 2)
    rule = root / "sim" / "rules" / "bargaining.py"
    text = rule.read_text("utf-8")
    assert "return resting + (best" in text
    rule.write_text(text.replace("return resting + (best", "return 1.1 * resting + (best"), "utf-8")
    assert (played() != second, folders()) == (True, 3)


COMPARED = """
import sim
from sim.runs import running
running.FEW = FEW
sim.add_strategy("patient.py")
found = sim.compare(
    "split.yaml",
    {name: {"actors.north.strategy": name} for name in ("cooperative", "patient")},
    5,
    seed=5,
)
print(found.runs.column("paper_agreement").to_pylist(), found.tables.to_pydict())
"""


def test_a_comparison_gives_the_same_in_both_drivers(folder: Path) -> None:
    """The compiled driver runs uncompiled here: compiling it would take minutes."""
    quick, slow = (
        in_child(folder, COMPARED.replace("= FEW", f"= {few}"), NUMBA_DISABLE_JIT="1")
        for few in (0, 50_000)
    )
    assert quick == slow
    assert slow.startswith("[1.0, 1.0, 1.0, 1.0, 1.0, 0.0, 0.0, 0.0, 0.0, 0.0]")


def test_few_runs_of_one_s_own_compile_nothing(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from sim.runs import playing, running
    from sim.runs.variants import scenarios_plan

    readably: list[bool] = []
    real = batch.play_many

    def spy(*given: object, **named: bool) -> batch.Batch:
        readably.append(named["readably"])
        return real(*given, **named)  # type: ignore[arg-type]

    monkeypatch.setattr(playing, "play_many", spy)
    # The package's own months count as compiled, those with a further strategy do not.
    for module in (playing, running, batch):
        monkeypatch.setattr(module, "is_warm", lambda s: batch.menu_of(s) == SHIPPED)
    sim.add_strategy(folder / "patient.py")
    usual = load(folder / "split.yaml").with_changes(set={"actors.north.strategy": "cooperative"})
    own = load(folder / "split.yaml").with_changes(set={"actors.north.strategy": "patient"})
    months = own.horizon * len(own.tables)
    plan = scenarios_plan({"usual": usual, "own": own}, 3)
    monkeypatch.setattr(running, "FEW", 3 * months)
    assert running.few_of_own(plan)
    sim.compare(folder / "split.yaml", {"usual": usual, "own": own}, 3)
    # The arm that is compiled already is played compiled, the other one in the readable driver.
    assert readably == [True] * 3
    # One month too many: then compiling pays.
    monkeypatch.setattr(running, "FEW", 3 * months - 1)
    assert not running.few_of_own(plan)
