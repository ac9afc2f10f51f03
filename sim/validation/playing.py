"""Playing many scenarios at once: arms in memory, each run with shocks of its own."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from zlib import crc32

import numpy as np
import numpy.typing as npt
import pyarrow.compute as pc

from sim.analysis.measures import numbers
from sim.runs.running import played
from sim.runs.sweep_results import TABLES
from sim.runs.variants import scenarios_plan
from sim.scenario import Scenario
from sim.scenario.overrides import Value

Numbers = npt.NDArray[np.float64]
Progress = Callable[[int], None]


@dataclass(frozen=True)
class Played:
    """Outcome columns, shape (arms, replications); failed runs are NaN."""

    columns: dict[str, Numbers]

    def __getitem__(self, name: str) -> Numbers:
        """One column."""
        return self.columns[name]


def play(
    arms: Sequence[Scenario],
    columns: Sequence[str],
    replications: int,
    *,
    table: str | None = None,
    seed: int = 0,
    common: bool = False,
    threads: int = 2,
    progress: Progress = lambda runs: None,
) -> Played:
    """Play scenarios that have the same tables.

    Args:
        arms: the scenarios.
        columns: outcomes that are kept.
        replications: runs of each.
        table: whose outcomes; by default those of the first table.
        seed: key of all draws.
        common: whether all arms meet the same shocks; else every run has its own.
        threads: how many threads share the work; the results do not depend on it.
        progress: called with the number of runs just finished.

    Raises:
        InputError: the scenarios have different tables.
    """
    plan = scenarios_plan({str(place): each for place, each in enumerate(arms)}, replications, seed)
    rows = played(replace(plan, common=common), threads, progress=progress)[TABLES]
    rows = rows.filter(pc.equal(rows["table"], table or plan.tables[0]))
    shape = (len(arms), replications)
    return Played({name: numbers(rows, name).reshape(shape) for name in columns})


def drawn(
    scenario: Scenario, name: str, number: int, changes: Mapping[str, Value] | None = None
) -> Scenario:
    """A scenario with changes, and one draw of what its coders left open.

    Args:
        scenario: the scenario.
        name: key of the draws, such as the name of the case.
        number: which draw.
        changes: values by dotted path.
    """
    changed = scenario.with_changes(set=dict(changes)) if changes else scenario
    generator = np.random.Generator(np.random.PCG64([crc32(name.encode()), number]))
    paths = sorted(changed.provenance.distributions)
    # Strictly between 0 and 1, as quantiles are.
    shares = dict(zip(paths, (generator.random(len(paths)) + 1e-12).tolist(), strict=True))
    return changed.sampled(lambda path: min(shares[path], 1.0 - 1e-12))
