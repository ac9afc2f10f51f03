"""A finished run, or a month of one, in plain sentences.

Found when first asked for: the plain words of `sim.story.words` need no model.
"""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from sim.story.monthly import Month, collapsed, months, story
    from sim.story.outcome import Section, outcome_sentences
    from sim.story.plain import landmarks, plain_story
    from sim.story.plain_rows import Landmark

_HOMES = {
    "monthly": ("Month", "collapsed", "months", "story"),
    "outcome": ("Section", "outcome_sentences"),
    "plain_rows": ("Landmark",),
    "plain": ("landmarks", "plain_story"),
}
__all__ = [
    "Landmark",
    "Month",
    "Section",
    "collapsed",
    "landmarks",
    "months",
    "outcome_sentences",
    "plain_story",
    "story",
]


def __getattr__(name: str) -> Any:
    """Import a public name on first use."""
    from importlib import import_module

    for home, names in _HOMES.items():
        if name in names:
            return getattr(import_module(f"sim.story.{home}"), name)
    raise AttributeError(f"module 'sim.story' has no attribute {name!r}")
