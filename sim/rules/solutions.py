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

    ``pi ln(u0 - d0) + (1 - pi) ln(u1 - d1)``

    Args:
        utility_0: utility u0 of side 0, a month.
        utility_1: utility u1 of side 1, a month.
        disagreement_0: utility d0 of side 0 without agreement, a month.
        disagreement_1: utility d1 of side 1 without agreement, a month.
        power: bargaining power pi of side 0, in [0, 1].

    Returns:
        Logarithm, of either sign; minus `FAR` unless both gain.
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
    """Index of the first point with the largest asymmetric Nash product [nash1950], [kalai1977].

    ``argmax (u0 - d0)^pi (u1 - d1)^(1 - pi)``

    Args:
        utility_0: utilities of side 0, a month, shape (n,) with n >= count.
        utility_1: utilities of side 1, likewise.
        count: how many points to look at.
        disagreement_0: utility of side 0 without agreement, a month.
        disagreement_1: utility of side 1 without agreement, a month.
        power: bargaining power pi of side 0, in [0, 1].

    Returns:
        Index, in [0, ``count``); -1 if none is rational.
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
    the disagreement point are passed over.

    Args:
        utility_0: utilities of side 0, a month, shape (n,) with n >= count.
        utility_1: utilities of side 1, likewise.
        count: how many points to look at.
        disagreement_0: utility d of side 0 without agreement, a month.
        disagreement_1: the same of side 1.
        ideal_0: the most that side 0 could get, a month.
        ideal_1: the same of side 1.

    Returns:
        Index, in [0, ``count``); -1 if none is rational.
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


def pareto_frontier(utility_0: Points, utility_1: Points) -> NDArray[np.int64]:
    """Indices of the points that no other point dominates, by falling utility of side 1.

    Kept are those for which no other has ``v0 >= u0`` and ``v1 >= u1``, one of them larger:
    an axiom of [nash1950]. Points with equal utilities count once (the first is kept).

    Args:
        utility_0: utilities of side 0, a month, shape (n,).
        utility_1: utilities of side 1, likewise.

    Returns:
        Indices, in [0, n), shape (k,) with k <= n.
    """
    order = np.lexsort((-utility_1, -utility_0))
    kept: list[int] = []
    best_1 = -np.inf
    for i in order:
        if utility_1[i] > best_1:
            best_1 = float(utility_1[i])
            kept.append(int(i))
    return np.array(kept[::-1], dtype=np.int64)
