"""What decides together: Sobol's indices of the parameters that screening found.

All other parameters stay at their defaults. Every point meets the same strategies and shocks, so
that an outcome varies with parameters alone (Saltelli and others 2010).
"""

import warnings
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np

from sim.analysis.extras import extra
from sim.validation.draws import Range, ranges
from sim.validation.measuring import Numbers
from sim.validation.screening import Effect, problem_of

PER_LAYER = 2
"""Parameters that are taken up from each outcome of the screening."""
FLAT = 1e-9
"""Standard deviation of an outcome below which nothing decides it."""


@dataclass(frozen=True)
class Index:
    """Which part of an outcome's variance a parameter, or two together, explain."""

    name: str
    """The parameter's path; of an interaction both, with ``x`` between them."""
    first: float
    """Alone; of an interaction beyond what each does alone."""
    first_error: float
    """Half the 95 % interval, by resampling points."""
    total: float | None = None
    """With all interactions; None for an interaction."""
    total_error: float | None = None


def chosen(effects: Mapping[str, Sequence[Effect]]) -> tuple[str, ...]:
    """Paths of the strongest parameters of each outcome, each once."""
    found = (each.path for ordered in effects.values() for each in ordered[:PER_LAYER])
    return tuple(dict.fromkeys(found))


def ranges_of(paths: Sequence[str]) -> list[Range]:
    """Ranges of some parameters, in their order."""
    known = {each.path: each for each in ranges()}
    return [known[path] for path in paths]


def points(paths: Sequence[str], base: int) -> Numbers:
    """The design as shares of ranges, shape (base * (2 * parameters + 2), parameters)."""
    sampler = extra("SALib.sample.sobol", "Sobol's indices")
    problem = problem_of(ranges_of(paths))
    found: Numbers = sampler.sample(problem, base, calc_second_order=True, seed=0)
    return found


def indices(paths: Sequence[str], values: Numbers) -> tuple[list[Index], list[Index]]:
    """Indices of an outcome and its interactions, the strongest first; none where it never varies.

    Args:
        paths: the parameters.
        values: the outcome at each point of the design.
    """
    if not np.std(values) > FLAT:
        return [], []
    analyser = extra("SALib.analyze.sobol", "Sobol's indices")
    settings = {"calc_second_order": True, "seed": 0, "print_to_console": False}
    with warnings.catch_warnings():
        # A resample without variance counts as 0, and that is right.
        warnings.simplefilter("ignore", UserWarning)
        found = analyser.analyze(problem_of(ranges_of(paths)), values, **settings)
    single = [
        Index(path, *(float(found[key][place]) for key in ("S1", "S1_conf", "ST", "ST_conf")))
        for place, path in enumerate(paths)
    ]
    pairs = [
        Index(
            " x ".join((paths[one], paths[other])),
            float(found["S2"][one, other]),
            float(found["S2_conf"][one, other]),
        )
        for one, other in combinations(range(len(paths)), 2)
    ]
    return (
        sorted(single, key=lambda each: -(each.total or 0.0)),
        sorted(pairs, key=lambda each: -abs(each.first)),
    )
