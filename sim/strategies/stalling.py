"""Stalling: talks without concessions."""

from typing import Any

from sim.strategies.protocol import Parameter, Strategy, View


class Stalling(Strategy):
    """Stays at the table and gives next to nothing, so that talks run out.

    Talks can go on for years without result where a deal costs more at home than delay does, as
    with formal readmission agreements [commission2017].
    """

    name = "stalling"
    uses = frozenset({"best", "reservation"})
    sources = ("commission2017",)
    parameters = {
        "firmness": Parameter(0.9, 0.0, 1.0, "share of its best outcome it never goes below"),
    }

    @staticmethod
    def comply(view: View, p: Any) -> float:
        """Never move without paper."""
        return 0.0

    @staticmethod
    def concede(view: View, p: Any) -> float:
        """Hold out for nearly the best outcome throughout."""
        return max(view.propensity, view.reservation + p.firmness * (view.best - view.reservation))

    @staticmethod
    def accept(view: View, p: Any) -> float:
        """Take only what comes close to the best outcome."""
        return max(view.propensity, view.reservation + p.firmness * (view.best - view.reservation))
