"""What is asked of each configuration of a sweep, and how sure the answers of its runs are."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

from sim.analysis.axes import Axis
from sim.analysis.conditions import Rows
from sim.analysis.intervals import FEWEST, KEY, Estimate, Numbers, between, share
from sim.analysis.matching import matched, paired_differences
from sim.analysis.material import Material
from sim.analysis.measures import Measure
from sim.analysis.redrawn import Redrawn

RESAMPLES = 400


@dataclass(frozen=True)
class Question:
    """What is asked of each configuration of a sweep, and the answer that its runs give."""

    text: str
    """What holds or does not, such as ``coercive beats cooperative in agreement``."""
    axes: tuple[Axis, ...]
    """What differs between configurations."""
    holds: Rows
    """The answer for each configuration."""
    unsure: int = 0
    """Configurations whose difference lies within two standard errors of zero."""
    left_out: int = 0
    """Configurations in which the outcome never came about."""
    samples: npt.NDArray[np.int64] | None = None
    """Point of the sample to which each configuration belongs, where levers are crossed with one;
    None: all are drawn for themselves."""
    runs: Redrawn | None = None
    """Behind each answer a mean over runs, of which shared shocks can be drawn anew."""
    cut: float = 0.0
    """What that mean is compared with."""
    more: bool = True
    """Whether it is to be above."""

    @cached_property
    def anew(self) -> "list[tuple[Rows, Numbers]] | None":
        """Answers under shocks drawn anew, and how often each configuration was drawn.

        None where there are too few shocks or points of a sample for an interval.
        """
        whose = np.arange(len(self.holds)) if self.samples is None else self.samples
        _, places = np.unique(whose, return_inverse=True)
        size = int(places.max(initial=-1)) + 1
        if self.runs is None or not self.runs.enough or size < FEWEST:
            return None
        generator, found = np.random.default_rng(KEY), []
        for _ in range(RESAMPLES):
            means = self.runs.means(generator)
            answers: Rows = means > self.cut if self.more else means < self.cut
            times = np.bincount(generator.integers(0, size, size), minlength=size)
            found.append((answers, times[places.reshape(-1)].astype(np.float64)))
        return found

    def share_of(self, which: Rows, among: Rows) -> Estimate:
        """Share of some configurations whose answer is yes, or no.

        Args:
            which: of each configuration, the answer that counts.
            among: configurations that are asked.

        Returns:
            Wilson's interval where configurations are drawn for themselves and shocks are their
            own; else that of resamples of both, and at least Wilson's over points of the sample:
            where all answers are alike, resamples are too. None where there are too few.
        """
        n, hits = int(among.sum()), int((among & (self.holds == which)).sum())
        whose = np.arange(len(self.holds)) if self.samples is None else self.samples
        points = len(np.unique(whose[among]))
        if points == n and (self.runs is None or not self.runs.shared):
            return share(hits, n)
        return self._resampled(hits, n, points, lambda answers: answers == which, lambda _: among)

    def coverage_of(self, within: Rows) -> Estimate:
        """Share of the configurations in which it holds that lie within a region; likewise."""
        n, hits = int(self.holds.sum()), int((self.holds & within).sum())
        whose = np.arange(len(self.holds)) if self.samples is None else self.samples
        points = len(np.unique(whose[self.holds]))
        return self._resampled(hits, n, points, lambda _: within, lambda answers: answers)

    def _resampled(
        self,
        hits: int,
        n: int,
        points: int,
        counted: Callable[[Rows], Rows],
        among: Callable[[Rows], Rows],
    ) -> Estimate:
        """A share over resamples: what counts, and among what, by the answers of each."""
        value = hits / n if n else None
        if value is None or self.anew is None:
            return Estimate(value, None, None, n)
        drawn = np.full(RESAMPLES, np.nan)
        for i, (answers, times) in enumerate(self.anew):
            there = among(answers)
            if whole := float(times[there].sum()):
                drawn[i] = float(times[there & counted(answers)].sum()) / whole
        found, least = between(value, drawn, n), share(round(value * points), points)
        ends = (found.low, least.low), (found.high, least.high)
        low = min(each for each in ends[0] if each is not None)
        return Estimate(value, low, max(each for each in ends[1] if each is not None), n)


def passing(material: Material, measure: Measure, above: float) -> Question:
    """Ask where an outcome's mean lies above a value."""
    found = material.by_point(measure)
    there = ~np.isnan(found.mean)
    axes = [Axis(axis.name, axis.values[there]) for axis in material.axes]
    cut = f"{100.0 * above:.3g} %" if measure.percent else f"{above:.3g}"
    # Points are told by their means, whatever is told of all runs.
    name = f"the mean of {measure.name}" if measure.statistic == "median" else measure.name
    text = f"{name} is above {cut}"
    return Question(
        *(text, tuple(axes), found.mean[there] > above),
        left_out=int((~there).sum()),
        samples=material.samples[there],
        runs=material.redrawn(measure).only(there),
        cut=above,
    )


def beating(
    material: Material, lever: str, one: str, other: str, measure: Measure, *, more: bool = True
) -> Question:
    """Ask where one choice does better than another, all else equal.

    Configurations are points that differ in the lever alone; runs are paired by replication.

    Args:
        material: a sweep in which the lever is crossed with everything else.
        lever: the axis of the choice.
        one: level that is asked about.
        other: level to which it is compared.
        measure: outcome in which it is to do better.
        more: whether more of the outcome is better.

    Raises:
        InputError: the axis has no such levels, or no two points differ in it alone.
    """
    axis = material.axis(lever)
    rows = matched(material, axis, one, other)
    values = material.values(measure)
    gaps = [_gap(material, values, left, right) for left, right in rows]
    pairs = [paired_differences(material, values, *each) for each in rows]
    runs = Redrawn(
        np.concatenate([found for found, _ in pairs]),
        np.repeat(np.arange(len(rows)), [len(found) for found, _ in pairs]),
        np.concatenate([replications for _, replications in pairs]),
        len(rows),
    )
    means, errors = np.array([mean for mean, _ in gaps]), np.array([error for _, error in gaps])
    there = ~np.isnan(means)
    places = np.array([left for left, _ in rows])[there]
    others = [
        Axis(each.name, each.values[places]) for each in material.axes if each.name != axis.name
    ]
    better = "more" if more else "less"
    return Question(
        f"{one} beats {other} ({better} {measure.name})",
        tuple(others),
        (means > 0.0 if more else means < 0.0)[there],
        unsure=int((np.abs(means) <= 2.0 * errors)[there].sum()),
        left_out=int((~there).sum()),
        samples=material.samples[places],
        # Without pairs the arms met other shocks: then chance is among the points.
        runs=runs.only(there) if all(len(found) for found, _ in pairs) else None,
        more=more,
    )


def _gap(material: Material, values: Numbers, left: int, right: int) -> tuple[float, float]:
    """Difference of an outcome between two points, with its standard error.

    Within pairs where the points share replications; else of the two means.
    """
    gaps, _ = paired_differences(material, values, left, right)
    if len(gaps):
        error = float(gaps.std(ddof=1) / np.sqrt(len(gaps))) if len(gaps) > 1 else np.inf
        return float(gaps.mean()), error
    groups = [values[material.at(row)] for row in (left, right)]
    one, two = (group[~np.isnan(group)] for group in groups)
    if not len(one) or not len(two):
        return np.nan, np.inf
    enough = min(len(one), len(two)) > 1
    variance = one.var(ddof=1) / len(one) + two.var(ddof=1) / len(two) if enough else np.inf
    return float(one.mean() - two.mean()), float(np.sqrt(variance))
