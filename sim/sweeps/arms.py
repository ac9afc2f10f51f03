"""Arms of a comparison: variants of a scenario under the same shocks."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pyarrow as pa

from sim.errors import InputError, Problem
from sim.model.assembly import assemble
from sim.model.batch import Batch, compiles_afresh, is_warm, play_many
from sim.model.codes import (
    ERRORS,
    RunError,
)
from sim.model.records import OUTCOME, Column
from sim.results.arrow import described, outcome_columns
from sim.scenario import Scenario

Progress = Callable[[int], None]

BASE = "base"
"""Name of the arm without overrides."""
FEW = 50_000
"""Months of tables that the readable driver plays sooner than a strategy is compiled."""
LABELS = (Column("horizon", "months", "months played"),)


@dataclass(frozen=True)
class Arm:
    """One variant of a scenario, with the name under which it is compared."""

    name: str
    scenario: Scenario
    labels: Mapping[str, str] = field(default_factory=dict)
    """What else its rows say about it, by column."""


@dataclass(frozen=True)
class Played:
    """An arm and what its replications came to."""

    arm: Arm
    seed: int
    tables: tuple[str, ...]
    batch: Batch


def arms_from_overrides(scenario: Scenario, names: Sequence[str]) -> list[Arm]:
    """Arms named by overrides: ``base``, one override, or several joined by ``+``.

    Raises:
        InputError: a name is no override of the scenario, or an arm is named twice.
    """
    for name in names:
        if names.count(name) > 1:
            raise InputError(Problem("named twice", "--arm", None, name, "each arm once"))
    return [
        Arm(name, scenario if name == BASE else scenario.with_changes(overrides=name.split("+")))
        for name in names
    ]


def pairings(
    scenario: Scenario, table: str, destination: Sequence[str], partner: Sequence[str]
) -> list[Arm]:
    """One arm for each pairing of strategies of the two sides of a table.

    All other tables keep the strategies of the scenario. The rows of an arm say which strategies
    met (``destination_strategy``, ``partner_strategy``), whose they are (``destination_actor``,
    ``partner_actor``) and at which table (``paired_at``).

    Raises:
        InputError: a strategy does not exist, or not for the actor that sits there.
    """
    seats = scenario.tables[table]
    ours, theirs = (scenario.actors[seat.actor].name for seat in (seats.destination, seats.partner))
    return [
        Arm(
            f"{one} x {other}",
            scenario.with_changes(
                set={
                    f"tables.{table}.destination.strategy": one,
                    f"tables.{table}.partner.strategy": other,
                }
            ),
            {
                "destination_strategy": one,
                "partner_strategy": other,
                "destination_actor": ours,
                "partner_actor": theirs,
                "paired_at": table,
            },
        )
        for one in dict.fromkeys(destination)
        for other in dict.fromkeys(partner)
    ]


def play_arms(
    arms: Sequence[Arm],
    replications: int,
    *,
    seed: int = 0,
    threads: int = 2,
    progress: Progress | None = None,
) -> list[Played]:
    """Play each arm with the same seed and replications: common random numbers.

    A few runs of a strategy that has just been written are played in the readable driver; arms
    that need nothing compiled are played compiled all the same.

    Args:
        arms: what to play.
        replications: how many of each, numbered from 0.
        seed: key of all draws, in [0, 2**63).
        threads: how many threads share the work; the results do not depend on it.
        progress: called with the number of runs just finished.
    """
    assemblies = [assemble(arm.scenario, log=False, months=False) for arm in arms]
    few = few_of_own(arms, replications)
    return [
        Played(
            arm,
            seed,
            assembly.names.tables,
            play_many(
                *(assembly, range(replications), seed, threads, progress),
                readably=few and not is_warm(arm.scenario),
            ),
        )
        for arm, assembly in zip(arms, assemblies, strict=True)
    ]


def few_of_own(arms: Sequence[Arm], replications: int) -> bool:
    """Whether compiling a strategy of a user's own takes longer than playing without it."""
    cold = [arm.scenario for arm in arms if not is_warm(arm.scenario)]
    months = sum(each.horizon * len(each.tables) for each in cold)
    return replications * months <= FEW and any(map(compiles_afresh, cold))


def runs_table(played: Sequence[Played]) -> pa.Table:
    """One row per run: labels, seed, replication, error and the outcome of the whole run."""
    return pa.concat_tables(_rows(each, 0, {}) for each in played)


def tables_table(played: Sequence[Played]) -> pa.Table:
    """One row per run and table: the same columns, for what came about at that table."""
    return pa.concat_tables(
        _rows(each, 1 + k, {"table": table})
        for each in played
        for k, table in enumerate(each.tables)
    )


def _rows(played: Played, place: int, extra: Mapping[str, str]) -> pa.Table:
    """One row per run, with the outcome that stands at a place of the batch."""
    arm, batch = played.arm, played.batch
    count = len(batch.replications)
    words = {"scenario": arm.scenario.name, "arm": arm.name, **arm.labels, **extra}
    data: dict[str, Any] = {
        label: pa.array([word] * count, pa.string()) for label, word in words.items()
    }
    data["seed"] = pa.array(np.full(count, played.seed, dtype=np.int64))
    data["replication"] = pa.array(batch.replications)
    data["horizon"] = pa.array(np.full(count, arm.scenario.horizon, dtype=np.int64))
    data["error"] = pa.array(
        [None if code == RunError.NONE else ERRORS[code] for code in batch.errors.tolist()],
        pa.string(),
    )
    data.update(outcome_columns(np.ascontiguousarray(batch.outcomes[:, place])))
    return described(data, (*LABELS, *OUTCOME))
