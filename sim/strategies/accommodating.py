"""Accommodation: takes what keeps the peace."""

from typing import Any

from sim.strategies.protocol import Parameter, Strategy, View


class Accommodating(Strategy):
    """Moves early, meets demands without paper, never demands, threatens or withholds.

    Empowered partners are often accommodated rather than pressed [cassarino2007]: what they are
    promised they get, whatever they deliver.
    """

    name = "accommodating"
    stochastic = True
    uses = frozenset({"reservation", "threatened", "punished"})
    sources = ("cassarino2007", "cassarino2021")
    parameters = {
        "haste": Parameter(0.5, 0.0, 1.0, "share of the way to its reservation value it concedes"),
        "yielding": Parameter(0.3, 0.0, 1.0, "monthly chance of meeting a demand under threat"),
    }

    @staticmethod
    def comply(view: View, p: Any) -> float:
        """Meet demands that come with a threat."""
        if view.threatened > 0.0 or view.punished > 0.0:
            return max(view.propensity, p.yielding)
        return view.propensity

    @staticmethod
    def suspend(view: View, p: Any) -> float:
        """Withhold nothing that was promised."""
        return 0.0

    @staticmethod
    def concede(view: View, p: Any) -> float:
        """Hold out for less than the rules propose."""
        return view.propensity - p.haste * max(view.propensity - view.reservation, 0.0)

    @staticmethod
    def accept(view: View, p: Any) -> float:
        """Take early what can be signed at home."""
        return view.propensity - p.haste * max(view.propensity - view.reservation, 0.0)
