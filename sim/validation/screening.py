"""What decides: Morris's elementary effects of all assumed parameters, over all cases.

Each parameter runs over its range (`sim.validation.draws`); an effect is the change of an outcome
over that whole range, as trajectories of steps estimate it (Morris 1991; Campolongo, Cariboni and
Saltelli 2007).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from sim.analysis.extras import extra
from sim.validation.draws import Range
from sim.validation.measuring import Numbers, Sample
from sim.validation.targets import signed_months

LEVELS = 4
LAYERS: Mapping[str, str] = {
    "agreement": "agreement",
    "months": "months to it, as many as the window without one",
    "delivered": "partner delivers",
    "arrivals": "arrivals",
    "harm": "exposure to harm",
}
"""Outcomes, one or two for each layer."""
COLUMNS = (
    *("paper_agreement", "paper_months", "process_delivered_partner"),
    *("people_arrivals", "people_harm"),
)


@dataclass(frozen=True)
class Effect:
    """A parameter's effect on an outcome."""

    path: str
    strength: float
    """Mean of the absolute effects (mu*): how much it matters."""
    mean: float
    """Mean of the effects (mu): in which direction."""
    spread: float
    """Standard deviation of the effects (sigma): how far that depends on other parameters."""
    error: float
    """Half the 95 % interval of the strength over trajectories."""


def problem_of(known: Sequence[Range]) -> dict[str, Any]:
    """The parameters as SALib takes them: shares of their ranges."""
    return {
        "num_vars": len(known),
        "names": [each.path for each in known],
        "bounds": [[0.0, 1.0]] * len(known),
    }


def trajectories(known: Sequence[Range], count: int, seed: int = 0) -> Numbers:
    """Points of the design, shape (count, parameters + 1, parameters), as shares of the ranges."""
    sampler = extra("SALib.sample.morris", "Screening")
    found: Numbers = sampler.sample(problem_of(known), count, num_levels=LEVELS, seed=seed)
    return found.reshape(count, len(known) + 1, len(known))


def outcomes(sample: Sample) -> dict[str, list[float]]:
    """Each outcome's mean by case, in the base arm."""
    base = sample["base"]
    months = np.minimum(signed_months(base), 36.0)
    values = {
        "agreement": np.isfinite(signed_months(base)).astype(np.float64),
        "months": months,
        "delivered": np.nan_to_num(base["process_delivered_partner"]),
        "arrivals": base["people_arrivals"],
        "harm": base["people_harm"],
    }
    return {name: np.nanmean(found, axis=1).tolist() for name, found in values.items()}


def effects(known: Sequence[Range], design: Numbers, values: Numbers) -> list[Effect]:
    """Elementary effects of an outcome, the strongest first.

    Args:
        known: the parameters.
        design: points of whole trajectories, shape (trajectories, parameters + 1, parameters).
        values: the outcome at each, shape (trajectories, parameters + 1).
    """
    analyser = extra("SALib.analyze.morris", "Screening")
    found = analyser.analyze(
        problem_of(known),
        design.reshape(-1, len(known)),
        values.ravel(),
        num_levels=LEVELS,
        seed=0,
    )
    columns = (found["names"], found["mu_star"], found["mu"], found["sigma"], found["mu_star_conf"])
    rows = zip(*(np.asarray(each).tolist() for each in columns), strict=True)
    return sorted((Effect(*row) for row in rows), key=lambda each: -each.strength)
