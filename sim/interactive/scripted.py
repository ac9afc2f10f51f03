"""A seat played by a few words: the game of `qpq play` with answers that were settled before."""

import contextlib
import io
from collections.abc import Collection

from sim.interactive.seat_view import Seat
from sim.interactive.sitting import Sitting
from sim.runs.run import Run
from sim.scenario import Scenario


def scripted(
    scenario: Scenario, place: Seat, seed: int, first: str, answers: Collection[str] = ()
) -> Run:
    """Play a seat as whoever gives one order, and after that the same answer to the same question.

    Args:
        scenario: the scenario as it is to be played.
        place: the seat that is taken.
        seed: key of all draws, in [0, 2**63).
        first: the order of the first month, such as ``demand, threaten``; empty lines follow.
        answers: what is answered where it is asked for: ``cut`` or ``back``, ``least``, ``yes``.
            An empty line, the answer in brackets, meets all other questions.
    """
    orders = iter([first])

    def read(prompt: str) -> str:
        if prompt.startswith("Your move"):
            return next(orders, "")
        if prompt.startswith("Hold out"):
            return "least" if "least" in answers else ""
        if prompt.startswith("Accept"):
            return "yes" if "yes" in answers else ""
        falls_due = prompt.startswith("Your threat")
        return next((word for word in ("cut", "back") if falls_due and word in answers), "")

    sitting = Sitting(scenario, place, seed, read=read)
    with contextlib.redirect_stdout(io.StringIO()):
        sitting.months()
    return sitting.game.run
