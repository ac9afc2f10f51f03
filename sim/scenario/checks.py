"""What types cannot say: whether the parts of a scenario fit together.

This is the one file of the room that looks at the strategies.
"""

import re
from collections.abc import Mapping
from pathlib import Path as FilePath
from typing import Any

from sim.errors import InputError, Problem, nearest, one_of
from sim.paths import standing_at
from sim.scenario import checks_events, checks_instruments, checks_routes, checks_unions
from sim.scenario.actors import Actor, Role, Seat
from sim.scenario.checks_shared import ScenarioChecker
from sim.scenario.document import Document, Path
from sim.scenario.evidence import Distribution
from sim.scenario.provisions import Provision, Table
from sim.scenario.schema import Scenario, Variant

_NAME = re.compile(r"[a-z][a-z0-9_]*")
_NAMED = (
    *("actors", "tables", "issues", "routes", "instruments", "events"),
    *("strategies", "overrides", "record"),
)


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
    for issue_name, issue in scenario.issues.items():
        path = ("issues", issue_name)
        table_found = checker.known(issue.table, scenario.tables, (*path, "table"), "table")
        for name, provision in issue.provisions.items():
            at = scenario.tables[issue.table] if table_found else None
            checker.provision(provision, at, (*path, "provisions", name))
    for subject in (checks_unions, checks_routes, checks_instruments, checks_events):
        subject.check(checker)
    for name, record in scenario.record.items():
        if record.table is not None:
            checker.known(record.table, scenario.tables, ("record", name, "table"), "table")
    return checker.problems


class _Checker(ScenarioChecker):
    """What has to do with strategies, seats and provisions; the rest stands in files of its own."""

    def __init__(
        self,
        scenario: Scenario,
        document: Document,
        distributions: Mapping[str, Distribution],
    ) -> None:
        from sim.strategies import registry

        super().__init__(scenario, document, distributions)
        self.package: Mapping[str, Any] = {
            name: strategy
            for name, strategy in registry.strategies().items()
            if not getattr(strategy, "beside", False)
        }
        self.played: dict[str, Any] = {}

    def names(self) -> None:
        for part in _NAMED:
            for name in getattr(self.scenario, part):
                self._name(name, (part, name))
        for name, issue in self.scenario.issues.items():
            for provision in issue.provisions:
                self._name(provision, ("issues", name, "provisions", provision))

    def _name(self, name: str, path: Path) -> None:
        if not _NAME.fullmatch(name):
            expected = "small letters, digits and underscores, a letter first"
            self.add(path, "not a possible name", expected)

    def variants(self) -> None:
        for name, variant in self.scenario.strategies.items():
            path = ("strategies", name)
            if name in self.package:
                self.add(path, "a strategy of the package has this name", "another name")
            played = self._from_file(variant, path) if variant.file else None
            if variant.file is None and self.known(
                variant.play, self.package, (*path, "play"), "strategy"
            ):
                played = self.package[variant.play]
            if played is not None:
                self.played[name] = played
                self._parameters(variant, path)
        for name, variant in self.scenario.strategies.items():
            if name in self.played:
                self._menu(variant, self.played[name], ("strategies", name, "menu"))

    def _from_file(self, variant: Variant, path: Path) -> Any:
        """The strategy in a Python file beside the scenario; None, and problems, if it is none."""
        from sim.strategies.registry import add

        file = FilePath(self.document.file).parent / str(variant.file)
        try:
            if standing_at(file) == "nothing":
                near = nearest(file.name, (other.name for other in file.parent.glob("*.py")))
                self.add((*path, "file"), f"no such file: {file}", "a Python file", near)
                return None
            strategy = add(file, beside=True)
        except InputError as error:
            self.problems += error.problems
            return None
        self.known(variant.play, [strategy.name], (*path, "play"), f"strategy in {file.name}")
        return strategy if variant.play == strategy.name else None

    def _menu(self, variant: Variant, played: Any, path: Path) -> None:
        """Check what an adaptive strategy may choose from; no other has a menu."""
        if not getattr(played, "adapts", False):
            if variant.menu:
                self.add(path, f"'{variant.play}' does not choose from a menu", "no menu")
            return
        from sim.strategies import protocol

        if not 2 <= len(set(variant.menu)) == len(variant.menu) <= protocol.MENU_MOST:
            what = f"the menu holds {len(variant.menu)}" if variant.menu else "there is no menu"
            if len(set(variant.menu)) < len(variant.menu):
                what = "the menu names one twice"
            self.add(path, what, f"2 to {protocol.MENU_MOST} strategies, each once")
        for name in variant.menu:
            valid = [key for key, other in self.every.items() if not other.adapts]
            self.known(name, valid, path, "strategy to choose")

    def _parameters(self, variant: Variant, path: Path) -> None:
        parameters = self.played[path[-1]].parameters
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

    @property
    def every(self) -> dict[str, Any]:
        """What each name of a strategy stands for; the scenario's own names come first."""
        return {**self.package, **self.played}

    def strategy(self, name: str, actor: Actor | None, path: Path) -> None:
        """Check that a strategy exists and that the actor's role may play it."""
        valid = [*self.package, *self.scenario.strategies]
        if not self.known(name, valid, path, "strategy") or actor is None:
            return
        every, role = self.every, actor.role.value
        played = every.get(name)
        if played is None:
            return
        fit = [key for key, other in every.items() if role in other.roles]
        if role not in played.roles:
            self.add(path, f"the role {role} cannot play '{name}'", one_of(fit))
        variant = self.scenario.strategies.get(name)
        if variant is None and getattr(played, "adapts", False):
            what = f"'{name}' needs a menu"
            self.add(path, what, f"a strategy of the scenario that plays '{name}' and has a menu")
        for choice in variant.menu if variant else ():
            if choice in every and role not in every[choice].roles:
                where = ("strategies", name, "menu")
                self.add(where, f"the role {role} cannot play '{choice}'", one_of(fit))

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
        floor, inherited, cap = (self.ends((*path, key), getattr(provision, key)) for key in LEVELS)
        if floor[1] > inherited[0]:
            what = f"the inherited level {inherited[0]:g} is below the floor {floor[1]:g}"
            self._levels(path, what, "inherited", "floor")
        if inherited[1] > cap[0]:
            what = f"the inherited level {inherited[1]:g} is above the cap {cap[0]:g}"
            self._levels(path, what, "inherited", "cap")

    def _levels(self, path: Path, what: str, *keys: str) -> None:
        """Report levels that contradict each other, at the one that a layer set, if any."""
        places = [(*path, key) for key in keys]
        moved = [place for place in places if place in self.document.moved]
        self.add((moved or places)[0], what, "floor <= inherited <= cap")


LEVELS = ("floor", "inherited", "cap")
"""Numbers of a provision that rise in this order."""
