"""What each side remembers of the other: trust, credibility, grievance, empowerment."""

from sim.rules.compiling import compiles
from sim.rules.numbers import clip


@compiles
def trust_after(trust: float, surprise: float, gain: float, loss: float) -> float:
    """Trust after a month: it falls faster than it rises [slovic1993].

    ``t + gain (1 - t) s`` for a surprise s at or above 0, ``t + loss t s`` below it.

    Args:
        trust: trust t before, in [0, 1].
        surprise: observed delivered share less the expected one, s, in [-1, 1].
        gain: speed of rising, in [0, 1].
        loss: speed of falling, in [0, 1].

    Returns:
        Trust, in [0, 1].
    """
    if surprise >= 0.0:
        return clip(trust + gain * (1.0 - trust) * surprise, 0.0, 1.0)
    return clip(trust + loss * trust * surprise, 0.0, 1.0)


@compiles
def credibility_after_execution(credibility: float, gain: float) -> float:
    """Belief in a side's threats after one was executed: ``q + gain (1 - q)``.

    Own rule: who has done it once is expected to do it again.

    Args:
        credibility: belief q before, in [0, 1].
        gain: share of the way to certainty that an execution adds, in [0, 1].

    Returns:
        Belief, in [0, 1].
    """
    return credibility + gain * (1.0 - credibility)


@compiles
def credibility_after_bluff(credibility: float, factor: float) -> float:
    """Belief in a side's threats after it backed down: ``factor q``.

    Own rule: the mirror image of an execution.

    Args:
        credibility: belief q before, in [0, 1].
        factor: share of it that is left, in [0, 1].

    Returns:
        Belief, in [0, 1].
    """
    return credibility * factor


@compiles
def grievance_after(
    grievance: float, memory: float, shortfall: float, shortfall_weight: float
) -> float:
    """Grievance a month later: ``clip(memory g + weight shortfall, 0, 1)``.

    Own rule: it fades by itself, and grows with promises not kept.

    Args:
        grievance: grievance g before, in [0, 1].
        memory: share of it that is left a month later, in [0, 1].
        shortfall: share of what is due that is not seen to arrive, in [0, 1].
        shortfall_weight: grievance from a full shortfall, a month, in [0, 1].

    Returns:
        Grievance, in [0, 1].
    """
    return clip(grievance * memory + shortfall_weight * shortfall, 0.0, 1.0)


@compiles
def empowerment_after(
    empowerment: float, route_share: float, route_gain: float, dependence: float, fade: float
) -> float:
    """Empowerment a month later: performed control teaches a partner its worth [cassarino2021].

    ``clip(e + gain share (1 - e) - fade dep e, 0, 1)``

    Args:
        empowerment: empowerment e before, in [0, 1].
        route_share: share of control on the way to a destination that it performs, in [0, 1].
        route_gain: monthly rise at a share of 1, of what is missing, in [0, 1].
        dependence: own dependence dep on the other side, in [0, 1].
        fade: monthly fall at full dependence, in [0, 1].

    Returns:
        Empowerment, in [0, 1].
    """
    rise = route_gain * route_share * (1.0 - empowerment)
    return clip(empowerment + rise - fade * dependence * empowerment, 0.0, 1.0)


@compiles
def talked_over(trust: float, quality: float, speed: float) -> float:
    """Trust after a meeting without agreement: ``t + speed (quality - t)+``.

    Repeated talk brings people together up to a limit, and no further than regard for the other
    side's case, shared norms and equality allow [risse2000].

    Args:
        trust: trust t before, in [0, 1].
        quality: quality of the talk, in [0, 1].
        speed: share of the way that a meeting brings, in [0, 1].

    Returns:
        Trust, in [0, 1].
    """
    return trust + speed * max(quality - trust, 0.0)


@compiles
def softened(cost: float, before: float, empowerment: float, rate: float, floor: float) -> float:
    """What giving costs a destination side as an empowered partner's views rub off on it.

    Diffusion runs both ways: ``max(cost (1 - rate emp), floor cost0)`` [cassarino2021].

    Args:
        cost: cost before, in any unit, at least 0.
        before: cost cost0 without any diffusion, in the same unit.
        empowerment: empowerment emp of the partner, in [0, 1].
        rate: monthly fall at full empowerment, in [0, 1].
        floor: share of the cost that no diffusion takes away, in [0, 1].

    Returns:
        Cost, in the same unit, at most ``cost``.
    """
    return max(cost * (1.0 - rate * empowerment), min(floor * before, cost))


@compiles
def seen_after(seen: float, delivered: float, lag: float) -> float:
    """What the other side sees of deliveries, some months late: ``s + (x - s) / (1 + lag)``.

    Own rule: reports and statistics come late, and smooth what they report.

    Args:
        seen: share s seen before, in [0, 1].
        delivered: share x delivered, in [0, 1].
        lag: mean months of delay, at least 0; at 0 all is seen at once.

    Returns:
        Share, in [0, 1].
    """
    if lag <= 0.0:
        return delivered
    return seen + (delivered - seen) / (1.0 + lag)


@compiles
def empowerment_after_demand(
    empowerment: float, met: float, success_gain: float, failure_loss: float
) -> float:
    """Empowerment once a demand is settled: success breeds standing [tsourapas2017].

    ``clip(e + gain met (1 - e) - loss (1 - met) e, 0, 1)``

    Args:
        empowerment: empowerment e before, in [0, 1].
        met: share of the demand that was met, in [0, 1].
        success_gain: rise with a demand met in full, of what is missing, in [0, 1].
        failure_loss: fall with a demand not met at all, in [0, 1].

    Returns:
        Empowerment, in [0, 1].
    """
    rise = success_gain * met * (1.0 - empowerment)
    return clip(empowerment + rise - failure_loss * (1.0 - met) * empowerment, 0.0, 1.0)
