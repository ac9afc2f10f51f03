"""What is scored of a case: ordered categories, observed as a range of them, simulated as one."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from sim.validation.observed import AMOUNTS, Observed

Columns = Mapping[str, npt.NDArray[np.float64]]
"""Outcome columns of some runs, NaN where a run lacks one."""
Classes = npt.NDArray[np.int64]
"""Category of each run; -1 where it has none."""
Span = tuple[int, int]
"""First and last category that an observation leaves possible."""

WINDOW = 36
"""Months within which agreements and acts count, in every scenario."""
EDGES = (3, 6, 12, 24, WINDOW)
"""Ends of the classes of months; the last class is later than all, or never."""
CUTS = (0.05, 1 / 3, 2 / 3)
"""Shares of what was asked that divide none, low, medium and high. A convention."""


@dataclass(frozen=True)
class Target:
    """One outcome that is scored."""

    name: str
    title: str
    short: str
    """What it is called within a sentence."""
    levels: tuple[str, ...]
    """Its categories, in order."""
    observed: Callable[[Observed], Span | None]
    """What was observed; None where nothing was coded."""
    simulated: Callable[[Columns], Classes]


def _span(levels: Sequence[str], word: str) -> Span | None:
    return (levels.index(word),) * 2 if word in levels else None


def signed_months(runs: Columns) -> npt.NDArray[np.float64]:
    """Months to the first agreement that entered into force; infinite where none did in time."""
    months = np.where(np.nan_to_num(runs["paper_agreement"]) > 0, runs["paper_months"], np.inf)
    months = np.where(np.isnan(months), np.inf, months)
    found: npt.NDArray[np.float64] = np.where(months <= WINDOW, months, np.inf)
    return found


def _in_time(seen: Observed) -> bool:
    return seen.agreement != "none" and seen.months <= WINDOW


def _months_seen(seen: Observed) -> Span:
    """An agreement has a class; an episode that ends without one rules out the classes before."""
    if seen.agreement != "none":
        place = int(np.searchsorted(EDGES, seen.months))
        return place, place
    return int(np.searchsorted(EDGES, seen.months, side="right")), len(EDGES)


def _delivery_seen(seen: Observed, side: str) -> Span | None:
    """Only where there was an agreement: what a side delivers is counted under agreements."""
    word = "" if seen.agreement == "none" else getattr(seen, f"compliance_{side}")
    return _span(AMOUNTS[1:], word)


def _form(runs: Columns) -> Classes:
    signed = np.isfinite(signed_months(runs))
    formal = np.nan_to_num(runs["paper_formal"]) > 0
    return np.where(signed, np.where(formal, 2, 1), 0).astype(np.int64)


def _conceded(side: str) -> Callable[[Columns], Classes]:
    """What was promised of what was asked, or given in silence, whichever is more."""

    def classes(runs: Columns) -> Classes:
        names = (f"process_{what}_main_{side}" for what in ("signed", "supplied"))
        most = np.maximum.reduce([np.nan_to_num(runs[name]) for name in names])
        return np.asarray(np.searchsorted(CUTS, most, side="right"), dtype=np.int64)

    return classes


def _delivered(side: str) -> Callable[[Columns], Classes]:
    def classes(runs: Columns) -> Classes:
        share = runs[f"process_delivered_{side}"]
        found = np.searchsorted(CUTS[1:], np.nan_to_num(share), side="right")
        return np.where(np.isnan(share), -1, found).astype(np.int64)

    return classes


def _withdrew(runs: Columns) -> Classes:
    acts = sum(
        np.nan_to_num(runs[f"coercion_{what}_{side}"])
        for what in ("executed", "retaliations")
        for side in ("destination", "partner")
    )
    return (np.asarray(acts) > 0).astype(np.int64)


MONTH_LEVELS = (
    *(f"{low + 1}-{high}" for low, high in zip((-1, *EDGES[:-1]), EDGES, strict=True)),
    "later or never",
)
TARGETS = (
    Target(
        "agreement",
        f"Agreement within {WINDOW} months",
        "agreement",
        ("no", "yes"),
        lambda seen: _span(("no", "yes"), "yes" if _in_time(seen) else "no"),
        lambda runs: np.isfinite(signed_months(runs)).astype(np.int64),
    ),
    Target(
        "form",
        "Its form",
        "form",
        ("none", "informal", "formal"),
        lambda seen: _span(
            ("none", "informal", "formal"), seen.agreement if _in_time(seen) else "none"
        ),
        _form,
    ),
    Target(
        "months",
        "Months to it",
        "months",
        MONTH_LEVELS,
        _months_seen,
        lambda runs: np.asarray(np.searchsorted(EDGES, signed_months(runs)), dtype=np.int64),
    ),
    *(
        Target(
            f"concession_{side}",
            f"What the {side} concedes of what was asked",
            f"the {side}'s concession",
            AMOUNTS,
            lambda seen, side=side: _span(AMOUNTS, getattr(seen, f"concession_{side}")),  # type: ignore[misc]
            _conceded(side),
        )
        for side in ("destination", "partner")
    ),
    Target(
        "executed",
        "Something was withdrawn",
        "withdrawals",
        ("no", "yes"),
        lambda seen: _span(("no", "yes"), seen.executed),
        _withdrew,
    ),
    *(
        Target(
            f"compliance_{side}",
            f"What the {side} delivers of its promises",
            f"the {side}'s delivery",
            AMOUNTS[1:],
            lambda seen, side=side: _delivery_seen(seen, side),  # type: ignore[misc]
            _delivered(side),
        )
        for side in ("destination", "partner")
    ),
)
COLUMNS = (
    *("paper_agreement", "paper_months", "paper_formal"),
    *(
        f"{what}_{side}"
        for side in ("destination", "partner")
        for what in (
            *("process_signed_main", "process_supplied_main", "process_delivered"),
            *("coercion_executed", "coercion_retaliations"),
        )
    ),
)
"""Outcome columns that targets read."""


def probabilities(classes: Classes, levels: int) -> npt.NDArray[np.float64]:
    """Chance of each category: shares of runs that have one, with one run spread evenly added.

    The added run keeps a category that no run reached from being called impossible.
    """
    counts = np.bincount(classes[classes >= 0], minlength=levels).astype(np.float64)
    found: npt.NDArray[np.float64] = (counts + 1.0 / levels) / (counts.sum() + 1.0)
    return found
