"""Small sweeps for tests: a made-up world of two states, a few months long."""

import json
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from sim.runs.axes import parse_vary
from sim.runs.manifest import Manifest
from sim.runs.plan import Plan, planned
from sim.runs.running import engine_of, sweep
from sim.scenario import Scenario, load
from tests.model.worlds import LEVERAGE

ROOT = Path(__file__).parents[2]
AXES = ("actors.north.patience=0.5,0.9", "tables.main.partner.strategy=coercive,cooperative")
RUNS = 200
"""Ten parts."""

CHILD = """
import os, sys, time
sys.path.insert(0, {root!r})
from pathlib import Path
from sim.runs.folder import Folder
from tests.runs.small import plan_of, played
whole = Folder.add
def slowly(self, part):
    time.sleep({pause})
    whole(self, part)
    print(part.entry.number, flush=True)
Folder.add = slowly
played(plan_of(Path({folder!r})), Path({out!r}))
print("done", flush=True)
"""
"""Plays a small sweep, a part now and then, and says which parts are on the disk."""


def scenario_in(folder: Path, text: str = LEVERAGE) -> Scenario:
    """The made-up world, in a file."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / "world.yaml"
    path.write_text(text.replace("horizon: 24", "horizon: 6"), "utf-8")
    return load(path)


def plan_of(
    folder: Path, vary: Sequence[str] = AXES, replications: int = 0, seed: int = 0, **more: object
) -> Plan:
    """A plan of that world."""
    axes = [parse_vary(text) for text in vary]
    count = replications or RUNS // 4
    scenario = scenario_in(folder)
    return planned(scenario, axes, replications=count, seed=seed, **more)  # type: ignore[arg-type]


def played(plan: Plan, out: Path, jobs: int = 2, processes: bool = False) -> Manifest:
    """The plan, played."""
    return sweep(plan, out, engine_of(plan, jobs, processes))


def child(folder: Path, out: Path, pause: float) -> "subprocess.Popen[str]":
    """A process of its own that plays the same sweep."""
    code = CHILD.format(root=str(ROOT), folder=str(folder), out=str(out), pause=pause)
    return subprocess.Popen(
        [sys.executable, "-c", code],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def stated(out: Path) -> dict[str, object]:
    """The manifest as it is written."""
    found: dict[str, object] = json.loads((out / "manifest.json").read_text("utf-8"))
    return found
