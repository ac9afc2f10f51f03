"""The story of a run, month by month."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from sim.model.assembly import Names
from sim.model.state import State
from sim.runs.run import Run
from sim.scenario import Scenario
from sim.story.cast import Cast
from sim.story.event_rows import gathered, rows
from sim.story.sentences import sentence_of


@dataclass(frozen=True)
class Month:
    """One month, or several quiet ones in a row."""

    month: int
    """Months since month zero; the first of several."""
    title: str
    """Calendar month or months, such as "May 2021" or "June to August 2021"."""
    lines: tuple[str, ...]
    """What happened, one or two sentences a line; empty in a quiet month."""


def story(run: Run) -> list[Month]:
    """All months of a finished run, quiet ones included."""
    return months(run.scenario, run.names, run.state)


def months(
    scenario: Scenario, names: Names, state: State, persons: Collection[int] = ()
) -> list[Month]:
    """Months played so far of a run that may still be under way.

    Args:
        scenario: the scenario as it is played.
        names: names of the state's rows.
        state: the state; it is read only.
        persons: seats on which a person decides: no chance is told of what they do.
    """
    cast = Cast(scenario, names, state, persons)
    played = max(int(state.run[0].month), _last_logged(state) + 1)
    lines: list[list[str]] = [[] for _ in range(played)]
    # From the beginning even for a single month: what talks are about depends on what went before.
    for row in gathered(rows(state)):
        text = sentence_of(cast, row)
        if text:
            lines[row.month].append(text)
    return [Month(m, scenario.calendar(m), tuple(texts)) for m, texts in enumerate(lines)]


def _last_logged(state: State) -> int:
    logged = int(state.run[0].logged)
    return int(state.log[logged - 1].month) if logged else -1


QUIET = "No offer, no threat and no news."


def collapsed(story: Sequence[Month]) -> list[Month]:
    """The same with quiet months in a row as one, and a line that says so."""
    found: list[Month] = []
    quiet: list[Month] = []
    for month in story:
        if not month.lines:
            quiet.append(month)
            continue
        found += _together(quiet)
        quiet = []
        found.append(month)
    return found + _together(quiet)


def _together(quiet: Sequence[Month]) -> list[Month]:
    if not quiet:
        return []
    first, last = quiet[0].title, quiet[-1].title
    title = first
    if len(quiet) > 1:
        same_year = first.split()[-1] == last.split()[-1]
        title = f"{first.split()[0] if same_year else first} to {last}"
    return [Month(quiet[0].month, title, (QUIET,))]
