"""Backscratching: a price, as a bargain."""

from typing import Any

from sim.strategies.protocol import PARTNER_ROLES, Parameter, Strategy, View


class Backscratching(Strategy):
    """Names its price for going on to cooperate, and never adds a threat.

    Host states that are less central to the other side bargain for their cooperation rather than
    threaten [tsourapas2019]: political or financial demands in return for cooperation
    [emnoecd2024]. It never retaliates either.
    """

    name = "backscratching"
    roles = PARTNER_ROLES
    sources = ("tsourapas2019", "emnoecd2024")
    parameters = {
        "eagerness": Parameter(1.0, 0.0, 1.0, "share of the rules' chance of a demand it takes"),
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
