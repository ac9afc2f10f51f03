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
    """Logit of naming a price: the sum of its terms, the last two taken off [cassarino2021].

    Args:
        base: logit with all else at zero.
        empowerment: weighted empowerment of the partner.
        exposure: weighted vulnerability of the destination times arrivals above the baseline.
        grievance: weighted grievance of the partner.
        stress: weighted fiscal stress of the partner.
        deterrence: weighted own dependence times the destination's credibility.
        agreement: weighted worth of the agreement in force.
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

    ``L(slope (stock geo - threshold) + grievance - deterrence)``, the last two weighted.
    """
    return logistic(
        slope * (hosted_stock * geopolitical_weight - threshold) + grievance - deterrence
    )


@compiles
def ambition(draw: float, low: float, high: float) -> float:
    """Share of the way to its best level that a side demands."""
    return low + (high - low) * draw


@compiles
def demanded_level(inherited: float, cap: float, share: float, divisible: bool) -> float:
    """Level that a demand names; of an indivisible provision, all of it."""
    if not divisible:
        return cap
    return inherited + share * max(cap - inherited, 0.0)


@compiles
def retaliation_hazard(
    rate: float, grievance: float, threshold: float, slope: float, tie: float
) -> float:
    """Monthly chance of withdrawing a provision without a price [cassarino2021].

    ``rate L(slope (grievance - threshold) + tie)``: a community of interests makes deviance
    punishable.
    """
    return rate * logistic(slope * (grievance - threshold) + tie)


@compiles
def share_conceded(level: float, start: float, asked: float, floor: float) -> float:
    """How far a provision is given, in [-1, 1]: 1 all that was asked, -1 all withdrawn.

    ``(l - s) / (a - s)`` above the start s, at most 1; ``(l - s) / (s - f)`` below it.

    Args:
        level: level l supplied or promised.
        start: level s at month zero.
        asked: level a asked for, above the start.
        floor: level f to which it can be withdrawn.
    """
    if level >= start:
        return min((level - start) / (asked - start), 1.0)
    if start - floor <= SMALL:
        return 0.0
    return max((level - start) / (start - floor), -1.0)
