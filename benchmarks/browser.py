"""Speed of the model in WebAssembly, as ratios to the batch driver measured beside it.

Run it by ``make bench``. It asserts nothing: machines are shared, and ratios are for reading.
"""

import json
import shutil
import statistics
import subprocess
import tempfile
import time
from pathlib import Path

import sim
from sim.browser.keeping import module
from sim.browser.layout import case, layout
from sim.model.assembly import Assembly, assemble
from sim.model.batch import play_many
from sim.strategies.registry import SHIPPED

CASE = "ceuta_2021"
RUNS = 2000
TIMES = 3
PAIRS = 5
ROOM = Path(sim.__file__).parent / "browser"


def native(assembly: Assembly, threads: int) -> float:
    """Wall-clock seconds of the batch driver."""
    start = time.perf_counter()
    play_many(assembly, range(RUNS), threads=threads)
    return time.perf_counter() - start


def in_node(program: str, folder: str) -> dict[str, list[float]]:
    """Wall-clock seconds of node by number of workers, and to the first run from a cold start."""
    script = Path(__file__).with_suffix(".mjs")
    command = [program, str(script), folder, ROOM.as_uri(), str(RUNS), str(TIMES)]
    done = subprocess.run(command, capture_output=True, encoding="utf-8", check=True)
    return dict(json.loads(done.stdout))


def main() -> None:
    """Measure, and print one line for each figure."""
    program = shutil.which("node")
    if program is None:
        print("node is not on this machine: the model in WebAssembly is not measured")
        return
    scenario = sim.load(CASE)
    bare = assemble(scenario, log=False, months=False)
    native(bare, 1)
    ratios: dict[int, list[float]] = {1: [], 2: []}
    fastest: dict[int, float] = {}
    first = []
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "engine.wasm").write_bytes(module())
        parts = {"layout": layout(SHIPPED, bare.template), "case": case(scenario, changes=False)}
        for name, part in parts.items():
            (Path(folder) / f"{name}.json").write_text(json.dumps(part), encoding="utf-8")
        for _ in range(PAIRS):
            found = in_node(program, folder)
            first.append(found.pop("first"))
            for workers in ratios:
                least = min(found[str(workers)])
                ours = min(native(bare, workers) for _ in range(TIMES))
                ratios[workers].append(least / ours)
                fastest[workers] = min(least, fastest.get(workers, least))
    print(f"{CASE} in WebAssembly")
    for workers in ratios:
        who = f"{workers} worker{'s' if workers > 1 else ''}"
        line(f"time against as many threads, {who}", statistics.median(ratios[workers]))
        line(f"seconds for {RUNS:,} runs, {who}", fastest[workers])
    line("seconds from opening to the first run", statistics.median(first))


def line(what: str, number: float) -> None:
    """Print one figure."""
    print(f"  {what:<50} {number:8.2f}", flush=True)


if __name__ == "__main__":
    main()
