"""The tables that ``qpq compare`` and ``qpq pairings`` print."""

from collections.abc import Iterable, Mapping, Sequence

from sim.analysis.comparison import Comparison
from sim.analysis.intervals import FEWEST, Estimate
from sim.analysis.measures import Measure, measure
from sim.analysis.summaries import Summary
from sim.documents.blocks import Cell, Grid, Heading
from sim.documents.terminal import show
from sim.figures.pairings import titled
from sim.figures.style import in_words

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
    titles: Mapping[str, str],
    summaries: Sequence[Summary],
    replications: int,
    seed: int,
    says: str = "",
) -> None:
    """Print what came of each pairing: estimates, and under them their intervals.

    Args:
        titles: of scenarios, by name.
        summaries: what each pairing came to.
        replications: runs of each.
        seed: key of all draws.
        says: what to say of numbers that were drawn.
    """
    rows: list[Sequence[Cell] | Heading] = []
    scenario = None
    for summary in summaries:
        labels = summary.labels
        if labels["scenario"] != scenario:
            scenario = labels["scenario"]
            rows.append(Heading(titled(titles[scenario], labels)))
        sides = ("destination", "partner")
        pair = (f"{labels[f'{s}_actor']}: {in_words(labels[f'{s}_strategy'])}" for s in sides)
        cells = (_stacked(summary.estimates[name], measure(name)) for name in PAIRINGS)
        rows.append(("\n".join(pair), *cells))
    lost = sum(summary.failed for summary in summaries)
    note = (
        f"{replications} runs of each pairing under equal shocks, seed {seed}; failed and left "
        f"out: {lost}. Ranges are 95 % intervals; there is none where fewer than {FEWEST} runs "
        "count or all are alike. All numbers are about the table where the pairing is played, the "
        "first or the one named with --table: arrivals and harm are those of routes that its "
        "partner guards. All other tables keep the scenario's strategies. Promises: mean share "
        "delivered, where something was due."
    )
    heads = ("strategies", *PAIRINGS.values())
    show([Grid(heads, rows), *([says] if says else []), note], indent=0)


def comparison_table(
    case: str,
    baseline: Summary,
    comparisons: Sequence[Comparison],
    replications: int,
    seed: int,
    about: str = "",
) -> None:
    """Print the first arm's outcome, and beside it how each further arm differs.

    Args:
        case: title of the scenario.
        baseline: what the first arm came to.
        comparisons: how each further arm differs.
        replications: runs of each arm.
        seed: key of all draws.
        about: which of several tables the numbers are about.
    """
    rows: list[Sequence[Cell] | Heading] = []
    layer = None
    for name, estimate in baseline.estimates.items():
        kind = measure(name)
        if kind.layer != layer:
            layer = kind.layer
            rows.append(Heading(layer))
        value = "-" if estimate.value is None else kind.written(estimate.value)
        cells = (_change(each.differences[name], kind, each.pairs) for each in comparisons)
        rows.append((f"  {kind.says}", value, *cells))
    lost = sum(each.failed for each in comparisons)
    note = (
        f"{replications} pairs of runs under equal shocks, seed {seed}; left out because one of "
        f"the two failed: {lost}. Differences with 95 % intervals, those of shares in percentage "
        "points. n: pairs in which both runs had the outcome, where not all did; these are no "
        f"random choice of pairs, and below {FEWEST} of them there is no interval."
    )
    columns = ("", baseline.labels["arm"], *(f"{each.arm}\ndifference" for each in comparisons))
    show([Heading(case, 1), *([about] if about else []), Grid(columns, rows), note], indent=0)


def files_written(files: Iterable[tuple[str, str]]) -> None:
    """Print where everything is, and what."""
    print()
    for file, what in files:
        print(f"{file}  ({what})")


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
