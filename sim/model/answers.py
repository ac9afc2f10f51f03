"""What a seat would do and why: a move rehearsed on a copy of the state by the phase itself."""

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any, NamedTuple

from sim.model.codes import DESTINATION, ON, PARTNER, ComplianceBar, Stage, Status
from sim.model.lookups import in_force_at, seat_of
from sim.model.phases.demands import name_price, retaliate
from sim.model.phases.executions import execute_or_back_down, meet_tacitly
from sim.model.phases.exits import suspend_or_resume, walk_out
from sim.model.phases.offers import asked_target
from sim.model.phases.ratification import share_staged
from sim.model.phases.responses import respond
from sim.model.phases.threats import weigh_threat
from sim.model.propensities import compliance_bar
from sim.model.state import State
from sim.model.talks import position
from sim.model.venues import perhaps_open
from sim.strategies.dispatching import Moves
from sim.strategies.protocol import View

NOTHING: Mapping[str, Any] = MappingProxyType({})


class Answer(NamedTuple):
    """What a seat would do, and why."""

    move: str
    """The move asked about."""
    value: float
    """Monthly chance, share or utility, as the move returns; 0 where the move is barred."""
    proposed: float
    """What the rules proposed to the strategy; 0 where the move is barred."""
    about: str
    """Provision concerned, as ``issue.provision``; empty if none."""
    view: View
    """What the seat saw."""
    asked: str = ""
    """Provision that a threat would ask for, as ``issue.provision``; empty if none."""
    level: float = float("nan")
    """Level that is or would be asked for; NaN where nothing is."""
    reasons: Mapping[str, float] = NOTHING
    """Numbers behind what the rules proposed, by what they say; none for some moves."""
    tips: Mapping[str, float] = NOTHING
    """What would tip the balance, each alone: the value at which as much speaks for the move as
    against it, by what it is a value of. Empty if nothing alone would, or nothing need."""
    leans: bool = False
    """Whether as much speaks for the move as against it, or more; asked of three moves only:
    to comply, to execute and to accept."""
    bar: str = ""
    """Why the move cannot be made now; empty if it can."""

    def __str__(self) -> str:
        """The answer in one line."""
        named = f"{self.move} {self.about}".rstrip()
        if self.bar:
            return f"{named}: not now; {self.bar}"
        rules = "" if self.value == self.proposed else f" (the rules propose {self.proposed:.2f})"
        parts = [f"{named}: {self.value:.2f}{rules}", *_spelt(self.reasons)]
        tips = [f"would tip it: {' or '.join(_spelt(self.tips))}"] if self.tips else []
        return "; ".join([*parts, *tips])


def _spelt(numbers: Mapping[str, float]) -> list[str]:
    return [f"{what} {value:.2f}" for what, value in numbers.items()]


class Proposal(NamedTuple):
    """An offer that a seat would make, and the utilities behind it."""

    levels: dict[str, float]
    """Level of each provision on the agenda, as ``issue.provision``."""
    own_utility: float
    """What the package is worth to the side that offers it."""
    other_utility: float
    """What it is worth to the other."""
    target: float
    """Utility that the side holds out for."""
    reservation: float
    """Least utility that it could sign."""
    disagreement: float
    """Its expected utility without agreement."""
    nash: float
    """Its utility at the asymmetric Nash point."""


class Heard(NamedTuple):
    """What a seat was asked, what it answered, and the state in which that left the table."""

    view: View
    value: float
    state: State


BARS = {
    ComplianceBar.NO_DEMAND: "nothing is demanded of it",
    ComplianceBar.NO_THREAT: "no threat stands behind what is demanded",
    ComplianceBar.NEW_THREAT: "the threat is new this month",
    ComplianceBar.INDIVISIBLE: "what is demanded is given on paper or not at all",
    ComplianceBar.GIVEN: "it gives what is demanded",
    ComplianceBar.NO_MEANS: "what is demanded is beyond its means",
}


def hear(
    state: State, moves: Moves, table: int, side: int, move: str, given: Mapping[str, float]
) -> Heard | None:
    """Have a seat asked for a move as its phase asks, on a copy of the state.

    Args:
        state: the state; it is not changed.
        moves: the strategies.
        table: row of the table.
        side: the side that is asked.
        move: the move, of `sim.strategies.protocol.MOVES`.
        given: answers to put in the place of the strategy's, so that the phase goes on.

    Returns:
        None if the rules do not ask it for the move as things stand.
    """
    s = state.copy()
    heard: list[tuple[View, float]] = []
    entity = s.seat[seat_of(table, side)].entity

    def overheard(name: str, strategy: Callable[..., float]) -> Callable[..., float]:
        def ask(number: int, view: View, seat: Any) -> float:
            if seat.entity != entity:
                return 0.0
            value = float(strategy(number, view, seat))
            if name == move:
                heard.append((view, value))
            return given.get(name, value)

        return ask

    asked = {name: overheard(name, strategy) for name, strategy in moves._asdict().items()}
    listening = moves._replace(**asked)
    for phase in PHASES_OF[move]:
        if not heard:
            phase(s, listening, table, side)
    return Heard(*heard[-1], s) if heard else None


def why_not(s: State, table: int, side: int, move: str) -> str:
    """Why a seat is not asked for a move as things stand."""
    if move == "comply":
        return BARS[compliance_bar(s, table, side)]
    if move == "execute":
        return "no threat of its own is pending"
    if move in ("accept", "concede"):
        return "no offer stands" if move == "accept" else "there is nothing to agree on"
    if move == "approach":
        return "the two sides talk, or this table never opens"
    if move == "stage":
        return "only the destination side stages what it gives"
    if move == "leave" and side == DESTINATION:
        return "partners alone walk out"
    if move in ("suspend", "leave"):
        held = in_force_at(s, table)
        return "nothing can be kept back" if held else "no agreement is in force"
    if s.table[table].dormant == 1:
        return "the two sides do not talk yet"
    seat = s.seat[seat_of(table, side)]
    if seat.stage != Stage.NONE:
        return "a threat or withdrawal of its own stands"
    if seat.asked >= 0 and move in ("demand", "price", "blackmail"):
        return "a demand of its own stands"
    if side == DESTINATION and move in ("demand", "blackmail"):
        return "only partners name a price for what they give"
    if side == DESTINATION and move == "threaten" and s.run[0].month < s.table[table].mandate:
        return "it has no mandate yet"
    return "there is nothing to ask for, or nothing to withdraw"


def _demand(s: State, moves: Moves, table: int, side: int) -> None:
    if s.table[table].dormant == 0 and side == PARTNER:
        name_price(s, moves, table, side)


def _threaten(s: State, moves: Moves, table: int, side: int) -> None:
    if s.table[table].dormant == 0:
        weigh_threat(s, moves, table, side)


def _retaliate(s: State, moves: Moves, table: int, side: int) -> None:
    if s.table[table].dormant == 0:
        retaliate(s, moves, table, side)


def _execute(s: State, moves: Moves, table: int, side: int) -> None:
    if s.seat[seat_of(table, side)].stage == Stage.PENDING:
        execute_or_back_down(s, moves, table, side)


def leading_talks(s: State, table: int) -> int:
    """The talks that the table's first issue leads or is settled in."""
    return int(s.issue[int(s.table[table].first_issue)].talk)


def _concede(s: State, moves: Moves, table: int, side: int) -> None:
    lead = leading_talks(s, table)
    if position(s, lead):
        asked_target(s, moves, lead, side)


def _accept(s: State, moves: Moves, table: int, side: int) -> None:
    lead = leading_talks(s, table)
    if s.issue[lead].status == Status.TALKING and s.issue[lead].standing == 1 - side:
        respond(s, moves, lead)


def _approach(s: State, moves: Moves, table: int, side: int) -> None:
    if s.table[table].dormant == 1:
        perhaps_open(s, moves, table)


def _stage(s: State, moves: Moves, table: int, side: int) -> None:
    if side == DESTINATION:
        share_staged(s, moves, table)


def _suspend(s: State, moves: Moves, table: int, side: int) -> None:
    for issue in range(s.table[table].first_issue, s.table[table].last_issue):
        if s.issue[issue].in_force == 1 and s.rule[0].exit == ON:
            suspend_or_resume(s, moves, table, issue, side)


def _leave(s: State, moves: Moves, table: int, side: int) -> None:
    for issue in range(s.table[table].first_issue, s.table[table].last_issue):
        if s.issue[issue].in_force == 1 and s.rule[0].exit == ON:
            walk_out(s, moves, table, issue)


PHASES_OF: Mapping[str, tuple[Callable[[State, Moves, int, int], None], ...]] = {
    "demand": (_demand,),
    "price": (_demand, _threaten),
    "blackmail": (_demand,),
    "retaliate": (_retaliate,),
    "threaten": (_threaten,),
    "execute": (_execute,),
    "comply": (meet_tacitly,),
    "concede": (_concede,),
    "accept": (_accept,),
    "approach": (_approach,),
    "stage": (_stage,),
    "suspend": (_suspend,),
    "leave": (_leave,),
}
"""The part of a phase that asks for a move, by the move."""
