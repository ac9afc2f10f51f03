"""What a level of a provision is worth to its receiver and costs its giver.

Utilities are monthly annuities of changes from the inherited level q. A level above q is a
concession, a level below it a withdrawal.
"""

from sim.rules.compiling import compiles
from sim.rules.numbers import power


@compiles
def received(level: float, inherited: float, benefit: float, delivery: float) -> float:
    """Worth of a level to the receiver.

    What one already has counts in full; of an increment only the share that is expected to be
    delivered counts, so that mistrust never devalues the status quo.

    ``b' [min(l, q) - q + d (l - q)+]``

    Args:
        level: level l supplied, in [-1, 1].
        inherited: inherited level q.
        benefit: worth b' of full supply, already scaled by circumstances.
        delivery: expected share d of an increment, in [0, 1].
    """
    if level <= inherited:
        return benefit * (level - inherited)
    return benefit * delivery * (level - inherited)


@compiles
def raising_cost(raised: float, cost: float, marginal: float) -> float:
    """Cost to the giver of raising a provision: ``c x^2 + m x``.

    The marginal cost m at the inherited level q is ``m0 c q + k``: the further one already goes,
    the dearer the next step. With c = 0 only the linear part k is left and the provision is
    transferable.

    Args:
        raised: increment x above the inherited level, at least 0.
        cost: curvature c.
        marginal: marginal cost m at the inherited level.
    """
    return cost * raised * raised + marginal * raised


@compiles
def withdrawing_cost(
    level: float, inherited: float, withdrawal_cost: float, below_zero_cost: float
) -> float:
    """Net cost to the giver of a level below the inherited one; 0 at or above it.

    ``w (q - l) + w0 [(-l)+^2 - (-q)+^2]``, never negative: savings are netted out in w. Were
    they credited, a side would gain from executing its own threat, and no status quo would be
    stable.
    """
    if level >= inherited:
        return 0.0
    below = max(-level, 0.0)
    before = max(-inherited, 0.0)
    further = below * below - before * before
    return withdrawal_cost * (inherited - level) + below_zero_cost * further


@compiles
def once(cost: float, patience: float) -> float:
    """A cost that occurs once, as the monthly annuity of the same worth: ``(1 - delta) C``.

    All other utilities are monthly annuities; a stream x for ever is worth ``x / (1 - delta)``,
    so a single payment of C weighs as much as a stream of ``(1 - delta) C`` (own rule: the unit).

    Args:
        cost: the cost C when it occurs, at least 0.
        patience: monthly discount factor delta of whoever bears it, in (0, 1).

    Returns:
        Utility a month, at least 0.
    """
    return (1.0 - patience) * cost


@compiles
def expected_delivery(trust: float, floor: float) -> float:
    """Share of a promised increment that a side expects to see: ``floor + (1 - floor) trust``."""
    return floor + (1.0 - floor) * trust


@compiles
def migration_worth(
    vulnerability: float, pressure: float, base: float, elasticity: float, cap: float
) -> float:
    """Factor on the worth of migration control to the side at which people arrive.

    ``(base + h) min(G, cap)^eta`` with G the *attempted* flow: with arrivals after control in
    its place, success would destroy its own worth.
    """
    return (base + vulnerability) * power(min(pressure, cap), elasticity)


@compiles
def partner_worth(fiscal_stress: float, fit: float, stress_weight: float) -> float:
    """Factor on the worth of what a side receives beyond migration.

    ``fit (1 + weight stress)``: need raises it, and a fit below 1 means that the giver's
    instruments cannot buy what is asked [emnoecd2024].
    """
    return fit * (1.0 + stress_weight * fiscal_stress)


@compiles
def relative_gains(own: float, other: float, weight: float) -> float:
    """Utility of a side that minds being outdone: ``u - phi (other - u)+`` [grieco1988]."""
    return own - weight * max(other - own, 0.0)


@compiles
def synergy(share_one: float, share_other: float, strength: float) -> float:
    """Complementarity of two related provisions: it scales with what both bring [betts2010]."""
    return strength * share_one * share_other


@compiles
def share_raised(level: float, inherited: float, cap: float) -> float:
    """How far a provision is raised, between 0 at the inherited level and 1 at its cap."""
    if cap <= inherited or level <= inherited:
        return 0.0
    return min((level - inherited) / (cap - inherited), 1.0)
