"""Speed of the batch driver, as ratios measured side by side in one run.

Run it by ``make bench``. It asserts nothing: machines are shared, and ratios are for reading.
"""

import platform
import statistics
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import numba
import numpy as np
from numba import njit

import sim
from sim.model.assembly import assemble
from sim.model.batch import play_many
from sim.model.readable import NegotiationModel
from sim.rules.numbers import exponential

RUNS = 2000
PAIRS = 7
EXPONENTIALS = 2_000_000


@njit(nogil=True)
def many_exponentials(count: int) -> float:
    """The unit of cost: the project's own compiled exponential."""
    total = 0.0
    for i in range(count):
        total += exponential(-(i % 100) * 0.05)
    return total


def cpu(work: Callable[[], object]) -> float:
    """CPU seconds of this process that some work takes."""
    start = time.process_time()
    work()
    return time.process_time() - start


def wall(work: Callable[[], object]) -> float:
    """Wall-clock seconds that some work takes."""
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def two_threads_of_pure_cpu() -> None:
    """The control: what two threads gain where nothing is shared at all."""
    with ThreadPoolExecutor(2) as pool:
        list(pool.map(many_exponentials, [EXPONENTIALS, EXPONENTIALS]))


def main() -> None:
    """Measure both cases and print one line for each figure."""
    many_exponentials(10)
    print(f"{platform.machine()}, Python {platform.python_version()}, Numba {numba.__version__}")
    for name in ("ceuta_2021", "eu_tunisia_2023"):
        scenario = sim.load(name)
        bare = assemble(scenario, log=False, months=False)
        table_months = scenario.horizon * len(scenario.tables)
        play_many(bare, range(8))

        def compiled(threads: int = 1, bare=bare) -> None:  # type: ignore[no-untyped-def]
            play_many(bare, range(RUNS), threads=threads)

        unit = min(cpu(lambda: many_exponentials(EXPONENTIALS)) for _ in range(5)) / EXPONENTIALS
        cost = min(cpu(compiled) for _ in range(3)) / RUNS
        readable = min(cpu(lambda b=bare: NegotiationModel(b).play()) for _ in range(3))
        gains = [wall(compiled) / wall(lambda: compiled(2)) for _ in range(PAIRS)]
        control = [
            2 * wall(lambda: many_exponentials(EXPONENTIALS)) / wall(two_threads_of_pure_cpu)
            for _ in range(PAIRS)
        ]
        print(f"{name}")
        print(
            f"  cost of a table-month, in compiled exponentials  {cost / table_months / unit:8.0f}"
        )
        print(f"  readable driver against it, one run              {readable / cost:8.0f}")
        print(f"  two threads against one, median of {PAIRS} pairs        {np.median(gains):8.2f}")
        print(
            f"  the same for pure CPU work                       {statistics.median(control):8.2f}"
        )


if __name__ == "__main__":
    main()
