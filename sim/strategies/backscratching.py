"""Backscratching: a price, as a bargain."""

from typing import Any

from sim.strategies.protocol import View
from sim.strategies.reverse_conditionality import ReverseConditionality


class Backscratching(ReverseConditionality):
    """Reverse conditionality as a bargain: a price for going on to cooperate, never a threat.

    Host states that are less central to the other side bargain for their cooperation rather than
    threaten [tsourapas2019]: political or financial demands in return for cooperation
    [emnoecd2024]. It never retaliates either.
    """

    name = "backscratching"
    threatens = False
    retaliates = False
    sources = ("tsourapas2019", "emnoecd2024")
    parameters = {
        each: ReverseConditionality.parameters[each] for each in ("eagerness", "ambition")
    }

    @staticmethod
    def blackmail(view: View, p: Any) -> float:
        """Never add a threat."""
        return 0.0

    @staticmethod
    def retaliate(view: View, p: Any) -> float:
        """Swallow grievance."""
        return 0.0
