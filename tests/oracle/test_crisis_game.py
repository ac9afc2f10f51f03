"""A crisis-bargaining game with private resolve, as far as the model's rule states it.

A sender demands something worth 4 to it; if the target resists, a resolved sender executes (+1
for it, -2 for the target) and a bluffing one backs down, at an audience cost of 1. In the
equilibrium the bluffing sender is indifferent where ``4 c = 1 - c``, and the target where its
belief p in a resolved sender makes resistance as dear as conceding.

The package computes no equilibria and these tests do not pretend that it does: they check that
the rule `expected_gain` states the sender's side of that game.
"""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.rules.threats import chance_of_concession, expected_gain

VALUE, AUDIENCE, HARM = 4.0, 1.0, 2.0


def bluff(concession: float) -> float:
    return expected_gain(
        concession=concession,
        gain=VALUE,
        execution=0.0,
        execution_cost=3.0,
        audience_cost=AUDIENCE,
        trust_cost=0.0,
    )


def test_the_bluffing_sender_is_indifferent_where_the_target_yields_one_time_in_five() -> None:
    assert bluff(0.2) == pytest.approx(0.0, abs=1e-15)
    assert bluff(0.19) < 0.0 < bluff(0.21)


def test_a_resolved_sender_gains_at_any_chance_of_concession() -> None:
    # Execution pays it 1: a cost of -1 in the rule's terms.
    def resolved(c: float) -> float:
        return expected_gain(
            concession=c,
            gain=VALUE,
            execution=1.0,
            execution_cost=-1.0,
            audience_cost=AUDIENCE,
            trust_cost=0.0,
        )

    assert resolved(0.0) == 1.0
    assert resolved(0.2) == pytest.approx(0.2 * VALUE + 0.8 * 1.0)
    assert resolved(1.0) == VALUE


def test_expected_payoff_before_the_sender_knows_its_type() -> None:
    # P(resolved) = 1/2, a bluffer demands half of the time: the reference value is 0.8.
    resolved = expected_gain(
        concession=0.2,
        gain=VALUE,
        execution=1.0,
        execution_cost=-1.0,
        audience_cost=AUDIENCE,
        trust_cost=0.0,
    )
    assert 0.5 * resolved + 0.5 * 0.5 * bluff(0.2) == pytest.approx(0.8)


def test_certain_concession_is_worth_the_whole_value() -> None:
    assert bluff(1.0) == VALUE


@given(st.floats(0.0, 1.0), st.floats(0.01, 10.0), st.floats(0.0, 10.0))
def test_the_model_s_target_yields_by_degrees_not_by_best_reply(
    credibility: float, loss: float, ask: float
) -> None:
    # The game's target answers all or nothing around its indifference. The model's rule is a
    # smooth reply (a contest between fear and price) that passes a half at the same place:
    # where the expected loss equals what is asked.
    chance = chance_of_concession(credibility, loss, ask)
    assert 0.0 <= chance <= 1.0
    if credibility * loss > ask:
        assert chance > 0.5 or chance == pytest.approx(0.5)
    elif credibility * loss > 0.0:
        assert chance <= 0.5 or chance == pytest.approx(0.5)
