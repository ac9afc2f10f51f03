"""What the checks of a scenario share: gathering problems, looking up names, finding circles."""

from collections.abc import Iterable, Mapping

from sim.errors import Problem, nearest, one_of
from sim.scenario.document import Document, Path
from sim.scenario.evidence import Distribution
from sim.scenario.schema import Scenario


class ScenarioChecker:
    """A scenario under examination, and what was found wrong with it."""

    def __init__(
        self,
        scenario: Scenario,
        document: Document,
        distributions: Mapping[str, Distribution],
    ) -> None:
        """Begin with nothing found."""
        self.scenario = scenario
        self.document = document
        self.distributions = distributions
        self.problems: list[Problem] = []

    def add(self, path: Path, what: str, expected: str, like: str | None = None) -> None:
        """Add a problem located at `path`."""
        self.problems.append(self.document.problem(path, what, expected, like))

    def known(self, name: str, valid: Iterable[str], path: Path, kind: str) -> bool:
        """Whether `name` is among the `valid` names of a `kind`; a problem if not."""
        names = list(valid)
        if name not in names:
            like = nearest(name, names)
            self.add(path, f"unknown {kind} '{name}'", one_of(names), like)
        return name in names

    def ends(self, path: Path, value: float) -> tuple[float, float]:
        """Return the smallest and largest number that can stand at `path`, now `value`."""
        uncertain = self.distributions.get(".".join(path))
        return uncertain.ends if uncertain else (value, value)

    def once(self, names: Iterable[str], path: Path, kind: str) -> None:
        """Add a problem for each name that a list repeats."""
        seen: set[str] = set()
        for place, name in enumerate(names):
            if name in seen:
                self.add((*path, str(place)), f"the {kind} '{name}' is listed twice", "it once")
            seen.add(name)


def with_article(noun: str) -> str:
    """Return a noun after its indefinite article."""
    return f"{'an' if noun[0] in 'aeiou' else 'a'} {noun}"


def circles(after: Mapping[str, str | None]) -> list[list[str]]:
    """Return each circle in which names point back to themselves, its first name repeated.

    Args:
        after: where each name points, None for nowhere; a name that is no key points nowhere.
    """
    found: list[list[str]] = []
    done: set[str] = set()
    for start in after:
        road: list[str] = []
        here: str | None = start
        while here is not None and here not in done and here not in road:
            road.append(here)
            here = after.get(here)
        if here in road:
            circle = road[road.index(here) :]
            found.append([*circle, circle[0]])
        done.update(road)
    return found
