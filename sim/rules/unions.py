"""A union and its members: votes, dispersion and coherence, the way to a bilateral deal."""

from sim.rules.compiling import compiles
from sim.rules.numbers import SMALL, clip, logistic


@compiles
def felt_worth(migration: float, other: float, given: float, stake: float, burden: float) -> float:
    """What a package is worth to one member: ``stake m + o - burden c`` [putnam1988].

    Members share what their union receives and gives, but feel it differently.

    Args:
        migration: worth to the union of the migration control that it receives.
        other: worth to the union of all else that it receives.
        given: cost to the union of what it gives.
        stake: worth of control to the member, relative to the union's.
        burden: how dear the member finds what the union gives, relative to the union.
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

    Unanimity is a share of 1 of the states; a simple majority asks for more than half of them
    and for no share of the population. A union without members decides for itself.

    Args:
        ayes: states in favour.
        states: all states.
        ayes_population: people whom they represent.
        population: all people.
        least_states: least share of states, above 0.
        least_population: least share of the population; 0 where it does not matter.
    """
    if states <= 0.0:
        return True
    if ayes < least_states * states - SMALL:
        return False
    return least_population <= 0.0 or ayes_population >= least_population * population - SMALL


@compiles
def dispersion(spread: float, mean: float) -> float:
    """How far members' stakes lie apart: mean absolute deviation over the mean, at most 1."""
    if mean <= 0.0:
        return 0.0
    return min(spread / mean, 1.0)


@compiles
def coherence(before: float, dispersed: float, voice: float) -> float:
    """Coherence of a union: what its institutions allow, less unmended dispersion [conceicao2014].

    ``before (1 - (1 - voice) dispersion)``. Coherence raises what a union can do; what dispersion
    does to its win-set is the business of the vote. Which of the two wins is not built in.
    """
    return clip(before * (1.0 - (1.0 - voice) * dispersed), 0.0, 1.0)


@compiles
def approach_hazard(
    rate: float, gain: float, least: float, discipline: float, scale: float
) -> float:
    """Monthly chance that a destination side opens a dormant table.

    ``rate L((gain - least - discipline) / scale)``. The same rule sends a front-line member to a
    bilateral deal and a pressed destination to a state further up the route: both look for what
    they stand to gain, and only a member is held back by its union.
    """
    return rate * logistic((gain - least - discipline) / scale)


@compiles
def turn_hazard(rate: float, pressure: float, threshold: float, scale: float) -> float:
    """Monthly chance of turning from appeals to norms to exchange [cassarino2007].

    Members that feel arrivals press their union for results: ``rate L((felt - least) / scale)``.
    """
    if scale <= 0.0:
        return rate if pressure >= threshold else 0.0
    return rate * logistic((pressure - threshold) / scale)
