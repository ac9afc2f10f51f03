"""Who and what the rows of a run are, by the names that readers know."""

import math
from typing import Any

from sim.model.assembly import Names
from sim.model.codes import (
    DESTINATION,
)
from sim.model.lookups import seat_of
from sim.model.state import State
from sim.scenario import Scenario
from sim.story.words import listed, quoted, spaced, with_article


class Cast:
    """Names for the rows of one run's state, finished or under way."""

    def __init__(self, scenario: Scenario, names: Names, state: State) -> None:
        """Gather the names.

        Args:
            scenario: the scenario as it is played.
            names: names of the state's rows.
            state: the state; it is read only.
        """
        self.scenario, self.names, self.state = scenario, names, state
        self.agendas: dict[int, tuple[int, ...]] = {}
        """Issues settled in the talks that an issue leads, as of the last offer told."""
        self.asked: dict[int, float] = {}
        """Level that each seat last demanded, as of what has been told."""
        self.drafts: dict[int, int] = {}
        """Instrument that the talks led by an issue are about, as of what has been told."""
        words = [self._at_table(row) for row in range(len(names.provisions))]
        self._repeated = {word for word in words if words.count(word) > 1}

    def actor(self, row: int) -> str:
        """Name of an actor, by its row."""
        return with_article(self.scenario.actors[self.names.actors[row]].name)

    def seated(self, seat: int) -> str:
        """Name of the actor on a seat."""
        return self.actor(int(self.state.seat[seat].actor))

    def opposite(self, seat: int) -> str:
        """Name of the actor on the other seat of the same table."""
        return self.seated(seat ^ 1)

    def side(self, table: int, side: int) -> str:
        """Name of the actor on a side of a table."""
        return self.seated(seat_of(table, side))

    def pair(self, table: int) -> str:
        """Both actors at a table."""
        return listed([self.side(table, 0), self.side(table, 1)])

    def row(self, provision: int) -> Any:
        """Record of a provision."""
        return self.state.provision[provision]

    def giver(self, provision: int) -> str:
        """Name of the actor that supplies a provision."""
        p = self.row(provision)
        return self.side(int(p.table), int(p.giver))

    def receiver(self, provision: int) -> str:
        """Name of the actor that a provision benefits."""
        p = self.row(provision)
        return self.side(int(p.table), int(p.receiver))

    def provision(self, provision: int) -> str:
        """A provision in words; with its issue where another at its table has the same name."""
        issue, word = self.names.provisions[provision].split(".", 1)
        where = f" in the issue '{spaced(issue)}'"
        return spaced(word) + (where if self._at_table(provision) in self._repeated else "")

    def _at_table(self, provision: int) -> tuple[int, str]:
        """A provision by its table and its name within its issue."""
        word = self.names.provisions[provision].split(".", 1)[1]
        return int(self.row(provision).table), word

    def divisible(self, provision: int) -> bool:
        """Whether a provision has levels between all and nothing."""
        return bool(self.row(provision).divisible == 1)

    def issue(self, issue: int) -> str:
        """An issue in words: its title if it has one."""
        name = self.names.issues[issue]
        return self.scenario.issues[name].title or spaced(name)

    def issues(self, lead: int) -> str:
        """The issues settled in the talks that one leads, in quotes, for use after "on"."""
        agenda = self.agendas.get(lead, (lead,))
        return quoted(spaced(self.names.issues[issue]) for issue in agenda)

    def route(self, route: int) -> str:
        """A route in words, in quotes."""
        return f"'{spaced(self.names.routes[route])}'"

    def instrument(self, instrument: int) -> str:
        """An instrument by its form, its kind and its title or name."""
        name = self.names.instruments[instrument]
        found = self.scenario.instruments[name]
        kind, title = spaced(found.kind.value), found.title or spaced(name)
        called = "" if title == kind else f" ('{title}')"
        return f"{found.form} {kind}{called}"

    def text(self, issue: int, form: str = "") -> str:
        """What the talks led by an issue are about: an instrument if there is one."""
        if issue in self.drafts:
            return self.instrument(self.drafts[issue])
        return f"{form} agreement".strip()

    def month(self, month: float) -> str:
        """Calendar month in which something that falls due at a time can first happen."""
        return self.scenario.calendar(math.ceil(month))

    def without_agreement(self, month: int, table: int, side: int) -> float | None:
        """A side's utility of the levels in force at the end of a month; None if not recorded."""
        count = len(self.names.tables)
        at = month * count + table
        if at >= len(self.state.months_table) or month >= int(self.state.run[0].month):
            return None
        name = "destination" if side == DESTINATION else "partner"
        return float(self.state.months_table[at][f"disagreement_{name}"])
