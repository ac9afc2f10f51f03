"""Reciprocity: nice first, then as the other does."""

from typing import Any

from sim.strategies.protocol import Parameter, Strategy, View


class TitForTat(Strategy):
    """Cooperates, threatens only a side that punishes or fails to deliver, forgives at once.

    Reciprocating strategies did best in interstate disputes [leng1979]. It concedes in step with
    the other side by the rules' own reciprocity, and threatens in kind only while provoked.
    """

    name = "tit_for_tat"
    threatens = True
    retaliates = True
    stochastic = True
    uses = frozenset({"punished", "other_delivered"})
    sources = ("leng1979",)
    parameters = {
        "tolerance": Parameter(0.5, 0.0, 1.0, "share of promises whose delivery it lets pass"),
        "answer": Parameter(0.5, 0.0, 1.0, "monthly chance of answering a provocation"),
    }

    @staticmethod
    def threaten(view: View, p: Any) -> float:
        """Threaten a side that does not deliver."""
        if view.other_delivered < p.tolerance:
            return p.answer
        return 0.0

    @staticmethod
    def retaliate(view: View, p: Any) -> float:
        """Answer a withdrawal with a withdrawal."""
        if view.punished > 0.0:
            return p.answer
        return 0.0
