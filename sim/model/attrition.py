"""War of attrition: two claims that cannot both be met, until one side gives in [abreu2000].

Neither knows whether the other would ever give in. Each gives in at the rate that makes the other
indifferent between giving in and standing firm, so durations follow from patience, need and what
is at stake; from some month on only the obstinate would be left, and the round ends.
"""

from sim.model.chance import chance
from sim.model.codes import Draw
from sim.model.frontier import best_for_other
from sim.model.lookups import bid_of, seat_of, worth_to
from sim.model.state import State
from sim.model.waiting import month_of_waiting
from sim.rules.bargaining import exhaustion, yielding_at_once, yielding_rate
from sim.rules.compiling import compiles
from sim.rules.numbers import exponential


@compiles
def claim(s: State, issue: int, side: int) -> float:
    """Utility that a side claims throughout."""
    bid = s.bid[bid_of(issue, side)]
    return float(bid.nash + s.rule[0].bargaining_claim * (bid.best - bid.nash))


@compiles
def gives_in(s: State, issue: int, side: int) -> bool:
    """Whether a side gives in to the standing claim: a draw for the time since its last answer."""
    lead = s.issue[issue]
    bid = s.bid[bid_of(issue, side)]
    other = s.bid[bid_of(issue, 1 - side)]
    own_claim = claim(s, issue, side)
    if not best_for_other(s, issue, side, own_claim):
        return False
    own_rate = yielding_rate(
        other_waiting=month_of_waiting(s, lead.table, 1 - side),
        other_conceding=worth_to(lead, 1 - side) - other.disagreement,
        other_claim=other.own_offer - other.disagreement,
    )
    other_rate = yielding_rate(
        other_waiting=month_of_waiting(s, lead.table, side),
        other_conceding=bid.other_offer - bid.disagreement,
        other_claim=own_claim - bid.disagreement,
    )
    obstinate = s.rule[0].bargaining_obstinate
    lead.exhausted = max(exhaustion(own_rate, other_rate, obstinate), 1.0)
    # What is over, over: nobody who could still give in is left then.
    months = min(lead.clock, lead.exhausted) - min(max(bid.answered, 0.0), lead.exhausted)
    firm = exponential(-own_rate * months)
    if bid.answered < 0.0:
        firm *= 1.0 - yielding_at_once(own_rate, other_rate, obstinate)
    bid.answered = lead.clock
    draw = chance(s, s.seat[seat_of(lead.table, side)].entity, Draw.YIELD, issue)
    return bool(draw < 1.0 - firm)
