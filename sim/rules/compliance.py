"""Delivery of promises, and the capacity behind it."""

from sim.rules.compiling import compiles
from sim.rules.numbers import clip, logistic


@compiles
def felt_gain(gain: float, scale: float) -> float:
    """How strongly a gain weighs on the will to deliver, in (-1, 1): ``g / (scale + |g|)``.

    The first rewards matter most: without a bound, a rich package would be kept to the letter
    whatever else speaks against it.
    """
    return gain / (scale + abs(gain))


@compiles
def delivery_target(
    base: float,
    capacity: float,
    continuation: float,
    trust: float,
    formal: float,
    depth: float,
    domestic: float,
    shortfall: float,
    decay: float,
) -> float:
    """Share of a promise that its giver comes to deliver, in (0, 1) [downs1996].

    The logit sums capacity, the gain from keeping the agreement, trust and form, less depth,
    domestic resistance, the other side's shortfall and age; each already weighted. Rewards that
    are already irrecoverable do not count: staging works through that or not at all.
    """
    return logistic(
        base + capacity + continuation + trust + formal - depth - domestic - shortfall - decay
    )


@compiles
def adjusted(delivered: float, goal: float, step: float) -> float:
    """Delivered share a month later: part of the way to its goal."""
    return delivered + step * (goal - delivered)


@compiles
def share_due(
    due: float,
    step: float,
    age: float,
    stage_months: float,
    other_delivered: float,
    staged: float,
    first_tranche: float,
) -> float:
    """Share of a promise that is due this month.

    Nobody can deliver at once: what is due rises at the pace at which a willing giver would
    deliver. Staged, it is released over a number of months besides, and only in step with what
    the other side delivers.

    Args:
        due: share due a month ago.
        step: share of the way that a willing giver moves in a month.
        age: months since delivery could begin.
        stage_months: months over which staged promises are released.
        other_delivered: observed share of what the other side owes.
        staged: share of this promise that is staged.
        first_tranche: share released even against nothing, so that somebody moves first.
    """
    pace = due + step * (1.0 - due)
    if staged <= 0.0:
        return pace
    stage = clip((age + 1.0) / max(stage_months, 1.0), 0.0, 1.0)
    tranche = min(pace, min(stage, max(other_delivered, first_tranche)))
    return staged * tranche + (1.0 - staged) * pace


@compiles
def capacity_grown(capacity: float, equipment: float, growth: float) -> float:
    """Control capacity a month later: ``cap + growth equipment (1 - cap)``; effects lag."""
    return capacity + growth * equipment * (1.0 - capacity)
