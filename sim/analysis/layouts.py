"""What a design was laid out for, read off its points rather than believed."""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from sim.analysis.axes import SHARE, Axis, axes_of, sampled
from sim.analysis.intervals import Numbers


def crossed(design: pa.Table) -> list[str]:
    """Levers that a design crosses with a sample of all other axes.

    They are not sampled themselves (the design says which axes are), and each of their levels
    holds the same points of all others. A grid has no sample, and so nothing crossed with one.
    """
    axes = axes_of(design)
    drawn = [axis.name for axis in axes if f"{SHARE}{axis.name}" in design.column_names]
    if not drawn:
        return []
    x = _matrix(axes)
    return [axis.name for j, axis in enumerate(axes) if axis.name not in drawn and _meets_all(x, j)]


def samples(design: pa.Table) -> npt.NDArray[np.int64]:
    """The point of the sample to which each row of a design belongs.

    Rows that differ in crossed axes alone share it: they are no further draws of the
    uncertainties. In any other design every row is one of its own.
    """
    levers = crossed(design)
    if not levers:
        return np.arange(len(design), dtype=np.int64)
    rest = _matrix(sampled(design.drop_columns(levers)))
    _, found = np.unique(rest, axis=0, return_inverse=True)
    return found.reshape(-1).astype(np.int64)


def _meets_all(x: Numbers, j: int) -> bool:
    """Whether every value in a column stands beside the same rows of all other columns."""
    _, places, counts = np.unique(x[:, j], return_inverse=True, return_counts=True)
    if len(counts) < 2 or x.shape[1] < 2 or len(set(counts.tolist())) > 1:
        return False
    rest = np.delete(x, j, axis=1)
    ordered = rest[np.lexsort((*rest.T, places))].reshape(len(counts), -1, rest.shape[1])
    return bool((ordered == ordered[0]).all())


def sobol_second_order(axes: Sequence[Axis]) -> bool | None:
    """Whether a design of Saltelli's allows second-order indices; None if it is no such design.

    Its blocks hold a point A, then A with each axis in turn taken from B (and, for the second
    order, B with each axis taken from A), and at last B (Saltelli 2002, CPC 145:280-297).
    """
    x = _matrix(axes)
    points, count = x.shape
    if count < 2 or points == 0:
        return None
    for second in (True, False):
        step = (2 if second else 1) * count + 2
        if points % step == 0 and _swaps(x.reshape(-1, step, count), second):
            return second
    return None


def _swaps(blocks: Numbers, second: bool) -> bool:
    """Whether each block swaps one axis at a time."""
    a, b = blocks[:, 0], blocks[:, -1]
    for j in range(a.shape[1]):
        for place, base, other in ((1 + j, a, b), (1 + j + a.shape[1], b, a)):
            if place > a.shape[1] and not second:
                continue
            expected = base.copy()
            expected[:, j] = other[:, j]
            if not np.array_equal(blocks[:, place], expected):
                return False
    # A grid can look like this by chance in one block, with the same two points all over.
    return len(blocks) > 1


def morris_problem(axes: Sequence[Axis]) -> str | None:
    """Why a design is not made of Morris's trajectories; None if it is.

    A trajectory has one point more than there are axes and moves along each of them once.
    """
    x = _matrix(axes)
    points, count = x.shape
    size = count + 1
    if count < 2 or points < 2 * size or points % size:
        return f"{points} points are not two or more trajectories of {size}"
    moved = np.diff(x.reshape(-1, size, count), axis=1) != 0
    if not (moved.sum(axis=2) == 1).all() or not moved.any(axis=1).all():
        return "the points are no trajectories that move along each axis once"
    return None


def is_one_at_a_time(axes: Sequence[Axis]) -> bool:
    """Whether every point differs from the commonest values in one axis at most."""
    x = _matrix(axes)
    if x.shape[1] < 2 or x.shape[0] < 3:
        return False
    base = []
    for column in x.T:
        values, counts = np.unique(column, return_counts=True)
        base.append(values[np.argmax(counts)])
    return bool(((x != np.array(base)).sum(axis=1) <= 1).all())


def _matrix(axes: Sequence[Axis]) -> Numbers:
    """Points by axes, labels as codes."""
    if not axes:
        return np.empty((0, 0))
    return np.column_stack([axis.codes for axis in axes])
