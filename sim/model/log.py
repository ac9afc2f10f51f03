"""The event log: everything that happened, with the numbers that decided it."""

from enum import IntEnum

from sim.model.codes import ERROR_LOG, ERROR_NONE
from sim.model.state import State
from sim.rules.compiling import compiles


class Kind(IntEnum):
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


NUMBERS: dict[Kind, tuple[str, ...]] = {
    Kind.EVENT: ("size", "months"),
    Kind.DEMAND: ("asked_level", "level_before", "chance", "ambition"),
    Kind.THREAT: ("withdrawn_to", "due_month", "chance", "asked_provision"),
    Kind.EXECUTION: ("level_before", "level_after", "chance", "other_disagreement"),
    Kind.BACK_DOWN: ("chance", "credibility_after"),
    Kind.RETALIATION: ("level_before", "level_after", "chance", "grievance"),
    Kind.TACIT_COMPLIANCE: ("level_before", "level_after", "chance"),
    Kind.LIFTING: ("level_before", "level_after", "reason"),
    Kind.LINKED: ("gain", "linkage_cost", "lead_issue"),
    Kind.NO_ZONE: ("disagreement_destination", "disagreement_partner"),
    Kind.OFFER: ("own_utility", "other_utility", "target", "disagreement"),
    Kind.OFFER_ITEM: ("level", "level_now"),
    Kind.ACCEPTANCE: ("perceived_utility", "least_accepted", "reservation", "noise"),
    Kind.REFUSAL: ("perceived_utility", "least_accepted", "reservation", "noise"),
    Kind.SIGNATURE: ("form", "chance_informal", "utility_destination", "utility_partner"),
    Kind.SIGNED_ITEM: ("level", "inherited"),
    Kind.UNRATIFIED: ("gain", "surprise"),
    Kind.IN_FORCE: ("form",),
    Kind.ROUND_ENDED: ("months",),
    Kind.DELIVERY: ("level", "delivered_share", "goal", "due_share"),
    Kind.SUSPENSION: ("level_before", "level_after", "shortfall"),
    Kind.COLLAPSE: ("shortfall", "age"),
    Kind.RENEGOTIATION: ("pressure_change", "age"),
    Kind.GOVERNMENT_CHANGE: ("hurdle_before", "hurdle_after"),
    Kind.DEMAND_SETTLED: ("share_met", "asked_level", "level"),
    Kind.MANDATE: ("from_month",),
    Kind.RESUMPTION: ("level_before", "level_after"),
    Kind.RELAPSE: ("level_before", "level_after", "chance"),
    Kind.OPENED: ("gain", "chance", "off_the_line"),
    Kind.ROUTED: ("gain_alone", "gain_within"),
    Kind.TURN: ("felt_pressure", "chance"),
    Kind.DRAFTED: ("instrument",),
    Kind.DIALOGUE: ("quality", "trust_destination", "trust_partner"),
    Kind.LEARNED: ("strategy_before", "strategy_after", "success", "chance"),
    Kind.COHERENCE: ("before", "after", "dispersion"),
    Kind.DISPLACEMENT: ("attempts", "attempts_as_usual"),
    Kind.VOTED_DOWN: ("hurdle_share",),
}
"""Names of the numbers a, b, c, d of each kind of row."""

EVENT = int(Kind.EVENT)
DEMAND = int(Kind.DEMAND)
THREAT = int(Kind.THREAT)
EXECUTION = int(Kind.EXECUTION)
BACK_DOWN = int(Kind.BACK_DOWN)
RETALIATION = int(Kind.RETALIATION)
TACIT_COMPLIANCE = int(Kind.TACIT_COMPLIANCE)
LIFTING = int(Kind.LIFTING)
LINKED = int(Kind.LINKED)
NO_ZONE = int(Kind.NO_ZONE)
OFFER = int(Kind.OFFER)
OFFER_ITEM = int(Kind.OFFER_ITEM)
ACCEPTANCE = int(Kind.ACCEPTANCE)
REFUSAL = int(Kind.REFUSAL)
SIGNATURE = int(Kind.SIGNATURE)
SIGNED_ITEM = int(Kind.SIGNED_ITEM)
UNRATIFIED = int(Kind.UNRATIFIED)
IN_FORCE = int(Kind.IN_FORCE)
ROUND_ENDED = int(Kind.ROUND_ENDED)
DELIVERY = int(Kind.DELIVERY)
SUSPENSION = int(Kind.SUSPENSION)
COLLAPSE = int(Kind.COLLAPSE)
RENEGOTIATION = int(Kind.RENEGOTIATION)
GOVERNMENT_CHANGE = int(Kind.GOVERNMENT_CHANGE)
DEMAND_SETTLED = int(Kind.DEMAND_SETTLED)
MANDATE = int(Kind.MANDATE)
RESUMPTION = int(Kind.RESUMPTION)
RELAPSE = int(Kind.RELAPSE)
OPENED = int(Kind.OPENED)
ROUTED = int(Kind.ROUTED)
TURN = int(Kind.TURN)
DRAFTED = int(Kind.DRAFTED)
DIALOGUE = int(Kind.DIALOGUE)
LEARNED = int(Kind.LEARNED)
COHERENCE = int(Kind.COHERENCE)
DISPLACEMENT = int(Kind.DISPLACEMENT)
VOTED_DOWN = int(Kind.VOTED_DOWN)


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
        kind: what happened, one of this module's constants.
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
        if run.error == ERROR_NONE:
            run.error = ERROR_LOG
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


# why a withdrawal was lifted
REASON_MET, REASON_CALM, REASON_SUNSET, REASON_AGREED = 0, 1, 2, 3

FULLY_MET = 0.75
"""Share of a declared demand from which it counts as fully met; partly from .25."""
PARTLY_MET = 0.25
