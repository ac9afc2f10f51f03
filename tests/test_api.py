"""The front door: what importing costs, what runs return, and that agents can be asked."""

import subprocess
import sys

import pytest

import sim
from sim.errors import InputError
from sim.model.assembly import assemble
from sim.model.readable import Negotiation
from sim.rules.numbers import logistic


def test_importing_the_package_imports_neither_mesa_nor_matplotlib() -> None:
    code = (
        "import sim, sys; print([m for m in ('mesa', 'matplotlib', 'numba') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_a_run_has_outcome_tables_months_and_events() -> None:
    run = sim.run("ceuta_2021", seed=1, replication=2)
    assert set(run.tables) == set(run.scenario.tables)
    assert run.months.num_rows == run.scenario.horizon * len(run.scenario.tables)
    assert run.provisions.num_rows == run.scenario.horizon * len(run.names.provisions)
    assert run.events.num_rows > 0
    assert run.outcome["paper_agreement"] in (0.0, 1.0)
    units = {field.name: field.metadata for field in run.months.schema if field.metadata}
    assert units["pressure"][b"unit"] == b"ratio to baseline"


def test_what_never_came_about_is_missing_and_not_a_number() -> None:
    run = sim.run("ceuta_2021", set={"tables.rabat.partner.strategy": "stalling", "horizon": 3})
    assert run.outcome["paper_agreement"] == 0.0
    assert run.outcome["paper_months"] is None
    assert run.outcome["coercion_met_destination"] is None


def test_the_same_seed_gives_the_same_bytes_and_another_seed_does_not() -> None:
    one, two, other = (sim.run("eu_tunisia_2023", seed=seed) for seed in (5, 5, 6))
    assert all(a.tobytes() == b.tobytes() for a, b in zip(one.state, two.state, strict=True))
    assert one.state.log.tobytes() != other.state.log.tobytes()


def test_overrides_and_set_reach_the_run() -> None:
    run = sim.run("ceuta_2021", overrides=["no_hospital"], set={"actors.spain.patience": 0.9})
    assert run.scenario.actors["spain"].patience == 0.9
    assert run.scenario.events["hospital"].size == 0


def test_an_unknown_scenario_names_the_nearest() -> None:
    with pytest.raises(InputError, match="ceuta_2021"):
        sim.run("ceuta_2012")


def test_agents_are_windows_on_their_rows() -> None:
    model = Negotiation(assemble(sim.load("ceuta_2021")))
    morocco = model.actor("morocco")
    model.step()
    assert morocco.empowerment == model.state.actor[morocco.row]["empowerment"]
    model.state.actor[morocco.row]["empowerment"] = 0.123
    assert morocco.empowerment == 0.123
    assert morocco.tables == ["rabat", "brussels"]
    with pytest.raises(AttributeError):
        _ = morocco.empowermint


def test_asking_an_agent_changes_nothing_and_says_why() -> None:
    model = Negotiation(assemble(sim.load("ceuta_2021")))
    morocco, spain = model.actor("morocco"), model.actor("spain")
    model.step()
    demand = morocco.demand("rabat")
    assert demand.view.grievance == model.state.seat[1]["grievance"]
    while spain.offer("rabat") is None:
        model.step()
    before = model.state.copy()
    assert (morocco.demand("rabat").value, morocco.demand("rabat").bar) == (
        0,
        "a demand of its own stands",
    )
    offer = spain.offer("rabat")
    threat = spain.threaten()
    assert 0 < demand.value <= demand.proposed <= 1
    assert demand.about in model.assembly.names.provisions
    assert threat.value == 0, "a cooperative side never threatens"
    assert offer is not None
    assert offer.own_utility >= offer.target - 1e-9
    assert offer.target >= offer.reservation
    assert all(a.tobytes() == b.tobytes() for a, b in zip(before, model.state, strict=True))


def test_a_threat_is_answered_with_the_numbers_behind_it() -> None:
    set = {"actors.spain.strategy": "coercive"}
    game = sim.play("ceuta_2021", seed=1, set=set)
    game.step()
    answer = game.actor("spain").threaten("rabat")
    why = answer.reasons
    assert answer.asked.split(".")[-1] in ("border_control", "readmission", "customs")
    assert answer.about.split(".")[-1] in ("funds", "security")
    assert why["it believes the threat"] == game.actor("spain").seat("rabat")["credibility"]
    expected = why["it believes the threat"] * why["the other would lose"]
    against = why["giving way would cost it"] + why["yielding would cost its pride"]
    noise = sim.load("ceuta_2021").parameters.threats.noise
    assert why["chance that it gives way"] == pytest.approx(logistic((expected - against) / noise))
    # What it costs to be refused, and in trust, is taken off.
    gain = why["chance that it gives way"] * why["own gain if it does"]
    assert why["the threat is worth, expected"] < gain
    assert game.actor("morocco").demand("rabat").reasons == {}
    # A threat that is believed less is worth less, and all else is as before.
    other = game.what_if(set={"tables.rabat.destination.credibility": 0.1})
    less = other.actor("spain").threaten("rabat").reasons
    assert less["the threat is worth, expected"] < why["the threat is worth, expected"]
    assert less["the other would lose"] == why["the other would lose"]


def test_phases_can_be_stepped_one_by_one() -> None:
    whole = Negotiation(assemble(sim.load("eu_tunisia_2023")), replication=4)
    whole.step()
    single = Negotiation(assemble(sim.load("eu_tunisia_2023")), replication=4)
    played = [single.step_phase() for _ in range(14)]
    assert played[0] == "events" and played[-1] == "recording"
    assert single.month == whole.month == 1
    assert all(a.tobytes() == b.tobytes() for a, b in zip(whole.state, single.state, strict=True))


def test_a_run_shows_itself_in_one_line() -> None:
    shown = repr(sim.run("ceuta_2021", seed=3, replication=2, set={"horizon": 6}))
    assert shown.startswith("<Run of 'Ceuta 2021")
    assert shown.endswith("seed 3, replication 2, 6 months>")
    assert "\n" not in shown and len(shown) < 120
