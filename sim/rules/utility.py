"""What a level of a provision is worth to its receiver and costs its giver.

Utilities are monthly annuities of changes from the inherited level q. A level above q is a
concession, a level below it a withdrawal.
"""

from sim.rules.compiling import compiles
from sim.rules.numbers import power


@compiles
def received(level: float, inherited: float, benefit: float, delivery: float) -> float:
    """Worth of a level to the receiver: ``b' [min(l, q) - q + d (l - q)+]``.

    Own rule: what one already has counts in full; of an increment only the share that is expected
    to be delivered counts, so that mistrust never devalues the status quo.

    Args:
        level: level l supplied, in [-1, 1].
        inherited: inherited level q, in [-1, 1].
        benefit: worth b' of full supply, in utility a month, already scaled by circumstances.
        delivery: expected share d of an increment, in [0, 1].

    Returns:
        Utility a month; below 0 where the level lies below q.
    """
    if level <= inherited:
        return benefit * (level - inherited)
    return benefit * delivery * (level - inherited)


@compiles
def raising_cost(raised: float, cost: float, marginal: float) -> float:
    """Cost to the giver of raising a provision: ``c x^2 + m x``.

    Own rule: the marginal cost m at the inherited level q is ``m0 c q + k``, so the further one
    already goes, the dearer the next step. With c = 0 only the linear part k is left and the
    provision is transferable.

    Args:
        raised: increment x above the inherited level, at least 0.
        cost: curvature c, in utility a month, at least 0.
        marginal: marginal cost m at the inherited level, in utility a month, at least 0.

    Returns:
        Utility a month, at least 0.
    """
    return cost * raised * raised + marginal * raised


@compiles
def withdrawing_cost(
    level: float, inherited: float, withdrawal_cost: float, below_zero_cost: float
) -> float:
    """Net cost to the giver of a level below the inherited one; 0 at or above it.

    ``w (q - l) + w0 [(-l)+^2 - (-q)+^2]``

    Own rule: savings are netted out in w, which is never negative. Were they credited, a side would
    gain from executing its own threat, and no status quo would be stable.

    Args:
        level: level l supplied, in [-1, 1].
        inherited: inherited level q, in [-1, 1].
        withdrawal_cost: net cost w per unit withdrawn, in utility a month, at least 0.
        below_zero_cost: cost w0 of working against the receiver, in utility a month, at least 0.

    Returns:
        Utility a month, at least 0.
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
    so a single payment of C weighs as much as a stream of ``(1 - delta) C``. Own rule: it follows
    from the unit.

    Args:
        cost: the cost C when it occurs, at least 0.
        patience: monthly discount factor delta of whoever bears it, in (0, 1).

    Returns:
        Utility a month, at least 0.
    """
    return (1.0 - patience) * cost


@compiles
def expected_delivery(trust: float, floor: float) -> float:
    """Share of a promised increment that a side expects to see: ``floor + (1 - floor) trust``.

    Own rule: even of those who are not trusted at all something is expected.

    Args:
        trust: trust in the other side, in [0, 1].
        floor: share expected without any trust, in [0, 1].

    Returns:
        Share, in [``floor``, 1].
    """
    return floor + (1.0 - floor) * trust


@compiles
def migration_worth(
    vulnerability: float, pressure: float, base: float, elasticity: float, cap: float
) -> float:
    """Factor on the worth of migration control to the side at which people arrive.

    ``(base + h) min(G, cap)^eta``

    Own rule: G is the *attempted* flow, for with arrivals after control in its place success would
    destroy its own worth; vulnerability h makes coercion by migration work [greenhill2010].

    Args:
        vulnerability: polarisation and exposure to norms h, in [0, 1].
        pressure: attempted arrivals G relative to the baseline, at least 0.
        base: factor without any vulnerability, in [0, 1].
        elasticity: exponent eta, in [0, 1].
        cap: attempts above which the worth no longer grows, relative to the baseline.

    Returns:
        Factor, at least 0.
    """
    return (base + vulnerability) * power(min(pressure, cap), elasticity)


@compiles
def partner_worth(fiscal_stress: float, fit: float, stress_weight: float) -> float:
    """Factor on the worth of what a side receives beyond migration: ``fit (1 + weight stress)``.

    Need raises it, and a fit below 1 means that the giver's instruments cannot buy what is asked
    [emnoecd2024].

    Args:
        fiscal_stress: fiscal stress of the receiver, in [0, 1].
        fit: share of what is asked that the giver's instruments can buy, in [0, 1].
        stress_weight: what full stress adds, as a factor, at least 0.

    Returns:
        Factor, at least 0.
    """
    return fit * (1.0 + stress_weight * fiscal_stress)


@compiles
def relative_gains(own: float, other: float, weight: float) -> float:
    """Utility of a side that minds being outdone: ``u - phi (other - u)+`` [grieco1988].

    Args:
        own: own gain u over disagreement, in utility a month.
        other: the other side's gain, in utility a month.
        weight: weight phi of being outdone, at least 0.

    Returns:
        Utility a month, at most ``own``.
    """
    return own - weight * max(other - own, 0.0)


@compiles
def synergy(share_one: float, share_other: float, strength: float) -> float:
    """Worth, to either side, of two related provisions: ``strength share_one share_other``.

    It scales with what both bring: substantive linkage [betts2010].

    Args:
        share_one: how far the one is raised, in [0, 1].
        share_other: how far the other is raised, in [0, 1].
        strength: complementarity of both in full, in utility a month, at least 0.

    Returns:
        Utility a month, at least 0.
    """
    return strength * share_one * share_other


@compiles
def share_raised(level: float, inherited: float, cap: float) -> float:
    """How far a provision is raised: ``clip((l - q) / (cap - q), 0, 1)``.

    Own rule: it makes provisions of different room comparable.

    Args:
        level: level l supplied, in [-1, 1].
        inherited: inherited level q, in [-1, 1].
        cap: highest level that can be agreed, in [-1, 1].

    Returns:
        Share, in [0, 1]; 0 where there is no room.
    """
    if cap <= inherited or level <= inherited:
        return 0.0
    return min((level - inherited) / (cap - inherited), 1.0)
