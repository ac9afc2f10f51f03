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
    statistic: Literal["share", "mean", "median"]
    unit: str
    censored: bool = False
    """Months without the event count up to the horizon, instead of leaving the run out."""

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

        Args:
            rows: runs, with the measure's column, and ``horizon`` if it is censored.
        """
        values = numbers(rows, self.column)
        return (
            np.where(np.isnan(values), numbers(rows, "horizon"), values)
            if self.censored
            else values
        )


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
        *("process", "destination concedes", "process_concession_destination", "mean", "share"),
    ),
    Measure(
        "conceded_partner",
        *("process", "partner concedes", "process_concession_partner", "mean", "share"),
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
        "surplus_partner",
        # A median, because runs with next to no joint surplus have enormous shares of it.
        *(
            "distribution",
            "partner's share of the surplus",
            "distribution_partner",
            "median",
            "share",
        ),
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
        if each.name == name and each.column in columns:
            return each
    plain = {each.column: each for each in MEASURES if not each.censored}
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
    known = [each.name for each in MEASURES if each.column in columns]
    taken = {each.column for each in MEASURES}
    layers: Sequence[str] = [f"{layer}_" for layer in LAYERS]
    return known + [c for c in columns if c.startswith(tuple(layers)) and c not in taken]
