"""What outcomes measure, against values worked out by hand; and that all stay in their bounds."""

import numpy as np
import pytest

from sim.model import reference
from sim.model.codes import PARTNER, Fate
from sim.model.concessions import conceded_of_asked
from sim.model.episodes import close_demand, make_threat, record_demand
from sim.model.log import LogKind
from sim.model.outcomes import conclude
from sim.model.records import NEVER, OUTCOME
from sim.model.state import FOLLOWED_MOST, State
from sim.model.success import tell_fate, watch_demands
from sim.rules.demands import share_conceded
from sim.scenario import load
from tests.model.corridors import corridor, months_of, swap
from tests.model.random_worlds import crowd, seeded
from tests.model.worlds import LEVERAGE, SPLIT, TWO_TABLES, log_of, model_of, played, world

MARKET, MONEY = 0, 1
WINDOW = 5


def outcome(state: State, row: int = 0) -> dict[str, float]:
    """Outcome by column, without what is missing."""
    found = {column.name: float(state.outcome[row][column.name]) for column in OUTCOME}
    signed = {column.name for column in OUTCOME if column.signed}
    return {
        name: value
        for name, value in found.items()
        if value == value and (name in signed or value != NEVER)
    }


def test_concessions_are_shares_of_what_was_asked_or_withdrawn() -> None:
    assert share_conceded(level=0.6, start=0.4, asked=0.8, floor=0.0) == pytest.approx(0.5)
    assert share_conceded(level=0.9, start=0.4, asked=0.8, floor=0.0) == 1.0
    assert share_conceded(level=0.4, start=0.4, asked=0.8, floor=0.0) == 0.0
    assert share_conceded(level=0.1, start=0.4, asked=0.8, floor=-0.2) == pytest.approx(-0.5)
    assert share_conceded(level=-0.3, start=0.4, asked=0.8, floor=-0.2) == -1.0
    assert share_conceded(level=-1e-17, start=0.0, asked=1.0, floor=0.0) == 0.0


def test_the_main_provision_and_weights_by_worth() -> None:
    scenario = corridor(
        {"north": {"role": "destination"}, "guard": {"role": "transit"}},
        {"main": ("north", "guard")},
        {
            "main": {
                "control": {
                    "giver": "guard",
                    "sector": "trade",
                    "inherited": 0.5,
                    "benefit": 1.0,
                    "cost": 0.1,
                },
                "other": {
                    "giver": "guard",
                    "sector": "trade",
                    "inherited": 0.2,
                    "benefit": 0.25,
                    "cost": 0.1,
                },
                "money": {
                    "giver": "north",
                    "sector": "funds",
                    "inherited": 0.0,
                    "benefit": 1.0,
                    "cost": 0.1,
                },
            }
        },
        horizon=20,
    )
    model = model_of(scenario)
    for _ in range(14):
        model.step_phase()
    s = model.state
    # Worth at month zero of a rise to the cap: .5 * 1 and .8 * .25.
    assert s.provision["weight"][:2] == pytest.approx([0.5, 0.2])
    s.provision["asked"][:2] = [0.9, 0.2]
    s.provision["signed"][:2] = [0.6, 1.0]
    s.provision["supplied"][:2] = [12 * -0.25, 12 * 0.4]
    # Main: (.6 - .5) / (.9 - .5); a half of .5 withdrawn. Other: nothing asked, so up to the cap.
    expected = (0.25, (0.5 * 0.25 + 0.2) / 0.7, -0.5, (0.5 * -0.5 + 0.2 * 0.5) / 0.7)
    assert conceded_of_asked(s, 0, 1, PARTNER) == pytest.approx(expected)


def test_what_nobody_could_give_is_missing() -> None:
    one_sided = {"market": swap()["control"]}
    scenario = corridor(
        {"north": {"role": "destination"}, "guard": {"role": "transit"}},
        {"main": ("north", "guard")},
        {"main": one_sided},
    )
    found = outcome(played(scenario))
    assert found["process_signed_main_partner"] == found["process_concession_partner"] == 0.0
    assert not {name for name in found if name.startswith("process_") and "destination" in name}
    assert not {name for name in found if name.startswith("distribution_")}


def test_a_withdrawal_is_a_negative_concession() -> None:
    s = played(world(LEVERAGE))
    (execution, *_) = log_of(s, LogKind.EXECUTION)
    found = outcome(s)
    assert s.provision["level"][MARKET] == 0.0
    assert found["process_supplied_main_partner"] == pytest.approx(-1.0, abs=1e-12)
    assert found["process_signed_main_partner"] == 0.0
    months = 24 - int(execution["month"])
    assert found["process_concession_partner"] == pytest.approx(-months / 24)


def test_an_agreement_counts_as_signed_and_as_supplied() -> None:
    s = played(world(SPLIT, {"horizon": 40}))
    found = outcome(s)
    for side, i in (("partner", MARKET), ("destination", MONEY)):
        p = s.provision[i]
        assert found[f"process_signed_main_{side}"] == pytest.approx(p["agreed"])
        levels = months_of(s, "provision", "level")[-12:, i]
        assert found[f"process_supplied_main_{side}"] == pytest.approx(levels.mean())
        assert levels.max() < p["agreed"]
    # One unit of the market is worth .8 to both together, and all of it is the most there is.
    joint = found["distribution_gain_destination"] + found["distribution_gain_partner"]
    assert joint == pytest.approx(0.8)
    assert found["distribution_most"] == pytest.approx(0.8)
    power = np.log(s.actor["patience"][1]) / np.log(s.actor["patience"]).sum()
    nash = found["distribution_nash_destination"], found["distribution_nash_partner"]
    assert nash == pytest.approx((0.8 * power, 0.8 * (1 - power)))


def following(horizon: int = 30) -> State:
    """South demands .5 of money in month 2, and threatens in month 3."""
    changes = {"horizon": horizon, "parameters.measures.success_months": WINDOW}
    s = model_of(world(LEVERAGE, changes)).state
    s.run[0].month = 2
    record_demand(s, 0, PARTNER, MONEY, 0.5)
    s.run[0].month = 3
    make_threat(s, 0, PARTNER, MARKET, 1.0)
    return s


def watch(s: State, months: range, levels: dict[int, float]) -> None:
    for month in months:
        s.run[0].month = month
        s.provision[MONEY].level = levels.get(month, s.provision[MONEY].level)
        watch_demands(s, s.seat[PARTNER])


@pytest.mark.parametrize("fate", [Fate.AVERTED, Fate.EXECUTED, Fate.DROPPED])
def test_every_threat_has_the_same_window(fate: Fate) -> None:
    s = following()
    if fate is not Fate.AVERTED:
        tell_fate(s.seat[PARTNER], fate)
    if fate is Fate.DROPPED:
        close_demand(s, 0, PARTNER)
    # It is met by half in month 6, taken back in month 7, and met in full too late.
    watch(s, range(3, 8), {6: 0.25, 7: 0.0})
    assert s.seat[PARTNER].scored.sum() == 0
    watch(s, range(8, 10), {9: 0.5})
    assert s.seat[PARTNER].scored.tolist() == [float(each is fate) for each in Fate]
    assert s.seat[PARTNER].success[fate] == pytest.approx(0.5)
    conclude(s)
    found = outcome(s)
    name = fate.name.lower()
    assert found[f"coercion_scored_{name}_partner"] == 1.0
    assert found[f"coercion_success_{name}_partner"] == pytest.approx(0.5)
    assert sum(name.startswith("coercion_success") for name in found) == 1


def test_a_promise_in_force_meets_a_demand_as_a_level_does() -> None:
    s = following()
    s.provision[MONEY].agreed = 0.4
    watch(s, range(3, 9), {})
    assert s.seat[PARTNER].success[Fate.AVERTED] == pytest.approx(0.8)


def test_a_demand_without_threat_is_scored_apart_and_what_is_executed_stays_so() -> None:
    s = model_of(world(LEVERAGE, {"parameters.measures.success_months": WINDOW})).state
    s.run[0].month = 0
    record_demand(s, 0, PARTNER, MONEY, 0.5)
    watch(s, range(6), {})
    assert s.seat[PARTNER].scored.tolist() == [1, 0, 0, 0]
    s = following()
    tell_fate(s.seat[PARTNER], Fate.EXECUTED)
    tell_fate(s.seat[PARTNER], Fate.DROPPED)
    watch(s, range(3, 9), {})
    assert s.seat[PARTNER].scored.tolist() == [0, 0, 1, 0]


def test_a_window_that_the_horizon_cuts_off_counts_nowhere() -> None:
    whole = played(world(LEVERAGE, {"parameters.measures.success_months": 20}))
    made = int(log_of(whole, LogKind.THREAT)["month"][0])
    for months, scored in ((23 - made, 1.0), (24 - made, 0.0)):
        s = played(world(LEVERAGE, {"parameters.measures.success_months": months}))
        assert outcome(s)["coercion_scored_executed_partner"] == scored


def test_a_ninth_demand_is_not_followed_until_there_is_room() -> None:
    s = model_of(world(LEVERAGE, {"parameters.measures.success_months": 100})).state
    s.run[0].month = 0
    for _ in range(FOLLOWED_MOST + 1):
        record_demand(s, 0, PARTNER, MONEY, 0.5)
    seat = s.seat[PARTNER]
    assert seat.following == -1
    tell_fate(seat, Fate.DROPPED)
    watch(s, range(100, 101), {})
    assert seat.scored.sum() == FOLLOWED_MOST
    assert seat.scored[Fate.DROPPED] == 0
    record_demand(s, 0, PARTNER, MONEY, 0.5)
    assert seat.following == 0


def test_months_of_dialogue_are_those_of_one_table() -> None:
    changes = {f"actors.{name}.hurdle": 5.0 for name in ("baran", "doria")}
    s = played(world(TWO_TABLES, {**changes, "tables.first.meet": 1.0, "tables.second.meet": 1.0}))
    months = s.outcome["process_dialogue_months"]
    assert months[0] == max(months[1:])
    assert 0 < min(months[1:]) <= months[0] <= 18 < sum(months[1:])


SILENT = {"treatments.diplomacy": "off"}
TALK = (LogKind.DEMAND, LogKind.THREAT, LogKind.RETALIATION, LogKind.OFFER, LogKind.OPENED)


@pytest.mark.parametrize("case", ["ceuta_2021", "eu_turkiye_2016", "eu_tunisia_2023"])
def test_without_diplomacy_nobody_moves_and_the_shocks_stay(case: str) -> None:
    scenario = load(case).with_changes(set={"horizon": 16})
    with_talks, without = played(scenario), played(scenario.with_changes(set=SILENT))
    assert len(log_of(with_talks, *TALK))
    assert not len(log_of(without, *TALK, LogKind.DRAFTED, LogKind.ROUTED, LogKind.EXECUTION))
    found = outcome(without)
    assert found["paper_agreement"] == found["process_dialogue_months"] == 0.0
    assert found["process_concession_partner"] == found["process_supplied_main_partner"] == 0.0
    assert (without.provision["level"] == without.provision["start"]).all()
    shocks = (LogKind.EVENT, LogKind.GOVERNMENT_CHANGE, LogKind.MANDATE)
    assert (
        (log_of(with_talks, *shocks)[["month", "object", "a"]]).tolist()
        == (log_of(without, *shocks)[["month", "object", "a"]]).tolist()
    )


def test_attempts_are_the_same_draws_without_diplomacy() -> None:
    kept = [played(world(TWO_TABLES, changes)) for changes in ({}, SILENT)]
    months = [state.months_route["attempts"] for state in kept]
    assert (months[0] == months[1]).all()
    arrivals = [state.months_route["arrivals"] for state in kept]
    assert (arrivals[0] != arrivals[1]).any()


def out_of_bounds(state: State) -> set[str]:
    """Columns with a value that they should not have."""
    horizon = int(state.run[0].horizon)
    found = set()
    for column in OUTCOME:
        low, high = column.bounds(horizon)
        for row in range(len(state.outcome)):
            value = outcome(state, row).get(column.name)
            if value is None:
                continue
            if not low <= value <= high or (column.unit == "count" and value != round(value)):
                found.add(column.name)
    return found


def beyond_the_most(state: State) -> bool:
    """Whether two gain more together than any package brings."""
    rows = state.outcome
    joint = rows["distribution_gain_destination"] + rows["distribution_gain_partner"]
    nash = rows["distribution_nash_destination"] + rows["distribution_nash_partner"]
    most = rows["distribution_most"]
    # Searches raise related provisions in turns: close to the best package, not always at it.
    return bool((joint > most + 1e-9).any() or (nash > most + 0.02).any())


def test_every_column_is_within_its_bounds() -> None:
    seen: set[str] = set()
    for number in range(40):
        state = played(seeded(number, months=30), seed=number)
        assert not out_of_bounds(state), number
        assert not beyond_the_most(state), number
        seen |= outcome(state).keys()
    assert {column.name for column in OUTCOME} - seen <= RARE


RARE = {
    f"coercion_{what}_{fate}_{side}"
    for what in ("success", "scored")
    for fate in ("unbacked", "averted", "executed", "dropped")
    for side in ("destination", "partner")
}
"""Needs a demand in the first six of at most thirty months."""


@pytest.mark.slow
def test_every_column_is_within_its_bounds_in_more_worlds() -> None:
    for number in range(40, 400):
        state = played(seeded(number, months=60), seed=number)
        assert not out_of_bounds(state), number
        assert not beyond_the_most(state), number
    for number in range(3):
        assert not out_of_bounds(played(crowd(number)))


def test_the_page_of_outcomes_is_not_stale() -> None:
    assert reference.main(["--check"]) == 0, f"run {reference.COMMAND}"
    for column in OUTCOME:
        assert column.meaning and column.pooled, column.name
