"""The part of a report that says what threats do."""

from sim.analysis.findings import Findings
from sim.analysis.wording import written
from sim.documents.blocks import Block, Grid, under

TITLE = "What threats do"


def threats(found: Findings) -> list[Block]:
    """The four contrasts side by side, and how often their signs differ."""
    if not found.contrasts:
        why = found.missing.get("threats")
        return under(TITLE, [f"Not made: {why}."] if why else [])
    blocks: list[Block] = [
        "Four contrasts, always together: the first compares hard cases with easy ones and is no "
        "effect; the others compare runs that meet the same draws."
    ]
    for name, contrasts in found.contrasts.items():
        measure = found.material.outcome(name)
        rows = [
            [
                f"{each.name}: {each.says}",
                each.missing or written(each.estimate, measure, signed=True),
                f"{each.estimate.n:,} of {each.of:,}" if not each.missing else "",
            ]
            for each in contrasts
        ]
        blocks.append(Grid((f"{measure.says} ({name})", "difference", "runs or pairs"), rows))
        if name in found.signs:
            told = found.signs[name]
            blocks.append(
                f"Over {told.draws:,} configurations, naive and branched contrast differ in sign "
                f"in {told.disagree:,}, agree in {told.agree:,}, and at least one of them is "
                f"undetermined in {told.undetermined:,}."
            )
    blocks.append(
        "The branched contrast speaks of holding to one's word, or not, at the first threat that "
        "falls due and at all later ones; not of a single execution followed by free choice, and "
        "not of threats that worked before they fell due. A demand closes when its author backs "
        "down: outcomes that are scored then are scored earlier than after an execution. "
        "Where fewer pairs stand behind a difference than a threat fell due in, one run of a pair "
        "lacks the outcome: such pairs are left out, and the rest is no random choice of pairs."
    )
    blocks += found.not_made("threats and")
    return under(TITLE, blocks)
