"""Why talks took as long as they did: what offers fell short of, and what was withheld."""

from collections import Counter
from collections.abc import Iterable, Sequence

from sim.model.log import LogKind
from sim.runs.run import Run
from sim.story.cast import Cast
from sim.story.catalogue import filled
from sim.story.event_rows import LogRow, rows
from sim.story.words import capital, counted, listed, sentence

AT_HOME, HOPED = "at_home", "hoped"
SMALL = 1e-9


def reasons(run: Run) -> tuple[str, ...]:
    """One line for each table: offers, what refused ones fell short of, months of pressure."""
    cast = Cast(run.scenario, run.names, run.state)
    log = list(rows(run.state))
    return tuple(
        _line(cast, k, [row for row in log if row.table == k]) for k in range(len(run.names.tables))
    )


def _line(cast: Cast, table: int, log: Sequence[LogRow]) -> str:
    kinds = Counter(row.kind for row in log)
    offers = kinds[LogKind.OFFER]
    parts = [f"between {cast.pair(table)} {_were(offers, 'offer')} made"]
    if offers:
        parts[0] += f" and {round(kinds[LogKind.ACCEPTANCE]) or 'none'} accepted"
    found = [
        sentence(parts[0]),
        *(_refused(cast, table, log, side) for side in range(2)),
        _empty_meetings(kinds[LogKind.NO_ZONE]),
        *_withheld(cast, table, log),
    ]
    return " ".join(text for text in found if text)


def _were(count: int, noun: str) -> str:
    return f"{counted(count, noun)} {'is' if count == 1 else 'are'}"


def _refused(cast: Cast, table: int, log: Iterable[LogRow], side: int) -> str:
    """What offers to one side fell short of."""
    whys = Counter(
        why_refused(row) for row in log if row.kind is LogKind.REFUSAL and row.side == side
    )
    if not whys:
        return ""
    causes = []
    if whys[AT_HOME]:
        causes.append(f"{whys[AT_HOME]} for giving less than can be signed at home")
    if whys[HOPED]:
        causes.append(f"{whys[HOPED]} in the hope of more")
    return capital(f"{cast.side(table, side)} refuses {listed(causes)}.")


def why_refused(refusal: LogRow) -> str:
    """Whether an offer fell short of what can be signed at home, or only of what was hoped for."""
    n = refusal.numbers
    offered = n["perceived_utility"] - n["noise"]
    return AT_HOME if offered < n["reservation"] - SMALL else HOPED


def _empty_meetings(times: int) -> str:
    if not times:
        return ""
    often = filled("{count:times}", {"count": float(times)})
    return f"They meet {often} and find nothing that both would prefer to no agreement."


def _withheld(cast: Cast, table: int, log: Iterable[LogRow]) -> list[str]:
    """Months in which each provision was withheld, as a sanction or in retaliation."""
    since: dict[int, int] = {}
    months: Counter[int] = Counter()
    for row in log:
        if row.kind in (LogKind.EXECUTION, LogKind.RETALIATION):
            since[row.thing] = row.month
        elif row.kind is LogKind.LIFTING and row.thing in since:
            months[row.thing] += row.month - since.pop(row.thing)
    for thing, start in since.items():
        months[thing] += int(cast.state.run[0].month) - start
    return [
        capital(
            f"{cast.giver(thing)} withholds {cast.provision(thing)} for "
            f"{counted(count, 'month') if count else 'less than a month'} in all."
        )
        for thing, count in months.items()
    ]
