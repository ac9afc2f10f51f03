"""Positive conditionality: more for more."""

from sim.strategies.protocol import Strategy


class Cooperative(Strategy):
    """Raises what it gives if the other side raises what it gives; never threatens.

    The strategy of promises and rewards, "more for more" [emnoecd2024]. It bargains as the rules
    propose and uses no other lever.
    """

    name = "cooperative"
    sources = ("emnoecd2024", "adamson2019")
