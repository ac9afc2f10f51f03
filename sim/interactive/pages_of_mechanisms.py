"""What notebooks show of the catalogue of mechanisms."""

from sim.analysis.mechanisms.catalogue import Catalogue, Entry
from sim.analysis.mechanisms.page import VERDICTS
from sim.documents.blocks import Block, Faint, Folded, Grid, Heading, Marked, Strong
from sim.story.words import counted, listed

MOST_CLAIMS = 12
"""Claims that are listed without being asked for."""


def catalogue(found: Catalogue) -> list[Block]:
    """Mechanisms: how many of each label came out how, and each with its verdict, to open."""
    heading = Heading("Mechanisms", 1, counted(len(found), "claim"))
    rows = [(Strong(e.name), e.claim, e.label, e.verdict) for e in found.values()]
    claims = Grid(("", "Claim", "Label", "Verdict"), rows)
    if len(found) <= MOST_CLAIMS:
        return [heading, claims]
    came = {each.verdict for each in found.values()}
    verdicts = [verdict for verdict in VERDICTS if verdict in came]
    tallies = [
        (label, *(tally[verdict] or "" for verdict in verdicts), tally.total())
        for label, tally in found.counts().items()
        if tally.total()
    ]
    summary = Grid(("Label", *verdicts, "all"), tallies)
    return [heading, summary, Folded("All of them", [claims])]


def mechanism(entry: Entry) -> list[Block]:
    """One mechanism: the claim, how it comes about, what shows it, what came of it."""
    row = entry.mechanism.row
    lines = [
        ("Said by", listed(row.sources)),
        ("Label", entry.label),
        ("Rule", row.rule or ""),
        ("Shown by", Marked(entry.shown_by)),
        ("Effect [95 % interval]", Marked(entry.effect)),
        ("Verdict", Strong(entry.verdict)),
        ("Note", row.note or ""),
        ("Revised", row.revised or ""),
    ]
    rows = [(Faint(what), says) for what, says in lines if says]
    return [Heading(f"{entry.name}: {entry.claim}", 1), Grid(("", ""), rows)]
