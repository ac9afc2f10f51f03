"""Patterns measured in runs, with the error that chance in the runs leaves."""

import math
from collections.abc import Mapping
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from sim.validation.declared import Expect, Measure, Pattern

Numbers = npt.NDArray[np.float64]
Sample = Mapping[str, Mapping[str, Numbers]]
"""Outcome columns by arm; shape (cases, replicas), NaN where a run lacks one."""
Places = npt.NDArray[np.int64]
"""Replicas that are counted, one of them perhaps several times."""
KEY = 1951
RESAMPLES = 60
"""Resamples behind a standard error."""
ERRORS = 2.0
"""Standard errors within which a value counts as not told apart from what it is held against."""


class Measured(NamedTuple):
    """A pattern's value, and its standard error over runs."""

    value: float
    error: float

    def verdict(self, expect: Expect | None) -> str:
        """``yes``, ``no``, ``open`` where chance in the runs could have decided, else ``never``.

        Never: nothing could be measured, as of formal agreements where all are informal.
        """
        if math.isnan(self.value):
            return "never"
        if expect is None:
            return "open"
        slack = ERRORS * (0.0 if math.isnan(self.error) else self.error)
        low = expect.between[0] if expect.between else expect.above
        high = expect.between[1] if expect.between else expect.below
        gaps = [self.value - low] if low is not None else []
        gaps += [high - self.value] if high is not None else []
        if min(gaps) < -slack:
            return "no"
        # A range is met inside it; a sign must be told apart from nothing.
        return "yes" if (expect.between and min(gaps) >= 0.0) or min(gaps) > slack else "open"

    def distance(self, expect: Expect, tolerance: float = 0.0) -> float:
        """How far it lies outside a range, in standard errors; 0 inside. Infinite if unmeasured."""
        if math.isnan(self.value):
            return math.inf
        low = expect.between[0] if expect.between else expect.above
        high = expect.between[1] if expect.between else expect.below
        outside = max(
            0.0,
            low - self.value if low is not None else 0.0,
            self.value - high if high is not None else 0.0,
        )
        if outside == 0.0:
            return 0.0
        spread = math.hypot(tolerance, 0.0 if math.isnan(self.error) else self.error)
        return outside / spread if spread > 0.0 else math.inf


def measured(pattern: Pattern, sample: Sample) -> Measured:
    """A pattern in a sample: its value, and the bootstrap's error over replicas.

    Replicas are drawn anew, each in all arms and cases at once, since arms meet the same shocks.
    The variance is widened by n / (n - 1) for their small number (Efron and Tibshirani 1993,
    section 5.4).
    """
    replicas = next(iter(next(iter(sample.values())).values())).shape[1]
    value = _value(pattern, sample, np.arange(replicas))
    if replicas < 2 or math.isnan(value):
        return Measured(value, float("nan"))
    generator = np.random.Generator(np.random.PCG64(KEY))
    rows = generator.integers(0, replicas, size=(RESAMPLES, replicas))
    drawn = np.array([_value(pattern, sample, row) for row in rows])
    drawn = drawn[~np.isnan(drawn)]
    if len(drawn) < 2:
        return Measured(value, float("nan"))
    return Measured(value, float(np.std(drawn)) * math.sqrt(replicas / (replicas - 1)))


def _value(pattern: Pattern, sample: Sample, kept: Places) -> float:
    found = _number(pattern.of, sample, kept)
    return found - _number(pattern.against, sample, kept) if pattern.against else found


def _number(measure: Measure, sample: Sample, kept: Places) -> float:
    def column(name: str, arm: str = measure.arm) -> Numbers:
        return sample[arm][name][:, kept].ravel()

    there = np.ones(len(column(measure.columns[0])), dtype=bool)
    for name, value in measure.where.items():
        there &= column(name) == value
    if measure.mean or measure.median:
        values = column(measure.mean or measure.median or "")[there]
        values = values[~np.isnan(values)]
        if not len(values):
            return float("nan")
        return float(np.mean(values) if measure.mean else np.median(values))
    if measure.pooled:
        above, below = (
            sum(float(np.nansum(column(name)[there])) for name in names)
            for names in (measure.pooled.above, measure.pooled.below)
        )
        return above / below if below > 0.0 else float("nan")
    if measure.success:
        side, kinds = measure.success.side, measure.success.kinds
        counts = [np.nan_to_num(column(f"coercion_scored_{k}_{side}"))[there] for k in kinds]
        shares = [np.nan_to_num(column(f"coercion_success_{k}_{side}"))[there] for k in kinds]
        every = np.sum(counts, axis=0)
        met = np.sum([c * s for c, s in zip(counts, shares, strict=True)], axis=0)
        if not every.sum() > 0.0:
            return float("nan")
        if measure.success.reached is None:
            return float(met.sum() / every.sum())
        scored = every > 0.0
        return float(np.mean(met[scored] / every[scored] >= measure.success.reached - 1e-9))
    return _effect(column(measure.effect or ""), column(measure.effect or "", "base"), measure)


def _effect(arm: Numbers, base: Numbers, measure: Measure) -> float:
    """Absolute difference of means in standard deviations of both together."""
    if (measure.effect or "").startswith("people_"):
        arm, base = (np.log(np.maximum(each, 1e-6)) for each in (arm, base))
    there = ~np.isnan(arm) & ~np.isnan(base)
    if there.sum() < 2:
        return float("nan")
    spread = math.sqrt((float(np.var(arm[there])) + float(np.var(base[there]))) / 2)
    gap = abs(float(np.mean(arm[there]) - np.mean(base[there])))
    return gap / spread if spread > 0.0 else 0.0 if gap == 0.0 else float("nan")
