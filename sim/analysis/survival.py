"""Time until something happens, where some runs end before it does."""

import warnings
from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from sim.analysis.axes import refusal
from sim.analysis.extras import extra
from sim.analysis.intervals import LEVEL, Estimate, Numbers
from sim.analysis.material import HORIZON
from sim.analysis.measures import numbers
from sim.analysis.summaries import without_failures

WHOLE = "all runs"
"""Name of the curve over all runs, beside those of groups."""
MONTHS = "paper_months"
"""The duration that outcomes record with its censoring: months to the first signature."""


@dataclass(frozen=True)
class Survival:
    """Share of runs in which it has not happened yet, by month (Kaplan and Meier 1958)."""

    months: Numbers
    """Months at which the share changes or a run ends, ascending."""
    waiting: Numbers
    """Share still waiting after each of these months."""
    low: Numbers
    """Lower end of its interval (log-log transformed Greenwood)."""
    high: Numbers
    """Upper end."""
    events: int
    """Runs in which it happened."""
    censored: int
    """Runs that ended before it did."""
    level: float = LEVEL

    @property
    def n(self) -> int:
        """All runs."""
        return self.events + self.censored

    def at(self, month: float) -> Estimate:
        """Share still waiting after a month; before the first change, all.

        Beyond the last month that any run was watched there is nothing to say.
        """
        place = int(np.searchsorted(self.months, month, side="right")) - 1
        if not self.n or (month > self.months[-1] and self.waiting[-1] > 0.0):
            return Estimate(None, None, None, 0)
        if place < 0:
            return Estimate(1.0, 1.0, 1.0, self.n)
        low, high = float(self.low[place]), float(self.high[place])
        return Estimate(float(self.waiting[place]), low, high, self.n)

    def median(self) -> Estimate:
        """The month by which it happened in half of the runs; None where it never got so far.

        The ends are where the ends of the curve's interval pass one half.
        """
        low, high = self._passes(self.low), self._passes(self.high)
        return Estimate(self._passes(self.waiting), low, high, self.n)

    def _passes(self, curve: Numbers) -> float | None:
        below = np.flatnonzero(curve <= 0.5)
        return float(self.months[below[0]]) if len(below) else None


def survival(months: Numbers, horizon: Numbers, level: float = LEVEL) -> Survival:
    """The share of runs still waiting, by month.

    Args:
        months: month in which it happened in each run, NaN where it did not.
        horizon: months that each run was watched.
        level: confidence of the intervals, month by month.

    Raises:
        InputError: something happened after the horizon.
        MissingExtra: SciPy is not installed.
    """
    happened = ~np.isnan(months)
    if (months[happened] > horizon[happened]).any():
        raise refusal("a duration exceeds the run's horizon", None, "months within the run")
    events, censored = int(happened.sum()), int((~happened).sum())
    if not len(months):
        nothing = np.empty(0)
        return Survival(nothing, nothing, nothing, nothing, 0, 0, level)
    if not events:
        # SciPy's intervals are undefined without any event; the curve itself is flat.
        ends, flat = np.unique(horizon), np.ones(len(np.unique(horizon)))
        return Survival(ends, flat, np.full(len(ends), np.nan), flat, 0, censored, level)
    stats = extra("scipy.stats", "Survival analysis")
    data = stats.CensoredData(uncensored=months[happened], right=horizon[~happened])
    curve = stats.ecdf(data).sf
    # It warns where it has no value; we put one there below.
    with np.errstate(all="ignore"), warnings.catch_warnings(action="ignore"):
        ends = curve.confidence_interval(level, method="log-log")
    low, high = np.array(ends.low.probabilities), np.array(ends.high.probabilities)
    share = np.asarray(curve.probabilities, dtype=np.float64)
    # The transformation has no value at 1 and 0: nothing is uncertain yet, or nothing is left.
    low[share >= 1.0], high[share >= 1.0] = 1.0, 1.0
    for i in np.flatnonzero(share <= 0.0):
        low[i], high[i] = 0.0, high[i - 1] if i else 1.0
    return Survival(np.asarray(curve.quantiles), share, low, high, events, censored, level)


def to_agreement(rows: pa.Table, level: float = LEVEL) -> Survival:
    """Months without agreement, over runs that did not fail.

    Args:
        rows: runs with ``paper_months``, ``horizon`` and ``error``.
        level: confidence of the intervals.

    Raises:
        InputError: the runs do not say how long they were watched.
    """
    if HORIZON not in rows.column_names or MONTHS not in rows.column_names:
        raise refusal("the runs lack durations or their horizon", HORIZON, f"it and {MONTHS}")
    finished = without_failures(rows)
    return survival(numbers(finished, MONTHS), numbers(finished, HORIZON), level)
