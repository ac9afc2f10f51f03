"""Blackmail: a price, or else."""

from typing import Any

from sim.strategies.protocol import View
from sim.strategies.reverse_conditionality import ReverseConditionality


class Blackmail(ReverseConditionality):
    """Reverse conditionality that names its price always with a threat.

    Host states with many refugees and much weight for the other side threaten rather than bargain
    [tsourapas2019]; threatening an outflow is coercion by people [greenhill2010]. Read alone it
    is too thin an account of a crisis, which has a wider bargain behind it [cassarino2021].
    """

    name = "blackmail"
    sources = ("tsourapas2019", "greenhill2010", "cassarino2021")
    parameters = {
        each: ReverseConditionality.parameters[each] for each in ("eagerness", "temper", "ambition")
    }

    @staticmethod
    def blackmail(view: View, p: Any) -> float:
        """Never ask without a threat."""
        return 1.0
