"""Rows of the catalogue of mechanisms: what is claimed, which rule says it, what shows it.

Rows stand in ``claims/*.yaml``, one file per subject, and are read as strictly as scenarios.
"""

import re
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field

from sim.errors import InputError, Problem, nearest, one_of
from sim.model.records import OUTCOME
from sim.scenario import Scenario, bibliography, library, load
from sim.scenario.base import StrictBlock
from sim.scenario.document import Document
from sim.scenario.overrides import Value
from sim.scenario.reading import read
from sim.scenario.validation import validate

HERE = Path(__file__).resolve().parent
SUBJECTS = (
    *("coordination", "packages", "conditionality", "empowerment"),
    *("talk", "shocks", "implementation"),
)
"""Files of rows, in the order in which they are read."""

_NAME = re.compile(r"M\d{2,3}")
_TEST = re.compile(r"tests/[\w/]+\.py::test_\w+")
_RULE = re.compile(r"sim(\.\w+)+")

Settings = dict[str, float | int | bool | str | list[str] | None]
"""Dotted paths of a scenario and their values."""


class Label(StrEnum):
    """How a mechanism comes about in the model."""

    BUILT_IN = "built_in"
    COEFFICIENT = "coefficient"
    EMERGENT = "emergent"
    LEFT_OUT = "left_out"


class Experiment(StrictBlock):
    """Two arms of one small world under equal shocks, and what the claim says of them."""

    world: str
    """A made-up world of this room, or a scenario of the library."""
    base: Settings = Field(default_factory=dict)
    """What is set in both arms."""
    arm: Annotated[Settings, Field(min_length=1)]
    """What is set in the second arm besides."""
    joint: Settings = Field(default_factory=dict)
    """A second change: then it is asked how much more the arm does with it than without."""
    outcome: str
    """Outcome column that is compared."""
    table: str | None = None
    """Table whose outcome it is; by default that of the whole run."""
    direction: Literal["up", "down"]
    """What the claim says about the arm against the base."""
    coefficient: Settings = Field(default_factory=dict)
    """Label coefficient: what switches it off, in both arms."""
    draws: dict[str, Annotated[list[float], Field(min_length=2, max_length=2)]] = Field(
        default_factory=dict
    )
    """Label emergent: unanchored parameters and the range over which each is drawn."""


class Row(StrictBlock):
    """One mechanism."""

    claim: Annotated[str, Field(min_length=10)]
    """What is claimed, in one sentence."""
    sources: Annotated[list[str], Field(min_length=1)]
    """Keys of the bibliography."""
    label: Label
    """Built in, the sign of a coefficient, emergent, or left out."""
    rule: str | None = None
    """Dotted name of the function that expresses it."""
    experiment: Experiment | None = None
    """What shows it, or fails to."""
    test: str | None = None
    """A test that shows it: ``tests/.../test_x.py::test_name``."""
    reason: str | None = None
    """Why it is left out."""
    note: str = ""
    """What a reader should know: the limits of the experiment, or why it fails."""
    revised: str = ""
    """How the row was changed after it was first played, and why."""


class Rows(StrictBlock):
    """One file: a subject and its mechanisms."""

    title: str
    """Heading of the subject."""
    rows: Annotated[dict[str, Row], Field(min_length=1)]
    """Mechanisms by name."""


@dataclass(frozen=True)
class Mechanism:
    """A row, its name, and where it was written."""

    name: str
    row: Row
    subject: str
    """Heading of its subject."""
    document: Document

    def problem(self, key: str, what: str, expected: str, like: str | None = None) -> Problem:
        """A problem with one key of the row."""
        return self.document.problem(("rows", self.name, *key.split(".")), what, expected, like)


def load_mechanisms(folder: Path | None = None) -> dict[str, Mechanism]:
    """All mechanisms by name, in the order in which they are listed.

    Args:
        folder: where the files of rows are; by default those of the package.

    Raises:
        InputError: a file is malformed, a mechanism stands twice, or a row contradicts itself.
    """
    folder = folder or HERE / "claims"
    works = bibliography.read(library.folder() / library.SOURCES)
    found: dict[str, Mechanism] = {}
    problems: list[Problem] = []
    for subject in SUBJECTS:
        path = folder / f"{subject}.yaml"
        if not path.is_file():
            continue
        document = read(_short(path))
        rows, wrong = validate(Rows, document.tree, document)
        problems += wrong
        for name, row in rows.rows.items() if rows else ():
            mechanism = Mechanism(name, row, rows.title if rows else "", document)
            if name in found:
                expected = "each mechanism once"
                problems.append(mechanism.problem("", f"{name} stands twice", expected))
            found[name] = mechanism
            problems += _wrong_with(mechanism, works)
    if problems:
        raise InputError(*problems)
    return found


def chosen(known: dict[str, Mechanism], names: list[str]) -> dict[str, Mechanism]:
    """The mechanisms of these names, in the order of the list; all if none is named.

    Raises:
        InputError: there is no such mechanism.
    """
    for name in names:
        if name not in known:
            expected = one_of(known, 10)
            raise InputError(
                Problem("no such mechanism", "--only", None, name, expected, nearest(name, known))
            )
    return {name: each for name, each in known.items() if not names or name in names}


def worlds() -> dict[str, Path]:
    """The made-up worlds of this room by name."""
    return {path.stem: path for path in sorted((HERE / "worlds").glob("*.yaml"))}


def world_of(mechanism: Mechanism, *layers: dict[str, Value]) -> Scenario:
    """The world of a mechanism's experiment with some settings on top of each other.

    Raises:
        InputError: the world or a setting is wrong; the message names the row.
    """
    experiment = mechanism.row.experiment
    assert experiment is not None
    settings = {path: value for layer in layers for path, value in layer.items()}
    scenario = _loaded(experiment.world)
    try:
        return scenario.with_changes(set=settings)
    except InputError as error:
        place = mechanism.document.place(("rows", mechanism.name, "experiment"))
        raise InputError(
            *(
                replace(each, file=place.file, line=place.line, key=f"{mechanism.name}: {each.key}")
                for each in error.problems
            )
        ) from None


@cache
def _loaded(name: str) -> Scenario:
    """A world as it stands; reading it again for each arm would take most of the time."""
    return load(_short(worlds()[name]) if name in worlds() else name)


def _wrong_with(mechanism: Mechanism, works: object) -> list[Problem]:
    """In what a row contradicts itself or names what does not exist."""
    row, wrong = mechanism.row, []

    def add(key: str, what: str, expected: str, like: str | None = None) -> None:
        wrong.append(mechanism.problem(key, what, expected, like))

    if not _NAME.fullmatch(mechanism.name):
        add("", f"{mechanism.name} is not a possible name", "a name such as M07")
    assert isinstance(works, dict)
    for key in row.sources:
        if key not in works:
            add(
                "sources",
                f"unknown source '{key}'",
                "a key of the bibliography",
                nearest(key, works),
            )
    if row.rule is not None and not _RULE.fullmatch(row.rule):
        add("rule", f"'{row.rule}' is not a dotted name", "such as sim.rules.demands.ambition")
    if row.test is not None and not _TEST.fullmatch(row.test):
        add("test", f"'{row.test}' names no test", "tests/.../test_x.py::test_name")
    if (row.label is Label.LEFT_OUT) != (row.reason is not None):
        add("label", "a reason goes with what is left out, and with nothing else", "one of the two")
    if row.label is Label.LEFT_OUT:
        if row.experiment or row.test:
            add("label", "left out, yet shown", "neither experiment nor test")
        return wrong
    if row.rule is None:
        add("rule", "missing key", "the dotted name of the function that expresses it")
    if row.experiment is None:
        if row.test is None:
            add("experiment", "nothing shows it", "an experiment or a test")
        if row.label is not Label.BUILT_IN:
            add("experiment", f"{row.label.value} without an experiment", "an experiment")
        return wrong
    return wrong + _wrong_with_experiment(mechanism, row.experiment)


def _wrong_with_experiment(mechanism: Mechanism, experiment: Experiment) -> list[Problem]:
    """The same for its experiment."""
    wrong, label = [], mechanism.row.label

    def add(key: str, what: str, expected: str, like: str | None = None) -> None:
        wrong.append(mechanism.problem(f"experiment.{key}", what, expected, like))

    known = [*worlds(), *library.names()]
    if experiment.world not in known:
        what = f"no world is named '{experiment.world}'"
        add("world", what, one_of(known), nearest(experiment.world, known))
    columns = [column.name for column in OUTCOME]
    if experiment.outcome not in columns:
        what = f"no outcome is named '{experiment.outcome}'"
        add("outcome", what, one_of(columns), nearest(experiment.outcome, columns))
    for key, only in (("coefficient", Label.COEFFICIENT), ("draws", Label.EMERGENT)):
        given = bool(getattr(experiment, key))
        if given != (label is only):
            what = f"`{key}` is {'given' if given else 'missing'}, the label is {label.value}"
            add(key, what, f"it where the label is {only.value}, and only there")
    for path, (low, high) in experiment.draws.items():
        if low >= high:
            add(f"draws.{path}", "an empty range", "[low, high]")
        if path in experiment.arm:
            add(f"draws.{path}", "drawn, though the arm sets it", "another path")
    return wrong


def _short(path: Path) -> Path:
    """A path as one would type it here, where that is shorter."""
    here = Path.cwd()
    return path.relative_to(here) if path.is_relative_to(here) else path
