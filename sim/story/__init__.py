"""A finished run, or a month of one, in plain sentences.

Found when first asked for: the plain words of `sim.story.words` need no model.
"""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from sim.story.monthly import Month, collapsed, months, story
    from sim.story.outcome import Section, outcome_sentences

__all__ = ["Month", "Section", "collapsed", "months", "outcome_sentences", "story"]


def __getattr__(name: str) -> Any:
    """Import a public name on first use."""
    from importlib import import_module

    if name in __all__:
        home = "outcome" if name in ("Section", "outcome_sentences") else "monthly"
        return getattr(import_module(f"sim.story.{home}"), name)
    raise AttributeError(f"module 'sim.story' has no attribute {name!r}")
