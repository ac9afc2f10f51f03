"""The findings of a sweep in brief: what the command prints and what a notebook shows."""

from collections.abc import Sequence

from sim.analysis.findings import Findings
from sim.analysis.overview import Outcome
from sim.analysis.report import adequacy, caveats, idle, power, tables_told
from sim.analysis.report_regions import regions
from sim.analysis.report_sensitivity import INDICES, index_written
from sim.analysis.wording import number, written
from sim.documents.blocks import Bar, Block, Folded, Grid, Heading, Picture, Points, under

MOST_AXES = 5


def brief(found: Findings) -> list[Block]:
    """What a sweep shows: outcomes, what matters most, under which conditions, how surely."""
    material = found.material
    points = len(material.design)
    where = f"{material.runs.num_rows:,} runs at {points:,} point{'' if points == 1 else 's'}"
    failed = (
        f"{material.failed:,} failed and are in no estimate" if material.failed else "none failed"
    )
    looked_at = {measure.name for measure in found.measures}
    rows = [_outcome(each) for each in found.outcomes if each.measure.name in looked_at]
    methods = dict.fromkeys(each.method for each in found.sensitivity.values())
    ranks = [_ranks(found, *key) for key in found.sensitivity]
    missing = [f"{what}: {why}" for what, why in found.missing.items()]
    columns = ("outcome", "all runs [95 % interval]", "runs", "lowest point", "highest point")
    return [
        Heading("What the sweep shows", 1, f"{where}; {failed}"),
        *tables_told(found),
        Grid(columns, rows),
        *idle(found),
        *under("What matters most", [*(INDICES[method] for method in methods), *ranks]),
        *_short(regions(found)),
        *_short(adequacy(found)),
        *power(found),
        Folded("What to keep in mind", caveats(found)[1:]),
        *([Folded("Not made", [Points(missing)])] if missing else []),
    ]


def _outcome(each: Outcome) -> tuple[str, ...]:
    ends = ("" if end is None else number(end, each.measure) for end in (each.lowest, each.highest))
    return (each.measure.says, written(each.whole, each.measure), f"{each.whole.n:,}", *ends)


def _ranks(found: Findings, name: str, part: str) -> Grid:
    """The axes that matter most for one outcome, in one part of the sweep."""
    each = found.sensitivity[name, part]
    says = found.material.outcome(name).says
    most = max((each.indices[axis][each.headline].value or 0.0 for axis in each.indices), default=0)
    rows = []
    for axis in each.ranked()[:MOST_AXES]:
        index = each.indices[axis][each.headline]
        # Morris speaks in the outcome's unit: there the longest bar is the largest effect.
        share = (index.value or 0.0) / ((most or 1.0) if each.method == "morris" else 1.0)
        chance = f"{each.noise[axis]:.3f}" if each.noise else ""
        rows.append((axis, Bar(max(share, 0.0), axis), index_written(index), chance))
    heads = (f"for {says}{f' ({part})' if part else ''}", "", each.headline)
    return Grid((*heads, "by chance" if each.noise else ""), rows)


def _short(blocks: Sequence[Block]) -> list[Block]:
    """A part of the report with its tables to open; its figures are left to the report."""
    return [
        Folded("In numbers", [block]) if isinstance(block, Grid) else block
        for block in blocks
        if not isinstance(block, Picture)
    ]
