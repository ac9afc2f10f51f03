"""A union and its members: votes, dispersion and coherence, the way to a bilateral deal."""

from sim.rules.compiling import compiles
from sim.rules.numbers import SMALL, clip, logistic


@compiles
def felt_worth(migration: float, other: float, given: float, stake: float, burden: float) -> float:
    """What a package is worth to one member: ``stake m + o - burden c`` [putnam1988].

    Members share what their union receives and gives, but feel it differently.

    Args:
        migration: worth m to the union of the migration control that it receives, in utility a
            month.
        other: worth o to the union of all else that it receives, in utility a month.
        given: cost c to the union of what it gives, in utility a month.
        stake: worth of control to the member, relative to the union's, at least 0.
        burden: how dear the member finds what the union gives, relative to the union, at least 0.

    Returns:
        Utility a month, of either sign.
    """
    return stake * migration + other - burden * given


@compiles
def carried(
    ayes: float,
    states: float,
    ayes_population: float,
    population: float,
    least_states: float,
    least_population: float,
) -> bool:
    """Whether a vote passes: enough states, and enough of the population [teu2012].

    ``ayes >= least states`` and ``people for it >= least people``, in shares. Unanimity is a share
    of 1 of the states; a simple majority asks for more than half of them and for no share of the
    population. A union without members decides for itself.

    Args:
        ayes: states in favour, at least 0.
        states: all states, at least 0.
        ayes_population: people whom they represent, in millions.
        population: all people, in millions.
        least_states: least share of states, in (0, 1].
        least_population: least share of the population, in [0, 1]; 0 where it does not matter.

    Returns:
        True if it passes.
    """
    if states <= 0.0:
        return True
    if ayes < least_states * states - SMALL:
        return False
    return least_population <= 0.0 or ayes_population >= least_population * population - SMALL


@compiles
def dispersion(spread: float, mean: float) -> float:
    """How far members' stakes lie apart: ``min(spread / mean, 1)``.

    Own rule: a relative mean deviation, so that it does not matter in what unit stakes are.

    Args:
        spread: mean absolute deviation of stakes, at least 0.
        mean: mean stake, in the same unit.

    Returns:
        Share, in [0, 1]; 0 where nobody has a stake.
    """
    if mean <= 0.0:
        return 0.0
    return min(spread / mean, 1.0)


@compiles
def coherence(before: float, dispersed: float, voice: float) -> float:
    """Coherence of a union: what its institutions allow, less unmended dispersion [conceicao2014].

    ``clip(before (1 - (1 - voice) dispersion), 0, 1)``. Coherence raises what a union can do; what
    dispersion does to its win-set is the business of the vote. Which of the two wins is not built
    in.

    Args:
        before: coherence that its institutions allow, in [0, 1].
        dispersed: dispersion of its members' stakes, in [0, 1].
        voice: share of dispersion that coordination mends, in [0, 1].

    Returns:
        Share, in [0, 1].
    """
    return clip(before * (1.0 - (1.0 - voice) * dispersed), 0.0, 1.0)


@compiles
def approach_hazard(
    rate: float, gain: float, least: float, discipline: float, scale: float
) -> float:
    """Chance a month that a destination side opens a dormant table.

    ``rate L((gain - least - discipline) / scale)``

    Own rule: it sends a front-line member to a bilateral deal and a pressed destination to a state
    further up the route. Both look for what they stand to gain, and only a member is held back by
    its union.

    Args:
        rate: largest chance a month, in [0, 1].
        gain: what the side stands to gain, in utility a month, at least 0.
        least: gain at which half of the rate is reached, in utility a month, at least 0.
        discipline: how much more a member must gain, in utility a month, at least 0.
        scale: utility that counts as one unit, above 0.

    Returns:
        Chance a month, in [0, ``rate``].
    """
    return rate * logistic((gain - least - discipline) / scale)


@compiles
def turn_hazard(rate: float, pressure: float, threshold: float, scale: float) -> float:
    """Chance a month of turning from appeals to norms to exchange [cassarino2007].

    ``rate L((felt - least) / scale)``: members that feel arrivals press their union for results.

    Args:
        rate: largest chance a month, in [0, 1].
        pressure: felt arrivals above the baseline, relative to it, at least 0.
        threshold: pressure at which half of the rate is reached, at least 0.
        scale: pressure that counts as one unit; at 0 the threshold is sharp.

    Returns:
        Chance a month, in [0, ``rate``].
    """
    if scale <= 0.0:
        return rate if pressure >= threshold else 0.0
    return rate * logistic((pressure - threshold) / scale)
