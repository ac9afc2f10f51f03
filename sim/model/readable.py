"""The readable driver: the month in plain Python, a month or a single phase at a time.

Its agents are the actors of the scenario: windows on their rows of the state, without a copy of
anything, that can be asked what they would do now and why, through the same functions.
"""

from typing import Any

from sim.arguments import replication_of, seed_of
from sim.errors import one_named
from sim.model.actors import ActorAgent
from sim.model.assembly import Assembly
from sim.model.month import PHASES, begin
from sim.model.objects import as_objects, write_back
from sim.model.outcomes import conclude
from sim.model.state import State
from sim.strategies import registry
from sim.strategies.dispatching import Moves, dispatch
from sim.strategies.protocol import Strategy


class Negotiation:
    """One run of a scenario, month by month.

    Attributes:
        assembly: the scenario as arrays.
        state: the arrays of this run.
        moves: the strategies that seats can play.
        actors: its agents, by their names in the scenario.
    """

    def __init__(
        self,
        assembly: Assembly,
        *,
        seed: int = 0,
        replication: int = 0,
        menu: tuple[type[Strategy], ...] | None = None,
    ) -> None:
        """Set the scenario up for its first month.

        Args:
            assembly: the scenario as arrays.
            seed: key of all draws, in [0, 2**63).
            replication: number of the replication, in [0, 2**32).
            menu: strategies by number; by default all that are known.

        Raises:
            InputError: seed or replication is not whole, or out of its range.
        """
        # A key that was cut or wrapped would name another run.
        seed, replication = seed_of(seed), replication_of(replication)
        self.assembly = assembly
        self.state: State = assembly.template.copy()
        self.moves: Moves = dispatch(registry.menu() if menu is None else menu)
        self.actors: dict[str, ActorAgent] = {
            name: ActorAgent(self, row, name) for row, name in enumerate(assembly.names.actors)
        }
        self._next_phase = 0
        begin(self.state, seed, replication)

    @property
    def month(self) -> int:
        """Months played so far."""
        return int(self.state.run[0].month)

    @property
    def finished(self) -> bool:
        """Whether the horizon is reached."""
        return self.month >= self.assembly.scenario.horizon

    @property
    def next_phase(self) -> str:
        """Name of the phase that comes next."""
        return PHASES[self._next_phase].__name__

    def actor(self, name: str) -> ActorAgent:
        """The agent of an actor, by its name in the scenario.

        Raises:
            InputError: there is no such actor.
        """
        return self.actors[one_named(name, self.actors, "there is no actor")]

    def step_phase(self) -> str:
        """Play the next phase alone and return its name; after the last one a month is over."""
        phase = PHASES[self._next_phase]
        phase(self.state, self.moves)
        self._next_phase += 1
        if self._next_phase == len(PHASES):
            self._next_phase = 0
            self.state.run[0].month += 1
            if self.finished:
                conclude(self.state)
        return phase.__name__

    def step(self) -> None:
        """Play what is left of the current month."""
        self.step_phase()
        while self._next_phase != 0:
            self.step_phase()

    def play(self) -> State:
        """Play all months that are left and return the state."""
        if self._next_phase != 0:
            self.step()
        if not self.finished:
            try:
                self._play_unseen()
            except ZeroDivisionError:
                # The arrays stand where they stood; they divide to a value that is no number,
                # which fails the run in the way that it fails in the batch driver.
                while not self.finished:
                    self.step()
        return self.state

    def _play_unseen(self) -> None:
        """Play all months that are left on objects, several times as fast as on arrays."""
        s = as_objects(self.state)
        run = s.run[0]
        while run.month < run.horizon:
            for phase in PHASES:
                phase(s, self.moves)
            run.month += 1
        conclude(s)
        write_back(s, self.state)

    def record(self, kind: str, name: str) -> Any:
        """The record of a table, issue, provision or route by its name in the scenario."""
        names = getattr(self.assembly.names, f"{kind}s")
        return getattr(self.state, kind)[names.index(name)]
