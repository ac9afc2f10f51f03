"""What a loaded scenario knows about itself beside its content."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sim.scenario import evidence as evidence_words
from sim.scenario.document import Document
from sim.scenario.evidence import Distribution, Evidence, Word
from sim.scenario.overrides import Value


@dataclass(frozen=True)
class Provenance:
    """Where a scenario and each of its numbers come from."""

    path: Path
    """The file."""
    document: Document
    """The tree as read, before any layer."""
    plain: Mapping[str, Any]
    """The tree as validated: layers in place, plain numbers only."""
    evidence: Mapping[str, Evidence]
    """Evidence of each number given, by dotted path."""
    distributions: Mapping[str, Distribution]
    """Uncertain numbers by dotted path."""
    bibliography: Mapping[str, str]
    """Full references of everything cited, by key."""
    changed: Callable[..., Any]
    """Builds the scenario anew with further layers; the loader puts it here."""
    sampled: Callable[..., Any]
    """Builds the scenario anew with its uncertain numbers drawn."""
    overrides: tuple[str, ...] = ()
    """Overrides in force."""
    changes: Mapping[str, Value] = field(default_factory=dict)
    """What the user set, by dotted path."""
    layers: Mapping[str, str] = field(default_factory=dict)
    """Paths that a layer set, and which: ``override NAME`` or ``set``."""
    drawn: Mapping[str, float] = field(default_factory=dict)
    """Values drawn for uncertain numbers; empty where medians are in force."""

    @property
    def name(self) -> str:
        """Name of the scenario: the file's, without its ending."""
        return self.path.stem

    @property
    def counts(self) -> dict[Word, int]:
        """How many of the numbers given stand behind each word of evidence."""
        return evidence_words.counts(self.evidence)

    @property
    def unmarked(self) -> list[str]:
        """Dotted paths of the numbers given without evidence."""
        return [path for path, found in self.evidence.items() if found.word == "unmarked"]

    def layer(self, path: str) -> str:
        """Return the layer that set `path`: default, scenario, ``override NAME`` or set."""
        if path in self.layers:
            return self.layers[path]
        tree: Any = self.document.tree
        for key in path.split("."):
            if not isinstance(tree, dict) or key not in tree:
                return "default"
            tree = tree[key]
        return "scenario"
