"""The part of a report that says under which conditions something holds."""

from sim.analysis.discovery import share_written
from sim.analysis.findings import Findings
from sim.documents.blocks import Block, Points, under

MOST_REGIONS = 6
"""Regions in a list."""


def regions(found: Findings) -> list[Block]:
    """Regions of the design in which something holds, and how far to trust them."""
    blocks: list[Block] = []
    question = found.question
    if question is not None and len(question.holds):
        share = 100.0 * float(question.holds.mean())
        text = f"Sought: points where {question.text}. They are {share:.0f} % of "
        text += f"{len(question.holds):,}."
        if question.unsure:
            text += f" At {question.unsure:,} points the difference is within two standard errors."
        if question.left_out:
            text += f" Left out, without the outcome: {question.left_out:,}."
        blocks.append(text)
    if found.discovery is not None:
        told = found.discovery
        blocks.append(Points(told.sentences()[:MOST_REGIONS] or ["nowhere in particular"]))
        if told.checked.value is not None:
            always = max(told.base, 1.0 - told.base)
            checked = f"{100 * told.checked.value:.0f} %"
            blocks.append(
                f"Trees grown without them get {checked} of the points right (cross-validation); "
                f"always giving the commoner answer gets {100 * always:.0f} %."
            )
    if found.peeling is not None and question is not None:
        box = found.peeling.chosen
        blocks.append(
            f"PRIM's box: {box.written(question.axes)}. It holds {share_written(found.coverage)} "
            f"of the points sought (coverage); of the {box.n:,} points in it, "
            f"{share_written(found.density)} are sought (density); it restricts "
            f"{box.restricted} of {len(question.axes)} axes."
        )
        weak = [name for name, chance in found.peeling.chance.items() if chance > 0.05]
        if weak:
            blocks.append(f"Conditions that chance might explain: {', '.join(weak)}.")
    if found.discovery is not None or found.peeling is not None:
        blocks.append(
            "Intervals draw points of the sample and the shocks that they share anew, for regions "
            "as they were found: not the search for them, which flatters."
        )
    blocks += found.not_made("discovery")
    return under("Under which conditions", blocks)
