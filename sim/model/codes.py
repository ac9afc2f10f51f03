"""Whole numbers that stand for words in the state; taken from the schema wherever it has them."""

from collections.abc import Mapping
from enum import Enum
from functools import lru_cache

from sim.scenario import treatments as choice
from sim.scenario.actors import Voting
from sim.scenario.events import EventKind
from sim.scenario.instruments import InstrumentKind
from sim.scenario.provisions import Sector


@lru_cache(maxsize=None, typed=True)
def code(value: Enum) -> int:
    """Place of a value in its enumeration; later values may be appended, never inserted."""
    return list(type(value)).index(value)


def words(kind: type[Enum]) -> Mapping[int, str]:
    """What the codes of an enumeration stand for."""
    return {index: str(value.value) for index, value in enumerate(kind)}


DESTINATION, PARTNER = 0, 1

# threats
STAGE_NONE, STAGE_PENDING, STAGE_EXECUTED, STAGE_RETALIATION = 0, 1, 2, 3

# talks
STATUS_CLOSED, STATUS_TALKING, STATUS_PAUSED, STATUS_SIGNED = 0, 1, 2, 3

# agreements
FORM_NONE, FORM_INFORMAL, FORM_FORMAL = 0, 1, 2

# why a run failed
ERROR_NONE, ERROR_NUMBER, ERROR_RANGE, ERROR_LOG = 0, 1, 2, 3
ERRORS = {
    ERROR_NUMBER: "a value is not a number",
    ERROR_RANGE: "a value is out of its range",
    ERROR_LOG: "the event log is full",
}

LINKAGE_NONE = code(choice.Linkage.NONE)
LINKAGE_SUBSTANTIVE = code(choice.Linkage.SUBSTANTIVE)
LINKAGE_FORCED = code(choice.Linkage.FORCED)
CROSS_FILE_ALLOWED = code(choice.CrossFileThreats.ALLOWED)
ORDER_LISTED = code(choice.TableOrder.LISTED)
ORDER_REVERSED = code(choice.TableOrder.REVERSED)
PROTOCOL_RANDOM = code(choice.OfferProtocol.RANDOM)
CONCESSION_EXPONENTIAL = code(choice.ConcessionRule.EXPONENTIAL)
CONCESSION_ZEUTHEN = code(choice.ConcessionRule.ZEUTHEN)
ON = code(choice.Switch.ON)
DYNAMIC = code(choice.Memory.DYNAMIC)
EXECUTION_ALWAYS = code(choice.Execution.ALWAYS)
EXECUTION_NEVER = code(choice.Execution.NEVER)
STAGED = code(choice.Staging.STAGED)
FORM_CHOSEN = code(choice.Form.CHOSEN)
CAPACITY_BUILT = code(choice.Capacity.BUILT)

LEARNING_OFF = code(choice.Learning.OFF)
LEARNING_EWA = code(choice.Learning.EWA)

VOTING_UNANIMITY = code(Voting.UNANIMITY)
VOTING_SIMPLE = code(Voting.SIMPLE_MAJORITY)

INSTRUMENT_VISA_MEASURE = code(InstrumentKind.VISA_MEASURE)
INSTRUMENT_ENVOY = code(InstrumentKind.ENVOY)
INSTRUMENT_FUND = code(InstrumentKind.FUND)

EVENT_GRIEVANCE = code(EventKind.GRIEVANCE)
EVENT_TRUST = code(EventKind.TRUST)
EVENT_SURGE = code(EventKind.SURGE)
EVENT_ELECTION = code(EventKind.ELECTION)
EVENT_STRESS = code(EventKind.STRESS)
EVENT_GOVERNMENT_CHANGE = code(EventKind.GOVERNMENT_CHANGE)
EVENT_ROUTE_OPENS = code(EventKind.ROUTE_OPENS)
EVENT_INTERRUPTION = code(EventKind.INTERRUPTION)
EVENT_ROUTE_CLOSES = code(EventKind.ROUTE_CLOSES)

SECTOR_BORDER_CONTROL = code(Sector.BORDER_CONTROL)
SECTOR_READMISSION = code(Sector.READMISSION)
SECTOR_EQUIPMENT = code(Sector.EQUIPMENT)
SECTOR_AVIATION = code(Sector.AVIATION)

# what a draw decides: part of its key, so that one decision never shifts another
DRAW_BENEFIT, DRAW_COST = 1, 2
DRAW_EVENT, DRAW_FLOW, DRAW_MANDATE, DRAW_ORDER = 3, 4, 5, 6
DRAW_DEMAND, DRAW_AMBITION, DRAW_BLACKMAIL, DRAW_RETALIATE = 7, 8, 9, 10
DRAW_THREATEN, DRAW_LAG, DRAW_EXECUTE, DRAW_COMPLY = 11, 12, 13, 14
DRAW_MEET, DRAW_PROPOSER, DRAW_JUDGEMENT = 15, 16, 17
DRAW_FORM, DRAW_RATIFY, DRAW_DELAY, DRAW_OBSERVE = 18, 19, 20, 21
DRAW_LAPSE, DRAW_SUSPEND, DRAW_REOPEN, DRAW_GOVERNMENT, DRAW_HURDLE, DRAW_SURVIVE = (
    22,
    23,
    24,
    25,
    26,
    27,
)
DRAW_RELAPSE = 28
DRAW_APPROACH, DRAW_TURN, DRAW_INSTRUMENT, DRAW_LEARN = 29, 30, 31, 32
DRAW_VOTE, DRAW_UPGRADE, DRAW_TURNOVER = 33, 34, 35
