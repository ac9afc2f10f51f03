"""The event log: everything that happened, with the numbers that decided it."""

from enum import IntEnum

from sim.model.codes import (
    RunError,
)
from sim.model.state import State
from sim.rules.compiling import compiles


class LogKind(IntEnum):
    """What a row of the log reports; later kinds are appended."""

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


NUMBERS: dict[LogKind, tuple[str, ...]] = {
    LogKind.EVENT: ("size", "months"),
    LogKind.DEMAND: ("asked_level", "level_before", "chance", "ambition"),
    LogKind.THREAT: ("withdrawn_to", "due_month", "chance", "asked_provision"),
    LogKind.EXECUTION: ("level_before", "level_after", "chance", "other_disagreement"),
    LogKind.BACK_DOWN: ("chance", "credibility_after"),
    LogKind.RETALIATION: ("level_before", "level_after", "chance", "grievance"),
    LogKind.TACIT_COMPLIANCE: ("level_before", "level_after", "chance"),
    LogKind.LIFTING: ("level_before", "level_after", "reason"),
    LogKind.LINKED: ("gain", "linkage_cost", "lead_issue"),
    LogKind.NO_ZONE: ("disagreement_destination", "disagreement_partner"),
    LogKind.OFFER: ("own_utility", "other_utility", "target", "disagreement"),
    LogKind.OFFER_ITEM: ("level", "level_now"),
    LogKind.ACCEPTANCE: ("perceived_utility", "least_accepted", "reservation", "noise"),
    LogKind.REFUSAL: ("perceived_utility", "least_accepted", "reservation", "noise"),
    LogKind.SIGNATURE: ("form", "chance_informal", "utility_destination", "utility_partner"),
    LogKind.SIGNED_ITEM: ("level", "inherited"),
    LogKind.UNRATIFIED: ("gain", "surprise"),
    LogKind.IN_FORCE: ("form",),
    LogKind.ROUND_ENDED: ("months",),
    LogKind.DELIVERY: ("level", "delivered_share", "goal", "due_share"),
    LogKind.SUSPENSION: ("level_before", "level_after", "shortfall"),
    LogKind.COLLAPSE: ("shortfall", "age"),
    LogKind.RENEGOTIATION: ("pressure_change", "age"),
    LogKind.GOVERNMENT_CHANGE: ("hurdle_before", "hurdle_after"),
    LogKind.DEMAND_SETTLED: ("share_met", "asked_level", "level"),
    LogKind.MANDATE: ("from_month",),
    LogKind.RESUMPTION: ("level_before", "level_after"),
    LogKind.RELAPSE: ("level_before", "level_after", "chance"),
    LogKind.OPENED: ("gain", "chance", "off_the_line"),
    LogKind.ROUTED: ("gain_alone", "gain_within"),
    LogKind.TURN: ("felt_pressure", "chance"),
    LogKind.DRAFTED: ("instrument",),
    LogKind.DIALOGUE: ("quality", "trust_destination", "trust_partner"),
    LogKind.LEARNED: ("strategy_before", "strategy_after", "success", "chance"),
    LogKind.COHERENCE: ("before", "after", "dispersion"),
    LogKind.DISPLACEMENT: ("attempts", "attempts_as_usual"),
    LogKind.VOTED_DOWN: ("hurdle_share",),
}
"""Names of the numbers a, b, c, d of each kind of row."""


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
        thing: provision, issue or event, by kind; -1 none.
        a: first number, named in ``NUMBERS``.
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
