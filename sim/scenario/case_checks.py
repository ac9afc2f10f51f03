"""Checks of whole files: valid or what is wrong, and what stands behind their numbers."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from sim.arguments import path_of
from sim.errors import InputError, Problem
from sim.paths import read_text, standing_at
from sim.scenario import library
from sim.scenario.drafting import unfilled
from sim.scenario.loading import load
from sim.scenario.schema import Scenario

WORDS = {"source": "sourced", "coded": "coded", "assumed": "assumed", "unmarked": "unmarked"}
"""How the words of evidence read in a sentence."""
HOLDS = ("actors", "tables", "issues", "provisions", "routes", "instruments", "events", "overrides")
"""What is counted in a scenario."""


@dataclass(frozen=True)
class CaseCheck:
    """What was found in one file."""

    file: str
    """As it was named."""
    problems: tuple[str, ...] = ()
    """What is wrong, one sentence each; none where it is valid."""
    title: str = ""
    holds: Mapping[str, int] = field(default_factory=dict)
    """How many there are of `HOLDS`."""
    evidence: Mapping[str, int] = field(default_factory=dict)
    """How many numbers stand behind each of `WORDS`."""
    uncertain: int = 0
    """Numbers that are distributions."""

    @property
    def valid(self) -> bool:
        """Whether it can be played, and nothing in it waits to be filled in."""
        return not self.problems

    @property
    def numbers(self) -> int:
        """Numbers that the file gives."""
        return sum(self.evidence.values())

    @property
    def shares(self) -> dict[str, float]:
        """Share of the numbers behind each word of evidence."""
        return {word: count / self.numbers for word, count in self.evidence.items() if self.numbers}

    def __str__(self) -> str:
        """Valid or not, and what is wrong below it."""
        word = "valid" if self.valid else "not valid"
        return "\n".join([f"{self.file}: {word}", *(f"  {each}" for each in self.problems)])

    __repr__ = __str__


class CaseChecks(tuple[CaseCheck, ...]):
    """What was found in several files, in order."""

    __slots__ = ()

    @property
    def valid(self) -> bool:
        """Whether all of them are."""
        return all(each.valid for each in self)

    @property
    def evidence(self) -> dict[str, int]:
        """How many numbers stand behind each of `WORDS` in all valid files together."""
        return {word: sum(each.evidence.get(word, 0) for each in self) for word in WORDS}

    def rows(self) -> list[tuple[str, int, list[float]]]:
        """Each valid file, and all together: its numbers, and their shares in order of `WORDS`."""
        valid = [(each.file, each.evidence) for each in self if each.valid]
        return [
            (name, every, [found.get(word, 0) / max(every, 1) for word in WORDS])
            for name, found in [*valid, ("all", self.evidence)]
            for every in [sum(found.values())]
        ]

    def __repr__(self) -> str:
        """One file after the other."""
        return "\n".join(map(str, self))


def check(*names: str | Path) -> CaseChecks:
    """Check scenarios: valid or not, and what stands behind their numbers.

    Args:
        names: files, folders, or names in the library; by default the whole library.
    """
    chosen = _unfolded(names) if names else library.names()
    return CaseChecks(check_of(name) for name in chosen)


def _unfolded(names: Iterable[str | Path]) -> Iterator[str | Path]:
    """Names as given, folders replaced by the scenario files in them, each once."""
    found: list[str | Path] = []
    for given in names:
        name = given if isinstance(given, str) else path_of(given, "names", library.A_SCENARIO)
        folder = Path(name)
        held = sorted(folder.glob("*.yaml")) if _is_folder(folder) else []
        inside = [str(file) for file in held if file.name != library.CODEBOOK]
        # A folder without any is left as it is: loading it says what is wrong.
        found += inside if inside and str(name) not in library.names() else [name]
    yield from dict.fromkeys(found)


def _is_folder(path: Path) -> bool:
    try:
        return standing_at(path) == "folder"
    except InputError:
        return False  # Loading it says why it cannot be used.


def check_of(name: str | Path) -> CaseCheck:
    """What is found in one file, or what is wrong with it and what a template left open."""
    path, left = str(name), list[int]()
    wrong: tuple[Problem, ...] = ()
    try:
        path = str(found := library.find(name))
        left = unfilled(read_text(found))
        scenario = load(name)
        if not left:
            return _valid(str(name), scenario)
    except InputError as error:
        # Of a line that waits to be filled in, nobody needs to hear that it has no number yet.
        wrong = tuple(problem for problem in error.problems if problem.line not in left)
    if left:
        where = f"{len(left)} lines, of which this is the first" if len(left) > 1 else "this line"
        wrong = (Problem(f"FIXME still stands in {where}", path, left[0]), *wrong)
    return CaseCheck(str(name), tuple(str(InputError(*wrong)).splitlines()))


def _valid(name: str, scenario: Scenario) -> CaseCheck:
    provisions = sum(len(issue.provisions) for issue in scenario.issues.values())
    return CaseCheck(
        name,
        title=scenario.title,
        holds={
            what: provisions if what == "provisions" else len(getattr(scenario, what))
            for what in HOLDS
        },
        evidence={
            word: count for word, count in scenario.provenance.counts.items() if word != "set"
        },
        uncertain=len(scenario.provenance.distributions),
    )
