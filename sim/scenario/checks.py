"""What types cannot say: whether the parts of a scenario fit together.

This is the one file of the room that looks at the strategies.
"""

import re
from collections.abc import Iterable, Mapping
from typing import Any

from sim.errors import Problem, nearest, one_of
from sim.scenario.actors import Actor, Role, Seat
from sim.scenario.document import Document, Path
from sim.scenario.evidence import Distribution
from sim.scenario.happenings import Event, EventKind, Variant
from sim.scenario.provisions import Provision, Table
from sim.scenario.schema import Scenario

_NAME = re.compile(r"[a-z][a-z0-9_]*")
_NAMED = ("actors", "tables", "files", "routes", "events", "strategies", "overrides", "record")


def check(
    scenario: Scenario, document: Document, distributions: Mapping[str, Distribution]
) -> list[Problem]:
    """Return everything in which the parts of `scenario` do not fit together."""
    checker = _Checker(scenario, document, distributions)
    checker.names()
    checker.variants()
    for name, table in scenario.tables.items():
        checker.table(table, ("tables", name))
    for name, actor in scenario.actors.items():
        checker.strategy(actor.strategy, actor, ("actors", name, "strategy"))
    for file_name, file in scenario.files.items():
        path = ("files", file_name)
        table_found = checker.known(file.table, scenario.tables, (*path, "table"), "table")
        for name, provision in file.provisions.items():
            at = scenario.tables[file.table] if table_found else None
            checker.provision(provision, at, (*path, "provisions", name))
    for name, route in scenario.routes.items():
        path = ("routes", name)
        checker.known(route.through, scenario.actors, (*path, "through"), "actor")
        checker.known(route.to, scenario.actors, (*path, "to"), "actor")
        if route.through == route.to:
            checker.add((*path, "to"), "the route ends where it begins", "another actor")
    for name, event in scenario.events.items():
        checker.event(event, ("events", name))
    for name, record in scenario.record.items():
        if record.table is not None:
            checker.known(record.table, scenario.tables, ("record", name, "table"), "table")
    return checker.problems


class _Checker:
    def __init__(
        self,
        scenario: Scenario,
        document: Document,
        distributions: Mapping[str, Distribution],
    ) -> None:
        from sim.strategies import registry

        self.scenario = scenario
        self.document = document
        self.distributions = distributions
        self.package: Mapping[str, Any] = registry.strategies()
        self.problems: list[Problem] = []

    def add(self, path: Path, what: str, expected: str, like: str | None = None) -> None:
        self.problems.append(self.document.problem(path, what, expected, like))

    def known(self, name: str, valid: Iterable[str], path: Path, kind: str) -> bool:
        """Whether `name` is among the `valid` names of a `kind`; a problem if not."""
        names = list(valid)
        if name not in names:
            like = nearest(name, names)
            self.add(path, f"unknown {kind} '{name}'", one_of(names), like)
        return name in names

    def names(self) -> None:
        for part in _NAMED:
            for name in getattr(self.scenario, part):
                self._name(name, (part, name))
        for name, file in self.scenario.files.items():
            for provision in file.provisions:
                self._name(provision, ("files", name, "provisions", provision))

    def _name(self, name: str, path: Path) -> None:
        if not _NAME.fullmatch(name):
            expected = "small letters, digits and underscores, a letter first"
            self.add(path, "not a possible name", expected)

    def variants(self) -> None:
        for name, variant in self.scenario.strategies.items():
            path = ("strategies", name)
            if name in self.package:
                self.add(path, "a strategy of the package has this name", "another name")
            if self.known(variant.play, self.package, (*path, "play"), "strategy"):
                self._parameters(variant, path)

    def _parameters(self, variant: Variant, path: Path) -> None:
        parameters = self.package[variant.play].parameters
        for key, value in variant.parameters.items():
            where = (*path, "parameters", key)
            if not self.known(key, parameters, where, f"parameter of {variant.play}"):
                continue
            low, high = parameters[key].low, parameters[key].high
            uncertain = self.distributions.get(".".join(where))
            for end in uncertain.ends if uncertain else (value,):
                if not low <= end <= high:
                    expected = f"a number between {low:g} and {high:g}"
                    self.add(where, f"{end:g} is out of range", expected)
                    break

    def strategy(self, name: str, actor: Actor | None, path: Path) -> None:
        """Check that a strategy exists and that the actor's role may play it."""
        valid = [*self.package, *self.scenario.strategies]
        if not self.known(name, valid, path, "strategy") or actor is None:
            return
        variant = self.scenario.strategies.get(name)
        played = self.package.get(variant.play if variant else name)
        if played is not None and actor.role.value not in played.roles:
            what = f"the role {actor.role.value} cannot play '{name}'"
            fit = [key for key, other in self.package.items() if actor.role.value in other.roles]
            self.add(path, what, one_of(fit))

    def table(self, table: Table, path: Path) -> None:
        self._seat(table.destination, (*path, "destination"), True)
        self._seat(table.partner, (*path, "partner"), False)
        if table.destination.actor == table.partner.actor:
            self.add((*path, "partner", "actor"), "both seats have one actor", "two actors")

    def _seat(self, seat: Seat, path: Path, destination: bool) -> None:
        where = (*path, "actor")
        actors = self.scenario.actors
        found = self.known(seat.actor, actors, where, "actor")
        if found and (role := actors[seat.actor].role).on_destination_side != destination:
            fit = [other.value for other in Role if other.on_destination_side == destination]
            what = f"the {role.value} '{seat.actor}' cannot take the {path[-1]} seat"
            self.add(where, what, f"an actor whose role is {one_of(fit)}")
        if seat.strategy is not None:
            self.strategy(seat.strategy, actors.get(seat.actor), (*path, "strategy"))

    def provision(self, provision: Provision, table: Table | None, path: Path) -> None:
        seats = [table.destination.actor, table.partner.actor] if table else None
        for key, name in (("giver", provision.giver), ("receiver", provision.receiver)):
            if name is None or not self.known(name, self.scenario.actors, (*path, key), "actor"):
                continue
            if seats is not None and name not in seats:
                self.add((*path, key), f"the {key} '{name}' is not at the table", one_of(seats))
        if provision.giver == provision.receiver:
            self.add((*path, "receiver"), "the giver receives its own provision", "another actor")
        floor, inherited, cap = (self._ends(provision, (*path, key)) for key in _LEVELS)
        if floor[1] > inherited[0]:
            what = f"the inherited level {inherited[0]:g} is below the floor {floor[1]:g}"
            self._levels(path, what, "inherited", "floor")
        if inherited[1] > cap[0]:
            what = f"the inherited level {inherited[1]:g} is above the cap {cap[0]:g}"
            self._levels(path, what, "inherited", "cap")

    def _ends(self, provision: Provision, path: Path) -> tuple[float, float]:
        """Return the smallest and largest value that a level can take."""
        uncertain = self.distributions.get(".".join(path))
        value: float = getattr(provision, path[-1])
        return uncertain.ends if uncertain else (value, value)

    def _levels(self, path: Path, what: str, *keys: str) -> None:
        """Report levels that contradict each other, at the one that a layer set, if any."""
        places = [(*path, key) for key in keys]
        moved = [place for place in places if place in self.document.moved]
        self.add((moved or places)[0], what, "floor <= inherited <= cap")

    def event(self, event: Event, path: Path) -> None:
        if (event.date is None) == (event.hazard is None):
            what = "has no date" if event.date is None else "has both a date and a hazard"
            self.add(path, what, "one of date, hazard")
        if event.date is not None:
            self._date(event.date, (*path, "date"))
        surge = event.kind is EventKind.SURGE
        right, wrong = ("route", "actor") if surge else ("actor", "route")
        target = getattr(event, right)
        if target is None:
            self.add(path, f"a {event.kind.value} needs the {right} that it befalls", right)
        else:
            self.known(target, getattr(self.scenario, f"{right}s"), (*path, right), right)
        if getattr(event, wrong) is not None:
            self.add((*path, wrong), f"a {event.kind.value} befalls no {wrong}", right)
        if event.table is not None:
            self._event_table(event, (*path, "table"))

    def _event_table(self, event: Event, path: Path) -> None:
        if event.kind not in (EventKind.GRIEVANCE, EventKind.TRUST):
            self.add(path, f"a {event.kind.value} is not limited to a table", "no table")
        elif event.table is not None and self.known(
            event.table, self.scenario.tables, path, "table"
        ):
            table = self.scenario.tables[event.table]
            seats = [table.destination.actor, table.partner.actor]
            if event.actor in self.scenario.actors and event.actor not in seats:
                fit = [
                    name
                    for name, other in self.scenario.tables.items()
                    if event.actor in (other.destination.actor, other.partner.actor)
                ]
                self.add(path, f"'{event.actor}' does not sit at '{event.table}'", one_of(fit))

    def _date(self, date: str, path: Path) -> None:
        month = _months(date) - _months(self.scenario.month_zero)
        if month < 0:
            expected = f"{self.scenario.month_zero} or later"
            self.add(path, f"{date} is before month zero", expected)
        # A shorter horizon set by a layer merely leaves later events unplayed.
        elif month >= self.scenario.horizon and ("horizon",) not in self.document.moved:
            expected = f"one of the {self.scenario.horizon} months from {self.scenario.month_zero}"
            self.add(path, f"{date} is after the horizon", expected)


_LEVELS = ("floor", "inherited", "cap")


def _months(date: str) -> int:
    year, month = date.split("-")
    return int(year) * 12 + int(month)
