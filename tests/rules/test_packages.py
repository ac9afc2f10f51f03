import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from sim.rules.packages import (
    efficient_raise,
    leaves_inherited,
    marginal_at_inherited,
    reaches_cap,
)
from sim.rules.utility import raising_cost

BENEFIT = st.floats(0.01, 2.0)
COST = st.floats(0.0, 2.0)
ROOM = st.floats(0.01, 1.5)
RATIO = st.floats(0.05, 20.0)


def test_marginal_cost_by_hand() -> None:
    assert marginal_at_inherited(
        inherited=0.4, cost=0.5, linear_cost=0.0, inherited_marginal=1.0
    ) == pytest.approx(0.2)
    assert marginal_at_inherited(
        inherited=0.4, cost=0.5, linear_cost=0.1, inherited_marginal=0.5
    ) == pytest.approx(0.2)
    # Nothing given so far, or less than nothing, makes the next step no dearer.
    assert (
        marginal_at_inherited(inherited=-0.4, cost=0.5, linear_cost=0.1, inherited_marginal=1.0)
        == 0.1
    )


def test_raise_by_hand() -> None:
    # (1 * 0.5 - 0.2) / (2 * 0.5)
    assert efficient_raise(
        weight=1.0, benefit=0.5, marginal=0.2, cost=0.5, room=0.6
    ) == pytest.approx(0.3)
    assert efficient_raise(weight=0.4, benefit=0.5, marginal=0.2, cost=0.5, room=0.6) == 0.0
    assert efficient_raise(weight=9.0, benefit=0.5, marginal=0.2, cost=0.5, room=0.6) == 0.6
    # A transferable provision jumps.
    assert efficient_raise(weight=0.39, benefit=0.5, marginal=0.2, cost=0.0, room=0.6) == 0.0
    assert efficient_raise(weight=0.41, benefit=0.5, marginal=0.2, cost=0.0, room=0.6) == 0.6


@given(RATIO, BENEFIT, COST, st.floats(0.0, 1.0), ROOM)
def test_no_other_raise_is_better_at_that_weight(
    ratio: float, benefit: float, cost: float, marginal: float, room: float
) -> None:
    def joint(raised: float) -> float:
        return ratio * benefit * raised - raising_cost(raised, cost, marginal)

    chosen = efficient_raise(ratio, benefit, marginal, cost, room)
    assert 0.0 <= chosen <= room
    assert joint(chosen) >= max(joint(room * k / 200) for k in range(201)) - 1e-12


@given(BENEFIT, st.floats(0.01, 2.0), st.floats(0.0, 1.0), ROOM)
def test_breakpoints_are_where_a_provision_leaves_and_arrives(
    benefit: float, cost: float, marginal: float, room: float
) -> None:
    begins = leaves_inherited(benefit, marginal)
    ends = reaches_cap(benefit, marginal, cost, room)
    assert begins < ends
    assume(begins > 1e-3)
    terms = (benefit, marginal, cost, room)
    assert efficient_raise(begins * 0.999, *terms) == 0.0
    assert 0.0 < efficient_raise((begins + ends) / 2, *terms) < room
    assert efficient_raise(ends * 1.001, *terms) == room


def test_what_nobody_wants_never_rises() -> None:
    assert leaves_inherited(0.0, 0.3) == -1.0
    assert reaches_cap(benefit=0.0, marginal=0.3, cost=0.5, room=0.8) == -1.0
    assert efficient_raise(weight=1e6, benefit=0.0, marginal=0.3, cost=0.5, room=0.8) == 0.0
