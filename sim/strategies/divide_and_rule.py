"""Divide and rule: a member's table rather than the union's."""

from typing import Any

from sim.strategies.protocol import PARTNER_ROLES, Parameter, Strategy, View


class DivideAndRule(Strategy):
    """Stalls with a union and deals with its members one by one.

    How much a union achieves depends on whether it speaks with one voice [conceicao2014]; ties
    with single members, often informal, run beside its own [cassarino2007]. This strategy seeks
    members out, holds out at the union's table and concedes earlier at a member's. Where it does
    not face a union and its members both, it bargains as the rules propose.
    """

    name = "divide_and_rule"
    roles = PARTNER_ROLES
    stochastic = True
    uses = frozenset({"best", "other_member", "other_union", "reservation"})
    sources = ("conceicao2014", "cassarino2007")
    parameters = {
        "reach": Parameter(0.2, 0.0, 1.0, "monthly chance of approaching a member of a union"),
        "firmness": Parameter(0.8, 0.0, 1.0, "share of its best outcome kept from the union"),
        "favour": Parameter(0.4, 0.0, 1.0, "share of the way to its reservation value for members"),
    }

    @staticmethod
    def approach(view: View, p: Any) -> float:
        """Seek out members, whatever the rules propose."""
        if view.other_member > 0.0:
            return max(view.propensity, p.reach)
        return view.propensity

    @staticmethod
    def concede(view: View, p: Any) -> float:
        """Hold out against the union, give way to a member."""
        if view.other_union > 0.0:
            held = view.reservation + p.firmness * (view.best - view.reservation)
            return max(view.propensity, held)
        if view.other_member > 0.0:
            return view.propensity - p.favour * max(view.propensity - view.reservation, 0.0)
        return view.propensity

    accept = concede
    """The least that it takes is what it holds out for, at either table."""
