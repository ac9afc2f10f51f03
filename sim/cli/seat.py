"""`qpq play`: take a seat in a negotiation, against the other agents."""

from pathlib import Path
from typing import Annotated

import typer

from sim.cli.playing import OVERRIDE, SCENARIO, SET

SEAT = typer.Option("--seat", metavar="ACTOR", help="Actor whose seat you take, by its key.")
TABLE = typer.Option(
    "--table", metavar="NAME", help="Table at which you sit; by default the actor's first."
)


def play(
    scenario: Annotated[str, SCENARIO],
    seat: Annotated[str, SEAT],
    table: Annotated[str | None, TABLE] = None,
    seed: Annotated[int, typer.Option(min=0, max=2**63 - 1, help="Key of all draws.")] = 0,
    replication: Annotated[
        int, typer.Option(min=0, max=2**32 - 1, help="Which run under this seed.")
    ] = 0,
    assignments: Annotated[list[str] | None, SET] = None,
    overrides: Annotated[list[str] | None, OVERRIDE] = None,
    keep: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="Keep the game there, and go on from it if it is there."),
    ] = None,
) -> None:
    """Take a seat and play it month by month; the other agents play theirs.

    Answers are read line by line, so that a file of them can be piped in. `help` says what can
    be answered; `undo` takes a month back; `quit`, or the end of the input, ends the game.
    """
    from sim import load
    from sim.interactive.keeping import Kept, game_of
    from sim.interactive.seat_view import seat_at
    from sim.interactive.sitting import Sitting
    from sim.scenario import parse_assignments

    chosen = load(scenario).with_changes(
        set=parse_assignments(assignments or ()), overrides=overrides or ()
    )
    place = seat_at(chosen, seat, table)
    if keep is None:
        Sitting(chosen, place, seed, replication).play()
        return
    kept = Kept(keep, game_of(chosen, place, seed, replication))
    sitting = Sitting(chosen, place, seed, replication, kept.read, keep.as_posix())
    kept.begin(lambda: sitting.game.title)
    try:
        sitting.play(kept.speak)
    finally:
        kept.speak()
