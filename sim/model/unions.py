"""Unions and their members: what each member makes of a package, and how they vote.

Members share what their union receives and gives, but feel it differently: control of a route is
worth more to a member at which people arrive, and money costs some members more than others. So
each has its own reservation, and the vote turns them into the union's win-set [putnam1988].
"""

from typing import Any

from sim.model.chance import deviate
from sim.model.codes import (
    DESTINATION,
    ON,
    Draw,
)
from sim.model.lookups import effective_hurdle, seat_of
from sim.model.settlement import banked, cost_in_force
from sim.model.shared_acts import level_felt
from sim.model.state import State
from sim.rules.compiling import compiles
from sim.rules.numbers import FAR
from sim.rules.unions import carried, felt_worth
from sim.rules.utility import received


@compiles
def union_at(s: State, table: int) -> int:
    """Row of the actor on the destination side of a table."""
    return int(s.seat[seat_of(table, DESTINATION)].actor)


@compiles
def parts_in_force(s: State, table: int) -> tuple[float, float, float]:
    """What levels in force mean to a union: control received, all else received, cost given."""
    migration = other = given = 0.0
    for i in range(s.table[table].first, s.table[table].last):
        p = s.provision[i]
        kept, paid = banked(s, p)
        if p.receiver != DESTINATION:
            given += paid + cost_in_force(s, p, p.level)
            continue
        worth = kept + received(
            level=level_felt(p, p.level), inherited=p.inherited, benefit=p.worth, delivery=1.0
        )
        if p.migration == 1:
            migration += worth
        else:
            other += worth
    return migration, other, given


@compiles
def _weight(union: Any, member: Any) -> float:
    """Stake of a member in migration control, relative to its union's."""
    return float(member.stake / union.stake) if union.stake > 0.0 else 1.0


@compiles
def member_gain(
    s: State,
    union: Any,
    member: Any,
    package: tuple[float, float, float],
    before: tuple[float, float, float],
) -> float:
    """What a member gains by a package over what its union has without one.

    Args:
        s: the state.
        union: record of the union.
        member: record of the member.
        package: the package in the parts of `parts_in_force`.
        before: what holds without it, in the same parts.
    """
    stake = _weight(union, member)
    return felt_worth(
        migration=package[0], other=package[1], given=package[2], stake=stake, burden=member.burden
    ) - felt_worth(
        migration=before[0], other=before[1], given=before[2], stake=stake, burden=member.burden
    )


@compiles
def expected_parts(s: State, table: int, expected: float) -> tuple[float, float, float]:
    """Parts of what a union expects without a package, pending threats to control included.

    Args:
        s: the state.
        table: the table.
        expected: the union's expected disagreement utility.
    """
    migration, other, given = parts_in_force(s, table)
    return migration + expected - (migration + other - given), other, given


@compiles
def passes(
    s: State,
    table: int,
    package: tuple[float, float, float],
    before: tuple[float, float, float],
    hurdle_share: float,
    surprise: float,
) -> bool:
    """Whether the members of a union would vote for a package.

    Args:
        s: the state.
        table: the table.
        package: the package in the parts of `parts_in_force`.
        before: what holds without it, in the same parts.
        hurdle_share: share of domestic hurdles that the form of agreement calls up.
        surprise: standard deviation of what negotiators did not anticipate in each capital.
    """
    row = union_at(s, table)
    union = s.actor[row]
    month = s.run[0].month
    ayes = ayes_people = spare = 0.0
    for i in range(len(s.actor)):
        member = s.actor[i]
        if member.member_of != row:
            continue
        gain = member_gain(s, union, member, package, before)
        if surprise > 0.0:
            gain += surprise * deviate(s, member.entity, Draw.VOTE, table)
        member.margin = gain - hurdle_share * effective_hurdle(member, month)
        if member.margin >= 0.0:
            ayes += 1.0
            ayes_people += member.population
            spare += _size(member) * member.margin
    if _carried(union, ayes, ayes_people):
        return True
    if s.rule[0].log_rolling != ON:
        return False
    return _carried_by_side_payments(
        s, row, ayes, ayes_people, spare * s.rule[0].union_side_payments
    )


@compiles
def _size(member: Any) -> float:
    """What a member's gain counts in exchange with others': its people, or one a state."""
    return float(member.population) if member.population > 0.0 else 1.0


@compiles
def _carried(union: Any, ayes: float, ayes_people: float) -> bool:
    """Whether these votes pass."""
    return carried(
        ayes=ayes,
        states=float(union.members),
        ayes_population=ayes_people,
        population=union.people,
        least_states=union.least_states,
        least_population=union.least_people,
    )


@compiles
def _carried_by_side_payments(
    s: State, row: int, ayes: float, ayes_people: float, means: float
) -> bool:
    """Whether those in favour can make it worth the while of enough others [tollison1979].

    Members settle across issues among themselves: who loses by this package is given its way, or
    money, elsewhere. Those who cost least are won first.

    Args:
        s: the state, with margins of the package written.
        row: row of the union.
        ayes: members in favour.
        ayes_people: whom they represent.
        means: what those in favour can spare, in utility a month times people.
    """
    last = -1.0
    last_row = -1
    while True:
        cheapest = -1
        least = FAR
        for i in range(len(s.actor)):
            member = s.actor[i]
            if member.member_of != row or member.margin >= 0.0:
                continue
            cost = -member.margin * _size(member)
            later = cost > last or (cost == last and i > last_row)
            if later and cost < least:
                least = cost
                cheapest = i
        means -= least
        if cheapest < 0 or means < 0.0:
            return False
        ayes += 1.0
        ayes_people += s.actor[cheapest].population
        if _carried(s.actor[row], ayes, ayes_people):
            return True
        last = least
        last_row = cheapest


@compiles
def mean_member_pressure(s: State, row: int) -> float:
    """How strongly arrivals above the baseline are felt: by an actor, or by its members."""
    actor = s.actor[row]
    if actor.members == 0:
        return float(actor.vulnerability * max(actor.pressure - 1.0, 0.0))
    total = 0.0
    for i in range(len(s.actor)):
        member = s.actor[i]
        if member.member_of == row:
            total += member.vulnerability * max(member.pressure - 1.0, 0.0)
    return float(total / actor.members)
