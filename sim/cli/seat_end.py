"""The end of a game: its outcome, beside what the scenario's own strategy would have done."""

from collections.abc import Mapping

from sim.cli.output import heading, say, table
from sim.games.game import Game
from sim.games.place import Place
from sim.results.run import Run
from sim.story import landmarks, outcome_sentences
from sim.story.words import number, spaced

TOLD_AGAIN = 3.0
"""Weight from which landmarks are not told again at the end."""
MOST_TOLD = 12


def compare(game: Game, place: Place) -> None:
    """Print how a finished game came out, and how the run without a person does.

    Both have the same shocks: draws are keyed by what they decide and for whom.
    """
    ours = game.run
    other = Game(game.scenario, game.seed, game.replication).finish()
    seat = getattr(game.scenario.tables[place.table], ("destination", "partner")[place.side])
    strategy = spaced(seat.strategy or game.scenario.actors[place.actor].strategy)
    heading("How it came out")
    for section in outcome_sentences(ours):
        say(f"{section.title}.", 2)
        for line in section.lines:
            say(line, 4)
    for words, run in (("Your story", ours), (f"The story with '{strategy}'", other)):
        heading(f"{words}, in its landmarks")
        lines = _landmarks(run, place)
        for line in lines[:MOST_TOLD] or ["No threat, no withdrawal, no agreement."]:
            say(line, 2)
        if len(lines) > MOST_TOLD:
            say(f"... and {len(lines) - MOST_TOLD} more.", 2)
    heading(f"You and '{strategy}', under the same shocks")
    table(
        ("At your table", "you", strategy),
        [
            (words, _cell(ours.tables[place.table], c), _cell(other.tables[place.table], c))
            for words, c in _columns(place)
        ],
        right=(1, 2),
    )


def _columns(place: Place) -> list[tuple[str, str]]:
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


def _cell(row: Mapping[str, float | None], column: str) -> str:
    value = row[column]
    if value is None:
        return "-"
    counts = column.startswith(("coercion_threats", "coercion_executed", "durability", "paper"))
    return f"{value:.0f}" if counts else number(value)


def _landmarks(run: Run, place: Place) -> list[str]:
    """Sentences on what mattered at the table, with their months."""
    return [
        f"{run.scenario.calendar(mark.month)}: {mark.text}"
        for mark in landmarks(run)
        if mark.rows[0].table == place.number and mark.weight < TOLD_AGAIN
    ]
