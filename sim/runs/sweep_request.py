"""Sweeps in YAML: the scenario, what varies, the design, and how often each point is played."""

import copy
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import Field

from sim.errors import InputError, Problem, nearest, one_of
from sim.paths import standing_at
from sim.runs.axes import OWN, Axis, listed, own, ranged
from sim.runs.designs import SAMPLED, SPREAD, DesignKind, is_crossed
from sim.runs.plan import Kept, Plan, planned
from sim.scenario import Scenario, library, load
from sim.scenario.base import StrictBlock
from sim.scenario.document import Document
from sim.scenario.overrides import SET, Value
from sim.scenario.reading import read
from sim.scenario.validation import validate


class AxisBlock(StrictBlock):
    """What one path does: a list of values, a range, or the scenario's own distribution."""

    values: list[float | int | bool | str | list[str] | None] | None = None
    """Values to choose from."""
    low: float | None = None
    """Lower end of a range."""
    high: float | None = None
    """Upper end of a range."""
    own: bool = False
    """Draw as the scenario's own distribution says."""
    role: Literal["lever", "uncertainty"] | None = None
    """Whether actors choose it or the world does; by default strategies, treatments and overrides
    are levers. Sampled designs cross the values of levers with the sample of all else."""


class SweepFile(StrictBlock):
    """A sweep as written."""

    scenario: str
    """Name in the library, or path of a file, seen from the sweep's own file."""
    title: str = ""
    """What the sweep asks, for readers."""
    overrides: list[str] = Field(default_factory=list)
    """Overrides in force at every point."""
    set: dict[str, float | int | bool | str | list[str] | None] = Field(default_factory=dict)
    """Values that hold at every point, by dotted path."""
    design: DesignKind = "grid"
    """Which points are played: grid, list, lhs, sobol, morris, oat or random."""
    points: Annotated[int | None, Field(ge=1)] = None
    """Size of the design: points, base samples, trajectories, or levels of a range."""
    replications: Annotated[int, Field(ge=1)] = 100
    """Runs at each point."""
    seed: Annotated[int, Field(ge=0, le=2**63 - 1)] = 0
    """Key of all draws, and of the sampling of points."""
    random_numbers: Literal["common", "independent"] | None = None
    """Whether all points meet the same shocks; by default they do unless they were sampled and no
    levers are compared."""
    keep: list[Kept] = Field(default_factory=list)
    """What is kept beside outcomes: months, provisions, routes, events."""
    axes: dict[str, AxisBlock] = Field(default_factory=dict)
    """What varies, by dotted path; ``overrides`` for named counterfactuals."""
    at: list[dict[str, float | int | bool | str | None]] = Field(default_factory=list)
    """Points of the design ``list``: a value for each path."""


@dataclass(frozen=True)
class Request:
    """What somebody asks of a sweep, from a file, the command line or both."""

    scenario: Scenario
    axes: tuple[Axis, ...] = ()
    design: DesignKind = "grid"
    points: int | None = None
    replications: int = 100
    seed: int = 0
    common: bool | None = None
    """Whether all points meet the same shocks; None: unless they are sampled and nothing is
    compared."""
    keep: tuple[str, ...] = ()
    listed: tuple[Mapping[str, Value], ...] = ()
    title: str = ""

    def on_top(self, scenario: Scenario, axes: Sequence[Axis], **chosen: Any) -> "Request":
        """The same with what somebody adds: axes replace those of equal path.

        Args:
            scenario: the scenario with what is to hold at every point in place.
            axes: further axes.
            chosen: other parts by their names; None leaves them.
        """
        added = {axis.path for axis in axes}
        kept = [axis for axis in self.axes if axis.path not in added]
        given = {name: value for name, value in chosen.items() if value is not None}
        return replace(self, scenario=scenario, axes=(*kept, *axes), **given)

    def plan(self) -> Plan:
        """The plan, valid as a whole.

        Raises:
            InputError: anything about it is not valid.
        """
        axes = self.axes
        sampled = self.design in SAMPLED and all(map(is_crossed, axes))
        if sampled or (not axes and self.design == "oat"):
            # What the scenario holds to be uncertain is what varies unless told otherwise.
            axes = (*axes, *own(self.scenario.provenance.distributions))
        common = self.common
        if common is None:
            # One shock at all points of a sample looks like certainty. Arms need equal shocks, and
            # so do the points that Sobol's and Morris's indices compare with each other.
            common = self.design not in SPREAD or any(map(is_crossed, axes))
        return planned(
            self.scenario,
            axes,
            self.design,
            points=self.points,
            replications=self.replications,
            seed=self.seed,
            common=common,
            keep=self.keep,
            listed=self.listed,
        )


def is_sweep(name_or_path: str) -> bool:
    """Whether a word on the command line names a sweep's file rather than a scenario."""
    path = Path(name_or_path)
    if name_or_path in library.names() or path.suffix not in (".yaml", ".yml"):
        return False
    return standing_at(path) == "file" and "scenario" in read(path).tree


def read_sweep(path: Path) -> Request:
    """The sweep in a file.

    Raises:
        InputError: the file, or the scenario that it names, is not valid.
    """
    written = read(path)
    document = Document(written.file, _in_full(written.tree), written.lines)
    found, problems = validate(SweepFile, document.tree, document)
    if found is None or problems:
        raise InputError(*problems)
    scenario = _scenario(found, document)
    axes = tuple(_axis(name, block, document) for name, block in found.axes.items())
    points: tuple[dict[str, Any], ...] = tuple(found.at)
    if (found.design == "list") != bool(points):
        what = "the design 'list' without points" if not points else "points without their design"
        raise InputError(document.problem(("at",), what, "design: list, and at: [{...}]"))
    if points:
        axes = _listed_axes(points, axes, document)
    return Request(
        scenario,
        axes,
        found.design,
        found.points,
        found.replications,
        found.seed,
        found.random_numbers and found.random_numbers == "common",
        tuple(found.keep),
        points,
        found.title,
    )


def _in_full(tree: dict[str, Any]) -> dict[str, Any]:
    """The tree with short forms written out: ``path: [a, b]`` and ``path: own``."""
    tree = copy.deepcopy(tree)
    axes: Any = tree.get("axes")
    for name, block in list(axes.items()) if isinstance(axes, dict) else ():
        if isinstance(block, list):
            axes[name] = {"values": block}
        elif block == OWN:
            axes[name] = {"own": True}
    return tree


def _scenario(found: SweepFile, document: Document) -> Scenario:
    """The scenario that a sweep names, with what holds at every point in place."""
    beside = Path(document.file).parent / found.scenario
    if found.scenario not in library.names() and not beside.is_file():
        what = f"no scenario '{found.scenario}'"
        expected = f"a file, or one of the library: {one_of(library.names())}"
        like = nearest(found.scenario, library.names())
        raise InputError(document.problem(("scenario",), what, expected, like))
    known = found.scenario in library.names()
    try:
        return load(
            found.scenario if known else beside, set=found.set, overrides=tuple(found.overrides)
        )
    except InputError as error:
        raise InputError(*(_located(each, document) for each in error.problems)) from None


def _located(problem: Problem, document: Document) -> Problem:
    """A problem with what the sweep sets, located in the sweep's file."""
    if problem.file != SET or problem.key is None:
        return problem
    place = document.place(("set", problem.key))
    return replace(problem, file=place.file, line=place.line)


def _axis(name: str, block: AxisBlock, document: Document) -> Axis:
    place = document.place(("axes", name))
    ways = [block.values is not None, block.low is not None or block.high is not None, block.own]
    if sum(ways) != 1:
        what = "one way to vary is needed"
        expected = "values: [...], or low and high, or own"
        raise InputError(Problem(what, place.file, place.line, name, expected))
    if block.values is not None:
        return listed(name, block.values, block.role, place.file, place.line)
    if block.own:
        return Axis(name, own=True, role=block.role, file=place.file, line=place.line)
    if block.low is None or block.high is None:
        what = "a range with one end"
        raise InputError(Problem(what, place.file, place.line, name, "low and high"))
    return ranged(name, block.low, block.high, block.role, place.file, place.line)


def _listed_axes(
    points: tuple[dict[str, Any], ...], axes: tuple[Axis, ...], document: Document
) -> tuple[Axis, ...]:
    """The axes that listed points span: every path, with the values that occur."""
    if axes:
        what = "axes beside listed points"
        raise InputError(document.problem(("axes",), what, "the points alone"))
    names = list(points[0])
    for place, point in enumerate(points):
        if set(point) != set(names):
            what = f"point {place} names other paths than the first"
            expected = one_of(names)
            raise InputError(document.problem(("at", str(place)), what, expected))
    file, lines = document.file, document.place(("at", "0")).line
    return tuple(
        listed(name, list(dict.fromkeys(point[name] for point in points)), None, file, lines)
        for name in names
    )
