"""Sentences for what comes from outside the talks: events, new governments, mandates."""

from sim.model.log import Kind
from sim.scenario.happenings import EventKind
from sim.story.cast import Cast
from sim.story.happenings import Happening
from sim.story.words import capital, counted, number, owned, percent, spaced


def event(cast: Cast, told: Happening) -> str:
    """What happened, and what it changes; nothing if the scenario has taken its effect away."""
    name = cast.names.events[told.thing]
    given = cast.scenario.events[name]
    size, months = told.numbers["size"], told.numbers["months"]
    if size == 0.0 and given.kind != EventKind.GOVERNMENT_CHANGE:
        return ""
    what = (given.description or spaced(name)).rstrip(".")
    if given.kind == EventKind.SURGE:
        lasting = f" for {counted(months, 'month')}" if months > 0 else ", and fades"
        effect = (
            f"Attempts to cross on the route '{spaced(given.route or '')}' rise by "
            f"{percent(size)}{lasting}"
        )
        return f"{what}. {effect}"
    who = cast.actor(told.seat)
    where = f" towards {_other_at(cast, told)}" if told.table >= 0 else ""
    effects = {
        EventKind.GRIEVANCE: f"{owned(who)} grievance{where} grows by {number(size)}",
        EventKind.TRUST: f"{owned(who)} trust{where} falls by {number(size)}",
        EventKind.ELECTION: (
            f"For {counted(max(months, 1.0), 'month')} {who} can sign only what gains "
            f"{number(size)} more at home"
        ),
        EventKind.STRESS: f"{owned(who)} need for money grows by {number(size)}",
        EventKind.GOVERNMENT_CHANGE: "",
    }
    effect = effects[given.kind]
    return f"{what}. {capital(effect)}" if effect else what


def _other_at(cast: Cast, told: Happening) -> str:
    for side in range(2):
        if int(cast.state.seat[2 * told.table + side]["actor"]) != told.seat:
            return cast.side(told.table, side)
    return cast.pair(told.table)


def government_change(cast: Cast, told: Happening) -> str:
    """A new government, and how much harder or easier it finds signing."""
    before, after = told.numbers["hurdle_before"], told.numbers["hurdle_after"]
    moves = "rises" if after > before else "falls"
    return (
        f"a new government takes office in {cast.actor(told.seat)}: the gain that it needs to "
        f"sign at home {moves} from {number(before)} to {number(after)}, "
        "and half of its grievances are forgotten"
    )


def mandate(cast: Cast, told: Happening) -> str:
    """From when the destination side may negotiate; nothing if it may at once."""
    start = told.numbers["from_month"]
    if start <= told.month:
        return ""
    who, other = cast.seated(told.seat), cast.opposite(told.seat)
    if start > cast.scenario.horizon - 1:
        return f"{who} will have no mandate to negotiate with {other} before the story ends"
    return f"{who} has no mandate yet: it may negotiate with {other} from {cast.month(start)}"


SENTENCES = {
    Kind.EVENT: event,
    Kind.GOVERNMENT_CHANGE: government_change,
    Kind.MANDATE: mandate,
}
