"""Sentences for what becomes of promises: deliveries and suspensions."""

from collections.abc import Sequence

from sim.model.log import LogKind
from sim.story.cast import Cast
from sim.story.event_rows import LogRow
from sim.story.words import listed, number, percent

SHORT = 0.9
"""Share of what is due below which a giver is said to fall short on purpose or by lack of means."""


def delivery(cast: Cast, row: LogRow) -> str:
    """What the givers at a table supply by now of what they promised."""
    givers: dict[int, list[LogRow]] = {}
    for part in (row, *row.parts):
        givers.setdefault(part.seat, []).append(part)
    sides = [
        f"{cast.seated(seat)} supplies {_supplied(cast, parts)}" for seat, parts in givers.items()
    ]
    return f"under the agreement {'; '.join(sides)}"


def _supplied(cast: Cast, parts: Sequence[LogRow]) -> str:
    """Provisions and their levels, those together that have come equally far."""
    groups: dict[str, list[str]] = {}
    for part in parts:
        n = part.numbers
        what = cast.provision(part.thing)
        if not cast.divisible(part.thing):
            groups.setdefault("in full", []).append(what)
            continue
        far = f"({percent(n['delivered_share'])} of the promised rise"
        if n["goal"] < SHORT * n["due_share"]:
            far += f", on the way to {percent(n['goal'])}"
        groups.setdefault(far + ")", []).append(f"{what} {number(n['level'])}")
    return listed(f"{listed(items)} {far}" for far, items in groups.items())


def suspension(cast: Cast, row: LogRow) -> str:
    """A promise suspended, and what the giver missed on its side."""
    n = row.numbers
    return (
        f"{cast.seated(row.seat)} suspends {cast.provision(row.thing)}, from "
        f"{number(n['level_before'])} back to {number(n['level_after'])}: it sees "
        f"{percent(n['shortfall'])} missing of what {cast.opposite(row.seat)} owes it"
    )


def resumption(cast: Cast, row: LogRow) -> str:
    """A suspended promise taken up again."""
    n = row.numbers
    return (
        f"{cast.seated(row.seat)} resumes {cast.provision(row.thing)}, from "
        f"{number(n['level_before'])} to {number(n['level_after'])}: "
        f"{cast.opposite(row.seat)} delivers again"
    )


def relapse(cast: Cast, row: LogRow) -> str:
    """A concession without paper taken back."""
    n = row.numbers
    return (
        f"{cast.seated(row.seat)} takes back what it had conceded without paper: "
        f"{cast.provision(row.thing)} falls from {number(n['level_before'])} to "
        f"{number(n['level_after'])}, since nothing threatens it any more"
    )


SENTENCES = {
    LogKind.DELIVERY: delivery,
    LogKind.SUSPENSION: suspension,
    LogKind.RESUMPTION: resumption,
    LogKind.RELAPSE: relapse,
}
