"""Reverse conditionality: the partner names its price."""

from typing import Any, ClassVar

from sim.strategies.protocol import PARTNER_ROLES, Parameter, Strategy, View


class ReverseConditionality(Strategy):
    """Takes the initiative: demands, often in another issue, for a provision that it gives.

    A third country issues political or financial demands for its cooperation, or answers with
    threats and deeds such as thinner patrols [emnoecd2024]. Whether a demand comes as a bargain
    or with a threat follows its hosted stock and geopolitical weight [tsourapas2019]; open
    grievance may end in retaliation without a price [cassarino2021].
    """

    name = "reverse_conditionality"
    roles = PARTNER_ROLES
    threatens = True
    retaliates = True
    sources: ClassVar[tuple[str, ...]] = (
        "emnoecd2024",
        "tsourapas2019",
        "cassarino2021",
        "greenhill2010",
    )
    parameters = {
        "eagerness": Parameter(1.0, 0.0, 1.0, "share of the rules' chance of a demand it takes"),
        "menace": Parameter(1.0, 0.0, 1.0, "share of the rules' chance of adding a threat"),
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
        """Add a threat as stock, weight and grievance suggest."""
        return view.propensity * p.menace

    @staticmethod
    def retaliate(view: View, p: Any) -> float:
        """Let open grievance out."""
        return view.propensity * p.temper
