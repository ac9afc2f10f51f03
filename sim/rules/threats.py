"""Threats and sanctions: whether to make them, how fast they come, whether they are executed."""

from sim.rules.compiling import compiles
from sim.rules.numbers import clip, logistic


@compiles
def chance_of_concession(credibility: float, loss: float, ask: float) -> float:
    """Chance that the target yields: ``q loss / (q loss + ask)``, 0 if there is no loss.

    Args:
        credibility: the target's belief q that the threat is executed.
        loss: what the target would lose.
        ask: what conceding would cost the target.
    """
    expected = credibility * loss
    if expected <= 0.0:
        return 0.0
    return expected / (expected + max(ask, 0.0))


@compiles
def chance_of_yielding(
    credibility: float, loss: float, ask: float, pride: float, scale: float
) -> float:
    """Chance that a target would rather yield: ``L((q loss - ask - pride) / scale)``.

    The balance by which the target itself decides (`tacit_compliance`): whoever threatens weighs
    its threat as the one who must answer it will [schelling1960].

    Args:
        credibility: the target's belief q that the threat is executed, in [0, 1].
        loss: what the target would lose, in utility a month, at least 0.
        ask: what conceding would cost the target, in utility a month.
        pride: its reactance, in utility a month, at least 0.
        scale: utility that counts as one unit in its choice, above 0.

    Returns:
        A chance, in (0, 1).
    """
    return logistic((credibility * loss - ask - pride) / scale)


@compiles
def credibility_of_a_threat(credibility: float, bluff: float) -> float:
    """Belief in a threat once it has been made: ``q / (q + (1 - q) b)`` [fearon1994].

    By Bayes' rule: a side that would execute threatens for certain, one that would not only if
    bluffing pays. The more it would cost at home to back down, the rarer bluffs are, and the more
    a threat says by having been made at all.

    Args:
        credibility: belief q before it is made, in [0, 1].
        bluff: chance b that a side that would never execute makes it all the same, in (0, 1].

    Returns:
        A belief in [0, 1], at least q.
    """
    if credibility <= 0.0:
        return 0.0
    return credibility / (credibility + (1.0 - credibility) * bluff)


@compiles
def expected_gain(
    concession: float,
    gain: float,
    execution: float,
    execution_cost: float,
    audience_cost: float,
    trust_cost: float,
) -> float:
    """What a threat is worth to its author before it is made [schelling1960], [fearon1994].

    ``pc gain - (1 - pc) [pe cost + (1 - pe) audience cost] - trust cost``
    """
    failure = execution * execution_cost + (1.0 - execution) * audience_cost
    return concession * gain - (1.0 - concession) * failure - trust_cost


@compiles
def hazard(rate: float, worth: float, scale: float) -> float:
    """Monthly chance of a move: ``rate L(worth / scale)``, so at most ``rate``."""
    return rate * logistic(worth / scale)


@compiles
def procedural_lag(draw: float, low: float, high: float, coherence: float, base: float) -> float:
    """Months that a procedure takes: uniform, and longer the less one voice there is.

    ``(low + (high - low) draw) / (base + coherence)``
    """
    return (low + (high - low) * draw) / (base + coherence)


@compiles
def execution_chance(
    audience_cost: float,
    bias: float,
    reputation: float,
    credibility: float,
    grievance: float,
    grievance_weight: float,
    cost: float,
    scale: float,
) -> float:
    """Chance that a due threat is executed rather than dropped in public.

    ``L((a + bias + r (1 - q) + g grievance - cost) / scale)``: a side whose threats are no
    longer believed has most to restore.
    """
    balance = audience_cost + bias + reputation * (1.0 - credibility)
    return logistic((balance + grievance_weight * grievance - cost) / scale)


@compiles
def capability(coherence: float, base: float) -> float:
    """Factor on what a side can execute: ``base + (1 - base) min(coherence, 1)``.

    Own rule: all of coherence counts, from none of it to one voice.

    Args:
        coherence: how far the side speaks with one voice, at least 0; beyond 1 where lent.
        base: capability without any coherence, in [0, 1].

    Returns:
        A share in [base, 1].
    """
    return base + (1.0 - base) * min(coherence, 1.0)


@compiles
def withdrawn_level(inherited: float, level: float, floor: float, capacity: float) -> float:
    """Level that an executed withdrawal leaves: from today's level towards the floor."""
    start = min(level, inherited)
    return start - capacity * max(start - floor, 0.0)


@compiles
def reactance(empowerment: float, full: float, executed: bool, pending_share: float) -> float:
    """Utility that a threatened side gives up rather than be seen to yield."""
    if executed:
        return full * empowerment
    return full * empowerment * pending_share


@compiles
def tacit_compliance(
    rate: float, credibility: float, loss: float, cost: float, resistance: float, scale: float
) -> float:
    """Monthly chance of meeting a demand without paper [drezner2003]."""
    return hazard(rate, credibility * loss - cost - resistance, scale)


@compiles
def demand_met(level: float, before: float, demanded: float) -> float:
    """Share of a declared demand that is met, in [0, 1]; partial from .25, full from .75."""
    if demanded <= before:
        return 1.0
    return clip((level - before) / (demanded - before), 0.0, 1.0)
