"""Threats and sanctions: whether to make them, how fast they come, whether they are executed."""

from sim.rules.compiling import compiles
from sim.rules.numbers import clip, logistic


@compiles
def chance_of_concession(credibility: float, loss: float, ask: float) -> float:
    """Chance that the target yields: ``q loss / (q loss + ask)``, 0 if there is no loss.

    Own rule: a ratio gives even odds where the loss expected equals what is asked.

    Args:
        credibility: the target's belief q that the threat is executed, in [0, 1].
        loss: what the target would lose, in utility a month, at least 0.
        ask: what conceding would cost the target, in utility a month; below 0 counts as 0.

    Returns:
        Chance, in [0, 1].
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

    Args:
        concession: chance pc that the target yields, in [0, 1].
        gain: what the author gains if it does, in utility a month, at least 0.
        execution: chance pe that the author executes it otherwise, in [0, 1].
        execution_cost: what executing costs the author, in utility a month, at least 0.
        audience_cost: what backing down costs it at home, in utility a month, at least 0.
        trust_cost: what threatening costs in goodwill, in utility a month, at least 0.

    Returns:
        Utility a month, of either sign.
    """
    failure = execution * execution_cost + (1.0 - execution) * audience_cost
    return concession * gain - (1.0 - concession) * failure - trust_cost


@compiles
def hazard(rate: float, worth: float, scale: float) -> float:
    """Chance a month of a move: ``rate L(worth / scale)``.

    Own rule: a bare logit would be a chance of a half a month where a move is worth nothing, so
    chances a month are a rate times it.

    Args:
        rate: largest chance a month, in [0, 1].
        worth: what the move is worth, in utility a month, of either sign.
        scale: utility that counts as one unit, above 0.

    Returns:
        Chance a month, in [0, ``rate``].
    """
    return rate * logistic(worth / scale)


@compiles
def procedural_lag(draw: float, low: float, high: float, coherence: float, base: float) -> float:
    """Months that a procedure takes: uniform, and longer the less one voice there is.

    ``(low + (high - low) draw) / (base + coherence)``

    Own rule: whoever must first agree with others acts later.

    Args:
        draw: uniform draw, in (0, 1).
        low: least months, before division, at least 0.
        high: most months, before division, at least ``low``.
        coherence: how far the side speaks with one voice, in [0, 1].
        base: speed without any coherence, above 0.

    Returns:
        Months, at least 0.
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

    ``L((a + bias + r (1 - q) + g grievance - cost) / scale)``

    Audience costs push a side to execute [fearon1994], and a side whose threats are no longer
    believed has most to restore.

    Args:
        audience_cost: what backing down costs at home, a, in utility a month, at least 0.
        bias: readiness to execute, in utility a month.
        reputation: worth r of restoring a reputation that is gone, in utility a month.
        credibility: the target's belief q in own threats, in [0, 1].
        grievance: own grievance, in [0, 1].
        grievance_weight: worth g of acting on full grievance, in utility a month.
        cost: own cost of executing, in utility a month, at least 0.
        scale: utility that counts as one unit, above 0.

    Returns:
        Chance, in (0, 1).
    """
    balance = audience_cost + bias + reputation * (1.0 - credibility)
    return logistic((balance + grievance_weight * grievance - cost) / scale)


@compiles
def capability(coherence: float, base: float) -> float:
    """Factor on what a side can execute: ``base + (1 - base) min(coherence, 1)``.

    Own rule: who speaks with one voice gets more done abroad [conceicao2014], and all of coherence
    counts, from none of it to one voice.

    Args:
        coherence: how far the side speaks with one voice, at least 0; beyond 1 where lent.
        base: capability without any coherence, in [0, 1].

    Returns:
        A share in [base, 1].
    """
    return base + (1.0 - base) * min(coherence, 1.0)


@compiles
def withdrawn_level(inherited: float, level: float, floor: float, capacity: float) -> float:
    """Level that an executed withdrawal leaves: ``l - capacity (l - floor)+``, l at most q.

    Own rule: what an agreement raised is suspended, not withdrawn, so a sanction starts from the
    lower of today's level and the inherited one.

    Args:
        inherited: inherited level q, in [-1, 1].
        level: level l today, in [-1, 1].
        floor: lowest level that a withdrawal can reach, in [-1, 1].
        capacity: share of the way to the floor that the side can bring about, in [0, 1].

    Returns:
        Level, in [-1, 1].
    """
    start = min(level, inherited)
    return start - capacity * max(start - floor, 0.0)


@compiles
def reactance(empowerment: float, full: float, executed: bool, pending_share: float) -> float:
    """Utility that a threatened side gives up rather than be seen to yield.

    ``full emp`` after an execution, ``full emp pending`` before it.

    Own rule: standing forbids yielding to pressure, the more the more of it there is.

    Args:
        empowerment: empowerment emp of the threatened side, in [0, 1].
        full: what a fully empowered side gives up, in utility a month, at least 0.
        executed: whether the threat has been executed.
        pending_share: the same for a threat that is not, as a share, in [0, 1].

    Returns:
        Utility a month, at least 0.
    """
    if executed:
        return full * empowerment
    return full * empowerment * pending_share


@compiles
def tacit_compliance(
    rate: float, credibility: float, loss: float, cost: float, resistance: float, scale: float
) -> float:
    """Chance a month of meeting a demand without paper [drezner2003].

    ``rate L((q loss - cost - resistance) / scale)``

    Args:
        rate: largest chance a month, in [0, 1].
        credibility: belief q that the threat is executed, in [0, 1]; 1 once it is.
        loss: what the target loses by the threat, in utility a month, at least 0.
        cost: what meeting the demand costs it, in utility a month.
        resistance: its reactance, in utility a month, at least 0.
        scale: utility that counts as one unit, above 0.

    Returns:
        Chance a month, in [0, ``rate``].
    """
    return hazard(rate, credibility * loss - cost - resistance, scale)


@compiles
def demand_met(level: float, before: float, demanded: float) -> float:
    """Share of a declared demand that is met: ``clip((l - before) / (asked - before), 0, 1)``.

    Own rule: what was declared is the yardstick, not what its author would have been content with.

    Args:
        level: level l supplied or promised now, in [-1, 1].
        before: level when the demand was made, in [-1, 1].
        demanded: level asked for, in [-1, 1].

    Returns:
        Share, in [0, 1]; 1 where nothing was asked for beyond what there was.
    """
    if demanded <= before:
        return 1.0
    return clip((level - before) / (demanded - before), 0.0, 1.0)
