"""Sentences for demands, threats, what becomes of them, and retaliation."""

from sim.model.log import LiftReason, LogKind
from sim.story.cast import Cast
from sim.story.catalogue import template
from sim.story.event_rows import LogRow
from sim.story.words import capital, likelihood, number, owned, percent

PARTLY_MET = 0.25
"""Share of a declared demand from which it is told as met in part."""
UNCHANGED = 0.005
"""Levels that two decimals would not show."""


def _wish(cast: Cast, provision: int, level: float) -> str:
    """What is asked for, as the object of "that Spain ..."."""
    what = cast.provision(provision)
    if not cast.divisible(provision):
        return f"give {what}"
    return f"raise {what} to {number(level)}"


def _cut(cast: Cast, provision: int, before: float, after: float) -> str:
    """A withdrawal from one level to another, with what going below zero means."""
    what = f"{cast.provision(provision)} from {number(before)} to {number(after)}"
    return f"{what}{_against(after, cast.receiver(provision))}"


def _against(level: float, receiver: str) -> str:
    """What a level below zero means."""
    return f", where it works against {receiver}" if level <= -UNCHANGED else ""


def demand(cast: Cast, row: LogRow) -> str:
    """A price named, with the issue in which it lies and the chance that it was."""
    n = row.numbers
    who, other = cast.seated(row.seat), cast.opposite(row.seat)
    what, title = cast.provision(row.thing), cast.issue(int(cast.row(row.thing).issue))
    # A threat without an earlier demand states one, and tells the chance of both itself.
    chance = cast.chance(row) if n["ambition"] > 0.0 else ""
    if not cast.divisible(row.thing):
        return f"{who} demands {what} from {other}, in '{title}'{chance}"
    levels = f"from {number(n['level_before'])} to {number(n['asked_level'])}"
    return f"{who} demands that {other} raise {what} {levels}, in '{title}'{chance}"


def threat(cast: Cast, row: LogRow) -> str:
    """What would be withdrawn, how far, from when, and for what."""
    n = row.numbers
    who, other = cast.seated(row.seat), cast.opposite(row.seat)
    asked = int(n["asked_provision"])
    if asked >= 0:
        wish = _wish(cast, asked, cast.asked.get(row.seat, float(cast.row(asked).cap)))
        unless = f"unless {other} agrees to {wish}"
    else:
        unless = "with no price named"
    return (
        f"{who} threatens to cut {cast.provision(row.thing)} to {number(n['withdrawn_to'])}"
        f"{_against(n['withdrawn_to'], other)}, from {cast.month(n['due_month'])} {unless}"
        f"{cast.chance(row)}"
    )


def execution(cast: Cast, row: LogRow) -> str:
    """A threat carried out, and where it leaves the other side."""
    n = row.numbers
    cut = _cut(cast, row.thing, n["level_before"], n["level_after"])
    other, left = capital(cast.opposite(row.seat)), n["other_disagreement"]
    return (
        f"{cast.seated(row.seat)} carries out its threat and cuts {cut}{cast.chance(row)}. "
        f"{_left(other, left)}"
    )


def _left(who: str, worth: float) -> str:
    """What a side is left with if nothing is agreed."""
    if abs(worth) < UNCHANGED:
        return f"{who} is left about as well off without an agreement as it was at the start"
    return f"Without an agreement {who} is now left with {number(worth)}"


def back_down(cast: Cast, row: LogRow) -> str:
    """A threat that fell due and was dropped, and what that does to the next one."""
    n = row.numbers
    who = cast.seated(row.seat)
    return (
        f"{owned(who)} threat to cut {cast.provision(row.thing)} falls due and it backs down"
        f"{_would_have(cast, row)}; its credibility is now {number(n['credibility_after'])}"
    )


def _would_have(cast: Cast, row: LogRow) -> str:
    """The chance that a threat had of being carried out; nothing if a person decided it."""
    if row.seat in cast.persons:
        return ""
    return f" (its chance of carrying it out was {likelihood(row.numbers['chance'])})"


def retaliation(cast: Cast, row: LogRow) -> str:
    """A withdrawal without a price, out of grievance."""
    n = row.numbers
    cut = _cut(cast, row.thing, n["level_before"], n["level_after"])
    left = cast.without_agreement(row.month, row.table, 1 - row.side)
    after = ""
    if left is not None:
        after = f". {_left(capital(cast.opposite(row.seat)), left)}"
    return (
        f"{cast.seated(row.seat)} retaliates without naming a price and cuts {cut} "
        f"out of a grievance of {number(n['grievance'])}{cast.chance(row)}{after}"
    )


def tacit_compliance(cast: Cast, row: LogRow) -> str:
    """A demand met without paper, under threat."""
    n = row.numbers
    pressure = cast.pressure[row.seat ^ 1]
    lever, other = cast.provision(pressure.thing), cast.opposite(row.seat)
    why = f"to have {lever} restored, which {other} withholds"
    if pressure.kind is LogKind.THREAT:
        why = f"to avert the cut of {lever} that {other} threatens"
    return (
        f"without signing anything, {cast.seated(row.seat)} gives way {why}: it raises "
        f"{cast.provision(row.thing)} from {number(n['level_before'])} to "
        f"{number(n['level_after'])}{cast.chance(row)}"
    )


def lifting(cast: Cast, row: LogRow) -> str:
    """A withdrawal undone or a threat dropped, and why."""
    n = row.numbers
    who, what = cast.seated(row.seat), cast.provision(row.thing)
    why = template(f"reasons.{LiftReason(int(n['reason'])).name.lower()}")
    if cast.pressure[row.seat].kind is LogKind.THREAT:
        return f"{who} drops its threat to cut {what}: {why}"
    levels = f"from {number(n['level_before'])} to {number(n['level_after'])}"
    return f"{who} restores {what} {levels}: {why}"


def demand_settled(cast: Cast, row: LogRow) -> str:
    """How far a demand was met when it is closed."""
    met = row.numbers["share_met"]
    who, what = cast.seated(row.seat), cast.provision(row.thing)
    if met >= cast.scenario.parameters.threats.fully_met:
        how = "is met" if met >= 0.995 else f"is met almost in full ({percent(met)})"
    elif met >= PARTLY_MET:
        how = f"is met in part ({percent(met)}) and dropped"
    else:
        how = "has come to nothing and is dropped"
    return f"{owned(who)} demand for {what} {how}"


SENTENCES = {
    LogKind.DEMAND: demand,
    LogKind.THREAT: threat,
    LogKind.EXECUTION: execution,
    LogKind.BACK_DOWN: back_down,
    LogKind.RETALIATION: retaliation,
    LogKind.TACIT_COMPLIANCE: tacit_compliance,
    LogKind.LIFTING: lifting,
    LogKind.DEMAND_SETTLED: demand_settled,
}
