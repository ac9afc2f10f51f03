"""Stick after carrot: penalties once rewards have had their chance."""

from typing import Any

from sim.strategies.protocol import Parameter, Strategy, View


class StickAfterCarrot(Strategy):
    """Cooperates first; threatens once an agreement disappoints or a round runs out.

    Penalties follow rewards where cooperation stays away, as visa measures follow the yearly
    assessment of readmission [emnoecd2024]. It also executes only while such a reason stands.
    """

    name = "stick_after_carrot"
    threatens = True
    uses = frozenset({"agreement", "agreement_age", "other_delivered", "time"})
    sources = ("emnoecd2024", "schimmelfennig2004")
    parameters = {
        "trial": Parameter(12.0, 0.0, 120.0, "months of an agreement before it judges delivery"),
        "tolerance": Parameter(0.6, 0.0, 1.0, "share of promises whose delivery it lets pass"),
        "late": Parameter(0.8, 0.0, 1.0, "share of a round of talks after which it threatens"),
        "readiness": Parameter(1.0, 0.0, 1.0, "share of the rules' chance of threatening it takes"),
    }

    @staticmethod
    def threaten(view: View, p: Any) -> float:
        """Threaten once rewards have had their chance."""
        failed = view.agreement_age >= p.trial and view.other_delivered < p.tolerance
        if (view.agreement > 0.0 and failed) or view.time >= p.late:
            return view.propensity * p.readiness
        return 0.0

    @staticmethod
    def execute(view: View, p: Any) -> float:
        """Carry a threat out only while its reason stands."""
        failed = view.agreement_age >= p.trial and view.other_delivered < p.tolerance
        if (view.agreement > 0.0 and failed) or view.time >= p.late:
            return view.propensity
        return 0.0
