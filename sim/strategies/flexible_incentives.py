"""The flexible, incentive-led approach: rewards first, a few penalties."""

from typing import Any

from sim.strategies.protocol import Parameter, Strategy, View


class FlexibleIncentives(Strategy):
    """Rewards as the cooperative strategy does, and threatens now and then where that fails.

    Mostly rewards with a smaller admixture of penalties, such as visa restrictions
    [emnoecd2024]. It threatens only once the other side delivers too little, or when months have
    passed without an agreement, and then far less readily than the rules propose.
    """

    name = "flexible_incentives"
    threatens = True
    stochastic = True
    uses = frozenset({"agreement", "month", "time", "other_delivered"})
    sources = ("emnoecd2024", "cassarino2007")
    parameters = {
        "admixture": Parameter(0.25, 0.0, 1.0, "share of the rules' chance of a threat it takes"),
        "tolerance": Parameter(0.5, 0.0, 1.0, "share of promises whose delivery it lets pass"),
        "late": Parameter(0.75, 0.0, 1.0, "share of a round of talks after which it is long"),
        "patience": Parameter(12.0, 0.0, 120.0, "months without an agreement before it threatens"),
    }

    @staticmethod
    def threaten(view: View, p: Any) -> float:
        """Threaten seldom, and only after a shortfall or long talks."""
        short = view.other_delivered < p.tolerance
        waited = view.agreement <= 0.0 and (view.time >= p.late or view.month >= p.patience)
        if short or waited:
            return view.propensity * p.admixture
        return 0.0
