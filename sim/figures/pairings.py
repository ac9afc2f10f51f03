"""What became of each pairing of strategies: on paper, in process, for people."""

import textwrap
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pyarrow as pa

from sim.analysis.intervals import FEWEST
from sim.analysis.measures import Measure, measure
from sim.analysis.summaries import Summary, summarise
from sim.figures.pages import figure, nothing
from sim.figures.style import INK, SMALL, SOFT, in_words, marks, styled
from sim.runs.variants import AT_TABLE

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from sim.figures.showing import Panels

WIDTH, MARGIN, LABELS, FIGURES = 11.0, 0.22, 2.6, 0.7
"""Inches across: the figure, its margin, the labels, and the numbers beside each panel."""
HEAD, BLOCK_HEAD, ROW, BLOCK_FOOT = 0.95, 0.85, 0.3, 0.6
"""Inches down: title, a scenario's title, one line, and the numbers on an axis."""
LABEL, CASE, NOTE = 34, 90, 158
"""Characters of a label's line, of a scenario's title, and of a line of notes."""

TITLE = "Agreement, delivery, arrivals and harm under each pairing of strategies"
SUBTITLE = "One line is one pairing of {}; all pairings of a case meet the same shocks"
EXPLAINED = (
    "Marks and numbers: estimates. Pale bars: 95 % intervals (Wilson for shares, bootstrap for "
    "means); they cover chance within the model, not doubt about its numbers. Hollow marks: fewer "
    f"than {FEWEST} runs, too few for an interval. Promises: mean share delivered, over runs in "
    "which something was due. Harm: at assumed rates."
)
BY = (
    *("scenario", "arm", "destination_strategy", "partner_strategy"),
    *("destination_actor", "partner_actor", AT_TABLE),
)


@dataclass(frozen=True)
class Panel:
    """One column of the figure."""

    layer: str
    title: str
    measure: Measure
    reference: float | None = None
    """Where a line stands for comparison."""


PANELS = (
    Panel("ON PAPER", "Runs with an agreement", measure("agreement")),
    Panel("IN PROCESS", "Promises partner keeps", measure("delivered_partner")),
    Panel("FOR PEOPLE", "Arrivals (1 = before)", measure("arrivals"), 1.0),
    Panel("FOR PEOPLE", "Exposure to harm (index)", measure("harm")),
)
"""Arrivals never stand without harm."""


@dataclass(frozen=True)
class _Line:
    """One line of a scenario's panels: a pairing, or a heading without values."""

    text: str
    colour: str
    mark: str = ""
    summary: Summary | None = None
    indented: bool = True


def pairings(
    rows: pa.Table, *, titles: Mapping[str, str] | None = None, source: str = ""
) -> "Panels":
    """Draw the outcome of each pairing with its interval; one row of panels for each scenario.

    Args:
        rows: one row per run, as `sim.runs.variants` gives them: at the table where the pairing was
            played, or for the whole run. Arms without strategies are drawn under their names.
        titles: titles of scenarios by name.
        source: a sentence on where the numbers come from, put below.
    """
    from sim.figures.showing import Panels

    scenarios = _by_scenario(summarise(rows, [panel.measure for panel in PANELS], BY))
    with styled():
        if not scenarios:
            return Panels([nothing("No runs to show")])
        blocks = {name: _lines(summaries) for name, summaries in scenarios.items()}
        notes = textwrap.wrap(EXPLAINED, NOTE) + textwrap.wrap(source, NOTE)
        deep = [BLOCK_HEAD + ROW * len(lines) + BLOCK_FOOT for lines in blocks.values()]
        whole = figure(WIDTH, HEAD + sum(deep) + 0.2 * len(notes) + MARGIN)
        _write(whole, MARGIN, MARGIN, TITLE, fontsize=15, fontweight="bold")
        told = SUBTITLE.format(played([each for some in scenarios.values() for each in some]))
        _write(whole, MARGIN, MARGIN + 0.36, told, fontsize=11, color=SOFT)
        named = {
            name: titled((titles or {}).get(name, in_words(name)), summaries[0].labels)
            for name, summaries in scenarios.items()
        }
        drawn = [
            _block(whole, HEAD + sum(deep[:i]), named[name], lines)
            for i, (name, lines) in enumerate(blocks.items())
        ]
        _share_limits(drawn)
        _write(
            *(whole, MARGIN, HEAD + sum(deep), "\n".join(notes)),
            fontsize=SMALL,
            color=SOFT,
            linespacing=1.45,
        )
    return Panels(ax for axes in drawn for ax in axes)


def titled(title: str, labels: Mapping[str, str]) -> str:
    """A scenario's title with the table at which strategies were paired, if it has several."""
    return f"{title}, {at}" if (at := labels.get(AT_TABLE, "")) else title


def played(summaries: Sequence[Summary]) -> str:
    """How many runs were played of each: one number, or the least and the most; and what failed."""
    least, most = (each(summary.played for summary in summaries) for each in (min, max))
    failed = sum(summary.failed for summary in summaries)
    each = f"{most:,} runs" if least == most else f"{least:,} to {most:,} runs"
    return f"{each} ({failed:,} failed, in no estimate)" if failed else each


def _by_scenario(summaries: Sequence[Summary]) -> dict[str, list[Summary]]:
    found: dict[str, list[Summary]] = {}
    for summary in summaries:
        found.setdefault(summary.labels.get("scenario", ""), []).append(summary)
    return found


def _lines(summaries: Sequence[Summary]) -> list[_Line]:
    """Headings and pairings of one scenario, from top to bottom."""
    if "destination_strategy" not in summaries[0].labels:
        look = marks([summary.labels["arm"] for summary in summaries])
        return [
            _Line(_cut(in_words(name), LABEL), *look[name], summary, indented=False)
            for summary in summaries
            for name in [summary.labels["arm"]]
        ]
    ours = marks([summary.labels["destination_strategy"] for summary in summaries])
    theirs = marks([summary.labels["partner_strategy"] for summary in summaries])
    lines = []
    for strategy, (colour, _) in ours.items():
        group = [each for each in summaries if each.labels["destination_strategy"] == strategy]
        lines.append(_Line(_seat(group[0], "destination"), colour))
        lines += [
            _Line(_seat(each, "partner"), colour, theirs[each.labels["partner_strategy"]][1], each)
            for each in group
        ]
    return lines


def _seat(summary: Summary, side: str) -> str:
    """Who plays what, on one line if it fits, else on two."""
    actor, strategy = summary.labels[f"{side}_actor"], in_words(summary.labels[f"{side}_strategy"])
    whole = f"{actor}: {strategy}"
    return whole if len(whole) <= LABEL else f"{_cut(actor, LABEL - 1)}:\n{_cut(strategy, LABEL)}"


def _cut(text: str, length: int) -> str:
    return text if len(text) <= length else f"{text[: length - 3].rstrip()}..."


def _write(whole: "Figure", x: float, y: float, text: str, **how: Any) -> None:
    """Put text at a place given in inches from the left and from the top."""
    width, height = whole.get_size_inches()
    whole.text(x / width, 1 - y / height, text, **{"va": "top", **how})


def _block(whole: "Figure", top: float, title: str, lines: Sequence[_Line]) -> "list[Axes]":
    """All panels of one scenario, `top` inches from the top."""
    width, height = whole.get_size_inches()
    deep = ROW * len(lines)
    _write(whole, MARGIN, top, _cut(title, CASE), fontsize=12.5, fontweight="bold")
    y = top + BLOCK_HEAD
    step = (WIDTH - MARGIN - LABELS) / len(PANELS)
    axes = []
    for place, panel in enumerate(PANELS):
        x = MARGIN + LABELS + place * step
        _write(whole, x, y - 0.47, panel.layer, fontsize=SMALL, fontweight="bold", color=SOFT)
        _write(whole, x, y - 0.28, panel.title, fontsize=10)
        ax = whole.add_axes(
            (x / width, 1 - (y + deep) / height, (step - FIGURES) / width, deep / height)
        )
        _panel(ax, panel, lines)
        axes.append(ax)
    for i, line in enumerate(lines):
        heading = line.summary is None
        _write(
            *(whole, MARGIN + (0.0 if heading or not line.indented else 0.18)),
            *(y + ROW * (i + 0.5), line.text),
            va="center",
            fontsize=8 if "\n" in line.text else 10,
            linespacing=1.1,
            color=line.colour if heading else INK,
            fontweight="bold" if heading else "normal",
        )
    return axes


def _panel(ax: "Axes", panel: Panel, lines: Sequence[_Line]) -> None:
    """One measure: marks with intervals, and the estimates in figures at the right."""
    ax.set_ylim(len(lines) - 0.5, -0.5)
    ax.set_yticks([])
    ax.spines["left"].set_visible(False)
    ax.grid(axis="x")
    if panel.reference is not None:
        ax.axvline(panel.reference, color=SOFT, linewidth=1, linestyle=(0, (4, 3)), zorder=1)
    for y, line in enumerate(lines):
        if line.summary is not None:
            _mark(ax, y, line, panel.measure)
    if panel.measure.percent:
        ax.xaxis.set_major_formatter(lambda x, _: f"{100 * x:.0f} %")


def _mark(ax: "Axes", y: int, line: _Line, measure: Measure) -> None:
    """One pairing's estimate of a measure."""
    assert line.summary is not None
    value, low, high, _ = line.summary.estimates[measure.name]
    written = "none" if value is None else measure.written(value)
    ax.annotate(
        *(written, (1.0, y)),
        xycoords=ax.get_yaxis_transform(),
        xytext=(FIGURES * 72 - 14, 0),
        textcoords="offset points",
        ha="right",
        va="center",
        color=SOFT if value is None else INK,
    )
    if value is None:
        return
    bare = low is None or high is None
    if low is not None and high is not None:
        # Wide and pale, so that a narrow interval is not hidden behind its mark.
        ax.hlines(y, low, high, color=line.colour, linewidth=11, alpha=0.3, zorder=2)
    ax.plot(
        *(value, y, line.mark),
        color=line.colour,
        markersize=6.5,
        markerfacecolor="white" if bare else line.colour,
        markeredgecolor=line.colour if bare else "white",
        markeredgewidth=1.3 if bare else 0.7,
        zorder=3,
    )


def _share_limits(drawn: "Sequence[list[Axes]]") -> None:
    """The same scale for a measure in all scenarios."""
    for place, panel in enumerate(PANELS):
        column = [axes[place] for axes in drawn]
        if panel.measure.percent:
            high, ticks = 1.0, [0.0, 0.5, 1.0]
        else:
            high, ticks = max(1e-3, *(1.05 * ax.dataLim.x1 for ax in column)), []
        for ax in column:
            ax.set_xlim(-0.03 * high, 1.03 * high)
            if ticks:
                ax.set_xticks(ticks)
