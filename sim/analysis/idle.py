"""Axes, values and arms that change nothing in any run, to the byte, all else equal."""

from collections import defaultdict
from collections.abc import Sequence

import numpy as np
import pyarrow as pa

from sim.analysis.axes import Axis
from sim.analysis.matching import label_of
from sim.analysis.material import REPLICATION, Material
from sim.analysis.measures import LAYERS, numbers
from sim.analysis.summaries import arms, without_failures

MOST_NAMED = 6
"""Values of an axis that are looked at one by one; of more, the axis as a whole."""
PREFIXES = tuple(f"{layer}_" for layer in LAYERS)

Runs = dict[int, bytes]
"""What each run came to, by the shocks that it met."""


def idle_of(material: Material) -> list[str]:
    """Axes without any effect, as ``axis``, and values that change nothing, as ``axis: a -> b``.

    Points that differ in one axis alone are compared, run by run under the same shocks. Where there
    are none, as in a sample of uncertainties, nothing is said.
    """
    known = _by_point(material)
    found = []
    for axis in material.axes:
        idle, compared = _idle_values(material, axis, known)
        first, *others = axis.levels
        if compared and len(idle) == len(compared):
            found.append(axis.name)
        elif len(axis.levels) <= MOST_NAMED:
            found += [
                f"{axis.name}: {label_of(axis, first)} -> {label_of(axis, level)}"
                for level in others
                if level in idle
            ]
    return found


def _idle_values(
    material: Material, axis: Axis, known: Sequence[Runs]
) -> tuple[set[object], set[object]]:
    """Values at which no run differs from one at a lower (or earlier) value, and all compared."""
    rest = [each.values.tolist() for each in material.axes if each.name != axis.name]
    order = np.argsort([axis.levels.index(value) for value in axis.values.tolist()], kind="stable")
    groups: dict[tuple[object, ...], list[int]] = defaultdict(list)
    for row in order.tolist():
        groups[tuple(values[row] for values in rest)].append(row)
    compared, differ = set(), set()
    for first, *others in groups.values():
        for other in others:
            shared = known[first].keys() & known[other].keys()
            if not shared:
                continue
            compared.add(axis.values.tolist()[other])
            if any(known[first][each] != known[other][each] for each in shared):
                differ.add(axis.values.tolist()[other])
    return compared - differ, compared


def idle_arms(rows: pa.Table) -> list[str]:
    """Arms of a comparison whose every run came to what the first arm's came to."""
    (_, first), *others = [
        (labels["arm"], _runs(without_failures(part))) for labels, part in arms(rows, ["arm"])
    ]
    return [
        name
        for name, found in others
        if found.keys() & first.keys()
        and all(found[each] == first[each] for each in found.keys() & first.keys())
    ]


def _by_point(material: Material) -> list[Runs]:
    whole, places = _bytes(material.finished), material.replications
    return [
        {int(places[run]): whole[run] for run in material.at(row).tolist()}
        for row in range(len(material.design))
    ]


def _runs(rows: pa.Table) -> Runs:
    numbered = rows[REPLICATION].to_pylist()
    return dict(zip(numbered, _bytes(rows), strict=True))


def _bytes(rows: pa.Table) -> list[bytes]:
    """All outcomes of each run."""
    columns = [name for name in rows.column_names if name.startswith(PREFIXES)]
    if not columns:
        return [b""] * len(rows)
    whole = np.ascontiguousarray(np.column_stack([numbers(rows, name) for name in columns]))
    # One kind of missing value, whatever its bits.
    whole[np.isnan(whole)] = np.nan
    return [row.tobytes() for row in whole]
