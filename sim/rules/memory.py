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
def empowerment_after_demand(
    empowerment: float, met: float, success_gain: float, failure_loss: float
) -> float:
    """Empowerment once a demand is settled: success breeds standing [tsourapas2017]."""
    rise = success_gain * met * (1.0 - empowerment)
    return clip(empowerment + rise - failure_loss * (1.0 - met) * empowerment, 0.0, 1.0)
