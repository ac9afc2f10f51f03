"""Every strategy does what it declares, and nothing that it does not."""

import inspect
from pathlib import Path
from types import SimpleNamespace
from typing import Any, NamedTuple

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import sim.strategies
from sim.model.assembly import assemble
from sim.model.state import PARAMETERS_OF_A_STRATEGY
from sim.scenario import bibliography, load
from sim.strategies import dispatching, registry
from sim.strategies.protocol import (
    ANY_ROLE,
    MOVES,
    NOTHING_KNOWN,
    PARAMETERS_MOST,
    Parameter,
    Strategy,
    View,
)
from tests.model.worlds import world
from tests.strategies.worlds import QUARREL

ROOT = Path(sim.strategies.__file__).parents[2]
CHANCES = (
    *("demand", "blackmail", "retaliate", "threaten", "execute", "comply", "approach"),
    *("suspend", "leave"),
)
UTILITIES = ("disagreement", "nash", "best", "reservation", "last_target", "next_target", "offered")
SWITCHES = ("threatened", "punished", "agreement", "other_union", "other_member")
MONTHS = ("month", "pressure", "agreement_age")
EVERY = pytest.mark.parametrize("strategy", registry.SHIPPED, ids=lambda s: s.name)


class Case(NamedTuple):
    view: View
    other: View
    numbers: dict[str, float]


@st.composite
def views(draw: st.DrawFn) -> View:
    share = st.floats(0.0, 1.0)
    values = {}
    for field in View._fields:
        if field in UTILITIES:
            values[field] = draw(st.floats(-1.0, 1.0))
        elif field in SWITCHES:
            values[field] = float(draw(st.booleans()))
        elif field in MONTHS:
            values[field] = draw(st.floats(0.0, 36.0))
        else:
            values[field] = draw(share)
    return View(**values)


def parameters(strategy: type[Strategy], **given: float) -> Any:
    """The parameters as a strategy reads them, defaults where nothing is given."""
    fields = [(name, float) for name in strategy.parameters]
    values = registry.numbers(strategy, given)
    return NamedTuple("P", fields)(*values) if fields else ()


def random_parameters(strategy: type[Strategy], shares: list[float]) -> Any:
    given = {
        name: p.low + share * (p.high - p.low)
        for (name, p), share in zip(strategy.parameters.items(), shares, strict=False)
    }
    return parameters(strategy, **given)


SHARES = st.lists(st.floats(0.0, 1.0), min_size=8, max_size=8)


@EVERY
def test_declarations_are_complete(strategy: type[Strategy]) -> None:
    assert strategy.name == strategy.name.lower()
    assert strategy.roles and strategy.roles <= ANY_ROLE
    assert strategy.uses <= set(View._fields) - {"propensity"}
    assert len(strategy.parameters) <= PARAMETERS_MOST == PARAMETERS_OF_A_STRATEGY
    for name, p in strategy.parameters.items():
        assert isinstance(p, Parameter)
        assert name.isidentifier()
        assert p.low <= p.default <= p.high
        assert p.meaning
    for move in MOVES:
        assert isinstance(inspect.getattr_static(strategy, move), staticmethod)


@EVERY
def test_sources_stand_in_the_bibliography(strategy: type[Strategy]) -> None:
    assert strategy.sources
    assert set(strategy.sources) <= set(bibliography.read(ROOT / "scenarios" / "sources.bib"))


def test_each_file_registers_one_strategy_once() -> None:
    names = [strategy.name for strategy in registry.SHIPPED]
    assert len(set(names)) == len(names) == len(registry.strategies())
    rooms = {"dispatching", "loading", "protocol", "reach", "registry", "scrutiny", "__init__"}
    files = {path.stem for path in (ROOT / "sim" / "strategies").glob("*.py")} - rooms
    assert files == set(names)


def test_all_are_there_and_keep_their_numbers() -> None:
    assert [strategy.name for strategy in registry.SHIPPED] == [
        "cooperative",
        "coercive",
        "reverse_conditionality",
        "tit_for_tat",
        "stalling",
        "accommodating",
        "flexible_incentives",
        "staged_more_for_more",
        "stick_after_carrot",
        "backscratching",
        "blackmail",
        "divide_and_rule",
        "adaptive",
    ]


@EVERY
@given(view=views(), shares=SHARES)
def test_chances_are_chances(strategy: type[Strategy], view: View, shares: list[float]) -> None:
    p = random_parameters(strategy, shares)
    for move in (*CHANCES, "price", "stage"):
        assert 0.0 <= getattr(strategy, move)(view, p) <= 1.0, move
    for move in ("concede", "accept"):
        assert np.isfinite(getattr(strategy, move)(view, p))


@EVERY
@given(view=views(), shares=SHARES)
def test_who_declares_no_threats_never_threatens(
    strategy: type[Strategy], view: View, shares: list[float]
) -> None:
    p = random_parameters(strategy, shares)
    if not strategy.threatens:
        assert strategy.threaten(view, p) == 0.0
        assert strategy.blackmail(view, p) == 0.0
    if not strategy.retaliates:
        assert strategy.retaliate(view, p) == 0.0


@EVERY
def test_declared_threats_and_retaliation_are_possible(strategy: type[Strategy]) -> None:
    p = parameters(strategy)
    late = View(*([1.0] * len(View._fields)))._replace(month=24.0, agreement_age=24.0)
    views = [late._replace(other_delivered=delivered) for delivered in (0.0, 1.0)]
    threats = max(max(strategy.threaten(v, p), strategy.blackmail(v, p)) for v in views)
    assert (threats > 0.0) == strategy.threatens
    assert (max(strategy.retaliate(v, p) for v in views) > 0.0) == strategy.retaliates


@EVERY
@given(view=views(), other=views(), shares=SHARES)
def test_nothing_undeclared_is_looked_at(
    strategy: type[Strategy], view: View, other: View, shares: list[float]
) -> None:
    p = random_parameters(strategy, shares)
    seen = {"propensity", *strategy.uses}
    changed = View(*(
        getattr(view if field in seen else other, field) for field in View._fields
    ))  # fmt: skip
    for move in MOVES:
        answer = getattr(strategy, move)
        assert answer(view, p) == answer(changed, p), move


@EVERY
def test_everything_declared_is_looked_at(strategy: type[Strategy]) -> None:
    rng = np.random.default_rng(1)
    unused = set(strategy.uses)
    for _ in range(400):
        view = View(*rng.uniform(0.0, 1.0, len(View._fields)))
        view = view._replace(threatened=0.0, punished=0.0, best=1.0)
        switches = {field: float(rng.integers(0, 2)) for field in SWITCHES[2:]}
        months = {field: float(rng.uniform(0.0, 60.0)) for field in MONTHS}
        view = view._replace(**switches, **months)
        p = random_parameters(strategy, list(rng.uniform(0.2, 0.8, 8)))
        for field in tuple(unused):
            most = 60.0 if field in MONTHS else 1.0
            changed = view._replace(**{field: float(rng.uniform(0.0, most))})
            if any(getattr(strategy, m)(view, p) != getattr(strategy, m)(changed, p)
                   for m in MOVES):  # fmt: skip
                unused.discard(field)
    assert not unused


def _own_chances(strategy: type[Strategy]) -> bool:
    """Whether it answers a certain or an impossible proposal with a chance in between."""
    rng = np.random.default_rng(2)
    p = parameters(strategy)
    for _ in range(300):
        view = View(*rng.uniform(0.0, 1.0, len(View._fields)))
        view = view._replace(propensity=float(rng.integers(0, 2)))
        if any(0.0 < getattr(strategy, move)(view, p) < 1.0 for move in CHANCES):
            return True
    return False


@EVERY
def test_who_makes_up_chances_says_so(strategy: type[Strategy]) -> None:
    assert _own_chances(strategy) == strategy.stochastic


@EVERY
@given(view=views(), shares=SHARES)
def test_dispatch_asks_the_strategy_itself(
    strategy: type[Strategy], view: View, shares: list[float]
) -> None:
    p = random_parameters(strategy, shares)
    seat = SimpleNamespace(parameters=np.zeros(PARAMETERS_OF_A_STRATEGY))
    seat.parameters[: len(p)] = p
    number = registry.SHIPPED.index(strategy)
    moves = dispatching.dispatch()
    for move in MOVES:
        assert getattr(moves, move)(number, view, seat) == getattr(strategy, move)(view, p)


def test_only_adaptive_stands_for_a_menu_and_has_no_moves_of_its_own() -> None:
    assert [strategy.name for strategy in registry.SHIPPED if strategy.adapts] == ["adaptive"]
    adaptive = registry.strategies()["adaptive"]
    assert [m for m in MOVES if getattr(adaptive, m) is not getattr(Strategy, m)] == []


def seen(**known: float) -> View:
    return NOTHING_KNOWN._replace(**{"propensity": 0.4, "other_delivered": 1.0, **known})


def answers(name: str, move: str, view: View) -> float:
    strategy = registry.strategies()[name]
    return float(getattr(strategy, move)(view, parameters(strategy)))


@pytest.mark.parametrize(
    ("name", "move", "view", "expected"),
    [
        ("flexible_incentives", "threaten", seen(month=3), 0.0),
        ("flexible_incentives", "threaten", seen(month=12), 0.1),
        ("flexible_incentives", "threaten", seen(month=30, agreement=1), 0.0),
        ("flexible_incentives", "threaten", seen(agreement=1, other_delivered=0.3), 0.1),
        ("flexible_incentives", "threaten", seen(time=0.8), 0.1),
        ("staged_more_for_more", "stage", seen(), 1.0),
        ("stick_after_carrot", "threaten", seen(agreement=1, other_delivered=0.1), 0.0),
        ("stick_after_carrot", "threaten", seen(agreement=1, agreement_age=20), 0.0),
        (
            *("stick_after_carrot", "threaten"),
            *(seen(agreement=1, agreement_age=20, other_delivered=0.1), 0.4),
        ),
        ("stick_after_carrot", "threaten", seen(time=0.9), 0.4),
        ("stick_after_carrot", "execute", seen(time=0.5), 0.0),
        ("stick_after_carrot", "execute", seen(time=0.9), 0.4),
        ("backscratching", "demand", seen(), 0.4),
        ("backscratching", "blackmail", seen(), 0.0),
        ("blackmail", "demand", seen(), 0.4),
        ("blackmail", "blackmail", seen(propensity=0.0), 1.0),
        ("divide_and_rule", "approach", seen(propensity=0.0), 0.0),
        ("divide_and_rule", "approach", seen(propensity=0.0, other_member=1), 0.2),
        ("divide_and_rule", "concede", seen(best=1.0), 0.4),
        ("divide_and_rule", "concede", seen(best=1.0, other_union=1), 0.8),
        ("divide_and_rule", "concede", seen(best=1.0, other_member=1), 0.24),
    ],
)
def test_later_strategies_do_what_they_say(
    name: str, move: str, view: View, expected: float
) -> None:
    assert answers(name, move, view) == pytest.approx(expected)


def test_a_scenario_s_own_variant_reaches_the_seat() -> None:
    bully = "  bully: {play: coercive, parameters: {toughness: 0.8}}"
    own = QUARREL.replace("strategies:", f"strategies:\n{bully}")
    state = assemble(world(own, {"actors.north.strategy": "bully"})).template
    assert registry.SHIPPED[state.seat["strategy"][0]].name == "coercive"
    names = list(registry.strategies()["coercive"].parameters)
    assert state.seat["parameters"][0, names.index("toughness")] == 0.8
    assert state.seat["parameters"][0, names.index("readiness")] == 1.0


@pytest.mark.parametrize("case", ["ceuta_2021", "eu_tunisia_2023"])
def test_seats_of_cases_hold_the_strategies_that_they_name(case: str) -> None:
    scenario = load(case)
    state = assemble(scenario).template
    for k, table in enumerate(scenario.tables.values()):
        for side, seat in enumerate((table.destination, table.partner)):
            chosen = seat.strategy or scenario.actors[seat.actor].strategy
            assert registry.SHIPPED[state.seat["strategy"][2 * k + side]].name == chosen
