"""The event log as a table: what each row is about has its name."""

from typing import Any

import pytest

import sim
from sim.model.log import SHAPES, LogKind
from sim.runs import run_tables
from tests.story.layered import layered

SEEDS = range(4)


def rows(kind: LogKind) -> list[dict[str, Any]]:
    found = [
        {**row, "numbers": dict(row["numbers"]), "named": dict(row["named"])}
        for seed in SEEDS
        for row in layered(seed).events.to_pylist()
        if row["kind"] == kind.name.lower()
    ]
    assert found, "no run has such an event: choose others"
    return found


def test_a_draft_names_its_instrument_and_its_file() -> None:
    names = layered().names
    for row in rows(LogKind.DRAFTED):
        assert row["object"] in names.issues
        assert row["named"]["instrument"] == names.instruments[int(row["numbers"]["instrument"])]


def test_a_strategy_learnt_is_named_as_the_scenario_has_it() -> None:
    for row in rows(LogKind.LEARNED):
        assert row["actor"] == "union"
        for which in ("strategy_before", "strategy_after"):
            options = layered().scenario.strategies["pupil"].menu
            assert row["named"][which] == options[int(row["numbers"][which])]


def test_people_who_move_are_told_by_route() -> None:
    assert {row["object"] for row in rows(LogKind.DISPLACEMENT)} <= set(layered().names.routes)
    assert {(row["actor"], row["table"]) for row in rows(LogKind.DISPLACEMENT)} == {(None, None)}


@pytest.mark.parametrize("kind", [LogKind.COHERENCE, LogKind.TURN])
def test_what_befalls_a_union_names_the_union(kind: LogKind) -> None:
    assert {row["actor"] for row in rows(kind)} == {"union"}


def test_names_of_earlier_kinds_are_those_of_their_places() -> None:
    run = sim.run("ceuta_2021", seed=1)
    threats = 0
    for row in run.events.to_pylist():
        numbers, named = dict(row["numbers"]), dict(row["named"])
        assert set(named) <= set(SHAPES[LogKind[row["kind"].upper()]].places)
        if row["kind"] == "threat" and numbers["asked_provision"] >= 0:
            threats += 1
            asked = run.names.provisions[int(numbers["asked_provision"])]
            assert named == {"asked_provision": asked}
    assert threats > 0


def test_the_first_instrument_is_a_code_that_may_be_missing() -> None:
    outcomes = [table for seed in SEEDS for table in layered(seed).tables.values()]
    codes = {outcome["paper_instrument"] for outcome in outcomes}
    assert codes <= {None, 0.0, 1.0} and len(codes) > 1
    for outcome in outcomes:
        assert (outcome["paper_instrument"] is None) == (outcome["paper_months"] is None)
    table = run_tables.described(
        run_tables.outcome_columns(layered().state.outcome), run_tables.OUTCOME
    )
    assert table.schema.field("paper_instrument").metadata[b"unit"] == b"code"
    assert sim.run("ceuta_2021", seed=1).outcome["paper_instrument"] is None
