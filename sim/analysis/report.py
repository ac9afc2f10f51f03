"""What the analyses of a sweep say, as a short report: text, tables and places for figures."""

import math
from collections.abc import Mapping

from sim.analysis.axes import SHARE, Axis
from sim.analysis.findings import Findings
from sim.analysis.intervals import FEWEST, Estimate
from sim.analysis.measures import Measure
from sim.analysis.power import ALONE, CHANCE
from sim.analysis.report_closely import closely, meanings
from sim.analysis.report_regions import regions
from sim.analysis.report_sensitivity import sensitivity
from sim.analysis.report_threats import threats
from sim.analysis.wording import half_width, number, written
from sim.documents.blocks import Block, Grid, Heading, Picture, Points, under
from sim.runs.at_tables import where_in_full


def report(
    title: str, found: Findings, facts: Mapping[str, str], figures: Mapping[str, str]
) -> list[Block]:
    """The report.

    Args:
        title: its heading.
        found: what came out.
        facts: what the sweep is and what made it, by name.
        figures: files of the figures, by what they show: ``differences``, ``survival``, and
            ``sensitivity`` followed by a measure's name.
    """
    return [
        Heading(title, 1),
        *_sweep(found, facts),
        *_outcomes(found),
        *_levels(found, figures),
        *sensitivity(found, figures),
        *regions(found),
        *_survival(found, figures),
        *threats(found),
        *adequacy(found),
        *power(found),
        *closely(found),
        *caveats(found),
        *meanings(found),
    ]


def _sweep(found: Findings, facts: Mapping[str, str]) -> list[Block]:
    material = found.material
    runs = f"{material.runs.num_rows:,} runs at {_counted(len(material.design), 'point')}"
    failed = f"{material.failed:,} of them failed and are in no estimate"
    text = f"{runs}; {failed if material.failed else 'none failed'}."
    if material.levers:
        combinations = math.prod(len(material.axis(name).levels) for name in material.levers)
        text += (
            f" The points are one sample of {len(material.design) // combinations:,}, played "
            f"under each of {_counted(combinations, 'combination')} of "
            f"{' and '.join(material.levers)}."
        )
    rows = [(axis.name, _range(axis), _role(found, axis)) for axis in material.axes]
    blocks: list[Block] = [text, *tables_told(found), Grid(("", ""), list(facts.items()))]
    if rows:
        blocks.append(Grid(("axis", "values", ""), rows))
    return under("What was run", blocks)


def tables_told(found: Findings) -> list[Block]:
    """Which table the numbers are about; nothing where there is only one."""
    told = where_in_full(found.material.tables, found.material.table)
    return [told] if told else []


def _role(found: Findings, axis: Axis) -> str:
    if axis.name in found.material.levers:
        return "crossed with the sample"
    return "sampled" if f"{SHARE}{axis.name}" in found.material.design.column_names else ""


def _counted(count: int, noun: str) -> str:
    return f"{count:,} {noun}{'' if count == 1 else 's'}"


def _range(axis: Axis) -> str:
    if not axis.numeric or len(axis.levels) <= 6:
        shown = [f"{each:g}" if axis.numeric else str(each) for each in axis.levels]
        return ", ".join(shown[:12]) + (", ..." if len(shown) > 12 else "")
    return f"{axis.levels[0]:.3g} to {axis.levels[-1]:.3g} ({len(axis.levels):,} values)"


STATISTICS = {"median": " (median)", "ratio": " (ratio of sums)"}


def _outcomes(found: Findings) -> list[Block]:
    several = len(found.material.design) > 1
    rows = [
        [
            each.measure.says + STATISTICS.get(each.measure.statistic, ""),
            each.measure.name,
            written(each.whole, each.measure),
            f"{each.whole.n:,}",
            *(
                (_end(each.lowest, each.measure), _end(each.highest, each.measure))
                if several
                else ()
            ),
        ]
        for each in found.outcomes
        if each.whole.n
    ]
    heads = ["outcome", "name", "all runs [95 % interval]", "runs"]
    note = (
        "Means unless stated, shares in per cent. Runs in which an outcome never "
        "came about are not in its mean; the number of runs says how many were."
    )
    if never := [each.measure.says for each in found.outcomes if not each.whole.n]:
        note += f" In no run at all: {'; '.join(never)}."
    if several:
        heads += ["lowest point", "highest point"]
        note += (
            f" From {FEWEST} points on, the interval draws whole points anew, as if they were a "
            "sample of the design (of a sample that is crossed with levers, each point with all "
            "of them), and the shocks that all points share; with fewer points it draws "
            f"replications alone, and with fewer than {FEWEST} shared shocks there is none. "
            "Lowest and highest are those of single points: means, medians, or ratios of sums."
        )
    return under("Outcomes", [Grid(heads, rows), note])


def _end(value: float | None, measure: Measure) -> str:
    return "" if value is None else number(value, measure)


def idle(found: Findings) -> list[Block]:
    """What was varied in vain."""
    if not found.idle:
        return []
    return [
        f"Changes nothing in any run, to the last digit of any outcome: {'; '.join(found.idle)}. "
        "Perhaps what it sets is not in play in this scenario."
    ]


def _levels(found: Findings, figures: Mapping[str, str]) -> list[Block]:
    if not found.levels:
        return under("What single axes change", idle(found))
    heads = ["change", *(each.says for each in found.measures)]
    rows = [
        [
            f"{each.axis}: {each.first} -> {each.level}",
            *(written(each.differences[m.name], m, signed=True) for m in found.measures),
        ]
        for each in found.levels
    ]
    blocks: list[Block] = [
        "Differences between runs with the same replication at points that differ in this axis "
        "alone, averaged over all other axes (pp: percentage points).",
        Grid(heads, rows),
        *idle(found),
    ]
    return under("What single axes change", [*blocks, *_picture(figures, "differences")])


def _picture(figures: Mapping[str, str], name: str, says: str = "") -> list[Block]:
    texts = {
        "differences": "Mean differences within pairs of runs, with 95 % intervals.",
        "survival": "Share of runs without an agreement yet, by month, with 95 % intervals.",
    }
    return [Picture(figures[name], says or texts.get(name, name))] if name in figures else []


def _survival(found: Findings, figures: Mapping[str, str]) -> list[Block]:
    rows = []
    for name, curve in found.survival.items():
        median = curve.median()
        half = "not reached" if median.value is None else f"{median.value:.0f}"
        ends = [("-" if each is None else f"{each:.0f}") for each in (median.low, median.high)]
        waits = [_waits(curve.at(month)) for month in (12, 24)]
        interval = f" [{ends[0]}, {ends[1]}]" if median.value is not None else ""
        rows.append([name, f"{curve.events:,}", f"{curve.censored:,}", half + interval, *waits])
    if not rows:
        why = found.missing.get("time to agreement")
        return under("Time to agreement", [f"Not made: {why}."] if why else [])
    heads = ["runs", "agreed", "ended without", "half by month", "without after 12", "after 24"]
    note = (
        "Kaplan-Meier estimates: runs that end without an agreement count up to their horizon. "
        "Runs are pooled over points; intervals draw points and the shocks that they share anew, "
        "as those of outcomes do."
    )
    return under("Time to agreement", [Grid(heads, rows), note, *_picture(figures, "survival")])


def _waits(estimate: Estimate) -> str:
    value, low, high, _ = estimate
    if value is None:
        return "not watched"
    text = f"{100 * value:.0f} %"
    if low is None or high is None or low == high:
        return text
    return f"{text} [{100 * low:.0f}, {100 * high:.0f}]"


def adequacy(found: Findings) -> list[Block]:
    """Whether runs were enough, in a word, and for each outcome how many are missing."""
    rows: list[list[str]] = []
    for each in found.adequacy:
        worst = each.worst
        half = (
            "unknown"
            if worst is None or worst.half is None
            else half_width(worst.half, each.measure)
        )
        more = "unknown" if worst is None else f"{worst.more:,}"
        noise = "unknown" if each.noise is None else f"{100 * each.noise:.0f} %"
        runs = f"{min((point.n for point in each.points), default=0):,}"
        asked = half_width(each.asked, each.measure)
        rows.append([each.measure.says, asked, half, runs, more, noise])
    heads = [
        *("outcome", "asked (half width)", "reached, worst point", "fewest runs a point"),
        *("more runs needed there", "variance between points that is chance"),
    ]
    enough = [each.enough for each in found.adequacy]
    if not enough:
        return []
    verdict = (
        "Yes, at every point and for every outcome."
        if all(enough)
        else "That cannot be told at points with fewer than two runs that have the outcome."
        if None in enough
        else "No: see the runs still needed at the worst point."
    )
    return under("Were enough runs played?", [verdict, Grid(heads, rows)])


def power(found: Findings) -> list[Block]:
    """How many replications would find a difference of the size that was asked about."""
    if not found.power:
        return []
    rows = [
        [
            f"{each.axis}: {each.change}" if each.axis else each.change,
            each.measure.says,
            half_width(each.effect, each.measure),
            f"{each.needed:,}" if each.needed is not None else f"none: {each.why}",
            f"{each.played:,}",
            "unknown" if each.detectable is None else half_width(each.detectable, each.measure),
        ]
        for each in found.power
    ]
    heads = (
        *("change", "outcome", "difference", f"replications that find it ({CHANCE:.0%})"),
        *("played", "difference found with these"),
    )
    note = (
        "Found: the 95 % interval of the difference leaves zero out. Runs that share a shock are a "
        "pair, and what several points share of a shock counts once: more points do not take the "
        "place of replications, nor replications that of points. From the spread of these runs: "
        "with few of them a rough guess."
    )
    if any(each.change == ALONE for each in found.power):
        note += " Another arm: as if it met other shocks; under the same shocks fewer will do."
    title = "How many replications would find a difference?"
    return under(title, [Grid([each.replace("%", " %") for each in heads], rows), note])


def caveats(found: Findings) -> list[Block]:
    """What no reader of intervals should forget."""
    items = [
        "Intervals cover chance within the model and, where points are drawn, within the design; "
        "not doubt about rules, codes or ranges. Results are arguments about mechanisms, not "
        "forecasts.",
        "Shares of regions, indices and means over points depend on the ranges that the design "
        "spans, and on how often it visits each part of them.",
        f"Fewer than {FEWEST} runs or points have no interval. Many outcomes and axes were looked "
        "at: some intervals leave zero out by chance.",
        "Runs in which something never came about are no random choice of runs: compare promises "
        "kept only beside the share of runs with an agreement.",
    ]
    if len(found.material.design) > 1:
        items.append(
            "If all points meet the same shocks, comparisons between points are sharper, and the "
            "replications are a sample of shocks as small as their number: more points do not "
            f"make it larger: with fewer than {FEWEST} of them there are no intervals."
        )
    if found.discovery is not None or found.peeling is not None:
        items.append(
            "Regions were searched for in the same points that describe them: their shares are "
            "flattering, the cross-validated share is not."
        )
    return under("What to keep in mind", [Points(items)])
