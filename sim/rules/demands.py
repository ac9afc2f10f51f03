"""Reverse conditionality: the partner names its price; and retaliation, which names none."""

from sim.rules.compiling import compiles
from sim.rules.numbers import SMALL, logistic


@compiles
def demand_logit(
    base: float,
    empowerment: float,
    exposure: float,
    grievance: float,
    stress: float,
    deterrence: float,
    agreement: float,
) -> float:
    """Logit of naming a price [cassarino2021].

    ``base + empowerment + exposure + grievance + stress - deterrence - agreement``, each term a
    weight times what it is about.

    Args:
        base: logit with all else at zero.
        empowerment: weighted empowerment of the partner, a share.
        exposure: weighted vulnerability of the destination times arrivals above the baseline.
        grievance: weighted grievance of the partner, a share.
        stress: weighted fiscal stress of the partner, a share.
        deterrence: weighted own dependence times the destination's credibility, shares.
        agreement: weighted worth of the agreement in force, in utility a month.

    Returns:
        Logit, of either sign.
    """
    return base + empowerment + exposure + grievance + stress - deterrence - agreement


@compiles
def blackmail_chance(
    hosted_stock: float,
    geopolitical_weight: float,
    threshold: float,
    slope: float,
    grievance: float,
    deterrence: float,
) -> float:
    """Chance that a price comes with a threat rather than as a bargain [tsourapas2019].

    ``L(slope (stock geo - threshold) + grievance - deterrence)``

    Args:
        hosted_stock: people hosted or in transit, relative to the partner's size, in [0, 1].
        geopolitical_weight: its weight for the other side beyond migration, in [0, 1].
        threshold: product of these two at which threats become as likely as bargains, in [0, 1].
        slope: weight of what exceeds the threshold, in the logit.
        grievance: weighted grievance, in the logit.
        deterrence: weighted coherent sanction capacity of the other side, in the logit.

    Returns:
        Chance, in (0, 1).
    """
    return logistic(
        slope * (hosted_stock * geopolitical_weight - threshold) + grievance - deterrence
    )


@compiles
def ambition(draw: float, low: float, high: float) -> float:
    """Share of the way to its best level that a side demands: ``low + (high - low) draw``.

    Own rule: how much is asked for in the record follows no pattern that the model could know, so
    it is drawn anew for each demand.

    Args:
        draw: uniform draw, in (0, 1).
        low: least share, in [0, 1].
        high: largest share, in [0, 1].

    Returns:
        Share, between ``low`` and ``high``.
    """
    return low + (high - low) * draw


@compiles
def demanded_level(inherited: float, cap: float, share: float, divisible: bool) -> float:
    """Level that a demand names: ``q + share (cap - q)+``; of an indivisible provision the cap.

    Own rule: a demand is for more than there is, and half a recognition cannot be asked for.

    Args:
        inherited: inherited level q, in [-1, 1].
        cap: highest level that can be agreed, in [-1, 1].
        share: share of the way that is asked for, in [0, 1].
        divisible: whether there are levels between the two.

    Returns:
        Level, in [-1, 1].
    """
    if not divisible:
        return cap
    return inherited + share * max(cap - inherited, 0.0)


@compiles
def retaliation_hazard(
    rate: float, grievance: float, threshold: float, slope: float, tie: float
) -> float:
    """Chance a month of withdrawing a provision without a price [cassarino2021].

    ``rate L(slope (grievance - threshold) + tie)``: a community of interests makes deviance
    punishable.

    Args:
        rate: largest chance a month, in [0, 1].
        grievance: grievance of the side, in [0, 1].
        threshold: grievance at which half of the rate is reached without a tie, in [0, 1].
        slope: steepness around the threshold, in the logit.
        tie: weighted tie between the two, in the logit.

    Returns:
        Chance a month, in [0, ``rate``].
    """
    return rate * logistic(slope * (grievance - threshold) + tie)


@compiles
def share_conceded(level: float, start: float, asked: float, floor: float) -> float:
    """How far a provision is given, in [-1, 1]: 1 all that was asked, -1 all withdrawn.

    ``(l - s) / (a - s)`` above the start s, at most 1; ``(l - s) / (s - f)`` below it.
    Own rule: coders judge a concession against what was asked, and a withdrawal against what could
    be taken away.

    Args:
        level: level l supplied or promised, in [-1, 1].
        start: level s at month zero, in [-1, 1].
        asked: level a asked for, above the start.
        floor: level f to which it can be withdrawn, at most the start.

    Returns:
        A share, in [-1, 1].
    """
    if level >= start:
        return min((level - start) / (asked - start), 1.0)
    if start - floor <= SMALL:
        return 0.0
    return max((level - start) / (start - floor), -1.0)
