"""A run at a glance: its landmarks, and its talks between them, on one screen."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from math import ceil

from sim.model.log import LogKind
from sim.runs.run import Run
from sim.story.cast import PRESSES, Cast
from sim.story.catalogue import catalogue, said, template, together
from sim.story.event_rows import LogRow, gathered, rows
from sim.story.monthly import Month
from sim.story.obstacles import why_refused
from sim.story.plain_rows import Filling, Landmark, landmark
from sim.story.words import sentence

LINES, LONGER, WIDTH = 22, 4, 94
"""Lines of a story of three years, months for which a longer one gets one more, and characters of
a line."""
SCREENFUL = 36
"""Months of three years."""
FEW, A_TABLE = 2, 2
"""Tables of a story of that length, and lines by which each further one shortens it."""
OF_TALKS = frozenset(
    {LogKind.OFFER, LogKind.ACCEPTANCE, LogKind.REFUSAL, LogKind.NO_ZONE, LogKind.ROUND_ENDED}
)
"""Kinds of rows that are told together, for as long as nothing comes of the talks."""
AFTERMATH = frozenset({LogKind.BACK_DOWN, LogKind.LIFTING, LogKind.RESUMPTION, LogKind.RELAPSE})
"""Kinds of rows that nobody understands who was not told what they end."""
LEAST = 5.0
"""Weight up to which a landmark is told at all."""
AGAIN, IDLE = 0.5, 2.0
"""By how much less the same matters each time that it comes again, and talks without an offer."""
Told = Counter[tuple[LogKind, int, int]]
"""How often the same has been told: kind, who (or which table) and what."""


@dataclass
class _Talks:
    """Meetings at one table of which nothing has come yet."""

    rows: list[LogRow] = field(default_factory=list)

    def of(self, kind: LogKind) -> list[LogRow]:
        return [row for row in self.rows if row.kind is kind]


def landmarks(run: Run) -> list[Landmark]:
    """All landmarks of a run in the order of their months, however little they matter."""
    cast = Cast(run.scenario, run.names, run.state)
    found: list[Landmark] = []
    talks: defaultdict[tuple[int, int], _Talks] = defaultdict(_Talks)
    weights: dict[tuple[int, int], float] = {}
    told: Told = Counter()
    log = gathered(rows(run.state))
    for place, row in enumerate(log):
        cast.remember(row)
        at = (row.table, row.thing)
        if row.kind in OF_TALKS:
            _meet(talks[at], row)
            if row.kind is LogKind.ROUND_ENDED:
                found += _end(cast, talks.pop(at), told)
        else:
            if row.kind in (LogKind.SIGNATURE, LogKind.COLLAPSE) and at in talks:
                found += _end(cast, talks.pop(at), told)
            if not _said_by_next(log, place):
                found += _weighed(landmark(cast, row), row, weights, told)
        cast.forget(row)
    for rest in talks.values():
        found += _end(cast, rest, told)
    return _tied(sorted(found, key=lambda mark: mark.month))


def _tied(marks: list[Landmark]) -> list[Landmark]:
    """Issues drawn into the same talks in one month for one reason, in one sentence."""
    found: list[Landmark] = []
    quote = template("quotes").partition("{name}")
    for mark in marks:
        last = found[-1] if found else None
        if (
            last is None
            or mark.rows[0].kind is not LogKind.LINKED
            or (last.month, last.path) != (mark.month, mark.path)
            or any(last.slots[name] != mark.slots[name] for name in ("pair", "lead"))
        ):
            found.append(mark)
            continue
        rows = (*last.rows, *mark.rows)
        issues = [str(each.slots["issue"]) for each in marks if each.rows[0] in rows]
        # The template quotes one name; the quotes between several stand with them.
        between = together(f"{quote[0]}{name}{quote[2]}" for name in issues)
        names = between.removeprefix(quote[0]).removesuffix(quote[2])
        slots = {**mark.slots, "issue": names}
        text = sentence(said(mark.path, slots))
        weight = min(last.weight, mark.weight)
        found[-1] = replace(last, weight=weight, slots=slots, text=text, rows=rows)
    return found


def _meet(talks: _Talks, row: LogRow) -> None:
    """Take a row into the talks at a table; an offer accepted is told by what is signed."""
    if row.kind is LogKind.ACCEPTANCE:
        offer = next(r for r in reversed(talks.of(LogKind.OFFER)) if r.thing == row.thing)
        talks.rows.remove(offer)
    else:
        talks.rows.append(row)


def _end(cast: Cast, talks: _Talks, told: Told) -> list[Landmark]:
    """What a stretch of talks came to, if anything is to be told of it."""
    refused, empty = talks.of(LogKind.REFUSAL), talks.of(LogKind.NO_ZONE)
    ended = talks.of(LogKind.ROUND_ENDED)
    if not talks.rows:
        return []
    head = (refused or empty or ended)[0]
    first, last = talks.rows[0].month, talks.rows[-1].month
    slots: Filling = {
        "pair": cast.pair(head.table),
        "issues": cast.mainly(head.thing),
        "offers": float(len(refused)),
        "until": cast.scenario.calendar(last),
    }
    if refused:
        slots["other"], slots["who"] = cast.seated(head.seat), cast.opposite(head.seat)
        one_sided = len({row.seat for row in refused}) == 1
        path = (
            "refused_each" if not one_sided else "refused_one" if len(refused) == 1 else "refused"
        )
        whys = {why_refused(row) for row in refused}
        slots["why"] = said(f"talks.why.{whys.pop() if len(whys) == 1 else 'both'}")
    else:
        path = "empty" if empty else "nothing"
    text = said(f"talks.{path}", slots)
    if ended and path != "nothing":
        text += said("talks.ended")
    if last > first:
        text = said("talks.until", slots) + text
    again = (LogKind.ROUND_ENDED, head.table, -1)
    talked = float(catalogue()["talks"]["weight"])
    weight = talked + AGAIN * told[again] + (IDLE if path == "nothing" else 0.0)
    told[again] += 1
    return [Landmark(first, weight, f"talks.{path}", slots, sentence(text), tuple(talks.rows))]


def _said_by_next(log: Sequence[LogRow], place: int) -> bool:
    """Whether a row that follows in the same month says the same and more."""
    row = log[place]
    following = LogKind.THREAT if row.kind is LogKind.DEMAND else LogKind.SIGNATURE
    if row.kind is LogKind.DEMAND:
        return any(
            other.kind is following
            and other.seat == row.seat
            and other.numbers["asked_provision"] == row.thing
            for other in log[place + 1 :]
            if other.month == row.month
        )
    if row.kind is LogKind.IN_FORCE:
        return any(
            other.kind is following and other.thing == row.thing and other.month == row.month
            for other in log[:place]
        )
    return False


def _weighed(
    mark: Landmark | None,
    row: LogRow,
    weights: dict[tuple[int, int], float],
    told: Told,
) -> list[Landmark]:
    """A landmark by how much it matters here: less when it comes again, or ends what does not."""
    if mark is None or mark.weight == 0.0:
        return []
    what = (row.kind, row.seat, row.thing)
    weight = mark.weight + AGAIN * told[what]
    told[what] += 1
    about = (row.seat, row.thing)
    if row.kind in AFTERMATH:
        weight = max(mark.weight, weights.get(about, 0.0) + AGAIN)
    elif row.kind in PRESSES or row.kind in (LogKind.SUSPENSION, LogKind.TACIT_COMPLIANCE):
        weights[about] = weight
    return [replace(mark, weight=weight)]


def plain_story(run: Run) -> tuple[list[Month], int]:
    """The landmarks of a run by month, as many as fit on a screen, and how many do not."""
    marks = landmarks(run)
    room = LINES + max(run.scenario.horizon - SCREENFUL, 0) // LONGER
    # Who meets whom, and what became of it, take lines of the same screen.
    room -= A_TABLE * max(len(run.names.tables) - FEW, 0)
    kept = [mark for mark in marks if mark.weight <= LEAST]
    while kept and _length(run, kept) > room:
        least = max(kept, key=lambda mark: (mark.weight, mark.month))
        kept = [mark for mark in kept if mark is not least]
    return _by_month(run, kept), len(marks) - len(kept)


def _by_month(run: Run, marks: Iterable[Landmark]) -> list[Month]:
    lines: dict[int, list[str]] = {}
    for mark in marks:
        texts = lines.setdefault(mark.month, [])
        if mark.text not in texts:
            texts.append(mark.text)
    return [Month(m, run.scenario.calendar(m), tuple(texts)) for m, texts in lines.items()]


def _length(run: Run, marks: Sequence[Landmark]) -> int:
    """Lines on a screen, with the texts of a month in one paragraph."""
    return sum(
        ceil((len(month.title) + sum(len(line) + 1 for line in month.lines)) / WIDTH)
        for month in _by_month(run, marks)
    )
