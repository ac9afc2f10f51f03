"""Sentences for what comes from outside the talks: events, governments, mandates, people's ways."""

from sim.model.log import LogKind
from sim.story.cast import Cast
from sim.story.catalogue import label
from sim.story.event_rows import LogRow
from sim.story.plain_rows import changes_nothing, effect
from sim.story.words import capital, number

NOTICED = 0.005
"""Shifts that two decimals would not show."""


def event(cast: Cast, row: LogRow) -> str:
    """What happened, and what it changes; nothing if the scenario has taken its effect away."""
    if changes_nothing(cast, row):
        return ""
    name = cast.names.events[row.thing]
    what = (cast.scenario.events[name].description or label(name)).rstrip(".")
    changed = effect(cast, row, full=True)
    return f"{what}. {capital(changed)}" if changed else what


def government_change(cast: Cast, row: LogRow) -> str:
    """A new government, and how much harder or easier it finds signing."""
    before, after = row.numbers["hurdle_before"], row.numbers["hurdle_after"]
    moves = f"{'rises' if after > before else 'falls'} from {number(before)} to {number(after)}"
    if number(before) == number(after):
        moves = f"stays at {number(after)}"
    return (
        f"a new government takes office in {cast.actor(row.seat)}: the gain that it needs to "
        f"sign at home {moves}, "
        "and half of its grievances are forgotten"
    )


def mandate(cast: Cast, row: LogRow) -> str:
    """From when the destination side may negotiate; nothing if it may at once."""
    start = row.numbers["from_month"]
    if start <= row.month:
        return ""
    who, other = cast.seated(row.seat), cast.opposite(row.seat)
    if start > cast.scenario.horizon - 1:
        return f"{who} will have no mandate to negotiate with {other} before the story ends"
    return f"{who} has no mandate yet: it may negotiate with {other} from {cast.month(start)}"


def displacement(cast: Cast, row: LogRow) -> str:
    """More or fewer people on a route than if all kept to their usual ways."""
    n = row.numbers
    shift = n["attempts"] - n["attempts_as_usual"]
    stand = f"attempts stand at {number(n['attempts'])} times its baseline"
    if abs(shift) < NOTICED:
        return f"people are back to their usual ways on {cast.route(row.thing)}: {stand}"
    many = "more" if shift > 0.0 else "fewer"
    return (
        f"{many} people than usual take {cast.route(row.thing)}: {stand}, against "
        f"{number(n['attempts_as_usual'])} if all kept to their usual ways"
    )


SENTENCES = {
    LogKind.EVENT: event,
    LogKind.GOVERNMENT_CHANGE: government_change,
    LogKind.MANDATE: mandate,
    LogKind.DISPLACEMENT: displacement,
}
