"""What a run leaves behind: outcome columns and monthly rows, with units and meanings."""

import math
from functools import cache
from typing import Any, NamedTuple

import numpy as np

from sim.model.rows import NUMBER, row_type


class Column(NamedTuple):
    """A column of a record: its unit and what it says."""

    name: str
    unit: str
    meaning: str
    signed: bool = False
    """Whether negative values are ordinary, so that `NEVER` marks nothing in it."""
    pooled: str = ""
    """How the tables of a run become one number; empty where a row is of one thing anyway."""

    def bounds(self, horizon: int) -> tuple[float, float]:
        """Least and largest value that a run of so many months can leave.

        Args:
            horizon: months played.
        """
        most = {"0 or 1": 1.0, "share": 1.0, "months": float(horizon)}.get(self.unit, math.inf)
        return (-most if self.signed else 0.0), most


NEVER = -1.0
"""Stands in a state's records for what did not come about; written out as a missing value."""

MISSING = math.nan
"""The same in signed columns."""

FIRST = "of the table that signs first"
SUM = "sum over tables"
MEAN = "mean over tables that have it"
MOST = "of the table at which it is most"
JOINT = "all tables as one"
ROUTES = "all routes, by their size; at a table those that its partner guards towards it"

OUTCOME = (
    Column(
        "paper_agreement",
        "0 or 1",
        "an agreement entered into force within the horizon",
        pooled="at any table",
    ),
    Column(
        "paper_agreement_12",
        "0 or 1",
        "the first such agreement was signed within 12 months",
        pooled=FIRST,
    ),
    Column(
        "paper_agreement_24",
        "0 or 1",
        "the first such agreement was signed within 24 months",
        pooled=FIRST,
    ),
    Column(
        "paper_months", "months", "months to the signature of the first agreement", pooled=FIRST
    ),
    Column("paper_formal", "0 or 1", "the first agreement was formal", pooled=FIRST),
    Column("paper_breadth", "provisions", "provisions that first agreements raised", pooled=SUM),
    Column(
        "paper_depth",
        "share",
        "mean over provisions that first agreements raised of (agreed - inherited) / "
        "(cap - inherited)",
        pooled=JOINT,
    ),
    *(
        column
        for side in ("destination", "partner")
        for column in (
            Column(
                f"process_signed_main_{side}",
                "share",
                "most that agreements in force promised of its main provision: (agreed - start) / "
                "(asked - start), at most 1; 0 without agreement",
                pooled=MEAN,
            ),
            Column(
                f"process_signed_worth_{side}",
                "share",
                "the same of all that it gives, weighted by worth to the other side",
                pooled=MEAN,
            ),
            Column(
                f"process_supplied_main_{side}",
                "share",
                "what it supplied of its main provision in the last "
                "`parameters.measures.concession_months`, on average: (level - start) / "
                "(asked - start), at most 1; below the start (level - start) / (start - floor), "
                "so -1 is all withdrawn",
                True,
                MEAN,
            ),
            Column(
                f"process_supplied_worth_{side}",
                "share",
                "the same of all that it gives, weighted by worth to the other side",
                True,
                MEAN,
            ),
        )
    ),
    *(
        Column(
            f"process_concession_{side}",
            "share",
            "mean over all months and provisions that it gives of (level - start) / (cap - start); "
            "below the start (level - start) / (start - floor)",
            True,
            MEAN,
        )
        for side in ("destination", "partner")
    ),
    *(
        Column(
            f"process_delivered_{side}",
            "share",
            "sum over months of what it delivered, over the sum of what was due from it under "
            "agreements in force, in levels",
            pooled=JOINT,
        )
        for side in ("destination", "partner")
    ),
    Column(
        "paper_instrument",
        "code",
        "kind of the first agreement, by place in the scenario",
        pooled=FIRST,
    ),
    Column(
        "process_dialogue_months",
        "months",
        "months with a meeting of talks and without an agreement in force on their issue",
        pooled=MOST,
    ),
    Column("process_routed", "count", "rounds that a member left to its union", pooled=SUM),
    Column(
        "people_attempts",
        "ratio to baseline attempts",
        "mean over months of attempted arrivals",
        pooled=ROUTES,
    ),
    Column(
        "people_arrivals",
        "ratio to baseline arrivals",
        "mean over months of arrivals after control",
        pooled=ROUTES,
    ),
    Column(
        "people_returns",
        "ratio to baseline arrivals",
        "mean over months of returns delivered",
        pooled=ROUTES,
    ),
    Column(
        "people_moved",
        "ratio to baseline attempts",
        "mean over months of attempts diverted to other, longer ways",
        pooled=ROUTES,
    ),
    Column(
        "people_harm",
        "index",
        "mean over months of exposure to harm, at assumed rates",
        pooled=ROUTES,
    ),
    Column(
        "coercion_demands_partner", "count", "prices named, with or without a threat", pooled=SUM
    ),
    *(
        Column(f"coercion_{what}_{side}", "count", meaning, pooled=SUM)
        for what, meaning in (
            ("threats", "threats made"),
            ("executed", "threats executed"),
            ("dropped", "threats dropped in public"),
            ("retaliations", "withdrawals without a price"),
        )
        for side in ("destination", "partner")
    ),
    *(
        Column(
            f"coercion_met_{side}",
            "share",
            "mean share met of its declared demands, each when it was closed: at once by "
            "agreement, compliance and backing down, up to a sunset later after an execution",
            pooled="mean over demands at all tables",
        )
        for side in ("destination", "partner")
    ),
    *(
        column
        for side in ("destination", "partner")
        for fate, which in (
            ("unbacked", "demands without a threat"),
            ("averted", "threats neither executed nor dropped in the window"),
            ("executed", "threats executed in the window"),
            ("dropped", "threats dropped in public in the window"),
        )
        for column in (
            Column(
                f"coercion_success_{fate}_{side}",
                "share",
                f"{which}: mean share of the demand met, on paper or in silence, at best within "
                "`parameters.measures.success_months` of the demand or the threat that backs it: "
                "(level - level before) / (demanded - level before)",
                pooled="mean over demands at all tables",
            ),
            Column(
                f"coercion_scored_{fate}_{side}",
                "count",
                f"{which}: how many had their whole window within the horizon",
                pooled=SUM,
            ),
        )
    ),
    *(
        Column(
            f"distribution_{what}_{side}",
            "utility a month",
            f"{says} over no agreement and no threat, summed over first agreements",
            True,
            SUM,
        )
        for what, says in (
            ("gain", "its gain by the package signed"),
            ("nash", "its gain at the asymmetric Nash point"),
        )
        for side in ("destination", "partner")
    ),
    Column(
        "distribution_most",
        "utility a month",
        "largest joint gain that any package, or none, could have brought, summed likewise",
        pooled=SUM,
    ),
    Column(
        "durability_months",
        "months",
        "months with an agreement in force, on the issue that has most of them",
        pooled=MOST,
    ),
    Column("durability_lapses", "count", "agreements that collapsed", pooled=SUM),
    Column("durability_suspensions", "count", "provisions suspended", pooled=SUM),
    Column("durability_renegotiations", "count", "agreements reopened", pooled=SUM),
    *(
        Column(
            f"welfare_{side}",
            "utility a month",
            "mean over months of its utility of levels in force, against the inherited ones",
            True,
            SUM,
        )
        for side in ("destination", "partner")
    ),
)
"""Columns of the outcome of a run, and of each of its tables."""

MONTHS_TABLE = (
    Column("pressure", "ratio to baseline", "attempted arrivals on the table's route"),
    Column("arrivals", "ratio to baseline", "arrivals after control on that route"),
    Column("trust_destination", "share", "its trust in the partner"),
    Column("trust_partner", "share", "its trust in the destination side"),
    Column("credibility_destination", "share", "belief in its threats"),
    Column("credibility_partner", "share", "belief in its threats"),
    Column("grievance_destination", "share", "its grievance"),
    Column("grievance_partner", "share", "its grievance"),
    Column("empowerment_partner", "share", "the partner's empowerment"),
    Column("disagreement_destination", "utility a month", "utility of levels in force"),
    Column("disagreement_partner", "utility a month", "utility of levels in force"),
    Column("coherence_destination", "share", "how far it speaks with one voice"),
    Column("threat_destination", "code", "0 none, 1 pending, 2 executed, 3 retaliation"),
    Column("threat_partner", "code", "0 none, 1 pending, 2 executed, 3 retaliation"),
    Column("talking", "0 or 1", "talks were under way"),
    Column("in_force", "0 or 1", "an agreement was in force"),
)

MONTHS_PROVISION = (
    Column("level", "level", "what is supplied"),
    Column("agreed", "level", "what the agreement in force promises"),
    Column("delivered", "share", "share of the promised increment supplied"),
)

MONTHS_ROUTE = (
    Column("attempts", "ratio to baseline", "attempted arrivals"),
    Column("arrivals", "ratio to baseline", "arrivals after control"),
    Column("returns", "ratio to baseline", "returns delivered"),
    Column("harm", "index", "exposure to harm, at assumed rates"),
    Column("control", "level", "border control in force"),
)


@cache
def record_type(columns: tuple[Column, ...]) -> np.dtype[Any]:
    """The array type of rows with these columns."""
    kind = f"{columns[0].name.title().replace('_', '')}Record{len(columns)}"
    return row_type(kind, [(column.name, NUMBER) for column in columns])


def never_came_about(column: Column, values: Any) -> Any:
    """Which values of an outcome column stand for what never came about."""
    return np.isnan(values) if column.signed else values == NEVER
