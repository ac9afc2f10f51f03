"""The event log: everything that happened, with the numbers that decided it."""

from collections.abc import Mapping
from enum import IntEnum, StrEnum
from types import MappingProxyType
from typing import Any, NamedTuple

from sim.model.codes import (
    RunError,
)
from sim.model.state import State
from sim.rules.compiling import compiles


class LogKind(IntEnum):
    """What a row of the log reports; later kinds are appended.

    A new kind takes its number here, its shape in `SHAPES`, and its sentence in the catalogue of
    `sim.story`.
    """

    EVENT = 0
    DEMAND = 1
    THREAT = 2
    EXECUTION = 3
    BACK_DOWN = 4
    RETALIATION = 5
    TACIT_COMPLIANCE = 6
    LIFTING = 7
    LINKED = 8
    NO_ZONE = 9
    OFFER = 10
    OFFER_ITEM = 11
    ACCEPTANCE = 12
    REFUSAL = 13
    SIGNATURE = 14
    SIGNED_ITEM = 15
    UNRATIFIED = 16
    IN_FORCE = 17
    ROUND_ENDED = 18
    DELIVERY = 19
    SUSPENSION = 20
    COLLAPSE = 21
    RENEGOTIATION = 22
    GOVERNMENT_CHANGE = 23
    DEMAND_SETTLED = 24
    MANDATE = 25
    RESUMPTION = 26
    RELAPSE = 27
    OPENED = 28
    ROUTED = 29
    TURN = 30
    DRAFTED = 31
    DIALOGUE = 32
    LEARNED = 33
    COHERENCE = 34
    DISPLACEMENT = 35
    VOTED_DOWN = 36


class About(StrEnum):
    """What the object of a row is, if it has one."""

    PROVISION = "provision"
    ISSUE = "issue"
    EVENT = "event"
    ROUTE = "route"
    NOTHING = "nothing"


class By(StrEnum):
    """Whose row the column `seat` holds."""

    SEAT = "seat"
    """The seat that acted."""
    ACTOR = "actor"
    """The actor that it befell, whichever seats it has; -1 if none."""
    NOBODY = "nobody"
    """Nobody's: -1."""


class RowShape(NamedTuple):
    """What rows of one kind hold."""

    about: About
    by: By
    numbers: tuple[str, ...]
    """Names of the numbers a, b, c, d."""
    places: Mapping[str, str] = MappingProxyType({})
    """Lists of names that numbers are places in; "menu" is the list of an adaptive seat."""
    part_of: LogKind | None = None
    """Kind of the row before it that it belongs to, at the same table and in the same month."""


_LEVELS = ("level_before", "level_after")
_ANSWER = ("perceived_utility", "least_accepted", "reservation", "noise")

SHAPES: Mapping[LogKind, RowShape] = {
    LogKind.EVENT: RowShape(About.EVENT, By.ACTOR, ("size", "months")),
    LogKind.DEMAND: RowShape(
        About.PROVISION, By.SEAT, ("asked_level", "level_before", "chance", "ambition")
    ),
    LogKind.THREAT: RowShape(
        About.PROVISION,
        By.SEAT,
        ("withdrawn_to", "due_month", "chance", "asked_provision"),
        {"asked_provision": "provisions"},
    ),
    LogKind.EXECUTION: RowShape(
        About.PROVISION, By.SEAT, (*_LEVELS, "chance", "other_disagreement")
    ),
    LogKind.BACK_DOWN: RowShape(About.PROVISION, By.SEAT, ("chance", "credibility_after")),
    LogKind.RETALIATION: RowShape(About.PROVISION, By.SEAT, (*_LEVELS, "chance", "grievance")),
    LogKind.TACIT_COMPLIANCE: RowShape(About.PROVISION, By.SEAT, (*_LEVELS, "chance")),
    LogKind.LIFTING: RowShape(About.PROVISION, By.SEAT, (*_LEVELS, "reason")),
    LogKind.LINKED: RowShape(
        About.ISSUE, By.NOBODY, ("gain", "linkage_cost", "lead_issue"), {"lead_issue": "issues"}
    ),
    LogKind.NO_ZONE: RowShape(
        About.ISSUE, By.NOBODY, ("disagreement_destination", "disagreement_partner")
    ),
    LogKind.OFFER: RowShape(
        About.ISSUE, By.SEAT, ("own_utility", "other_utility", "target", "disagreement")
    ),
    LogKind.OFFER_ITEM: RowShape(
        About.PROVISION, By.SEAT, ("level", "level_now"), part_of=LogKind.OFFER
    ),
    LogKind.ACCEPTANCE: RowShape(About.ISSUE, By.SEAT, _ANSWER),
    LogKind.REFUSAL: RowShape(About.ISSUE, By.SEAT, _ANSWER),
    LogKind.SIGNATURE: RowShape(
        About.ISSUE, By.SEAT, ("form", "chance_informal", "utility_destination", "utility_partner")
    ),
    LogKind.SIGNED_ITEM: RowShape(
        About.PROVISION, By.SEAT, ("level", "inherited"), part_of=LogKind.SIGNATURE
    ),
    LogKind.UNRATIFIED: RowShape(About.ISSUE, By.SEAT, ("gain", "surprise")),
    LogKind.IN_FORCE: RowShape(About.ISSUE, By.NOBODY, ("form",)),
    LogKind.ROUND_ENDED: RowShape(About.ISSUE, By.NOBODY, ("months",)),
    LogKind.DELIVERY: RowShape(
        About.PROVISION,
        By.SEAT,
        ("level", "delivered_share", "goal", "due_share"),
        part_of=LogKind.DELIVERY,
    ),
    LogKind.SUSPENSION: RowShape(About.PROVISION, By.SEAT, (*_LEVELS, "shortfall")),
    LogKind.COLLAPSE: RowShape(About.ISSUE, By.SEAT, ("shortfall", "age")),
    LogKind.RENEGOTIATION: RowShape(About.ISSUE, By.NOBODY, ("pressure_change", "age")),
    LogKind.GOVERNMENT_CHANGE: RowShape(About.NOTHING, By.ACTOR, ("hurdle_before", "hurdle_after")),
    LogKind.DEMAND_SETTLED: RowShape(
        About.PROVISION, By.SEAT, ("share_met", "asked_level", "level")
    ),
    LogKind.MANDATE: RowShape(About.NOTHING, By.SEAT, ("from_month",)),
    LogKind.RESUMPTION: RowShape(About.PROVISION, By.SEAT, _LEVELS),
    LogKind.RELAPSE: RowShape(About.PROVISION, By.SEAT, (*_LEVELS, "chance")),
    LogKind.OPENED: RowShape(About.NOTHING, By.SEAT, ("gain", "chance", "off_the_line")),
    LogKind.ROUTED: RowShape(About.ISSUE, By.SEAT, ("gain_alone", "gain_within")),
    LogKind.TURN: RowShape(About.NOTHING, By.ACTOR, ("felt_pressure", "chance")),
    LogKind.DRAFTED: RowShape(
        About.ISSUE, By.NOBODY, ("instrument",), {"instrument": "instruments"}
    ),
    LogKind.DIALOGUE: RowShape(
        About.NOTHING, By.NOBODY, ("quality", "trust_destination", "trust_partner")
    ),
    LogKind.LEARNED: RowShape(
        About.NOTHING,
        By.SEAT,
        ("strategy_before", "strategy_after", "success", "chance"),
        {"strategy_before": "menu", "strategy_after": "menu"},
    ),
    LogKind.COHERENCE: RowShape(About.NOTHING, By.ACTOR, ("before", "after", "dispersion")),
    LogKind.DISPLACEMENT: RowShape(About.ROUTE, By.NOBODY, ("attempts", "attempts_as_usual")),
    LogKind.VOTED_DOWN: RowShape(About.ISSUE, By.SEAT, ("hurdle_share",)),
}
"""What the rows of each kind hold; whatever reads the log reads this."""


def numbers_of(row: Any) -> dict[str, float]:
    """The numbers of a row of the log, by their names."""
    names = SHAPES[LogKind(int(row.kind))].numbers
    return {name: float(row[letter]) for name, letter in zip(names, "abcd", strict=False)}


@compiles
def note(
    s: State,
    kind: int,
    table: int,
    seat: int,
    thing: int,
    a: float = 0.0,
    b: float = 0.0,
    c: float = 0.0,
    d: float = 0.0,
) -> None:
    """Write one row. A full log fails the run rather than lose rows.

    An empty log is the batch driver's way of not keeping one.

    Args:
        s: the state.
        kind: what happened, a `LogKind`.
        table: table, -1 where none is concerned.
        seat: seat that acted, -1 where none did; for actors' own events the actor.
        thing: what it is about, see ``SHAPES``; -1 none.
        a: first number, named in ``SHAPES``.
        b: second number.
        c: third number.
        d: fourth number.
    """
    room = len(s.log)
    if room == 0:
        return
    run = s.run[0]
    at = run.logged
    if at >= room:
        if run.error == RunError.NONE:
            run.error = RunError.LOG
        return
    row = s.log[at]
    row.month = run.month
    row.kind = kind
    row.table = table
    row.seat = seat
    row.object = thing
    row.a = a
    row.b = b
    row.c = c
    row.d = d
    run.logged = at + 1


class LiftReason(IntEnum):
    """Why a withdrawal was lifted."""

    MET = 0
    CALM = 1
    SUNSET = 2
    AGREED = 3


LOGGED_STEP = 0.05
"""Least change of a level, or of a union's coherence, that is written to the log."""
LOGGED_SHIFT = 0.25
"""Least change of people's shift between routes, against the usual, that is written to it."""
