"""What theory says must follow from what, on the code that makes the results.

Each test is one claim of ``docs/model.md``. They were written from the theory alone.
"""

from typing import Any

import numpy as np
import pytest

from sim.model.codes import DESTINATION, PARTNER, Stage
from sim.model.delivery import bank_stocks, end_agreement, observed_delivery
from sim.model.episodes import close_demand, record_demand
from sim.model.leverage import expected_disagreement, reservation
from sim.model.log import LogKind
from sim.model.lookups import outside_at
from sim.model.propensities import execution_cost, execution_propensity
from sim.model.settlement import utilities_in_force
from sim.model.state import State
from tests.model.worlds import LEVERAGE, SPLIT, log_of, model_of, played, world

MARKET, MONEY = "issues.deal.provisions.market", "issues.deal.provisions.money"
BOTH_IN_FORCE = {
    f"{MARKET}.inherited": 0.4,
    f"{MONEY}.inherited": 0.4,
    "actors.north.sanction_capacity": 1.0,
}


def begun(changes: dict[str, Any] | None = None) -> State:
    """A state in which both sides supply something, before anything has happened."""
    model = model_of(world(SPLIT, {**BOTH_IN_FORCE, **(changes or {})}))
    while model.next_phase != "mandates":
        model.step_phase()
    return model.state


def executed(s: State, side: int) -> None:
    """A side withdraws what it gives, as an executed threat does."""
    row = next(i for i, p in enumerate(s.provision) if p.giver == side)
    seat = s.seat[side]
    seat.stage, seat.withdrawn, seat.withdrawn_to = Stage.EXECUTED, row, 0.0
    s.provision[row].level = 0.0


def reservations(s: State) -> tuple[float, float]:
    expected = expected_disagreement(s, 0)
    return tuple(reservation(s, 0, side, expected[side], 1.0) for side in (0, 1))  # type: ignore[return-value]


@pytest.mark.parametrize("author", [DESTINATION, PARTNER])
@pytest.mark.parametrize("option", [None, -0.1, 0.0, 0.2])
def test_a_sanction_lowers_what_both_would_sign_for(author: int, option: float | None) -> None:
    changes = {
        "actors.north.outside_option": option,
        "actors.south.outside_option": option,
        "treatments.reactance": "off",
    }
    s = begun(changes)
    before = reservations(s)
    executed(s, author)
    after = reservations(s)
    # Its target has less without agreement; and an executed threat costs its author, too.
    assert after[1 - author] < before[1 - author]
    assert after[author] < before[author]


def test_a_sanction_moves_an_option_that_binds_as_far_as_the_disagreement_point() -> None:
    s = begun({"actors.south.outside_option": 0.3})
    before = expected_disagreement(s, 0)[PARTNER]
    bound = outside_at(s, 0, PARTNER, before)
    executed(s, DESTINATION)
    after = expected_disagreement(s, 0)[PARTNER]
    assert outside_at(s, 0, PARTNER, after) - bound == pytest.approx(after - before)
    assert after < before


def test_options_that_do_not_bind_change_nothing() -> None:
    without = played(world(SPLIT))
    some = {"actors.north.outside_option": 0.2, "actors.south.outside_option": 0.3}
    offers = log_of(played(world(SPLIT, some)), LogKind.OFFER, LogKind.SIGNATURE)
    assert offers.tobytes() == log_of(without, LogKind.OFFER, LogKind.SIGNATURE).tobytes()


STAGED_WORLD = {
    "horizon": 60,
    f"{MARKET}.cost": 0.2,
    f"{MONEY}.linear_cost": 0.4,
    "tables.main.round_months": 6,
    "actors.south.control_capacity": 0.5,
    "actors.south.hurdle": 0.02,
    f"{MARKET}.visibility": 0.2,
}


def delivered(staging: str, side: str, kind: str = "flow") -> float:
    changes = {**STAGED_WORLD, "treatments.staging": staging, f"{MONEY}.kind": kind}
    found = [
        played(world(SPLIT, changes), replication=i).outcome[0][f"process_delivered_{side}"]
        for i in range(8)
    ]
    assert min(found) >= 0.0, "the two agree in every run"
    return float(np.mean(found))


def test_staging_raises_delivery_of_what_is_rewarded_by_a_stock() -> None:
    # A stock handed over at once leaves nothing to withhold; in tranches it does.
    assert delivered("staged", "partner", "stock") > delivered("front_loaded", "partner", "stock")


def test_a_staged_giver_delivers_what_is_due() -> None:
    changes = {
        **STAGED_WORLD,
        "treatments.staging": "staged",
        "actors.north.coherence": 1.0,
        # Both are as willing as can be, and see all: every tranche is earned.
        "parameters.compliance.base": 40.0,
        "parameters.compliance.observation_noise": 0.0,
        "treatments.exit": "off",
    }
    model = model_of(world(SPLIT, changes))
    money = next(i for i, p in enumerate(model.state.provision) if p.giver == DESTINATION)
    paid = []
    while not model.finished:
        model.step()
        p = model.state.provision[money]
        if p.due > 0.0:
            paid.append((float(p.due), float(p.delivered)))
    assert len(paid) > 20
    for due, supplied in paid:
        assert supplied == pytest.approx(due, abs=1e-9)


def test_equipment_that_was_always_there_builds_nothing() -> None:
    changes = {
        "treatments.capacity": "built",
        f"{MONEY}.sector": "equipment",
        f"{MONEY}.inherited": 0.5,
        f"{MONEY}.cap": 0.5,
    }
    model = model_of(world(SPLIT, changes))
    before = float(model.state.actor[1].control_capacity)
    model.play()
    assert model.state.actor[1].control_capacity == before
    more = played(world(SPLIT, {**changes, f"{MONEY}.cap": 1.0}))
    assert more.actor[1].control_capacity > before


def test_what_is_seen_has_no_bias() -> None:
    """Delivered in full, it is seen in full on average, however noisy the view."""
    changes = {
        "horizon": 400,
        "parameters.compliance.base": 40.0,
        "parameters.compliance.observation_noise": 0.2,
        "treatments.trust": "fixed",
        "treatments.exit": "off",
    }
    model = model_of(world(SPLIT, changes))
    seen = []
    while not model.finished:
        model.step()
        s = model.state
        if s.issue[0].in_force == 1 and s.issue[0].age > 40:
            seen.append([observed_delivery(s, 0, side) for side in (0, 1)])
    values = np.array(seen)
    error = 0.2 / np.sqrt(len(values))
    assert np.abs(values.mean(axis=0) - 1.0).max() < 4.0 * error
    assert (values > 1.0).any() and (values < 1.0).any()


def test_costs_that_occur_once_weigh_by_impatience() -> None:
    """A side that lives for the day minds the votes that a back-down costs; a patient one less."""

    def chance(patience: float, audience: float) -> float:
        s = begun({"actors.south.patience": patience, "actors.south.audience_cost": audience})
        row = next(i for i, p in enumerate(s.provision) if p.giver == PARTNER)
        return execution_propensity(s, 0, PARTNER, execution_cost(s, 0, PARTNER, row, 0.0))

    hasty = chance(0.5, 0.1) - chance(0.5, 0.0)
    patient = chance(0.99, 0.1) - chance(0.99, 0.0)
    assert hasty > 10.0 * patient > 0.0


def test_a_stock_once_given_is_not_lost_with_the_paper() -> None:
    changes = {f"{MONEY}.kind": "stock", "horizon": 40, "treatments.exit": "off"}
    model = model_of(world(SPLIT, changes))
    model.play()
    s = model.state
    assert s.issue[0].in_force == 1
    money = next(p for p in s.provision if p.giver == DESTINATION)
    market = next(p for p in s.provision if p.giver == PARTNER)
    kept = float(money.worth * (money.level - money.start))
    paid = float(money.linear_cost * (money.level - money.start))
    before = utilities_in_force(s, 0)
    bank_stocks(s, 0)
    # What was given becomes what is inherited: nobody is richer or poorer for it.
    assert utilities_in_force(s, 0) == pytest.approx(before, abs=1e-12)
    end_agreement(s, 0)
    assert market.level == market.inherited
    assert utilities_in_force(s, 0)[PARTNER] == pytest.approx(kept)
    assert utilities_in_force(s, 0)[DESTINATION] == pytest.approx(-paid)


def test_learning_reinforces_success_not_its_change() -> None:
    """A seat that is always well off never learns that what it does is bad."""
    changes = {
        "horizon": 13,
        f"{MARKET}.inherited": 0.0,
        "treatments.learning": "roth_erev",
        "parameters.learning.review_months": 6,
    }
    from sim.rules.learning import payoff

    assert payoff(0.2, 0.1) > payoff(0.1, 0.1) > 0.5 == payoff(0.0, 0.1)
    assert played(world(LEVERAGE, changes)).run[0].error == 0


def test_zeuthen_finds_the_nash_point_of_a_game_without_friction() -> None:
    """Equal sides, equal goods, small steps: the rule that is proven to converge does."""
    for step in (0.05, 0.1, 1.0):
        changes = {
            "treatments.concession_rule": "zeuthen",
            "parameters.bargaining.zeuthen_step": step,
            "horizon": 120,
            "tables.main.round_months": 120,
            "actors.north.patience": 0.9,
            "actors.south.patience": 0.8,
        }
        signed = log_of(played(world(SPLIT, changes)), LogKind.SIGNATURE)
        assert len(signed) == 1
        # Power by patience: ln .8 / (ln .9 + ln .8) of a surplus of .8 goes to North.
        power = np.log(0.8) / (np.log(0.9) + np.log(0.8))
        assert signed["c"][0] == pytest.approx(0.8 * power, abs=1e-6)


UNWILLING = {
    "horizon": 60,
    "tables.main.round_months": 6,
    "actors.north.sanction_capacity": 1.0,
    "treatments.reactance": "off",
    "treatments.execution": "always",
    "treatments.exit": "off",
    # Left alone, South delivers little of what it promises; what it would miss is not in the deal.
    "parameters.compliance.base": -2.0,
    "parameters.compliance.continuation": 0.0,
    "parameters.threats.tacit_rate": 0.5,
    "parameters.threats.rate_destination": 1.0,
}
VISAS = "issues.visas.provisions.visas"
WITH_VISAS = SPLIT.replace(
    "treatments:",
    """\
  visas:
    table: main
    provisions:
      visas: {giver: north, sector: visa, inherited: 0.8, cap: 0.8, benefit: 1, cost: 0.1}
treatments:""",
)


def kept(strategy: str, **more: Any) -> float:
    """Share that South delivers of what is due, on average over runs that agree."""
    changes = {**UNWILLING, "tables.main.destination.strategy": strategy, **more}
    found = [
        played(world(WITH_VISAS, changes), replication=i).outcome[0]["process_delivered_partner"]
        for i in range(12)
    ]
    return float(np.nanmean(found))


def test_a_threat_makes_its_target_keep_a_promise_for_as_long_as_it_stands() -> None:
    left_alone = kept("cooperative")
    assert left_alone < 0.5
    assert kept("coercive") > left_alone + 0.1
    # Nobody keeps a promise for fear of losing what it can do without.
    harmless = {f"{VISAS}.benefit": 0.1}
    assert kept("coercive", **harmless) < kept("coercive") - 0.1


def test_what_is_promised_already_is_no_success_of_a_demand() -> None:
    """A demand for what an agreement promised before is met by delivery, not by the old paper."""
    model = model_of(world(SPLIT, UNWILLING))
    s = model.state
    while s.issue[0].in_force == 0:
        model.step()
    market = next(i for i, p in enumerate(s.provision) if p.giver == PARTNER)
    s.provision[market].level = 0.45
    record_demand(s, 0, DESTINATION, market, 0.9)
    assert s.provision[market].agreed >= 0.9
    settled = float(s.seat[DESTINATION].demand_met)
    close_demand(s, 0, DESTINATION)
    assert s.seat[DESTINATION].demand_met == settled
