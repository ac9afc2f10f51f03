"""What a sweep varies, as its design shows it."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from sim.analysis.intervals import Numbers
from sim.analysis.measures import numbers
from sim.errors import InputError, Problem

POINT = "point"
NO_LABEL = "none"
SHARE = "share:"
"""Begins the name of a column that says how far along its axis a point was sampled."""


@dataclass(frozen=True)
class Axis:
    """What a sweep varies, with its value at each point of the design."""

    name: str
    values: npt.NDArray[Any]
    """Floats, or labels as strings; shape (points,)."""

    @property
    def numeric(self) -> bool:
        """Whether the values are numbers rather than labels."""
        return self.values.dtype.kind == "f"

    @cached_property
    def levels(self) -> list[Any]:
        """The values that occur: numbers from small to large, labels in order of appearance."""
        if self.numeric:
            return [float(each) for each in np.unique(self.values)]
        return list(dict.fromkeys(self.values.tolist()))

    @cached_property
    def codes(self) -> Numbers:
        """The values as floats, labels by their place in `levels`."""
        if self.numeric:
            return self.values
        place = {label: float(i) for i, label in enumerate(self.levels)}
        return np.array([place[label] for label in self.values.tolist()])


def axes_of(design: pa.Table) -> list[Axis]:
    """The axes of a design, in order; switches that are true or false count as labels.

    Where nothing stands the axis leaves the choice to the rest of the scenario (`NO_LABEL`); beside
    that numbers count as labels too.

    Columns that say where a point lies along an axis (`SHARE`) are no axes.
    """
    found = []
    values: npt.NDArray[Any]
    for name in design.column_names:
        if name == POINT or name.startswith(SHARE):
            continue
        column = design[name].combine_chunks()
        numeric = pa.types.is_integer(column.type) or pa.types.is_floating(column.type)
        gaps = numeric and column.null_count > 0
        if gaps:
            # `null` beside numbers is a choice of its own: values are told apart, not measured.
            words = [NO_LABEL if each is None else f"{each:g}" for each in column.to_pylist()]
            values = np.array(words, dtype=object)
        elif numeric:
            values = numbers(design, name)
        else:
            words = [
                {True: "yes", False: "no", None: NO_LABEL}.get(each, str(each))
                for each in column.to_pylist()
            ]
            values = np.array(words, dtype=object)
        found.append(Axis(name, values))
    return found


def sampled(design: pa.Table) -> list[Axis]:
    """The axes as they were sampled: how far along each a point lies, where the design says so.

    Values alone may hide the layout of a sample: several places on an axis of labels or whole
    numbers have the same value.
    """
    axes = axes_of(design)
    shares = [f"{SHARE}{axis.name}" for axis in axes]
    if not all(name in design.column_names for name in shares):
        return axes
    return [Axis(axis.name, numbers(design, name)) for axis, name in zip(axes, shares, strict=True)]


def refusal(what: str, key: str | None = None, expected: str | None = None) -> InputError:
    """An analysis that does not fit its material, as an error that a person reads."""
    return InputError(Problem(what, None, None, key, expected))
