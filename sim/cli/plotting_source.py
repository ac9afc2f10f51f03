"""What ``qpq plot`` draws from: a scenario or a result."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sim.scenario import Scenario

MANIFEST = "manifest.json"


@dataclass(frozen=True)
class Source:
    """What a figure is drawn from."""

    kind: str
    path: Path
    scenario: "Scenario | None" = None
    """The scenario, where it is one."""


def source_of(name: str, assignments: Sequence[str] = (), overrides: Sequence[str] = ()) -> Source:
    """What a name on the command line means: a result if it is a folder, else a scenario.

    Raises:
        InputError: it is no scenario, or changes were asked of a result.
        StoreError: the folder holds no result.
    """
    from sim.errors import InputError, Problem
    from sim.figures.registry import SCENARIO
    from sim.results.store import StoreError
    from sim.scenario import load, parse_assignments

    path = Path(name)
    if not path.is_dir():
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
