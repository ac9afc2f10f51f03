"""What events change, and what may differ from table to table."""

from typing import Any

import pytest

from sim.model.codes import DESTINATION, NOTHING_OUTSIDE, PARTNER
from sim.model.leverage import level_after_withdrawal
from sim.model.lookups import hurdle_at, sanction_capacity_at
from sim.model.readable import Negotiation
from sim.model.state import State
from tests.model.corridors import corridor, swap
from tests.model.worlds import model_of

ACTORS = {
    "north": {"role": "destination", "hurdle": 0.1, "sanction_capacity": 0.8},
    "guard": {"role": "transit", "fiscal_stress": 0.6, "control_capacity": 0.5},
}
ROUTE = {"through": "guard", "to": "north", "volatility": 0, "pressure": 2}


def negotiation(at_table: dict[str, Any] | None = None, **event: Any) -> Negotiation:
    """Two at a table beside a route without chance, and one event in the second month."""
    scenario = corridor(
        ACTORS,
        {"main": ("north", "guard")},
        {"main": swap()},
        events={"it": {"date": "2020-02", **event}} if event else {},
        routes={"way": ROUTE},
    )
    if at_table:
        scenario = scenario.with_changes(set={f"tables.main.{k}": v for k, v in at_table.items()})
    return model_of(scenario)


def before_and_after(model: Negotiation, months: int = 1) -> tuple[State, State]:
    """The state when the event has yet to come, and some months later."""
    model.step()
    before = model.state.copy()
    for _ in range(months):
        model.step()
    return before, model.state


def test_need_and_pressure_can_fall() -> None:
    before, after = before_and_after(negotiation(kind="stress", actor="guard", size=-0.4))
    assert before.actor[1].fiscal_stress == pytest.approx(0.6)
    assert after.actor[1].fiscal_stress == pytest.approx(0.2)
    before, after = before_and_after(negotiation(kind="surge", route="way", size=-0.5, months=9))
    assert after.route[0].attempts == pytest.approx(0.5 * before.route[0].attempts)
    assert after.table[0].pressure < before.table[0].pressure
    # However far it falls, nobody comes back.
    _, after = before_and_after(negotiation(kind="surge", route="way", size=-3.0, months=9))
    assert after.route[0].attempts == 0.0


def test_a_fence_stops_people_and_makes_the_guard_matter_less() -> None:
    before, after = before_and_after(negotiation(kind="fence", route="way", size=0.6))
    first, then = before.route[0], after.route[0]
    assert then.attempts == pytest.approx(first.attempts)
    assert then.arrivals == pytest.approx(0.4 * first.arrivals)
    # Fewer arrivals are not less harm, and who is stopped tries longer ways.
    assert then.harm > first.harm
    assert then.moved > first.moved
    # What the destination does itself it need not buy.
    assert after.table[0].pressure == pytest.approx(0.4 * before.table[0].pressure)
    assert after.provision[0].worth < before.provision[0].worth


def test_options_outside_and_hurdles_at_home_move_with_events() -> None:
    before, after = before_and_after(negotiation(kind="outside_option", actor="guard", size=0.2))
    assert before.actor[1].outside_option == NOTHING_OUTSIDE
    assert after.actor[1].outside_option == pytest.approx(0.2)
    again = negotiation(kind="outside_option", actor="guard", size=0.2, every=1)
    assert before_and_after(again, 2)[1].actor[1].outside_option == pytest.approx(0.4)
    _, after = before_and_after(negotiation(kind="hurdle", actor="north", size=-0.3))
    assert after.actor[0].hurdle == 0.0
    _, after = before_and_after(negotiation(kind="hurdle", actor="north", size=0.3))
    assert after.actor[0].hurdle == pytest.approx(0.4)


def test_a_table_opens_on_its_date() -> None:
    closed = {"open": False}
    model = negotiation(closed, kind="table_opens", table="main")
    before, after = before_and_after(model)
    assert (before.table[0].dormant, after.table[0].dormant) == (1, 0)
    model.play()
    never = negotiation(closed)
    never.play()
    assert model.state.outcome[1].paper_agreement == 1
    assert never.state.outcome[1].paper_agreement == 0


def test_a_hurdle_and_a_sanction_capacity_may_hold_at_one_table_alone() -> None:
    s = negotiation({"destination.hurdle": 0.4, "destination.sanction_capacity": 0.1}).state
    assert hurdle_at(s, 0, DESTINATION) == pytest.approx(0.4)
    assert sanction_capacity_at(s, 0, DESTINATION) == pytest.approx(0.1)
    usual = negotiation().state
    assert hurdle_at(usual, 0, DESTINATION) == pytest.approx(0.1)
    assert sanction_capacity_at(usual, 0, PARTNER) == usual.actor[1].sanction_capacity
    given = next(i for i, p in enumerate(s.provision) if p.giver == DESTINATION)
    s.provision[given].level = usual.provision[given].level = s.provision[given].inherited = 0.5
    usual.provision[given].inherited = 0.5
    weak, strong = (level_after_withdrawal(x, 0, x.provision[given]) for x in (s, usual))
    assert strong < weak
    # What happens to the actor at home happens at all its tables.
    s.actor[0].hurdle += 0.1
    assert hurdle_at(s, 0, DESTINATION) == pytest.approx(0.5)
