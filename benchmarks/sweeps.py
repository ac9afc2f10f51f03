"""What the store costs: a sweep of many runs against the bare batch driver, side by side.

Run it by ``make bench``. It asserts nothing: machines are shared, and ratios are for reading.
"""

import os
import platform
import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import sim
from sim.model.assembly import Assembly, assemble
from sim.model.batch import play_many
from sim.runs.axes import parse_vary
from sim.runs.plan import Plan, planned
from sim.runs.running import engine_of, sweep
from sim.scenario import Scenario

RUNS = 100_000
THREADS = 2
PAIRS = 7
POINTS = 1000
FEW = 5
"""Runs at each of many points."""
VARIED = (
    "actors.morocco.patience=0.5:0.9",
    "issues.migration.provisions.border_control.cost=own",
    "tables.rabat.partner.strategy=coercive,cooperative",
)


def cost(work: Callable[[], object]) -> tuple[float, float]:
    """Wall-clock and CPU seconds that some work takes."""
    start, cpu = time.perf_counter(), time.process_time()
    work()
    return time.perf_counter() - start, time.process_time() - cpu


def ratios(one: Callable[[], object], other: Callable[[], object]) -> tuple[float, float]:
    """Medians of wall-clock and CPU time of one work over the other, in pairs.

    Which of a pair comes first alternates: on a shared machine the second may find it busier.
    """
    pairs = []
    for place in range(PAIRS):
        first, second = (one, other) if place % 2 == 0 else (other, one)
        costs = (cost(first), cost(second))
        pairs.append(costs if place % 2 == 0 else costs[::-1])
    clock, cpu = (statistics.median(a[k] / b[k] for a, b in pairs) for k in (0, 1))
    return clock, cpu


def stored(plan: Plan) -> None:
    """Play a plan through the store, into a folder that does not stay."""
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder) / "out"
        sweep(plan, out, engine_of(plan, THREADS))


def many_runs(scenario: Scenario, bare: Assembly) -> None:
    """Runs of one point through the store, against the same runs of the bare driver."""
    plan = planned(scenario, replications=RUNS)
    stored(planned(scenario, replications=FEW))
    clock, cpu = ratios(lambda: play_many(bare, range(RUNS), threads=THREADS), lambda: stored(plan))
    print(f"{RUNS:,} runs of {scenario.name} through the store, median of {PAIRS} pairs")
    line("rate against the bare driver's", clock)
    line("the same by CPU time", cpu)


def many_points(scenario: Scenario, bare: Assembly) -> None:
    """What points cost beside their runs, in compiled runs of the scenario."""
    axes = [parse_vary(text) for text in VARIED]

    def plan() -> Plan:
        return planned(scenario, axes, "lhs", points=POINTS // 2, replications=FEW)

    def runs(count: int) -> Callable[[], object]:
        return lambda: play_many(bare, range(count), threads=1)

    made = plan()
    rows = made.design.rows
    whole = POINTS * FEW
    print(f"{POINTS:,} points of {scenario.name}, in runs of it by CPU time")
    line("planning a point, all checks included", ratios(plan, runs(POINTS))[1])
    copied = ratios(lambda: [made.recipe.scenario(row) for row in rows], runs(POINTS))[1]
    prepared = ratios(lambda: [made.assembly(p) for p in range(POINTS)], runs(POINTS))[1]
    line("preparing a point: its scenario", copied)
    line("preparing a point: scenario and arrays", prepared)
    line(f"a sweep of {FEW} runs a point, per run", ratios(lambda: stored(made), runs(whole))[1])


def line(what: str, number: float) -> None:
    """Print one figure."""
    print(f"  {what:<50} {number:8.2f}", flush=True)


def main() -> None:
    """Measure, and print one line for each figure."""
    print(f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}")
    scenario = sim.load("ceuta_2021")
    bare = assemble(scenario, log=False, months=False)
    play_many(bare, range(600), threads=THREADS)
    many_runs(scenario, bare)
    many_points(scenario, bare)


if __name__ == "__main__":
    main()
