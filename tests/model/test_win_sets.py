"""Schelling's conjecture: a smaller win-set makes agreement rarer and terms better.

Paired replications: the same shocks with and without a domestic hurdle of the destination side.
"""

import numpy as np
import pytest

from sim.model import batch
from sim.model.assembly import assemble
from sim.scenario import load
from tests.model.conftest import Compiled
from tests.model.worlds import TWO_TABLES, world

RUNS = 400
HURDLES = (0.0, 0.2, 0.4)
"""Of these, informal texts call up 0.3."""


def outcomes(case: str, path: str, row: int, hurdle: float) -> tuple:
    """Whether each run agreed, and the destination side's surplus share where it did."""
    scenario = world(TWO_TABLES) if case == "two_tables" else load(case)
    # Nothing else about hurdles: no ratification, one form, no new governments.
    changes = {
        f"actors.{path}.hurdle": hurdle,
        "treatments.form": "informal",
        "treatments.ratification": "off",
        "treatments.exit": "off",
        "treatments.government_change": "off",
    }
    found = batch.play_many(
        assemble(scenario.with_changes(set=changes), log=False, months=False), range(RUNS), seed=3
    )
    table = found.outcomes[:, row]
    gains = [table[f"distribution_gain_{side}"] for side in ("destination", "partner")]
    return table["paper_agreement"], gains[0] / (gains[0] + gains[1])


CASES = [("two_tables", "celia", 2), ("ceuta_2021", "spain", 1), ("eu_tunisia_2023", "eu", 1)]
SIGNS_ANYWAY = ("ceuta_2021", "eu_tunisia_2023")
"""There the destination side gains so much that a hurdle decides next to nothing: undetermined."""


@pytest.mark.parametrize(("case", "actor", "row"), CASES)
def test_a_smaller_win_set_makes_agreement_rarer(
    compiled: Compiled, case: str, actor: str, row: int
) -> None:
    rates = [outcomes(case, actor, row, h)[0].mean() for h in HURDLES]
    assert all(np.diff(rates) <= 0.0)
    if case not in SIGNS_ANYWAY:
        assert rates[-1] < rates[0] - 0.05


@pytest.mark.parametrize(("case", "actor", "row"), CASES)
def test_a_smaller_win_set_brings_better_terms(
    compiled: Compiled, case: str, actor: str, row: int
) -> None:
    agreed, share = outcomes(case, actor, row, HURDLES[0])
    also, tougher = outcomes(case, actor, row, HURDLES[-1])
    # Signs rather than means: shares of a surplus near zero are huge.
    gains = (tougher - share)[(agreed == 1.0) & (also == 1.0)]
    better, worse = (gains > 1e-9).sum(), (gains < -1e-9).sum()
    if case in SIGNS_ANYWAY:
        assert better + worse < 0.1 * RUNS
    else:
        assert better > worse + 2.0 * np.sqrt(better + worse)
