"""The readable driver: windows on the state, single phases, questions that change nothing."""

import numpy as np
import pytest

import sim
from sim.errors import InputError
from sim.model.log import LogKind
from sim.model.month import PHASES
from tests.model.digest import bytes_of
from tests.model.worlds import TWO_TABLES, log_of, model_of, played, world

ORDER = (
    *("events", "flows", "mandates", "demands", "threats", "executions", "agenda"),
    *("offers", "responses", "ratification", "implementation", "memory", "exits", "recording"),
)


def test_a_month_has_fourteen_phases_in_the_stated_order() -> None:
    assert tuple(phase.__name__ for phase in PHASES) == ORDER
    model = model_of(world(TWO_TABLES))
    assert [model.step_phase() for _ in range(14)] == list(ORDER)
    assert model.month == 1
    assert model.next_phase == "events"


def test_phase_by_phase_and_month_by_month_are_the_same_run() -> None:
    slowly, whole = model_of(world(TWO_TABLES), 3), model_of(world(TWO_TABLES), 3)
    while not slowly.finished:
        slowly.step_phase()
    whole.play()
    run = sim.run(world(TWO_TABLES), seed=3)
    assert bytes_of(slowly.state) == bytes_of(whole.state) == bytes_of(run.state)
    assert whole.finished


def test_a_step_finishes_a_month_that_is_under_way() -> None:
    model = model_of(world(TWO_TABLES))
    for _ in range(5):
        model.step_phase()
    model.step()
    assert (model.month, model.next_phase) == (1, "events")


def test_actors_are_windows_and_hold_nothing_themselves() -> None:
    model = model_of(world(TWO_TABLES))
    baran = model.actor("baran")
    assert baran.empowerment == 0.6
    model.state.actor["empowerment"][baran.row] = 0.25
    assert baran.empowerment == 0.25
    assert baran.tables == ["first"]
    assert baran.seat()["grievance"] == 0.5
    with pytest.raises(AttributeError):
        _ = baran.charm
    with pytest.raises(InputError):
        baran.seat("second")
    with pytest.raises(InputError):
        model.actor("nobody")


def test_asking_changes_nothing() -> None:
    model = model_of(world(TWO_TABLES), 2)
    while not model.finished:
        before = bytes_of(model.state)
        for name in model.assembly.names.actors:
            agent = model.actor(name)
            for answer in (agent.demand(), agent.retaliate(), agent.threaten()):
                assert 0.0 <= answer.value <= 1.0
                assert answer.about in ("", *model.assembly.names.provisions)
            proposal = agent.offer()
            assert proposal is None or proposal.own_utility >= proposal.reservation - 1e-9
        assert bytes_of(model.state) == before
        model.step()


def test_answers_are_what_the_phases_then_use() -> None:
    # What the partner says about a demand is the chance that the log gives for it.
    found = 0
    for replication in range(12):
        model = model_of(world(TWO_TABLES), 2, replication)
        while not model.finished:
            while model.next_phase != "demands":
                model.step_phase()
            answer = model.actor("baran").demand()
            start = int(model.state.run["logged"][0])
            model.step_phase()
            for row in log_of(model.state)[start:]:
                if row["kind"] == LogKind.DEMAND and row["seat"] == 1:
                    assert row["c"] == answer.value
                    found += 1
            model.step()
    assert found > 3


def test_an_offer_announced_is_the_offer_made() -> None:
    found = 0
    for replication in range(6):
        model = model_of(world(TWO_TABLES), 2, replication)
        names = model.assembly.names
        while not model.finished:
            while model.next_phase != "offers":
                model.step_phase()
            # Talks have been opened; both sides are asked, the one whose turn it is then speaks.
            announced = [model.actor(name).offer() for name in names.actors[:2]]
            start = int(model.state.run["logged"][0])
            model.step_phase()
            made = log_of(model.state)[start:]
            lead = model.state.issue["talk"][0]
            for row in made[(made["kind"] == LogKind.OFFER) & (made["object"] == lead)]:
                proposal = announced[row["seat"]]
                assert proposal is not None
                assert (proposal.own_utility, proposal.other_utility, proposal.target) == (
                    row["a"],
                    row["b"],
                    row["c"],
                )
                found += 1
            model.step()
    assert found > 10


def test_records_are_found_by_name() -> None:
    model = model_of(world(TWO_TABLES))
    assert model.record("provision", "border.control")["inherited"] == 0.6
    assert model.record("route", "east")["pressure"] == 1.4


def test_a_failed_run_says_so() -> None:
    state = played(world(TWO_TABLES))
    assert state.run["error"][0] == 0
    model = model_of(world(TWO_TABLES))
    model.step()
    model.state.seat["trust"][0] = np.nan
    model.step()
    assert model.state.run["error"][0] != 0
