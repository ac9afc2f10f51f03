"""Time until something happens, where some runs end before it does."""

import warnings
from collections.abc import Mapping
from dataclasses import dataclass, replace
from itertools import pairwise

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from sim.analysis.axes import POINT, Axis, refusal
from sim.analysis.extras import extra
from sim.analysis.intervals import LEVEL, Estimate, Numbers
from sim.analysis.material import REPLICATION, SAMPLE, Material
from sim.analysis.measures import numbers
from sim.analysis.pooled import weights_anew
from sim.analysis.summaries import without_failures
from sim.runs.variants import HORIZON

Integers = npt.NDArray[np.int64]
RESAMPLES = 1000
"""Resamples behind the intervals of a pooled curve."""

WHOLE = "all runs"
"""Name of the curve over all runs, beside those of groups."""
MOST_GROUPS = 6
"""Curves beside that over all runs; an axis of more numbers is cut into thirds."""
SIGNED, ENDED = "signature", "collapse"
"""Events that begin and end an agreement."""
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
        low, high = (_known(each[place]) for each in (self.low, self.high))
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


def _known(end: float) -> float | None:
    return None if np.isnan(end) else float(end)


def survival(
    months: Numbers,
    horizon: Numbers,
    level: float = LEVEL,
    drawn: tuple[Integers, Integers] | None = None,
) -> Survival:
    """The share of runs still waiting, by month.

    Intervals are Greenwood's where every case met shocks of its own. Where cases share shocks or
    points, both are drawn anew, as `sim.analysis.pooled.over_points` says.

    Args:
        months: month in which it happened in each run, NaN where it did not.
        horizon: months that each run was watched.
        level: confidence of the intervals, month by month.
        drawn: point and replication of each run, where runs are pooled.

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
    found = Survival(np.asarray(curve.quantiles), share, low, high, events, censored, level)
    return _pooled(found, months, horizon, drawn) if drawn is not None else found


def _pooled(
    found: Survival, months: Numbers, horizon: Numbers, drawn: tuple[Integers, Integers]
) -> Survival:
    """The same with intervals that draw shared shocks and points anew."""
    points, replications = drawn
    alone = len(np.unique(points)) <= 1 and len(np.unique(replications)) == len(months)
    if alone:
        return found
    low, high = (np.full(len(found.months), np.nan) for _ in range(2))
    weights = weights_anew(points, replications, RESAMPLES)
    if weights is not None:
        happened = ~np.isnan(months)
        at = np.searchsorted(found.months, np.where(happened, months, horizon))
        size = len(found.months)
        curves = np.full((RESAMPLES, size), np.nan)
        for i, each in enumerate(weights):
            fell = np.bincount(at, weights=each * happened, minlength=size)
            watched = np.cumsum(np.bincount(at, weights=each, minlength=size)[::-1])[::-1]
            with np.errstate(invalid="ignore", divide="ignore"):
                # Nobody watched any more: the curve stays where it was.
                curves[i] = np.cumprod(np.where(watched > 0.0, 1.0 - fell / watched, 1.0))
        tail = (1 - found.level) / 2
        low, high = np.quantile(curves, [tail, 1 - tail], axis=0)
    return replace(found, low=low, high=high)


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
    names = finished.column_names
    drawn = None
    if REPLICATION in names and (SAMPLE in names or POINT in names):
        points, replications = (
            numbers(finished, name).astype(np.int64)
            for name in (SAMPLE if SAMPLE in names else POINT, REPLICATION)
        )
        drawn = points, replications
    return survival(numbers(finished, MONTHS), numbers(finished, HORIZON), level, drawn)


def of_agreements(
    events: pa.Table,
    horizons: Mapping[int, int],
    level: float = LEVEL,
    drawn: Mapping[int, tuple[int, int]] | None = None,
) -> Survival:
    """Months that agreements last, from each signature to its collapse.

    An agreement that is still in force when its run ends is watched until then. What is
    renegotiated while it is in force is the same agreement.

    Args:
        events: events with ``run``, ``month``, ``kind``, ``table`` and ``object``, run by run in
            the order in which they happened.
        horizons: months of each run that counts; runs that are not named are left out.
        level: confidence of the intervals.
        drawn: point and replication of each run. Without it every run counts as one point's, with
            shocks of its own; agreements of one run never count as independent.
    """
    rows = events.filter(pc.is_in(events["kind"], pa.array([SIGNED, ENDED])))
    open_since: dict[tuple[int, str, str], int] = {}
    lasted, watched, whose = [], [], []
    for run, month, kind, table, issue in zip(
        *(rows[name].to_pylist() for name in ("run", "month", "kind", "table", "object")),
        strict=True,
    ):
        if run not in horizons:
            continue
        which = (run, table, issue)
        if kind == SIGNED:
            open_since.setdefault(which, month)
        elif which in open_since:
            begun = open_since.pop(which)
            lasted.append(float(month - begun))
            watched.append(float(horizons[run] - begun))
            whose.append(run)
    for (run, _, _), begun in open_since.items():
        lasted.append(np.nan)
        watched.append(float(horizons[run] - begun))
        whose.append(run)
    of_runs = [drawn[run] if drawn is not None else (0, run) for run in whose]
    pooled = np.array(of_runs, dtype=np.int64).reshape(-1, 2)
    return survival(np.array(lasted), np.array(watched), level, (pooled[:, 0], pooled[:, 1]))


def groups_of(material: Material, axis: Axis) -> dict[str, Material]:
    """Parts of a sweep by the values of an axis; of many numbers, by thirds of its points.

    Args:
        material: the sweep.
        axis: one of its axes.
    """
    name = axis.name.split(".")[-1]
    if not axis.numeric or len(axis.levels) <= MOST_GROUPS:
        places = {
            f"{name}: {level:g}" if axis.numeric else f"{name}: {level}": axis.values == level
            for level in axis.levels
        }
    else:
        cuts = np.quantile(axis.codes, [0.0, 1 / 3, 2 / 3, 1.0])
        which = np.clip(np.searchsorted(cuts, axis.codes, side="right") - 1, 0, 2)
        places = {
            f"{name}: {low:.3g} to {high:.3g}": which == i
            for i, (low, high) in enumerate(pairwise(cuts))
        }
    return {says: material.only(np.flatnonzero(here).tolist()) for says, here in places.items()}
