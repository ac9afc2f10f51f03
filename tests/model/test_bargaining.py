"""What theory says about bargaining, on the very path that makes the results."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sim.model.log import LogKind
from tests.model.worlds import LEVERAGE, SPLIT, log_of, model_of, played, world

MARKET = "issues.deal.provisions.market"
MONEY = "issues.deal.provisions.money"
DISCOUNT = st.floats(0.6, 0.999)


def power(north: float, south: float) -> float:
    return math.log(south) / (math.log(north) + math.log(south))


@settings(max_examples=30)
@given(DISCOUNT, DISCOUNT, st.floats(0.3, 2.0), st.floats(0.0, 0.25), st.floats(0.5, 2.0))
def test_a_transferable_surplus_is_split_by_the_asymmetric_nash_rule(
    north: float, south: float, worth: float, cost: float, rate: float
) -> None:
    # Money costs North `price` a unit and is worth `rate * price` to South: one line, slope -rate.
    price = 2.0 * worth + 0.1
    state = played(
        world(
            SPLIT,
            {
                "actors.north.patience": north,
                "actors.south.patience": south,
                f"{MARKET}.benefit": worth,
                f"{MARKET}.linear_cost": cost * worth * rate,
                f"{MONEY}.linear_cost": price,
                f"{MONEY}.benefit": rate * price,
            },
        )
    )
    share = power(north, south)
    surplus = worth - cost * worth
    signed = log_of(state, LogKind.SIGNATURE)
    assert len(signed) == 1
    assert abs(signed["c"][0] - share * surplus) < 1e-9
    assert abs(signed["d"][0] - (1.0 - share) * surplus * rate) < 1e-9


def test_the_split_is_rubinsteins_in_the_limit_of_short_rounds() -> None:
    rates = (0.02, 0.05)
    state = played(
        world(
            SPLIT,
            {
                "actors.north.patience": math.exp(-rates[0]),
                "actors.south.patience": math.exp(-rates[1]),
            },
        )
    )
    signed = log_of(state, LogKind.SIGNATURE)
    length = 1e-6
    own, other = (math.exp(-rate * length) for rate in rates)
    rubinstein = (1.0 - other) / (1.0 - own * other)
    assert signed["c"][0] / 0.8 == pytest.approx(rubinstein, abs=1e-7)
    assert signed["c"][0] / 0.8 == pytest.approx(5 / 7, abs=1e-9)


@pytest.mark.parametrize("first", ["destination", "partner"])
def test_who_speaks_first_does_not_change_the_split(first: str) -> None:
    signed = log_of(played(world(SPLIT, {"tables.main.initiator": first})), LogKind.SIGNATURE)
    assert signed["c"][0] == pytest.approx(0.4, abs=1e-9)


@pytest.mark.parametrize("rule", ["polynomial", "exponential"])
@pytest.mark.parametrize("shape", [0.2, 0.7, 1.0, 3.0])
def test_targets_follow_faratins_curves(rule: str, shape: float) -> None:
    other_shape = 0.15
    start = 0.02
    state = played(
        world(
            SPLIT,
            {
                "treatments.concession_rule": rule,
                "actors.north.concession": shape,
                "actors.south.concession": other_shape,
                "parameters.bargaining.flat_start": start,
                "parameters.bargaining.anchor": 0.9,
            },
        )
    )
    offers = log_of(state, LogKind.OFFER)
    assert len(offers) >= 3
    for row in offers:
        time = row["month"] / 12.0
        form = shape if row["seat"] == 0 else other_shape
        if rule == "polynomial":
            conceded = start + (1.0 - start) * time ** (1.0 / form)
        else:
            conceded = math.exp((1.0 - time) ** form * math.log(start))
        resting = 0.9 * 0.4
        wanted = resting + (0.8 - resting) * (1.0 - conceded)
        assert row["c"] == pytest.approx(wanted, abs=1e-12)
        assert row["a"] == pytest.approx(wanted, abs=1e-12)
        assert row["b"] == pytest.approx(0.8 - wanted, abs=1e-12)


def test_conceders_settle_sooner_than_boulware_sides() -> None:
    def months(shape: float) -> float:
        shapes = {"actors.north.concession": shape, "actors.south.concession": shape}
        return played(world(SPLIT, {**shapes, "parameters.bargaining.anchor": 0.8})).outcome[0][
            "paper_months"
        ]

    assert 0 <= months(4.0) < months(1.0) < months(0.3)


CURVED = {
    f"{MARKET}.cost": 0.5,
    f"{MARKET}.linear_cost": 0.05,
    f"{MONEY}.cost": 0.4,
    f"{MONEY}.linear_cost": 0.2,
    "treatments.concession_rule": "zeuthen",
    "tables.main.round_months": 60,
    "horizon": 60,
}


def best_product() -> float:
    """Largest product of gains in that world, over a fine grid."""
    grid = np.linspace(0.0, 1.0, 1001)
    market, money = np.meshgrid(grid, grid)
    north = market - 0.4 * money**2 - 0.2 * money
    south = money - 0.5 * market**2 - 0.05 * market
    return float(np.where((north > 0) & (south > 0), north * south, 0.0).max())


@pytest.mark.parametrize(("step", "within"), [(0.1, 3e-3), (0.4, 1e-5), (1.0, 1e-5)])
def test_zeuthen_converges_to_the_nash_product(step: float, within: float) -> None:
    state = played(world(SPLIT, {**CURVED, "parameters.bargaining.zeuthen_step": step}))
    best = best_product()
    offers = log_of(state, LogKind.OFFER)
    gaps = 1.0 - offers["a"] * offers["b"] / best
    assert gaps.min() > -1e-5
    # Who holds the smaller product gives way, so the better of two successive offers never falls.
    standing = np.minimum(gaps[1:], gaps[:-1])
    assert np.all(np.diff(standing) <= 1e-9)
    assert np.abs(gaps[-2:]).max() < within


def test_zeuthen_signs_at_the_nash_product() -> None:
    state = played(world(SPLIT, {**CURVED, "parameters.bargaining.zeuthen_step": 1.0}))
    signed = log_of(state, LogKind.SIGNATURE)
    assert len(signed) == 1
    assert signed["c"][0] * signed["d"][0] == pytest.approx(best_product(), rel=1e-5)


def test_zeuthen_signs_by_small_steps() -> None:
    patient = {"horizon": 100, "tables.main.round_months": 90}
    signed = log_of(played(world(SPLIT, {**CURVED, **patient})), LogKind.SIGNATURE)
    assert len(signed) == 1
    assert signed["c"][0] * signed["d"][0] == pytest.approx(best_product(), rel=1e-3)


def test_an_outside_option_that_does_not_bind_changes_not_one_offer() -> None:
    # The split is 0.4 to 0.4 and nobody expects less than 0.
    without = played(world(SPLIT))
    for worth in (-10.0, -0.01, 0.0):
        options = {"actors.north.outside_option": worth, "actors.south.outside_option": worth}
        assert log_of(played(world(SPLIT, options))).tobytes() == log_of(without).tobytes()
    options = {"actors.north.outside_option": 0.39, "actors.south.outside_option": 0.2}
    below_nash = played(world(SPLIT, options))
    for kind in (
        LogKind.OFFER,
        LogKind.OFFER_ITEM,
        LogKind.SIGNATURE,
        LogKind.SIGNED_ITEM,
        LogKind.DELIVERY,
    ):
        assert log_of(below_nash, kind).tobytes() == log_of(without, kind).tobytes()


def test_targets_come_to_rest_at_an_option_that_binds() -> None:
    state = played(world(SPLIT, {"actors.north.outside_option": 0.6}))
    offers = log_of(state, LogKind.OFFER)
    for row in offers[(offers["seat"] == 0) & (offers["month"] <= 12)]:
        conceded = (row["month"] / 12.0) ** (1.0 / 0.7)
        assert row["c"] == pytest.approx(0.6 + 0.2 * (1.0 - conceded), abs=1e-12)


@pytest.mark.parametrize("worth", [0.42, 0.45])
def test_an_outside_option_that_binds_is_what_its_owner_gets(worth: float) -> None:
    # South rests at 0.85 of what the option leaves it.
    most = 0.8 - 0.85 * (0.8 - worth)
    options = {"actors.north.outside_option": worth, "parameters.bargaining.anchor": 0.85}
    signed = log_of(played(world(SPLIT, options)), LogKind.SIGNATURE)
    assert len(signed) == 1
    # It stands in for the Nash share; it is not split with the other side.
    assert worth - 1e-9 <= signed["c"][0] <= most + 1e-9
    assert signed["c"][0] + signed["d"][0] == pytest.approx(0.8, abs=1e-9)


def test_the_other_side_yields_to_an_option_that_leaves_both_a_gain() -> None:
    options = {"actors.north.outside_option": 0.6, "parameters.bargaining.anchor": 0.85}
    assert len(log_of(played(world(SPLIT, options)), LogKind.SIGNATURE)) == 1


def test_no_deal_where_outside_options_leave_nothing() -> None:
    options = {"actors.north.outside_option": 0.5, "actors.south.outside_option": 0.4}
    assert len(log_of(played(world(SPLIT, options)), LogKind.SIGNATURE)) == 0


@settings(max_examples=15)
@given(DISCOUNT, DISCOUNT, st.floats(0.2, 0.6), st.floats(0.0, 0.2))
def test_an_executed_withdrawal_shifts_the_share_by_power_times_loss(
    north: float, south: float, inherited: float, price: float
) -> None:
    model = model_of(
        world(
            LEVERAGE,
            {
                "actors.north.patience": north,
                "actors.south.patience": south,
                f"{MARKET}.inherited": inherited,
                f"{MARKET}.withdrawal_cost": price,
                # Money enough to pay for all that the market is worth.
                f"{MONEY}.linear_cost": 3.0,
                f"{MONEY}.benefit": 3.0,
                # A threat that nobody believes, so that only its execution moves anything.
                "tables.main.partner.credibility": 0.0,
                "treatments.credibility": "fixed",
                "parameters.threats.noise": 10.0,
            },
        )
    )
    state = model.state
    before = None
    while not log_of(state, LogKind.EXECUTION).size:
        assert not model.finished
        if state.bid["offers"].sum() > 0:
            before = state.bid["nash"].copy()
        model.step()
    after = state.bid["nash"]
    # South's share of power, North's loss, and South's own cost of withdrawing.
    share = 1.0 - power(north, south)
    loss = inherited
    own = price * inherited
    surplus = 0.8 * (1.0 - inherited)
    assert before is not None
    assert before[1] == pytest.approx(share * surplus, abs=1e-9)
    assert after[1] - before[1] == pytest.approx(share * loss - (1 - share) * own, abs=1e-9)
    assert after[0] + after[1] == pytest.approx(surplus, abs=1e-9)


@settings(max_examples=25)
@given(
    anchor=st.floats(0.0, 0.95),
    start=st.floats(0.0, 0.2),
    shape=st.floats(0.3, 2.5),
    months=st.integers(6, 40),
)
def test_agreement_comes_in_the_month_of_the_closed_form(
    anchor: float, start: float, shape: float, months: int
) -> None:
    """Two alike, with one deadline that both know: their targets meet where the curve says.

    Each anchors at a share ``nu`` of half the surplus S and has conceded a share a(t) of the way
    from S to there. Whoever offers keeps its target of today, and the other accepts what meets its
    own a month ahead: so they sign in the first month in which a(t) + a(t + 1) reaches
    2 / (2 - nu).
    """
    signed = log_of(
        played(
            world(
                SPLIT,
                {
                    "horizon": months + 1,
                    "tables.main.round_months": months,
                    "actors.north.concession": shape,
                    "actors.south.concession": shape,
                    "parameters.bargaining.anchor": anchor,
                    "parameters.bargaining.flat_start": start,
                },
            )
        ),
        LogKind.SIGNATURE,
    )

    def conceded(month: int) -> float:
        return start + (1.0 - start) * min(month / months, 1.0) ** (1.0 / shape)

    needed = 2.0 / (2.0 - anchor)
    expected = next(m for m in range(months + 1) if conceded(m) + conceded(m + 1) >= needed - 1e-9)
    assert int(signed["month"][0]) == expected
