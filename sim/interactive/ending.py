"""The end of a game: its outcome, beside what the scenario's own strategy would have done."""

from sim.documents.blocks import Block, Cell, Grid, Heading, Points
from sim.interactive.game import Game
from sim.interactive.seat_view import Seat
from sim.runs.run import Run
from sim.story import landmarks, outcome_sentences
from sim.story.words import spaced

TOLD_AGAIN = 3.0
"""Weight from which landmarks are not told again at the end."""
MOST_TOLD = 12


def ending(game: Game, place: Seat) -> list[Block]:
    """How a finished game came out, and how the run without a person does.

    Both have the same shocks: draws are keyed by what they decide and for whom.
    """
    ours = game.run
    other = Game(game.scenario, game.seed, game.replication).finish()
    at = getattr(game.scenario.tables[place.table], ("destination", "partner")[place.side])
    strategy = spaced(at.strategy or game.scenario.actors[place.actor].strategy)
    blocks: list[Block] = [Heading("How it came out")]
    for part in outcome_sentences(ours):
        blocks += [Heading(part.title, 3), Points(part.lines)]
    for words, run in (("Your story", ours), (f"The story with '{strategy}'", other)):
        lines = _landmarks(run, place) or ["No threat, no withdrawal, no agreement."]
        more = len(lines) - MOST_TOLD
        told = [*lines[:MOST_TOLD], *([f"... and {more} more."] if more > 0 else [])]
        blocks += [Heading(f"{words}, in its landmarks"), Points(told)]
    rows = [
        (words, *(_cell(run.tables[place.table][column], column) for run in (ours, other)))
        for words, column in _columns(place)
    ]
    blocks.append(Heading(f"You and '{strategy}', under the same shocks"))
    return [*blocks, Grid(("At your table", "you", strategy), rows)]


def _columns(place: Seat) -> list[tuple[str, str]]:
    own, theirs = ("destination", "partner")[:: 1 if place.side == 0 else -1]
    return [
        ("agreement (1 yes)", "paper_agreement"),
        ("months until signature", "paper_months"),
        ("months in force", "durability_months"),
        ("own worth a month", f"welfare_{own}"),
        ("worth to the other a month", f"welfare_{theirs}"),
        ("own threats", f"coercion_threats_{own}"),
        ("carried out", f"coercion_executed_{own}"),
        ("threats by the other", f"coercion_threats_{theirs}"),
        ("share of own demands met", f"coercion_met_{own}"),
        ("arrivals, to baseline", "people_arrivals"),
        ("exposure to harm", "people_harm"),
    ]


def _cell(value: float | None, column: str) -> Cell:
    counts = column.startswith(("coercion_threats", "coercion_executed", "durability", "paper"))
    return round(value) if counts and value is not None else value


def _landmarks(run: Run, place: Seat) -> list[str]:
    """Sentences on what mattered at the table, with their months."""
    return [
        f"{run.scenario.calendar(mark.month)}: {mark.text}"
        for mark in landmarks(run)
        if mark.rows[0].table == place.number and mark.weight < TOLD_AGAIN
    ]
