"""The tables that ``qpq compare`` and ``qpq pairings`` print."""

import sys
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from rich import box
from rich.console import Console
from rich.table import Table

from sim.analysis.comparison import Comparison
from sim.analysis.intervals import FEWEST, Estimate
from sim.analysis.measures import Measure, measure
from sim.analysis.summaries import Summary
from sim.cli.output import say, title
from sim.figures.style import in_words

if TYPE_CHECKING:
    from collections.abc import Iterable

LABELS, NUMBERS = 33, 22
"""Characters across of labels, and of a difference with its interval."""
PAIRINGS = {
    "agreement": "runs with\nagreement",
    "delivered_partner": "promises\npartner\nkeeps",
    "executed_destination": "threats\nexecuted,\ndestination",
    "executed_partner": "threats\nexecuted,\npartner",
    "arrivals": "arrivals\n(1 = before)",
    "harm": "exposure\nto harm",
}
"""Measures in the table of pairings and what stands above them."""


def pairings_table(
    titles: Mapping[str, str], summaries: Sequence[Summary], replications: int, seed: int
) -> None:
    """Print what came of each pairing: estimates, and under them their intervals."""
    table = _table()
    table.add_column("strategies", vertical="bottom", overflow="fold", min_width=20)
    for heading in PAIRINGS.values():
        table.add_column(heading, justify="right", vertical="bottom", no_wrap=True)
    scenario = None
    for summary in summaries:
        labels = summary.labels
        if labels["scenario"] != scenario:
            if scenario is not None:
                table.add_section()
            scenario = labels["scenario"]
            table.add_row(titles[scenario], style="bold")
        sides = ("destination", "partner")
        pair = (f"{labels[f'{s}_actor']}: {in_words(labels[f'{s}_strategy'])}" for s in sides)
        cells = (_stacked(summary.estimates[name], measure(name)) for name in PAIRINGS)
        table.add_row("\n".join(pair), *cells)
    _print(table, (LABELS + 2 + 13 * len(PAIRINGS)))
    lost = sum(summary.failed for summary in summaries)
    say(
        f"{replications} runs of each pairing under equal shocks, seed {seed}; failed and left "
        f"out: {lost}. Ranges are 95 % intervals; there is none where fewer than {FEWEST} runs "
        "count or all are alike. Agreement, promises and threats: at the "
        "scenario's first table, where the pairing is played; all other tables keep the "
        "scenario's strategies. Promises: mean share delivered, where something was due.",
        hang=0,
    )


def comparison_table(
    case: str,
    baseline: Summary,
    comparisons: Sequence[Comparison],
    replications: int,
    seed: int,
) -> None:
    """Print the first arm's outcome, and beside it how each further arm differs."""
    table = _table()
    table.add_column("", overflow="fold", min_width=24)
    table.add_column(baseline.labels["arm"], justify="right", overflow="fold")
    for each in comparisons:
        table.add_column(f"{each.arm}\ndifference", justify="right", overflow="fold")
    layer = None
    for name, estimate in baseline.estimates.items():
        kind = measure(name)
        if kind.layer != layer:
            layer = kind.layer
            table.add_section()
            table.add_row(layer, style="bold")
        value = "-" if estimate.value is None else kind.written(estimate.value)
        cells = (_change(each.differences[name], kind, each.pairs) for each in comparisons)
        table.add_row(f"  {kind.says}", value, *cells)
    title(case)
    _print(table, LABELS + 10 + (NUMBERS + 2) * len(comparisons))
    lost = sum(each.failed for each in comparisons)
    say(
        f"{replications} pairs of runs under equal shocks, seed {seed}; left out because one of "
        f"the two failed: {lost}. Differences with 95 % intervals, those of shares in percentage "
        "points. n: pairs in which both runs had the outcome, where not all did; these are no "
        f"random choice of pairs, and below {FEWEST} of them there is no interval.",
        hang=0,
    )


def files_written(files: "Iterable[tuple[str, str]]") -> None:
    """Print where everything is, and what."""
    print()
    for file, what in files:
        print(f"{file}  ({what})")


def _print(table: Table, width: int) -> None:
    """Print a table as wide as the terminal, or else as it needs."""
    # What is printed is text: names in square brackets stay as they are.
    console = Console(
        width=None if sys.stdout.isatty() else width, markup=False, highlight=False, emoji=False
    )
    console.print(table)
    console.print()


def _table() -> Table:
    return Table(box=box.SIMPLE_HEAD, pad_edge=False, show_edge=False, header_style="bold")


def _stacked(estimate: Estimate, kind: Measure) -> str:
    """A value over its interval."""
    value, low, high, _ = estimate
    if value is None:
        return "-"
    if low is None or high is None or low == high:
        return f"{kind.written(value)}\n"
    return f"{kind.written(value)}\n{kind.written(low).removesuffix(' %')}-{kind.written(high)}"


def _change(estimate: Estimate, kind: Measure, pairs: int) -> str:
    """A difference with its interval and, where some pairs have none, the number of pairs."""
    value, low, high, n = estimate
    if value is None:
        return "-"
    text = "0" if value == low == high == 0.0 else _signed(value, kind)
    if low is not None and high is not None and low != high:
        text += f" [{_signed(low, kind)}, {_signed(high, kind)}]"
    return text if n == pairs else f"{text}\nn = {n}"


def _signed(value: float, kind: Measure) -> str:
    """A difference in percentage points or in the measure's unit, never minus nought."""
    scale, decimals = (100, 1) if kind.percent else (1, kind.decimals)
    return f"{round(scale * value, decimals) + 0.0:+.{decimals}f}"
