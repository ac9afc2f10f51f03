"""Means at the points of a design, as other shocks than those that were played would show them."""

import numpy as np
import numpy.typing as npt

from sim.analysis.intervals import FEWEST, Numbers
from sim.analysis.pooled import Integers


class Redrawn:
    """An outcome at each point, of which the shocks that all points share can be drawn anew.

    Attributes:
        mean: mean over the runs of each point; NaN where the outcome never came about.
        shared: whether points meet the same shocks.
        chance: variance of each point's mean that comes of shocks of its own; zero where all points
            share theirs, which then differ by settings alone.
    """

    def __init__(
        self, values: Numbers, rows: Integers, replications: Integers, points: int
    ) -> None:
        """Take runs.

        Args:
            values: outcome of each run, NaN where it did not come about.
            rows: row of the design to which each belongs.
            replications: number of the shocks that each met.
            points: rows of the design.
        """
        there = ~np.isnan(values)
        values, rows, replications = values[there], rows[there], replications[there]
        known, columns = np.unique(replications, return_inverse=True)
        self._rows, self._columns, self._values, self._points = rows, columns, values, points
        self.shocks = len(known)
        n = np.bincount(rows, minlength=points)
        self.shared = bool((np.bincount(columns, minlength=1) > 1).any())
        with np.errstate(invalid="ignore", divide="ignore"):
            self.mean: Numbers = np.bincount(rows, weights=values, minlength=points) / n
            squares = np.bincount(rows, weights=(values - self.mean[rows]) ** 2, minlength=points)
            own = squares / (n - 1.0) / n
        self.chance: Numbers = np.zeros(points) if self.shared else np.where(n > 1, own, np.nan)

    def only(self, points: npt.NDArray[np.bool_]) -> "Redrawn":
        """The same at some of the points."""
        places = np.cumsum(points) - 1
        here = points[self._rows]
        return Redrawn(
            *(self._values[here], places[self._rows[here]]),
            *(self._columns[here], int(points.sum())),
        )

    @property
    def enough(self) -> bool:
        """Whether there is an interval: not where points share only a few shocks."""
        return not self.shared or self.shocks >= FEWEST

    def means(self, generator: np.random.Generator) -> Numbers:
        """Means under shared shocks drawn anew; those played where points have their own."""
        if not self.shared:
            return self.mean
        drawn = generator.integers(0, self.shocks, self.shocks)
        times = np.bincount(drawn, minlength=self.shocks)[self._columns]
        sums = np.bincount(self._rows, weights=times * self._values, minlength=self._points)
        counts = np.bincount(self._rows, weights=times, minlength=self._points)
        # Where only shocks that were not drawn gave the outcome, what was played stands.
        found = self.mean.copy()
        np.divide(sums, counts, out=found, where=counts > 0.0)
        return found


def plain(outcome: Numbers) -> Redrawn:
    """Means at points of which nothing is known but what they are."""
    rows = np.arange(len(outcome))
    return Redrawn(outcome, rows, rows, len(outcome))
