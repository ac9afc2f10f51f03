"""Learning which strategy pays, from one's own experience within a run."""

from sim.rules.compiling import compiles
from sim.rules.numbers import exponential, logistic


@compiles
def payoff(utility: float, scale: float) -> float:
    """Success of the strategy just tried, in (0, 1): ``L(u / scale)`` [roth1995].

    What is reinforced is what was earned; reinforcements must not be negative, hence the logit.

    Args:
        utility: mean own utility a month while it was played.
        scale: utility that counts as one unit of success, above 0.

    Returns:
        Success, in (0, 1); a half for what leaves a side where it began.
    """
    return logistic(utility / scale)


@compiles
def reinforced(
    strength: float, success: float, played: bool, count: int, recency: float, spill: float
) -> float:
    """Strength of a strategy after a review [roth1995], [erev1998].

    ``(1 - phi) q + r (1 - eps)`` if it was played, else ``(1 - phi) q + r eps / (n - 1)``.

    Args:
        strength: strength q so far, at least 0.
        success: what the strategy played has earned, r, in [0, 1].
        played: whether it is the one that was played.
        count: strategies n on the menu, at least 2.
        recency: share phi that is forgotten, in [0, 1].
        spill: share eps of reinforcement that goes to the others, in [0, 1].

    Returns:
        Strength, at least 0.
    """
    kept = (1.0 - recency) * strength
    if played:
        return kept + success * (1.0 - spill)
    return kept + success * spill / (count - 1)


@compiles
def experience(before: float, recency: float, growth: float) -> float:
    """Weight of past experience after a review: ``phi (1 - kappa) N + 1`` [camerer1999].

    Args:
        before: weight N before it, at least 0.
        recency: share that is forgotten, 1 - phi, in [0, 1].
        growth: kappa, in [0, 1]: 0 averages experience, 1 adds it up.

    Returns:
        Weight, at least 1.
    """
    return (1.0 - recency) * (1.0 - growth) * before + 1.0


@compiles
def attracted(
    attraction: float,
    before: float,
    after: float,
    success: float,
    played: bool,
    recency: float,
    foregone: float,
) -> float:
    """Attraction of a strategy after a review [camerer1999].

    ``(phi N A + [delta + (1 - delta) I] pi) / N'``; for a strategy not played pi is what it
    earned when it last was, for nobody sees what it would have earned now [ho2008].

    Args:
        attraction: attraction A so far, at least 0.
        before: weight N of experience before the review, at least 0.
        after: weight N' after it, at least 1.
        success: payoff pi of this strategy, in [0, 1].
        played: whether it is the one that was played: I is 1 or 0.
        recency: share that is forgotten, 1 - phi, in [0, 1].
        foregone: weight delta of payoffs of strategies not played, in [0, 1].

    Returns:
        Attraction, at least 0.
    """
    weight = 1.0 if played else foregone
    return ((1.0 - recency) * before * attraction + weight * success) / after


@compiles
def logit_weight(attraction: float, best: float, sensitivity: float) -> float:
    """Weight of a strategy in a logit choice: ``exp(lambda (A - best))`` [camerer1999].

    Args:
        attraction: attraction A of the strategy, at least 0.
        best: the largest attraction on the menu, at least ``attraction``.
        sensitivity: weight lambda of attractions, at least 0.

    Returns:
        Weight relative to the best one's weight of 1, in [0, 1].
    """
    return exponential(sensitivity * (attraction - best))
