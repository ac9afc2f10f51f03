"""From rows of the event log to things that are told together."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from sim.model.log import SHAPES, LogKind, numbers_of
from sim.model.state import State


@dataclass(frozen=True)
class LogRow:
    """One row of the log, with the rows that belong to it."""

    kind: LogKind
    month: int
    table: int
    seat: int
    """Seat that acted, -1 none; of what befalls an actor the actor's row."""
    thing: int
    """What it is about, see ``sim.model.log.SHAPES``; -1 none."""
    numbers: dict[str, float]
    """The numbers that decided it, by their names."""
    parts: tuple["LogRow", ...] = ()
    """Items of an offer or a text; further deliveries of the same month and table."""

    @property
    def side(self) -> int:
        """Side of its table that acted: 0 destination, 1 partner."""
        return self.seat % 2


def rows(state: State, first: int = 0, last: int | None = None) -> Iterator[LogRow]:
    """Rows of the log of months from `first` up to and including `last`."""
    for row in state.log[: int(state.run[0].logged)]:
        month = int(row.month)
        if month < first or (last is not None and month > last):
            continue
        kind = LogKind(int(row.kind))
        yield LogRow(kind, month, int(row.table), int(row.seat), int(row.object), numbers_of(row))


ANSWERS = frozenset({LogKind.ACCEPTANCE, LogKind.REFUSAL})


def gathered(single: Iterator[LogRow]) -> list[LogRow]:
    """Put items into the offers and texts that they belong to, and answers after their offers.

    Within a month all tables offer before any of them answers; a reader wants them together. And
    why talks are reopened comes before what kind of text they are now about.
    """
    found: list[LogRow] = []
    for row in single:
        head = found[-1] if found else None
        if row.kind in ANSWERS:
            found.insert(_after_offer(found, row), row)
            continue
        if row.kind is LogKind.RENEGOTIATION and head is not None and _prepares(head, row):
            found.insert(len(found) - 1, row)
            continue
        if (
            head is not None
            and SHAPES[row.kind].part_of is head.kind
            and row.table == head.table
            and row.month == head.month
        ):
            found[-1] = replace(head, parts=(*head.parts, row))
        else:
            found.append(row)
    return found


def _prepares(head: LogRow, reopening: LogRow) -> bool:
    """Whether a row tells what text the talks reopened next are about."""
    return head.kind is LogKind.DRAFTED and head.thing == reopening.thing


def _after_offer(found: list[LogRow], answer: LogRow) -> int:
    for place in range(len(found), 0, -1):
        head = found[place - 1]
        if head.month != answer.month:
            break
        if head.kind is LogKind.OFFER and head.thing == answer.thing:
            return place
    return len(found)
