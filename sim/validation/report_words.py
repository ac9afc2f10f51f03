"""Pieces that all parts of the report use."""

from collections.abc import Sequence

from sim.analysis.intervals import Estimate
from sim.documents.blocks import Block, Picture


def pictured(pictures: Sequence[str], what: str, says: str) -> list[Block]:
    """The figure of a part, if it was drawn."""
    return [Picture(name, says) for name in pictures if name.startswith(what)]


def shared(estimate: Estimate) -> str:
    """A share in per cent, with its interval."""
    value, low, high, _ = estimate
    if value is None:
        return "-"
    least, most = (0.0 if low is None else low), (1.0 if high is None else high)
    return f"{100 * value:.0f} % [{100 * least:.0f}, {100 * most:.0f}]"


def listed(names: Sequence[str]) -> str:
    """Names as a phrase."""
    return ", ".join(names[:-1]) + (" and " if len(names) > 1 else "") + names[-1]
