"""Form, ratification and the end of agreements."""

from sim.rules.compiling import compiles
from sim.rules.numbers import logistic


@compiles
def formal_worth(
    secured: float,
    exposure: float,
    uncertainty: float,
    renegotiation: float,
    adjustment: float,
    asking: float,
) -> float:
    """What a side gains from a formal text rather than an informal one, in utility.

    Binding the other side is worth something; exposure at home costs something, and so does
    giving up the freedom to adjust: to uncertain circumstances [koremenos2005], and to a better
    deal that a side expects to extract later. Empowerment enters through that last expectation
    alone, never by itself [cassarino2007].

    Args:
        secured: worth of deliveries that a binding text is thought to secure.
        exposure: domestic cost of a visible, formal commitment.
        uncertainty: standard deviation of what the deal is worth.
        renegotiation: expected gain from naming a price later.
        adjustment: worth of freedom to adjust, per unit of uncertainty.
        asking: worth of freedom to ask for more, per unit of that expected gain.
    """
    return secured - exposure - adjustment * uncertainty - asking * renegotiation


@compiles
def informal_chance(
    base: float, worth_0: float, worth_1: float, power: float, scale: float
) -> float:
    """Chance that the two settle informally, from both sides' worth of a formal text.

    ``L(base - (pi w0 + (1 - pi) w1) / scale)`` with pi the bargaining power of side 0.
    """
    joint = power * worth_0 + (1.0 - power) * worth_1
    return logistic(base - joint / scale)


@compiles
def ratifies(gain: float, surprise: float) -> bool:
    """True if what a side gains above its reservation value survives the surprise at home.

    Negotiators priced in the hurdle that they knew: only what they did not know can still undo
    a deal [putnam1988].
    """
    return gain + surprise >= 0.0


@compiles
def lapse_factor(binding: float, formal_factor: float, exit_cost: float, scale: float) -> float:
    """Factor on the chance of collapse: what binds, and what leaving costs, holds [downs1996]."""
    return (1.0 - (1.0 - formal_factor) * binding) * scale / (scale + exit_cost)


@compiles
def lapse_hazard(rate: float, shortfall: float, shortfall_weight: float, factor: float) -> float:
    """Monthly chance that an agreement collapses: ``rate (1 + weight shortfall) factor``."""
    return min(rate * (1.0 + shortfall_weight * shortfall) * factor, 1.0)


@compiles
def redrawn_hurdle(hurdle: float, draw: float, spread: float) -> float:
    """Hurdle under a new government: the old one, scaled by a uniform draw around 1."""
    return max(hurdle * (1.0 + spread * (2.0 * draw - 1.0)), 0.0)
