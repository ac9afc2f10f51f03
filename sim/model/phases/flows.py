"""Phase 2: people on the routes; then what provisions are worth under that pressure."""

from typing import Any

from sim.model.codes import (
    DESTINATION,
)
from sim.model.leverage import dependence
from sim.model.lookups import actor_at, route_pressure
from sim.model.routes import arrive, choose_routes, open_borders, set_out, take_back, watch
from sim.model.shared_acts import look_elsewhere
from sim.model.state import State
from sim.rules.compiling import compiles
from sim.rules.utility import migration_worth, partner_worth


@compiles
def flows(s: State, moves: Any) -> None:
    """Move people; then appraise what provisions are worth to whom under that pressure."""
    for i in range(len(s.route)):
        set_out(s, i)
    open_borders(s)
    take_back(s)
    choose_routes(s)
    for i in range(len(s.route)):
        arrive(s, i)
    watch(s)
    _press(s)
    for i in range(len(s.provision)):
        look_elsewhere(s, i)
        _appraise(s, s.provision[i])
    for i in range(len(s.seat)):
        s.seat[i].dependence = dependence(s, i // 2, i % 2)


@compiles
def _press(s: State) -> None:
    """What unions, their members and those who appeal to norms feel of arrivals."""
    for i in range(len(s.actor)):
        actor = s.actor[i]
        if actor.members > 0 or (actor.norm == 1 and actor.member_of < 0):
            actor.pressure = _at_borders(s, i, True, 1.0)
            _stake(s, actor)
    for i in range(len(s.actor)):
        actor = s.actor[i]
        if actor.member_of >= 0:
            union = s.actor[actor.member_of]
            actor.pressure = _at_borders(s, i, False, actor.exposure * union.pressure)
            _stake(s, actor)


@compiles
def _at_borders(s: State, actor: int, with_members: bool, otherwise: float) -> float:
    """Attempted arrivals at an actor's borders, relative to the baseline.

    Args:
        s: the state.
        actor: the actor.
        with_members: whether its members' borders count as its own.
        otherwise: the value where no route leads there.
    """
    attempts = usual = 0.0
    for i in range(len(s.route)):
        r = s.route[i]
        if r.to == actor or (with_members and s.actor[r.to].member_of == actor):
            attempts += r.size * r.attempts
            usual += r.size
    return attempts / usual if usual > 0.0 else otherwise


@compiles
def _stake(s: State, actor: Any) -> None:
    """Factor on the worth of migration control to an actor under the arrivals that it feels."""
    rule = s.rule[0]
    actor.stake = migration_worth(
        vulnerability=actor.vulnerability,
        pressure=actor.pressure,
        base=rule.utility_vulnerability_base,
        elasticity=rule.utility_pressure_elasticity,
        cap=rule.utility_pressure_cap,
    )


@compiles
def _appraise(s: State, p: Any) -> None:
    """Worth of a provision to its receiver under this month's circumstances."""
    rule = s.rule[0]
    receiver = actor_at(s, p.table, p.receiver)
    if p.migration == 1 and p.receiver == DESTINATION:
        p.worth = p.benefit * migration_worth(
            vulnerability=receiver.vulnerability,
            pressure=route_pressure(s, p.table),
            base=rule.utility_vulnerability_base,
            elasticity=rule.utility_pressure_elasticity,
            cap=rule.utility_pressure_cap,
        )
    else:
        p.worth = p.benefit * partner_worth(
            receiver.fiscal_stress, p.fit, rule.utility_stress_weight
        )
