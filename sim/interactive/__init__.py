"""A run played step by step, forth and back, by its agents or with a person at the table.

The room is not called after `sim.play`: a package of that name would hide the function.
"""

from sim.interactive.changes import Movement, Step
from sim.interactive.game import Game

__all__ = ["Game", "Movement", "Step"]
