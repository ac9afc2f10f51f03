"""How far each side gives what was asked of it: on paper, and in what it supplies.

Asked is the highest level that the other side has demanded, else the cap. A provision weighs as
much as raising it from its start to its cap is worth to the other side in month zero: that depends
on the world alone, not on what anybody does in a run.
"""

from typing import Any

from sim.model.lookups import seat_of
from sim.model.records import MISSING
from sim.model.state import State
from sim.rules.compiling import compiles
from sim.rules.demands import share_conceded
from sim.rules.numbers import SMALL


@compiles
def add_up_concessions(s: State, table: int, side: int, seat: Any) -> None:
    """Add this month to what a side concedes, with or without paper."""
    month = s.run[0].month
    last = month >= s.run[0].horizon - s.rule[0].measures_concession_months
    conceded = 0.0
    count = 0
    for i in range(s.table[table].first, s.table[table].last):
        p = s.provision[i]
        if p.giver != side or p.cap <= p.start:
            continue
        if month == 0:
            p.weight = p.worth * (p.cap - p.start)
        if last:
            p.supplied += p.level - p.start
        count += 1
        conceded += share_conceded(level=p.level, start=p.start, asked=p.cap, floor=p.floor)
    if count > 0:
        seat.concession += conceded / count


@compiles
def _gives_anything(s: State, table: int, side: int) -> bool:
    """Whether a side has a provision at a table that it could raise."""
    for i in range(s.table[table].first, s.table[table].last):
        p = s.provision[i]
        if p.giver == side and p.cap > p.start:
            return True
    return False


@compiles
def mean_concession(s: State, first: int, last: int, side: int) -> float:
    """Mean share conceded of what a side gives, over months, provisions and some tables."""
    total = 0.0
    count = 0
    for k in range(first, last):
        if _gives_anything(s, k, side):
            total += s.seat[seat_of(k, side)].concession / s.run[0].horizon
            count += 1
    return total / count if count > 0 else MISSING


@compiles
def conceded_of_asked(
    s: State, first: int, last: int, side: int
) -> tuple[float, float, float, float]:
    """Share conceded of what was asked of a side, as a mean over some tables.

    Returns:
        Signed, of the main provision and by worth; supplied, likewise. ``MISSING`` where nothing
        that the side could raise is worth anything to the other.
    """
    months = min(s.rule[0].measures_concession_months, float(s.run[0].horizon))
    signed_main = signed_worth = supplied_main = supplied_worth = 0.0
    count = 0
    for k in range(first, last):
        weights = signed = supplied = heaviest = main_signed = main_supplied = 0.0
        for i in range(s.table[k].first, s.table[k].last):
            p = s.provision[i]
            if p.giver != side or p.weight <= SMALL:
                continue
            asked = p.asked if p.asked > p.start + SMALL else p.cap
            on_paper = share_conceded(level=p.signed, start=p.start, asked=asked, floor=p.floor)
            in_fact = share_conceded(
                level=p.start + p.supplied / months, start=p.start, asked=asked, floor=p.floor
            )
            weights += p.weight
            signed += p.weight * on_paper
            supplied += p.weight * in_fact
            if p.weight > heaviest:
                heaviest = p.weight
                main_signed = on_paper
                main_supplied = in_fact
        if weights > 0.0:
            count += 1
            signed_main += main_signed
            signed_worth += signed / weights
            supplied_main += main_supplied
            supplied_worth += supplied / weights
    if count == 0:
        return MISSING, MISSING, MISSING, MISSING
    return signed_main / count, signed_worth / count, supplied_main / count, supplied_worth / count
