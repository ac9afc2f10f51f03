"""What a step of a game changed: in words and in numbers."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from sim.model.assembly import Names
from sim.model.state import State
from sim.scenario import Scenario
from sim.story.cast import Cast
from sim.story.monthly import QUIET, months
from sim.story.words import capital, number, owned, spaced


@dataclass(frozen=True)
class Movement:
    """One number that moved, and its way there."""

    what: str
    """In words, such as "Morocco: border control" or "Morocco's trust in Spain"."""
    before: float
    after: float
    path: tuple[float, ...] = ()
    """Its value at the end of each month so far, oldest first; what a small picture draws."""

    def __str__(self) -> str:
        """Such as "Morocco: border control 0.65 -> 0.20"."""
        return f"{self.what} {number(self.before)} -> {number(self.after)}"


@dataclass(frozen=True)
class Step:
    """A month, or a phase of one, and what it changed."""

    title: str
    """Calendar month, such as "May 2021"; of a single phase with its name."""
    lines: tuple[str, ...]
    """What happened, one or two sentences a line; empty where nothing did."""
    moved: tuple[Movement, ...] = ()
    """Levels, memory and flows that moved, by more than shows in two decimals."""
    last: bool = False
    """Whether the run is finished with it."""

    def __str__(self) -> str:
        """The step as plain text."""
        told = [f"  {line}" for line in self.lines or (QUIET,)]
        moved = [f"  {movement}" for movement in self.moved]
        more = ["  Moved:", *(f"  {line}" for line in moved)] if moved else []
        end = ["  The run is finished."] if self.last else []
        return "\n".join([self.title, *told, *more, *end])

    __repr__ = __str__


def untold(lines: Sequence[str], told: Sequence[str]) -> list[str]:
    """Sentences of a month beyond those told earlier in it.

    Answers are told after their offers, so that a new sentence may stand between old ones; and
    some sentences grow at the end of the month, when what they led to has been counted.
    """
    beginnings = tuple(line.rstrip(".") for line in told)
    return [line for line in lines if not line.startswith(beginnings)]


def lines_of(
    scenario: Scenario, names: Names, state: State, month: int, persons: Collection[int] = ()
) -> tuple[str, ...]:
    """Sentences of one month, as far as it has been played; see `sim.story.monthly.months`."""
    story = months(scenario, names, state, persons)
    return story[month].lines if month < len(story) else ()


Values = dict[str, float]


def values(scenario: Scenario, names: Names, state: State) -> Values:
    """What a step is watched by: levels, memory, flows, each by its name in words."""
    cast = Cast(scenario, names, state)
    found = {
        f"{capital(cast.giver(i))}: {cast.provision(i)}": float(state.provision[i].level)
        for i in range(len(names.provisions))
    }
    for k in range(len(names.tables)):
        for side in range(2):
            who, other = cast.side(k, side), cast.side(k, 1 - side)
            seat = state.seat[2 * k + side]
            found[f"{capital(owned(who))} trust in {other}"] = float(seat.trust)
            found[f"{capital(owned(who))} grievance towards {other}"] = float(seat.grievance)
            found[f"{capital(owned(who))} credibility with {other}"] = float(seat.credibility)
    # Before the first month nobody has been counted.
    for row, name in enumerate(names.routes if state.run[0].month > 0 else ()):
        found[f"Arrivals on the route '{spaced(name)}'"] = float(state.route[row].arrivals)
    return found


def paths(names: Names, state: State) -> list[tuple[float, ...]]:
    """The same at the end of each month played, in the same order."""
    played = int(state.run[0].month)
    found = _by_month(state.months_provision["level"], played, len(names.provisions))
    for k in range(len(names.tables)):
        for side in ("destination", "partner"):
            for kept in ("trust", "grievance", "credibility"):
                column = state.months_table[f"{kept}_{side}"]
                found.append(_by_month(column, played, len(names.tables))[k])
    return found + _by_month(state.months_route["arrivals"], played, len(names.routes))


def _by_month(column: Any, played: int, count: int) -> list[tuple[float, ...]]:
    rows = column[: played * count].reshape(played, count)
    return [tuple(map(float, rows[:, place])) for place in range(count)]


def movements(
    before: Values, after: Values, paths: Sequence[tuple[float, ...]] = ()
) -> list[Movement]:
    """What moved between two moments as far as two decimals show, in the scenario's order."""
    ways = dict(zip(after, paths, strict=False))
    return [
        Movement(what, before[what], now, ways.get(what, ()))
        for what, now in after.items()
        if what in before and number(now) != number(before[what])
    ]
