"""Sentences for demands, threats, what becomes of them, and retaliation."""

from collections.abc import Mapping

from sim.model.log import LiftReason, LogKind
from sim.story.cast import Cast
from sim.story.happenings import Happening
from sim.story.words import capital, likelihood, number, owned, percent

BECAUSE: Mapping[int, str] = {
    LiftReason.MET: "its demand is met",
    LiftReason.CALM: "its resentment has faded",
    LiftReason.SUNSET: "the measure has run its time",
    LiftReason.AGREED: "the agreement settles the matter",
}
PARTLY_MET = 0.25
"""Share of a declared demand from which it is told as met in part."""


def _wish(cast: Cast, provision: int, level: float) -> str:
    """What is asked for, as the object of "that Spain ..."."""
    what = cast.provision(provision)
    if not cast.divisible(provision):
        return f"give {what}"
    return f"raise {what} to {number(level)}"


def _cut(cast: Cast, provision: int, before: float, after: float) -> str:
    """A withdrawal from one level to another, with what going below zero means."""
    what = f"{cast.provision(provision)} from {number(before)} to {number(after)}"
    if after < 0.0:
        return f"{what} (below zero it works against {cast.receiver(provision)})"
    return what


def demand(cast: Cast, told: Happening) -> str:
    """A price named, with the issue in which it lies and the chance that it was."""
    n = told.numbers
    who, other = cast.seated(told.seat), cast.opposite(told.seat)
    what, title = cast.provision(told.thing), cast.issue(int(cast.row(told.thing).issue))
    # A threat without an earlier demand states one, and tells the chance of both itself.
    chance = f", chance this month {likelihood(n['chance'])}" if n["ambition"] > 0.0 else ""
    if not cast.divisible(told.thing):
        return f"{who} demands {what} from {other} (issue '{title}'{chance})"
    levels = f"from {number(n['level_before'])} to {number(n['asked_level'])}"
    return f"{who} demands that {other} raise {what} {levels} (issue '{title}'{chance})"


def threat(cast: Cast, told: Happening) -> str:
    """What would be withdrawn, how far, from when, and for what."""
    n = told.numbers
    who, other = cast.seated(told.seat), cast.opposite(told.seat)
    asked = int(n["asked_provision"])
    below = f" (below zero it works against {other})" if n["withdrawn_to"] < 0.0 else ""
    if asked >= 0:
        wish = _wish(cast, asked, cast.asked.get(told.seat, float(cast.row(asked).cap)))
        unless = f"unless {other} agrees to {wish}"
    else:
        unless = "with no price named"
    return (
        f"{who} threatens to cut {cast.provision(told.thing)} to {number(n['withdrawn_to'])}"
        f"{below} from {cast.month(n['due_month'])} {unless} "
        f"(chance this month {likelihood(n['chance'])})"
    )


def execution(cast: Cast, told: Happening) -> str:
    """A threat carried out, and where it leaves the other side."""
    n = told.numbers
    cut = _cut(cast, told.thing, n["level_before"], n["level_after"])
    return (
        f"{cast.seated(told.seat)} carries out its threat and cuts {cut}; its chance of doing so "
        f"was {likelihood(n['chance'])}. {capital(owned(cast.opposite(told.seat)))} "
        f"disagreement point falls to {number(n['other_disagreement'])}"
    )


def back_down(cast: Cast, told: Happening) -> str:
    """A threat that fell due and was dropped, and what that does to the next one."""
    n = told.numbers
    who = cast.seated(told.seat)
    return (
        f"{owned(who)} threat to cut {cast.provision(told.thing)} falls due and it backs down "
        f"(its chance of carrying it out was {likelihood(n['chance'])}); "
        f"its credibility falls to {number(n['credibility_after'])}"
    )


def retaliation(cast: Cast, told: Happening) -> str:
    """A withdrawal without a price, out of grievance."""
    n = told.numbers
    cut = _cut(cast, told.thing, n["level_before"], n["level_after"])
    left = cast.without_agreement(told.month, told.table, 1 - told.side)
    after = ""
    if left is not None:
        after = (
            f". {capital(owned(cast.opposite(told.seat)))} disagreement point is now {number(left)}"
        )
    return (
        f"{cast.seated(told.seat)} retaliates without naming a price and cuts {cut} "
        f"(grievance {number(n['grievance'])}, chance this month {likelihood(n['chance'])}){after}"
    )


def tacit_compliance(cast: Cast, told: Happening) -> str:
    """A demand met without paper, under threat."""
    n = told.numbers
    return (
        f"without signing anything, {cast.seated(told.seat)} gives way and raises "
        f"{cast.provision(told.thing)} from {number(n['level_before'])} to "
        f"{number(n['level_after'])} (chance this month {likelihood(n['chance'])})"
    )


def lifting(cast: Cast, told: Happening) -> str:
    """A withdrawal undone or a threat dropped, and why."""
    n = told.numbers
    who, what = cast.seated(told.seat), cast.provision(told.thing)
    why = BECAUSE[int(n["reason"])]
    if n["level_before"] == n["level_after"] == 0.0:
        return f"{who} drops its threat to cut {what}: {why}"
    levels = f"from {number(n['level_before'])} to {number(n['level_after'])}"
    return f"{who} restores {what} {levels}: {why}"


def demand_settled(cast: Cast, told: Happening) -> str:
    """How far a demand was met when it is closed."""
    met = told.numbers["share_met"]
    who, what = cast.seated(told.seat), cast.provision(told.thing)
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
