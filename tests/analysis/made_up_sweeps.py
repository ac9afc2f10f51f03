"""Sweeps that nobody played, whose truth is planted."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pyarrow as pa

from sim.analysis.material import Material
from sim.runs.axes import listed, ranged
from sim.runs.designs import build
from sim.runs.plan_files import design_table


@dataclass
class Stored:
    """Stands in for a sweep that was read from its folder."""

    table: pa.Table
    design: pa.Table
    manifest: Mapping[str, Any] = field(default_factory=dict)

    def runs(self) -> pa.Table:
        return self.table

    def note(self) -> str:
        return ""


def design(**axes: Sequence[Any]) -> pa.Table:
    """One row per value; axes are named with underscores for dots by two of them."""
    named = {name.replace("__", "."): values for name, values in axes.items()}
    (count,) = {len(values) for values in named.values()}
    return pa.table({"point": pa.array(range(count), pa.int64()), **named})


def runs(points: pa.Table, replications: int, seed: int = 0, **columns: Any) -> pa.Table:
    """Runs in the order of the plan; each column holds one value per run."""
    count = len(points) * replications
    point = np.repeat(np.arange(len(points)), replications)
    return pa.table(
        {
            "run": np.arange(count),
            "point": point,
            "replication": np.tile(np.arange(replications), len(points)),
            "seed": np.full(count, seed),
            "horizon": np.full(count, 36),
            "error": pa.array([None] * count, pa.string()),
            **{
                name: pa.array(values, pa.float64(), from_pandas=True)
                for name, values in columns.items()
            },
        }
    )


LEVER = listed("tables.main.partner.strategy", ["cooperative", "coercive"])
UNCERTAIN = (
    ranged("actors.small.dependence", 0.0, 1.0),
    ranged("actors.union.coherence", 0.0, 1.0),
)


def coercion(points: int = 120, replications: int = 20) -> Stored:
    """Coercion agrees more often where dependence > .4 and coherence > .6, else less often.

    A Latin hypercube of both, played under both strategies with the same shocks.
    """
    axes = (LEVER, *UNCERTAIN)
    table = design_table(axes, build("lhs", axes, points, seed=7))
    strategy, dependence, coherence = (np.array(table[axis.path]) for axis in axes)
    shocks = np.random.default_rng(7).random(replications)
    inside = (dependence > 0.4) & (coherence > 0.6)
    chance = np.where(strategy == "coercive", np.where(inside, 0.8, 0.2), 0.5)
    agreed = shocks < chance[:, None]
    months = np.where(agreed, 1 + np.floor(shocks * 30), np.nan)
    harm = 0.1 + 0.05 * shocks + 0.02 * (strategy == "coercive")[:, None]
    columns = {"paper_agreement": agreed, "paper_months": months, "people_harm": harm}
    return Stored(
        runs(table, replications, **{name: each.ravel() for name, each in columns.items()}),
        table,
        {"name": "planted", "title": "A planted truth", "seed": 0, "replications": replications},
    )


def material(stored: Stored) -> Material:
    return Material.of(stored)
