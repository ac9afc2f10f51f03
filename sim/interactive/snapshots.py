"""Moments of a run to which it can return, to the last bit."""

from typing import Any, NamedTuple

from numpy.typing import NDArray

from sim.model.outcomes import conclude
from sim.model.readable import Negotiation
from sim.model.state import State

GROWING = ("log", "months_table", "months_provision", "months_route")
"""Arrays that are only ever written at their end: a moment needs to know how far, not what."""


class Moment(NamedTuple):
    """A run at the start of a month."""

    month: int
    logged: int
    arrays: dict[str, NDArray[Any]]
    """Copies of all arrays of the state but the growing ones."""


def moment(model: Negotiation) -> Moment:
    """The run as it stands now, at the start of a month."""
    arrays = {
        name: array.copy()
        for name, array in zip(model.state._fields, model.state, strict=True)
        if name not in GROWING
    }
    return Moment(model.month, int(model.state.run[0].logged), arrays)


def return_to(model: Negotiation, then: Moment) -> None:
    """Bring a run back to an earlier moment; its agents stay windows on the same arrays."""
    state = model.state
    for name, kept in then.arrays.items():
        getattr(state, name)[...] = kept
    written = {"log": then.logged, **_rows_of(model, then.month)}
    for name in GROWING:
        getattr(state, name)[written[name] :] = 0
    # The model has no public way back: a month that was broken off begins anew.
    model._next_phase = 0


def so_far(model: Negotiation) -> State:
    """A copy of what has been played, with an outcome whose means are over the months so far."""
    state = model.state.copy()
    if model.finished:
        return state
    horizon = int(state.run[0].horizon)
    state.run[0].horizon = max(model.month, 1)
    conclude(state)
    state.run[0].horizon = horizon
    rows = _rows_of(model, model.month)
    return state._replace(**{name: getattr(state, name)[:count] for name, count in rows.items()})


def _rows_of(model: Negotiation, months: int) -> dict[str, int]:
    """Rows of the monthly records that some months fill."""
    names = model.assembly.names
    return {
        "months_table": months * len(names.tables),
        "months_provision": months * len(names.provisions),
        "months_route": months * len(names.routes),
    }
