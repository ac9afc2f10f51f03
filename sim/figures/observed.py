"""What was observed beside what the model makes of a case: never a score."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa

from sim.analysis.intervals import Numbers, share
from sim.analysis.measures import numbers
from sim.analysis.summaries import without_failures
from sim.errors import InputError, Problem, nearest, one_of
from sim.figures.pages import figure, folded, nothing
from sim.figures.style import BLUE, INK, ORANGE, SMALL, SOFT, in_words, styled

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from sim.figures.showing import Panels
    from sim.scenario import Scenario
    from sim.scenario.schema import Record

COLUMNS, ACROSS, DOWN, LEFT, GAP, HEAD, FOOT = 2, 3.35, 1.3, 1.1, (1.45, 0.85), 1.45, 0.85
"""Panels side by side; inches of one across and down; at the left; between; above; below."""
THIRDS = {"none": (0.0, 0.0), "low": (0.0, 1 / 3), "medium": (1 / 3, 2 / 3), "high": (2 / 3, 1.0)}
"""Where codes of shares are drawn, by convention: the codebook gives them no numbers."""
MET = {"fail": (0.0, 0.25), "partial": (0.25, 0.75), "full": (0.75, 1.0)}
"""Where the model's own log draws the lines between demands not, partly and fully met."""
SAYS = (
    "Orange: observed, as coded. Blue: share of simulated runs, with 95 % intervals for shares. "
    "Codes of concessions and compliance are drawn as thirds, by convention; simulated concessions "
    "are means over provisions and months, so that late or narrow ones count little. One "
    "observation against a distribution is no test, and nothing here was fitted."
)


@dataclass(frozen=True)
class _Panel:
    """One variable of the record."""

    title: str
    observed: str
    draw: "Callable[[Axes], None]"


def observed_and_simulated(
    scenario: "Scenario", rows: pa.Table, record: str | None = None
) -> "Panels":
    """Draw a record of a case beside the runs of it, one panel for each thing recorded.

    Args:
        scenario: the case.
        rows: one row per run and table, with `table`, `error` and outcome columns, as
            `sim.runs.variants.tables_table` gives them.
        record: which record of the case; by default its first one.

    Raises:
        InputError: there is no such record.
    """
    from sim.figures.showing import Panels

    records = scenario.record
    if not records:
        return Panels([nothing("Nothing observed is recorded for this scenario")])
    if record is not None and record not in records:
        raise InputError(
            Problem(
                *(f"no record '{record}'", None, None, "record"),
                one_of(records),
                nearest(record, records),
            )
        )
    key = record if record is not None else next(iter(records))
    told = records[key]
    table = told.table or next(iter(scenario.tables))
    import pyarrow.compute as pc

    runs = without_failures(rows.filter(pc.equal(rows["table"], table)))
    if not runs.num_rows:
        return Panels([nothing("No runs to show")])
    panels = _panels(told, runs, scenario.horizon)
    down = -(-len(panels) // COLUMNS)
    width = COLUMNS * (ACROSS + GAP[0]) + LEFT
    height = HEAD + down * (DOWN + GAP[1]) - GAP[1] + 0.4 + FOOT
    drawn = Panels()
    with styled():
        whole = figure(width, height)
        for place, panel in enumerate(panels):
            row, column = divmod(place, COLUMNS)
            x = LEFT + column * (ACROSS + GAP[0])
            y = HEAD + row * (DOWN + GAP[1]) + DOWN
            ax = whole.add_axes((x / width, 1 - y / height, ACROSS / width, DOWN / height))
            panel.draw(ax)
            ax.set_title(
                f"{panel.title}\nobserved: {panel.observed}", fontsize=9.5, linespacing=1.35
            )
            ax.tick_params(labelsize=8.5)
            drawn.append(ax)
        where = f"record {in_words(key)}, table {in_words(table)}"
        for up, text, how in (
            (0.15, folded(scenario.title, 84, 1), {"fontsize": 12.5, "fontweight": "bold"}),
            (
                0.47,
                folded(
                    f"{where}: {runs.num_rows:,} runs of {scenario.horizon} months; confidence "
                    f"of the coding: {told.confidence}",
                    118,
                    1,
                ),
                {"fontsize": 10, "color": SOFT},
            ),
        ):
            whole.text(0.2 / width, 1 - up / height, text, va="top", **how)  # type: ignore[arg-type]
        whole.text(*(0.2 / width, 0.12 / height, folded(SAYS, 132, 4)), fontsize=SMALL, color=SOFT)
    return drawn


def _panels(told: "Record", runs: pa.Table, horizon: int) -> list[_Panel]:
    """What the record codes, and what the runs say of the same."""
    signed = numbers(runs, "paper_agreement") > 0
    formal = np.nan_to_num(numbers(runs, "paper_formal")) > 0
    threats = [numbers(runs, f"coercion_threats_{side}") > 0 for side in ("destination", "partner")]
    executed = sum(
        numbers(runs, f"coercion_{what}_{side}")
        for what in ("executed", "retaliations")
        for side in ("destination", "partner")
    )
    panels = [
        _shares(
            "Agreement in force",
            told.agreement,
            {"none": ~signed, "informal": signed & ~formal, "formal": signed & formal},
        ),
        _spread(
            "Months to the first signature",
            "uncoded" if told.months is None else f"{told.months:g}",
            numbers(runs, "paper_months"),
            None if told.months is None else (float(told.months), float(told.months)),
            (0.0, float(max(horizon, told.months or 0))),
        ),
        _shares(
            "Who threatened",
            told.threat_by,
            {
                "none": ~threats[0] & ~threats[1],
                "destination": threats[0] & ~threats[1],
                "partner": threats[1] & ~threats[0],
                "both": threats[0] & threats[1],
            },
        ),
        _shares(
            "Something was withdrawn",
            "uncoded" if told.executed is None else "yes" if told.executed else "no",
            {"no": executed <= 0, "yes": executed > 0},
        ),
    ]
    for what, column, says in (
        ("concession", "process_concession", "concedes"),
        ("compliance", "process_delivered", "delivers"),
    ):
        for side, name in (("destination", "Destination side"), ("partner", "Partner")):
            code = getattr(told, f"{what}_{side}")
            panels.append(
                _spread(
                    f"{name} {says} (share)",
                    code,
                    numbers(runs, f"{column}_{side}"),
                    THIRDS.get(code),
                    (0.0, 1.0),
                )
            )
    panels.append(
        _spread(
            "Partner's demand is met (share)",
            told.demand_met,
            numbers(runs, "coercion_met_partner"),
            MET.get(told.demand_met),
            (0.0, 1.0),
        )
    )
    return panels


def _shares(title: str, observed: str, kinds: dict[str, Any]) -> _Panel:
    """Bars: in how many runs it came about like this."""

    def draw(ax: "Axes") -> None:
        for y, (name, which) in enumerate(kinds.items()):
            value, low, high, _ = share(int(np.count_nonzero(which)), len(which))
            seen = name == observed
            ax.barh(y, value or 0.0, height=0.62, color=BLUE, alpha=0.8)
            ax.hlines(y, low or 0.0, high or 0.0, color=INK, linewidth=1.3)
            if seen:
                ax.axhspan(y - 0.45, y + 0.45, color=ORANGE, alpha=0.3, zorder=0, label="observed")
        ax.set_yticks(range(len(kinds)), list(kinds))
        ax.tick_params(axis="y", length=0)
        for label, name in zip(ax.get_yticklabels(), kinds, strict=True):
            if name == observed:
                label.set(color=ORANGE, fontweight="bold")
        ax.set_ylim(len(kinds) - 0.45, -0.55)
        ax.set_xlim(0.0, 1.0)
        _percent(ax)

    return _Panel(title, observed, draw)


def _spread(
    title: str,
    observed: str,
    values: Numbers,
    span: tuple[float, float] | None,
    limits: tuple[float, float],
) -> _Panel:
    """A histogram over the runs in which it came about, and where the observation lies."""

    def draw(ax: "Axes") -> None:
        there = values[~np.isnan(values)]
        low = min([limits[0], *there.tolist()])
        high = max([limits[1], *there.tolist()])
        bins = np.linspace(low, high, 21).tolist()
        if len(there):
            weights = np.full(len(there), 1.0 / len(values))
            ax.hist(there, bins=bins, weights=weights, color=BLUE, alpha=0.8, linewidth=0)
        if len(there) < len(values):
            says = f"never in {100 * (1 - len(there) / len(values)):.0f} % of runs"
            # Beside the title's second line, where no bar reaches.
            ax.annotate(
                *(says, (1.0, 1.0)),
                xycoords="axes fraction",
                xytext=(0, 6),
                textcoords="offset points",
                ha="right",
                fontsize=SMALL,
                color=SOFT,
            )
        if span is not None:
            if span[1] > span[0]:
                ax.axvspan(*span, color=ORANGE, alpha=0.3, zorder=0, label="observed")
            else:
                ax.axvline(span[0], color=ORANGE, linewidth=3, zorder=3, label="observed")
        ax.set_xlim(low - 0.02 * (high - low), high + 0.02 * (high - low))
        ax.set_ylim(bottom=0.0)
        ax.locator_params(axis="y", nbins=4)
        ax.yaxis.set_major_formatter(lambda y, _: f"{100 * y:.3g} %")

    return _Panel(title, observed, draw)


def _percent(ax: "Axes") -> None:
    ax.set_xticks([0.0, 0.5, 1.0])
    ax.xaxis.set_major_formatter(lambda x, _: f"{100 * x:.0f} %")
    ax.grid(axis="x")
