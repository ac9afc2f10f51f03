"""Where numbers come from, and how uncertain they are.

Three words say where a number comes from: `source` (it stands there), `coded` (a codebook scale
applied to a cited fact), `assumed` (with a reason). Numbers without any are `unmarked`; numbers
that an override or ``--set`` put in place are `set`.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

Word = Literal["source", "coded", "assumed", "unmarked", "set"]

WORDS: tuple[Word, ...] = ("source", "coded", "assumed", "unmarked", "set")
"""All words, in the order in which they are counted."""

Family = Literal["uniform", "normal", "triangular", "choice"]

FAMILIES: Mapping[Family, str] = {
    "uniform": "[low, high]",
    "normal": "[mean, standard deviation]",
    "triangular": "[low, mode, high]",
    "choice": "[number, ...]",
}
"""Distributions, and the numbers that each takes."""


@dataclass(frozen=True)
class Evidence:
    """What stands behind one number."""

    word: Word
    sources: tuple[str, ...] = ()
    """Keys of the bibliography (`source` and `coded`)."""
    scale: str | None = None
    """Scale of the codebook (`coded`)."""
    reason: str = ""
    """Why the value was chosen (`assumed`)."""
    note: str = ""
    """Anything else that a reader should know."""
    layer: str = "scenario"
    """Layer that set the number: ``scenario``, ``override NAME`` or ``set``."""


UNMARKED = Evidence("unmarked")


@dataclass(frozen=True)
class Distribution:
    """An uncertain number, truncated at the bounds of its field."""

    family: Family
    numbers: tuple[float, ...]
    """What the family takes, see `FAMILIES`."""
    low: float = -math.inf
    """Smallest possible value."""
    high: float = math.inf
    """Largest possible value."""
    whole: bool = False
    """True: rounded to whole numbers, halves upwards."""

    @property
    def median(self) -> float:
        """The value that a run takes unless sampling is asked for."""
        return self.quantile(0.5)

    @property
    def ends(self) -> tuple[float, float]:
        """Smallest and largest value that can be drawn."""
        if self.family == "normal":
            return self.low, self.high
        return self._within(min(self.numbers)), self._within(max(self.numbers))

    def quantile(self, p: float) -> float:
        """Return the value below which the share `p` of draws falls; 0 < p < 1.

        For a choice between numbers: the smallest whose cumulated share reaches `p`.

        Raises:
            ValueError: `p` is not strictly between 0 and 1.
        """
        if not 0 < p < 1:
            raise ValueError(f"a quantile needs 0 < p < 1, not {p}")
        return self._within(self._inverse(p))

    def _inverse(self, p: float) -> float:
        if self.family == "uniform":
            low, high = self.numbers
            if self.whole:  # Every whole number as often as any other, ends included.
                low, high = math.ceil(low), math.floor(high)
                return min(low + math.floor(p * (high - low + 1)), high)
            return low + p * (high - low)
        if self.family == "normal":
            from statistics import NormalDist

            from sim.rules.numbers import normal_quantile  # Brings the compiler along.

            normal = NormalDist()
            mean, spread = self.numbers
            # Truncated at the bounds, not clamped: no heap of draws lies on them.
            below, above = (normal.cdf((end - mean) / spread) for end in (self.low, self.high))
            if (below, above) == (0.0, 1.0):
                return mean + spread * normal_quantile(p)
            share = min(max(below + p * (above - below), 1e-300), 1 - 1e-16)
            # Libraries differ in the last digits of the distribution; draws must not.
            return float(f"{mean + spread * normal_quantile(share):.12g}")
        if self.family == "triangular":
            low, mode, high = self.numbers
            if p * (high - low) <= mode - low:
                return low + math.sqrt(p * (high - low) * (mode - low))
            return high - math.sqrt((1 - p) * (high - low) * (high - mode))
        ordered = sorted(self.numbers)
        return ordered[math.ceil(p * len(ordered)) - 1]

    def _within(self, value: float) -> float:
        value = min(max(value, self.low), self.high)
        return math.floor(value + 0.5) if self.whole else value


def counts(evidence: Mapping[str, Evidence]) -> dict[Word, int]:
    """Return how many numbers stand behind each word, all words included."""
    found = [item.word for item in evidence.values()]
    return {word: found.count(word) for word in WORDS}
