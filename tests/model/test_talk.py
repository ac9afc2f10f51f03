"""Talk short of agreement, views that rub off, delays of sight, and rewards released in step."""

from typing import Any

import numpy as np
import pytest

from sim.model.log import LogKind
from sim.scenario import Scenario
from tests.model.corridors import corridor, months_of, swap, until
from tests.model.worlds import log_of, model_of, played

PAIR = {"north": {"role": "destination"}, "guard": {"role": "transit"}}


def meeting(
    dialogue: float, trust: tuple[float, float] = (0.3, 0.5), months: int = 100, **more: Any
) -> Scenario:
    """Two that meet every month and cannot agree: the hurdle of one is too high."""
    actors = {name: {**actor, **more.pop(name, {})} for name, actor in PAIR.items()}
    actors["guard"].setdefault("hurdle", 5.0)
    about = {
        "main": {
            "dialogue": dialogue,
            "round_months": months,
            "destination": {"actor": "north", "trust": trust[0]},
            "partner": {"actor": "guard", "trust": trust[1]},
        }
    }
    more.setdefault("treatments", {"dialogue": "on"})
    return corridor(actors, {"main": ("north", "guard")}, {"main": swap()}, about=about, **more)


def trusts(scenario: Scenario) -> np.ndarray:
    s = played(scenario)
    return np.column_stack(
        [months_of(s, "table", f"trust_{side}")[:, 0] for side in ("destination", "partner")]
    )


def test_dialogue_raises_trust_up_to_its_quality_and_never_lowers_it() -> None:
    found = trusts(meeting(0.8, horizon=200))
    assert (np.diff(found, axis=0) >= 0.0).all()
    assert found[0] == pytest.approx([0.3 + 0.04 * 0.5, 0.5 + 0.04 * 0.3])
    assert found[-1] == pytest.approx([0.8, 0.8], abs=1e-3)
    assert (found <= 0.8).all()
    low = trusts(meeting(0.4, horizon=60))
    assert (low[:, 1] == 0.5).all()
    assert low[-1, 0] == pytest.approx(0.4, abs=0.01)
    assert (trusts(meeting(0.8, treatments={})) == [0.3, 0.5]).all()


def test_dialogue_is_told_once_and_counted_by_the_month() -> None:
    s = played(meeting(0.8))
    rows = log_of(s, LogKind.DIALOGUE)
    assert rows["month"].tolist() == [0]
    assert rows["a"].tolist() == [0.8]
    assert s.outcome["process_dialogue_months"].tolist() == [12.0, 12.0]
    # Months of talk are counted whether or not the layer lets them build trust.
    assert played(meeting(0.8, treatments={})).outcome["process_dialogue_months"][0] == 12.0


def test_where_trust_is_fixed_talk_does_not_move_it() -> None:
    fixed = meeting(0.8, treatments={"dialogue": "on", "trust": "fixed"})
    assert (trusts(fixed) == [0.3, 0.5]).all()


def test_under_an_agreement_there_is_nothing_left_to_talk_over() -> None:
    s = played(meeting(0.9, guard={"hurdle": 0.0}, months=20, horizon=30))
    signed = int(log_of(s, LogKind.IN_FORCE)["month"][0])
    assert s.table["dialogue_months"][0] <= signed + 1


def costs(months: int = 12, **more: Any) -> list[float]:
    scenario = meeting(0.3, treatments={"diffusion": "on"}, horizon=months, **more)
    model = model_of(scenario)
    found = [float(model.state.provision["cost"][1])]
    while not model.finished:
        model.step()
        found.append(float(model.state.provision["cost"][1]))
    return found


def test_an_empowered_partner_makes_giving_cheaper_but_not_below_the_floor() -> None:
    still = {"empowerment_route": 0.0, "empowerment_fade": 0.0}
    found = costs(parameters={"memory": still}, guard={"empowerment": 0.5})
    assert found[:3] == pytest.approx([0.2, 0.2 * 0.995, 0.2 * 0.995**2])
    fast = {**still, "diffusion": 0.4, "diffusion_floor": 0.6}
    found = costs(parameters={"memory": fast}, guard={"empowerment": 1.0})
    assert found[1:] == pytest.approx([0.12] * 12)
    assert costs(parameters={"memory": still}, guard={"empowerment": 0.0}) == [0.2] * 13


def test_views_rub_off_in_contact_only() -> None:
    scenario = meeting(0.3, treatments={"diffusion": "on"}, guard={"empowerment": 1.0})
    apart = scenario.with_changes(set={"tables.main.meet": 0.0})
    assert played(apart).provision["softness"].tolist() == [1.0, 1.0]
    together = played(scenario).provision["softness"]
    assert together[1] < 1.0
    # What the partner gives does not get cheaper for it.
    assert together[0] == 1.0
    off = played(scenario.with_changes(set={"treatments.diffusion": "off"}))
    assert (off.provision["softness"] == 1.0).all()


def test_complete_diffusion_leaves_numbers() -> None:
    whole = {"diffusion": 1.0, "diffusion_floor": 0.0, "empowerment_fade": 0.0}
    found = costs(parameters={"memory": whole}, guard={"empowerment": 1.0})
    assert found[-1] == pytest.approx(0.0)
    assert np.isfinite(found).all()


def agreed(**more: Any) -> Scenario:
    """Two that agree soon and deliver from then on."""
    return meeting(0.3, (0.8, 0.8), 6, guard={"hurdle": 0.0}, horizon=30, **more)


def test_what_is_seen_lags_behind_what_is_delivered() -> None:
    means = []
    for lag in (0, 3, 12):
        model = model_of(agreed(treatments={}, parameters={"compliance": {"observation_lag": lag}}))
        gaps = []
        while not model.finished:
            s = until(model, "memory")
            p = s.provision[0]
            if s.issue["in_force"][0] == 1:
                gaps.append(float(p["delivered"] - p["seen"]))
            model.step()
        means.append(float(np.mean(gaps)))
        if lag == 0:
            assert gaps == pytest.approx([0.0] * len(gaps))
    assert means[0] < means[1] < means[2]


def test_staging_is_a_share_that_the_strategy_sets() -> None:
    front, staged = (
        played(agreed(treatments={"staging": staging})) for staging in ("front_loaded", "staged")
    )
    assert front.provision["released"].tolist() == [0.0, 0.0]
    # Only what the destination side gives is released in step with delivery.
    assert staged.provision["released"].tolist() == [0.0, 1.0]
    for state in (front, staged):
        assert log_of(state, LogKind.IN_FORCE)["month"][0] < 12

    def slope(state: Any) -> float:
        first = int(log_of(state, LogKind.IN_FORCE)["month"][0])
        return float(months_of(state, "provision", "delivered")[first + 2, 1])

    assert slope(staged) < slope(front)
    # A staged reward is never released faster than a month's tranche, beyond the first tenth.
    first = int(log_of(staged, LogKind.IN_FORCE)["month"][0])
    given = months_of(staged, "provision", "delivered")[first:, 1]
    assert (given <= np.arange(1, len(given) + 1) / 12 + 0.1 + 1e-9).all()


def test_half_staged_lies_between() -> None:
    found = {}
    for share in (0.0, 0.5, 1.0):
        model = model_of(agreed(treatments={"staging": "staged"}))
        while model.state.issue["in_force"][0] == 0:
            model.step_phase()
        assert model.next_phase == "implementation"
        model.state.provision["released"][1] = share
        dues = []
        for _ in range(6):
            until(model, "memory")
            dues.append(float(model.state.provision["due"][1]))
            model.step()
        found[share] = dues
    for low, middle, high in zip(found[1.0], found[0.5], found[0.0], strict=True):
        assert low <= middle <= high
    assert found[1.0][3] < found[0.5][3] < found[0.0][3]
