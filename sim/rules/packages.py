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
    """Giver's cost of the first step above the inherited level."""
    return inherited_marginal * cost * max(inherited, 0.0) + linear_cost


@compiles
def efficient_raise(
    weight: float, benefit: float, marginal: float, cost: float, room: float
) -> float:
    """How far a provision rises: to where weighted marginal benefit meets marginal cost.

    ``clip((rho b' - m) / (2 c), 0, cap - q)``

    Args:
        weight: weight rho of the receiver against the giver.
        benefit: expected worth b' to the receiver of a unit raised.
        marginal: giver's marginal cost m at the inherited level.
        cost: curvature c; with 0 the level jumps from q to the cap where ``rho b' = m``.
        room: how far it can rise, cap less q, at least 0.
    """
    surplus = weight * benefit - marginal
    if surplus <= 0.0:
        return 0.0
    if surplus >= 2.0 * cost * room:
        return room
    return surplus / (2.0 * cost)


@compiles
def leaves_inherited(benefit: float, marginal: float) -> float:
    """Receiver's weight at which a provision starts to rise; -1 if it never does."""
    if benefit <= 0.0:
        return -1.0
    return marginal / benefit


@compiles
def reaches_cap(benefit: float, marginal: float, cost: float, room: float) -> float:
    """Receiver's weight at which a provision reaches its cap; -1 if it never does."""
    if benefit <= 0.0:
        return -1.0
    return (2.0 * cost * room + marginal) / benefit
