"""What must hold in every run of every scenario."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sim.model.codes import (
    AgreementForm,
)
from sim.model.log import LogKind, numbers_of
from sim.model.settlement import utilities_in_force
from sim.model.state import State
from sim.scenario import Scenario
from sim.scenario.events import EventKind
from tests.model.random_worlds import AS_FOUND, scenarios
from tests.model.worlds import SPLIT, log_of, model_of, played, world

TINY = 1e-9
EXAMPLES = settings(max_examples=10, phases=AS_FOUND)
FEW = settings(max_examples=5, phases=AS_FOUND)
SEEDS = st.integers(0, 2**32)
A_SHARE = {"chance", "chance_informal", "credibility_after", "grievance", "share_met",
           "delivered_share", "goal", "due_share", "shortfall", "ambition"}  # fmt: skip


def by_file(state: State, kind: LogKind, issue: int) -> np.ndarray:
    rows = log_of(state, kind)
    found: np.ndarray = rows[rows["object"] == issue]
    return found


@EXAMPLES
@given(scenarios(), SEEDS)
def test_levels_and_shares_stay_in_range(scenario: Scenario, seed: int) -> None:
    s = played(scenario, seed)
    assert s.run["error"][0] == 0
    levels = s.months_provision["level"].reshape(scenario.horizon, len(s.provision))
    # What is given of a stock becomes part of what is inherited, but no cap or floor ever moves.
    assert (levels >= s.provision["floor"] - TINY).all()
    assert (levels <= s.provision["cap"] + TINY).all()
    assert ((s.months_provision["delivered"] >= 0) & (s.months_provision["delivered"] <= 1)).all()
    for name in ("trust", "credibility", "grievance"):
        for side in ("destination", "partner"):
            values = s.months_table[f"{name}_{side}"]
            assert ((values >= 0.0) & (values <= 1.0)).all(), name
    assert ((s.actor["empowerment"] >= 0) & (s.actor["empowerment"] <= 1)).all()
    assert ((s.actor["control_capacity"] >= 0) & (s.actor["control_capacity"] <= 1)).all()
    for column in ("arrivals", "attempts", "returns", "harm"):
        assert (s.months_route[column] >= 0.0).all()
    for row in log_of(s):
        for name, value in numbers_of(row).items():
            if name in A_SHARE:
                assert 0.0 <= value <= 1.0, (LogKind(int(row["kind"])), name)


@EXAMPLES
@given(scenarios(), SEEDS)
def test_indivisible_things_are_given_whole_and_stocks_stay_given(
    scenario: Scenario, seed: int
) -> None:
    s = played(scenario, seed)
    levels = s.months_provision["level"].reshape(scenario.horizon, len(s.provision))
    for i, p in enumerate(s.provision):
        if p["divisible"] == 0:
            assert set(levels[:, i]) <= {p["start"], p["cap"], p["floor"]}
        if p["stock"] == 1:
            assert (np.diff(levels[:, i]) >= -TINY).all()
    for row in log_of(s, LogKind.OFFER_ITEM):
        p = s.provision[row["object"]]
        assert p["start"] - TINY <= row["a"] <= p["cap"] + TINY or p["cap"] < p["start"]


@EXAMPLES
@given(scenarios(), SEEDS)
def test_nobody_signs_below_its_reservation_value(scenario: Scenario, seed: int) -> None:
    s = played(scenario, seed)
    for row in log_of(s, LogKind.OFFER):
        # The target is never below the reservation value, which is never below disagreement.
        assert row["a"] >= row["c"] - TINY
        assert row["c"] >= row["d"] - TINY
    for row in log_of(s, LogKind.ACCEPTANCE):
        offered = row["a"] - row["d"]
        assert offered >= row["c"] - TINY
        assert row["a"] >= row["b"] - TINY
    for row in log_of(s, LogKind.REFUSAL):
        offered = row["a"] - row["d"]
        assert row["a"] < row["b"] or offered < row["c"]
    for signed in log_of(s, LogKind.SIGNATURE):
        accepted = by_file(s, LogKind.ACCEPTANCE, signed["object"])
        accepted = accepted[accepted["month"] == signed["month"]][-1]
        assert accepted["seat"] == signed["seat"]
        own = signed["c"] if signed["seat"] % 2 == 0 else signed["d"]
        assert own == pytest.approx(accepted["a"] - accepted["d"], abs=1e-12)
        assert own >= accepted["c"] - TINY


def test_misjudgement_makes_nobody_sign_below_its_reservation_value() -> None:
    # Eyes that see twice what is there, and a parliament that counts.
    blurred = {"parameters.bargaining.noise": 0.5, "actors.south.hurdle": 0.8}
    saved = 0
    for seed in range(12):
        s = played(world(SPLIT, blurred), seed)
        for row in log_of(s, LogKind.ACCEPTANCE):
            assert row["a"] - row["d"] >= row["c"] - TINY
        refused = log_of(s, LogKind.REFUSAL)
        saved += (refused["a"] >= refused["b"]).sum()
    assert saved > 3


@EXAMPLES
@given(scenarios(), SEEDS)
def test_records_agree_with_the_log(scenario: Scenario, seed: int) -> None:
    s = played(scenario, seed)
    log = log_of(s)
    counted = {
        LogKind.THREAT: "threats",
        LogKind.EXECUTION: "executions",
        LogKind.BACK_DOWN: "bluffs",
        LogKind.RETALIATION: "retaliations",
        LogKind.DEMAND: "demands",
        LogKind.DEMAND_SETTLED: "demands_settled",
        LogKind.TACIT_COMPLIANCE: "tacit",
    }
    for kind, field in counted.items():
        seats = log["seat"][log["kind"] == kind]
        assert np.array_equal(np.bincount(seats, minlength=len(s.seat)), s.seat[field]), field
    settled = log_of(s, LogKind.DEMAND_SETTLED)
    for k, seat in enumerate(s.seat):
        assert seat["demand_met"] == pytest.approx(settled["a"][settled["seat"] == k].sum())
    for kinds, field in (
        ((LogKind.IN_FORCE,), "agreements"),
        ((LogKind.UNRATIFIED, LogKind.VOTED_DOWN), "unratified"),
        ((LogKind.COLLAPSE,), "lapses"),
        ((LogKind.RENEGOTIATION,), "renegotiations"),
    ):
        issues = log["object"][np.isin(log["kind"], kinds)]
        assert np.array_equal(np.bincount(issues, minlength=len(s.issue)), s.issue[field]), field
    assert (log["kind"] == LogKind.SUSPENSION).sum() == s.issue["suspensions"].sum()
    for kind, counted_by in ((LogKind.ROUTED, "routed"), (LogKind.OPENED, "dormant")):
        tables = np.bincount(log["table"][log["kind"] == kind], minlength=len(s.table))
        if kind == LogKind.ROUTED:
            assert np.array_equal(tables, s.table[counted_by])
        else:
            asleep = np.array([not table.open for table in scenario.tables.values()])
            # An event may open a table, too.
            events = list(scenario.events.values())
            for row in log[log["kind"] == LogKind.EVENT]:
                if events[row["object"]].kind is EventKind.TABLE_OPENS:
                    tables[row["table"]] += 1
            assert np.array_equal(asleep & (tables == 0), s.table[counted_by] == 1)
    assert (log["kind"] == LogKind.EVENT).sum() == s.event["times"].sum()
    assert (log["kind"] == LogKind.GOVERNMENT_CHANGE).sum() == s.actor["governments"].sum()


@EXAMPLES
@given(scenarios(), SEEDS)
def test_the_outcome_agrees_with_the_log(scenario: Scenario, seed: int) -> None:
    s = played(scenario, seed)
    outcome = s.outcome[0]
    firsts = []
    for issue in range(len(s.issue)):
        in_force = by_file(s, LogKind.IN_FORCE, issue)
        if len(in_force) == 0:
            continue
        signed = by_file(s, LogKind.SIGNATURE, issue)
        firsts.append(signed["month"][signed["month"] <= in_force["month"][0]][-1])
    assert outcome["paper_agreement"] == float(bool(firsts))
    assert outcome["paper_months"] == (min(firsts) if firsts else -1.0)
    assert outcome["paper_agreement_12"] == float(bool(firsts) and min(firsts) < 12)
    for side, name in enumerate(("destination", "partner")):
        rows = log_of(s)[log_of(s)["seat"] % 2 == side]
        for kind, what in (
            (LogKind.THREAT, "threats"),
            (LogKind.EXECUTION, "executed"),
            (LogKind.BACK_DOWN, "dropped"),
            (LogKind.RETALIATION, "retaliations"),
        ):
            assert outcome[f"coercion_{what}_{name}"] == (rows["kind"] == kind).sum()
    assert outcome["durability_lapses"] == len(log_of(s, LogKind.COLLAPSE))
    in_force = s.months_table["in_force"].reshape(scenario.horizon, len(s.table)).sum(axis=0)
    assert 0.0 <= outcome["durability_months"] <= scenario.horizon
    assert (outcome["durability_months"] > 0) <= (in_force.max() > 0 or bool(firsts))
    for column in ("arrivals", "harm", "attempts", "returns"):
        if len(s.route):
            # Routes weigh by the people that they carry, against those who took them at first.
            flows = s.months_route[column].reshape(scenario.horizon, -1).mean(axis=0)
            usual = (s.route["size"] * s.route["usual"]).sum()
            mean = (s.route["size"] * flows).sum() / usual
            assert outcome[f"people_{column}"] == pytest.approx(mean, rel=1e-9)
        else:
            assert outcome[f"people_{column}"] == -1.0


@EXAMPLES
@given(scenarios(), SEEDS)
def test_a_month_lies_between_a_threat_and_its_execution(scenario: Scenario, seed: int) -> None:
    s = played(scenario, seed)
    pending: dict[int, np.void] = {}
    for row in log_of(s):
        seat = int(row["seat"])
        if row["kind"] == LogKind.THREAT:
            assert row["b"] >= row["month"] + 1
            pending[seat] = row
        elif row["kind"] in (LogKind.EXECUTION, LogKind.BACK_DOWN):
            threat = pending.pop(seat)
            assert threat["object"] == row["object"]
            assert row["month"] >= threat["month"] + 1
            assert row["month"] >= threat["b"]


@EXAMPLES
@given(scenarios(), SEEDS)
def test_no_withdrawal_pays_its_author_absent_concessions(scenario: Scenario, seed: int) -> None:
    model = model_of(scenario, seed)
    s = model.state
    while not model.finished:
        if model.next_phase not in ("demands", "executions"):
            model.step_phase()
            continue
        before = s.copy()
        start = int(s.run["logged"][0])
        model.step_phase()
        happened = log_of(s)[start:]
        for k in range(len(s.table)):
            here = happened[happened["table"] == k]
            moved = here[np.isin(here["kind"], (LogKind.LIFTING, LogKind.TACIT_COMPLIANCE))]
            withdrawals = here[np.isin(here["kind"], (LogKind.EXECUTION, LogKind.RETALIATION))]
            if len(moved) or len(withdrawals) != 1:
                continue
            author = int(withdrawals["seat"][0]) % 2
            then, now = utilities_in_force(before, k), utilities_in_force(s, k)
            assert now[author] <= then[author] + 1e-12
            # No loss where the same act is withdrawn at another table already.
            assert now[1 - author] <= then[1 - author] + 1e-12


ABSENT = [
    ("exit", "off", (LogKind.SUSPENSION, LogKind.RENEGOTIATION)),
    ("ratification", "off", (LogKind.UNRATIFIED,)),
    ("linkage", "none", (LogKind.LINKED,)),
    ("execution", "never", (LogKind.EXECUTION,)),
    ("execution", "always", (LogKind.BACK_DOWN,)),
]


@pytest.mark.parametrize(("treatment", "value", "kinds"), ABSENT, ids=lambda x: str(x))
@FEW
@given(scenario=scenarios(), seed=SEEDS)
def test_off_means_absent(
    treatment: str, value: str, kinds: tuple[LogKind, ...], scenario: Scenario, seed: int
) -> None:
    s = played(scenario.with_changes(set={f"treatments.{treatment}": value}), seed)
    assert len(log_of(s, *kinds)) == 0


@FEW
@given(scenarios(), SEEDS)
def test_agreements_do_not_collapse_without_exit_or_new_governments(
    scenario: Scenario, seed: int
) -> None:
    off = {"treatments.exit": "off", "treatments.government_change": "off"}
    s = played(scenario.with_changes(set=off), seed)
    dated = [i for i, e in enumerate(scenario.events.values()) if e.kind == "government_change"]
    voted = any(e.turnover > 0.0 for e in scenario.events.values())
    changes = len(log_of(s, LogKind.GOVERNMENT_CHANGE))
    assert changes >= s.event["times"][dated].sum()
    if not voted:
        assert changes == s.event["times"][dated].sum()
    if not dated and not voted:
        assert len(log_of(s, LogKind.COLLAPSE)) == 0


@FEW
@given(scenarios(), SEEDS)
def test_what_is_fixed_does_not_move(scenario: Scenario, seed: int) -> None:
    off = {
        "treatments.form": "informal",
        "treatments.instruments": "off",
        "treatments.capacity": "fixed",
        "treatments.audience_costs": "off",
        "treatments.credibility": "fixed",
        "treatments.trust": "fixed",
        "treatments.staging": "front_loaded",
    }
    s = played(scenario.with_changes(set=off), seed)
    assert (log_of(s, LogKind.SIGNATURE)["a"] == AgreementForm.INFORMAL).all()
    assert s.outcome["paper_formal"][0] <= 0.0
    assert (s.actor["control_capacity"] == s.actor["capacity_before"]).all()
    # Paid up front, all falls due at the pace at which a willing giver delivers: 1 - 0.8^n.
    paces = {round(1.0 - 0.8**n, 9) for n in range(1, scenario.horizon + 1)}
    assert {round(float(due), 9) for due in log_of(s, LogKind.DELIVERY)["d"]} <= paces
    months = s.months_table.reshape(scenario.horizon, len(s.table))
    for side in ("destination", "partner"):
        assert (months[f"credibility_{side}"] == months[f"credibility_{side}"][0]).all()
        if not any(e.kind == "trust" for e in scenario.events.values()):
            assert (months[f"trust_{side}"] == months[f"trust_{side}"][0]).all()


CROSSING = """\
title: A lever in another issue
description: What North wants lies in one issue, what it can withdraw in the other.
period: made up
month_zero: "2020-01"
horizon: 6
evidence: {assumed: "made up for tests"}
actors:
  north: {name: North, role: destination, strategy: coercive}
  south: {name: South, role: transit}
tables:
  main: {destination: {actor: north}, partner: {actor: south}}
issues:
  one:
    table: main
    provisions:
      control: {giver: south, sector: border_control, inherited: 0.2, benefit: 0.9, cost: 0.1}
  other:
    table: main
    provisions:
      visas: {giver: north, sector: visa, inherited: 0.8, benefit: 0.9, cost: 0.1}
parameters:
  threats: {rate_destination: 1.0}
"""


@pytest.mark.parametrize(("crossing", "threats"), [("allowed", True), ("barred", False)])
def test_threats_stay_in_their_issue_where_crossing_is_barred(crossing: str, threats: bool) -> None:
    scenario = world(CROSSING, {"treatments.cross_issue_threats": crossing})
    assert any(len(log_of(played(scenario, seed), LogKind.THREAT)) for seed in range(5)) == threats


@FEW
@given(scenarios(), SEEDS)
def test_no_threat_ever_crosses_issues_where_that_is_barred(scenario: Scenario, seed: int) -> None:
    s = played(scenario.with_changes(set={"treatments.cross_issue_threats": "barred"}), seed)
    for row in log_of(s, LogKind.THREAT):
        assert s.provision[row["object"]]["issue"] == s.provision[int(row["d"])]["issue"]
