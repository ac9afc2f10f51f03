"""When an agreement comes: private deadlines, impatience, and a war of attrition."""

import math
from collections.abc import Mapping
from typing import Any

import numpy as np
import pytest

from sim.model.log import LogKind
from tests.model.worlds import SPLIT, log_of, played, world

MARKET = "issues.deal.provisions.market"
PRIVATE: Mapping[str, Any] = {
    "treatments.deadlines": "private",
    "treatments.impatience": "on",
    "tables.main.round_months": None,
    "parameters.bargaining.anchor": 0.8,
    "horizon": 60,
}
"""A surplus of .8 of which each side is content with most of its Nash share."""


def signed(changes: Mapping[str, Any], replication: int = 0) -> np.ndarray:
    state = played(world(SPLIT, {**PRIVATE, **changes}), replication=replication)
    return log_of(state, LogKind.SIGNATURE)


def month(changes: Mapping[str, Any]) -> int:
    rows = signed(changes)
    assert len(rows) == 1
    return int(rows["month"][0])


def test_the_impatient_agree_sooner() -> None:
    both = [
        month({"actors.north.patience": delta, "actors.south.patience": delta})
        for delta in (0.9, 0.96, 0.99)
    ]
    assert both == sorted(both)
    assert both[0] < both[-1]


def test_need_on_either_side_brings_the_agreement_forward() -> None:
    quiet = month({})
    assert month({"actors.south.fiscal_stress": 1.0}) < quiet
    assert month({"parameters.bargaining.need_weight": 3.0}) == quiet, "nobody is in need"
    pressed = SPLIT.replace("sector: trade", "sector: border_control") + (
        "  utility: {jitter: 0, foresight: 0, pressure_elasticity: 0, vulnerability_base: 1}\n"
        "routes:\n  east: {through: south, to: north, pressure: 3}\n"
    )
    pressed = pressed.replace("  utility: {jitter: 0, foresight: 0}\n", "")
    calm, hurt = (
        log_of(
            played(world(pressed, {**PRIVATE, "actors.north.vulnerability": much})),
            LogKind.SIGNATURE,
        )
        for much in (0.0, 1.0)
    )
    assert hurt["month"][0] < calm["month"][0]


ALTERNATELY = {"treatments.offer_protocol": "random", "tables.main.meet": 0.5}


def mean_gain(side: str, changes: Mapping[str, Any]) -> float:
    """What a side gains by agreement, on average over who happens to make the last offer."""
    column = "c" if side == "north" else "d"
    found = [signed({**ALTERNATELY, **changes}, replication=i) for i in range(40)]
    return float(np.mean([rows[column][0] for rows in found]))


def test_need_costs_its_side_a_part_of_the_surplus() -> None:
    # Without what stress adds to the worth of money: need acts by its hurry alone.
    plain = {"parameters.utility.stress_weight": 0.0}
    pressed = {**plain, "actors.south.fiscal_stress": 1.0}
    assert mean_gain("south", pressed) < mean_gain("south", plain)


@pytest.mark.parametrize("side", ["north", "south"])
def test_more_patience_never_worsens_ones_terms(side: str) -> None:
    gains = [mean_gain(side, {f"actors.{side}.patience": d}) for d in (0.9, 0.95, 0.98, 0.99)]
    assert gains == sorted(gains)


def test_a_longer_round_does_not_move_the_month_of_signature_one_for_one() -> None:
    months = [month({"tables.main.round_months": n}) for n in (18, 24, 36, 48)]
    assert months[-1] - months[0] < 0.25 * 30
    public = {"treatments.deadlines": "public", "treatments.impatience": "off"}
    moved = [month({**public, "tables.main.round_months": n}) for n in (18, 48)]
    assert moved[1] - moved[0] > 0.5 * 30


def test_a_deadline_that_both_know_brings_the_agreement_forward() -> None:
    assert month({"tables.main.round_months": 6}) <= 6 < month({})


def test_impatience_only_ever_hastens() -> None:
    assert month({}) <= month({"treatments.impatience": "off"})


def test_a_round_without_a_zone_of_agreement_ends_once_both_have_conceded_all() -> None:
    changes = {
        **PRIVATE,
        "actors.north.patience": 0.9,
        "actors.south.patience": 0.9,
        "actors.north.hurdle": 2.0,
        "actors.south.hurdle": 2.0,
    }
    ended = log_of(played(world(SPLIT, changes)), LogKind.ROUND_ENDED)
    # ln .7 / ln .9 is 3.4: from month 4 on neither has more to concede, and each offers once more.
    assert ended["month"][0] == 5
    assert len(ended) > 1


def attrition(changes: Mapping[str, Any], runs: int = 400) -> np.ndarray:
    """Months of signature in a war of attrition, -1 without one."""
    months = []
    for i in range(runs):
        rows = signed({"treatments.concession_rule": "attrition", **changes}, replication=i)
        months.append(int(rows["month"][0]) if len(rows) else -1)
    return np.array(months)


RATE = 0.05
EQUAL = {
    "actors.north.patience": math.exp(-RATE),
    "actors.south.patience": math.exp(-RATE),
    "parameters.bargaining.obstinate": 0.001,
    "horizon": 120,
}


@pytest.mark.slow
def test_durations_of_a_war_of_attrition_have_the_closed_form() -> None:
    # Each claims three quarters of a surplus, so giving in brings 1/4 against 3/4: r (1/4) / (1/2).
    hazard = RATE * 0.25 / 0.5
    months = attrition(EQUAL, 1500)
    # Sides answer in turn, so within two months either has had its say for both.
    for t in (10, 20, 40, 60):
        share = np.mean((months >= 0) & (months <= t))
        expected = 1.0 - math.exp(-hazard * (2 * t - 1))
        assert abs(share - expected) < 4.0 * math.sqrt(expected * (1 - expected) / 1500)


def test_in_a_war_of_attrition_the_weaker_side_gives_in_at_once() -> None:
    # Claims answer to patience, need does not enter them: South is in need and must make up for it.
    needy = {
        **EQUAL,
        "actors.south.fiscal_stress": 1.0,
        "parameters.utility.stress_weight": 0.0,
        "parameters.bargaining.need_weight": 9.0,
    }
    even, uneven = attrition(EQUAL, 100), attrition(needy, 100)
    assert np.mean((uneven >= 0) & (uneven <= 1)) > 0.5
    assert np.mean((even >= 0) & (even <= 1)) < 0.2
    gave_in = signed({"treatments.concession_rule": "attrition", **needy})
    assert gave_in["d"][0] < gave_in["c"][0]


def test_with_two_obstinate_sides_a_war_of_attrition_ends_without_result() -> None:
    one_round = {**EQUAL, "parameters.bargaining.obstinate": 0.9, "tables.main.pause_months": 200}
    assert np.mean(attrition(one_round, 100) < 0) > 0.6
