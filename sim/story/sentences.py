"""The register of sentence builders: one for each kind of row in the event log."""

from collections.abc import Callable, Mapping

from sim.model.log import LogKind
from sim.story import coercion, delivery, minds, outside, talks, unions
from sim.story.cast import Cast
from sim.story.happenings import Happening
from sim.story.words import sentence

Builder = Callable[[Cast, Happening], str]

SENTENCES: Mapping[LogKind, Builder] = {
    **outside.SENTENCES,
    **coercion.SENTENCES,
    **talks.SENTENCES,
    **delivery.SENTENCES,
    **unions.SENTENCES,
    **minds.SENTENCES,
}
"""What tells each kind; an empty text means that a reader misses nothing."""


def told(cast: Cast, happening: Happening) -> str:
    """One happening as one or two sentences, or an empty text."""
    if happening.kind is LogKind.DEMAND:
        cast.asked[happening.seat] = happening.numbers["asked_level"]
    if happening.kind is LogKind.DRAFTED:
        cast.drafts[happening.thing] = int(happening.numbers["instrument"])
    return sentence(SENTENCES[happening.kind](cast, happening))
