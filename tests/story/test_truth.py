"""What plain stories claim is so, by the records that they do not read.

A claim about a row of the log is held against the monthly records and the outcome, and a claim
about the outcome against the log. Worlds are random: whatever the schema allows.
"""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from sim.model.log import SHAPES, By, LogKind
from sim.runs.run import Run
from sim.story import landmarks
from sim.story.cast import Cast
from sim.story.catalogue import catalogue, said
from sim.story.event_rows import LogRow, rows
from sim.story.plain_rows import Landmark
from sim.story.summary import Claim, summary
from sim.story.words import percent, with_article
from tests.story.layered import layered
from tests.story.records import column, holding, log_of
from tests.story.told_worlds import runs

PENDING, EXECUTED, RETALIATION = 1, 2, 3
"""Codes of the monthly column of threats."""


def marked(*kinds: LogKind) -> Iterator[tuple[Run, Landmark, LogRow]]:
    """Landmarks of some kinds, with the row that each tells first."""
    for run in runs():
        for mark in landmarks(run):
            if mark.rows[0].kind in kinds and mark.path.startswith("kinds"):
                yield run, mark, mark.rows[0]


def case_of(mark: Landmark) -> str:
    return mark.path.rsplit(".", 1)[-1]


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


def test_issues_are_tied_for_the_reason_given() -> None:
    cases: Counter[str] = Counter()
    together = 0
    for run, mark, _ in marked(LogKind.LINKED):
        forced = run.scenario.treatments.linkage == "forced"
        case = case_of(mark)
        cases[case] += 1
        together += len(mark.rows) > 1
        names = Cast(run.scenario, run.names, run.state)
        for row in mark.rows:
            demanded = {
                int(run.state.provision[demand.thing].issue)
                for demand in log_of(run, LogKind.DEMAND)
                if demand.month <= row.month and demand.table == row.table
            }
            assert (row.month, row.table) == (mark.month, mark.rows[0].table)
            assert (case == "forced") == forced
            assert case != "demand" or row.thing in demanded
            assert (case == "gain") == (row.numbers["gain"] > 0.0)
            for issue in (row.thing, int(row.numbers["lead_issue"])):
                assert f"'{names.issue(issue)}'" in mark.text
    assert len(cases) > 1
    assert together > 0


@pytest.mark.parametrize(
    ("threats", "executed", "case"), [(1, 0, "none"), (1, 1, "one"), (2, 2, "all"), (3, 1, "some")]
)
def test_threats_are_told_by_how_many_are_carried_out(
    threats: int, executed: int, case: str
) -> None:
    run = replace(layered(), state=layered().state.copy())
    outcome = run.state.outcome[1]
    outcome["coercion_threats_partner"] = threats
    outcome["coercion_executed_partner"] = executed
    told = [(path, slots["who"], slots["count"]) for k, (path, slots) in claims(run)
            if k == 0 and "threats" in path]  # fmt: skip
    assert (f"outcome.threats_{case}", "Guard", threats) in told


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
