"""The month, written once: fourteen phases in order, folded into one function.

Both drivers run the very functions that stand here: the readable driver calls them as Python,
the batch driver compiles them.
"""

from collections.abc import Callable, Sequence
from typing import Any

from sim.model.chance import deviate
from sim.model.codes import (
    Draw,
)
from sim.model.phases.agenda import agenda
from sim.model.phases.demands import demands
from sim.model.phases.events import events
from sim.model.phases.executions import executions
from sim.model.phases.exits import exits
from sim.model.phases.flows import flows
from sim.model.phases.implementation import implementation
from sim.model.phases.mandates import mandates
from sim.model.phases.memory import memory
from sim.model.phases.offers import offers
from sim.model.phases.ratification import ratification
from sim.model.phases.recording import recording
from sim.model.phases.responses import responses
from sim.model.phases.threats import threats
from sim.model.state import State
from sim.rules.compiling import compiles
from sim.rules.numbers import clip
from sim.strategies.dispatching import Moves

Phase = Callable[[State, Any], None]

PHASES: tuple[Phase, ...] = (
    events,
    flows,
    mandates,
    demands,
    threats,
    executions,
    agenda,
    offers,
    responses,
    ratification,
    implementation,
    memory,
    exits,
    recording,
)
"""The phases of a month, in order. This is the only place that states it."""


def _fold(phases: Sequence[Phase]) -> Phase:
    """Phases one after the other, as one function that Numba can compile.

    By halves: every layer of functions is optimised anew, so a deep nest compiles for ages.
    """
    if len(phases) == 1:
        return phases[0]
    first = _fold(phases[: len(phases) // 2])
    second = _fold(phases[len(phases) // 2 :])

    @compiles
    def both(s: State, moves: Any) -> None:
        first(s, moves)
        second(s, moves)

    return both


def month_of(moves: Moves, some: Sequence[Phase] = PHASES) -> Callable[[State], None]:
    """One month, or some phases of it, as a function of the state alone.

    Args:
        moves: the strategies that seats can play.
        some: neighbouring phases; the last one of all ends the month.
    """
    phases = _fold(some)
    ended = int(some[-1] is PHASES[-1])
    # Numba types a function that stands alone, but not a tuple of functions made elsewhere.
    demand, price, blackmail = moves.demand, moves.price, moves.blackmail
    retaliate, threaten, execute = moves.retaliate, moves.threaten, moves.execute
    comply, concede, accept = moves.comply, moves.concede, moves.accept
    approach, stage = moves.approach, moves.stage
    suspend, leave = moves.suspend, moves.leave

    @compiles
    def month(s: State) -> None:
        phases(
            s,
            Moves(
                demand=demand,
                price=price,
                blackmail=blackmail,
                retaliate=retaliate,
                threaten=threaten,
                execute=execute,
                comply=comply,
                concede=concede,
                accept=accept,
                approach=approach,
                stage=stage,
                suspend=suspend,
                leave=leave,
            ),
        )
        s.run[0].month += ended

    return month


@compiles
def begin(s: State, seed: int, replication: int) -> None:
    """Make a fresh copy of the scenario's state into the start of one replication.

    Benefits and costs are jittered once, keyed by the provision's name: replications differ, and
    two strategies under one seed and replication face the same world.
    """
    run = s.run[0]
    run.seed = seed
    run.replication = replication
    run.month = -1
    jitter = s.rule[0].utility_jitter
    most = s.rule[0].utility_jitter_most
    for i in range(len(s.provision)):
        p = s.provision[i]
        p.benefit *= clip(1.0 + jitter * deviate(s, p.entity, Draw.BENEFIT), 1.0 - most, 1.0 + most)
        factor = clip(1.0 + jitter * deviate(s, p.entity, Draw.COST), 1.0 - most, 1.0 + most)
        p.cost *= factor
        p.linear_cost *= factor
    run.month = 0
