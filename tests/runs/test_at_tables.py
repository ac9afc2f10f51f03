"""Where a scenario has several tables, one can be chosen, and numbers say what they are about."""

from pathlib import Path

import numpy as np
import pyarrow.compute as pc
import pytest

import sim
from sim.analysis.arms import Arms
from sim.analysis.material import Material
from sim.errors import InputError
from sim.interactive.notebook import page_of

STORED = Path("results/sample/ceuta_2021")
"""Pairings at the table of rabat; brussels is the other one."""
TOGETHER, ALONE = "All 2 tables together", "Table 'brussels'"


def test_an_analysis_reads_the_rows_of_the_table_that_is_named() -> None:
    results = sim.open_results(STORED)
    rows = results.tables()
    here = rows.filter(pc.equal(rows["table"], "brussels"))
    found = Material.of(results, "brussels")
    measure = found.outcome("agreement")
    assert found.values(measure).tolist() == here["paper_agreement"].to_pylist()
    assert found.about == found.only([0, 1]).about == ALONE
    whole = Material.of(results)
    assert whole.about == TOGETHER
    assert whole.values(measure).sum() > found.values(measure).sum()
    with pytest.raises(InputError, match=r"no table 'brusels'; .* did you mean 'brussels'"):
        Material.of(results, "brusels")


def test_arms_figures_and_reports_say_which_table_they_are_about() -> None:
    pytest.importorskip("matplotlib")
    results = sim.open_results(STORED)
    arms = Arms.of_sweep(results, "brussels")
    assert (arms.where, Arms.of_sweep(results).where) == (ALONE, TOGETHER)
    together, alone = (
        {text.get_text() for text in sim.plot.arms(results, table=table).figure.texts}
        for table in (None, "brussels")
    )
    assert TOGETHER in together and ALONE in alone
    page = page_of(sim.analyse(results, "agreement", table="brussels"))
    assert "All numbers are about the table &#x27;brussels&#x27;, one of rabat, brussels" in page
    assert "Numbers are about all 2 tables together" in page_of(sim.analyse(results, "agreement"))


def test_a_difference_at_one_table_is_that_of_its_rows() -> None:
    results = sim.open_results(STORED)
    found = Arms.of_sweep(results, "rabat")
    first, second = found.names[:2]
    rows = found.runs
    means = [
        np.mean(rows.filter(pc.equal(rows["arm"], name))["paper_agreement"].to_pylist())
        for name in (first, second)
    ]
    assert found.differences[0].differences["agreement"].value == pytest.approx(means[1] - means[0])
