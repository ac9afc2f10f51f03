"""Rival forecasts that know no model: base rates, and ordered logits of a few codes."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from sim.analysis.extras import extra
from sim.coding.columns import OPEN
from sim.coding.sheet import Case, mean
from sim.validation.observed import THREATENING, Observed
from sim.validation.targets import Span

Numbers = npt.NDArray[np.float64]
RIDGE = 0.5
"""Penalty on squared slopes of standardised predictors: slopes with a standard normal prior."""
PRIOR = 1.0
"""Cases, spread evenly over the categories, that are added to what was observed."""


@dataclass(frozen=True)
class Baseline:
    """A rival forecast."""

    name: str
    says: str
    """What it knows."""
    predictors: tuple[str, ...]


BASELINES = (
    Baseline("base rates", "how often each outcome came about in the other corridors", ()),
    Baseline(
        "power only", "who depends more on whom, as coded (dep_TE less dep_ET)", ("dependence",)
    ),
    Baseline(
        "strategy only",
        "whether each side was seen to threaten, and whether the partner named a price",
        ("destination_threatens", "partner_threatens", "partner_asks"),
    ),
    Baseline(
        "ordered logit",
        "number of provisions on the table, whether the destination was seen to threaten, and "
        "the partner's empowerment",
        ("provisions", "destination_threatens", "empowerment"),
    ),
)
BASE = BASELINES[0].name


def predictors_of(case: Case, seen: Observed) -> dict[str, float]:
    """What baselines know of a case."""

    def coded(name: str) -> float:
        return case.mean(name) if case.variables.get(name) else 2.0

    return {
        "dependence": coded("dep_TE") - coded("dep_ET"),
        "destination_threatens": float(seen.strategy_destination in THREATENING),
        "partner_threatens": float(seen.strategy_partner in THREATENING),
        "partner_asks": float(
            seen.strategy_partner in ("backscratching", "blackmail", "reverse_conditionality")
        ),
        "provisions": float(sum(mean(codes[OPEN]) >= 0.5 for codes in case.kept.values())),
        "empowerment": coded("empower_T"),
    }


def left_out_forecasts(
    spans: Mapping[str, Span],
    predictors: Mapping[str, Mapping[str, float]],
    corridors: Mapping[str, str],
    baseline: Baseline,
    levels: int,
) -> dict[str, Numbers]:
    """Forecast each case from the cases of all other corridors.

    Args:
        spans: what was observed, by case.
        predictors: what baselines know, by case.
        corridors: corridor of each case.
        baseline: which predictors are used.
        levels: number of categories.

    Returns:
        Chances of the categories, by case.
    """
    found: dict[str, Numbers] = {}
    for corridor in dict.fromkeys(corridors[case] for case in spans):
        here = [case for case in spans if corridors[case] == corridor]
        others = [case for case in spans if corridors[case] != corridor]
        known, asked = (
            np.array(
                [[predictors[case][name] for name in baseline.predictors] for case in group],
                dtype=np.float64,
            ).reshape(len(group), len(baseline.predictors))
            for group in (others, here)
        )
        chances = ordered_logit([spans[case] for case in others], known, asked, levels)
        found |= dict(zip(here, chances, strict=True))
    return found


def ordered_logit(seen: Sequence[Span], known: Numbers, asked: Numbers, levels: int) -> Numbers:
    """Proportional-odds forecasts, fitted to ranges of categories (McCullagh 1980).

    An observation that leaves several categories open adds the chance of all of them, as censored
    durations do. With twenty cases plain maximum likelihood runs away, hence a penalty on slopes
    and one case spread evenly over the categories. Without predictors these are base rates.

    Args:
        seen: first and last category that each case leaves open.
        known: predictors of these cases, shape (cases, predictors).
        asked: predictors of the cases to forecast.
        levels: number of categories.

    Returns:
        Chances, shape (cases to forecast, levels).
    """
    optimize = extra("scipy.optimize", "The ordered logit")
    width = known.shape[1]
    centre = known.mean(axis=0) if len(known) else np.zeros(width)
    spread = known.std(axis=0) if len(known) else np.ones(width)
    spread = np.where(spread > 1e-9, spread, 1.0)
    x, new = (known - centre) / spread, (asked - centre) / spread
    low = np.array([s[0] for s in seen], dtype=np.int64)
    high = np.array([s[1] for s in seen], dtype=np.int64)

    def chances(parameters: Numbers, rows: Numbers) -> Numbers:
        gaps = np.exp(np.clip(parameters[1 : levels - 1], -20.0, 20.0))
        lines = parameters[0] + np.concatenate([[0.0], np.cumsum(gaps)])
        shift = rows @ parameters[levels - 1 :]
        below = 1.0 / (1.0 + np.exp(np.clip(shift[:, None] - lines, -50.0, 50.0)))
        edges = np.hstack([np.zeros((len(rows), 1)), below, np.ones((len(rows), 1))])
        found: Numbers = np.maximum(np.diff(edges, axis=1), 1e-12)
        return found

    def loss(parameters: Numbers) -> float:
        summed = np.cumsum(np.hstack([np.zeros((len(x), 1)), chances(parameters, x)]), axis=1)
        rows = np.arange(len(x))
        fit = np.log(np.maximum(summed[rows, high + 1] - summed[rows, low], 1e-12)).sum()
        even = np.log(chances(parameters, np.zeros((1, width)))).sum() * PRIOR / levels
        return float(-(fit + even) + RIDGE * float(np.sum(parameters[levels - 1 :] ** 2)))

    start = np.zeros(levels - 1 + width)
    start[0] = -1.0
    found = optimize.minimize(loss, start, method="BFGS")
    result: Numbers = chances(np.asarray(found.x, dtype=np.float64), new)
    result /= result.sum(axis=1, keepdims=True)
    return result
