"""The talks of a run at one table: the space in one month, and the way through the months."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from sim.arguments import instance_of, whole
from sim.errors import InputError, Problem, QpqError, nearest, one_of
from sim.figures.frontiers import Point, Points, Space, space_at
from sim.model.assembly import assemble
from sim.model.leverage import expected_disagreement
from sim.model.log import LogKind
from sim.model.readable import Negotiation
from sim.runs.run import Run

MEETING = "offers"
"""Phase before which the sides take stock."""


@dataclass(frozen=True)
class Offer:
    """An offer, and what it was worth to both when it was made."""

    month: int
    side: int
    """0 if the destination side made it, 1 if the partner did."""
    worth: Point
    turn: int
    """Rounds of these talks that had ended before."""


@dataclass(frozen=True)
class Talks:
    """What a run's talks at a table were about, and how they went."""

    table: str
    sides: tuple[str, str]
    """Names of destination side and partner."""
    space: Space | None
    """None where the table has no issues."""
    path: Points
    """Expected utility without an agreement, month by month, shape (months, 2)."""
    offers: tuple[Offer, ...]
    """Offers of the same talks, up to the month of the space."""
    signed: Point | None
    """What was signed in that month, if anything."""
    date: str = ""
    """Month of the space, as people write it."""


def talks(
    run: Run, table: str | None = None, *, issue: str | None = None, month: int | None = None
) -> Talks:
    """What could be agreed at a table in one month of a run, and how the talks went, as numbers.

    ``sim.plot.talks(run).space.solutions`` are the Nash, Kalai-Smorodinsky and egalitarian points;
    ``space`` also holds the frontier, disagreement and what either side can sign, all in utility a
    month, the destination side's first. `sim.plot.space` draws it.

    Args:
        run: the run; it is played again up to that month.
        table: the table; by default the first at which offers were made.
        issue: issue that leads the talks; by default that of the agreement, else the one about
            which most offers were made.
        month: months since month zero; by default when that agreement was signed, else when the
            last offer was made.

    Raises:
        InputError: it is no run, or there is no such table, issue or month.
        QpqError: the run does not come out the same when it is played again, as after moves made
            by hand.
    """
    instance_of(run, Run, "run", "a run, as sim.run gives")
    for name, given in (("table", table), ("issue", issue)):
        if given is not None:
            instance_of(given, str, name, f"the name of a{'n' if name == 'issue' else ''} {name}")
    month = None if month is None else whole(month, "month", 0, run.scenario.horizon)
    return talks_of(run, table, issue=issue, month=month)


def talks_of(
    run: Run, table: str | None = None, *, issue: str | None = None, month: int | None = None
) -> Talks:
    """Play a run again up to one month, and lay out what is talked about then.

    Args:
        run: the run; one under way will do.
        table: the table; by default the first at which offers were made.
        issue: issue that leads the talks; by default that of the agreement, else the one about
            which most offers were made.
        month: months since month zero; by default when that agreement was signed, else when the
            last offer was made, else 0.

    Raises:
        InputError: there is no such table, issue or month.
        QpqError: the run does not come out the same when it is played again, as after moves made
            by hand.
    """
    names, scenario = run.names, run.scenario
    log = run.state.log[: int(run.state.run[0].logged)]
    offered = log[log["kind"] == LogKind.OFFER]
    if table is None:
        table = names.tables[int(offered[0]["table"])] if len(offered) else names.tables[0]
    k = _place(table, names.tables, "table")
    own = [each for each in names.issues if scenario.issues[each].table == table]
    offered = offered[offered["table"] == k]
    signed = log[(log["kind"] == LogKind.SIGNATURE) & (log["table"] == k)]
    if issue is not None:
        _place(issue, own, "issue")
        offered, signed = (
            rows[rows["object"] == names.issues.index(issue)] for rows in (offered, signed)
        )
    if len(signed) and month is None:
        month = int(signed[0]["month"])
        issue = names.issues[int(signed[0]["object"])]
    if issue is None and len(offered):
        issue = names.issues[int(np.bincount(offered["object"]).argmax())]
    if issue is None:
        open_ones = [each for each in own if scenario.issues[each].open]
        issue = next(iter(open_ones or own), None)
    sides = scenario.tables[table]
    seats = tuple(scenario.actors[seat.actor].name for seat in (sides.destination, sides.partner))
    played = int(run.state.run[0].month)
    if issue is not None:
        offered = offered[offered["object"] == names.issues.index(issue)]
        signed = signed[signed["object"] == names.issues.index(issue)]
    if month is None:
        month = int(offered[-1]["month"]) if len(offered) else 0
    if not 0 <= month < max(played, 1):
        what = f"month {month} was not played"
        raise InputError(Problem(what, None, None, "month", f"0 to {max(played, 1) - 1}"))
    model, path = _replayed(run, k, month)
    then = signed[signed["month"] == month]
    ended = log[(log["kind"] == LogKind.ROUND_ENDED) & (log["table"] == k)]["month"]
    return Talks(
        table=table,
        sides=(seats[0], seats[1]),
        space=space_at(model.state, names, issue) if issue is not None else None,
        path=path,
        offers=tuple(
            Offer(
                int(row.month),
                int(row.seat) % 2,
                _worth(row),
                int((ended < row.month).sum()),
            )
            for row in offered
            if row.month <= month
        ),
        signed=(float(then[0]["c"]), float(then[0]["d"])) if len(then) else None,
        date=scenario.calendar(month),
    )


def _worth(row: Any) -> Point:
    """What an offer in the log was worth to the destination side and to the partner."""
    own, other = float(row.a), float(row.b)
    return (own, other) if int(row.seat) % 2 == 0 else (other, own)


def _place(name: str, valid: Sequence[str], what: str) -> int:
    if name not in valid:
        raise InputError(
            Problem(f"no {what} '{name}'", None, None, what, one_of(valid), nearest(name, valid))
        )
    return list(valid).index(name)


def _replayed(run: Run, table: int, month: int) -> tuple[Negotiation, Points]:
    """The run anew, just before the meeting of a month, and the disagreement points until then."""
    model = Negotiation(assemble(run.scenario), seed=run.seed, replication=run.replication)
    path = []
    while True:
        while model.next_phase != MEETING:
            model.step_phase()
        path.append(expected_disagreement(model.state, table))
        if model.month >= month:
            break
        model.step()
    logged = int(model.state.run[0].logged)
    if model.state.log[:logged].tobytes() != run.state.log[:logged].tobytes():
        raise QpqError("this run does not come out the same when it is played again")
    return model, np.array(path)
