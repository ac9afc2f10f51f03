"""From rows of the event log to things that are told together."""

from collections.abc import Iterator
from dataclasses import dataclass

from sim.model.log import NUMBERS, LogKind
from sim.model.state import State


@dataclass(frozen=True)
class Happening:
    """One row of the log, with the rows that belong to it."""

    kind: LogKind
    month: int
    table: int
    seat: int
    """Seat that acted, -1 none; of events and changes of government the actor's row."""
    thing: int
    """Provision, issue or event, by kind; -1 none."""
    numbers: dict[str, float]
    """The numbers that decided it, by the names of ``sim.model.log.NUMBERS``."""
    parts: tuple["Happening", ...] = ()
    """Items of an offer or a text; further deliveries of the same month and table."""

    @property
    def side(self) -> int:
        """Side of its table that acted: 0 destination, 1 partner."""
        return self.seat % 2


PART_OF = {
    LogKind.OFFER_ITEM: LogKind.OFFER,
    LogKind.SIGNED_ITEM: LogKind.SIGNATURE,
    LogKind.DELIVERY: LogKind.DELIVERY,
}
"""Kinds that are told within another one that they follow at the same table."""


def rows(state: State, first: int = 0, last: int | None = None) -> Iterator[Happening]:
    """Rows of the log of months from `first` up to and including `last`."""
    for row in state.log[: int(state.run[0].logged)]:
        month = int(row.month)
        if month < first or (last is not None and month > last):
            continue
        kind = LogKind(int(row.kind))
        numbers = {
            name: float(row[letter]) for name, letter in zip(NUMBERS[kind], "abcd", strict=False)
        }
        yield Happening(kind, month, int(row.table), int(row.seat), int(row.object), numbers)


ANSWERS = frozenset({LogKind.ACCEPTANCE, LogKind.REFUSAL})


def gathered(happenings: Iterator[Happening]) -> list[Happening]:
    """Put items into the offers and texts that they belong to, and answers after their offers.

    Within a month all tables offer before any of them answers; a reader wants them together. And
    why talks are reopened comes before what kind of text they are now about.
    """
    found: list[Happening] = []
    for happening in happenings:
        head = found[-1] if found else None
        if happening.kind in ANSWERS:
            found.insert(_after_offer(found, happening), happening)
            continue
        if (
            happening.kind is LogKind.RENEGOTIATION
            and head is not None
            and _prepares(head, happening)
        ):
            found.insert(len(found) - 1, happening)
            continue
        if (
            head is not None
            and PART_OF.get(happening.kind) == head.kind
            and happening.table == head.table
            and happening.month == head.month
        ):
            found[-1] = Happening(
                head.kind,
                head.month,
                head.table,
                head.seat,
                head.thing,
                head.numbers,
                (*head.parts, happening),
            )
        else:
            found.append(happening)
    return found


def _prepares(head: Happening, reopening: Happening) -> bool:
    """Whether a row tells what text the talks reopened next are about."""
    return head.kind is LogKind.DRAFTED and head.thing == reopening.thing


def _after_offer(found: list[Happening], answer: Happening) -> int:
    for place in range(len(found), 0, -1):
        head = found[place - 1]
        if head.month != answer.month:
            break
        if head.kind is LogKind.OFFER and head.thing == answer.thing:
            return place
    return len(found)
