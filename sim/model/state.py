"""The state of a run: one array of records per kind of entity, shared by both drivers.

A record's field names are the field's own terms; fields that the scenario sets carry the names
they have there. Phases read and write records in place, and the readable driver's agents are
windows on these rows: there is no second copy of anything.
"""

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from sim.scenario.actors import Actor
from sim.scenario.parameters import Parameters
from sim.scenario.provisions import Provision, Route
from sim.scenario.treatments import Treatments

Records = NDArray[np.void]
Fields = list[tuple[Any, ...]]

PARAMETERS_OF_A_STRATEGY = 8
MOST_INDIVISIBLE = 3

NUMBER, WHOLE = "f8", "i8"


def _numbers(model: type[Any], skip: tuple[str, ...] = ()) -> Fields:
    """Fields for the numbers of a schema model, under their own names."""
    return [(name, NUMBER) for name in model.model_fields if name not in skip]


ACTOR = np.dtype(
    [
        *_numbers(Actor, skip=("name", "role", "strategy")),
        ("entity", WHOLE),  # hash of the name, for draws
        ("side", WHOLE),  # 0 destination side, 1 partner
        ("capacity_before", NUMBER),  # control capacity at month zero
        ("election_hurdle", NUMBER),  # hurdle added while an election lasts
        ("election_until", WHOLE),  # month in which it ends
        ("governments", WHOLE),  # changes of government so far
    ],
    align=True,
)

TABLE = np.dtype(
    [
        ("entity", WHOLE),
        ("first_file", WHOLE),
        ("last_file", WHOLE),  # one past the last
        ("first", WHOLE),  # provisions
        ("last", WHOLE),
        ("route", WHOLE),  # route that the partner's control governs, -1 none
        ("initiator", WHOLE),  # side
        ("tie", NUMBER),
        ("meet", NUMBER),
        ("round_months", NUMBER),
        ("pause_months", NUMBER),
        ("mandate_months", NUMBER),
        ("linkage_cost", NUMBER),
        ("mandate", NUMBER),  # month from which the destination side may negotiate
        ("order", WHOLE),  # table that acts at this place in the month
        ("meets", WHOLE),  # 1 if the two meet this month
    ],
    align=True,
)

SEAT = np.dtype(
    [
        ("entity", WHOLE),
        ("actor", WHOLE),
        ("trust", NUMBER),
        ("credibility", NUMBER),
        ("grievance", NUMBER),
        ("adoption_cost", NUMBER),
        ("dependence", NUMBER),  # what it would lose if the other withdrew all, this month
        ("strategy", WHOLE),
        ("parameters", NUMBER, (PARAMETERS_OF_A_STRATEGY,)),
        # the current demand, -1 where none
        ("asked", WHOLE),  # provision of the other side
        ("asked_level", NUMBER),
        ("asked_before", NUMBER),  # its level when the demand was made
        ("asked_month", WHOLE),
        ("reverse", WHOLE),  # 1 if the demand names a partner's price
        # the current threat, and what it would withdraw
        ("stage", WHOLE),  # STAGE_*
        ("withdrawn", WHOLE),  # own provision
        ("withdrawn_to", NUMBER),
        ("threat_month", WHOLE),
        ("due", NUMBER),  # month from which it may be executed
        ("executed_month", WHOLE),
        # sums for the record
        ("threats", WHOLE),
        ("executions", WHOLE),
        ("bluffs", WHOLE),
        ("retaliations", WHOLE),
        ("demands", WHOLE),
        ("demands_settled", WHOLE),
        ("demand_met", NUMBER),  # sum of shares met of settled demands
        ("tacit", WHOLE),
        ("audience", NUMBER),  # audience costs paid so far
        ("concession", NUMBER),  # sum over months of the mean share raised
        ("promised", NUMBER),  # sum over months of what was due
        ("delivered", NUMBER),  # sum over months of what of it was delivered
        ("welfare", NUMBER),  # sum over months of utility in force
    ],
    align=True,
)

FILE = np.dtype(
    [
        ("entity", WHOLE),
        ("table", WHOLE),
        ("first", WHOLE),
        ("last", WHOLE),
        ("open", WHOLE),
        ("talk", WHOLE),  # the file that leads the talks in which this one is settled
        # the talks that this file leads
        ("status", WHOLE),  # STATUS_*
        ("clock", NUMBER),  # months in the current round
        ("resume", NUMBER),  # month in which a pause ends
        ("proposer", WHOLE),  # side whose turn it is
        ("standing", WHOLE),  # side whose offer stands, -1 none
        ("zone", WHOLE),  # 1 if a zone of agreement existed at the last meeting
        ("rounds", WHOLE),
        ("meetings", WHOLE),
        # the agreement
        ("in_force", WHOLE),
        ("form", WHOLE),  # FORM_*
        ("signed", WHOLE),  # month of signature, -1 none
        ("effect", NUMBER),  # month in which it takes effect
        ("age", NUMBER),
        ("pressure_signed", NUMBER),
        ("width", WHOLE),  # files settled together
        # the terms of the current meeting, for searches along the frontier
        ("terms", WHOLE),
        ("ends", WHOLE),  # combinations of indivisible provisions
        ("base_0", NUMBER),  # utility of each side without any raise
        ("base_1", NUMBER),
        ("ratio_low", NUMBER),
        ("ratio_high", NUMBER),
        ("ratio", NUMBER),  # where the last search ended
        ("utility_0", NUMBER),  # of the package last found, for each side
        ("utility_1", NUMBER),
        # for the record
        ("first_signed", WHOLE),
        ("first_form", WHOLE),
        ("breadth", WHOLE),  # provisions raised by the first agreement
        ("depth", NUMBER),  # mean share of the way to the cap that it raised them
        ("agreements", WHOLE),
        ("unratified", WHOLE),
        ("lapses", WHOLE),
        ("suspensions", WHOLE),
        ("renegotiations", WHOLE),
        ("months_in_force", WHOLE),
    ],
    align=True,
)

BID = np.dtype(
    [
        ("target", NUMBER),
        ("best", NUMBER),
        ("nash", NUMBER),
        ("disagreement", NUMBER),  # expected, pending threats included
        ("reservation", NUMBER),
        ("noise", NUMBER),  # misjudgement in this round
        ("own_offer", NUMBER),  # own utility of the own standing offer
        ("other_offer", NUMBER),  # own utility of the other side's standing offer
        ("other_before", NUMBER),  # the same of its offer before
        ("offers", WHOLE),  # offers made in this round
        ("nash_first", NUMBER),  # Nash point before any threat
        ("disagreement_first", NUMBER),
        ("signed_first", NUMBER),  # own utility of the first package signed
    ],
    align=True,
)

PROVISION = np.dtype(
    [
        *_numbers(Provision, skip=("giver", "receiver", "sector", "divisible", "kind", "cluster")),
        ("entity", WHOLE),
        ("start", NUMBER),  # inherited level at month zero; stocks given since raise the other
        ("table", WHOLE),
        ("file", WHOLE),
        ("giver", WHOLE),  # side
        ("receiver", WHOLE),  # side
        ("sector", WHOLE),
        ("migration", WHOLE),
        ("divisible", WHOLE),
        ("stock", WHOLE),
        ("cluster", WHOLE),  # -1 none
        ("worth", NUMBER),  # benefit as circumstances scale it this month
        ("level", NUMBER),  # supplied now
        ("agreed", NUMBER),  # promised by the agreement in force
        ("delivered", NUMBER),  # share of the promised increment supplied
        ("seen", NUMBER),  # the same, as the receiver observes it
        ("due", NUMBER),  # share that is due this month
        ("suspended", WHOLE),
        ("tacit", WHOLE),  # 1 while it stands raised without paper
        ("told", NUMBER),  # level last written to the log
        ("offer", NUMBER, (2,)),  # level in the standing offer of each side
        ("trial", NUMBER),  # level in the package under evaluation
    ],
    align=True,
)

TERM = np.dtype(
    [
        ("provision", WHOLE),
        ("receiver", WHOLE),
        ("cluster", WHOLE),
        ("worth", NUMBER),  # expected, per unit raised
        ("marginal", NUMBER),  # giver's marginal cost at the inherited level
        ("cost", NUMBER),
        ("room", NUMBER),  # how far it can rise
        ("raised", NUMBER),
        ("near", NUMBER),  # how far it is raised at the first end of a mixture
    ],
    align=True,
)

ROUTE = np.dtype(
    [
        *_numbers(Route, skip=("through", "to")),
        ("entity", WHOLE),
        ("through", WHOLE),
        ("to", WHOLE),
        ("deviation", NUMBER),
        ("surge", NUMBER),
        ("surge_until", WHOLE),
        ("control", NUMBER),
        ("control_before", NUMBER),
        ("floor", NUMBER),
        ("readmission", NUMBER),
        ("attempts", NUMBER),
        ("arrivals", NUMBER),
        ("returns", NUMBER),
        ("harm", NUMBER),
        ("attempts_sum", NUMBER),
        ("arrivals_sum", NUMBER),
        ("returns_sum", NUMBER),
        ("harm_sum", NUMBER),
    ],
    align=True,
)

EVENT = np.dtype(
    [
        ("entity", WHOLE),
        ("kind", WHOLE),
        ("actor", WHOLE),
        ("route", WHOLE),
        ("table", WHOLE),
        ("month", WHOLE),  # -1 where drawn
        ("hazard", NUMBER),
        ("size", NUMBER),
        ("months", WHOLE),
        ("times", WHOLE),
    ],
    align=True,
)

RULE = np.dtype(
    [
        *(
            (f"{group}_{name}", NUMBER)
            for group in Parameters.model_fields
            for name in type(getattr(Parameters(), group)).model_fields
        ),
        *((name, WHOLE) for name in Treatments.model_fields),
    ],
    align=True,
)

RUN = np.dtype(
    [
        ("seed", WHOLE),
        ("replication", WHOLE),
        ("month", WHOLE),
        ("horizon", WHOLE),
        ("logged", WHOLE),  # rows in the log
        ("error", WHOLE),  # ERROR_*
    ],
    align=True,
)

LOG = np.dtype(
    [
        ("month", WHOLE),
        ("kind", WHOLE),  # sim.model.log.Kind
        ("table", WHOLE),
        ("seat", WHOLE),
        ("object", WHOLE),  # provision, file or event, by kind
        ("a", NUMBER),
        ("b", NUMBER),
        ("c", NUMBER),
        ("d", NUMBER),
    ],
    align=True,
)


class State(NamedTuple):
    """All that a run knows. Arrays of records; the last four may be empty to save memory."""

    run: Records
    rule: Records
    actor: Records
    table: Records
    seat: Records
    file: Records
    bid: Records
    provision: Records
    route: Records
    event: Records
    term: Records
    """One row per divisible provision on the agenda of the talks under way."""
    points: NDArray[np.float64]
    """Candidates by combination of indivisible provisions: utilities of both sides, what the
    combination itself adds to them, and where on the frontier the candidate lies; shape
    (7, 2**MOST_INDIVISIBLE)."""
    outcome: Records
    """Row 0 the run, then one row per table."""
    log: Records
    months_table: Records
    months_provision: Records
    months_route: Records

    def copy(self) -> "State":
        """An independent copy."""
        return State._make(array.copy() for array in self)
