"""Why the other side of a seat does not yield to its pressure, in one sentence."""

from typing import Any

from sim.interactive.game import Game
from sim.interactive.seat_view import Seat, cast_of
from sim.model.codes import Stage
from sim.model.lookups import withholds
from sim.story.words import capital, number


def unyielding(game: Game, place: Seat) -> tuple[Any, str]:
    """Why the other side holds out against a threat or sanction of a seat for a price.

    Returns:
        What it is about, which changes when the reason does, and the sentence; an empty one where
        there is no such pressure.
    """
    own = game.state.seat[place.row]
    if own.asked < 0 or own.stage not in (Stage.PENDING, Stage.EXECUTED):
        return None, ""
    other = game.model.assembly.names.actors[int(game.state.seat[place.row ^ 1].actor)]
    answer = game.actor(other).comply(place.table)
    name = capital(cast_of(game).seated(place.row ^ 1))
    about = (answer.about, int(own.withdrawn), int(own.stage), answer.bar, *answer.tips)
    if answer.bar:
        return about, f"{name} does not yield: {answer.bar}."
    if answer.value <= 0.0:
        return about, f"{name} does not yield: it gives in to no pressure, whatever the stakes."
    because = {what: number(value) for what, value in answer.reasons.items()}
    belief = because["it believes the threat"]
    loses = f"loses {because['it would lose']} a month by what you withhold"
    if not withholds(own):
        loses = f"believes your threat by {belief} and would lose {because['it would lose']} by it"
    weighed = (
        f"it {loses}, against {because['giving in would cost it']} for what you ask and "
        f"{because['its pride']} for its pride"
    )
    if answer.leans:
        return about, f"{name} wavers: {weighed}."
    tips = " or ".join(f"{what} {number(value)}" for what, value in answer.tips.items())
    end = f"{tips} would tip it" if tips else "nothing of this alone would tip it"
    return about, f"{name} does not yield: {weighed}; {end}."
