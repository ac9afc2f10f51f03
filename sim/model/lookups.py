"""Where things stand in the state: seats of a table, bids of a talk, what a talk settles."""

from typing import Any

from sim.model.codes import (
    DESTINATION,
    ON,
    Stage,
    Status,
)
from sim.model.state import State
from sim.rules.compiling import compiles


@compiles
def seat_of(table: int, side: int) -> int:
    """Row of a side's seat at a table."""
    return 2 * table + side


@compiles
def bid_of(issue: int, side: int) -> int:
    """Row of a side's bid in the talks that an issue leads."""
    return 2 * issue + side


@compiles
def actor_at(s: State, table: int, side: int) -> Any:
    """Record of the actor that sits on a side of a table."""
    return s.actor[s.seat[seat_of(table, side)].actor]


@compiles
def worth_to(lead: Any, side: int) -> float:
    """A side's utility of the package last found in the talks of a record."""
    return float(lead.utility_destination if side == DESTINATION else lead.utility_partner)


@compiles
def settles(s: State, issue: int, provision: int) -> bool:
    """Whether the talks that an issue leads are about a provision."""
    return bool(s.issue[s.provision[provision].issue].talk == issue)


@compiles
def withholds(seat: Any) -> bool:
    """Whether a seat has withdrawn a provision, as a sanction or in retaliation."""
    return bool(seat.stage == Stage.EXECUTED or seat.stage == Stage.RETALIATION)


@compiles
def restored_by(s: State, issue: int, provision: int) -> bool:
    """Whether a settlement of these talks restores a withdrawn provision of another issue.

    It does where the provision was withdrawn for a demand that the talks are about, or without
    a demand.
    """
    p = s.provision[provision]
    seat = s.seat[seat_of(p.table, p.giver)]
    if not withholds(seat) or seat.withdrawn != provision:
        return False
    return bool(seat.asked < 0 or settles(s, issue, seat.asked))


@compiles
def route_pressure(s: State, table: int) -> float:
    """Attempted arrivals that a table's partner has to do with; 1 where it guards no route."""
    return float(s.table[table].pressure)


@compiles
def outside_at(s: State, table: int, side: int, disagreement: float) -> float:
    """Worth of a side's outside option: its own, or the best offer at a rival table.

    Both count from what the side expects without agreement: whoever turns elsewhere leaves the
    talks, not the relation, and takes along what is withheld from it, or costs it by its own act.
    So a sanction lowers disagreement point and option alike, whether the option binds or not.

    Args:
        s: the state.
        table: the table.
        side: the side.
        disagreement: its expected disagreement utility.
    """
    outside = float(actor_at(s, table, side).outside_option)
    return disagreement + max(outside, s.seat[seat_of(table, side)].rival)


@compiles
def voted_on(s: State, table: int) -> bool:
    """Whether members vote on what the destination side of a table may sign."""
    return bool(s.rule[0].members == ON and s.table[table].has_members == 1)


@compiles
def effective_hurdle(actor: Any, month: int) -> float:
    """Domestic hurdle this month, elections included."""
    if month < actor.election_until:
        return float(actor.hurdle + actor.election_hurdle)
    return float(actor.hurdle)


@compiles
def hurdle_at(s: State, table: int, side: int) -> float:
    """Domestic hurdle of a side at a table this month, elections included."""
    actor = actor_at(s, table, side)
    own = effective_hurdle(actor, s.run[0].month)
    here = s.seat[seat_of(table, side)].hurdle_here
    if here < 0.0:
        return own
    # What has changed at home since month zero has changed for all its tables.
    return max(here + own - actor.hurdle_before, 0.0)


@compiles
def sanction_capacity_at(s: State, table: int, side: int) -> float:
    """Share of what a side gives at a table that it is able to withdraw."""
    here = s.seat[seat_of(table, side)].withdrawable
    if here >= 0.0:
        return float(here)
    return float(actor_at(s, table, side).sanction_capacity)


@compiles
def in_force_at(s: State, table: int) -> bool:
    """Whether any agreement is in force at a table."""
    for i in range(s.table[table].first_issue, s.table[table].last_issue):
        if s.issue[i].in_force == 1:
            return True
    return False


@compiles
def split(s: State, issue: int) -> None:
    """Send issues that were settled together back to talks of their own."""
    table = s.table[s.issue[issue].table]
    for i in range(table.first_issue, table.last_issue):
        if s.issue[i].talk == issue:
            s.issue[i].talk = i
            s.issue[i].status = Status.PAUSED if s.issue[i].open == 1 else Status.CLOSED
            s.issue[i].resume = s.run[0].month + table.pause_months
            s.issue[i].clock = 0.0
            s.issue[i].standing = -1
