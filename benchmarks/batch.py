"""Speed of the batch driver, as ratios measured side by side in one run.

Run it by ``make bench``. It asserts nothing: machines are shared, and ratios are for reading.
"""

import math
import os
import platform
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor

import numba
import numpy as np
from numba import njit

import sim
from sim.model.assembly import assemble
from sim.model.batch import play_many
from sim.model.readable import Negotiation
from sim.rules.numbers import exponential
from sim.scenario import Scenario, loads

RUNS = 2000
PAIRS = 7
EXPONENTIALS = 2_000_000
MANY_RUNS = 1_000_000


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


def seconds_for(scenario: Scenario, runs: int) -> float:
    """CPU seconds of some runs of a scenario on one thread, the least of three."""
    bare = assemble(scenario, log=False, months=False)
    return min(cpu(lambda: play_many(bare, range(runs), threads=1)) for _ in range(3))


def exponent(sizes: Sequence[int], seconds: Sequence[float]) -> float:
    """Growth exponent: the slope of the logarithm of time over that of size."""
    return float(np.polyfit(np.log(sizes), np.log(seconds), 1)[0])


def crowd(tables: int) -> Scenario:
    """A made-up world of one destination and many partners, each with a table and a route."""
    names = [f"p{i}" for i in range(tables)]
    actors = "\n".join(f"  {n}: {{name: {n}, role: transit}}" for n in names)
    seats = "\n".join(
        f"  t{n}: {{destination: {{actor: d}}, partner: {{actor: {n}}}}}" for n in names
    )
    files = "\n".join(
        f"  f{n}:\n    table: t{n}\n    provisions:\n"
        f"      control: {{giver: {n}, sector: border_control, inherited: 0.4, floor: -0.2,"
        f" benefit: 0.7, cost: 0.3}}\n"
        f"      funds: {{giver: d, sector: funds, inherited: 0.2, benefit: 0.6, cost: 0.3}}"
        for n in names
    )
    routes = "\n".join(f"  r{n}: {{through: {n}, to: d}}" for n in names)
    return loads(
        "title: Crowd\ndescription: Made up.\nperiod: made up\nmonth_zero: '2020-01'\n"
        f"horizon: 24\nactors:\n  d: {{name: D, role: destination}}\n{actors}\n"
        f"tables:\n{seats}\nfiles:\n{files}\nroutes:\n{routes}\n",
        "crowd.yaml",
    )


def speed(name: str) -> None:
    """Cost of a table-month, gain over the readable driver, gain of a second thread."""
    scenario = sim.load(name)
    bare = assemble(scenario, log=False, months=False)
    table_months = scenario.horizon * len(scenario.tables)
    play_many(bare, range(8))

    def compiled(threads: int = 1) -> None:
        play_many(bare, range(RUNS), threads=threads)

    unit = min(cpu(lambda: many_exponentials(EXPONENTIALS)) for _ in range(5)) / EXPONENTIALS
    cost = min(cpu(compiled) for _ in range(3)) / RUNS
    readable = min(cpu(lambda: Negotiation(bare).play()) for _ in range(3))
    gains = [wall(compiled) / wall(lambda: compiled(2)) for _ in range(PAIRS)]
    control = [
        2 * wall(lambda: many_exponentials(EXPONENTIALS)) / wall(two_threads_of_pure_cpu)
        for _ in range(PAIRS)
    ]
    print(name)
    line("cost of a table-month, in compiled exponentials", cost / table_months / unit, 0)
    line("readable driver against it, one run", readable / cost, 0)
    line(f"two threads against one, median of {PAIRS} pairs", statistics.median(gains), 2)
    line("the same for pure CPU work", statistics.median(control), 2)


def growth() -> None:
    """How time grows with runs, months and tables; 1 is proportional."""
    base = sim.load("ceuta_2021")
    runs = [500, 1000, 2000, 4000, 8000]
    months = [24, 48, 96, 192]
    tables = [2, 4, 8, 16, 32, 64]
    longer = [base.with_changes(set={"horizon": count}) for count in months]
    wider = [crowd(count) for count in tables]
    print("growth exponents")
    line("in runs", exponent(runs, [seconds_for(base, count) for count in runs]), 2)
    line("in months", exponent(months, [seconds_for(each, 1000) for each in longer]), 2)
    line("in tables", exponent(tables, [seconds_for(each, 500) for each in wider]), 2)


def memory() -> None:
    """Peak memory of many runs whose outcomes are kept run by run, in a process of its own."""
    child = (
        "import resource, tempfile, sim\n"
        "from sim.cli import main\n"
        "with tempfile.TemporaryDirectory() as folder:\n"
        "    try:\n"
        f"        main(['sweep', 'ceuta_2021', '-n', '{MANY_RUNS}', '--out', folder + '/s'])\n"
        "    except SystemExit as end:\n"
        "        assert not end.code, end.code\n"
        "print('PEAK', resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)\n"
    )
    played = subprocess.run(
        [sys.executable, "-c", child], capture_output=True, text=True, env=os.environ, check=False
    )
    peaks = [row.split()[1] for row in played.stdout.splitlines() if row.startswith("PEAK")]
    print(f"{MANY_RUNS:,} runs through the store")
    line("peak memory, in megabytes", float(peaks[0]) if peaks else math.nan, 0)


def line(what: str, number: float, decimals: int) -> None:
    """Print one figure."""
    print(f"  {what:<50} {number:8.{decimals}f}", flush=True)


def main() -> None:
    """Measure, and print one line for each figure."""
    many_exponentials(10)
    print(f"{platform.machine()}, Python {platform.python_version()}, Numba {numba.__version__}")
    for name in ("ceuta_2021", "eu_tunisia_2023"):
        speed(name)
    growth()
    memory()


if __name__ == "__main__":
    main()
