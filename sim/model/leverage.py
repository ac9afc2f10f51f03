"""Leverage at a table: what each side could withdraw, what that would do, and what to ask for."""

from typing import Any

from sim.model.codes import (
    CROSS_ISSUE_ALLOWED,
    DESTINATION,
    LINKAGE_NONE,
    REACTANCE_OFF,
    REACTANCE_STAKES,
    SIDES,
    Stage,
)
from sim.model.lookups import (
    actor_at,
    hurdle_at,
    outside_at,
    sanction_capacity_at,
    seat_of,
    withholds,
)
from sim.model.settlement import cost_of, delivery_of, utilities_in_force
from sim.model.state import State
from sim.rules.bargaining import reservation_value
from sim.rules.compiling import compiles
from sim.rules.demands import demanded_level
from sim.rules.numbers import SMALL
from sim.rules.threats import capability, reactance, withdrawn_level


@compiles
def can_be_withdrawn(p: Any) -> bool:
    """Flows at or below their inherited level; what an agreement raised is suspended instead."""
    return bool(p.stock == 0 and p.level > p.floor + SMALL and p.level <= p.inherited + SMALL)


@compiles
def level_after_withdrawal(s: State, table: int, p: Any) -> float:
    """Level that its giver could bring a provision down to."""
    if p.divisible == 0:
        return float(p.floor)
    giver = actor_at(s, table, p.giver)
    capacity = sanction_capacity_at(s, table, p.giver)
    if p.giver == DESTINATION:
        capacity = min(capacity * giver.diplomatic_capacity + giver.lent, 1.0)
        capacity *= capability(giver.coherence, s.rule[0].threats_coherence_base)
    return withdrawn_level(inherited=p.inherited, level=p.level, floor=p.floor, capacity=capacity)


@compiles
def loss_from(p: Any, level: float) -> float:
    """What the receiver loses if a provision falls to a level, per month."""
    return max(p.worth * (p.level - level), 0.0)


@compiles
def cost_of_withdrawing(s: State, p: Any, level: float) -> float:
    """What the giver itself loses by that, per month; never a gain."""
    return max(cost_of(s, p, level) - cost_of(s, p, p.level), 0.0)


@compiles
def dependence(s: State, table: int, side: int) -> float:
    """What a side would lose if the other withdrew all that it can, at most 1 [keohane1977]."""
    given = s.seat[seat_of(table, side)].dependence_given
    if given >= 0.0:
        return float(given)
    total = 0.0
    for i in range(s.table[table].first, s.table[table].last):
        p = s.provision[i]
        if p.receiver == side and p.stock == 0:
            total += p.worth * max(min(p.level, p.inherited) - p.floor, 0.0)
    return min(total, 1.0)


@compiles
def best_withdrawal(s: State, table: int, side: int, asked: int) -> int:
    """Own provision whose withdrawal hurts the other side most, net of own cost; -1 if none.

    Args:
        s: the state.
        table: the table.
        side: the side that would withdraw.
        asked: provision that is asked for; where threats must stay in one issue, its issue.
    """
    crossing = s.rule[0].cross_issue_threats == CROSS_ISSUE_ALLOWED
    best = -1
    best_effect = SMALL
    for i in range(s.table[table].first, s.table[table].last):
        p = s.provision[i]
        if p.giver != side or not can_be_withdrawn(p):
            continue
        if asked >= 0 and not crossing and p.issue != s.provision[asked].issue:
            continue
        level = level_after_withdrawal(s, table, p)
        effect = loss_from(p, level) - cost_of_withdrawing(s, p, level)
        if effect > best_effect:
            best_effect = effect
            best = i
    return best


@compiles
def gain_from(s: State, table: int, p: Any, level: float) -> float:
    """What the receiver expects to gain if a provision rises to a level, per month."""
    delivery = delivery_of(s, p)
    return max(p.worth * delivery * (level - p.level), 0.0)


@compiles
def best_request(s: State, table: int, side: int, share: float, any_issue: bool) -> int:
    """Provision of the other side most worth asking for; -1 if none is.

    Args:
        s: the state.
        table: the table.
        side: the side that asks.
        share: how much of the way to the cap it would ask for.
        any_issue: whether a price may be named in an issue that is not open yet; where issues are
            settled one by one it may not.
    """
    reach = any_issue and s.rule[0].linkage != LINKAGE_NONE
    best = -1
    best_gain = SMALL
    for i in range(s.table[table].first, s.table[table].last):
        p = s.provision[i]
        if p.receiver != side or (not reach and s.issue[p.issue].open == 0):
            continue
        level = demanded_level(
            inherited=p.inherited, cap=p.cap, share=share, divisible=p.divisible == 1
        )
        gain = gain_from(s, table, p, level)
        if gain > best_gain:
            best_gain = gain
            best = i
    return best


@compiles
def pride(s: State, table: int, side: int, loss: float, executed: bool) -> float:
    """What a side would rather give up than be seen to yield to a threat, in utility a month.

    Args:
        s: the state.
        table: the table.
        side: the side that is threatened.
        loss: what the threat would cost it: pride is dearer the more is at stake.
        executed: whether the threat has been executed.
    """
    rule = s.rule[0]
    if rule.reactance == REACTANCE_OFF:
        return 0.0
    full = rule.threats_reactance
    if rule.reactance == REACTANCE_STAKES:
        full = rule.threats_reactance_share * loss
    return reactance(
        empowerment=actor_at(s, table, side).empowerment,
        full=full,
        executed=executed,
        pending_share=rule.threats_reactance_pending,
    )


@compiles
def resistance(s: State, table: int, side: int) -> float:
    """Reactance of a side against the other's threat or sanction, in utility."""
    other = s.seat[seat_of(table, 1 - side)]
    if other.stage == Stage.NONE:
        return 0.0
    p = s.provision[other.withdrawn]
    loss = max(p.worth * (p.inherited - other.withdrawn_to), 0.0)
    return pride(s, table, side, loss, other.stage != Stage.PENDING)


@compiles
def expected_disagreement(s: State, table: int) -> tuple[float, float]:
    """Both sides' utility without agreement, pending threats counted by their credibility.

    Executed withdrawals are in the levels already; this is the only other thing that moves the
    disagreement point [nash1953].
    """
    value_destination, value_partner = utilities_in_force(s, table)
    for author in SIDES:
        seat = s.seat[seat_of(table, author)]
        if seat.stage != Stage.PENDING:
            continue
        p = s.provision[seat.withdrawn]
        cost = seat.credibility * cost_of_withdrawing(s, p, seat.withdrawn_to)
        loss = seat.credibility * loss_from(p, seat.withdrawn_to)
        value_destination -= cost if author == 0 else loss
        value_partner -= loss if author == 0 else cost
    return value_destination, value_partner


@compiles
def reservation(s: State, table: int, side: int, disagreement: float, hurdle_share: float) -> float:
    """Least utility at which a side signs.

    Args:
        s: the state.
        table: the table.
        side: the side.
        disagreement: its expected disagreement utility.
        hurdle_share: share of its domestic hurdle that the form of agreement calls up.
    """
    hurdle = hurdle_share * hurdle_at(s, table, side)
    # Whom one resents one does not like to be seen with: grievance is a lever, and a cost.
    resented = s.rule[0].bargaining_grievance_cost * s.seat[seat_of(table, side)].grievance
    outside = outside_at(s, table, side, disagreement)
    return reservation_value(
        disagreement=disagreement,
        outside=outside,
        reactance=resistance(s, table, side),
        hurdle=hurdle + resented,
    )


@compiles
def is_punished(s: State, table: int, side: int) -> bool:
    """Whether the other side withholds a provision from this one."""
    return withholds(s.seat[seat_of(table, 1 - side)])


@compiles
def is_threatened(s: State, table: int, side: int) -> bool:
    """Whether a threat of the other side is pending."""
    return bool(s.seat[seat_of(table, 1 - side)].stage == Stage.PENDING)
