"""Points of a design that are equal in all but one axis, and runs that met equal shocks there."""

import numpy as np
import numpy.typing as npt

from sim.analysis.axes import Axis, refusal
from sim.analysis.intervals import Numbers
from sim.analysis.material import Material


def matched(material: Material, axis: Axis, one: str, other: str) -> list[tuple[int, int]]:
    """Rows of the design that hold the two levels and are equal in all other axes.

    Raises:
        InputError: the axis has no such levels, or no two points differ in it alone.
    """
    labels = [label_of(axis, value) for value in axis.values.tolist()]
    for level in (one, other):
        if level not in labels:
            known = ", ".join(label_of(axis, value) for value in axis.levels[:20])
            raise refusal(f"'{level}' is no value of this axis", axis.name, f"one of {known}")
    rest = [each.values.tolist() for each in material.axes if each.name != axis.name]
    places = {(labels[i], *(values[i] for values in rest)): i for i in range(len(labels))}
    pairs = [
        (i, places[other, *key[1:]])
        for key, i in places.items()
        if key[0] == one and (other, *key[1:]) in places
    ]
    if not pairs:
        what = "no two points differ in this axis alone"
        raise refusal(what, axis.name, "a sweep in which it is crossed with the other axes")
    return pairs


def label_of(axis: Axis, value: object) -> str:
    """A value of an axis as one writes it."""
    return f"{value:g}" if axis.numeric else str(value)


def paired_differences(
    material: Material, values: Numbers, left: int, right: int
) -> tuple[Numbers, npt.NDArray[np.int64]]:
    """Differences, left minus right, of runs with the same replication at two points.

    Returns:
        Differences that exist, and the replication of each.
    """
    ours, theirs = material.at(left), material.at(right)
    numbers = material.replications
    shared, i, j = np.intersect1d(numbers[ours], numbers[theirs], return_indices=True)
    found: Numbers = values[ours[i]] - values[theirs[j]]
    there = ~np.isnan(found)
    return found[there], shared[there]
