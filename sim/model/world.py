"""Record types of the world around the tables: actors, routes, instruments, events, rules.

A record's field names are the field's own terms; fields that the scenario sets carry the names
they have there.
"""

from typing import Any

from sim.model.rows import NUMBER, WHOLE, Fields, row_type
from sim.scenario.actors import Actor
from sim.scenario.instruments import Instrument
from sim.scenario.parameters import Parameters
from sim.scenario.provisions import Route
from sim.scenario.treatments import Treatments

INSTRUMENT_WORDS = ("kind", "title", "form", "users", "carries", "after")


def numbers(model: type[Any], skip: tuple[str, ...] = ()) -> Fields:
    """Fields for the numbers of a schema model, under their own names."""
    return [(name, NUMBER) for name in model.model_fields if name not in skip]


ACTOR = row_type(
    "Actor",
    [
        *numbers(Actor, skip=("name", "role", "strategy", "member_of", "voting", "norm_appeal")),
        ("entity", WHOLE),  # hash of the name, for draws
        ("side", WHOLE),  # 0 destination side, 1 partner
        ("hurdle_before", NUMBER),  # hurdle at month zero
        ("capacity_before", NUMBER),  # control capacity at month zero
        ("election_hurdle", NUMBER),  # hurdle added while an election lasts
        ("election_until", WHOLE),  # month in which it ends
        ("governments", WHOLE),  # changes of government so far
        ("away_until", WHOLE),  # month in which an interruption of its talks ends
        ("needed", NUMBER),  # its largest dependence as a partner, this month
        ("left", WHOLE),  # meetings that it can still hold this month
        ("norm", WHOLE),  # 1 while it appeals to norms and offers nothing
        ("pressure", NUMBER),  # attempted arrivals at its border or, failing one, its union's
        # a union and its members
        ("member_of", WHOLE),  # -1 none
        ("members", WHOLE),  # how many it has
        ("people", NUMBER),  # whom they represent
        ("least_states", NUMBER),  # shares that a vote needs
        ("least_people", NUMBER),
        ("coherence_before", NUMBER),
        ("coherence_told", NUMBER),  # when last written to the log
        ("stake", NUMBER),  # factor on the worth of control
        ("margin", NUMBER),  # gain beyond what its ratifiers ask for, of the package last weighed
        ("lent", NUMBER),  # sanction capacity that members stand behind it with
        ("defected", WHOLE),  # 1 if it opened a table of its own
    ],
)

ROUTE = row_type(
    "Route",
    [
        *numbers(Route, skip=("through", "to", "via", "origin", "open")),
        ("entity", WHOLE),
        ("through", WHOLE),
        ("to", WHOLE),
        ("origin", WHOLE),
        ("open", WHOLE),
        ("first_border", WHOLE),  # its borders, in the order of crossing
        ("last_border", WHOLE),  # one past the last, which is `through`'s
        ("weight", NUMBER),  # in the choice between routes of one origin
        ("usual", NUMBER),  # share of its origin's people that took it at month zero
        ("people", NUMBER),  # who set out this month, before they choose
        ("moved", NUMBER),  # attempts diverted to it, or from it to longer ways
        ("told", NUMBER),  # attempts against the usual when last written to the log
        ("deviation", NUMBER),
        ("surge", NUMBER),
        ("surge_until", WHOLE),
        ("fence", NUMBER),  # share of those who come through whom the destination itself turns away
        ("control", NUMBER),
        ("readmission", NUMBER),
        ("attempts", NUMBER),
        ("arrivals", NUMBER),
        ("returns", NUMBER),
        ("harm", NUMBER),
        ("attempts_sum", NUMBER),
        ("arrivals_sum", NUMBER),
        ("returns_sum", NUMBER),
        ("harm_sum", NUMBER),
        ("moved_sum", NUMBER),
    ],
)

BORDER = row_type(
    "Border",
    [
        ("route", WHOLE),
        ("actor", WHOLE),
        ("control", NUMBER),
        ("control_before", NUMBER),
        ("floor", NUMBER),
        ("promised", NUMBER),  # the most control given at any table
        ("withdrawn", NUMBER),  # the least, where any table's is withdrawn
        ("passed", NUMBER),  # openness relative to month zero
        ("reached", NUMBER),  # attempts that this guard has to do with
        ("teaches", WHOLE),  # 1 for its guard's first border towards a destination
        ("exclusivity", NUMBER),  # share of attempts to the same destination that cross it
    ],
)

GUARDING = row_type(
    "Guarding",
    [
        ("border", WHOLE),
        ("provision", WHOLE),
    ],
)

TAKING = row_type(
    "Taking",
    [
        ("route", WHOLE),
        ("provision", WHOLE),
    ],
)

REACH = row_type(
    "Reach",
    [
        ("table", WHOLE),
        ("border", WHOLE),
    ],
)

RIVAL = row_type(
    "Rival",
    [
        ("table", WHOLE),
        ("other", WHOLE),
    ],
)

INSTRUMENT = row_type(
    "Instrument",
    [
        *numbers(Instrument, skip=INSTRUMENT_WORDS),
        ("entity", WHOLE),
        ("kind", WHOLE),
        ("formal", WHOLE),
        ("sectors", WHOLE),  # that it carries, one bit each
        ("after", WHOLE),
        ("signed", WHOLE),  # 1 for what two sides sign
    ],
)

EVENT = row_type(
    "Event",
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
        ("every", WHOLE),
        ("turnover", NUMBER),
        ("over", WHOLE),  # month in which an election that may change the government is over
        ("times", WHOLE),
    ],
)

RULE = row_type(
    "Rule",
    [
        *(
            (f"{group}_{name}", NUMBER)
            for group in Parameters.model_fields
            for name in type(getattr(Parameters(), group)).model_fields
        ),
        *((name, WHOLE) for name in Treatments.model_fields),
    ],
)
