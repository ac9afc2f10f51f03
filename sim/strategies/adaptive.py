"""Learning: whatever has paid so far."""

from sim.strategies.protocol import Strategy


class Adaptive(Strategy):
    """Stands for a menu of other strategies, from which a seat chooses by what has paid.

    It has no moves of its own: in each period its seat plays one strategy of the menu that the
    scenario declares, and leans towards those that paid before: by reinforcement [roth1995] or
    experience-weighted attraction [camerer1999]. Leverage that has paid is used again
    [cassarino2021].
    """

    name = "adaptive"
    adapts = True
    sources = ("roth1995", "camerer1999", "cassarino2021")
