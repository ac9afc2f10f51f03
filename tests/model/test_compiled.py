"""The compiled month as code: it stands alone, is the same everywhere, and is made once."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import llvmlite.binding as llvm
import numpy as np
import pytest

import sim
from sim.model import compiled, machine
from sim.model.assembly import Assembly, assemble
from sim.model.batch import play_many, without_history
from sim.model.compiled import ENTRY, Player, player
from sim.scenario import load
from sim.strategies import registry
from sim.strategies.protocol import Strategy, View
from sim.strategies.registry import SHIPPED
from tests.model.worlds import SPLIT, TWO_TABLES, world
from tests.strategies.own import TEXT

ROOT = Path(__file__).parents[2]
FUSED = re.compile(r"^\s+v?f(n)?m(add|sub|la|ls)", re.MULTILINE)
"""Instructions that multiply and add with one rounding, of Intel's processors and of Arm's."""


@pytest.fixture(scope="module")
def bitcode() -> bytes:
    made = player()
    assemble_and_play(made, assemble(world(TWO_TABLES)), 1)
    found = made._bitcode()
    assert found is not None
    return found


def assemble_and_play(made: Player, assembly: Assembly, count: int) -> bytes:
    template = without_history(assembly.template)
    outcomes = np.zeros((count, len(template.outcome)), template.outcome.dtype)
    errors = np.zeros(count, np.int64)
    made.play(template, template.copy(), 3, np.arange(count), outcomes, errors)
    return outcomes.tobytes() + errors.tobytes()


def of_kind(monkeypatch: pytest.MonkeyPatch, name: str, features: str) -> Player:
    """A player whose code is made for a processor of some kind, and kept nowhere."""
    monkeypatch.setattr(llvm, "get_host_cpu_name", lambda: name)
    monkeypatch.setattr(
        llvm,
        "get_host_cpu_features",
        lambda: type("Features", (), {"flatten": lambda self: features})(),
    )
    machine._machine.cache_clear()
    made = Player(SHIPPED, None)
    monkeypatch.setattr(made, "_bitcode", player()._bitcode)
    return made


def test_the_month_calls_nothing_from_outside(bitcode: bytes) -> None:
    module = llvm.parse_bitcode(bitcode)
    unknown = {each.name for each in module.functions if each.is_declaration}
    assert {name for name in unknown if not name.startswith("llvm.")} == set()
    assert not [each.name for each in module.global_variables if each.is_declaration]
    seen = [
        f.name for f in module.functions if not f.is_declaration and f.linkage.name != "internal"
    ]
    assert seen == [ENTRY]


@pytest.mark.parametrize(
    ("triple", "cpu", "features"),
    [
        ("x86_64-unknown-linux-gnu", "x86-64", ""),
        ("x86_64-unknown-linux-gnu", "skylake-avx512", "+fma,+avx512f"),
        ("x86_64-pc-windows-msvc", "znver3", "+fma"),
        ("aarch64-unknown-linux-gnu", "neoverse-n1", ""),
        ("arm64-apple-darwin", "apple-m1", ""),
    ],
)
def test_no_processor_is_told_to_fuse_what_is_rounded_twice(
    bitcode: bytes, triple: str, cpu: str, features: str
) -> None:
    llvm.initialize_all_targets()
    llvm.initialize_all_asmprinters()
    target = llvm.Target.from_triple(triple)
    tm = target.create_target_machine(cpu=cpu, features=features, opt=3, jit=True)
    module = llvm.parse_bitcode(bitcode)
    module.triple, module.data_layout = triple, str(tm.target_data)
    text = tm.emit_assembly(module)
    assert len(text) > 100_000
    assert FUSED.findall(text) == []


def test_the_search_for_fused_instructions_finds_them() -> None:
    for line in ("vfmadd213sd %xmm0", "vfnmsub231pd %ymm1", "fmadd d0, d1", "fmla v0.2d"):
        assert FUSED.search(f"label:\n\t{line}\n"), line
    assert not FUSED.search("label:\n\tfmul d0, d1\n\tvmulsd %xmm0\n")


def test_a_plain_and_this_processor_give_the_same_bytes(
    bitcode: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    worlds = [assemble(load("ceuta_2021")), assemble(world(TWO_TABLES))]
    here = [assemble_and_play(player(), each, 200) for each in worlds]
    code = machine.emitted(bitcode)
    with monkeypatch.context() as changed:
        plain = of_kind(
            changed, "x86-64" if "x86_64" in llvm.get_process_triple() else "generic", ""
        )
        assert machine.emitted(bitcode) != code
        found = [assemble_and_play(plain, each, 200) for each in worlds]
    machine._machine.cache_clear()
    assert found == here


BUILDS = """
import sys, time
from pathlib import Path
from sim.model import building, compiled
from sim.model.assembly import assemble
from sim.scenario import load
from tests.model.test_compiled import assemble_and_play

real, quick = building.build, {quick!r}
def build(menu):
    print("built")
    time.sleep(1)
    return Path(quick).read_bytes() if quick else real(menu)
building.build = build
compiled.shipped_place = lambda: Path("nowhere")
print(hash(assemble_and_play(compiled.player(), assemble(load("ceuta_2021")), 3)))
"""


def two_cold_processes(folder: Path, quick: str) -> list[list[str]]:
    """What two processes say that start at one time without anything compiled."""
    environment = {**os.environ, "QPQ_CACHE": str(folder), "PYTHONHASHSEED": "0"}
    program = [sys.executable, "-c", BUILDS.format(quick=quick)]
    running = [
        subprocess.Popen(program, cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True)
        for _ in range(2)
    ]
    return [each.communicate(timeout=600)[0].split() for each in running]


def built_by_one(said: list[list[str]]) -> bool:
    return sorted(map(len, said)) == [1, 2] and said[0][-1] == said[1][-1]


def test_two_processes_that_start_cold_build_once(bitcode: bytes, tmp_path: Path) -> None:
    kept = tmp_path / "kept.bc"
    kept.write_bytes(bitcode)
    assert built_by_one(two_cold_processes(tmp_path, str(kept)))


@pytest.mark.slow
def test_two_processes_that_start_cold_compile_once(tmp_path: Path) -> None:
    assert built_by_one(two_cold_processes(tmp_path, ""))


def test_damaged_code_is_made_anew(
    bitcode: bytes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(compiled, "shipped_place", lambda: tmp_path / "shipped.bc")
    compiled.keep(tmp_path / "shipped.bc", bitcode)
    assembly = assemble(load("ceuta_2021"))
    found = assemble_and_play(Player(SHIPPED, tmp_path), assembly, 3)
    (code,) = tmp_path.glob("*.o")
    whole = code.read_bytes()
    assert not (tmp_path / compiled.BITCODE).exists()
    for damaged in (whole[:-1], whole[:100], b"", whole[:500] + b"\0" + whole[501:]):
        code.write_bytes(damaged)
        assert assemble_and_play(Player(SHIPPED, tmp_path), assembly, 3) == found
        assert code.read_bytes() == whole


def test_bitcode_that_cannot_be_read_is_built_anew(
    bitcode: bytes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from sim.model import building

    monkeypatch.setattr(compiled, "shipped_place", lambda: tmp_path / "shipped.bc")
    monkeypatch.setattr(building, "build", lambda menu: bitcode)
    compiled.keep(tmp_path / "shipped.bc", b"of a time to come")
    assembly = assemble(load("ceuta_2021"))
    found = assemble_and_play(Player(SHIPPED, tmp_path), assembly, 3)
    assert found == assemble_and_play(player(), assembly, 3)


def test_code_that_calls_what_is_not_there_is_refused() -> None:
    module = llvm.parse_assembly(
        "declare void @nowhere()\ndefine void @play() {\n call void @nowhere()\n ret void\n}"
    )
    with pytest.raises(RuntimeError, match="calls nowhere"):
        machine.emitted(module.as_bitcode())


def test_what_a_strategy_raises_is_said_in_python_s_words() -> None:
    class Sulking(Strategy):
        name = "sulking"

        @staticmethod
        def concede(view: View, p: Any) -> float:
            raise ValueError("sulks")

    case = load("ceuta_2021")
    assembly = assemble(case)
    template = without_history(assembly.template)
    template.seat["strategy"] = len(SHIPPED)
    made = Player((*SHIPPED, Sulking), None)
    # As compiled code returns when something was raised in it.
    monkey: Any = made
    monkey._function = lambda *given: 1
    outcomes = np.zeros((1, len(template.outcome)), template.outcome.dtype)
    with pytest.raises(ValueError, match="sulks"):
        made.play(template, template.copy(), 0, np.arange(1), outcomes, np.zeros(1, np.int64))
    plain: Any = Player(SHIPPED, None)
    plain._function = lambda *given: 1
    again = assemble_and_play(plain, assembly, 2)
    assert again == assemble_and_play(player(), assembly, 2)


ALLOCATING = TEXT.replace("return view", "return 0.0 * max([view.time, kept]) + view")


@pytest.mark.slow
def test_a_strategy_that_makes_lists_is_compiled_with_what_that_takes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(registry, "EXTRAS", [])
    (tmp_path / "patient.py").write_text(ALLOCATING, "utf-8")
    sim.add_strategy(tmp_path / "patient.py")
    (tmp_path / "split.yaml").write_text(SPLIT, "utf-8")
    assembly = assemble(load(tmp_path / "split.yaml", set={"actors.north.strategy": "patient"}))
    fast = play_many(assembly, range(20), seed=5).outcomes
    slow = play_many(assembly, range(20), seed=5, readably=True).outcomes
    assert fast.tobytes() == slow.tobytes()


def test_nothing_shipped_is_older_than_the_sources(tmp_path: Path, bitcode: bytes) -> None:
    ask = "from sim.model.compiled import *; print(shipped_place().name, is_warm())"
    root = tmp_path / "copy"
    shutil.copytree(ROOT / "sim", root / "sim", ignore=shutil.ignore_patterns("__pycache__"))
    environment = {**os.environ, "PYTHONPATH": str(root), "QPQ_CACHE": str(tmp_path / "cache")}

    def asked() -> list[str]:
        done = subprocess.run(
            [sys.executable, "-c", ask],
            cwd=tmp_path,
            env=environment,
            capture_output=True,
            text=True,
            check=True,
        )
        return done.stdout.split()

    assert asked() == [compiled.shipped_place().name, "False"]
    compiled.keep(root / "sim" / "model" / compiled.shipped_place().name, bitcode)
    assert asked() == [compiled.shipped_place().name, "True"]
    rule = root / "sim" / "rules" / "utility.py"
    rule.write_text(rule.read_text("utf-8") + "\n", "utf-8")
    name, warm = asked()
    assert (name != compiled.shipped_place().name, warm) == (True, "False")
