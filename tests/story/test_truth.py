"""What plain stories claim is so, by the records that they do not read.

A claim about a row of the log is held against the monthly records and the outcome, and a claim
about the outcome against the log. Worlds are random: whatever the schema allows.
"""

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np

from sim.model.log import SHAPES, By, LogKind
from sim.runs.run import Run
from sim.scenario.schema import MONTHS
from sim.story import landmarks, outcome_sentences, story
from sim.story.catalogue import catalogue, said
from sim.story.event_rows import LogRow, gathered, rows
from sim.story.plain_rows import Landmark
from sim.story.summary import Claim, summary
from sim.story.words import likelihood, number, percent, with_article
from tests.story.told_worlds import runs

PENDING, EXECUTED, RETALIATION = 1, 2, 3
"""Codes of the monthly column of threats."""
FIGURE = re.compile(r"(?<![\w'])-?\d+(?:\.\d+)?")
QUOTED = re.compile(r"'[^']*'")


def marked(*kinds: LogKind) -> Iterator[tuple[Run, Landmark, LogRow]]:
    """Landmarks of some kinds, with the row that each tells first."""
    for run in runs():
        for mark in landmarks(run):
            if mark.rows[0].kind in kinds and mark.path.startswith("kinds"):
                yield run, mark, mark.rows[0]


def case_of(mark: Landmark) -> str:
    return mark.path.rsplit(".", 1)[-1]


def log_of(run: Run, *kinds: LogKind) -> list[LogRow]:
    return [row for row in rows(run.state) if row.kind in kinds]


def column(run: Run, name: str, table: int) -> np.ndarray:
    found: np.ndarray = run.state.months_table[name].reshape(run.scenario.horizon, -1)[:, table]
    return found


def stage_before(run: Run, seat: int, row: LogRow) -> int:
    """How far a seat's threat had come when a row was written."""
    side = ("destination", "partner")[seat % 2]
    before = 0
    if row.month > 0:
        before = int(column(run, f"threat_{side}", seat // 2)[row.month - 1])
    begun = {
        LogKind.THREAT: PENDING,
        LogKind.EXECUTION: EXECUTED,
        LogKind.RETALIATION: RETALIATION,
    }
    for other in log_of(run, *begun):
        if (other.month, other.seat) == (row.month, seat) and before < begun[other.kind]:
            before = begun[other.kind]
    return before


def holding(run: Run, table: int) -> np.ndarray:
    """Whether an agreement was in force at the end of each month, by what was logged."""
    held = np.zeros(run.scenario.horizon, bool)
    in_force: set[int] = set()
    log = [row for row in log_of(run, LogKind.IN_FORCE, LogKind.COLLAPSE) if row.table == table]
    for month in range(run.scenario.horizon):
        for row in (row for row in log if row.month == month):
            (in_force.add if row.kind is LogKind.IN_FORCE else in_force.discard)(row.thing)
        held[month] = bool(in_force)
    return held


def test_whoever_gives_way_stands_under_the_pressure_that_is_named() -> None:
    found = 0
    for run, mark, row in marked(LogKind.TACIT_COMPLIANCE):
        stage = stage_before(run, row.seat ^ 1, row)
        assert (case_of(mark) == "averting") == (stage == PENDING), (mark.text, stage)
        assert stage > 0
        found += 1
    assert found > 0


def test_what_is_restored_was_withheld_and_what_is_dropped_was_not_carried_out() -> None:
    cases = Counter()
    for run, mark, row in marked(LogKind.LIFTING):
        stage = stage_before(run, row.seat, row)
        assert (case_of(mark) == "dropped") == (stage == PENDING), (mark.text, stage)
        cases[case_of(mark)] += 1
    assert cases.total() > 0


def test_a_government_is_blamed_for_what_its_change_ends() -> None:
    for run, mark, row in marked(LogKind.COLLAPSE):
        actor = int(run.state.seat[row.seat].actor)
        changes = {(other.month, other.seat) for other in log_of(run, LogKind.GOVERNMENT_CHANGE)}
        if case_of(mark) == "government":
            assert (row.month, actor) in changes
        elif case_of(mark) == "bare":
            assert row.numbers["shortfall"] < 0.005
        begun = [r.thing for r in log_of(run, LogKind.IN_FORCE) if r.month <= row.month]
        assert row.thing in begun


def test_withdrawals_go_as_far_as_is_said() -> None:
    for _, mark, row in marked(LogKind.EXECUTION, LogKind.RETALIATION):
        level = row.numbers["level_after"]
        assert (case_of(mark) == "against") == (level <= -0.005)
        if case_of(mark) == "some":
            assert percent(level) in mark.text
        assert level <= row.numbers["level_before"] + 1e-9


def test_promises_told_are_those_that_raise_something() -> None:
    for run, mark, row in marked(LogKind.SIGNATURE):
        raised = [
            part for part in row.parts if part.numbers["level"] - part.numbers["inherited"] >= 0.005
        ]
        assert (case_of(mark) == "promises") == bool(raised)
        assert mark.text.count(" promises ") == len(
            {int(run.state.provision[part.thing].giver) for part in raised}
        )


def test_every_row_that_counts_is_a_landmark_and_is_counted_in_the_outcome() -> None:
    counts = {
        LogKind.THREAT: "coercion_threats_{}",
        LogKind.EXECUTION: "coercion_executed_{}",
        LogKind.BACK_DOWN: "coercion_dropped_{}",
        LogKind.RETALIATION: "coercion_retaliations_{}",
        LogKind.COLLAPSE: "durability_lapses",
        LogKind.SUSPENSION: "durability_suspensions",
        LogKind.RENEGOTIATION: "durability_renegotiations",
        LogKind.ROUTED: "process_routed",
    }
    for run in runs():
        told = Counter()
        for mark in landmarks(run):
            row = mark.rows[0]
            if mark.path.startswith("kinds"):
                side = ("destination", "partner")[row.side] if row.seat >= 0 else ""
                told[counts.get(row.kind, "").format(side), row.table] += 1
        for k, table in enumerate(run.names.tables):
            for kind, name in counts.items():
                for each in {name.format(side) for side in ("destination", "partner")}:
                    assert told[each, k] == (run.tables[table][each] or 0), (kind, each)


def test_offers_told_together_are_those_refused_and_for_the_reason_given() -> None:
    whys = set()
    for run in runs():
        refused = Counter((row.table, row.thing) for row in log_of(run, LogKind.REFUSAL))
        told: Counter[tuple[int, int]] = Counter()
        for mark in landmarks(run):
            if not mark.path.startswith("talks.refused"):
                continue
            answers = [row for row in mark.rows if row.kind is LogKind.REFUSAL]
            told[answers[0].table, answers[0].thing] += len(answers)
            assert mark.slots["offers"] == len(answers)
            at_home = {
                row.numbers["perceived_utility"] - row.numbers["noise"]
                < row.numbers["reservation"] - 1e-9
                for row in answers
            }
            why = {True: "at_home", False: "hoped"}[at_home.pop()] if len(at_home) == 1 else "both"
            assert said(f"talks.why.{why}") in mark.text
            whys.add(why)
            assert (mark.path == "talks.refused_each") == (len({r.seat for r in answers}) == 2)
        assert told == refused
    assert len(whys) > 1


def claims(run: Run) -> Iterator[tuple[int, Claim]]:
    """Claims of the summary with the table that they are about, -1 for people."""
    parts = summary(run)
    for k, (_, found) in enumerate(parts):
        for claim in found:
            yield (k if k < len(run.names.tables) else -1), claim


def test_agreements_are_in_force_for_as_long_as_is_said() -> None:
    paths = Counter()
    for run in runs():
        for k, (path, slots) in claims(run):
            paths[path] += 1
            signed = [row.month for row in log_of(run, LogKind.SIGNATURE) if row.table == k]
            held = holding(run, k) if k >= 0 else np.zeros(0, bool)
            if path == "outcome.unsigned":
                assert not signed and slots["months"] == run.scenario.horizon
            elif path == "outcome.signed":
                assert slots["date"] == run.scenario.calendar(min(signed))
            elif path == "outcome.never":
                assert not held.any()
            elif path in ("outcome.held", "outcome.ended"):
                assert slots["months"] == held.sum()
                assert held[-1] == (path == "outcome.held")
    assert paths["outcome.signed"] > 0


def test_the_summary_counts_moves_as_they_were_logged() -> None:
    seen = set()
    for run in runs():
        for k, (path, slots) in claims(run):
            at: Counter[tuple[LogKind, str]] = Counter()
            for row in rows(run.state):
                if row.table == k and SHAPES[row.kind].by is By.SEAT and row.seat >= 0:
                    actor = run.names.actors[int(run.state.seat[row.seat].actor)]
                    at[row.kind, with_article(run.scenario.actors[actor].name)] += 1
            who = str(slots.get("who"))
            carried = at[LogKind.EXECUTION, who]
            if path.startswith("outcome.threats"):
                assert slots["count"] == at[LogKind.THREAT, who]
                how = "none" if not carried else "all" if carried == slots["count"] else "some"
                if path != "outcome.threats_one":
                    assert path == f"outcome.threats_{how}"
                else:
                    assert slots["count"] == carried == 1
            elif path == "outcome.retaliations":
                assert slots["count"] == at[LogKind.RETALIATION, who]
            elif path == "outcome.demands":
                assert slots["count"] == at[LogKind.DEMAND, who]
            elif path == "outcome.quiet":
                kinds = {LogKind.DEMAND, LogKind.THREAT, LogKind.RETALIATION, LogKind.EXECUTION}
                assert not kinds & {kind for kind, _ in at}
            else:
                continue
            seen.add(path)
    assert len(seen) >= 4


def test_who_is_better_off_is_so_by_the_months() -> None:
    seen = set()
    for run in runs():
        for k, (path, slots) in claims(run):
            case = path.removeprefix("outcome.")
            if case not in ("better_both", "worse_both", "better_one", "better_only", "worse_only"):
                continue
            seats = run.scenario.tables[run.names.tables[k]]
            worth = {
                with_article(run.scenario.actors[getattr(seats, side).actor].name): np.mean(
                    column(run, f"disagreement_{side}", k)
                )
                for side in ("destination", "partner")
            }
            if case.endswith("both"):
                assert all((value > 0.0) == (case == "better_both") for value in worth.values())
            else:
                own, other = worth[str(slots["who"])], worth[str(slots["other"])]
                assert (own > 0.0) == case.startswith("better")
                assert abs(other) < 0.0051 if case.endswith("only") else other < 0.0
            seen.add(case)
    assert len(seen) > 1


def test_deliveries_and_people_are_those_of_the_outcome() -> None:
    for run in runs():
        for k, (path, slots) in claims(run):
            if path == "outcome.delivered":
                row = run.tables[run.names.tables[k]]
                shares = [row[f"process_delivered_{side}"] for side in ("destination", "partner")]
                assert slots["share"] in shares
            elif path.startswith("outcome.arrivals"):
                arrivals = run.outcome["people_arrivals"]
                assert arrivals is not None and slots["share"] == abs(arrivals - 1.0)
                assert ("more" in path) == (arrivals >= 1.005)
                assert ("fewer" in path) == (arrivals <= 0.995)
            elif path == "outcome.harm":
                assert slots["harm"] == run.outcome["people_harm"]
            elif path.startswith("outcome.returns"):
                assert slots["share"] == run.outcome["people_returns"]


def test_a_plain_sentence_has_one_number_at_most() -> None:
    def templates(part: Any) -> Iterator[str]:
        if isinstance(part, str):
            yield part
        elif isinstance(part, dict):
            for each in part.values():
                yield from templates(each)

    found = catalogue()
    texts = [*templates(found["kinds"]), *templates(found["talks"]), *templates(found["outcome"])]
    for text in texts:
        for part in text.split(". "):
            assert len(re.findall(r"\{\w+:\w+\}", part)) <= 1, text


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
