"""Solution concepts over a set of points, each a pair of utilities.

The settlement of a table calls them on the candidates that its indivisible provisions leave;
figures and tests call them on whole frontiers.
"""

import numpy as np
from numpy.typing import NDArray

from sim.rules.compiling import compiles
from sim.rules.numbers import FAR, logarithm

Points = NDArray[np.float64]


@compiles
def nash_product_log(
    utility_0: float,
    utility_1: float,
    disagreement_0: float,
    disagreement_1: float,
    power: float,
) -> float:
    """Logarithm of the asymmetric Nash product [nash1950], [kalai1977].

    ``pi ln(u0 - d0) + (1 - pi) ln(u1 - d1)``; -1e300 unless both gain.
    """
    gain_0 = utility_0 - disagreement_0
    gain_1 = utility_1 - disagreement_1
    if gain_0 <= 0.0 or gain_1 <= 0.0:
        return -FAR
    return power * logarithm(gain_0) + (1.0 - power) * logarithm(gain_1)


@compiles
def nash_choice(
    utility_0: Points,
    utility_1: Points,
    count: int,
    disagreement_0: float,
    disagreement_1: float,
    power: float,
) -> int:
    """Index of the first point with the largest asymmetric Nash product; -1 if none is rational.

    Args:
        utility_0: utilities of side 0, shape (n,) with n >= count.
        utility_1: utilities of side 1, likewise.
        count: how many points to look at.
        disagreement_0: utility of side 0 without agreement.
        disagreement_1: utility of side 1 without agreement.
        power: bargaining power of side 0, in [0, 1].
    """
    best = -1
    best_value = -FAR
    for i in range(count):
        value = nash_product_log(utility_0[i], utility_1[i], disagreement_0, disagreement_1, power)
        if value > best_value:
            best_value = value
            best = i
    return best


@compiles
def kalai_smorodinsky_choice(
    utility_0: Points,
    utility_1: Points,
    count: int,
    disagreement_0: float,
    disagreement_1: float,
    ideal_0: float,
    ideal_1: float,
) -> int:
    """Index of the point at which both gain the most equal share of their ideal [kalai1975].

    The point with the smallest difference between the two shares ``(u - d) / (ideal - d)``
    among those given; on a continuous frontier that is where the shares are equal. Points below
    the disagreement point are passed over; -1 if none is left.
    """
    best = -1
    best_gap = FAR
    for i in range(count):
        gain_0 = utility_0[i] - disagreement_0
        gain_1 = utility_1[i] - disagreement_1
        if gain_0 < 0.0 or gain_1 < 0.0:
            continue
        span_0 = ideal_0 - disagreement_0
        span_1 = ideal_1 - disagreement_1
        share_0 = gain_0 / span_0 if span_0 > 0.0 else 0.0
        share_1 = gain_1 / span_1 if span_1 > 0.0 else 0.0
        gap = abs(share_0 - share_1)
        if gap < best_gap:
            best_gap = gap
            best = i
    return best


@compiles
def egalitarian_choice(
    utility_0: Points,
    utility_1: Points,
    count: int,
    disagreement_0: float,
    disagreement_1: float,
) -> int:
    """Index of the point whose poorer side gains most; -1 if none is rational.

    The egalitarian solution [kalai1977proportional].
    """
    best = -1
    best_value = -FAR
    for i in range(count):
        gain_0 = utility_0[i] - disagreement_0
        gain_1 = utility_1[i] - disagreement_1
        value = min(gain_0, gain_1)
        if value >= 0.0 and value > best_value:
            best_value = value
            best = i
    return best


@compiles
def is_dominated(utility_0: Points, utility_1: Points, count: int, index: int) -> bool:
    """True if another point is at least as good for both sides and better for one."""
    own_0 = utility_0[index]
    own_1 = utility_1[index]
    for i in range(count):
        if (
            utility_0[i] >= own_0
            and utility_1[i] >= own_1
            and (utility_0[i] > own_0 or utility_1[i] > own_1)
        ):
            return True
    return False


def pareto_frontier(utility_0: Points, utility_1: Points) -> NDArray[np.int64]:
    """Indices of the points that no other point dominates, by falling utility of side 1.

    Points with equal utilities count once (the first is kept).
    """
    order = np.lexsort((-utility_1, -utility_0))
    kept: list[int] = []
    best_1 = -np.inf
    for i in order:
        if utility_1[i] > best_1:
            best_1 = float(utility_1[i])
            kept.append(int(i))
    return np.array(kept[::-1], dtype=np.int64)
