"""The state of a run: one array of records per kind of entity, shared by both drivers.

A record's field names are the field's own terms; fields that the scenario sets carry the names
they have there. Phases read and write records in place, and the readable driver's agents are
windows on these rows: there is no second copy of anything.
"""

from typing import NamedTuple

from sim.model.codes import Fate
from sim.model.rows import NUMBER, WHOLE, Records, row_type
from sim.model.world import numbers
from sim.scenario.provisions import Provision
from sim.strategies.protocol import MENU_MOST

PARAMETERS_OF_A_STRATEGY = 8
MOST_INDIVISIBLE = 3
COMBINATIONS_MOST = 2**MOST_INDIVISIBLE
FOLLOWED_MOST = 8
"""Demands of a seat whose success is followed at the same time."""
PROVISION_WORDS = (
    *("title", "giver", "receiver", "sector", "divisible", "kind", "cluster"),
    *("shared", "fund"),
)

TABLE = row_type(
    "Table",
    [
        ("entity", WHOLE),
        ("first_issue", WHOLE),
        ("last_issue", WHOLE),  # one past the last
        ("first", WHOLE),  # provisions
        ("last", WHOLE),
        ("route", WHOLE),  # route that the partner's control governs, -1 none
        ("initiator", WHOLE),  # side
        ("tie", NUMBER),
        ("meet", NUMBER),
        ("round_months", NUMBER),  # public deadline of a round, 0 none
        ("pause_months", NUMBER),
        ("mandate_months", NUMBER),
        ("linkage_cost", NUMBER),
        ("mandate", NUMBER),  # month from which the destination side may negotiate
        ("order", WHOLE),  # table that acts at this place in the month
        ("meets", WHOLE),  # 1 if the two meet this month
        ("pressure", NUMBER),  # attempted arrivals that its partner's guard has to do with
        ("arrivals", NUMBER),
        ("usual", NUMBER),  # baseline attempts on its routes
        ("dialogue", NUMBER),
        ("dormant", WHOLE),
        ("union", WHOLE),  # table at which this one's union meets the same partner, -1 none
        ("has_members", WHOLE),  # 1 if its destination side is a union with members
        ("faces_members", WHOLE),  # 1 if its partner also faces a member of that union
        ("menu", WHOLE),  # instruments at hand, one bit each
        ("envoy", NUMBER),  # chance of meeting that an envoy adds
        ("conversing", WHOLE),  # 1 while the two talk without a zone of agreement
        ("dialogue_last", WHOLE),  # month of the last meeting without agreement, plus 1
        ("dialogue_months", WHOLE),
        ("routed", WHOLE),  # times that a member left the talks to its union
    ],
)

SEAT = row_type(
    "Seat",
    [
        ("entity", WHOLE),
        ("actor", WHOLE),
        ("trust", NUMBER),
        ("credibility", NUMBER),
        ("grievance", NUMBER),
        ("adoption_cost", NUMBER),
        ("dependence", NUMBER),  # what it would lose if the other withdrew all, this month
        ("dependence_given", NUMBER),  # the same where the scenario states it, else -1
        ("hurdle_here", NUMBER),  # hurdle at home at month zero, -1 where its actor's own counts
        ("withdrawable", NUMBER),  # sanction capacity here, -1 where its actor's own counts
        ("rival", NUMBER),  # what it would gain by the best offer of a rival table, 0 none
        ("strategy", WHOLE),
        ("threatens", WHOLE),  # 1 once it is known as one who threatens
        ("parameters", NUMBER, (PARAMETERS_OF_A_STRATEGY,)),
        # an adaptive seat's menu, and what it has learnt
        ("choices", WHOLE),  # strategies on the menu, 0 if it is not adaptive
        ("choice", WHOLE),  # the one it plays
        ("menu", WHOLE, (MENU_MOST,)),
        ("menu_parameters", NUMBER, (MENU_MOST, PARAMETERS_OF_A_STRATEGY)),
        ("attraction", NUMBER, (MENU_MOST,)),
        ("earned", NUMBER, (MENU_MOST,)),  # payoff when last played
        ("experience", NUMBER),
        ("welfare_reviewed", NUMBER),  # sum of utility at the last review
        # the current demand, -1 where none
        ("asked", WHOLE),  # provision of the other side
        ("asked_level", NUMBER),
        ("asked_before", NUMBER),  # its level when the demand was made
        ("asked_promised", NUMBER),  # what was promised of it then
        ("asked_month", WHOLE),
        ("reverse", WHOLE),  # 1 if the demand names a partner's price
        # the current threat, and what it would withdraw
        ("stage", WHOLE),  # STAGE_*
        ("withdrawn", WHOLE),  # own provision
        ("withdrawn_to", NUMBER),
        ("threat_month", WHOLE),
        ("due", NUMBER),  # month from which it may be executed
        ("executed_month", WHOLE),
        # demands whose success is followed, see `sim.model.success`
        ("following", WHOLE),  # place of the current demand among them, -1 none
        ("followed", WHOLE, (FOLLOWED_MOST,)),  # provision demanded, -1 where none
        ("followed_since", WHOLE, (FOLLOWED_MOST,)),  # month in which its window began
        ("followed_before", NUMBER, (FOLLOWED_MOST,)),  # level when the demand was made
        ("followed_promised", NUMBER, (FOLLOWED_MOST,)),  # what was promised then
        ("followed_level", NUMBER, (FOLLOWED_MOST,)),  # level demanded
        ("followed_best", NUMBER, (FOLLOWED_MOST,)),  # highest level in the window so far
        ("followed_fate", WHOLE, (FOLLOWED_MOST,)),  # FATE_*
        ("scored", WHOLE, (len(Fate),)),  # demands with a whole window, by fate
        ("success", NUMBER, (len(Fate),)),  # sum of shares met of them
        # sums for the record
        ("threats", WHOLE),
        ("executions", WHOLE),
        ("bluffs", WHOLE),
        ("retaliations", WHOLE),
        ("demands", WHOLE),
        ("demands_settled", WHOLE),
        ("demand_met", NUMBER),  # sum of shares met of settled demands
        ("tacit", WHOLE),
        ("concession", NUMBER),  # sum over months of the mean share conceded
        ("promised", NUMBER),  # sum over months of what was due
        ("delivered", NUMBER),  # sum over months of what of it was delivered
        ("welfare", NUMBER),  # sum over months of utility in force
    ],
)

ISSUE = row_type(
    "Issue",
    [
        ("entity", WHOLE),
        ("table", WHOLE),
        ("first", WHOLE),
        ("last", WHOLE),
        ("open", WHOLE),
        ("talk", WHOLE),  # the issue that leads the talks in which this one is settled
        # the talks that this issue leads
        ("status", WHOLE),  # STATUS_*
        ("clock", NUMBER),  # months in the current round
        ("final", WHOLE),  # meetings since neither side had more to concede
        ("exhausted", NUMBER),  # war of attrition: month from which only the obstinate are left
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
        ("width", WHOLE),  # issues settled together
        ("binding", NUMBER),  # how strongly its text binds
        ("instrument", WHOLE),  # instrument in force, -1 none
        ("drafted", WHOLE),  # instrument under negotiation, -1 none
        # instruments on which rounds have failed, one bit each; without instruments 1 after a round
        # about a formal text
        ("failed", WHOLE),
        ("sought", WHOLE),  # form of the text under negotiation, where no instrument says so
        ("informal", NUMBER),  # chance with which it was to be informal
        # the terms of the current meeting, for searches along the frontier
        ("terms", WHOLE),
        ("segments", WHOLE),  # pieces of the frontier, 0 where it has no closed form
        ("wholes", WHOLE),  # indivisible provisions on the agenda
        ("combinations", WHOLE),  # of those that can be given
        ("base_destination", NUMBER),  # utility of each side without any raise
        ("base_partner", NUMBER),
        # the destination side's base in parts, which members of a union feel differently
        ("base_migration", NUMBER),
        ("base_other", NUMBER),
        ("base_given", NUMBER),
        ("ratio_low", NUMBER),
        ("ratio_high", NUMBER),
        ("ratio", NUMBER),  # where the last search ended
        ("utility_destination", NUMBER),  # of the package last found, for each side
        ("utility_partner", NUMBER),
        # for the record
        ("first_signed", WHOLE),
        ("first_form", WHOLE),
        ("first_instrument", WHOLE),
        ("breadth", WHOLE),  # provisions raised by the first agreement
        ("depth", NUMBER),  # mean share of the way to the cap that it raised them
        ("most_first", NUMBER),  # largest joint gain that any package could have brought then
        ("agreements", WHOLE),
        ("unratified", WHOLE),
        ("lapses", WHOLE),
        ("suspensions", WHOLE),
        ("renegotiations", WHOLE),
        ("months_in_force", WHOLE),
    ],
)

SEGMENT = row_type(
    "Segment",
    [
        ("begins", NUMBER),  # weight ratio
        ("constant_destination", NUMBER),
        ("constant_partner", NUMBER),
        ("rising", NUMBER),
        ("falling", NUMBER),
    ],
)

BID = row_type(
    "Bid",
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
        ("waited", NUMBER),  # what waiting has cost in this round: -ln of the share left
        ("answered", NUMBER),  # war of attrition: month of the round of its last answer, -1 none
        ("nash_first", NUMBER),  # Nash point before any threat
        ("disagreement_first", NUMBER),
        ("signed_first", NUMBER),  # of the first package signed, as it entered into force
    ],
)

PROVISION = row_type(
    "Provision",
    [
        *numbers(Provision, skip=PROVISION_WORDS),
        ("entity", WHOLE),
        ("start", NUMBER),  # inherited level at month zero; stocks given since raise the other
        ("table", WHOLE),
        ("issue", WHOLE),
        ("giver", WHOLE),  # side
        ("receiver", WHOLE),  # side
        ("sector", WHOLE),
        ("migration", WHOLE),
        ("divisible", WHOLE),
        ("stock", WHOLE),
        ("cluster", WHOLE),  # -1 none
        ("shared", WHOLE),  # act that it shares with provisions at other tables, -1 none
        ("elsewhere", NUMBER),  # level of that act at other tables, below any level if none
        ("pledged", NUMBER),  # level of it that agreements at other tables promise
        ("opened", NUMBER),  # the same where it is withdrawn there, above any level if nowhere
        ("prior", NUMBER),  # the same when the agreement in force was made; paid for there
        ("fund", WHOLE),  # instrument that pays for it, -1 none
        ("softness", NUMBER),  # share of its cost that diffusion has left
        ("worth", NUMBER),  # benefit as circumstances scale it this month
        ("level", NUMBER),  # supplied now
        ("agreed", NUMBER),  # promised by the agreement in force
        ("delivered", NUMBER),  # share of the promised increment supplied
        ("shown", NUMBER),  # what of it shows by now
        ("seen", NUMBER),  # what of the share due its receiver sees, with error
        ("due", NUMBER),  # share that is due this month
        ("suspended", WHOLE),
        ("released", NUMBER),  # share that is released only against delivery
        ("tacit", WHOLE),  # 1 while it stands raised without paper
        ("told", NUMBER),  # level last written to the log
        # for the record
        ("weight", NUMBER),  # worth to its receiver at month zero
        ("asked", NUMBER),  # highest level that its receiver has demanded
        ("signed", NUMBER),  # highest level that an agreement in force has promised
        ("supplied", NUMBER),  # sum over the last months of its level above the start
        ("offer", NUMBER, (2,)),  # level in the standing offer of each side
        ("trial", NUMBER),  # level in the package under evaluation
    ],
)

TERM = row_type(
    "Term",
    [
        ("provision", WHOLE),
        ("receiver", WHOLE),
        ("cluster", WHOLE),
        ("worth", NUMBER),  # expected, per unit raised
        ("marginal", NUMBER),  # giver's marginal cost at the inherited level
        ("cost", NUMBER),
        ("start", NUMBER),  # level from which it rises
        ("room", NUMBER),  # how far it can rise
        ("span", NUMBER),  # from its inherited level to its cap, whatever the means
        ("migration", WHOLE),
        ("raised", NUMBER),
        ("near", NUMBER),  # how far it is raised at the first end of a mixture
    ],
)

CANDIDATE = row_type(
    "Candidate",
    [
        ("added_destination", NUMBER),  # what its indivisible provisions add to both utilities
        ("added_partner", NUMBER),
        ("migration", NUMBER),  # the same, in the parts that members of a union feel differently
        ("other", NUMBER),
        ("given", NUMBER),
        ("lowest_ratio", NUMBER),  # lowest weight ratio that the destination side may sign
        # the package last found: a mixture of two close points of the frontier
        ("one_ratio", NUMBER),
        ("other_ratio", NUMBER),
        ("share", NUMBER),
        ("utility_destination", NUMBER),
        ("utility_partner", NUMBER),
    ],
)

RUN = row_type(
    "Run",
    [
        ("seed", WHOLE),
        ("replication", WHOLE),
        ("month", WHOLE),
        ("horizon", WHOLE),
        ("logged", WHOLE),  # rows in the log
        ("error", WHOLE),  # ERROR_*
    ],
)

LOG = row_type(
    "Log",
    [
        ("month", WHOLE),
        ("kind", WHOLE),  # sim.model.log.LogKind
        ("table", WHOLE),
        ("seat", WHOLE),
        ("object", WHOLE),  # provision, issue or event, by kind
        ("a", NUMBER),
        ("b", NUMBER),
        ("c", NUMBER),
        ("d", NUMBER),
    ],
)


class State(NamedTuple):
    """All that a run knows. Arrays of records; the last four may be empty to save memory."""

    run: Records
    rule: Records
    actor: Records
    table: Records
    seat: Records
    issue: Records
    bid: Records
    provision: Records
    route: Records
    border: Records
    """One row per border of each route."""
    guarding: Records
    """One row per border and provision of control that governs it."""
    taking: Records
    """One row per route and provision of readmission along it."""
    reach: Records
    """One row per table and border of a route that its partner guards towards it."""
    rival: Records
    """One row per table and other table at which its partner could sell the same act."""
    instrument: Records
    event: Records
    term: Records
    """One row per divisible provision on the agenda of the talks under way."""
    segment: Records
    """Pieces of the frontier of the talks under way, see `sim.model.segments`."""
    candidate: Records
    """One row per combination of indivisible provisions that the present talks could give."""
    outcome: Records
    """Row 0 the run, then one row per table."""
    log: Records
    months_table: Records
    months_provision: Records
    months_route: Records

    def copy(self) -> "State":
        """An independent copy."""
        return State._make(array.copy() for array in self)
