"""Which points of a sweep are the arms of the threat estimands, and what each draw says."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from sim.analysis.axes import POINT, refusal
from sim.analysis.estimands import ALWAYS, CHOSEN, NEVER, NONE, Contrast, Side, threats
from sim.analysis.intervals import FEWEST
from sim.analysis.matching import label_of
from sim.analysis.material import SAMPLE, Material
from sim.analysis.measures import Measure

EXECUTION = "treatments.execution"
ARMS = (CHOSEN, ALWAYS, NEVER, NONE)


@dataclass(frozen=True)
class Choice:
    """An arm as the points at which an axis has a value."""

    axis: str
    value: str


@dataclass(frozen=True)
class Arms:
    """Runs by arm, and what tells configurations apart within them."""

    runs: dict[str, pa.Table]
    by: tuple[str, ...]


@dataclass(frozen=True)
class Signs:
    """Whether the naive and the branched contrast point the same way, draw by draw."""

    agree: int
    disagree: int
    undetermined: int
    """Draws in which one of the two has zero in its interval, or no estimate."""

    @property
    def draws(self) -> int:
        """Configurations that were looked at."""
        return self.agree + self.disagree + self.undetermined


def arms_of(material: Material, choices: Mapping[str, Choice] | None = None) -> Arms:
    """The arms of a sweep.

    By default those of its axis ``treatments.execution``; the arm without threats, and arms made
    by overrides, have to be named.

    Args:
        material: the sweep.
        choices: by name of arm, the axis and value that make it.

    Raises:
        InputError: there is no such arm, axis or value.
    """
    names = [axis.name for axis in material.axes]
    known = dict(choices or {})
    if unknown := [name for name in known if name not in ARMS]:
        raise refusal(f"no arm '{unknown[0]}'", None, f"one of {', '.join(ARMS)}")
    for choice in known.values():
        _at(material, choice)
    axes = {material.axis(each.axis).name for each in known.values()}
    if EXECUTION in names:
        axes.add(EXECUTION)
        for arm in (CHOSEN, ALWAYS, NEVER):
            if arm in _labels(material, EXECUTION):
                known.setdefault(arm, Choice(EXECUTION, arm))
    usual = {name: value for name in axes if (value := _usual(material, name, known)) is not None}
    points = np.asarray(material.design[POINT].to_numpy())
    runs = {}
    for arm, choice in known.items():
        there = _at(material, choice)
        for name, value in usual.items():
            # Elsewhere an arm is as the chosen one, or it would differ in two things at once.
            if name != material.axis(choice.axis).name:
                there &= _at(material, Choice(name, value))
        runs[arm] = material.runs.filter(
            pa.array(np.isin(material.runs[POINT].to_numpy(), points[there]))
        )
    return Arms(_with_axes(material, runs), tuple(name for name in names if name not in axes))


def _labels(material: Material, name: str) -> list[str]:
    axis = material.axis(name)
    return [label_of(axis, level) for level in axis.levels]


def _usual(material: Material, name: str, known: Mapping[str, Choice]) -> str | None:
    """The value of an axis in arms that are made by another axis."""
    labels = _labels(material, name)
    if name == EXECUTION:
        return CHOSEN if CHOSEN in labels else None
    named = {
        arm: each.value for arm, each in known.items() if material.axis(each.axis).name == name
    }
    if CHOSEN in named:
        return named[CHOSEN]
    left = [label for label in labels if label not in named.values()]
    if len(left) != 1:
        what = "several values are left for the arm 'chosen'"
        raise refusal(what, name, f"chosen={name}=... among the arms")
    return left[0]


def _at(material: Material, choice: Choice) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
    axis = material.axis(choice.axis)
    found = np.array([label_of(axis, value) == choice.value for value in axis.values.tolist()])
    if not found.any():
        raise refusal(f"'{choice.value}' is no value of this axis", axis.name)
    return found


def _with_axes(material: Material, runs: Mapping[str, pa.Table]) -> dict[str, pa.Table]:
    """Runs with a column for each axis, where they lack it, and with the sample they belong to."""
    points = material.design[POINT].to_pylist()
    samples = dict(zip(points, material.samples.tolist(), strict=True))
    found = {}
    for arm, rows in runs.items():
        column = pa.array([samples[point] for point in rows[POINT].to_pylist()], pa.int64())
        whole = rows.append_column(SAMPLE, column)
        for axis in material.axes:
            if axis.name not in rows.column_names:
                value = dict(zip(points, axis.values.tolist(), strict=True))
                column = pa.array([value[point] for point in rows[POINT].to_pylist()])
                whole = whole.append_column(axis.name, column)
        found[arm] = whole
    return found


def by_draw(arms: Arms, side: Side, measure: Measure) -> list[list[Contrast]]:
    """The contrasts of each configuration that has enough runs in the chosen arm."""
    if not arms.by or CHOSEN not in arms.runs:
        return []
    groups = {arm: _groups(rows, arms.by) for arm, rows in arms.runs.items()}
    return [
        threats(
            {
                arm: arms.runs[arm].take(pa.array(places[key]))
                for arm, places in groups.items()
                if key in places
            },
            *(side, measure),
        )
        for key, places in groups[CHOSEN].items()
        if len(places) >= FEWEST
    ]


def _groups(rows: pa.Table, by: Sequence[str]) -> dict[tuple[object, ...], list[int]]:
    found: dict[tuple[object, ...], list[int]] = {}
    for i, key in enumerate(zip(*(rows[name].to_pylist() for name in by), strict=True)):
        found.setdefault(key, []).append(i)
    return found


def signs(draws: Sequence[Sequence[Contrast]]) -> Signs:
    """In how many draws the naive and the branched contrast agree in sign."""
    counts = [0, 0, 0]
    for contrasts in draws:
        one, two = (
            next((each.sign for each in contrasts if each.name == name), 0)
            for name in ("naive", "branched")
        )
        counts[2 if not one * two else 0 if one == two else 1] += 1
    return Signs(*counts)
