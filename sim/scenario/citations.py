"""Whether everything cited exists: sources in the bibliography, scales in the codebook."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from sim.errors import Problem, nearest, one_of
from sim.scenario import bibliography, codebook, library
from sim.scenario.document import Document
from sim.scenario.evidence import Evidence
from sim.scenario.schema import Scenario


@dataclass(frozen=True)
class Shelf:
    """What a scenario may cite, nearest first: its own sources, those beside it, the library's."""

    works: Mapping[str, bibliography.Work | str]
    """Entries, or full references, by key."""
    scales: Mapping[str, codebook.Scale]
    """Scales of the codebook by name."""


def shelf(path: Path, own: Mapping[str, str]) -> Shelf:
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
    scenario: Scenario, document: Document, citing: Mapping[str, Evidence], shelf: Shelf
) -> tuple[dict[str, str], list[Problem]]:
    """Return the full references of all that is cited, by key, and what cannot be resolved."""
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

    for dotted, evidence in citing.items():
        path = tuple(dotted.split("."))
        resolve(evidence.sources, path)
        scale = evidence.scale
        if scale is not None and scale not in shelf.scales:
            what, like = f"unknown scale '{scale}'", nearest(scale, shelf.scales)
            problems.append(document.problem(path, what, one_of(shelf.scales), like))
    for name, record in scenario.record.items():
        resolve(record.source, ("record", name, "source"))
    return cited, problems
