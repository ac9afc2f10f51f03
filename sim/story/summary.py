"""The outcome of a run at a glance: a paragraph for each table, and one for people."""

from collections.abc import Iterator, Mapping

import numpy as np
from numpy.typing import NDArray

from sim.model.codes import DESTINATION, PARTNER
from sim.model.log import LogKind
from sim.model.rows import Records
from sim.runs.run import Run
from sim.story.cast import Cast
from sim.story.catalogue import Slots, catalogue, said
from sim.story.event_rows import LogRow, rows
from sim.story.words import capital, sentence

NOTICED = 0.005
"""Differences that two decimals, or whole per cent, would not show."""

FEW = 2
"""Tables whose agreements are told one by one."""
CUTS = tuple(
    f"coercion_{what}_{side}"
    for what in ("executed", "retaliations")
    for side in ("destination", "partner")
)
"""Outcome columns that count withdrawals."""

Claim = tuple[str, Slots]
"""Place of a template in the catalogue, and what fills it."""
Row = Mapping[str, float | None]


def summary(run: Run) -> list[tuple[str, tuple[Claim, ...]]]:
    """What a run came to: titles, and the claims made under each."""
    cast = Cast(run.scenario, run.names, run.state)
    log = list(rows(run.state))
    found = [
        (
            capital(cast.pair(k)),
            tuple(_of_table(run, cast, k, [row for row in log if row.table == k])),
        )
        for k in range(len(run.names.tables))
    ]
    return [*found, (str(catalogue()["titles"]["people"]), tuple(_people(run.outcome)))]


def claimed(claims: tuple[Claim, ...]) -> str:
    """Claims as a paragraph."""
    return " ".join(sentence(said(path, slots)) for path, slots in claims)


def _of_table(run: Run, cast: Cast, table: int, log: list[LogRow]) -> Iterator[Claim]:
    outcome = run.tables[run.names.tables[table]]
    agreement = list(_agreement(run, table, log))
    yield from agreement
    for side, name in ((DESTINATION, "destination"), (PARTNER, "partner")):
        share = outcome[f"process_delivered_{name}"]
        if share is not None:
            yield "outcome.delivered", {"who": cast.side(table, side), "share": share}
    yield from _coercion(cast, table, outcome)
    welfare = _welfare(cast, table, outcome)
    if len(agreement) > 1 or welfare[0] != "outcome.same":
        yield welfare


def _agreement(run: Run, table: int, log: list[LogRow]) -> Iterator[Claim]:
    signed = [row.month for row in log if row.kind is LogKind.SIGNATURE]
    if not signed:
        yield "outcome.unsigned", {"months": float(run.state.run[0].month)}
        return
    yield "outcome.signed", {"date": run.scenario.calendar(signed[0])}
    if not any(row.kind is LogKind.IN_FORCE for row in log):
        yield "outcome.never", {}
        return
    in_force = months_in_force(run, table)
    path = "held" if in_force[-1:].any() else "ended"
    yield f"outcome.{path}", {"months": float(in_force.sum())}


def months_in_force(run: Run, table: int) -> NDArray[np.bool_]:
    """Whether an agreement was in force at a table at the end of each month played."""
    tables, played = len(run.names.tables), int(run.state.run[0].month)
    recorded = run.state.months_table["in_force"][: played * tables]
    found: NDArray[np.bool_] = recorded[table::tables] > 0.0
    return found


def _coercion(cast: Cast, table: int, outcome: Row) -> Iterator[Claim]:
    quiet = True
    if prices := outcome["coercion_demands_partner"]:
        quiet = False
        yield "outcome.demands", {"who": cast.side(table, PARTNER), "count": prices}
    for side, name in ((DESTINATION, "destination"), (PARTNER, "partner")):
        who = cast.side(table, side)
        threats = outcome[f"coercion_threats_{name}"]
        carried = outcome[f"coercion_executed_{name}"] or 0.0
        if threats:
            quiet = False
            how = "none" if not carried else "all" if carried == threats else "some"
            path = "one" if how == "all" and threats == 1.0 else how
            yield f"outcome.threats_{path}", {"who": who, "count": threats}
        if back := outcome[f"coercion_retaliations_{name}"]:
            quiet = False
            yield "outcome.retaliations", {"who": who, "count": back}
    if quiet:
        yield "outcome.quiet", {}


def _welfare(cast: Cast, table: int, outcome: Row) -> Claim:
    """Who is better off than at the start, by the levels in force in an average month."""
    worth = [outcome[f"welfare_{name}"] or 0.0 for name in ("destination", "partner")]
    moves = [0 if abs(value) < NOTICED else 1 if value > 0.0 else -1 for value in worth]
    sides = (DESTINATION, PARTNER)
    if moves[0] == moves[1]:
        return f"outcome.{ {1: 'better_both', -1: 'worse_both', 0: 'same'}[moves[0]] }", {}
    # Whose fate is named first: the one that gains, or else the one that loses.
    first = max(sides, key=lambda side: (moves[side] > 0, moves[side] < 0))
    names: Slots = {"who": cast.side(table, first), "other": cast.side(table, 1 - first)}
    if 0 in moves:
        return f"outcome.{'better' if moves[first] > 0 else 'worse'}_only", names
    return "outcome.better_one", names


def _people(outcome: Row) -> Iterator[Claim]:
    arrivals, harm, returns = (outcome[f"people_{c}"] for c in ("arrivals", "harm", "returns"))
    if arrivals is None or harm is None or returns is None:
        yield "outcome.no_routes", {}
        return
    shift = arrivals - 1.0
    way = "same" if abs(shift) < NOTICED else "more" if shift > 0.0 else "fewer"
    yield f"outcome.arrivals_{way}", {"share": abs(shift)}
    yield "outcome.harm", {"harm": harm}
    yield f"outcome.returns{'_few' if returns < NOTICED else ''}", {"share": returns}


def usual(run: Run, outcomes: Records) -> list[str]:
    """How usual what a run came to is among many of the same scenario.

    Args:
        run: the run.
        outcomes: outcome records of many runs, shape (runs, 1 + tables), none of them failed.
    """
    cast, runs = Cast(run.scenario, run.names, run.state), float(len(outcomes))
    agreed = outcomes["paper_agreement"] > 0.0
    here = run.state.outcome["paper_agreement"] > 0.0
    if len(run.names.tables) <= FEW:
        agreements = [("agree", cast.pair(k), 1 + k) for k in range(len(run.names.tables))]
    else:
        agreements = [("agree_anywhere", "", 0)]
    told = [
        sentence(
            said(
                f"usual.{path}.{'here' if here[row] else 'not_here'}",
                {"count": float(agreed[:, row].sum()), "runs": runs, "pair": pair},
            )
        )
        for path, pair, row in agreements
    ]
    where = "here" if _withdrawn(run.state.outcome[:1]).any() else "not_here"
    cuts = float(_withdrawn(outcomes[:, 0]).sum())
    told.append(said(f"usual.cut.{where}", {"count": cuts, "runs": runs}))
    return told


def _withdrawn(outcomes: Records) -> NDArray[np.bool_]:
    """Whether anybody withdrew anything, in each run."""
    found: NDArray[np.bool_] = np.any([outcomes[column] > 0.0 for column in CUTS], axis=0)
    return found
