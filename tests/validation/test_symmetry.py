"""Exchanging all data of the two sides exchanges the outcome, where data alone tells them apart."""

from typing import Any

import pytest

from sim.model.assembly import assemble
from sim.model.readable import Negotiation
from tests.model.corridors import corridor

KINDS = (
    {"sector": "trade", "inherited": 0.2, "benefit": 0.9, "cost": 0.2},
    {"sector": "funds", "inherited": 0.1, "benefit": 0.5, "cost": 0.35},
)
PATIENT = ({"patience": 0.99, "concession": 1.2}, {"patience": 0.96, "concession": 0.6})
SEATS = ({"trust": 1.0, "adoption_cost": 0.02}, {"trust": 1.0, "adoption_cost": 0.0})


def outcome(swapped: bool) -> dict[str, float]:
    """What each data set's owner gains, whichever seat it has."""
    first, second = (1, 0) if swapped else (0, 1)
    scenario = corridor(
        {
            "north": {"role": "destination", **PATIENT[first]},
            "guard": {"role": "origin", **PATIENT[second]},
        },
        {"main": ("north", "guard")},
        {
            "main": {
                "ours": {"giver": "north", **KINDS[first]},
                "theirs": {"giver": "guard", **KINDS[second]},
            }
        },
        about={
            "main": {
                "destination": {"actor": "north", **SEATS[first]},
                "partner": {"actor": "guard", **SEATS[second]},
                "initiator": "partner" if swapped else "destination",
            }
        },
        horizon=36,
    )
    model = Negotiation(assemble(scenario), seed=3, replication=0)
    row = model.play().outcome[1]
    sides = ("partner", "destination") if swapped else ("destination", "partner")
    found: dict[str, Any] = {
        "months": float(row["paper_months"]),
        "signed": float(row["paper_agreement"]),
    }
    for name, side in zip(("first", "second"), sides, strict=True):
        for what in ("distribution_gain", "distribution_nash", "process_signed_main"):
            found[f"{what}_{name}"] = float(row[f"{what}_{side}"])
    return found


def test_the_outcome_is_exchanged_with_the_data() -> None:
    plain, swapped = outcome(False), outcome(True)
    assert plain["signed"] == 1.0
    # The two data sets differ, or the comparison would say nothing.
    assert abs(plain["distribution_gain_first"] - plain["distribution_gain_second"]) > 0.01
    assert swapped == pytest.approx(plain, abs=1e-9)
