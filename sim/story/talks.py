"""Sentences for talks: agendas, offers and answers, texts signed, voted on and in force."""

from collections.abc import Sequence

from sim.model.codes import (
    AgreementForm,
)
from sim.model.log import LogKind
from sim.story.cast import Cast
from sim.story.event_rows import LogRow
from sim.story.plain_rows import exit_reason, linkage
from sim.story.words import counted, likelihood, listed, number, one, percent, quoted

UNCHANGED = 0.005
"""Changes of a level that two decimals would not show."""
SEEN = 0.005
"""Misjudgements that two decimals would not show."""


def drafted(cast: Cast, row: LogRow) -> str:
    """The kind of text that a round of talks is about."""
    return (
        f"{cast.pair(row.table)} begin to draft {one(cast.text(row.thing))} on "
        f"{cast.issues(row.thing)}"
    )


def linked(cast: Cast, row: LogRow) -> str:
    """An issue drawn into the talks on another, and why."""
    n = row.numbers
    issue, lead = cast.issue(row.thing), cast.issue(int(n["lead_issue"]))
    reason = linkage(cast, row)
    if reason == "gain":
        larger = f"{number(n['gain'])} larger" if n["gain"] >= SEEN else "slightly larger"
        why = (
            f"settled together they promise a joint gain {larger}, the {number(n['linkage_cost'])} "
            "that a tie costs each side already taken off"
        )
    elif reason == "forced":
        why = "at this table all issues are settled together"
    else:
        why = "a demand lies there"
    return f"{cast.pair(row.table)} tie the issue '{issue}' to the talks on '{lead}': {why}"


def no_zone(cast: Cast, row: LogRow) -> str:
    """No package that both would prefer to no agreement."""
    n = row.numbers
    ours, theirs = n["disagreement_destination"], n["disagreement_partner"]
    left = ""
    if max(abs(ours), abs(theirs)) >= SEEN:
        left = (
            f", which leaves {number(ours)} to {cast.side(row.table, 0)} and {number(theirs)} "
            f"to {cast.side(row.table, 1)}"
        )
    return (
        f"{cast.pair(row.table)} meet, but find nothing on {cast.issues(row.thing)} that both "
        f"would prefer to no agreement{left}"
    )


def offer(cast: Cast, row: LogRow) -> str:
    """A whole offer: what it gives, what it asks, and what it is worth to whom."""
    n = row.numbers
    who, other = cast.seated(row.seat), cast.opposite(row.seat)
    gives = _terms(cast, row.parts, row.side, given=True)
    asks = _terms(cast, row.parts, row.side, given=False)
    if gives and asks:
        what = f"{who} offers {other} {listed(gives)}, in return for {listed(asks)}"
    elif gives:
        what = f"{who} offers {other} {listed(gives)}, and asks for nothing"
    elif asks:
        what = f"{who} asks {other} for {listed(asks)}, and offers nothing"
    else:
        what = f"{who} offers {other} to leave everything as it is"
    own, target = number(n["own_utility"]), number(n["target"])
    without = ""
    if abs(n["disagreement"]) >= SEEN:
        without = f"; without agreement {who} is left with {number(n['disagreement'])}"
    holds = "as much as it holds out for" if own == target else f"which holds out for {target}"
    worth = f"worth {own} to {who}, {holds}, and {number(n['other_utility'])} to {other}{without}"
    return f"{what} ({worth})"


def offer_item(cast: Cast, row: LogRow) -> str:
    """One provision in an offer; empty where it stays as it is."""
    level, now = row.numbers["level"], row.numbers["level_now"]
    return _change(cast, row.thing, now, level)


def _change(cast: Cast, provision: int, before: float, after: float) -> str:
    if abs(after - before) < UNCHANGED:
        return ""
    what = cast.provision(provision)
    if not cast.divisible(provision) and after > before:
        return what
    return f"{what} {number(before)} -> {number(after)}"


def _terms(cast: Cast, parts: Sequence[LogRow], side: int, given: bool) -> list[str]:
    """Items given or received by a side, without those that stay as they are."""
    return [
        text
        for part in parts
        if (int(cast.row(part.thing).giver) == side) == given and (text := offer_item(cast, part))
    ]


def acceptance(cast: Cast, row: LogRow) -> str:
    """An offer taken, and how it compared."""
    n = row.numbers
    least = number(n["least_accepted"])
    return f"{cast.seated(row.seat)} accepts: {_seen(n)}, and {least} would have been enough"


def refusal(cast: Cast, row: LogRow) -> str:
    """An offer refused, and what it fell short of."""
    n = row.numbers
    who = cast.seated(row.seat)
    if n["perceived_utility"] >= n["least_accepted"]:
        least = number(n["reservation"])
        return f"{who} refuses: {_seen(n)}, but it cannot be signed at home for less than {least}"
    needs = f"the {number(n['least_accepted'])} that it holds out for"
    if n["least_accepted"] <= n["reservation"] + SEEN:
        needs = f"the {number(n['reservation'])} that it needs to sign at home"
    return f"{who} refuses: {_seen(n)} and falls short of {needs}"


def _seen(n: dict[str, float]) -> str:
    """What an offer looks worth to the side that answers, and how far it is mistaken."""
    perceived, noise = number(n["perceived_utility"]), n["noise"]
    if abs(noise) < SEEN:
        return f"the offer is worth {perceived} to it"
    mistaken = "over" if noise > 0.0 else "under"
    return f"the offer looks worth {perceived} to it ({mistaken}rated by {number(abs(noise))})"


def signature(cast: Cast, row: LogRow) -> str:
    """A text signed: its form, its terms and its worth to both."""
    n = row.numbers
    form = "formal" if int(n["form"]) == AgreementForm.FORMAL else "informal"
    # An instrument has its form of its own: nothing was left to chance.
    chance = "1.00" if row.thing in cast.drafts else likelihood(n["chance_informal"])
    issues = quoted(
        dict.fromkeys(cast.issue(int(cast.row(part.thing).issue)) for part in row.parts)
    )
    sides = [_promises(cast, row, side) for side in range(2)]
    promises = "; ".join(text for text in sides if text) or "everything stays as it was"
    chosen = f" (chance of an informal one {chance})" if chance != "1.00" else ""
    return (
        f"{cast.pair(row.table)} sign {one(cast.text(row.thing, form))} on {issues}{chosen}: "
        f"{promises}. "
        f"It is worth {number(n['utility_destination'])} to {cast.side(row.table, 0)} and "
        f"{number(n['utility_partner'])} to {cast.side(row.table, 1)}"
    )


def signed_item(cast: Cast, row: LogRow) -> str:
    """One provision of a text; empty where it stays at its inherited level."""
    level, inherited = row.numbers["level"], row.numbers["inherited"]
    if level - inherited < UNCHANGED:
        return ""
    what = cast.provision(row.thing)
    if not cast.divisible(row.thing):
        return what
    return f"{what} at {number(level)} (from {number(inherited)})"


def _promises(cast: Cast, row: LogRow, side: int) -> str:
    items = [
        text
        for part in row.parts
        if int(cast.row(part.thing).giver) == side and (text := signed_item(cast, part))
    ]
    return f"{cast.side(row.table, side)} promises {listed(items)}" if items else ""


def unratified(cast: Cast, row: LogRow) -> str:
    """An agreement that fails at home."""
    n = row.numbers
    who = cast.seated(row.seat)
    return (
        f"the agreement fails at home in {who}: it gains {number(n['gain'])} more than ratifiers "
        f"were thought to need, and on the day they need {number(-n['surprise'])} more"
    )


def in_force(cast: Cast, row: LogRow) -> str:
    """An agreement that takes effect."""
    form = "formal" if int(row.numbers["form"]) == AgreementForm.FORMAL else "informal"
    return (
        f"the {cast.text(row.thing, form)} between {cast.pair(row.table)} on "
        f"{cast.issues(row.thing)} enters into force"
    )


def round_ended(cast: Cast, row: LogRow) -> str:
    """A round of talks that ran its length."""
    after = counted(row.numbers["months"], "month")
    pause = cast.scenario.tables[cast.names.tables[row.table]].pause_months
    rest = f"; talks may resume after {counted(pause, 'month')}" if pause else ""
    return (
        f"the round of talks between {cast.pair(row.table)} on {cast.issues(row.thing)} ends "
        f"without result after {after}{rest}"
    )


def renegotiation(cast: Cast, row: LogRow) -> str:
    """Talks reopened over an agreement in force."""
    n = row.numbers
    if n["pressure_change"] == 0.0:
        return (
            f"after {counted(n['age'], 'month')} of agreement on {cast.issues(row.thing)} "
            f"{cast.pair(row.table)} trust each other enough to negotiate what may follow it"
        )
    return (
        f"{cast.pair(row.table)} reopen the agreement on {cast.issues(row.thing)} after "
        f"{counted(n['age'], 'month')}: attempted arrivals have moved by "
        f"{number(n['pressure_change'])} of the baseline since it was signed"
    )


def collapse(cast: Cast, row: LogRow) -> str:
    """An agreement that ends."""
    n = row.numbers
    who = cast.seated(row.seat)
    reason = exit_reason(cast, row)
    missing = ""
    if reason == "shortfall":
        missing = f", of which it saw {percent(n['shortfall'])} of its due missing"
    elif reason == "government":
        who = f"the new government of {who}"
    issues = cast.issues(row.thing)
    return (
        f"{who} walks out of its agreement with {cast.opposite(row.seat)} on {issues} "
        f"after {counted(n['age'], 'month')}{missing}; what it had raised returns to its old level"
    )


SENTENCES = {
    LogKind.DRAFTED: drafted,
    LogKind.LINKED: linked,
    LogKind.NO_ZONE: no_zone,
    LogKind.OFFER: offer,
    LogKind.OFFER_ITEM: offer_item,
    LogKind.ACCEPTANCE: acceptance,
    LogKind.REFUSAL: refusal,
    LogKind.SIGNATURE: signature,
    LogKind.SIGNED_ITEM: signed_item,
    LogKind.UNRATIFIED: unratified,
    LogKind.IN_FORCE: in_force,
    LogKind.ROUND_ENDED: round_ended,
    LogKind.RENEGOTIATION: renegotiation,
    LogKind.COLLAPSE: collapse,
}
