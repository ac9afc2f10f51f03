"""What summaries and comparisons measure, in which layer, and by which statistic."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, get_args

import numpy as np
import pyarrow as pa

from sim.analysis.intervals import Numbers
from sim.errors import InputError, Problem, nearest, one_of

Layer = Literal["paper", "process", "people", "coercion", "distribution", "durability", "welfare"]
LAYERS: tuple[Layer, ...] = get_args(Layer)
UTILITY = "utility a month"
SIDES = ("destination", "partner")


@dataclass(frozen=True)
class Measure:
    """One number about many runs."""

    name: str
    layer: Layer
    says: str
    """What it says, in a few words."""
    column: str
    """Outcome column that it is made of."""
    statistic: Literal["share", "mean", "median", "ratio"]
    unit: str
    censored: bool = False
    """Months without the event count up to the horizon, instead of leaving the run out."""
    plus: tuple[str, ...] = ()
    """Of a ratio: columns added to the first."""
    over: tuple[str, ...] = ()
    """Of a ratio of sums over runs: columns whose sum it is divided by."""

    @property
    def decimals(self) -> int:
        """Decimal places that people would want to read; of percentages for a share."""
        return {"share": 0, "months": 1, "index": 3, UTILITY: 3}.get(self.unit, 2)

    @property
    def percent(self) -> bool:
        """Whether people would read it as a percentage."""
        return self.unit == "share"

    def written(self, value: float) -> str:
        """A value as people read it, shares in per cent."""
        return f"{100 * value:.0f} %" if self.percent else f"{value:.{self.decimals}f}"

    def values(self, rows: pa.Table) -> Numbers:
        """The measure in each run; NaN where it did not come about.

        A ratio of sums has no value in a single run: its numerator over its denominator there may
        be enormous, and means of such shares say nothing. It is given as linearised values
        ``R + (a - R b) / mean(b)``, with R the ratio over these rows. Their mean is R, and they
        scatter as R does, so that intervals of their means are those of R (Woodruff 1971, Journal
        of the American Statistical Association 66:411-414).

        Args:
            rows: runs, with the measure's columns, and ``horizon`` if it is censored.
        """
        if self.statistic == "ratio":
            return linearised(*self.parts(rows))
        values = numbers(rows, self.column)
        return (
            np.where(np.isnan(values), numbers(rows, "horizon"), values)
            if self.censored
            else values
        )

    @property
    def columns(self) -> tuple[str, ...]:
        """All outcome columns that it is made of."""
        return (self.column, *self.plus, *self.over)

    @property
    def formula(self) -> str:
        """The columns that it is made of; of a ratio, whose sums are divided by whose."""
        above, below = (" + ".join(each) for each in ((self.column, *self.plus), self.over))
        return f"sum of {above} over sum of {below}" if below else above

    def held_by(self, rows: pa.Table) -> bool:
        """Whether runs have all its columns."""
        return set(self.columns) <= set(rows.column_names)

    def parts(self, rows: pa.Table) -> tuple[Numbers, Numbers]:
        """Numerator and denominator of a ratio in each run; NaN where it did not come about."""
        above = sum((numbers(rows, each) for each in self.plus), numbers(rows, self.column))
        below = sum((numbers(rows, each) for each in self.over[1:]), numbers(rows, self.over[0]))
        return above, below

    def pair(self, one: pa.Table, two: pa.Table) -> tuple[Numbers, Numbers]:
        """The measure in rows that stand side by side; NaN where either lacks it.

        Means of both, and of their differences, are then over the same pairs, ratios included.
        """
        lacking = np.isnan(self.values(one)) | np.isnan(self.values(two))
        kept = pa.array(~lacking)
        found = []
        for rows in (one, two):
            values = np.full(len(lacking), np.nan)
            values[~lacking] = self.values(rows.filter(kept))
            found.append(values)
        return found[0], found[1]


def linearised(above: Numbers, below: Numbers) -> Numbers:
    """Values whose mean is the ratio of two sums; NaN where that is not defined.

    Args:
        above: numerator in each run, NaN where it lacks one.
        below: denominator, likewise.
    """
    there = ~np.isnan(above) & ~np.isnan(below)
    total = float(below[there].sum())
    if not total > 0.0:
        return np.full(len(above), np.nan)
    ratio = float(above[there].sum()) / total
    found: Numbers = ratio + (above - ratio * below) * (there.sum() / total)
    return found


def numbers(rows: pa.Table, column: str) -> Numbers:
    """A column as floats, NaN for what is missing."""
    return np.asarray(rows[column].to_numpy(zero_copy_only=False), dtype=np.float64)


MEASURES = (
    Measure("agreement", "paper", "runs with an agreement", "paper_agreement", "share", "share"),
    Measure(
        "months_to_agreement", "paper", "month of signature", "paper_months", "median", "months"
    ),
    Measure(
        "months_without",
        *("paper", "months without agreement", "paper_months", "mean", "months"),
        censored=True,
    ),
    Measure("depth", "paper", "depth of what was agreed", "paper_depth", "mean", "share"),
    Measure(
        "conceded_destination",
        *("process", "destination concedes, all months", "process_concession_destination"),
        *("mean", "share"),
    ),
    Measure(
        "conceded_partner",
        *("process", "partner concedes, all months", "process_concession_partner"),
        *("mean", "share"),
    ),
    Measure(
        "signed_destination",
        *("process", "destination signs of what was asked", "process_signed_worth_destination"),
        *("mean", "share"),
    ),
    Measure(
        "signed_partner",
        *("process", "partner signs of what was asked", "process_signed_worth_partner"),
        *("mean", "share"),
    ),
    Measure(
        "supplied_destination",
        *(
            "process",
            "destination supplies of what was asked",
            "process_supplied_worth_destination",
        ),
        *("mean", "share"),
    ),
    Measure(
        "supplied_partner",
        *("process", "partner supplies of what was asked", "process_supplied_worth_partner"),
        *("mean", "share"),
    ),
    Measure(
        "delivered_destination",
        *("process", "destination delivers", "process_delivered_destination", "mean", "share"),
    ),
    Measure(
        "delivered_partner",
        *("process", "partner delivers", "process_delivered_partner", "mean", "share"),
    ),
    Measure(
        "arrivals",
        "people",
        "arrivals (1 = before)",
        "people_arrivals",
        "mean",
        "ratio to baseline arrivals",
    ),
    Measure("returns", "people", "returns", "people_returns", "mean", "ratio to baseline arrivals"),
    Measure("harm", "people", "exposure to harm", "people_harm", "mean", "index"),
    Measure(
        "diverted",
        "people",
        "diverted to other ways",
        "people_moved",
        "mean",
        "ratio to baseline attempts",
    ),
    Measure(
        "executed_destination",
        *("coercion", "destination's threats executed", "coercion_executed_destination", "mean"),
        "count",
    ),
    Measure(
        "executed_partner",
        *("coercion", "partner's threats executed", "coercion_executed_partner", "mean", "count"),
    ),
    Measure(
        "retaliations_partner",
        *("coercion", "partner's retaliations", "coercion_retaliations_partner", "mean", "count"),
    ),
    Measure(
        "met_destination",
        *("coercion", "destination's demands met", "coercion_met_destination", "mean", "share"),
    ),
    Measure(
        "met_partner",
        *("coercion", "partner's demands met", "coercion_met_partner", "mean", "share"),
    ),
    Measure(
        "success_executed_destination",
        *(
            "coercion",
            "destination's executed threats met",
            "coercion_success_executed_destination",
        ),
        *("mean", "share"),
    ),
    Measure(
        "success_dropped_destination",
        *("coercion", "destination's dropped threats met", "coercion_success_dropped_destination"),
        *("mean", "share"),
    ),
    Measure(
        "success_executed_partner",
        *("coercion", "partner's executed threats met", "coercion_success_executed_partner"),
        *("mean", "share"),
    ),
    Measure(
        "success_dropped_partner",
        *("coercion", "partner's dropped threats met", "coercion_success_dropped_partner"),
        *("mean", "share"),
    ),
    Measure(
        "surplus_partner",
        *("distribution", "partner's share of the surplus", "distribution_gain_partner"),
        *("ratio", "share"),
        over=("distribution_gain_destination", "distribution_gain_partner"),
    ),
    Measure(
        "surplus_nash",
        *("distribution", "the same at the Nash point", "distribution_nash_partner"),
        *("ratio", "share"),
        over=("distribution_nash_destination", "distribution_nash_partner"),
    ),
    Measure(
        "efficiency",
        *("distribution", "share of the largest joint surplus", "distribution_gain_destination"),
        *("ratio", "share"),
        plus=("distribution_gain_partner",),
        over=("distribution_most",),
    ),
    Measure(
        "worth_destination",
        *("welfare", "worth to the destination", "welfare_destination", "mean", "utility a month"),
    ),
    Measure(
        "worth_partner",
        *("welfare", "worth to the partner", "welfare_partner", "mean", "utility a month"),
    ),
)
"""All measures, in the order in which they are read; arrivals never stand without harm."""


def measure(name: str) -> Measure:
    """The measure of that name.

    Raises:
        KeyError: there is none.
    """
    return _BY_NAME[name]


_BY_NAME = {each.name: each for each in MEASURES}


def outcome_of(rows: pa.Table, name: str) -> Measure:
    """A measure by its name, or any outcome column by its own.

    Args:
        rows: runs, with the outcome's column.
        name: as ``agreement``, or as ``welfare_partner``.

    Raises:
        InputError: the runs hold no such outcome.
    """
    columns = rows.column_names
    for each in MEASURES:
        if each.name == name and each.held_by(rows):
            return each
    plain = {each.column: each for each in MEASURES if not each.censored and not each.over}
    if name in columns and name in plain:
        return plain[name]
    layer = next((each for each in LAYERS if name.startswith(f"{each}_")), None)
    if layer is None or name not in columns:
        known = outcomes_of(rows)
        what = "the runs hold no such outcome"
        raise InputError(Problem(what, None, None, name, one_of(known), nearest(name, known)))
    told = rows.schema.field(name).metadata or {}
    unit = told.get(b"unit", b"").decode()
    says = told.get(b"meaning", name.replace("_", " ").encode()).decode()
    side = next((each for each in SIDES if name.endswith(f"_{each}") and each not in says), None)
    share = unit == "0 or 1"
    return Measure(
        *(name, layer, f"{side}: {says}" if side else says, name),
        *("share" if share else "mean", "share" if share else unit),
    )


def outcomes_of(rows: pa.Table) -> list[str]:
    """Names of all outcomes that runs hold: measures first, then further columns."""
    columns = rows.column_names
    known = [each.name for each in MEASURES if each.held_by(rows)]
    taken = {each.column for each in MEASURES if not each.over}
    layers: Sequence[str] = [f"{layer}_" for layer in LAYERS]
    return known + [c for c in columns if c.startswith(tuple(layers)) and c not in taken]
