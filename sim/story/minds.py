"""Sentences for what changes minds: dialogue, arrivals that press, strategies that disappoint."""

from sim.model.codes import (
    DYNAMIC,
)
from sim.model.log import LogKind
from sim.results.naming import strategy_of
from sim.story.cast import Cast
from sim.story.happenings import Happening
from sim.story.words import likelihood, listed, number, spaced


def dialogue(cast: Cast, told: Happening) -> str:
    """Meetings without agreement begin, and how far they can bring the two together."""
    n = told.numbers
    quality = number(n["quality"])
    trusts = [n["trust_destination"], n["trust_partner"]]
    sides = listed(
        f"{cast.side(told.table, side)} at {number(trust)}" for side, trust in enumerate(trusts)
    )
    if int(cast.state.rule[0].trust) != DYNAMIC:
        effect = f"of a quality of {quality}; trust does not move"
    elif min(trusts) < n["quality"]:
        effect = f"which can build trust up to {quality}: trust now stands with {sides}"
    else:
        effect = (
            f"which builds trust up to {quality} at most, and trust already stands with {sides}"
        )
    return f"{cast.pair(told.table)} begin a dialogue short of agreement, {effect}"


def turn(cast: Cast, told: Happening) -> str:
    """An actor that appealed to norms begins to offer something in return."""
    n = told.numbers
    on = "its members" if cast.state.actor[told.seat].members > 0 else "it"
    return (
        f"{cast.actor(told.seat)} turns from appeals to norms to exchange: attempts to cross above "
        f"their baseline weigh {number(n['felt_pressure'])} on {on} (chance this month "
        f"{likelihood(n['chance'])})"
    )


def learned(cast: Cast, told: Happening) -> str:
    """A strategy left for another one, and how the old one has served."""
    n = told.numbers
    before, after = (
        spaced(strategy_of(cast.scenario, cast.names, told.seat, int(n[f"strategy_{at}"])))
        for at in ("before", "after")
    )
    way = f"from '{before}' to '{after}'"
    return (
        f"{cast.seated(told.seat)} changes its strategy towards {cast.opposite(told.seat)} {way}: "
        f"it rates the months since its last review "
        f"{number(n['success'])} (0.50 is as good as before, 1 the best; chance of this choice "
        f"{likelihood(n['chance'])})"
    )


SENTENCES = {
    LogKind.DIALOGUE: dialogue,
    LogKind.TURN: turn,
    LogKind.LEARNED: learned,
}
