"""Sentences for what comes from outside the talks: events, governments, mandates, people's ways."""

from sim.model.log import LogKind
from sim.scenario.happenings import EventKind
from sim.story.cast import Cast
from sim.story.happenings import Happening
from sim.story.words import capital, counted, likelihood, number, owned, percent, spaced

SIZELESS = frozenset(
    {
        EventKind.GOVERNMENT_CHANGE,
        EventKind.ROUTE_OPENS,
        EventKind.ROUTE_CLOSES,
        EventKind.INTERRUPTION,
    }
)
"""Kinds of events whose size does not matter."""
NOTICED = 0.005
"""Shifts that two decimals would not show."""


def event(cast: Cast, told: Happening) -> str:
    """What happened, and what it changes; nothing if the scenario has taken its effect away."""
    name = cast.names.events[told.thing]
    given = cast.scenario.events[name]
    size, months = told.numbers["size"], told.numbers["months"]
    if size == 0.0 and given.turnover == 0.0 and given.kind not in SIZELESS:
        return ""
    what = (given.description or spaced(name)).rstrip(".")
    if given.kind == EventKind.SURGE:
        lasting = f" for {counted(months, 'month')}" if months > 0 else ", and the surge fades"
        effect = (
            f"Attempts to cross on the route '{spaced(given.route or '')}' rise by "
            f"{percent(size)}{lasting}"
        )
        return f"{what}. {effect}"
    if given.kind.befalls_route:
        opens = given.kind == EventKind.ROUTE_OPENS
        return f"{what}. The route '{spaced(given.route or '')}' {'opens' if opens else 'closes'}"
    who = cast.actor(told.seat)
    where = f" towards {_other_at(cast, told)}" if told.table >= 0 else ""
    effects = {
        EventKind.GRIEVANCE: f"{owned(who)} grievance{where} grows by {number(size)}",
        EventKind.TRUST: f"{owned(who)} trust{where} falls by {number(size)}",
        EventKind.ELECTION: _election(who, size, max(months, 1.0), given.turnover),
        EventKind.STRESS: f"{owned(who)} need for money grows by {number(size)}",
        EventKind.GOVERNMENT_CHANGE: "",
        EventKind.INTERRUPTION: f"{who} meets nobody for {counted(max(months, 1.0), 'month')}",
    }
    effect = effects[given.kind]
    return f"{what}. {capital(effect)}" if effect else what


def _election(who: str, size: float, months: float, turnover: float) -> str:
    """What an election that begins means for signing, and for who governs after it."""
    lasting = counted(months, "month")
    effects = []
    if size > 0.0:
        effects.append(f"for {lasting} {who} can sign only what gains {number(size)} more at home")
    if turnover > 0.0:
        effects.append(
            f"after {lasting} the government in {who} may change (chance {likelihood(turnover)})"
        )
    return "; ".join(effects)


def _other_at(cast: Cast, told: Happening) -> str:
    for side in range(2):
        if int(cast.state.seat[2 * told.table + side].actor) != told.seat:
            return cast.side(told.table, side)
    return cast.pair(told.table)


def government_change(cast: Cast, told: Happening) -> str:
    """A new government, and how much harder or easier it finds signing."""
    before, after = told.numbers["hurdle_before"], told.numbers["hurdle_after"]
    moves = f"{'rises' if after > before else 'falls'} from {number(before)} to {number(after)}"
    if number(before) == number(after):
        moves = f"stays at {number(after)}"
    return (
        f"a new government takes office in {cast.actor(told.seat)}: the gain that it needs to "
        f"sign at home {moves}, "
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


def displacement(cast: Cast, told: Happening) -> str:
    """More or fewer people on a route than if all kept to their usual ways."""
    n = told.numbers
    shift = n["attempts"] - n["attempts_as_usual"]
    stand = f"attempts stand at {number(n['attempts'])} times its baseline"
    if abs(shift) < NOTICED:
        return f"on the route {cast.route(told.thing)} people are back to their usual ways: {stand}"
    many = "more" if shift > 0.0 else "fewer"
    return (
        f"{many} people than usual take the route {cast.route(told.thing)}: {stand}, against "
        f"{number(n['attempts_as_usual'])} if all kept to their usual ways"
    )


SENTENCES = {
    LogKind.EVENT: event,
    LogKind.GOVERNMENT_CHANGE: government_change,
    LogKind.MANDATE: mandate,
    LogKind.DISPLACEMENT: displacement,
}
