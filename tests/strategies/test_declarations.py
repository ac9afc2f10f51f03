"""Every strategy does what it declares, and nothing that it does not."""

import inspect
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import sim.strategies
from sim.model.assembly import assemble
from sim.model.state import PARAMETERS_OF_A_STRATEGY
from sim.scenario import bibliography, load
from sim.strategies import registry
from sim.strategies.protocol import ANY_ROLE, MOVES, Parameter, Strategy, View
from tests.model.worlds import world
from tests.strategies.worlds import QUARREL

ROOT = Path(sim.strategies.__file__).parents[2]
CHANCES = ("demand", "blackmail", "retaliate", "threaten", "execute", "comply")
UTILITIES = ("disagreement", "nash", "best", "reservation", "last_target", "next_target", "offered")
SWITCHES = ("threatened", "punished", "agreement")
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
        elif field in ("month", "pressure"):
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
    assert len(strategy.parameters) <= PARAMETERS_OF_A_STRATEGY == 8
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
    rooms = {"protocol", "registry", "__init__"}
    files = {path.stem for path in (ROOT / "sim" / "strategies").glob("*.py")} - rooms
    assert files == set(names)


def test_the_issue_s_six_are_there_and_keep_their_numbers() -> None:
    assert [strategy.name for strategy in registry.SHIPPED][:6] == [
        "cooperative",
        "coercive",
        "reverse_conditionality",
        "tit_for_tat",
        "stalling",
        "accommodating",
    ]


@EVERY
@given(view=views(), shares=SHARES)
def test_chances_are_chances(strategy: type[Strategy], view: View, shares: list[float]) -> None:
    p = random_parameters(strategy, shares)
    for move in (*CHANCES, "price"):
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
    views = [
        View(*([1.0] * len(View._fields)))._replace(other_delivered=delivered)
        for delivered in (0.0, 1.0)
    ]
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
        p = random_parameters(strategy, list(rng.uniform(0.2, 0.8, 8)))
        for field in tuple(unused):
            changed = view._replace(**{field: float(rng.uniform(0.0, 1.0))})
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
    seat = {"parameters": np.zeros(PARAMETERS_OF_A_STRATEGY)}
    seat["parameters"][: len(p)] = p
    number = registry.SHIPPED.index(strategy)
    moves = registry.dispatch()
    for move in MOVES:
        assert getattr(moves, move)(number, view, seat) == getattr(strategy, move)(view, p)


def test_a_scenario_s_own_variant_reaches_the_seat() -> None:
    own = QUARREL.replace(
        "routes:",
        "strategies:\n  bully: {play: coercive, parameters: {toughness: 0.8}}\nroutes:",
    )
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
