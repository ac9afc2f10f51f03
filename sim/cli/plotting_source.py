"""What ``qpq plot`` draws from: a scenario or a result, and what was asked for."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sim.results.run import Run
    from sim.scenario import Scenario

MANIFEST = "manifest.json"
SCENARIO, PAIRINGS, COMPARISON, SWEEP = "scenario", "pairings", "comparison", "sweep"
MADE_BY = {
    SCENARIO: "a scenario",
    PAIRINGS: "a folder of 'qpq pairings'",
    COMPARISON: "a folder of 'qpq compare'",
    SWEEP: "a folder of 'qpq sweep'",
}


@dataclass(frozen=True)
class Source:
    """What a figure is drawn from."""

    kind: str
    path: Path
    played: "Scenario | None" = None
    """The scenario, where it is one."""

    @property
    def scenario(self) -> "Scenario":
        """The scenario, for figures that are drawn from one."""
        assert self.played is not None
        return self.played


@dataclass(frozen=True)
class Wish:
    """What was asked for on the command line."""

    seed: int = 0
    replication: int = 0
    table: str | None = None
    month: int | None = None
    replications: int | None = None
    outcome: str = "agreement"
    x: str | None = None
    y: str | None = None
    by: str | None = None

    def run(self, source: Source) -> "Run":
        """The run of a scenario that is meant."""
        from sim import run

        return run(source.scenario, seed=self.seed, replication=self.replication)


def source_of(name: str, assignments: Sequence[str] = (), overrides: Sequence[str] = ()) -> Source:
    """What a name on the command line means: a result if it is a folder, else a scenario.

    Raises:
        InputError: it is no scenario, or changes were asked of a result.
        StoreError: the folder holds no result.
    """
    from sim.errors import InputError, Problem
    from sim.paths import standing_at
    from sim.results.store import StoreError
    from sim.scenario import load, parse_assignments

    path = Path(name)
    if standing_at(path) != "folder":
        chosen = load(name).with_changes(set=parse_assignments(assignments), overrides=overrides)
        return Source(SCENARIO, path, chosen)
    if assignments or overrides:
        what = f"{name} is a result: what was played cannot be changed"
        raise InputError(Problem(what, "--set" if assignments else "--override"))
    try:
        kind = json.loads((path / MANIFEST).read_text("utf-8"))["kind"]
    except (OSError, ValueError, KeyError, TypeError):
        raise StoreError(f"{name}: holds no result (no {MANIFEST} that can be read)") from None
    return Source(str(kind), path)
