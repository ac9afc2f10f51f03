"""What the variance of a mean over runs is made of: points, the shocks they share, and the rest."""

import numpy as np

from sim.analysis.intervals import Numbers
from sim.analysis.pooled import Integers, drawn_anew


def standard_error(values: Numbers, points: Integers, replications: Integers) -> float | None:
    """Standard error of a mean over runs, by what `over_points` draws anew.

    Returns:
        None where too few shocks are shared.
    """
    how = drawn_anew(points, replications)
    if how == "nothing":
        return None
    fixed, falling = variances(values, points, replications)
    n = len(np.unique(replications))
    if how == "points":
        n = round(len(values) / len(np.unique(points)))
    return float(np.sqrt(fixed + falling / n))


def variances(values: Numbers, points: Integers, replications: Integers) -> tuple[float, float]:
    """Two parts of the variance of a mean over points that meet the same shocks or others.

    Args:
        values: shape (n,), finite.
        points: point of each case, shape (n,).
        replications: replication of each case, shape (n,).

    Returns:
        The part that replications do not change, and the part that falls with their number, as it
        would be with one replication.
    """
    _, rows = np.unique(points, return_inverse=True)
    _, columns = np.unique(replications, return_inverse=True)
    count, each = np.bincount(rows), float(np.mean(np.bincount(rows)))
    many, means = len(count), np.bincount(rows, weights=values) / count
    around = values - means[rows]
    within = float(np.sum(around**2)) / max(len(values) - many, 1)
    how = drawn_anew(points, replications)
    if how == "points":
        falling, rest = within / many, within
    else:
        shocks = np.bincount(columns, weights=around) / np.bincount(columns)
        falling = float(shocks.var(ddof=1)) if len(shocks) > 1 else 0.0
        # What is left once the point's and the shock's own mean are taken out.
        freedom = max(len(values) - many - len(shocks) + 1, 1)
        rest = float(np.sum((around - shocks[columns]) ** 2)) / freedom if many > 1 else 0.0
    if how not in ("points", "both"):
        return 0.0, falling
    return max(float(means.var(ddof=1)) - rest / each, 0.0) / many, falling
