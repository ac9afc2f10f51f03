"""What waiting costs in a round of talks: how far a side's time has run, and when a round ends.

With private deadlines each side concedes by a clock of its own, which runs by what waiting costs
it: fast for the impatient and for those in need. With public deadlines both concede by the length
of the round. A deadline that a table states is known to both and binds either way.
"""

from sim.model.codes import CONCESSION_ATTRITION, DEADLINES_PRIVATE, SIDES
from sim.model.lookups import actor_at, bid_of, seat_of
from sim.model.state import State
from sim.model.unions import mean_member_pressure
from sim.rules.bargaining import private_time, waiting_cost
from sim.rules.compiling import compiles
from sim.rules.numbers import logarithm

LAST_MEETINGS = 2
"""Meetings after both have conceded all that they will: one offer of each."""


@compiles
def month_of_waiting(s: State, table: int, side: int) -> float:
    """What this month without agreement costs a side."""
    actor = actor_at(s, table, side)
    return waiting_cost(
        patience=actor.patience,
        need=actor.fiscal_stress + mean_member_pressure(s, s.seat[seat_of(table, side)].actor),
        need_weight=s.rule[0].bargaining_need_weight,
    )


@compiles
def _length(s: State, table: int) -> float:
    """Months of a round that both know of; 0 where only their own deadlines count."""
    stated = s.table[table].round_months
    if stated > 0.0 or s.rule[0].deadlines == DEADLINES_PRIVATE:
        return float(stated)
    return float(s.rule[0].bargaining_round_months)


@compiles
def elapsed_share(s: State, issue: int, side: int, ahead: float) -> float:
    """Elapsed share of a side's time in a round, now or some months ahead, at most 1."""
    lead = s.issue[issue]
    length = _length(s, lead.table)
    elapsed = 0.0
    if length > 0.0:
        elapsed = min((lead.clock + ahead) / length, 1.0)
    if s.rule[0].concession_rule == CONCESSION_ATTRITION:
        if lead.exhausted > 0.0:
            elapsed = max(elapsed, min((lead.clock + ahead) / lead.exhausted, 1.0))
    elif s.rule[0].deadlines == DEADLINES_PRIVATE:
        waited = s.bid[bid_of(issue, side)].waited
        if ahead > 0.0:
            waited += ahead * month_of_waiting(s, lead.table, side)
        elapsed = max(elapsed, private_time(waited, s.rule[0].bargaining_waiting_loss))
    return elapsed


@compiles
def cost_left(s: State, issue: int, side: int) -> float:
    """What it would cost a side to wait until its concessions end."""
    lead = s.issue[issue]
    length = _length(s, lead.table)
    private = s.rule[0].deadlines == DEADLINES_PRIVATE
    loss = s.rule[0].bargaining_waiting_loss
    left = 0.0
    if private and loss < 1.0:
        left = max(-logarithm(1.0 - loss) - s.bid[bid_of(issue, side)].waited, 0.0)
    if length > 0.0:
        until = max(length - lead.clock, 0.0) * month_of_waiting(s, lead.table, side)
        left = min(left, until) if private else until
    return left


@compiles
def ends(s: State, issue: int) -> bool:
    """Whether the round ends after this month: at its deadline, or with nothing left to concede."""
    lead = s.issue[issue]
    length = _length(s, lead.table)
    if s.rule[0].deadlines == DEADLINES_PRIVATE and s.table[lead.table].meets == 1:
        spent = True
        for side in SIDES:
            spent = spent and elapsed_share(s, issue, side, 0.0) >= 1.0
        lead.final += 1 if spent else 0
    if length > 0.0:
        return bool(lead.clock >= length)
    return bool(lead.final >= LAST_MEETINGS)


@compiles
def let_time_pass(s: State, issue: int) -> None:
    """A month of talks has passed without agreement."""
    lead = s.issue[issue]
    for side in SIDES:
        s.bid[bid_of(issue, side)].waited += month_of_waiting(s, lead.table, side)
    lead.clock += 1.0
