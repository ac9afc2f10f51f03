"""The plan of a sweep: everything that decides its results, valid as a whole before the first run.

Runs are numbered point by point: run = point * replications + replication. They are kept in
parts, ranges of runs that the plan alone decides, so that nothing depends on who plays them.
"""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Literal, get_args

from sim.arguments import choice_of, seed_of, whole
from sim.errors import InputError, Problem, one_of
from sim.model.assembly import Assembly, assemble
from sim.model.batch import menu_of
from sim.model.fingerprint import sources_fingerprint
from sim.model.records import OUTCOME
from sim.paths import read_text
from sim.runs.axes import OVERRIDES, Axis
from sim.runs.designs import (
    KINDS,
    Design,
    DesignKind,
    Point,
    build,
    one_at_a_time,
)
from sim.runs.points import BASE, Recipe, found_at, plain, prepared
from sim.scenario import Scenario
from sim.scenario.overrides import Value
from sim.scenario.reading import parse
from sim.strategies import registry
from sim.strategies.registry import SHIPPED, Added

Kept = Literal["months", "provisions", "routes", "events"]
KEPT: tuple[Kept, ...] = get_args(Kept)
"""What a sweep may keep beside outcomes: monthly records, and the event log."""

PARTS = 100
"""Parts of a sweep, unless they would be too large to hold in memory or too small to bother."""
LEAST_RUNS_OF_A_PART = 20
MOST_RUNS_OF_A_PART = 20_000
MOST_RUNS_WITH_HISTORY = 500
BYTES_OF_A_COLUMN = 600
"""What a column takes in a file beside its values: name, type, unit, meaning."""
MOST_RUNS = 2**40
PROBLEMS_SHOWN = 5
MOST_VALUES = 1_000
"""Values that an axis may list: each is validated by the scenario's own loader."""


@dataclass(frozen=True)
class RunRange:
    """A range of runs that is played and kept together."""

    number: int
    start: int
    stop: int
    """First run of the next part."""


@dataclass(frozen=True)
class Plan:
    """A sweep, complete and valid."""

    recipe: Recipe
    design: Design
    replications: int
    seed: int = 0
    common: bool = True
    """Whether all points meet the same shocks; else every point has shocks of its own, and every
    point of a sample that is crossed with levers, which the values of these levers share."""
    keep: tuple[Kept, ...] = ()

    @property
    def scenario(self) -> Scenario:
        """The scenario with what holds at every point in place."""
        return self.recipe.base

    @property
    def axes(self) -> tuple[Axis, ...]:
        """What varies."""
        return self.recipe.axes

    @property
    def points(self) -> int:
        """How many points."""
        return len(self.design.rows)

    @property
    def runs(self) -> int:
        """How many runs."""
        return self.points * self.replications

    @property
    def name(self) -> str:
        """What the folder of its results is called."""
        return f"{self.scenario.name}-{self.identity[:10]}"

    @cached_property
    def tables(self) -> tuple[str, ...]:
        """Names of the scenario's tables; they are the same at every point."""
        return tuple(self.scenario.tables)

    @cached_property
    def parts(self) -> tuple[RunRange, ...]:
        """All parts, in order."""
        most = MOST_RUNS_WITH_HISTORY if self.keep else MOST_RUNS_OF_A_PART
        return self.cut(min(max(-(-self.runs // PARTS), LEAST_RUNS_OF_A_PART), most))

    def cut(self, size: int) -> tuple[RunRange, ...]:
        """All runs in ranges of one size, the last of which may be shorter."""
        return tuple(
            RunRange(number, start, min(start + size, self.runs))
            for number, start in enumerate(range(0, self.runs, size))
        )

    @cached_property
    def text(self) -> str:
        """The scenario's file as it was read.

        Raises:
            InputError: it is gone, or has changed since.
        """
        path = self.scenario.provenance.path
        text = read_text(path)
        if parse(text, str(path)).tree != self.scenario.provenance.document.tree:
            raise InputError(Problem("the file has changed since it was read", str(path)))
        return text

    @cached_property
    def additions(self) -> tuple[Added, ...]:
        """Strategies of users' own that it plays, in the order in which they were added."""
        menus = [menu_of(self.scenario), *(menu_of(each) for each in self._ends())]
        named = {strategy for menu in menus for strategy in menu[len(SHIPPED) :]}
        return tuple(extra for extra in registry.EXTRAS if extra.strategy in named)

    @cached_property
    def identity(self) -> str:
        """Hash of all that decides the results, and of what is kept of them."""
        decides = {
            "scenario": hashlib.sha256(self.text.encode()).hexdigest(),
            "overrides": list(self.scenario.provenance.overrides),
            "set": {path: value for path, value in self.scenario.provenance.changes.items()},
            "axes": [axis.path for axis in self.axes],
            "points": _rows_hash(self.design.rows),
            "replications": self.replications,
            "seed": self.seed,
            "common": self.common if self.design.combinations == 1 else self.common or "sample",
            "keep": sorted(self.keep),
            "code": sources_fingerprint(),
            "strategies": [[extra.strategy.name, extra.sha256] for extra in self.additions],
        }
        return hashlib.sha256(json.dumps(decides, sort_keys=True).encode()).hexdigest()

    @property
    def bytes_at_most(self) -> int:
        """Room that outcomes take before compression; histories come on top."""
        rows = self.runs * (1 + len(self.tables))
        columns = len(OUTCOME) + 4 + len(self.axes)
        return rows * 8 * columns + 2 * len(self.parts) * columns * BYTES_OF_A_COLUMN

    def point_of(self, run: int) -> int:
        """The point that a run plays."""
        return run // self.replications

    @property
    def shocks(self) -> int:
        """How many shocks there are; what runs meet is numbered so, over and over again."""
        return self.replications if self.common else self.replications * self.design.sample

    def replication_of(self, run: int) -> int:
        """The number under which a run draws."""
        return run % self.shocks

    def assembly(self, point: int, *, history: bool = False) -> Assembly:
        """The arrays of a point.

        Raises:
            InputError: the scenario there is not valid.
        """
        return assemble(self.recipe.scenario(self.design.rows[point]), log=history, months=history)

    def _ends(self) -> list[Scenario]:
        """Scenarios that between them name every strategy that any point names."""
        base = tuple(_base_value(self.recipe, axis) for axis in self.axes)
        found = []
        for place, axis in enumerate(self.axes):
            for value in axis.values:
                if isinstance(value, str | tuple):
                    row = (*base[:place], value, *base[place + 1 :])
                    found.append(self.recipe.scenario(row))
        return found


def planned(
    scenario: Scenario,
    axes: Sequence[Axis] = (),
    design: DesignKind = "grid",
    *,
    points: int | None = None,
    replications: int = 100,
    seed: int = 0,
    common: bool = True,
    keep: Sequence[str] = (),
    listed: Sequence[Mapping[str, Value]] = (),
) -> Plan:
    """The plan of a sweep.

    Args:
        scenario: a loaded scenario, with what holds at every point in place.
        axes: what varies; none for the scenario as it stands.
        design: which points of the space are played, see `sim.runs.designs.build`.
        points: size of the design.
        replications: runs at each point.
        seed: key of all draws, and of the sampling of points, in [0, 2**63).
        common: whether all points meet the same shocks.
        keep: what is kept beside outcomes, see `KEPT`.
        listed: points of the design ``list``.

    Raises:
        InputError: anything about it is not valid; all points are checked.
    """
    for name in keep:
        if name not in KEPT:
            raise InputError(Problem(f"cannot keep '{name}'", "--keep", None, None, one_of(KEPT)))
        if list(keep).count(name) > 1:
            raise InputError(Problem(f"'{name}' twice", "--keep", None, None, "it once"))
    choice_of(design, KINDS, "design")
    seed, replications = seed_of(seed), whole(replications, "replications", 1, MOST_RUNS)
    if points is not None:
        points = whole(points, "points", 1, 2**63 - 1)
        if design in ("grid", "list") and all(axis.values for axis in axes):
            what = f"nothing is sampled: the design '{design}' has the values that are listed"
            raise InputError(Problem(what, "--points", None, None, "a range, or no size"))
    _refuse_many_values(axes)
    if design == "oat":
        axes = [_with_base(scenario, axis) for axis in axes]
    recipe = prepared(scenario, axes)
    if design == "oat":
        base = tuple(_base_value(recipe, axis) for axis in recipe.axes)
        built = one_at_a_time(recipe.axes, base, points)
    else:
        built = build(design, recipe.axes, points, seed, listed)
    kept = tuple(name for name in KEPT if name in keep)
    plan = Plan(recipe, built, replications, seed, common, kept)
    if plan.runs > MOST_RUNS:
        what = f"{plan.runs:,} runs"
        raise InputError(Problem(what, "--points", None, None, f"at most {MOST_RUNS:,}"))
    check_points(plan)
    plan.text  # noqa: B018  the file must be what was read
    return plan


def _refuse_many_values(axes: Sequence[Axis]) -> None:
    """Refuse an axis whose values would take minutes to check, one by one."""
    for axis in axes:
        if len(axis.values) > MOST_VALUES:
            what = f"{len(axis.values):,} values"
            raise InputError(axis.problem(what, f"at most {MOST_VALUES:,}, or a range"))


def check_points(plan: Plan) -> None:
    """Refuse a plan in which the parts of any point's scenario do not fit together."""
    found: list[Problem] = []
    for point, row in enumerate(plan.design.rows):
        for problem in plan.recipe.problems(row):
            at = ", ".join(f"{axis.path}={v}" for axis, v in zip(plan.axes, row, strict=True))
            found.append(replace(problem, what=f"{problem.what} (point {point}: {at})"))
        if len(found) >= PROBLEMS_SHOWN:
            break
    if found:
        raise InputError(*found)


def _base_value(recipe: Recipe, axis: Axis) -> Value:
    """What stands at an axis in the scenario itself."""
    if axis.path == OVERRIDES:
        return BASE
    found = plain(found_at(recipe.base, axis.path.split(".")))
    return float(found) if isinstance(found, int) and axis.distribution else found


def _with_base(scenario: Scenario, axis: Axis) -> Axis:
    """The axis; if its values are listed, the scenario's own is among them."""
    if not axis.values:
        return axis
    if axis.path == OVERRIDES:
        now: Value = BASE
    else:
        try:
            now = plain(found_at(scenario, axis.path.split(".")))
        except AttributeError:
            return axis  # It names nothing, as validation will say.
    return axis if now in axis.values else replace(axis, values=(now, *axis.values))


def _rows_hash(rows: Sequence[Point]) -> str:
    """Hash of points, value by value."""
    digest = hashlib.sha256()
    for row in rows:
        digest.update(json.dumps(row).encode() + b"\n")
    return digest.hexdigest()
