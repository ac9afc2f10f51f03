"""A game: one run that is played step by step, taken back, asked, and branched."""

from collections.abc import Iterable, Mapping
from typing import Literal

from sim.arguments import choice_of, replication_of, seed_of, whole
from sim.errors import QpqError
from sim.interactive.branching import carry_over
from sim.interactive.changes import Step, lines_of, movements, paths, untold, values
from sim.interactive.person import PERSON
from sim.interactive.snapshots import Moment, moment, return_to, so_far
from sim.model.actors import ActorAgent
from sim.model.assembly import assemble
from sim.model.readable import Negotiation
from sim.model.state import State
from sim.runs.run import Run
from sim.scenario import Scenario
from sim.scenario.overrides import Value
from sim.story import Month, months
from sim.strategies import registry
from sim.strategies.protocol import Strategy

Seats = Mapping[int, type[Strategy]]
"""Strategies for some seats of this game alone, by the seat's row: two for each table, in order,
the destination side first."""


class Game:
    """A run of one scenario, under the player's hand.

    ``step`` plays a month, ``step_phase`` a phase of one; ``undo`` takes months back; ``what_if``
    is a second game with the same shocks in which something differs; ``finish`` plays to the end.
    A game played to its end without undoing, or with it, equals `sim.run` to the last bit.
    """

    def __init__(
        self,
        scenario: Scenario,
        seed: int = 0,
        replication: int = 0,
        seats: Seats | None = None,
    ) -> None:
        """Set the board up for the first month.

        Args:
            scenario: the scenario as it is to be played.
            seed: key of all draws, in [0, 2**63).
            replication: number of the replication.
            seats: strategies for some seats of this game alone.

        Raises:
            InputError: seed or replication is not whole, or out of its range.
        """
        self.scenario = scenario
        self.seed, self.replication = seed_of(seed), replication_of(replication)
        self.seats: dict[int, type[Strategy]] = dict(seats or {})
        menu = registry.menu()
        self.model = Negotiation(
            assemble(scenario),
            seed=self.seed,
            replication=self.replication,
            menu=(*menu, *self.seats.values()),
        )
        for number, row in enumerate(self.seats, start=len(menu)):
            seat = self.state.seat[row]
            seat.strategy = number
            seat.choices = 0  # Whoever sits there does not learn by the rules.
        self._moments: list[Moment] = []

    @property
    def persons(self) -> list[int]:
        """Seats on which a person decides."""
        return [row for row, strategy in self.seats.items() if strategy.name == PERSON]

    @property
    def state(self) -> State:
        """The arrays of the run as they stand."""
        return self.model.state

    @property
    def month(self) -> int:
        """Months played so far."""
        return self.model.month

    @property
    def title(self) -> str:
        """Calendar month that comes next, such as "May 2021"."""
        return self.scenario.calendar(self.month)

    @property
    def finished(self) -> bool:
        """Whether the horizon is reached."""
        return self.model.finished

    @property
    def next_phase(self) -> str:
        """Name of the phase that comes next; a month begins with "events"."""
        return self.model.next_phase

    @property
    def story(self) -> list[Month]:
        """The months so far, in sentences."""
        return months(self.scenario, self.model.assembly.names, self.state, self.persons)

    @property
    def run(self) -> Run:
        """What has been played so far, as a run whose means are over the months so far.

        Of a month under way it knows what happened, and counts what was counted.
        """
        names, state = self.model.assembly.names, so_far(self.model)
        return Run(self.scenario, names, state, self.seed, self.replication).checked()

    def actor(self, name: str) -> ActorAgent:
        """An actor, to be asked what it would do now and why, such as ``.offer("rabat")``.

        Asking changes nothing.

        Raises:
            InputError: there is no such actor.
        """
        return self.model.actor(name)

    def step(self) -> Step:
        """Play a month, or what is left of one, and return what it changed.

        Raises:
            QpqError: the run is finished.
        """
        self._unfinished()
        month, before = self.month, self._values()
        while self.month == month:
            self.advance()
        names = self.model.assembly.names
        moved = movements(before, self._values(), paths(names, self.state))
        lines = lines_of(self.scenario, names, self.state, month, self.persons)
        return Step(self.scenario.calendar(month), lines, tuple(moved), self.finished)

    def step_phase(self) -> Step:
        """Play the next phase of the month alone and return what it changed.

        Raises:
            QpqError: the run is finished.
        """
        self._unfinished()
        names, month, before = self.model.assembly.names, self.month, self._values()
        told = lines_of(self.scenario, names, self.state, month, self.persons)
        phase = self.advance()
        lines = untold(lines_of(self.scenario, names, self.state, month, self.persons), told)
        title = f"{self.scenario.calendar(month)}, {phase}"
        return Step(title, tuple(lines), tuple(movements(before, self._values())), self.finished)

    def advance(self) -> str:
        """Play the next phase without telling what it changed, and return its name.

        Raises:
            QpqError: the run is finished.
        """
        self._unfinished()
        if self.next_phase == "events":
            self._moments.append(moment(self.model))
        return self.model.step_phase()

    def undo(self, months: int = 1) -> "Game":
        """Take months back; one that is under way counts as one. As if never played, to the bit.

        Raises:
            InputError: it is no whole number.
            QpqError: fewer months have been played, or none since the game was branched.
        """
        months = whole(months, "months", 1, self.scenario.horizon)
        if months > len(self._moments):
            can = f"{len(self._moments)} can be" if self._moments else "nothing has been played"
            raise QpqError(f"cannot take back {months} months: {can}")
        return_to(self.model, self._moments[-months])
        del self._moments[-months:]
        return self

    def what_if(
        self,
        set: Mapping[str, Value] | None = None,
        overrides: Iterable[str] | None = (),
        since: Literal["start", "now"] = "start",
    ) -> "Game":
        """A second game in which something differs, brought to the same month; this one stays.

        Draws are keyed by what they decide and for whom, so both have the same shocks.

        Args:
            set: dotted paths and the values to put there.
            overrides: names of the scenario's overrides.
            since: "start" plays the months so far again with the change; "now" keeps them and
                changes what is still to come. A change of what play has moved already (trust, a
                level), of events that are over, or of who there is cannot begin now. A game
                branched now cannot be undone beyond the branching.

        Raises:
            InputError: a path, a value or an override is not valid, or cannot begin now.
        """
        choice_of(since, ("start", "now"), "since")
        chosen = self.scenario.with_changes(set=set, overrides=overrides)
        other = Game(chosen, self.seed, self.replication, self.seats)
        if since == "now":
            other._continue(self)
            return other
        while (other.month, other.next_phase) != (self.month, self.next_phase):
            other.advance()
        return other

    def finish(self) -> Run:
        """Play all months that are left and return the run."""
        while not self.finished:
            self.advance()
        return self.run

    def _continue(self, before: "Game") -> None:
        """Take a game's state over, with what this one's scenario changes in it."""
        if before.next_phase != self.next_phase:
            raise QpqError("finish the month before you branch it from now on")
        begun = Game(before.scenario, self.seed, self.replication, self.seats)
        carry_over(before.model, begun.model, self.model)

    def _values(self) -> dict[str, float]:
        return values(self.scenario, self.model.assembly.names, self.state)

    def _unfinished(self) -> None:
        if self.finished:
            raise QpqError("the run is finished: undo a month, or ask `what_if`")

    def __repr__(self) -> str:
        """Where the game stands."""
        where = "finished" if self.finished else f"{self.title} comes next"
        return f"<Game of {self.scenario.name}, seed {self.seed}: month {self.month}, {where}>"
