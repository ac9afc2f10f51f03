"""Acts that several tables share, such as one border: how far they are supplied elsewhere."""

from typing import Any

from sim.model.codes import (
    ON,
)
from sim.model.state import State
from sim.rules.compiling import compiles

NOWHERE_SUPPLIED, NOWHERE_WITHDRAWN = -2.0, 2.0
"""Levels beyond all others: no other table shares the act."""


@compiles
def look_elsewhere(s: State, provision: int) -> None:
    """Note how far an act is supplied, promised or withdrawn at the other tables that share it."""
    p = s.provision[provision]
    if p.shared < 0 or s.rule[0].spillover != ON:
        return
    p.elsewhere = NOWHERE_SUPPLIED
    p.pledged = NOWHERE_SUPPLIED
    p.opened = NOWHERE_WITHDRAWN
    for i in range(len(s.provision)):
        other = s.provision[i]
        if i == provision or other.shared != p.shared:
            continue
        p.elsewhere = max(p.elsewhere, other.level)
        p.pledged = max(p.pledged, other.agreed)
        if other.level < other.start:
            p.opened = min(p.opened, other.level)


@compiles
def level_felt(p: Any, level: float) -> float:
    """Level that the receiver of a provision feels, wherever the act is supplied.

    The act is one: the most that is supplied anywhere counts for all, and so does a withdrawal
    anywhere.

    Args:
        p: record of the provision.
        level: what is supplied at its own table.
    """
    if p.opened < p.start:
        return float(min(level, p.opened))
    return float(max(level, p.elsewhere))


@compiles
def level_taken(p: Any) -> float:
    """Level from which a settlement can add anything: what others have, or are promised."""
    taken = max(p.elsewhere, p.pledged)
    return float(min(max(p.inherited, taken), p.cap))
