"""Draws of a run: keyed by what they decide and for whom, never by the order of calls."""

from sim.model.codes import Draw
from sim.model.state import State
from sim.rules.compiling import compiles
from sim.rules.draws import normal, uniform


@compiles
def chance(s: State, entity: int, decision: Draw, number: int = 0) -> float:
    """A uniform draw in (0, 1) for a decision of an entity this month.

    Args:
        s: the state.
        entity: hash of the entity's name.
        decision: what is decided.
        number: place among several draws for one decision.
    """
    run = s.run[0]
    return uniform(
        seed=run.seed,
        replication=run.replication,
        month=run.month,
        entity=entity,
        decision=decision.value,
        number=number,
    )


@compiles
def deviate(s: State, entity: int, decision: Draw, number: int = 0) -> float:
    """A standard normal draw, keyed in the same way."""
    run = s.run[0]
    return normal(
        seed=run.seed,
        replication=run.replication,
        month=run.month,
        entity=entity,
        decision=decision.value,
        number=number,
    )
