"""Delivery of promises, and the capacity behind it."""

from sim.rules.compiling import compiles
from sim.rules.numbers import clip, logistic


@compiles
def felt_gain(gain: float, scale: float) -> float:
    """How strongly a gain weighs on the will to deliver: ``g / (scale + |g|)``.

    Own rule: the first rewards matter most. Without a bound, a rich package would be kept to the
    letter whatever else speaks against it.

    Args:
        gain: what keeping the agreement gains, in utility a month, of either sign.
        scale: gain at which half of the full weight is reached, in utility a month, above 0.

    Returns:
        Share of the full weight, in (-1, 1).
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
    """Share of a promise that its giver comes to deliver [downs1996].

    ``L(base + capacity + continuation + trust + formal - depth - domestic - shortfall - decay)``,
    each term a weight times what it is about. Rewards that are already irrecoverable do not
    count: staging works through that or not at all.

    Args:
        base: logit with all else at zero.
        capacity: weighted capacity to deliver, a share.
        continuation: weighted gain from keeping the agreement, see `felt_gain`.
        trust: weighted trust in the other side, a share.
        formal: weighted binding force of the text, a share.
        depth: weighted share of the way to the cap that is promised.
        domestic: weighted visibility times domestic hurdle.
        shortfall: weighted share of what is due from the other side and does not arrive.
        decay: weighted age of the agreement, in years.

    Returns:
        Share, in (0, 1).
    """
    return logistic(
        base + capacity + continuation + trust + formal - depth - domestic - shortfall - decay
    )


@compiles
def adjusted(delivered: float, goal: float, step: float) -> float:
    """Delivered share a month later, part of the way to its goal: ``x + step (goal - x)``.

    Own rule: administrations neither start nor stop from one month to the next.

    Args:
        delivered: share x delivered so far, in [0, 1].
        goal: share that the giver comes to deliver, in [0, 1].
        step: share of the way moved in a month, in [0, 1].

    Returns:
        Share, in [0, 1].
    """
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

    ``s min(pace, (age + 1) / months, max(other, first)) + (1 - s) pace``, with
    ``pace = due + step (1 - due)``

    Own rule: nobody can deliver at once, so what is due
    rises at the pace at which a willing giver would deliver. Staged, it is released over a number
    of months besides, and only in step with what the other side delivers.

    Args:
        due: share due a month ago, in [0, 1].
        step: share of the way that a willing giver moves in a month, in [0, 1].
        age: months since delivery could begin, at least 0.
        stage_months: months over which staged promises are released, at least 0.
        other_delivered: observed share of what the other side owes, in [0, 1].
        staged: share s of this promise that is staged, in [0, 1].
        first_tranche: share released even against nothing, in [0, 1], so that somebody moves
            first.

    Returns:
        Share, in [0, 1].
    """
    pace = due + step * (1.0 - due)
    if staged <= 0.0:
        return pace
    stage = clip((age + 1.0) / max(stage_months, 1.0), 0.0, 1.0)
    tranche = min(pace, min(stage, max(other_delivered, first_tranche)))
    return staged * tranche + (1.0 - staged) * pace


@compiles
def capacity_grown(capacity: float, equipment: float, growth: float) -> float:
    """Control capacity a month later: ``cap + growth equipment (1 - cap)``.

    Own rule: equipment must be manned and learnt, so its effects lag by months, and the more a
    partner can already do the less it adds.

    Args:
        capacity: control capacity cap, in [0, 1].
        equipment: level of equipment delivered, in [0, 1].
        growth: monthly growth at full delivery, as a share of what is missing, in [0, 1].

    Returns:
        Share, in [0, 1].
    """
    return capacity + growth * equipment * (1.0 - capacity)
