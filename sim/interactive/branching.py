"""A change put into force in the middle of a run: which can be, and which cannot."""

from typing import Any

import numpy as np

from sim.errors import InputError, Problem
from sim.interactive.snapshots import GROWING
from sim.model.assembly import Names
from sim.model.readable import Negotiation

SCRATCH = ("term", "segment", "candidate", "outcome", "run")
"""Arrays that hold nothing of the scenario."""
FROM_THE_START = "since='start', which plays the months so far again with the change"


def carry_over(played: Negotiation, begun: Negotiation, fresh: Negotiation) -> None:
    """Put the state of a run into a fresh one of a changed scenario, with what the change sets.

    A number is changed where both scenarios begin with different ones and the run has not moved
    it: rules, treatments, strategies, worths and costs, what is still to come. What play has moved
    since, such as trust or a level, has no new value from now on: only another beginning.

    Args:
        played: the run so far.
        begun: the same scenario, seed and replication before the first month.
        fresh: the changed scenario before the first month; it is what changes.

    Raises:
        InputError: the change is about what play has moved already, about events that have
            happened, or about who and what there is.
    """
    if begun.assembly.names != fresh.assembly.names:
        raise _refused("it adds, removes or renames something")
    if begun.assembly.scenario.horizon != fresh.assembly.scenario.horizon:
        raise _refused("it changes the horizon")
    _refuse_past_events(played, begun, fresh)
    names = begun.assembly.names
    for name in played.state._fields:
        old, new = getattr(begun.state, name), getattr(fresh.state, name)
        now = getattr(played.state, name)
        if name in GROWING or name in SCRATCH:
            new[...] = now
            continue
        for field in now.dtype.names or ():
            changed = old[field] != new[field]
            moved = changed & (now[field] != old[field])
            if moved.any():
                row = int(np.argwhere(moved)[0][0])
                raise _refused(f"the {field} of {_thing(names, name, row)} has moved in play")
            new[field] = np.where(changed, new[field], now[field])


def _refuse_past_events(played: Negotiation, begun: Negotiation, fresh: Negotiation) -> None:
    for row, (old, new) in enumerate(zip(begun.state.event, fresh.state.event, strict=True)):
        months = [int(event["month"]) for event in (old, new) if event["month"] >= 0]
        if old != new and months and min(months) < played.month:
            event = begun.assembly.names.events[row]
            raise _refused(f"the event '{event}' lies in a month that is over")


def _thing(names: Names, array: str, row: int) -> str:
    """What a row of the state is about, by its name in the scenario."""
    if array in ("seat", "bid"):
        named = names.tables if array == "seat" else names.issues
        return f"{named[row // 2]}.{('destination', 'partner')[row % 2]}"
    known: Any = getattr(names, f"{array}s", ())
    return f"{array} '{known[row]}'" if row < len(known) else array


def _refused(why: str) -> InputError:
    what = f"this change cannot begin in the middle of a run: {why}"
    return InputError(Problem(what, key="since", expected=FROM_THE_START))
