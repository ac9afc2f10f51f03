"""Staged rewards: more for more, in tranches."""

from typing import Any

from sim.strategies.protocol import DESTINATION_ROLES, Parameter, Strategy, View


class StagedMoreForMore(Strategy):
    """Promises rewards, releases them step by step as the other side delivers; never threatens.

    Rewards that come on a fixed date remove the reason to go on [steunenberg2007]; credible and
    determinate ones work where they outweigh the costs of adoption [schimmelfennig2004]. Other
    than that it bargains as the cooperative strategy does.
    """

    name = "staged_more_for_more"
    # Rewards are released in stages by the destination side alone: a partner that played it would
    # do what the cooperative strategy does.
    roles = DESTINATION_ROLES
    sources = ("emnoecd2024", "steunenberg2007", "schimmelfennig2004")
    parameters = {
        "staged": Parameter(1.0, 0.0, 1.0, "share of its rewards that it releases in stages"),
    }

    @staticmethod
    def stage(view: View, p: Any) -> float:
        """Tie the release of rewards to delivery, whatever the rules propose."""
        return max(view.propensity, p.staged)
