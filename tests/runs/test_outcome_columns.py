"""Every outcome column is filled, and those with negative values say so."""

import numpy as np
import pytest

from sim.model.assembly import assemble
from sim.model.batch import play_many
from sim.model.records import NEVER, OUTCOME, Column
from sim.runs.run_tables import outcome_columns
from sim.scenario import library, load

CASES = library.names()
UNFILLED = -123456.75


@pytest.mark.parametrize("case", CASES)
def test_every_outcome_column_is_filled(case: str) -> None:
    """Outcomes begin as what no rule writes: a column that nobody fills stays so."""
    assembly = assemble(load(case), log=False, months=False)
    for column in OUTCOME:
        assembly.template.outcome[column.name] = UNFILLED
    outcomes = play_many(assembly, range(3), 1, threads=1).outcomes
    unfilled = [each.name for each in OUTCOME if (outcomes[each.name] == UNFILLED).any()]
    assert unfilled == []
    # What is negative and no mark needs `signed`, or `NEVER` would hide an ordinary value.
    values = {each.name: outcomes[each.name] for each in OUTCOME if not each.signed}
    assert [name for name, v in values.items() if ((v < 0) & (v != NEVER)).any()] == []


def test_a_mark_is_missing_and_a_signed_value_is_not() -> None:
    marked = Column("welfare_partner", "", "", signed=True)
    assert next(each for each in OUTCOME if each.name == marked.name).signed
    rows = np.zeros(2, [(each.name, "f8") for each in OUTCOME])
    rows["welfare_partner"][0] = rows["paper_months"][0] = NEVER
    found = outcome_columns(rows)
    assert found["welfare_partner"].to_pylist() == [-1.0, 0.0]
    assert found["paper_months"].to_pylist() == [None, 0.0]
