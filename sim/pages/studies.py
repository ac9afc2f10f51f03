"""What notebooks show of findings, of the catalogue of mechanisms, and of checks of cases."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from sim.analysis.document import Grid, Points, Section
from sim.analysis.report import adequacy_section, caveats_section
from sim.analysis.report_regions import regions_section
from sim.analysis.report_sensitivity import INDICES
from sim.analysis.wording import number, written
from sim.experiments.page import VERDICTS
from sim.pages import page
from sim.pages.page import Markup
from sim.scenario.case_checks import WORDS
from sim.story.words import counted, listed, percent

if TYPE_CHECKING:
    from sim.analysis.findings import Findings
    from sim.analysis.overview import Outcome
    from sim.analysis.sensitivity import Sensitivity
    from sim.experiments.catalogue import Catalogue, Entry
    from sim.scenario.case_checks import CaseCheck, CaseChecks

MOST_AXES = 5
MOST_CLAIMS = 12
"""Claims that are listed without being asked for."""


def findings(found: "Findings") -> str:
    """What a sweep shows: outcomes, what matters most, under which conditions, how surely."""
    material = found.material
    where = counted(len(material.design), "point")
    where += f"; {material.failed:,} failed and are left out" if material.failed else ""
    looked_at = {measure.name for measure in found.measures}
    methods = dict.fromkeys(each.method for each in found.sensitivity.values())
    missing = [f"{what}: {why}" for what, why in found.missing.items()]
    return page.box(
        page.heading("What the sweep shows", f"{material.runs.num_rows:,} runs at {where}"),
        page.table(
            ("Outcome", "All runs [95 % interval]", "Lowest point", "Highest point"),
            (_outcome(each) for each in found.outcomes if each.measure.name in looked_at),
        ),
        page.heading("What matters most") if methods else "",
        *(page.paragraph(INDICES[method]) for method in methods),
        *(_ranks(found, *key) for key in found.sensitivity),
        _section(regions_section(found)),
        _section(adequacy_section(found)),
        page.folded("What to keep in mind", _blocks(caveats_section(found))),
        page.folded("Not made", page.items(missing)) if missing else "",
    )


def _outcome(each: "Outcome") -> tuple[str, ...]:
    ends = ("" if end is None else number(end, each.measure) for end in (each.lowest, each.highest))
    return (each.measure.says, written(each.whole, each.measure), *ends)


def _ranks(found: "Findings", name: str, part: str) -> Markup:
    """The axes that matter most for one outcome, in one part of the sweep."""
    each: Sensitivity = found.sensitivity[name, part]
    says = found.material.outcome(name).says
    most = max((each.indices[axis][each.headline].value or 0.0 for axis in each.indices), default=0)
    rows = []
    for axis in each.ranked()[:MOST_AXES]:
        value, low, high, _ = each.indices[axis][each.headline]
        ends = f" [{low:.2f}, {high:.2f}]" if low is not None and high is not None else ""
        text = f"{value:.2f}{ends}" if value is not None else "none"
        # Morris speaks in the outcome's unit: there the longest bar is the largest effect.
        share = (value or 0.0) / (most or 1.0) if each.method == "morris" else value or 0.0
        chance = f"{each.noise[axis]:.2f}" if each.noise else ""
        rows.append((axis, page.bar(max(share, 0.0), axis), text, chance))
    heads = (f"For {says}{f' ({part})' if part else ''}", "", each.headline)
    return page.table((*heads, "by chance" if each.noise else ""), rows)


def _section(section: Section) -> Markup:
    """A section of the report, if there is something in it."""
    return Markup(page.heading(section.title) + _blocks(section)) if section.blocks else Markup("")


def _blocks(section: Section) -> Markup:
    """Sentences and lists of a section; its tables are folded, its figures left to the report."""
    parts = []
    for block in section.blocks:
        if isinstance(block, str):
            parts.append(page.paragraph(block))
        elif isinstance(block, Points):
            parts.append(page.items(block.items))
        elif isinstance(block, Grid):
            parts.append(page.folded("In numbers", page.table(block.columns, block.rows)))
    return Markup("".join(parts))


def catalogue(found: "Catalogue") -> str:
    """Mechanisms: how many of each label came out how, and each with its verdict, to open."""
    counts = found.counts()
    came = {each.verdict for each in found.values()}
    verdicts = [verdict for verdict in VERDICTS if verdict in came]
    rows = [
        (label, *(tally[verdict] or "" for verdict in verdicts), tally.total())
        for label, tally in counts.items()
        if tally.total()
    ]
    claims = page.table(
        ("", "Claim", "Label", "Verdict"),
        ((page.strong(e.name), e.claim, e.label, e.verdict) for e in found.values()),
    )
    few = len(found) <= MOST_CLAIMS
    return page.box(
        page.heading("Mechanisms", counted(len(found), "claim")),
        page.table(("Label", *verdicts, "all"), rows) if not few else "",
        claims if few else page.folded("All of them", claims),
    )


def mechanism(entry: "Entry") -> str:
    """One mechanism: the claim, how it comes about, what shows it, what came of it."""
    row = entry.mechanism.row
    lines = [
        ("Said by", listed(row.sources)),
        ("Label", entry.label),
        ("Rule", row.rule or ""),
        ("Shown by", entry.shown_by.replace("`", "")),
        ("Effect [95 % interval]", entry.effect.replace("`", "")),
        ("Verdict", page.strong(entry.verdict)),
        ("Note", row.note),
        ("Revised", row.revised),
    ]
    return page.box(
        page.heading(f"{entry.name}: {entry.claim}"),
        page.table(("", ""), ((page.faint(a), b) for a, b in lines if b)),
    )


def verdict(found: "CaseCheck") -> str:
    """The verdict on one file of a case."""
    word = "valid" if found.valid else "not valid"
    shares = listed(f"{percent(share)} {WORDS[word]}" for word, share in found.shares.items())
    numbers = f"{counted(found.numbers, 'number')}: {shares}; {found.uncertain} uncertain."
    return page.box(
        page.heading(f"{found.file}: {word}", found.title),
        page.items(found.problems) if found.problems else page.paragraph(numbers),
    )


def verdicts(found: "CaseChecks") -> str:
    """Verdicts on several files, and what stands behind the numbers of each."""
    if len(found) == 1:
        return verdict(found[0])
    rows: list[Sequence[page.Cell]] = [
        (name, every, *map(percent, shares)) for name, every, shares in found.rows()
    ]
    rows[-1] = [page.strong(str(cell)) for cell in rows[-1]]
    return page.box(
        *(verdict(each) for each in found if not each.valid),
        page.heading("What stands behind the numbers"),
        page.table(("Case", "Numbers", *WORDS.values()), rows),
    )
