import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.rules.unions import (
    approach_hazard,
    carried,
    coherence,
    dispersion,
    felt_worth,
    turn_hazard,
)
from tests.rules.ranges import COST, POSITIVE, SHARE, UTILITY

STATES = st.integers(1, 40)
PRESSURE = st.floats(0.0, 20.0)


def test_felt_worth_by_hand() -> None:
    assert felt_worth(migration=0.4, other=0.1, given=0.3, stake=1.0, burden=1.0) == pytest.approx(
        0.2
    )
    assert felt_worth(migration=0.4, other=0.1, given=0.3, stake=1.5, burden=1.0) == pytest.approx(
        0.4
    )
    assert felt_worth(migration=0.4, other=0.1, given=0.3, stake=1.0, burden=2.0) == pytest.approx(
        -0.1
    )
    assert felt_worth(migration=0.4, other=0.1, given=0.3, stake=0.0, burden=0.0) == pytest.approx(
        0.1
    )


@given(COST, UTILITY, COST, COST, COST, POSITIVE)
def test_stake_speaks_for_a_package_and_burden_against_it(
    migration: float, other: float, given_up: float, stake: float, burden: float, more: float
) -> None:
    worth = felt_worth(migration, other, given_up, stake, burden)
    assert felt_worth(migration, other, given_up, stake + more, burden) >= worth
    assert felt_worth(migration, other, given_up, stake, burden + more) <= worth


def test_votes_by_hand() -> None:
    # Fifteen of 27 states are 55.6 per cent; fourteen are not enough.
    assert carried(
        ayes=15,
        states=27,
        ayes_population=66.0,
        population=100.0,
        least_states=0.55,
        least_population=0.65,
    )
    assert not carried(
        ayes=14,
        states=27,
        ayes_population=90.0,
        population=100.0,
        least_states=0.55,
        least_population=0.65,
    )
    assert not carried(
        ayes=20,
        states=27,
        ayes_population=64.9,
        population=100.0,
        least_states=0.55,
        least_population=0.65,
    )
    # Exactly at both thresholds is enough, whatever the last bits say.
    assert carried(
        ayes=11,
        states=20,
        ayes_population=0.65 * 3,
        population=3.0,
        least_states=0.55,
        least_population=0.65,
    )
    # Unanimity, and a simple majority without any regard to people.
    assert carried(
        ayes=3,
        states=3,
        ayes_population=1.0,
        population=100.0,
        least_states=1.0,
        least_population=0.0,
    )
    assert not carried(
        ayes=2,
        states=3,
        ayes_population=99.0,
        population=100.0,
        least_states=1.0,
        least_population=0.0,
    )
    assert carried(
        ayes=2,
        states=3,
        ayes_population=0.0,
        population=100.0,
        least_states=0.5 + 1e-6,
        least_population=0.0,
    )
    assert not carried(
        ayes=2,
        states=4,
        ayes_population=100.0,
        population=100.0,
        least_states=0.5 + 1e-6,
        least_population=0.0,
    )
    # A union without members decides for itself.
    assert carried(
        ayes=0,
        states=0,
        ayes_population=0.0,
        population=0.0,
        least_states=1.0,
        least_population=0.65,
    )


@given(st.data(), STATES, SHARE)
def test_what_is_unanimous_has_any_majority(
    data: st.DataObject, states: int, people: float
) -> None:
    ayes = data.draw(st.integers(0, states))
    ayes_people = people if ayes == states else people * data.draw(SHARE)
    vote = (ayes, states, ayes_people, people)
    unanimous = carried(*vote, 1.0, 0.0)
    qualified = carried(*vote, 0.55, 0.65)
    simple = carried(*vote, 0.5 + 1e-6, 0.0)
    assert unanimous <= qualified <= simple
    assert carried(
        ayes=states,
        states=states,
        ayes_population=people,
        population=people,
        least_states=0.55,
        least_population=0.65,
    )
    if ayes < states:
        # One more state in favour never undoes a majority.
        assert qualified <= carried(
            ayes=ayes + 1,
            states=states,
            ayes_population=ayes_people,
            population=people,
            least_states=0.55,
            least_population=0.65,
        )


def test_dispersion_by_hand() -> None:
    # Stakes of 0.5, 1 and 1.5: mean deviation 1/3 around 1.
    assert dispersion(1 / 3, 1.0) == pytest.approx(1 / 3)
    assert dispersion(0.0, 1.0) == 0.0
    assert dispersion(3.0, 1.0) == 1.0
    assert dispersion(1.0, 0.0) == 0.0


def test_coherence_by_hand() -> None:
    assert coherence(0.8, 0.0, 0.0) == 0.8
    assert coherence(0.8, 0.5, 0.0) == pytest.approx(0.4)
    assert coherence(0.8, 0.5, 0.5) == pytest.approx(0.6)
    assert coherence(0.8, 0.5, 1.0) == 0.8


@given(SHARE, SHARE, SHARE, SHARE)
def test_dispersion_divides_and_voice_mends(
    before: float, dispersed: float, voice: float, more: float
) -> None:
    now = coherence(before, dispersed, voice)
    assert 0.0 <= now <= before + 1e-12
    assert coherence(before, min(dispersed + more, 1.0), voice) <= now + 1e-12
    assert coherence(before, dispersed, min(voice + more, 1.0)) >= now - 1e-12


def test_approach_by_hand() -> None:
    assert approach_hazard(
        rate=0.15, gain=0.25, least=0.25, discipline=0.0, scale=0.05
    ) == pytest.approx(0.075)
    assert approach_hazard(
        rate=0.15, gain=0.55, least=0.25, discipline=0.3, scale=0.05
    ) == pytest.approx(0.075)
    assert approach_hazard(
        rate=0.15, gain=10.0, least=0.25, discipline=0.0, scale=0.05
    ) == pytest.approx(0.15)


@given(SHARE, UTILITY, COST, COST, POSITIVE, COST)
def test_gain_draws_and_discipline_holds_back(
    rate: float, gain: float, least: float, discipline: float, scale: float, more: float
) -> None:
    chance = approach_hazard(rate, gain, least, discipline, scale)
    assert 0.0 <= chance <= rate
    assert approach_hazard(rate, gain + more, least, discipline, scale) >= chance
    assert approach_hazard(rate, gain, least, discipline + more, scale) <= chance


def test_turn_by_hand() -> None:
    assert turn_hazard(rate=0.2, pressure=0.5, threshold=0.5, scale=0.2) == pytest.approx(0.1)
    assert turn_hazard(rate=0.2, pressure=5.0, threshold=0.5, scale=0.0) == 0.2
    assert turn_hazard(rate=0.2, pressure=0.4, threshold=0.5, scale=0.0) == 0.0


@given(SHARE, PRESSURE, PRESSURE, st.floats(0.0, 10.0), PRESSURE)
def test_pressure_turns(
    rate: float, pressure: float, threshold: float, scale: float, more: float
) -> None:
    chance = turn_hazard(rate, pressure, threshold, scale)
    assert 0.0 <= chance <= rate
    assert turn_hazard(rate, pressure + more, threshold, scale) >= chance
