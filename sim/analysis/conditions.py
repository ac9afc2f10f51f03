"""Boxes in the space of a design: conditions on axes, in words."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from sim.analysis.axes import Axis

Rows = npt.NDArray[np.bool_]


@dataclass(frozen=True)
class Condition:
    """Which values of one axis are inside."""

    low: float = -np.inf
    high: float = np.inf
    closed: bool = True
    """Whether the lower end itself is inside; the upper end always is."""
    labels: frozenset[str] | None = None
    """Labels inside, for an axis of labels; None for all."""

    @property
    def restricts(self) -> bool:
        """Whether anything is outside."""
        return self.labels is not None or np.isfinite(self.low) or np.isfinite(self.high)

    def holds(self, axis: Axis) -> Rows:
        """At which points of a design it holds."""
        if not axis.numeric:
            labels = self.labels
            found = [labels is None or value in labels for value in axis.values.tolist()]
            return np.array(found, dtype=bool)
        above = axis.values >= self.low if self.closed else axis.values > self.low
        inside: Rows = above & (axis.values <= self.high)
        return inside

    def within(self, **changes: object) -> "Condition":
        """The same with some parts changed."""
        return replace(self, **changes)  # type: ignore[arg-type]

    def written(self, axis: Axis) -> str:
        """The condition as one reads it, such as ``dependence > 0.4``."""
        if self.labels is not None:
            inside = [label for label in axis.levels if label in self.labels]
            others = [label for label in axis.levels if label not in self.labels]
            if len(others) == 1 and len(inside) > 1:
                return f"{axis.name} is not {others[0]}"
            return f"{axis.name} is {' or '.join(inside)}"
        low, high = f"{self.low:.3g}", f"{self.high:.3g}"
        above = ">=" if self.closed else ">"
        if not np.isfinite(self.low):
            return f"{axis.name} <= {high}"
        if not np.isfinite(self.high):
            return f"{axis.name} {above} {low}"
        return f"{low} {'<=' if self.closed else '<'} {axis.name} <= {high}"


EVERYTHING = Condition()


@dataclass(frozen=True)
class Box:
    """Points that meet all of some conditions, and how many of the sought are among them."""

    conditions: Mapping[str, Condition]
    """By axis; axes that are free are not named."""
    n: int
    """Points inside."""
    hits: int
    """Points inside that are sought."""
    mass: float
    """Share of all points that is inside."""
    coverage: float
    """Share of the sought points that is inside."""
    density: float
    """Share of the points inside that is sought."""

    @property
    def restricted(self) -> int:
        """Number of axes that it restricts."""
        return len(self.conditions)

    def written(self, axes: Sequence[Axis]) -> str:
        """All conditions, joined; ``everywhere`` where there are none."""
        texts = [
            self.conditions[axis.name].written(axis)
            for axis in axes
            if axis.name in self.conditions
        ]
        return " and ".join(texts) or "everywhere"


def inside(axes: Sequence[Axis], conditions: Mapping[str, Condition]) -> Rows:
    """Points of a design that meet all conditions."""
    found = np.ones(len(axes[0].values), dtype=bool)
    for axis in axes:
        if axis.name in conditions:
            found &= conditions[axis.name].holds(axis)
    return found


def box(axes: Sequence[Axis], sought: Rows, conditions: Mapping[str, Condition]) -> Box:
    """The box of some conditions, with its counts."""
    kept = {name: each for name, each in conditions.items() if each.restricts}
    within = inside(axes, kept)
    n, hits = int(within.sum()), int((within & sought).sum())
    every = int(sought.sum())
    return Box(
        *(kept, n, hits, n / len(sought)),
        coverage=hits / every if every else 0.0,
        density=hits / n if n else 0.0,
    )
