"""Proper scores of forecasts in ordered categories, and what they are worth beside a baseline."""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from sim.analysis.extras import extra
from sim.analysis.intervals import LEVEL, RESAMPLES, Estimate
from sim.validation.targets import Span

Numbers = npt.NDArray[np.float64]
KEY = 20220407
"""Key of the resampling of corridors."""
FEWEST_CORRIDORS = 5


def ranked_probability(chances: Numbers, seen: Span) -> float:
    """Ranked probability score, 0 best, 1 worst.

    The mean of (P(at most k) - [it was at most k])^2 over the dividing lines k at which the
    observation tells on which side it lies (Epstein 1969, J. Appl. Meteorology 8:985-987).
    Where an episode ended without agreement, lines beyond its end say nothing and are left out;
    NaN if none is left.
    """
    below = np.cumsum(chances)[:-1]
    low, high = seen
    lines = np.arange(len(below))
    known = (high <= lines) | (low > lines)
    if not known.any():
        return float("nan")
    return float(np.mean((below - (high <= lines))[known] ** 2))


def log_score(chances: Numbers, seen: Span) -> float:
    """Minus the logarithm of the chance that was given to what came about; NaN if all may have."""
    low, high = seen
    if low == 0 and high == len(chances) - 1:
        return float("nan")
    return float(-np.log(chances[low : high + 1].sum()))


def weighted_kappa(chances: Sequence[Numbers], seen: Sequence[Span]) -> float:
    """Cohen's kappa with quadratic weights, of the likeliest category and the observed one.

    Cases whose observation leaves several categories open are not in it. NaN where one side never
    varies.
    """
    exact = [(c, s[0]) for c, s in zip(chances, seen, strict=True) if s[0] == s[1]]
    likeliest = [int(np.argmax(c)) for c, _ in exact]
    observed = [s for _, s in exact]
    if len(set(likeliest)) < 2 or len(set(observed)) < 2:
        return float("nan")
    metrics = extra("sklearn.metrics", "Kappa")
    labels = list(range(len(exact[0][0])))
    return float(metrics.cohen_kappa_score(likeliest, observed, labels=labels, weights="quadratic"))


def rank_correlation(chances: Sequence[Numbers], seen: Sequence[Span]) -> float:
    """Spearman's correlation over cases of the expected category and the observed one.

    It says whether cases are put in the right order, however far off the level is. Where an
    observation leaves several categories open their middle counts. NaN where one side never varies.
    """
    expected = [float(np.arange(len(c)) @ c) for c in chances]
    observed = [(low + high) / 2.0 for low, high in seen]
    if len(set(expected)) < 2 or len(set(observed)) < 2:
        return float("nan")
    return float(extra("scipy.stats", "Rank correlation").spearmanr(expected, observed)[0])


def skill(ours: Numbers, baseline: Numbers, corridors: Sequence[str]) -> Estimate:
    """One minus the ratio of two mean scores: above 0 it beats the baseline.

    The interval draws whole corridors anew, as cases of one corridor are no independent evidence.
    Forecasts are not fitted anew in each draw. No interval below `FEWEST_CORRIDORS` corridors.

    Args:
        ours: scores by case, NaN where there is none.
        baseline: scores of the baseline at the same cases.
        corridors: corridor of each case.
    """
    there = ~np.isnan(ours) & ~np.isnan(baseline)
    n = int(there.sum())
    if not n or not baseline[there].sum() > 0.0:
        return Estimate(None, None, None, n)
    kept = np.array(corridors)[there]
    _, places = np.unique(kept, return_inverse=True)
    sums = [np.bincount(places, weights=each[there]) for each in (ours, baseline)]
    value = float(1.0 - sums[0].sum() / sums[1].sum())
    if len(sums[0]) < FEWEST_CORRIDORS:
        return Estimate(value, None, None, n)
    generator = np.random.Generator(np.random.PCG64(KEY))
    rows = generator.integers(0, len(sums[0]), size=(RESAMPLES, len(sums[0])))
    above, below = (each[rows].sum(axis=1) for each in sums)
    drawn = 1.0 - above[below > 0.0] / below[below > 0.0]
    tail = (1.0 - LEVEL) / 2
    low, high = np.quantile(drawn, [tail, 1.0 - tail])
    return Estimate(value, float(low), float(high), n)
