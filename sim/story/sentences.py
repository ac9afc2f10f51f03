"""Full stories: every row of the event log in a sentence, with the numbers that decided it."""

from collections.abc import Callable, Mapping

from sim.model.log import LogKind
from sim.story import beliefs, coercion, delivery, outside, talks, unions
from sim.story.cast import Cast
from sim.story.event_rows import LogRow
from sim.story.plain_rows import landmark
from sim.story.words import sentence

Builder = Callable[[Cast, LogRow], str]

SENTENCES: Mapping[LogKind, Builder] = {
    **outside.SENTENCES,
    **coercion.SENTENCES,
    **talks.SENTENCES,
    **delivery.SENTENCES,
    **unions.SENTENCES,
    **beliefs.SENTENCES,
}
"""What tells each kind; an empty text means that a reader misses nothing."""


def sentence_of(cast: Cast, row: LogRow) -> str:
    """One row as one or two sentences, or an empty text.

    What has no builder is told as in plain stories.
    """
    cast.remember(row)
    if row.kind in SENTENCES:
        text = sentence(SENTENCES[row.kind](cast, row))
    else:
        found = landmark(cast, row)
        text = found.text if found else ""
    cast.forget(row)
    return text
