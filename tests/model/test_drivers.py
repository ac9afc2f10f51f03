"""Two drivers, one month: the same bytes whoever plays it, wherever, and on however many threads.

Together the quick tests compare more than 300 runs, the slow ones more than 10,000.
"""

import os
import subprocess
import sys
from collections.abc import Iterable
from itertools import product
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sim.model import batch
from sim.model.assembly import assemble
from sim.model.log import LogKind
from sim.model.readable import Negotiation
from sim.scenario import Scenario, load
from sim.scenario.library import names
from sim.strategies.registry import SHIPPED
from tests.model.conftest import Compiled
from tests.model.digest import bytes_of, digest, histories
from tests.model.random_worlds import AS_FOUND, crowd, scenarios, seeded
from tests.model.worlds import TWO_TABLES, log_of, world

ROOT = Path(__file__).parents[2]
CASES = {
    "ceuta_2021": (
        *("no_hospital", "no_linkage", "spain_will_not_recognise", "eu_sanctions"),
        *("weak_partner", "no_swamping", "each_threat_in_its_file", "court_upholds"),
    ),
    "eu_tunisia_2023": (
        *("no_mismatch", "fast_money", "staged_money", "less_for_less", "no_linkage"),
        *("substantive_linkage", "italy_stays_out", "calm_sea", "solvent_partner"),
        "governments_may_fall",
    ),
}
"""Two cases and their overrides, by name: nothing is read before a test begins."""
DESTINATION = [s.name for s in SHIPPED if "member" in s.roles and not s.adapts]
PARTNER = [s.name for s in SHIPPED if "transit" in s.roles and not s.adapts]
VARIANTS = [(case, name) for case in CASES for name in ("", *CASES[case])]
OTHER_PROCESSOR = {"GLIBC_TUNABLES": "glibc.cpu.hwcaps=-FMA,-AVX2,-FMA4"}


def assert_same(compiled: Compiled, scenario: Scenario, replications: range, seed: int) -> None:
    assembly = assemble(scenario)
    for number, fast in zip(replications, compiled(assembly, replications, seed), strict=True):
        slow = Negotiation(assembly, seed=seed, replication=number).play()
        ours, theirs = bytes_of(slow), bytes_of(fast)
        assert [name for name in ours if ours[name] != theirs[name]] == []


def test_samples_are_many_enough() -> None:
    assert {case: tuple(load(case).overrides) for case in CASES} == CASES
    assert min(len(DESTINATION), len(PARTNER)) >= 5


@pytest.mark.parametrize(("case", "override"), VARIANTS)
def test_cases_and_their_overrides(compiled: Compiled, case: str, override: str) -> None:
    scenario = load(case)
    if override:
        scenario = scenario.with_changes(overrides=[override])
    assert_same(compiled, scenario, range(2), seed=11)


@pytest.mark.parametrize("case", sorted(names()))
def test_every_case_of_the_library(compiled: Compiled, case: str) -> None:
    assert_same(compiled, load(case), range(2), seed=21)


@pytest.mark.slow
@pytest.mark.parametrize("case", sorted(names()))
def test_every_case_of_the_library_many_times(compiled: Compiled, case: str) -> None:
    assert_same(compiled, load(case), range(2, 152), seed=22)


def assert_same_for_pairs(compiled: Compiled, case: str, pairs: Iterable[tuple[str, str]]) -> None:
    scenario = load(case)
    table = next(iter(scenario.tables))
    for ours, theirs in pairs:
        pair = {
            f"tables.{table}.destination.strategy": ours,
            f"tables.{table}.partner.strategy": theirs,
        }
        assert_same(compiled, scenario.with_changes(set=pair), range(2), seed=12)


@pytest.mark.parametrize("case", CASES)
def test_every_strategy_against_some(compiled: Compiled, case: str) -> None:
    most = max(len(DESTINATION), len(PARTNER))
    for shift in (0, 1 + list(CASES).index(case)):
        pairs = [
            (DESTINATION[i % len(DESTINATION)], PARTNER[(i + shift) % len(PARTNER)])
            for i in range(most)
        ]
        assert_same_for_pairs(compiled, case, pairs)


@pytest.mark.slow
@pytest.mark.parametrize("case", CASES)
def test_all_pairs_of_strategies(compiled: Compiled, case: str) -> None:
    assert_same_for_pairs(compiled, case, product(DESTINATION, PARTNER))


@settings(max_examples=20, phases=AS_FOUND)
@given(scenario=scenarios(months=20), seed=st.integers(0, 2**63 - 1))
def test_random_scenarios(compiled: Compiled, scenario: Scenario, seed: int) -> None:
    assert_same(compiled, scenario, range(2), seed)


@pytest.mark.slow
@settings(max_examples=1000, phases=AS_FOUND)
@given(scenario=scenarios(months=36), seed=st.integers(0, 2**63 - 1))
def test_many_random_scenarios(compiled: Compiled, scenario: Scenario, seed: int) -> None:
    assert_same(compiled, scenario, range(2), seed)


def kinds_in(numbers: range, months: int) -> set[str]:
    """Kinds of what happens in some of the numbered worlds."""
    found: set[str] = set()
    for number in numbers:
        state = Negotiation(assemble(seeded(number, months)), seed=number).play()
        found |= {LogKind(kind).name for kind in set(log_of(state)["kind"])}
    return found


def test_numbered_worlds(compiled: Compiled) -> None:
    for number in range(80):
        assert_same(compiled, seeded(number, months=20), range(1), seed=number)


@pytest.mark.slow
def test_numbered_worlds_use_what_there_is() -> None:
    seen = kinds_in(range(120), months=30)
    assert {kind.name for kind in LogKind} - seen <= {"VOTED_DOWN", "RESUMPTION", "RELAPSE"}


@pytest.mark.slow
def test_many_numbered_worlds(compiled: Compiled) -> None:
    for number in range(80, 2050):
        assert_same(compiled, seeded(number, months=36), range(2), seed=number)


def test_a_crowded_world(compiled: Compiled) -> None:
    scenario = crowd()
    assert (len(scenario.actors), len(scenario.tables), scenario.horizon) == (30, 40, 60)
    assert_same(compiled, scenario, range(1), seed=14)


@pytest.mark.slow
def test_more_crowded_worlds(compiled: Compiled) -> None:
    for number in range(1, 6):
        assert_same(compiled, crowd(number), range(2), seed=number)


def test_the_drivers_fingerprints_agree(compiled: Compiled) -> None:
    assert digest(histories("compiled", 3)) == digest(histories("readable", 3))


@pytest.mark.parametrize("text", [*CASES, TWO_TABLES], ids=[*CASES, "two_tables"])
def test_threads_and_chunks_do_not_show(
    compiled: Compiled, monkeypatch: pytest.MonkeyPatch, text: str
) -> None:
    scenario = load(text) if text in CASES else world(text)
    assembly = assemble(scenario, log=False, months=False)
    found: list[Any] = []
    for chunk, threads in ((256, 1), (256, 2), (7, 2), (1, 3), (19, 1)):
        monkeypatch.setattr(batch, "RUNS_AT_A_TIME", chunk)
        played = batch.play_many(assembly, range(40), seed=13, threads=threads)
        found.append(played.outcomes.tobytes())
        assert not played.errors.any()
    assert len(set(found)) == 1
    # Which replications are played beside one does not matter, nor whether history is kept.
    monkeypatch.setattr(batch, "RUNS_AT_A_TIME", 256)
    late = batch.play_many(assembly, range(30, 40), seed=13, threads=2)
    assert late.outcomes.tobytes() == played.outcomes[30:].tobytes()
    kept = [state.outcome for state in compiled(assemble(scenario), range(30, 40), 13)]
    assert np.stack(kept).tobytes() == late.outcomes.tobytes()


def test_progress_counts_every_run(compiled: Compiled) -> None:
    reported: list[int] = []
    assembly = assemble(world(TWO_TABLES), log=False, months=False)
    batch.play_many(assembly, range(600), threads=2, progress=reported.append)
    assert sum(reported) == 600
    assert len(reported) > 1


def in_child(driver: str, count: int, **environment: str) -> str:
    """Fingerprint of runs played by another process."""
    done = subprocess.run(
        [sys.executable, "-m", "tests.model.digest", driver, str(count)],
        cwd=ROOT,
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        check=True,
        timeout=900,
    )
    return done.stdout.strip()


def libm_in_child(**environment: str) -> str:
    code = "import math; print([(math.exp(k / 7), (k / 7) ** (k / 99)) for k in range(1, 2000)])"
    done = subprocess.run(
        [sys.executable, "-c", code],
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        check=True,
    )
    return done.stdout


def test_another_process_finds_the_same() -> None:
    assert in_child("readable", 2) == digest(histories("readable", 2))


def test_uncompiled_batch_driver_finds_the_same() -> None:
    found = in_child("compiled", 2, NUMBA_DISABLE_JIT="1")
    assert found == digest(histories("readable", 2))


def test_another_processor_finds_the_same() -> None:
    # The C library's own functions differ there, which is why the project has its own.
    if libm_in_child() == libm_in_child(**OTHER_PROCESSOR):
        pytest.skip("this C library computes the same with and without these instructions")
    found = in_child("readable", 2, **OTHER_PROCESSOR)
    assert found == digest(histories("readable", 2))
