"""What a run leaves behind: outcome columns and monthly rows, with units and meanings."""

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


NEVER = -1.0
"""Stands in a state's records for what did not come about; written out as a missing value."""

OUTCOME = (
    Column("paper_agreement", "0 or 1", "an agreement entered into force within the horizon"),
    Column("paper_agreement_12", "0 or 1", "an agreement was signed within 12 months"),
    Column("paper_agreement_24", "0 or 1", "an agreement was signed within 24 months"),
    Column("paper_months", "months", "months to the signature of the first agreement"),
    Column("paper_formal", "0 or 1", "the first agreement was formal"),
    Column("paper_breadth", "provisions", "provisions that first agreements raised"),
    Column("paper_depth", "share", "mean share of the way to the cap that they were raised"),
    Column("process_concession_destination", "share", "mean share raised of what it gives"),
    Column("process_concession_partner", "share", "mean share raised of what it gives"),
    Column("process_delivered_destination", "share", "share delivered of what was due from it"),
    Column("process_delivered_partner", "share", "share delivered of what was due from it"),
    Column("paper_instrument", "code", "kind of the first agreement, by place in the scenario"),
    Column("process_dialogue_months", "months", "months with a meeting and without an agreement"),
    Column("process_routed", "count", "rounds that a member left to its union"),
    Column("people_attempts", "ratio to baseline attempts", "mean attempted arrivals"),
    Column("people_arrivals", "ratio to baseline arrivals", "mean arrivals after control"),
    Column("people_returns", "ratio to baseline arrivals", "mean returns delivered"),
    Column("people_moved", "ratio to baseline attempts", "mean diverted to other, longer ways"),
    Column("people_harm", "index", "mean exposure to harm, at assumed rates"),
    Column("coercion_demands_partner", "count", "prices named, with or without a threat"),
    Column("coercion_threats_destination", "count", "threats made"),
    Column("coercion_threats_partner", "count", "threats made"),
    Column("coercion_executed_destination", "count", "threats executed"),
    Column("coercion_executed_partner", "count", "threats executed"),
    Column("coercion_dropped_destination", "count", "threats dropped in public"),
    Column("coercion_dropped_partner", "count", "threats dropped in public"),
    Column("coercion_retaliations_destination", "count", "withdrawals without a price"),
    Column("coercion_retaliations_partner", "count", "withdrawals without a price"),
    Column("coercion_met_destination", "share", "mean share met of its declared demands"),
    Column("coercion_met_partner", "share", "mean share met of its declared demands"),
    Column("distribution_partner", "share", "partner's share of the surplus over no threat"),
    Column("distribution_nash", "share", "partner's share at the Nash point before any threat"),
    Column("distribution_efficiency", "ratio", "joint surplus over that at this Nash point"),
    Column("durability_months", "months", "months with an agreement in force"),
    Column("durability_lapses", "count", "agreements that collapsed"),
    Column("durability_suspensions", "count", "provisions suspended"),
    Column("durability_renegotiations", "count", "agreements reopened"),
    Column("welfare_destination", "utility a month", "mean utility of levels in force", True),
    Column("welfare_partner", "utility a month", "mean utility of levels in force", True),
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
    # Nothing equals NaN.
    return values == (np.nan if column.signed else NEVER)
