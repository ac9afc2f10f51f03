"""The month compiled into a loop over replications."""

from typing import Any

from numba import njit

from sim.model.fingerprint import compiled_code_kept
from sim.model.month import begin, month_of
from sim.model.outcomes import conclude
from sim.model.state import State
from sim.strategies.registry import dispatch

month = month_of(dispatch())


def _play(
    template: State, s: State, seed: int, replications: Any, outcomes: Any, errors: Any
) -> None:
    """Play replications one after the other on one state.

    Args:
        template: the scenario's start.
        s: a state of the same shape, overwritten.
        seed: key of all draws.
        replications: their numbers, shape (n,).
        outcomes: filled, shape (n, 1 + tables).
        errors: filled, shape (n,).
    """
    for i in range(len(replications)):
        s.run[:] = template.run
        s.rule[:] = template.rule
        s.actor[:] = template.actor
        s.table[:] = template.table
        s.seat[:] = template.seat
        s.file[:] = template.file
        s.bid[:] = template.bid
        s.provision[:] = template.provision
        s.route[:] = template.route
        s.event[:] = template.event
        begin(s, seed, replications[i])
        for _ in range(s.run[0]["horizon"]):
            month(s)
        conclude(s)
        for k in range(len(s.outcome)):
            outcomes[i, k] = s.outcome[k]
        errors[i] = s.run[0]["error"]


with compiled_code_kept() as folder:
    # It releases Python's lock: threads run it side by side, each on a state of its own.
    play = njit(nogil=True, cache=folder is not None, error_model="numpy")(_play)


def is_warm() -> bool:
    """Whether the compiled month is at hand, in this process or on disk."""
    if play.signatures:
        return True
    return folder is not None and any(folder.rglob("*.nbc"))
