"""Negative conditionality: less for less."""

from typing import Any

from sim.strategies.protocol import Parameter, Strategy, View


class Coercive(Strategy):
    """Threatens to withdraw what the other side already receives, and offers less up front.

    The strategy of penalties, "less for less" [emnoecd2024], [adamson2019]: it threatens as soon
    as that looks worthwhile, and starts its concessions later in a round than others do.
    """

    name = "coercive"
    threatens = True
    uses = frozenset({"best", "time"})
    sources = ("emnoecd2024", "adamson2019", "schelling1960")
    parameters = {
        "readiness": Parameter(1.0, 0.0, 1.0, "share of the rules' chance of threatening it takes"),
        "toughness": Parameter(0.35, 0.0, 1.0, "share of its best outcome it insists on at first"),
    }

    @staticmethod
    def threaten(view: View, p: Any) -> float:
        """Threaten whenever the expected gain speaks for it."""
        return view.propensity * p.readiness

    @staticmethod
    def concede(view: View, p: Any) -> float:
        """Hold a part of the way back to the best outcome, less and less as the round goes on."""
        held = p.toughness * (1.0 - view.time)
        return view.propensity + held * (view.best - view.propensity)
