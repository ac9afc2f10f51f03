"""What is validated, how much of it, and what is held fixed."""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from functools import cache, lru_cache
from pathlib import Path

from sim.coding.encoding import SHARED as CODES
from sim.coding.encoding import EncodedCases, encode, shared_cases
from sim.errors import InputError, Problem, nearest, one_of
from sim.model.fingerprint import sources_fingerprint
from sim.paths import read_bytes
from sim.scenario import library
from sim.scenario.reading import read
from sim.validation.cases import Size
from sim.validation.declared import FILE as PATTERNS
from sim.validation.observed import SHARED as OBSERVED
from sim.validation.observed import Observed, read_observed
from sim.validation.playing import play

PARTS = (
    *("verification", "cases", "patterns", "alternatives", "calibration", "screening"),
    "question",
)
"""Parts of a validation; calibration reads the draws of patterns."""
HERE = Path(__file__).resolve().parent
FROZEN = HERE / "frozen.yaml"
RESULTS = (
    *("paper_agreement", "paper_months", "paper_formal", "coercion_executed_destination"),
    *("coercion_executed_partner", "process_delivered_destination", "process_delivered_partner"),
    *("process_signed_main_destination", "process_signed_main_partner", "people_arrivals"),
)
"""Columns by whose values one can tell whether the model is still the same."""
RESULTS_RUNS = 16
AFTERWARDS = ("report", "writing", "findings", "calibration", "scores", "baselines", "frozen")
"""Modules that only read what units left: changing them leaves the units as they are."""


@dataclass(frozen=True)
class Sizes:
    """How much is played."""

    cases: Size
    draws: int = 200
    """Joint draws of the parameters."""
    replicas: int = 4
    """Replicas of each case and arm at a draw."""
    default_replicas: int = 40
    """The same at the defaults."""
    library_replicas: int = 10
    """The same for cases of the library."""
    alternative_replicas: int = 8
    """Replicas under each structural alternative."""
    trajectories: int = 10
    """Trajectories of the screening."""
    screening_replicas: int = 2
    sobol: int = 64
    """Base points of the design of Sobol's indices, a power of two."""
    sobol_replicas: int = 2
    question_replicas: int = 2
    """Replicas of each case and pairing of strategies at a draw."""


FULL = Sizes(Size())
FAST = Sizes(Size(8, 1, 1), 3, 2, 3, 1, 1, 2, 1, 2, 1, 1)
"""A subset that shows in a minute whether the machine works; its numbers say next to nothing."""


@dataclass(frozen=True)
class Setup:
    """What is validated, and how much of it."""

    codes: tuple[str, ...] = field(default_factory=lambda: (str(shared_cases() / CODES),))
    """Sheets of codes."""
    observed: str = field(default_factory=lambda: str(shared_cases() / OBSERVED))
    """Table of observed outcomes."""
    sizes: Sizes = FULL
    parts: tuple[str, ...] = PARTS

    def __post_init__(self) -> None:
        """Refuse parts that do not exist.

        Raises:
            InputError: one does not.
        """
        for part in self.parts:
            if part not in PARTS:
                what, like = f"no part '{part}'", nearest(part, PARTS)
                raise InputError(Problem(what, "--part", None, None, one_of(PARTS), like))

    @property
    def cases(self) -> EncodedCases:
        """The cases, encoded."""
        return _encoded(self.codes, _content(self.codes))

    @property
    def records(self) -> dict[str, Observed]:
        """What was observed of them."""
        return _observed(self.observed, _content((self.observed,)))

    @property
    def identity(self) -> str:
        """Hash of all that decides what comes out."""
        content = hashlib.sha256(sources_fingerprint().encode())
        files = [file for file in sorted(HERE.glob("*.*")) if not file.name.startswith(AFTERWARDS)]
        files += sorted(HERE.parent.glob("coding/*.py"))
        files += [*map(Path, self.codes), Path(self.observed)]
        files += sorted(library.folder().glob("*.yaml"))
        for file in files:
            if file.is_file():
                content.update(hashlib.sha256(file.read_bytes()).digest())
        content.update(json.dumps(asdict(self.sizes), sort_keys=True).encode())
        return content.hexdigest()

    @property
    def hashes(self) -> dict[str, str]:
        """What is held fixed, and its hash."""
        found = {"model": _results(self)}
        files = {"codes": self.codes, "observed": (self.observed,), "patterns": (str(PATTERNS),)}
        return found | {name: _content(each) for name, each in files.items()}


@lru_cache(maxsize=4)
def _results(setup: Setup) -> str:
    """Hash of what the model makes of each case: it stays where sources change and results do not.

    Args:
        setup: with the cases.
    """
    content = hashlib.sha256()
    for name, case in setup.cases.items():
        content.update(name.encode())
        found = play([case.scenario], RESULTS, RESULTS_RUNS)
        for column in RESULTS:
            content.update(found[column].astype("<f8").tobytes())
    return content.hexdigest()


@cache
def frozen() -> dict[str, str]:
    """Hashes of what was frozen, in one commit, before anything was scored with it."""
    return {key: str(value) for key, value in read(FROZEN).tree.items()}


def _content(files: Sequence[str]) -> str:
    """Hash of some files: what was read is used again only as long as they stay as they are."""
    data = b"".join(read_bytes(Path(file), "a file that exists") for file in files)
    return hashlib.sha256(data).hexdigest()


@lru_cache(maxsize=4)
def _encoded(codes: tuple[str, ...], content: str) -> EncodedCases:
    return encode(*codes)


@lru_cache(maxsize=4)
def _observed(path: str, content: str) -> dict[str, Observed]:
    return read_observed(Path(path))
