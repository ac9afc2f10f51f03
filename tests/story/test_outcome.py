"""The outcome in sentences: all layers, nothing undefined, harm beside arrivals."""

import re
from dataclasses import replace

import pytest

from sim.model.log import LogKind
from sim.runs.run import Run
from sim.story import outcome_sentences
from sim.story.event_rows import rows
from sim.story.obstacles import AT_HOME, HOPED, why_refused
from tests.story.played import played
from tests.story.test_monthly import RUNS

TITLES = [
    "On paper",
    "In process",
    "For people",
    "Coercion",
    "Distribution",
    "Durability",
    "What stood in the way",
]


@pytest.mark.parametrize(("name", "replication", "override"), RUNS)
def test_all_layers_in_words(name: str, replication: int, override: str) -> None:
    run = played(name, replication, override)
    sections = outcome_sentences(run, full=True)
    assert [section.title for section in sections] == TITLES
    for section in sections:
        expected = 1 if section.title == "For people" else len(run.names.tables)
        assert len(section.lines) == expected
        for line in section.lines:
            assert line[0].isupper() and line.endswith(".")
            assert not re.search(r"\bnan\b|None|-1\.00|unknown|  ", line), line


@pytest.mark.parametrize(("name", "replication", "override"), RUNS)
def test_arrivals_never_stand_without_harm(name: str, replication: int, override: str) -> None:
    for section in outcome_sentences(played(name, replication, override), full=True):
        for line in section.lines:
            assert "harm" in line or "arrivals" not in line


def lines_by_outcome(agreed: float) -> list[tuple[Run, str, str]]:
    """Runs, tables and what is said on paper, of tables with or without an agreement."""
    found = []
    for case in RUNS:
        run = played(*case)
        paper = outcome_sentences(run, full=True)[0].lines
        for table, line in zip(run.names.tables, paper, strict=True):
            if run.tables[table]["paper_agreement"] == agreed:
                found.append((run, table, line))
    assert found, "no run of this kind: choose others"
    return found


def test_no_agreement_is_said_with_its_horizon() -> None:
    for run, table, line in lines_by_outcome(0.0):
        assert line.startswith("No agreement between ")
        assert f" within {run.scenario.horizon} months." in line
        assert run.scenario.actors[run.scenario.tables[table].partner.actor].name in line


def test_an_agreement_is_told_with_form_and_month() -> None:
    for run, table, line in lines_by_outcome(1.0):
        outcome = run.tables[table]
        form = "a formal" if outcome["paper_formal"] else "an informal"
        assert outcome["paper_months"] is not None
        signed = int(outcome["paper_months"])
        assert f"sign {form} agreement " in line
        assert f"after {signed} month" in line or signed == 0
        assert f", in {run.scenario.calendar(signed)}." in line


def test_without_a_route_the_run_says_nothing_about_people() -> None:
    run = played("ceuta_2021")
    blank = replace(run, state=run.state.copy())
    for column in ("people_attempts", "people_arrivals", "people_returns", "people_harm"):
        blank.state.outcome[0][column] = -1.0
    assert outcome_sentences(blank, full=True)[2].lines == (
        "No route is modelled: the run says nothing about arrivals, returns or harm.",
    )


def test_refusals_are_counted_by_what_they_fell_short_of() -> None:
    run = played("eu_tunisia_2023")
    refusals = [row for row in rows(run.state) if row.kind is LogKind.REFUSAL]
    for row in refusals:
        offered = row.numbers["perceived_utility"] - row.numbers["noise"]
        expected = AT_HOME if offered < row.numbers["reservation"] - 1e-9 else HOPED
        assert why_refused(row) == expected
    told = " ".join(outcome_sentences(run, full=True)[-1].lines)
    counts = re.findall(r"(\d+) (?:for giving less|in the hope)", told)
    assert sum(map(int, counts)) == len(refusals) > 0
