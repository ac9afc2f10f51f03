"""Sentences for what changes minds: dialogue, arrivals that press, strategies that disappoint."""

from sim.model.codes import (
    DYNAMIC,
)
from sim.model.log import LogKind
from sim.runs.event_log import strategy_of
from sim.story.cast import Cast
from sim.story.catalogue import label
from sim.story.event_rows import LogRow
from sim.story.words import likelihood, listed, number


def dialogue(cast: Cast, row: LogRow) -> str:
    """Meetings without agreement begin, and how far they can bring the two together."""
    n = row.numbers
    quality = number(n["quality"])
    trusts = [n["trust_destination"], n["trust_partner"]]
    sides = listed(
        f"{cast.side(row.table, side)} at {number(trust)}" for side, trust in enumerate(trusts)
    )
    if int(cast.state.rule[0].trust) != DYNAMIC:
        effect = f"of a quality of {quality}; trust does not move"
    elif min(trusts) < n["quality"]:
        effect = f"which can build trust up to {quality}: trust now stands with {sides}"
    else:
        effect = (
            f"which builds trust up to {quality} at most, and trust already stands with {sides}"
        )
    return f"{cast.pair(row.table)} begin a dialogue short of agreement, {effect}"


def turn(cast: Cast, row: LogRow) -> str:
    """An actor that appealed to norms begins to offer something in return."""
    n = row.numbers
    on = "its members" if cast.state.actor[row.seat].members > 0 else "it"
    return (
        f"{cast.actor(row.seat)} turns from appeals to norms to exchange: attempts to cross above "
        f"their baseline weigh {number(n['felt_pressure'])} on {on} (chance this month "
        f"{likelihood(n['chance'])})"
    )


def learned(cast: Cast, row: LogRow) -> str:
    """A strategy left for another one, and how the old one has served."""
    n = row.numbers
    before, after = (
        label(strategy_of(cast.scenario, cast.names, row.seat, int(n[f"strategy_{at}"])))
        for at in ("before", "after")
    )
    way = f"from '{before}' to '{after}'"
    return (
        f"{cast.seated(row.seat)} changes its strategy towards {cast.opposite(row.seat)} {way}: "
        f"it rates the months since its last review "
        f"{number(n['success'])} (0.50 is as good as before, 1 the best; chance of this choice "
        f"{likelihood(n['chance'])})"
    )


SENTENCES = {
    LogKind.DIALOGUE: dialogue,
    LogKind.TURN: turn,
    LogKind.LEARNED: learned,
}
