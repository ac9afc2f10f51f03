"""How far demands come to be met: every one in a window of the same length.

A threat that is dropped closes its demand at once, one that is executed keeps it open for years.
Scored at its closing, the second has had more time. So demands are followed beyond their closing,
all for as long, and what became of the threat is noted meanwhile.
"""

from typing import Any

from sim.model.codes import Fate
from sim.model.state import FOLLOWED_MOST, State
from sim.rules.compiling import compiles
from sim.rules.numbers import SMALL
from sim.rules.threats import demand_met


@compiles
def follow_demand(s: State, seat: Any) -> None:
    """Open a window for the current demand of a seat.

    Where as many windows as a seat has places for are open already, the new demand is not
    followed: it is scored nowhere, whatever becomes of it.
    """
    seat.following = -1
    for j in range(FOLLOWED_MOST):
        if seat.followed[j] < 0:
            seat.following = j
            seat.followed[j] = seat.asked
            seat.followed_before[j] = seat.asked_before
            seat.followed_promised[j] = seat.asked_promised
            seat.followed_level[j] = seat.asked_level
            seat.followed_fate[j] = Fate.UNBACKED.value
            _begin(s, seat, j)
            return


@compiles
def follow_threat(s: State, seat: Any) -> None:
    """Let the window begin anew when a threat first backs the current demand."""
    j = seat.following
    if j >= 0 and seat.followed_fate[j] == Fate.UNBACKED:
        seat.followed_fate[j] = Fate.AVERTED.value
        _begin(s, seat, j)


@compiles
def _begin(s: State, seat: Any, j: int) -> None:
    """Begin a window this month."""
    seat.followed_since[j] = s.run[0].month
    seat.followed_best[j] = s.provision[seat.followed[j]].level


@compiles
def conceded_level(p: Any, promised: float) -> float:
    """Level to which a provision has been conceded: supplied, or promised since a demand was made.

    A promise that stood before is no answer to the demand: only keeping it is.

    Args:
        p: the provision.
        promised: level that an agreement in force promised when the demand was made.
    """
    if p.agreed > promised + SMALL:
        return max(float(p.level), float(p.agreed))
    return float(p.level)


@compiles
def tell_fate(seat: Any, fate: Fate) -> None:
    """Note that the threat behind the current demand was executed, or else that it was dropped."""
    j = seat.following
    if j >= 0 and seat.followed_fate[j] != Fate.EXECUTED:
        seat.followed_fate[j] = fate.value


@compiles
def watch_demands(s: State, seat: Any) -> None:
    """Look how far this month meets the demands that are followed; score those whose time is up.

    What counts is the highest level in the window, see `conceded_level`: so it does not matter by
    which route a demand is met.
    """
    for j in range(FOLLOWED_MOST):
        if seat.followed[j] < 0:
            continue
        p = s.provision[seat.followed[j]]
        best = max(seat.followed_best[j], conceded_level(p, seat.followed_promised[j]))
        seat.followed_best[j] = best
        if s.run[0].month - seat.followed_since[j] < s.rule[0].measures_success_months:
            continue
        fate = seat.followed_fate[j]
        seat.scored[fate] += 1
        seat.success[fate] += demand_met(best, seat.followed_before[j], seat.followed_level[j])
        seat.followed[j] = -1
        if seat.following == j:
            seat.following = -1
