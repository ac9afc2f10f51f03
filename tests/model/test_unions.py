"""Members and their union: votes, mandates, coherence, and what members stand behind."""

from typing import Any

import numpy as np
import pytest

from sim.model.log import LogKind
from sim.model.mandate import NOWHERE, lay_out
from sim.model.readable import Negotiation
from sim.model.state import State
from sim.model.talks import assess
from sim.model.terms import gains_at
from sim.scenario import Scenario
from tests.model.corridors import CONTROL, MONEY, Tree, corridor, months_of, until
from tests.model.worlds import log_of, model_of, played, withdrawn

VOTING = ("simple_majority", "qualified_majority", "unanimity")
THRESHOLDS = {
    "simple_majority": (0.5 + 1e-6, 0.0),
    "qualified_majority": (0.55, 0.65),
    "unanimity": (1.0, 0.0),
}
ON = {"members": "on", "log_rolling": "off"}


def union_of(members: list[dict[str, Any]], **more: Any) -> Scenario:
    """A union that asks a guard for control and trade, and pays with money."""
    union = {"role": "supranational", "voting": "unanimity", **more.pop("union", {})}
    actors = {
        "union": union,
        "guard": {"role": "transit"},
        **{
            f"m{i}": {"role": "member", "member_of": "union", "population": 10.0, **member}
            for i, member in enumerate(members)
        },
    }
    provisions = {
        "control": {"giver": "guard", **CONTROL},
        "goods": {"giver": "guard", **CONTROL, "sector": "trade", "benefit": 0.4},
        "money": {"giver": "union", **MONEY},
    }
    more.setdefault("treatments", ON)
    return corridor(actors, {"main": ("union", "guard")}, {"main": provisions}, **more)


def some_members(rng: np.random.Generator, count: int) -> list[dict[str, Any]]:
    return [
        {
            "vulnerability": float(rng.uniform(0.0, 1.0)),
            "burden": float(rng.uniform(0.4, 2.0)),
            "hurdle": float(rng.uniform(0.0, 0.3)),
            "population": float(rng.uniform(1.0, 80.0)),
        }
        for _ in range(count)
    ]


def ready(scenario: Scenario) -> Negotiation:
    """A model in which the first round of talks has just begun."""
    model = model_of(scenario)
    until(model, "demands")
    return model


def lowest(scenario: Scenario) -> float:
    """The lowest weight ratio that the union may sign in its first month."""
    s = ready(scenario).state
    assess(s, 0)
    lay_out(s, 0)
    return float(s.candidate[0].lowest_ratio)


def scenario_row(scenario: Scenario) -> int:
    return list(scenario.actors).index("union")


def votes(s: State, scenario: Scenario, ratio: float) -> bool:
    """Whether the members pass the efficient package for a weight ratio, worked out afresh."""
    received = {"control": 0.0, "goods": 0.0}
    given = 0.0
    rule = s.rule[0]
    for (name, p), row in zip(scenario.issues["main"].provisions.items(), s.provision, strict=True):
        toward = ratio if name != "money" else 1.0 / ratio
        marginal = p.linear_cost + rule["utility_inherited_marginal"] * p.cost * p.inherited
        room = p.cap - p.inherited
        if name == "money":
            # What a divided union cannot stand behind it cannot promise: on a base of 0.4.
            room *= 0.4 + 0.6 * float(s.actor[scenario_row(scenario)].coherence)
        step = min(max((toward * row["worth"] - marginal) / (2.0 * p.cost), 0.0), room)
        if name == "money":
            given = p.cost * step**2 + marginal * step
        else:
            received[name] = row["worth"] * step
    union = scenario.actors["union"]
    base = rule["utility_vulnerability_base"]
    members = {n: a for n, a in scenario.actors.items() if a.member_of == "union"}
    ayes = []
    for member in members.values():
        # Nothing presses on the borders: the worth of control differs by vulnerability alone.
        stake = (base + member.vulnerability) / (base + union.vulnerability)
        gain = stake * received["control"] + received["goods"] - member.burden * given
        if gain >= rule["form_informal_hurdle"] * member.hurdle:
            ayes.append(member)
    states, people = THRESHOLDS[union.voting.value]
    everybody = sum(member.population or 0.0 for member in members.values())
    return (
        len(ayes) >= states * len(members) - 1e-9
        and sum(member.population or 0.0 for member in ayes) >= people * everybody - 1e-9
    )


@pytest.mark.parametrize("voting", VOTING)
@pytest.mark.parametrize("seed", range(4))
def test_the_mandate_begins_at_the_first_package_that_passes(voting: str, seed: int) -> None:
    rng = np.random.default_rng(seed)
    scenario = union_of(some_members(rng, 7), union={"voting": voting})
    s = ready(scenario).state
    assess(s, 0)
    lay_out(s, 0)
    found = float(s.candidate[0].lowest_ratio)
    low, high = float(s.issue["ratio_low"][0]), float(s.issue["ratio_high"][0])
    grid = np.geomspace(low, high, 801)
    passed = np.array([votes(s, scenario, ratio) for ratio in grid])
    # All that lies above it passes, all below fails: a member's yes has one threshold.
    assert np.array_equal(passed, np.sort(passed))
    if found == NOWHERE:
        assert not passed.any()
        return
    assert passed[grid > found * (1 + 1e-9)].all()
    assert not passed[grid < found * (1 - 1e-9)].any()


@pytest.mark.parametrize("seed", range(4))
def test_the_stricter_the_vote_the_narrower_the_win_set(seed: int) -> None:
    members = some_members(np.random.default_rng(100 + seed), 9)
    found = [lowest(union_of(members, union={"voting": voting})) for voting in VOTING]
    assert found == sorted(found)
    assert found[0] < found[-1]


@pytest.mark.parametrize("voting", VOTING)
@pytest.mark.parametrize("seed", range(2))
def test_a_member_that_gains_less_never_widens_the_win_set(voting: str, seed: int) -> None:
    rng = np.random.default_rng(200 + seed)
    members = some_members(rng, 5)
    # Dispersion would also weaken what the union can promise: that is another story.
    whole = {"threats": {"coherence_base": 1.0}}
    before = lowest(union_of(members, union={"voting": voting}, parameters=whole))
    moved = 0
    for place in range(5):
        for name, factor in (("burden", 1.5), ("vulnerability", 0.2)):
            worse = [dict(member) for member in members]
            worse[place][name] *= factor
            after = lowest(union_of(worse, union={"voting": voting}, parameters=whole))
            assert after >= before
            moved += after > before
    assert moved > 0


LOG_ROLLING = {"members": "on", "log_rolling": "on"}


@pytest.mark.parametrize("voting", VOTING)
@pytest.mark.parametrize("seed", range(3))
def test_log_rolling_never_narrows_the_win_set_and_less_so_the_less_arrives(
    voting: str, seed: int
) -> None:
    members = some_members(np.random.default_rng(300 + seed), 6)
    union = {"voting": voting}
    found = [
        lowest(
            union_of(
                members,
                union=union,
                treatments=LOG_ROLLING,
                parameters={"union": {"side_payments": arrives}},
            )
        )
        for arrives in (1.0, 0.5, 0.1, 0.0)
    ]
    alone = lowest(union_of(members, union=union))
    assert found == sorted(found)
    # Nothing that arrives is as good as no log-rolling.
    assert found[-1] == alone
    if voting == "unanimity":
        assert found[0] < alone


def test_one_small_member_is_won_over_and_a_large_one_is_not() -> None:
    def sign(people: float, treatments: dict[str, str]) -> float:
        loser = {"vulnerability": 0.0, "burden": 3.0, "hurdle": 0.0, "population": people}
        others = [{"vulnerability": 0.9, "hurdle": 0.0, "population": 40.0}] * 3
        # Dispersion by population would also move what the union can promise.
        whole = {"threats": {"coherence_base": 1.0}}
        return lowest(union_of([loser, *others], treatments=treatments, parameters=whole))

    assert sign(1.0, LOG_ROLLING) < 0.7 * sign(1.0, ON)
    assert sign(1.0, LOG_ROLLING) < sign(400.0, LOG_ROLLING) <= sign(400.0, ON)


def test_who_can_spare_nothing_wins_nobody_over() -> None:
    members = [{"vulnerability": 0.0, "burden": 3.0, "hurdle": 3.0}] * 2
    assert lowest(union_of(members, treatments=LOG_ROLLING)) == lowest(union_of(members))


def test_a_union_of_one_like_itself_signs_what_it_would_sign_alone() -> None:
    itself = {"vulnerability": 0.5, "hurdle": 0.2}
    union = {"vulnerability": 0.5, "hurdle": 0.2}
    s = ready(union_of([itself], union=union)).state
    assess(s, 0)
    lay_out(s, 0)
    ratio = float(s.candidate[0].lowest_ratio)
    assert ratio > s.issue["ratio_low"][0]
    own = gains_at(s, s.issue[0], 0, ratio)[0]
    assert own == pytest.approx(float(s.bid["reservation"][0]), abs=1e-9)


def test_related_issues_are_worth_as_much_to_members_as_to_their_union() -> None:
    # Complementarity falls to all: a union of one like itself still signs what it would alone.
    itself = {"vulnerability": 0.5, "hurdle": 0.2}
    scenario = union_of(
        [itself],
        union={"vulnerability": 0.5, "hurdle": 0.2},
        treatments={**ON, "linkage": "substantive"},
    )
    provisions = {f"issues.main.provisions.{p}.cluster": "one" for p in ("control", "money")}
    s = ready(scenario.with_changes(set=provisions)).state
    assess(s, 0)
    lay_out(s, 0)
    own = gains_at(s, s.issue[0], 0, float(s.candidate[0].lowest_ratio))[0]
    assert own == pytest.approx(float(s.bid["reservation"][0]), abs=1e-9)


def test_nothing_is_signed_that_the_members_would_vote_down() -> None:
    signed = refused = 0
    for seed in range(8):
        rng = np.random.default_rng(seed)
        scenario = union_of(some_members(rng, 5), horizon=24)
        model = model_of(scenario, seed)
        s = model.state
        while not model.finished:
            while model.step_phase() != "offers":
                pass
            if s.issue["standing"][0] >= 0:
                side = int(s.issue["standing"][0])
                gains = []
                levels = s.provision["offer"][:, side]
                raised = np.maximum(levels - s.provision["inherited"], 0.0)
                cost = s.provision["cost"][2] * (
                    raised[2] ** 2 + s.provision["inherited"][2] * raised[2]
                )
                for i in range(5):
                    member = s.actor[2 + i]
                    control = s.provision["worth"][0] * raised[0] * member["stake"]
                    goods = s.provision["worth"][1] * raised[1]
                    gain = control / s.actor["stake"][0] + goods - member["burden"] * cost
                    gains.append(gain - s.rule["form_informal_hurdle"][0] * member["hurdle"])
                # At month zero levels are as inherited: what holds without a package is nothing.
                if s.issue["in_force"][0] == 0:
                    assert min(gains) >= -1e-9
                    signed += 1
            model.step()
        refused += len(log_of(s, LogKind.NO_ZONE))
    assert signed > 5


def coherence_of(members: list[dict[str, Any]], **union: Any) -> float:
    own = {"coherence": 0.9, **union}
    return float(
        months_of(played(union_of(members, union=own)), "table", "coherence_destination")[-1, 0]
    )


def test_coherence_follows_dispersion_and_voice_mends_it() -> None:
    alike = [{"vulnerability": 0.5}] * 2
    apart = [{"vulnerability": 0.2}, {"vulnerability": 0.8}]
    assert coherence_of(alike) == pytest.approx(0.9)
    # Stakes of 0.7 and 1.3: mean deviation 0.3 around 1.
    assert coherence_of(apart) == pytest.approx(0.9 * 0.7)
    assert coherence_of(apart, voice=0.5) == pytest.approx(0.9 * 0.85)
    assert coherence_of(apart, voice=1.0) == pytest.approx(0.9)
    # Members weigh by population: 0.76 around a mean stake of 0.76, deviation 0.108.
    large = [{"vulnerability": 0.2, "population": 90.0}, {"vulnerability": 0.8}]
    assert coherence_of(large) == pytest.approx(0.9 * (1 - 0.108 / 0.76))


def test_exposure_to_arrivals_disperses_members() -> None:
    # A surge that one border alone feels tears members apart that were at one before.
    members = [{"vulnerability": 0.5}, {"vulnerability": 0.5, "exposure": 0.5}]
    route = {"sea": {"through": "guard", "to": "m0", "volatility": 0.0}}
    surge = {"wave": {"kind": "surge", "date": "2020-05", "route": "sea", "size": 1.0}}
    scenario = union_of([members[0], {**members[1], "exposure": 1.0}], routes=route, events=surge)
    found = months_of(played(scenario), "table", "coherence_destination")[:, 0]
    # Both feel the surge alike, the second through its union.
    assert found == pytest.approx(1.0)
    found = months_of(
        played(union_of(members, routes=route, events=surge)), "table", "coherence_destination"
    )[:, 0]
    weak = 0.5**0.75
    assert found[0] == pytest.approx(1 - ((1 - weak) / 2) / ((1 + weak) / 2))


def with_member_table(**member: Any) -> Scenario:
    """A union and a front-line member, each with a table of its own with the same guard."""
    actors: Tree = {
        "union": {"role": "supranational", "coherence": 0.9, "voting": "unanimity"},
        "m0": {"role": "member", "member_of": "union", "population": 10.0, "vulnerability": 0.9},
        "m1": {"role": "member", "member_of": "union", "population": 30.0, "vulnerability": 0.9},
        "guard": {"role": "transit"},
    }
    actors["m0"].update(member)
    issues = {
        "all": {"control": {"giver": "guard", **CONTROL}, "money": {"giver": "union", **MONEY}},
        "one": {"control": {"giver": "guard", **CONTROL}, "money": {"giver": "m0", **MONEY}},
    }
    return corridor(
        actors,
        {"all": ("union", "guard"), "one": ("m0", "guard")},
        issues,
        about={"one": {"open": False}},
        treatments={"members": "on", "venues": "on"},
        parameters={"union": {"approach_rate": 1.0, "approach_gain": 0.0, "approach_scale": 0.001}},
    )


def test_a_defection_lowers_coherence() -> None:
    found = months_of(played(with_member_table()), "table", "coherence_destination")[:, 0]
    s = played(with_member_table())
    opened = log_of(s, LogKind.OPENED)
    assert opened["month"].tolist() == [0]
    assert opened["c"].tolist() == [1.0]
    assert found[0] == pytest.approx(0.9)
    # A quarter of the people no longer stands in the line.
    assert found[1:] == pytest.approx(0.9 * 0.75)
    rows = log_of(s, LogKind.COHERENCE)
    assert rows["month"].tolist() == [1]
    assert rows["c"] == pytest.approx(0.25)


def test_discipline_holds_members_back() -> None:
    # Held back by more than there is to gain, the member stays in the line.
    held = {"actors.union.discipline": 1.0, "parameters.union.discipline": 5.0}
    s = played(with_member_table().with_changes(set=held))
    assert len(log_of(s, LogKind.OPENED)) == 0
    assert s.table["dormant"].tolist() == [0, 1]


def test_pooling_raises_what_a_sanction_withdraws() -> None:
    members = [
        {"vulnerability": 0.2, "sanction_capacity": 0.6},
        {"vulnerability": 0.8, "sanction_capacity": 0.2},
    ]
    found = []
    for pooling in (0.0, 0.5, 1.0):
        union = {"coherence": 0.9, "sanction_capacity": 0.4, "pooling": pooling}
        found.append(withdrawn(ready(union_of(members, union=union))))
    # From 0.2 towards 0, by 0.4 of it alone, 0.6 and 0.8 with what members lend; at 0.63 of
    # coherence, 0.4 + 0.6 x 0.63 of that can be carried out.
    able = 0.4 + 0.6 * 0.63
    assert found == pytest.approx([0.2 * (1.0 - able * share) for share in (0.4, 0.6, 0.8)])


def test_a_divided_union_cannot_promise_what_it_cannot_stand_behind() -> None:
    rooms = []
    for vulnerability in (0.5, 1.0):
        members = [{"vulnerability": 0.0}, {"vulnerability": vulnerability}]
        s = ready(union_of(members, union={"coherence": 0.5})).state
        lay_out(s, 0)
        rooms.append(float(s.term["room"][2]))
    # Coherence 0.5 (1 - 1/3) and 0.5 (1 - 1/2), on a base of 0.4.
    assert rooms == pytest.approx([0.8 * (0.4 + 0.6 / 3), 0.8 * (0.4 + 0.6 / 4)])


def test_members_vote_on_the_text_that_was_signed() -> None:
    # Each capital has surprises of its own: some texts that passed as drafts are voted down.
    down = 0
    for seed in range(12):
        scenario = union_of(
            [{"vulnerability": 0.5, "hurdle": 0.1}] * 4,
            treatments={**ON, "ratification": "on"},
            parameters={"form": {"ratification_noise": 0.3}},
            horizon=24,
        )
        s = played(scenario, seed)
        rows = log_of(s, LogKind.VOTED_DOWN)
        down += len(rows)
        refused = len(rows) + len(log_of(s, LogKind.UNRATIFIED))
        assert refused == s.issue["unratified"].sum()
    assert down > 0
