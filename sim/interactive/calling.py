"""When a person who waits is asked again: as soon as something calls for them."""

from sim.interactive.game import Game
from sim.interactive.seat_view import Seat, options
from sim.model.log import LogKind
from sim.story.event_rows import rows

LONGEST, SHORTEST = 3, 2
"""Months after which one is asked in any case, and before which by what is urgent alone."""
URGENT = frozenset({LogKind.THREAT, LogKind.EXECUTION, LogKind.RETALIATION, LogKind.COLLAPSE})
"""Moves of the other side that want an answer at once."""
NEWS = URGENT | frozenset(
    {
        *(LogKind.DEMAND, LogKind.BACK_DOWN, LogKind.TACIT_COMPLIANCE, LogKind.LIFTING),
        *(LogKind.SIGNATURE, LogKind.UNRATIFIED, LogKind.VOTED_DOWN, LogKind.SUSPENSION),
        *(LogKind.ROUND_ENDED, LogKind.OPENED, LogKind.RELAPSE, LogKind.GOVERNMENT_CHANGE),
    }
)


def calls(game: Game, place: Seat, since: int, could: frozenset[str]) -> bool:
    """Whether something calls for a person who waits.

    Args:
        game: the game, at the beginning of a month's moves.
        place: the person's seat.
        since: the month in which they were asked last.
        could: what they could do then.
    """
    waited = game.month - since
    if waited >= LONGEST:
        return True
    here = [row for row in rows(game.state, since) if row.table == place.number]
    if any(row.kind in URGENT and row.seat == place.row ^ 1 for row in here):
        return True
    news = any(row.kind in NEWS for row in here) or could != frozenset(options(game, place))
    return news and waited >= SHORTEST
