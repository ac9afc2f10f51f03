"""A finished run, or a month of one, in plain sentences."""

from sim.story.months import Month, collapsed, months, story
from sim.story.outcome import Section, outcome_sentences

__all__ = ["Month", "Section", "collapsed", "months", "outcome_sentences", "story"]
