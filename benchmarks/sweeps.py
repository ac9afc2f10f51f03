"""What the store costs: a sweep of many runs against the bare batch driver, side by side.

Run it by ``make bench``. It asserts nothing: machines are shared, and ratios are for reading.
"""

import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import sim
from sim.model.assembly import assemble
from sim.model.batch import play_many
from sim.sweeps.axes import parse_vary
from sim.sweeps.plan import Plan, planned
from sim.sweeps.running import engine_of, sweep

RUNS = 100_000
THREADS = 2
PAIRS = 5
POINTS = 1000


def cost(work: Callable[[], object]) -> tuple[float, float]:
    """Wall-clock and CPU seconds that some work takes."""
    start, cpu = time.perf_counter(), time.process_time()
    work()
    return time.perf_counter() - start, time.process_time() - cpu


def stored(plan: Plan) -> None:
    """Play a plan through the store, into a folder that does not stay."""
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder) / "out"
        sweep(plan, out, engine_of(plan, THREADS), package=sim.__version__)


def main() -> None:
    """Measure, and print one line for each figure."""
    scenario = sim.load("ceuta_2021")
    bare = assemble(scenario, log=False, months=False)
    play_many(bare, range(600), threads=THREADS)
    whole = planned(scenario, replications=RUNS)
    pairs = [
        (cost(lambda: play_many(bare, range(RUNS), threads=THREADS)), cost(lambda: stored(whole)))
        for _ in range(PAIRS)
    ]
    clock, cpu = (statistics.median(one[k] / other[k] for one, other in pairs) for k in (0, 1))
    axes = [parse_vary("actors.morocco.patience=0.5:0.9")]
    plan = planned(scenario, axes, "lhs", points=POINTS, replications=1)
    point = cost(lambda: [plan.assembly(place) for place in range(POINTS)])[1]
    run = cost(lambda: play_many(bare, range(POINTS), threads=1))[1]
    print(f"{RUNS:,} runs of ceuta_2021 through the store")
    print(f"  rate against the bare driver's, median of {PAIRS} pairs {clock:.2f}")
    print(f"  the same by CPU time {cpu:.2f}")
    print(f"  preparing a point, in runs {point / run:.1f}")


if __name__ == "__main__":
    main()
