"""What holds at month zero: dependence at tables, openness of borders.

The formulas are those of the model's first month, without the month's shock.
"""

from sim.rules.utility import migration_worth, partner_worth
from sim.scenario import Scenario
from sim.scenario.provisions import Provision, Route, Table


def dependence(scenario: Scenario, table: str) -> tuple[float, float]:
    """Return what the destination side, then the partner, would lose without the other.

    It is the monthly worth of all flows that the other gives at this table, from their inherited
    levels down to their floors, at most 1 [keohane1977]; or what the scenario itself states.
    Stocks cannot be taken back and do not count.
    """
    seats = scenario.tables[table]
    lost = {seats.destination.actor: 0.0, seats.partner.actor: 0.0}
    for issue in scenario.issues.values():
        for provision in issue.provisions.values() if issue.table == table else ():
            if provision.kind == "flow":
                receiver = _receiver(provision, seats)
                worth = _worth(scenario, provision, seats, receiver)
                lost[receiver] += worth * max(provision.inherited - provision.floor, 0.0)
    ours, theirs = (
        min(lost[seat.actor], 1.0) if seat.dependence is None else seat.dependence
        for seat in (seats.destination, seats.partner)
    )
    return ours, theirs


def borders(route: Route) -> list[str]:
    """Return the actors whose borders a route crosses, in order."""
    return [*route.via, route.through]


def openness(scenario: Scenario, guard: str) -> float:
    """Return the share of attempts that pass a guard's border: ``1 - capacity control``.

    Control is the highest level of it that the guard gives at any table; below 0 it stops nobody.
    """
    control = max(
        (
            provision.inherited
            for issue in scenario.issues.values()
            for provision in issue.provisions.values()
            if provision.giver == guard and provision.sector.guards_routes
        ),
        default=0.0,
    )
    return 1.0 - scenario.actors[guard].control_capacity * max(control, 0.0)


def _receiver(provision: Provision, seats: Table) -> str:
    if provision.receiver is not None:
        return provision.receiver
    gives = provision.giver == seats.destination.actor
    return seats.partner.actor if gives else seats.destination.actor


def _worth(scenario: Scenario, provision: Provision, seats: Table, receiver: str) -> float:
    """Monthly worth of full supply, scaled by circumstances as the model does."""
    rule, actor = scenario.parameters.utility, scenario.actors[receiver]
    if provision.sector.is_migration and receiver == seats.destination.actor:
        scale = migration_worth(
            actor.vulnerability,
            _pressure(scenario, seats),
            rule.vulnerability_base,
            rule.pressure_elasticity,
            rule.pressure_cap,
        )
    else:
        scale = partner_worth(actor.fiscal_stress, provision.fit, rule.stress_weight)
    return provision.benefit * scale


def _pressure(scenario: Scenario, seats: Table) -> float:
    """Attempted arrivals that a table's partner has to do with; 1 where it guards no route.

    These are the attempts on routes to the destination side or to its members or, failing any,
    on the first route that the partner guards, relative to the usual.
    """
    asks, guard = seats.destination.actor, seats.partner.actor
    guarded = [route for route in scenario.routes.values() if guard in borders(route)]
    near = [r for r in guarded if asks in (r.to, scenario.actors[r.to].member_of)]
    ways = near or guarded[:1]
    taken = [route for route in ways if route.open]
    usual = sum(route.size for route in taken) or sum(route.size for route in ways)
    if usual <= 0.0:
        return 1.0
    return sum(route.size * route.pressure for route in taken) / usual
