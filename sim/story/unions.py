"""Sentences for unions and their members: tables opened, talks left to the union, votes."""

from sim.model.log import LogKind
from sim.story.cast import Cast
from sim.story.event_rows import LogRow
from sim.story.words import likelihood, number, owned, percent, spaced


def opened(cast: Cast, row: LogRow) -> str:
    """A table that opens: who sought whom, what was to be gained, and whose line was left."""
    n = row.numbers
    who, other = cast.seated(row.seat), cast.opposite(row.seat)
    gainer = cast.side(row.table, 0)
    union = int(cast.state.table[row.table].union)
    left = ""
    if n["off_the_line"] > 0.0 and union >= 0:
        leaver = "" if who == gainer else f"{gainer} "
        left = f", and {leaver}leaves the common line of {cast.side(union, 0)}"
    stands = "it stands" if who == gainer else f"{gainer} stands"
    return (
        f"{who} seeks out {other}{left} ({stands} to gain at most {number(n['gain'])} a month; "
        f"chance this month {likelihood(n['chance'])})"
    )


def routed(cast: Cast, row: LogRow) -> str:
    """Talks that a member leaves to its union, and what it expects of either."""
    n = row.numbers
    union = int(cast.state.table[row.table].union)
    within = cast.side(union, 0) if union >= 0 else "its union"
    return (
        f"{cast.seated(row.seat)} leaves the talks with {cast.opposite(row.seat)} on "
        f"{cast.issues(row.thing)} to {within}: it expects to gain {number(n['gain_within'])} a "
        f"month there, {number(n['gain_alone'])} alone"
    )


def coherence(cast: Cast, row: LogRow) -> str:
    """A union that speaks more or less with one voice than when last row."""
    n = row.numbers
    less = n["after"] < n["before"]
    return (
        f"{cast.actor(row.seat)} speaks {'less' if less else 'more'} with one voice: its "
        f"coherence {'falls' if less else 'rises'} from {number(n['before'])} to "
        f"{number(n['after'])}, with its members {number(n['dispersion'])} apart (1 at most)"
    )


def voted_down(cast: Cast, row: LogRow) -> str:
    """A text that the members of a union do not carry."""
    union = cast.state.seat[row.seat].actor
    rule = spaced(cast.scenario.actors[cast.names.actors[int(union)]].voting.value)
    share = row.numbers["hurdle_share"]
    needs = "all" if share >= 1.0 else percent(share)
    return (
        f"{owned(cast.seated(row.seat))} members vote down the {cast.text(row.thing)} with "
        f"{cast.opposite(row.seat)} on {cast.issues(row.thing)}: too few for {_article(rule)} "
        f"find in it what they need to consent ({needs} of their domestic hurdle)"
    )


def _article(rule: str) -> str:
    return rule if rule == "unanimity" else f"a {rule}"


SENTENCES = {
    LogKind.OPENED: opened,
    LogKind.ROUTED: routed,
    LogKind.COHERENCE: coherence,
    LogKind.VOTED_DOWN: voted_down,
}
