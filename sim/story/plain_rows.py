"""The landmarks of a run in plain sentences: what a row of the log says at a glance."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from sim.model.codes import DESTINATION, LINKAGE_FORCED, AgreementForm
from sim.model.log import SHAPES, About, By, LiftReason, LogKind
from sim.runs.event_log import strategy_of
from sim.scenario.events import EFFECTS
from sim.story.cast import Cast
from sim.story.catalogue import Slots, catalogue, filled, label, said, template, together
from sim.story.event_rows import LogRow
from sim.story.words import one, sentence

UNCHANGED = 0.005
"""Changes that two decimals would not show."""
Filling = dict[str, str | float]


@dataclass(frozen=True)
class Landmark:
    """Something that mattered, in a sentence."""

    month: int
    """Months since month zero; of what took longer the first."""
    weight: float
    """How much it matters: 1 most, more is less."""
    path: str
    """Place of its template in the catalogue."""
    slots: Slots
    """What fills the template: names as text, numbers as they are in the records."""
    text: str
    """The sentence."""
    rows: tuple[LogRow, ...]
    """Rows of the log that it tells."""


def landmark(cast: Cast, row: LogRow, weight: float | None = None) -> Landmark | None:
    """What a row says in plain words; None where a reader misses nothing.

    Args:
        cast: names; it has taken in the row.
        row: a row of the log.
        weight: how much it matters; by default what the catalogue says of its kind.
    """
    slots = _slots(cast, row)
    case = CASES[row.kind](cast, row, slots) if row.kind in CASES else ""
    if case is None:
        return None
    kind = row.kind.name.lower()
    path = f"kinds.{kind}.says" + (f".{case}" if case else "")
    matters = float(catalogue()["kinds"][kind]["weight"]) if weight is None else weight
    text = sentence(said(path, slots))
    return Landmark(row.month, matters, path, slots, text, (row, *row.parts))


def _slots(cast: Cast, row: LogRow) -> Filling:
    """What every template of a row's kind may name."""
    shape, slots = SHAPES[row.kind], dict[str, str | float](row.numbers)
    if row.seat >= 0:
        acted = shape.by is By.SEAT
        slots["who"] = cast.seated(row.seat) if acted else cast.actor(row.seat)
        if acted:
            slots["other"] = cast.opposite(row.seat)
    if row.table >= 0:
        slots["pair"] = cast.pair(row.table)
    if row.thing >= 0 and shape.about is About.PROVISION:
        slots["what"] = cast.provision(row.thing)
    elif row.thing >= 0 and shape.about is About.ISSUE:
        slots["issue"], slots["issues"] = cast.issue(row.thing), cast.mainly(row.thing)
        form = int(row.numbers.get("form", AgreementForm.NONE))
        slots["text"] = _text(cast, row.thing, form)
    elif shape.about is About.ROUTE:
        slots["way"] = cast.route(row.thing)
    return slots


def _text(cast: Cast, issue: int, form: int) -> str:
    """The kind of text that talks are about, without an article."""
    words = ("any", "informal", "formal")[form]
    return cast.text(issue) if issue in cast.drafts else template(f"texts.bare.{words}")


def effect(cast: Cast, row: LogRow, full: bool = False) -> str:
    """What an event changes, in a clause; empty where its own description says it all."""
    given = cast.scenario.events[cast.names.events[row.thing]]
    does = EFFECTS[given.kind]
    size, months = row.numbers["size"], row.numbers["months"]
    slots: Filling = {"size": abs(size), "months": max(months, 1.0)}
    if row.seat >= 0:
        slots["who"] = cast.actor(row.seat)
        slots["towards"] = _towards(cast, row)
    if given.route is not None:
        slots["way"] = cast.route(cast.names.routes.index(given.route))
        slots["lasting"] = said(f"events.{'lasting' if months > 0 else 'fading'}", slots)
    if does.befalls == "table":
        slots["pair"] = cast.pair(row.table)
    says = does.lowered if size < 0.0 else does.says
    parts = [filled(says, slots, full)] if says and (size or not does.sized) else []
    if given.turnover > 0.0:
        turnover: Filling = {**slots, "chance": given.turnover}
        parts.append(filled(template("events.turnover"), turnover, full))
    return "; ".join(parts)


def _towards(cast: Cast, row: LogRow) -> str:
    if row.table < 0:
        return ""
    others = (i for i in (2 * row.table, 2 * row.table + 1)
              if int(cast.state.seat[i].actor) != row.seat)  # fmt: skip
    return said("events.towards", {"other": cast.seated(next(others))})


def changes_nothing(cast: Cast, row: LogRow) -> bool:
    """Whether a scenario has taken the effect of an event away."""
    given = cast.scenario.events[cast.names.events[row.thing]]
    return EFFECTS[given.kind].sized and not row.numbers["size"] and not given.turnover


def _event(cast: Cast, row: LogRow, slots: Filling) -> str | None:
    if changes_nothing(cast, row):
        return None
    name = cast.names.events[row.thing]
    described = cast.scenario.events[name].description or label(name)
    slots["what"] = described.split(". ")[0].rstrip(".")
    slots["effect"] = sentence(effect(cast, row)).rstrip(".")
    return "effect" if slots["effect"] else "bare"


def _demand(cast: Cast, row: LogRow, slots: Filling) -> str:
    return "more" if cast.divisible(row.thing) else "whole"


def _threat(cast: Cast, row: LogRow, slots: Filling) -> str:
    slots["due"] = cast.month(row.numbers["due_month"])
    asked = int(row.numbers["asked_provision"])
    if asked < 0:
        return "no_price"
    slots["price"] = _raised(cast, asked)
    return "price"


def _raised(cast: Cast, provision: int) -> str:
    """A provision that is to be given: more of it, or the whole."""
    what = cast.provision(provision)
    return said("texts.more", {"what": what}) if cast.divisible(provision) else what


def _cut(cast: Cast, row: LogRow, slots: Filling) -> str:
    after = row.numbers["level_after"]
    if after <= -UNCHANGED:
        return "against"
    return "all" if after < UNCHANGED else "some"


def _gives_way(cast: Cast, row: LogRow, slots: Filling) -> str:
    pressure = cast.pressure[row.seat ^ 1]
    slots["lever"] = cast.provision(pressure.thing)
    return "averting" if pressure.kind is LogKind.THREAT else "ending"


def _lifting(cast: Cast, row: LogRow, slots: Filling) -> str:
    slots["why"] = template(f"reasons.{LiftReason(int(row.numbers['reason'])).name.lower()}")
    return "dropped" if cast.pressure[row.seat].kind is LogKind.THREAT else "restored"


def linkage(cast: Cast, row: LogRow) -> str:
    """Why an issue is drawn into the talks on another: "gain", "forced" or "demand"."""
    if row.numbers["gain"] > 0.0:
        return "gain"
    return "forced" if int(cast.state.rule[0].linkage) == LINKAGE_FORCED else "demand"


def _linked(cast: Cast, row: LogRow, slots: Filling) -> str:
    slots["lead"] = cast.issue(int(row.numbers["lead_issue"]))
    return linkage(cast, row)


def _signature(cast: Cast, row: LogRow, slots: Filling) -> str:
    slots["text"] = one(str(slots["text"]))
    promises = []
    for side in range(2):
        given = [
            _raised(cast, part.thing)
            for part in row.parts
            if int(cast.row(part.thing).giver) == side
            and part.numbers["level"] - part.numbers["inherited"] >= UNCHANGED
        ]
        if given:
            what: Slots = {"who": cast.side(row.table, side), "what": together(given)}
            promises.append(said("texts.promises", what))
    slots["promises"] = "; ".join(promises)
    return "promises" if promises else "nothing"


def exit_reason(cast: Cast, row: LogRow) -> str:
    """Why an agreement ends: "government", "shortfall" seen, or "bare" where none is recorded."""
    if row.seat in cast.changed and row.numbers["shortfall"] == 0.0:
        return "government"
    return "shortfall" if row.numbers["shortfall"] >= UNCHANGED else "bare"


def _renegotiation(cast: Cast, row: LogRow, slots: Filling) -> str:
    return "trust" if row.numbers["pressure_change"] == 0.0 else "pressure"


def _mandate(cast: Cast, row: LogRow, slots: Filling) -> str | None:
    start = row.numbers["from_month"]
    if start <= row.month:
        return None
    slots["start"] = cast.month(start)
    return "later" if start <= cast.scenario.horizon - 1 else "never"


def _opened(cast: Cast, row: LogRow, slots: Filling) -> str:
    union = int(cast.state.table[row.table].union)
    if not row.numbers["off_the_line"] or union < 0:
        return "alone"
    slots["union"] = cast.side(union, 0)
    return "leaving" if row.side == DESTINATION else "luring"


def _routed(cast: Cast, row: LogRow, slots: Filling) -> str:
    slots["union"] = cast.side(int(cast.state.table[row.table].union), 0)
    return ""


def _drafted(cast: Cast, row: LogRow, slots: Filling) -> str:
    slots["text"] = one(str(slots["text"]))
    return ""


def _learned(cast: Cast, row: LogRow, slots: Filling) -> str:
    for at in ("before", "after"):
        place = int(row.numbers[f"strategy_{at}"])
        slots[at] = label(strategy_of(cast.scenario, cast.names, row.seat, place))
    return ""


def _coherence(cast: Cast, row: LogRow, slots: Filling) -> str:
    return "less" if row.numbers["after"] < row.numbers["before"] else "more"


def _displacement(cast: Cast, row: LogRow, slots: Filling) -> str:
    shift = row.numbers["attempts"] - row.numbers["attempts_as_usual"]
    if abs(shift) < UNCHANGED:
        return "usual"
    return "more" if shift > 0.0 else "fewer"


CASES: Mapping[LogKind, Callable[[Cast, LogRow, Filling], str | None]] = {
    LogKind.EVENT: _event,
    LogKind.DEMAND: _demand,
    LogKind.THREAT: _threat,
    LogKind.EXECUTION: _cut,
    LogKind.RETALIATION: _cut,
    LogKind.TACIT_COMPLIANCE: _gives_way,
    LogKind.LIFTING: _lifting,
    LogKind.LINKED: _linked,
    LogKind.SIGNATURE: _signature,
    LogKind.COLLAPSE: lambda cast, row, slots: exit_reason(cast, row),
    LogKind.RENEGOTIATION: _renegotiation,
    LogKind.MANDATE: _mandate,
    LogKind.OPENED: _opened,
    LogKind.ROUTED: _routed,
    LogKind.DRAFTED: _drafted,
    LogKind.LEARNED: _learned,
    LogKind.COHERENCE: _coherence,
    LogKind.DISPLACEMENT: _displacement,
}
"""What decides which sentence of its kind tells a row, and fills slots of its own. All other kinds
have one sentence, which what is common to rows can fill."""
