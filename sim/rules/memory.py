"""What each side remembers of the other: trust, credibility, grievance, empowerment."""

from sim.rules.compiling import compiles
from sim.rules.numbers import clip


@compiles
def trust_after(trust: float, surprise: float, gain: float, loss: float) -> float:
    """Trust after a month: it falls faster than it rises [slovic1993].

    Args:
        trust: trust before, in [0, 1].
        surprise: observed delivered share less the expected one, in [-1, 1].
        gain: speed of rising.
        loss: speed of falling.
    """
    if surprise >= 0.0:
        return clip(trust + gain * (1.0 - trust) * surprise, 0.0, 1.0)
    return clip(trust + loss * trust * surprise, 0.0, 1.0)


@compiles
def credibility_after_execution(credibility: float, gain: float) -> float:
    """Belief in a side's threats after one was executed: ``q + gain (1 - q)``."""
    return credibility + gain * (1.0 - credibility)


@compiles
def credibility_after_bluff(credibility: float, factor: float) -> float:
    """Belief in a side's threats after it backed down: ``factor q``."""
    return credibility * factor


@compiles
def grievance_after(
    grievance: float, memory: float, shortfall: float, shortfall_weight: float
) -> float:
    """Grievance a month later: it fades, and grows with promises not kept."""
    return clip(grievance * memory + shortfall_weight * shortfall, 0.0, 1.0)


@compiles
def empowerment_after(
    empowerment: float, route_share: float, route_gain: float, dependence: float, fade: float
) -> float:
    """Empowerment a month later: performed control teaches a partner its worth [cassarino2021]."""
    rise = route_gain * route_share * (1.0 - empowerment)
    return clip(empowerment + rise - fade * dependence * empowerment, 0.0, 1.0)


@compiles
def talked_over(trust: float, quality: float, speed: float) -> float:
    """Trust after a meeting without agreement: it nears the quality of the talk, from below.

    Repeated talk brings people together up to a limit, and no further than regard for the other
    side's case, shared norms and equality allow [risse2000].
    """
    return trust + speed * max(quality - trust, 0.0)


@compiles
def softened(cost: float, before: float, empowerment: float, rate: float, floor: float) -> float:
    """What giving costs a destination side as an empowered partner's views rub off on it.

    Diffusion runs both ways: ``max(cost (1 - rate emp), floor cost0)`` [cassarino2021].
    """
    return max(cost * (1.0 - rate * empowerment), min(floor * before, cost))


@compiles
def seen_after(seen: float, delivered: float, lag: float) -> float:
    """What the other side sees of deliveries, some months late on average."""
    if lag <= 0.0:
        return delivered
    return seen + (delivered - seen) / (1.0 + lag)


@compiles
def empowerment_after_demand(
    empowerment: float, met: float, success_gain: float, failure_loss: float
) -> float:
    """Empowerment once a demand is settled: success breeds standing [tsourapas2017]."""
    rise = success_gain * met * (1.0 - empowerment)
    return clip(empowerment + rise - failure_loss * (1.0 - met) * empowerment, 0.0, 1.0)
