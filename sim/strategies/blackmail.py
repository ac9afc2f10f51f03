"""Blackmail: a price, or else."""

from typing import Any

from sim.strategies.protocol import PARTNER_ROLES, Parameter, Strategy, View


class Blackmail(Strategy):
    """Names its price always with a threat, and lets grievances out.

    Host states with many refugees and much weight for the other side threaten rather than bargain
    [tsourapas2019]; threatening an outflow is coercion by people [greenhill2010]. Read alone it
    is too thin an account of a crisis, which has a wider bargain behind it [cassarino2021].
    """

    name = "blackmail"
    roles = PARTNER_ROLES
    threatens = True
    retaliates = True
    sources = ("tsourapas2019", "greenhill2010", "cassarino2021")
    parameters = {
        "eagerness": Parameter(1.0, 0.0, 1.0, "share of the rules' chance of a demand it takes"),
        "temper": Parameter(1.0, 0.0, 1.0, "share of the rules' chance of retaliating"),
        "ambition": Parameter(1.0, 0.0, 1.0, "factor on the price drawn"),
    }

    @staticmethod
    def demand(view: View, p: Any) -> float:
        """Name a price as empowerment, grievance and need suggest."""
        return view.propensity * p.eagerness

    @staticmethod
    def price(view: View, p: Any) -> float:
        """Ask for the share drawn, scaled."""
        return view.propensity * p.ambition

    @staticmethod
    def blackmail(view: View, p: Any) -> float:
        """Never ask without a threat."""
        return 1.0

    @staticmethod
    def retaliate(view: View, p: Any) -> float:
        """Let open grievance out."""
        return view.propensity * p.temper
