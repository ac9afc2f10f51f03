"""How far a union speaks with one voice, and what its members stand behind it with."""

from sim.model.log import LOGGED_STEP, LogKind, note
from sim.model.state import State
from sim.rules.compiling import compiles
from sim.rules.unions import coherence, dispersion


@compiles
def unite(s: State, union: int) -> None:
    """Work out a union's coherence, and the sanction capacity that its members lend it.

    Members weigh by population where it is known. A member with a deal of its own no longer
    stands in the line: its weight counts as dispersed.
    """
    u = s.actor[union]
    people = mean = capacity = gone = 0.0
    for i in range(len(s.actor)):
        member = s.actor[i]
        if member.member_of == union:
            weight = _weight(member.population)
            people += weight
            mean += weight * member.stake
            capacity += weight * member.sanction_capacity
            gone += weight * member.defected
    mean /= people
    spread = 0.0
    for i in range(len(s.actor)):
        member = s.actor[i]
        if member.member_of == union:
            spread += _weight(member.population) * abs(member.stake - mean)
    dispersed = min(dispersion(spread / people, mean) + gone / people, 1.0)
    u.lent = u.pooling * capacity / people
    u.coherence = coherence(u.coherence_before, dispersed, u.voice)
    if abs(u.coherence - u.coherence_told) >= LOGGED_STEP:
        note(s, LogKind.COHERENCE, -1, union, -1, u.coherence_told, u.coherence, dispersed)
        u.coherence_told = u.coherence


@compiles
def _weight(population: float) -> float:
    """Weight of a member: its population, or 1 where none is given."""
    return population if population > 0.0 else 1.0
