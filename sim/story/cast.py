"""Who and what the rows of a run are, by the names that readers know."""

import math
from collections.abc import Collection
from typing import Any

from sim.model.assembly import Names
from sim.model.codes import (
    DESTINATION,
)
from sim.model.log import LogKind
from sim.model.lookups import seat_of
from sim.model.state import State
from sim.scenario import Scenario
from sim.story.catalogue import filled, label, said, template
from sim.story.event_rows import LogRow
from sim.story.words import likelihood, listed, quoted, spaced, with_article

PRESSES = frozenset({LogKind.THREAT, LogKind.EXECUTION, LogKind.RETALIATION})
"""Kinds of rows that begin or carry out a withdrawal."""


class Cast:
    """Names for the rows of one run's state, and what has been told of it so far."""

    def __init__(
        self, scenario: Scenario, names: Names, state: State, persons: Collection[int] = ()
    ) -> None:
        """Gather the names.

        Args:
            scenario: the scenario as it is played.
            names: names of the state's rows.
            state: the state, finished or under way; it is read only.
            persons: seats on which a person decides: no chance is told of what they do.
        """
        self.scenario, self.names, self.state = scenario, names, state
        self.persons = frozenset(persons)
        self.agendas: dict[int, tuple[int, ...]] = {}
        """Issues settled in the talks that an issue leads, as of the last offer told."""
        self.asked: dict[int, float] = {}
        """Level that each seat last demanded, as of what has been told."""
        self.drafts: dict[int, int] = {}
        """Instrument that the talks led by an issue are about, as of what has been told."""
        self.pressure: dict[int, LogRow] = {}
        """Threat or withdrawal by each seat that was told last."""
        self.changed: frozenset[int] = frozenset()
        """Seats whose government has just changed, until something else is told."""
        words = [self._at_table(row) for row in range(len(names.provisions))]
        self._repeated = {word for word in words if words.count(word) > 1}

    def remember(self, row: LogRow) -> None:
        """Take in a row before it is told."""
        if row.kind is LogKind.DEMAND:
            self.asked[row.seat] = row.numbers["asked_level"]
        elif row.kind is LogKind.DRAFTED:
            self.drafts[row.thing] = int(row.numbers["instrument"])
        elif row.kind is LogKind.OFFER:
            lies_in = [int(self.row(part.thing).issue) for part in row.parts]
            self.agendas[row.thing] = tuple(dict.fromkeys([row.thing, *lies_in]))
        elif row.kind in PRESSES:
            self.pressure[row.seat] = row

    def forget(self, row: LogRow) -> None:
        """Let go, once a row has been told, of what it ends."""
        if row.kind is LogKind.COLLAPSE:
            self.agendas.pop(row.thing, None)
        elif row.kind is LogKind.GOVERNMENT_CHANGE:
            seats = range(len(self.state.seat))
            self.changed = frozenset(i for i in seats if self.state.seat[i].actor == row.seat)
        else:
            self.changed = frozenset()

    def chance(self, row: LogRow) -> str:
        """The chance of what a seat did, in brackets; nothing if a person decided it."""
        if row.seat in self.persons:
            return ""
        return f" (chance this month {likelihood(row.numbers['chance'])})"

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
        """A provision in words; with its issue where another at its table has the same words."""
        found = self._at_table(provision)
        where = self.issue(int(self.row(provision).issue))
        return found[1] + (f" in '{where}'" if found in self._repeated else "")

    def _at_table(self, provision: int) -> tuple[int, str]:
        """A provision by its table, and its words within its issue."""
        issue, key = self.names.provisions[provision].split(".", 1)
        title = self.scenario.issues[issue].provisions[key].title
        return int(self.row(provision).table), title or label(key)

    def divisible(self, provision: int) -> bool:
        """Whether a provision has levels between all and nothing."""
        return bool(self.row(provision).divisible == 1)

    def issue(self, issue: int) -> str:
        """An issue in words: its title if it has one."""
        name = self.names.issues[issue]
        return self.scenario.issues[name].title or label(name)

    def issues(self, lead: int) -> str:
        """The issues settled in the talks that one leads, in quotes, for use after "on"."""
        agenda = self.agendas.get(lead, (lead,))
        return quoted(self.issue(issue) for issue in agenda)

    def mainly(self, lead: int) -> str:
        """The issue that leads talks, in quotes, and how many others are settled with it."""
        more = len(self.agendas.get(lead, (lead,))) - 1
        first = quoted([self.issue(lead)])
        return said("issues.several", {"first": first, "more": float(more)}) if more else first

    def route(self, route: int) -> str:
        """A route by whom it leads through and where to; by its name where there are several."""
        name = self.names.routes[route]
        found = self.scenario.routes[name]
        ends = (found.through, found.to)
        same = [r for r in self.scenario.routes.values() if (r.through, r.to) == ends]
        which = "only" if len(same) == 1 else "of_several"
        through, to = (with_article(self.scenario.actors[end].name) for end in ends)
        slots = {"name": label(name), "through": through, "to": to}
        return filled(template(f"ways.{which}"), slots)

    def instrument(self, instrument: int) -> str:
        """An instrument by its form, its kind and its title or name."""
        name = self.names.instruments[instrument]
        found = self.scenario.instruments[name]
        kind, title = spaced(found.kind.value), found.title or label(name)
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
        tables = len(self.names.tables)
        at = month * tables + table
        if at >= len(self.state.months_table) or month >= int(self.state.run[0].month):
            return None
        name = "destination" if side == DESTINATION else "partner"
        return float(self.state.months_table[at][f"disagreement_{name}"])
