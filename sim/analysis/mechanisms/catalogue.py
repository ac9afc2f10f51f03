"""The catalogue of mechanisms to leaf through: each claim with what came of it."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from sim.analysis.mechanisms.page import (
    LABELS,
    VERDICTS,
    effects_of,
    read_results,
    shown_by,
    verdict,
)
from sim.analysis.mechanisms.playing import Result
from sim.analysis.mechanisms.rows import (
    Experiment,
    Label,
    Mechanism,
    Settings,
    load_mechanisms,
    world_of,
)
from sim.arguments import choice_of
from sim.errors import InputError, Problem, nearest, one_of
from sim.scenario import Scenario


@dataclass(frozen=True)
class Entry:
    """One claim, how the model expresses it, and what came of it."""

    mechanism: Mechanism
    result: Result | None
    """What its experiment came to when the catalogue was last written; None if never played."""

    @property
    def name(self) -> str:
        """Its name, as ``M31``."""
        return self.mechanism.name

    @property
    def claim(self) -> str:
        """What is claimed, in one sentence."""
        return self.mechanism.row.claim

    @property
    def label(self) -> str:
        """How the pattern comes about: built in, coefficient, emergent, or left out."""
        return LABELS[self.mechanism.row.label]

    @property
    def verdict(self) -> str:
        """Shown, not shown, opposite, undetermined, tested, not played or left out."""
        return verdict(self.mechanism, {self.name: self.result} if self.result else {})

    @property
    def shown_by(self) -> str:
        """Experiment, test, or why there is neither, in a line."""
        return shown_by(self.mechanism.row)

    @property
    def effect(self) -> str:
        """The effect in words; empty where nothing was played."""
        return effects_of(self.mechanism.row, self.result) if self.result else ""

    @property
    def world(self) -> Scenario:
        """The small made-up world of its experiment, as both arms begin.

        Raises:
            InputError: it has no experiment.
        """
        return world_of(self.mechanism, dict(self._experiment.base))

    @property
    def arm(self) -> Settings:
        """What the second arm changes.

        Raises:
            InputError: it has no experiment.
        """
        return self._experiment.arm

    @property
    def coefficient(self) -> Settings:
        """What switches its coefficient off; empty where no single one decides.

        Raises:
            InputError: it has no experiment.
        """
        return self._experiment.coefficient

    @property
    def _experiment(self) -> Experiment:
        found = self.mechanism.row.experiment
        if found is None:
            what = f"{self.name} has no experiment ({self.verdict})"
            raise InputError(Problem(what, expected="a mechanism that was played"))
        return found

    def __repr__(self) -> str:
        """The claim and its verdict in a line."""
        return f"<{self.name}, {self.label}, {self.verdict}: {self.claim}>"


class Catalogue(Mapping[str, Entry]):
    """Mechanisms by name, in their order."""

    def __init__(self, entries: Mapping[str, Entry]) -> None:
        """Take entries; `catalogue` reads them."""
        self._entries = dict(entries)

    def __getitem__(self, name: str) -> Entry:
        """The mechanism of that name.

        Raises:
            InputError: there is none.
        """
        if not isinstance(name, str) or name not in self._entries:
            text = name if isinstance(name, str) else repr(name)
            near = nearest(text, self._entries)
            raise InputError(Problem("no such mechanism", None, None, text, one_of(self, 10), near))
        return self._entries[name]

    def __contains__(self, name: object) -> bool:
        """Whether there is one of that name."""
        return name in self._entries

    def __iter__(self) -> Iterator[str]:
        """Names in order."""
        return iter(self._entries)

    def __len__(self) -> int:
        """How many there are."""
        return len(self._entries)

    def only(self, label: str | None = None, verdict: str | None = None) -> "Catalogue":
        """Those of a label, of a verdict, or of both.

        Raises:
            InputError: there is no such label or verdict.
        """
        if label is not None:
            choice_of(label, LABELS.values(), "label")
        if verdict is not None:
            choice_of(verdict, VERDICTS, "verdict")
        return Catalogue(
            {
                name: each
                for name, each in self._entries.items()
                if label in (None, each.label) and verdict in (None, each.verdict)
            }
        )

    def counts(self) -> dict[str, Counter[str]]:
        """By label, how many there are of each verdict."""
        return {
            LABELS[label]: Counter(e.verdict for e in self.values() if e.label == LABELS[label])
            for label in Label
        }

    def __repr__(self) -> str:
        """One mechanism a line."""
        return "\n".join(map(repr, self.values())) or "<no mechanism>"


def catalogue() -> Catalogue:
    """The catalogue of mechanisms, with what came of each when it was last played.

    Raises:
        InputError: its files are damaged.
    """
    results = read_results()
    return Catalogue(
        {name: Entry(each, results.get(name)) for name, each in load_mechanisms().items()}
    )
