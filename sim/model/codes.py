"""Whole numbers that stand for words in the state; taken from the schema wherever it has them."""

from collections.abc import Mapping
from enum import Enum, IntEnum
from functools import lru_cache

from sim.scenario import treatments as choice
from sim.scenario.actors import Voting
from sim.scenario.instruments import InstrumentKind
from sim.scenario.provisions import Sector


@lru_cache(maxsize=None, typed=True)
def code(value: Enum) -> int:
    """Place of a value in its enumeration; later values may be appended, never inserted."""
    return list(type(value)).index(value)


def words(kind: type[Enum]) -> Mapping[int, str]:
    """What the codes of an enumeration stand for."""
    return {index: str(value.value) for index, value in enumerate(kind)}


NOTHING_OUTSIDE = -1e6
"""Outside option that nobody would take: of an actor that has none."""

DESTINATION, PARTNER = 0, 1
SIDES = (DESTINATION, PARTNER)


class Stage(IntEnum):
    """How far a seat's threat has come."""

    NONE = 0
    PENDING = 1
    EXECUTED = 2
    RETALIATION = 3


class Fate(IntEnum):
    """What became of a demand, or of the threat that backed it, while its success was followed."""

    UNBACKED = 0
    AVERTED = 1
    EXECUTED = 2
    DROPPED = 3


class ComplianceBar(IntEnum):
    """Why a side cannot meet what is demanded of it without paper."""

    NONE = 0
    NO_DEMAND = 1
    NO_THREAT = 2
    NEW_THREAT = 3
    INDIVISIBLE = 4
    GIVEN = 5
    NO_MEANS = 6


class Status(IntEnum):
    """Where talks stand."""

    CLOSED = 0
    TALKING = 1
    PAUSED = 2
    SIGNED = 3


class AgreementForm(IntEnum):
    """What binds an agreement."""

    NONE = 0
    INFORMAL = 1
    FORMAL = 2


class RunError(IntEnum):
    """Why a run failed."""

    NONE = 0
    NUMBER = 1
    RANGE = 2
    LOG = 3


ERRORS: Mapping[int, str] = {
    RunError.NUMBER: "a value is not a number",
    RunError.RANGE: "a value is out of its range",
    RunError.LOG: "the event log is full",
}


LINKAGE_NONE = code(choice.Linkage.NONE)
LINKAGE_SUBSTANTIVE = code(choice.Linkage.SUBSTANTIVE)
LINKAGE_FORCED = code(choice.Linkage.FORCED)
CROSS_ISSUE_ALLOWED = code(choice.CrossIssueThreats.ALLOWED)
ORDER_LISTED = code(choice.TableOrder.LISTED)
ORDER_REVERSED = code(choice.TableOrder.REVERSED)
PROTOCOL_RANDOM = code(choice.OfferProtocol.RANDOM)
CONCESSION_EXPONENTIAL = code(choice.ConcessionRule.EXPONENTIAL)
CONCESSION_ZEUTHEN = code(choice.ConcessionRule.ZEUTHEN)
CONCESSION_ATTRITION = code(choice.ConcessionRule.ATTRITION)
DEADLINES_PRIVATE = code(choice.Deadlines.PRIVATE)
ON = code(choice.Switch.ON)
REACTANCE_OFF = code(choice.Reactance.OFF)
REACTANCE_STAKES = code(choice.Reactance.STAKES)
ESTIMATE_TARGET = code(choice.ThreatEstimate.TARGET)
PROMISE_EXPECTED = code(choice.PromiseCost.EXPECTED)
ADOPTION_ONCE = code(choice.AdoptionCost.ONCE)
ENFORCEMENT_SANCTIONS = code(choice.Enforcement.SANCTIONS)
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

SECTOR_READMISSION = code(Sector.READMISSION)
SECTOR_EQUIPMENT = code(Sector.EQUIPMENT)


class Draw(IntEnum):
    """What a draw decides: part of its key, so that one decision never shifts another."""

    BENEFIT = 1
    COST = 2
    EVENT = 3
    FLOW = 4
    MANDATE = 5
    ORDER = 6
    DEMAND = 7
    AMBITION = 8
    BLACKMAIL = 9
    RETALIATE = 10
    THREATEN = 11
    LAG = 12
    EXECUTE = 13
    COMPLY = 14
    MEET = 15
    PROPOSER = 16
    JUDGEMENT = 17
    FORM = 18
    RATIFY = 19
    DELAY = 20
    OBSERVE = 21
    LAPSE = 22
    SUSPEND = 23
    REOPEN = 24
    GOVERNMENT = 25
    HURDLE = 26
    SURVIVE = 27
    RELAPSE = 28
    APPROACH = 29
    TURN = 30
    INSTRUMENT = 31
    LEARN = 32
    VOTE = 33
    UPGRADE = 34
    TURNOVER = 35
    YIELD = 36
