"""Adaptive seats: which strategy of a menu to play next, from what each has earned so far."""

from typing import Any

from sim.model.chance import chance
from sim.model.codes import (
    LEARNING_EWA,
    Draw,
)
from sim.model.log import LogKind, note
from sim.model.state import State
from sim.rules.compiling import compiles
from sim.rules.learning import attracted, experience, logit_weight, payoff, reinforced


@compiles
def learn(s: State, place: int) -> None:
    """Review a seat's strategy when it has had its months, and choose the next one.

    Success is the seat's mean monthly utility since the review before, not its change: else the
    first strategy of a menu, however bad, would be punished for nothing but a high beginning.
    Learning begins anew with every run: nothing is carried over between replications.
    """
    rule = s.rule[0]
    seat = s.seat[place]
    months = int(rule.learning_review_months)
    if (s.run[0].month + 1) % months != 0:
        return
    level = (seat.welfare - seat.welfare_reviewed) / months
    success = payoff(level, rule.learning_payoff_scale)
    seat.welfare_reviewed = seat.welfare
    before = seat.choice
    seat.earned[before] = success
    if rule.learning == LEARNING_EWA:
        _attract(rule, seat)
    else:
        _reinforce(rule, seat, success)
    chosen = _draw(s, rule, seat)
    likelihood = _likelihood(rule, seat, chosen)
    seat.choice = chosen
    seat.strategy = seat.menu[chosen]
    for j in range(len(seat.parameters)):
        seat.parameters[j] = seat.menu_parameters[chosen, j]
    if chosen != before:
        note(
            s,
            LogKind.LEARNED,
            place // 2,
            place,
            -1,
            before,
            chosen,
            success,
            likelihood,
        )


@compiles
def _reinforce(rule: Any, seat: Any, success: float) -> None:
    """Strengthen what was played [roth1995]."""
    for j in range(seat.choices):
        seat.attraction[j] = reinforced(
            strength=seat.attraction[j],
            success=success,
            played=j == seat.choice,
            count=seat.choices,
            recency=rule.learning_recency,
            spill=rule.learning_experimentation,
        )


@compiles
def _attract(rule: Any, seat: Any) -> None:
    """Weigh all of the menu by experience [camerer1999]."""
    before = seat.experience
    after = experience(before, rule.learning_recency, rule.learning_growth)
    for j in range(seat.choices):
        seat.attraction[j] = attracted(
            attraction=seat.attraction[j],
            before=before,
            after=after,
            success=seat.earned[j],
            played=j == seat.choice,
            recency=rule.learning_recency,
            foregone=rule.learning_foregone,
        )
    seat.experience = after


@compiles
def _weight(rule: Any, seat: Any, choice: int) -> float:
    """Weight of a strategy in the choice."""
    if rule.learning != LEARNING_EWA:
        return float(seat.attraction[choice])
    best = seat.attraction[0]
    for j in range(1, seat.choices):
        best = max(best, seat.attraction[j])
    return logit_weight(seat.attraction[choice], best, rule.learning_sensitivity)


@compiles
def _total(rule: Any, seat: Any) -> float:
    """Sum of the weights of the menu."""
    total = 0.0
    for j in range(seat.choices):
        total += _weight(rule, seat, j)
    return total


@compiles
def _likelihood(rule: Any, seat: Any, choice: int) -> float:
    """Chance of choosing a strategy."""
    total = _total(rule, seat)
    return _weight(rule, seat, choice) / total if total > 0.0 else 0.0


@compiles
def _draw(s: State, rule: Any, seat: Any) -> int:
    """Draw a strategy from the menu."""
    left = chance(s, seat.entity, Draw.LEARN) * _total(rule, seat)
    for j in range(seat.choices - 1):
        left -= _weight(rule, seat, j)
        if left < 0.0:
            return j
    return int(seat.choices - 1)
