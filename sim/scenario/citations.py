"""Whether everything cited exists, and whether what is coded can have been read off its scale."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path as FilePath
from typing import Any

from sim.errors import Problem, nearest, one_of
from sim.scenario import bibliography, codebook, library
from sim.scenario.document import Document, Path
from sim.scenario.evidence_stripping import Stripped
from sim.scenario.schema import Scenario
from sim.scenario.schema_tree import field_at, shape_of


@dataclass(frozen=True)
class Shelf:
    """What a scenario may cite, nearest first: its own sources, those beside it, the library's."""

    works: Mapping[str, bibliography.Work | str]
    """Entries, or full references, by key."""
    scales: Mapping[str, codebook.Scale]
    """Scales of the codebook by name."""


def shelf(path: FilePath, own: Mapping[str, str]) -> Shelf:
    """Return what the scenario at `path` may cite; `own` are the sources that it defines.

    Raises:
        InputError: a bibliography or a codebook is malformed.
    """
    works: dict[str, bibliography.Work | str] = {}
    for file in reversed(library.beside(path, library.SOURCES)):
        works.update(bibliography.read(file))
    scales: dict[str, codebook.Scale] = {}
    for file in reversed(library.beside(path, library.CODEBOOK)):
        scales |= codebook.read(file).scales
    return Shelf({**works, **own}, scales)


def check(
    scenario: Scenario, document: Document, stripped: Stripped, shelf: Shelf
) -> tuple[dict[str, str], list[Problem]]:
    """Return the full references of all that is cited, by key, and what the shelf does not hold."""
    cited: dict[str, str] = {}
    problems: list[Problem] = []

    def resolve(keys: Iterable[str], path: tuple[str, ...]) -> None:
        for key in keys:
            if key in shelf.works:
                work = shelf.works[key]
                cited[key] = work if isinstance(work, str) else work.citation
                continue
            expected = "a key of `sources` or of the bibliography"
            problem = document.problem(
                path, f"unknown source '{key}'", expected, nearest(key, shelf.works)
            )
            problems.append(problem)

    for dotted, evidence in stripped.citing.items():
        path = tuple(dotted.split("."))
        resolve(evidence.sources, path)
        scale = evidence.scale
        if scale is not None and scale not in shelf.scales:
            what, like = f"unknown scale '{scale}'", nearest(scale, shelf.scales)
            problems.append(document.problem(path, what, one_of(shelf.scales), like))
    for name, record in scenario.record.items():
        resolve(record.source, ("record", name, "source"))
    for dotted, evidence in stripped.evidence.items():
        if (scale := evidence.scale) is not None and scale in shelf.scales:
            path = tuple(dotted.split("."))
            wrong = _miscoded(path, stripped, scale, shelf.scales)
            problems += [document.problem(path, *wrong)] if wrong else []
    return cited, problems


def _miscoded(
    path: Path, stripped: Stripped, name: str, scales: Mapping[str, codebook.Scale]
) -> tuple[str, str] | None:
    """Return why a number cannot have been read off a scale, and what was expected."""
    scale, field = scales[name], field_at(shape_of(Scenario), path)
    if field not in scale.fields:
        fit = [key for key, other in scales.items() if field in other.fields]
        expected = one_of([f"coded: {key}" for key in fit]) if fit else "`assumed`, and a reason"
        return f"the scale '{name}' does not code {field}", expected
    steps = ", ".join(f"{step:g}" for step in scale.steps)
    expected = f"one of {steps}, the mean of two, or uniform between two"
    if uncertain := stripped.distributions.get(".".join(path)):
        numbers = ", ".join(f"{number:g}" for number in uncertain.numbers)
        what = f"{uncertain.family} over {numbers} does not span steps of the scale '{name}'"
        return None if scale.spans(uncertain) else (what, expected)
    value: Any = stripped.tree
    for key in path:
        value = value[key]
    return None if scale.holds(value) else (f"{value:g} is no step of the scale '{name}'", expected)
