"""The indices that a sweep's design allows: of the whole, or at each combination of its levers."""

from itertools import product

import numpy as np
import pyarrow as pa

from sim.analysis.matching import label_of
from sim.analysis.material import Material
from sim.analysis.measures import Measure
from sim.analysis.pawn import pawn
from sim.analysis.sensitivity import Method, Outcome, Sensitivity, fitting, morris, sobol

MOST_PARTS = 12
"""Combinations of levers at which indices are computed."""


def parts_of(material: Material) -> list[tuple[str, Material]]:
    """The sweep by combination of the levers that it crosses with a sample, these axes dropped.

    A sweep that crosses none is one part, named by nothing.
    """
    if not material.levers:
        return [("", material)]
    levers = [material.axis(name) for name in material.levers]
    found = []
    for combination in product(*(axis.levels for axis in levers)):
        held = [axis.values == level for axis, level in zip(levers, combination, strict=True)]
        rows = np.flatnonzero(np.logical_and.reduce(held))
        name = ", ".join(label_of(*each) for each in zip(levers, combination, strict=True))
        found.append((name, material.only(rows.tolist(), material.levers)))
    return found


def indexed_parts(material: Material) -> list[tuple[str, Material]]:
    """The parts of a sweep that have indices of their own: those that a sample was laid out for.

    Any sample will do for PAWN, which takes the whole, with levers as axes like the others.
    """
    parts = parts_of(material)
    if any(fitting(each.design) not in ("sobol", "morris") for _, each in parts):
        return [("", material)]
    return parts


def indices_of(part: Material, measure: Measure) -> Sensitivity:
    """Indices of an outcome by the method that the design of a part of a sweep was laid out for.

    Raises:
        InputError: no method fits the design, or the outcome.
        MissingExtra: SALib is not installed.
    """
    outcome = part.redrawn(measure)
    method = fitting(part.design) or "pawn"
    # An outcome that some points lack has no indices by Sobol.
    if method == "sobol" and np.isnan(outcome.mean).any():
        method = "pawn"
    return sensitivity(method, part.design, outcome)


def sensitivity(method: Method, design: pa.Table, outcome: Outcome) -> Sensitivity:
    """Indices of an outcome by a method.

    Intervals draw anew what makes up the design (base samples, trajectories, points) and the
    shocks that points share; where these are fewer than `FEWEST` there are none. Shocks of points'
    own are part of the scatter between points.

    Args:
        method: one of the three.
        design: one row per point, in the order of the plan: ``point`` and one column per axis.
        outcome: the outcome at each of these rows, NaN where it never came about: its runs, or
            means alone, whose chance is then not known.

    Raises:
        InputError: the design was not laid out for the method, or the outcome does not fit.
        MissingExtra: SALib is not installed.
    """
    known = {"sobol": sobol, "morris": morris, "pawn": pawn}
    return known[method](design, outcome)
