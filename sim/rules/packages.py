"""Efficient packages: what two sides would agree on, if all that mattered were their weights.

For a fixed agenda the packages that maximise ``rho u_0 + u_1`` trace the Pareto frontier as the
weight ratio rho runs from 0 to infinity. The frontier is one-dimensional however many
provisions there are, and each level on it has a closed form.
"""

from sim.rules.compiling import compiles


@compiles
def marginal_at_inherited(
    inherited: float, cost: float, linear_cost: float, inherited_marginal: float
) -> float:
    """Giver's cost of the first step above the inherited level: ``m0 c (q)+ + k``.

    Own rule: the further one already goes, the dearer the next step; it is the slope that a
    quadratic cost has there.

    Args:
        inherited: inherited level q, in [-1, 1].
        cost: curvature c, in utility a month, at least 0.
        linear_cost: linear cost k, in utility a month, at least 0.
        inherited_marginal: how far the inherited level raises it, m0, at least 0.

    Returns:
        Utility a month per unit raised, at least 0.
    """
    return inherited_marginal * cost * max(inherited, 0.0) + linear_cost


@compiles
def efficient_raise(
    weight: float, benefit: float, marginal: float, cost: float, room: float
) -> float:
    """How far a provision rises: to where weighted marginal benefit meets marginal cost.

    ``clip((rho b' - m) / (2 c), 0, cap - q)``

    Own rule: the first-order condition of the weighted sum of utilities that efficient packages
    maximise.

    Args:
        weight: weight rho of the receiver against the giver, above 0.
        benefit: expected worth b' to the receiver of a unit raised, in utility a month.
        marginal: giver's marginal cost m at the inherited level, in utility a month.
        cost: curvature c, in utility a month, at least 0; with 0 the level jumps from q to the
            cap where ``rho b' = m``.
        room: how far it can rise, cap less q, in levels, at least 0.

    Returns:
        Levels, in [0, ``room``].
    """
    surplus = weight * benefit - marginal
    if surplus <= 0.0:
        return 0.0
    if surplus >= 2.0 * cost * room:
        return room
    return surplus / (2.0 * cost)


@compiles
def leaves_inherited(benefit: float, marginal: float) -> float:
    """Receiver's weight at which a provision starts to rise: ``m / b'``.

    Own rule: it is where `efficient_raise` leaves 0.

    Args:
        benefit: expected worth b' to the receiver of a unit raised, in utility a month.
        marginal: giver's marginal cost m at the inherited level, in utility a month.

    Returns:
        Weight ratio, at least 0; -1 if it never does.
    """
    if benefit <= 0.0:
        return -1.0
    return marginal / benefit


@compiles
def reaches_cap(benefit: float, marginal: float, cost: float, room: float) -> float:
    """Receiver's weight at which a provision reaches its cap: ``(2 c room + m) / b'``.

    Own rule: it is where `efficient_raise` reaches ``room``.

    Args:
        benefit: expected worth b' to the receiver of a unit raised, in utility a month.
        marginal: giver's marginal cost m at the inherited level, in utility a month.
        cost: curvature c, in utility a month, at least 0.
        room: how far it can rise, in levels, at least 0.

    Returns:
        Weight ratio, at least 0; -1 if it never does.
    """
    if benefit <= 0.0:
        return -1.0
    return (2.0 * cost * room + marginal) / benefit
