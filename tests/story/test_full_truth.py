"""Full stories and full outcomes name no figure that is not in the records they tell."""

import re
from collections.abc import Iterator, Mapping

import numpy as np

from sim.model.log import LogKind
from sim.runs.run import Run
from sim.scenario.schema import MONTHS
from sim.story import landmarks, outcome_sentences, story
from sim.story.event_rows import LogRow, gathered, rows
from sim.story.words import likelihood, number, percent
from tests.story.records import column, holding, log_of
from tests.story.told_worlds import runs

FIGURE = re.compile(r"(?<![\w'])-?\d+(?:\.\d+)?")
QUOTED = re.compile(r"(?<!\w)'[^']*'")


def test_figures_in_a_full_story_are_those_of_its_rows() -> None:
    checked = 0
    for run in runs():
        log = gathered(rows(run.state))
        by_month: dict[int, list[str]] = {}
        for row in log:
            by_month.setdefault(row.month, []).extend(_figures(run, row))
        for month in story(run):
            allowed = {*by_month.get(month.month, ())}
            for side in ("destination", "partner"):
                for k in range(len(run.names.tables)):
                    allowed.add(number(column(run, f"disagreement_{side}", k)[month.month]))
            for line in month.lines:
                for figure in FIGURE.findall(_bare(run, line)):
                    checked += 1
                    assert figure in allowed, (figure, line)
    assert checked > 1000


def _bare(run: Run, line: str) -> str:
    """A sentence without what is quoted, and without years of dates and units of scales."""
    line = QUOTED.sub("", line).replace("0.50 is as good as before, 1 the best", "")
    return re.sub(rf"\b(?:{'|'.join(MONTHS)}) \d{{4}}", "", line).replace("(1 at most)", "")


def _figures(run: Run, row: LogRow) -> Iterator[str]:
    """How the numbers of a row, and of its parts, may be told."""
    for each in (row, *row.parts):
        values = [*each.numbers.values(), *(-value for value in each.numbers.values())]
        for value in values:
            if np.isfinite(value):
                yield from (number(value), likelihood(value).split()[-1], percent(value).split()[0])
                yield str(round(value))
        if each.kind is LogKind.EVENT:
            event = run.scenario.events[run.names.events[each.thing]]
            yield number(event.turnover)
        elif each.kind is LogKind.ROUND_ENDED:
            yield str(run.scenario.tables[run.names.tables[each.table]].pause_months)
        elif each.kind is LogKind.REFUSAL:
            yield number(abs(each.numbers["noise"]))
        elif each.kind is LogKind.THREAT and int(each.numbers["asked_provision"]) >= 0:
            yield number(float(run.state.provision[int(each.numbers["asked_provision"])].cap))
            yield from (
                number(other.numbers["asked_level"])
                for other in log_of(run, LogKind.DEMAND)
                if other.seat == each.seat
            )


def shares_of_surplus(row: Mapping[str, float | None]) -> list[float]:
    """The partner's share as signed and at the Nash point, and what both have of the most."""
    gain, nash = (
        [row[f"distribution_{what}_{side}"] or 0.0 for side in ("partner", "destination")]
        for what in ("gain", "nash")
    )
    parts = [(gain[0], sum(gain)), (nash[0], sum(nash))]
    parts.append((sum(gain), row["distribution_most"] or 0.0))
    return [above / below for above, below in parts if below > 0.0]


def test_the_full_outcome_says_what_the_outcome_says() -> None:
    for run in runs():
        sections = {section.title: section.lines for section in outcome_sentences(run, full=True)}
        for k, name in enumerate(run.names.tables):
            row = run.tables[name]
            line = sections["Durability"][k]
            if row["paper_agreement"]:
                months = int(holding(run, k).sum())
                assert f" in force for {months or 'no'} month" in line
            for line in (sections[title][k] for title in ("In process", "Distribution")):
                for share in re.findall(r"(-?\d+) per cent", line):
                    told = {percent(v).split()[0] for v in row.values() if v is not None}
                    told |= {percent(v).split()[0] for v in shares_of_surplus(row)}
                    assert share in told, line


def test_no_sentence_shows_a_key_or_nothing_at_all() -> None:
    for run in runs():
        lines = [mark.text for mark in landmarks(run)]
        lines += [line for full in (False, True) for s in outcome_sentences(run, full)
                  for line in s.lines]  # fmt: skip
        lines += [line for month in story(run) for line in month.lines]
        for line in lines:
            assert line[0].isupper() and line.endswith("."), line
            assert not re.search(r"\bnan\b|None|\binf\b|  |\.\.|_|[{}]", line), line
