"""A run as a short text: one line per event, with the numbers that decided it."""

from collections.abc import Iterator
from typing import Any

from sim.model.log import SHAPES, LogKind
from sim.model.readable import Negotiation
from sim.runs.event_log import actor_of, object_of

ITEMS = (LogKind.OFFER_ITEM, LogKind.SIGNED_ITEM)


def lines(model: Negotiation) -> Iterator[str]:
    """Lines of a finished run."""
    state, names = model.state, model.assembly.names
    pending = ""
    for row in state.log[: int(state.run[0]["logged"])]:
        kind = LogKind(int(row["kind"]))
        thing = object_of(names, row) or ""
        if kind in ITEMS:
            pending += f", {thing.split('.')[-1]} {_short(row['a'])}"
            continue
        if pending:
            yield pending
        who = actor_of(state, names, row) or ""
        words = [kind.name.lower().replace("_", " "), who, thing]
        numbers = " ".join(
            f"{name}={_value(names, name, row[letter])}"
            for name, letter in zip(SHAPES[kind].numbers, "abcd", strict=False)
        )
        pending = f"{int(row['month']):2d}  {' '.join(w for w in words if w)}: {numbers}"
    if pending:
        yield pending


def ending(model: Negotiation) -> Iterator[str]:
    """The outcome in a few lines."""
    row = model.state.outcome[0]
    for start in ("paper", "process", "people", "coercion", "welfare"):
        columns = [name for name in row.dtype.names if name.startswith(start)]
        told = [f"{n.removeprefix(start + '_')} {_short(row[n])}" for n in columns if row[n] != -1]
        yield f"{start}: " + ", ".join(told)


def _value(names: Any, name: str, value: float) -> str:
    if name == "asked_provision":
        return str(names.provisions[int(value)])
    return _short(value)


def _short(value: float) -> str:
    text = f"{value:.3f}".rstrip("0").rstrip(".")
    return "0" if text == "-0" else text
