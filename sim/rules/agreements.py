"""Form, ratification and the end of agreements."""

from sim.rules.compiling import compiles
from sim.rules.numbers import exponential, logarithm, logistic

LOGISTIC_SCALE = 0.5513288954217921
"""Scale of a logistic distribution whose standard deviation is 1: sqrt(3) / pi."""


@compiles
def formal_worth(
    secured: float,
    exposure: float,
    uncertainty: float,
    renegotiation: float,
    adjustment: float,
    asking: float,
) -> float:
    """What a side gains from a formal text rather than an informal one.

    ``secured - exposure - adjustment uncertainty - asking renegotiation``

    Binding the other side is worth something; exposure at home costs something, and so does
    giving up the freedom to adjust: to uncertain circumstances [koremenos2005], and to a better
    deal that a side expects to reach later. Empowerment enters through that last expectation
    alone, never by itself [cassarino2007].

    Args:
        secured: worth of deliveries that a binding text is thought to secure, in utility a
            month, at least 0.
        exposure: domestic cost of a visible, formal commitment, in utility a month, at least 0.
        uncertainty: worth of being free to leave, see `freedom_to_leave`, in utility a month, at
            least 0.
        renegotiation: expected gain from naming a price later, in utility a month, at least 0.
        adjustment: share of that freedom which an informal text alone leaves, at least 0.
        asking: worth of freedom to ask for more, per unit of that expected gain, at least 0.

    Returns:
        Utility a month, of either sign.
    """
    return secured - exposure - adjustment * uncertainty - asking * renegotiation


@compiles
def freedom_to_leave(gain: float, deviation: float) -> float:
    """What it is worth to be free to leave a deal that turns out a bad one [koremenos2005].

    ``s ln(1 + exp(-gain / s))`` with ``s = deviation sqrt(3) / pi``: the loss that leaving avoids,
    on average, where circumstances have a logistic distribution. A deal that stays good whatever
    happens needs no way out.

    Args:
        gain: what the side gains by the deal as things stand, in utility a month.
        deviation: standard deviation of what the deal is worth, in utility a month, at least 0.

    Returns:
        Utility a month, at least 0.
    """
    scale = deviation * LOGISTIC_SCALE
    if scale <= 0.0:
        return max(-gain, 0.0)
    if gain < 0.0:
        return -gain + scale * logarithm(1.0 + exponential(gain / scale))
    return scale * logarithm(1.0 + exponential(-gain / scale))


@compiles
def informal_chance(
    base: float, worth_0: float, worth_1: float, power: float, scale: float
) -> float:
    """Chance that the two settle informally, from both sides' worth of a formal text.

    ``L(base - (pi w0 + (1 - pi) w1) / scale)``

    Own rule: what each side makes of form decides [abbott2000], and the stronger side's view
    counts for more, as it does in the package itself.

    Args:
        base: logit of an informal text where form is worth nothing to either.
        worth_0: worth of a formal text to side 0, in utility a month.
        worth_1: the same to side 1.
        power: bargaining power pi of side 0, in [0, 1].
        scale: utility that counts as one unit, above 0.

    Returns:
        Chance, in (0, 1).
    """
    joint = power * worth_0 + (1.0 - power) * worth_1
    return logistic(base - joint / scale)


@compiles
def ratifies(gain: float, surprise: float) -> bool:
    """Whether a deal survives at home: ``gain + surprise >= 0``.

    Negotiators priced in the hurdle that they knew: only what they did not know can still undo
    a deal [putnam1988].

    Args:
        gain: what the side gains above its reservation value, in utility a month.
        surprise: what nobody anticipated at home, in utility a month, of either sign.

    Returns:
        True if it is ratified.
    """
    return gain + surprise >= 0.0


@compiles
def lapse_factor(binding: float, formal_factor: float, exit_cost: float, scale: float) -> float:
    """Factor on the chance of collapse: what binds, and what leaving costs, holds [downs1996].

    ``(1 - (1 - formal) binding) scale / (scale + exit cost)``

    Args:
        binding: how strongly the text binds, in [0, 1].
        formal_factor: factor that a text keeps which binds in full, in [0, 1].
        exit_cost: cost of leaving, in utility a month, at least 0.
        scale: exit cost that halves the chance, above 0.

    Returns:
        Factor, in [0, 1].
    """
    return (1.0 - (1.0 - formal_factor) * binding) * scale / (scale + exit_cost)


@compiles
def lapse_hazard(rate: float, shortfall: float, shortfall_weight: float, factor: float) -> float:
    """Chance a month that an agreement collapses: ``min(rate (1 + weight shortfall) factor, 1)``.

    Own rule: agreements end for many reasons that the model does not know, hence a rate; of those
    it knows, undelivered promises alone add to it.

    Args:
        rate: chance a month without any shortfall, in [0, 1].
        shortfall: share of what is due that is not seen to arrive, in [0, 1].
        shortfall_weight: what a full shortfall adds, as a factor, at least 0.
        factor: what binds and what leaving costs, see `lapse_factor`, in [0, 1].

    Returns:
        Chance a month, in [0, 1].
    """
    return min(rate * (1.0 + shortfall_weight * shortfall) * factor, 1.0)


@compiles
def redrawn_hurdle(hurdle: float, draw: float, spread: float) -> float:
    """Hurdle under a new government: the old one, scaled by a uniform draw around 1.

    ``max(hurdle (1 + spread (2 draw - 1)), 0)``

    Own rule: a new government faces much the same ratifiers as the old one, but neither quite the
    same nor in a known direction.

    Args:
        hurdle: hurdle before, in utility a month, at least 0.
        draw: uniform draw, in (0, 1).
        spread: largest change relative to the hurdle, in [0, 1].

    Returns:
        Utility a month, at least 0.
    """
    return max(hurdle * (1.0 + spread * (2.0 * draw - 1.0)), 0.0)
