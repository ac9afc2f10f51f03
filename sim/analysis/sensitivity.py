"""Which axis matters how much: Sobol, Morris and PAWN indices with intervals, through SALib."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from statistics import NormalDist
from typing import Any, Literal

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from sim.analysis.axes import Axis, axes_of, refusal, sampled
from sim.analysis.extras import extra
from sim.analysis.intervals import KEY, LEVEL, Estimate, Numbers
from sim.analysis.layouts import (
    crossed,
    is_one_at_a_time,
    morris_problem,
    samples,
    sobol_second_order,
)

Method = Literal["sobol", "morris", "pawn"]

RESAMPLES, PAWN_RESAMPLES, SHUFFLES = 200, 60, 20
SLICES, SMALLEST_SLICE = (10, 8, 7, 5, 4, 3), 10
"""Slices of an axis in PAWN, and the points that each must hold.

6 and 9 are not among them: there SALib 1.6 asks for a quantile above 1.
"""
PURPOSE = "Sensitivity analysis"


@dataclass(frozen=True)
class Sensitivity:
    """How much of an outcome each axis accounts for."""

    method: Method
    indices: dict[str, dict[str, Estimate]]
    """By axis, then by index: ``S1`` and ``ST``; ``mu_star``, ``mu`` and ``sigma``; or ``KS``."""
    points: int
    """Points behind it."""
    left_out: int = 0
    """Points at which the outcome never came about."""
    pairs: dict[tuple[str, str], Estimate] = field(default_factory=dict)
    """Second-order indices of Sobol by two axes, where the design allows them."""
    noise: dict[str, float] = field(default_factory=dict)
    """PAWN: the index that each axis would show by chance, had it no effect."""

    @property
    def headline(self) -> str:
        """The index by which axes are ranked."""
        return {"sobol": "ST", "morris": "mu_star", "pawn": "KS"}[self.method]

    def ranked(self) -> list[str]:
        """Axes from the one that matters most to the one that matters least."""
        value = {name: row[self.headline].value or 0.0 for name, row in self.indices.items()}
        return sorted(value, key=lambda name: -value[name])


def fitting(design: pa.Table) -> Method | None:
    """The method that a design was laid out for; PAWN takes any sample but one at a time.

    None where no method fits.
    """
    axes, laid_out = axes_of(design), sampled(design)
    if sobol_second_order(laid_out) is not None:
        return "sobol"
    if morris_problem(laid_out) is None:
        return "morris"
    enough = len(design) >= SLICES[-1] * SMALLEST_SLICE
    return "pawn" if enough and not is_one_at_a_time(axes) else None


def sensitivity(method: Method, design: pa.Table, outcome: Numbers) -> Sensitivity:
    """Indices of an outcome by a method.

    Args:
        method: one of the three.
        design: one row per point, in the order of the plan: ``point`` and one column per axis.
        outcome: the outcome at each of these rows, NaN where it never came about.

    Raises:
        InputError: the design was not laid out for the method, or the outcome does not fit.
        MissingExtra: SALib is not installed.
    """
    known = {"sobol": sobol, "morris": morris, "pawn": pawn}
    return known[method](design, outcome)


def sobol(design: pa.Table, outcome: Numbers) -> Sensitivity:
    """Shares of the outcome's variance: of each axis alone (S1) and with all others (ST).

    Estimators of Saltelli et al. 2010 (Computer Physics Communications 181:259-270); intervals
    by resampling. Small indices may come out below zero by chance.

    Raises:
        InputError: the design is not Saltelli's, a point has no outcome, or all are alike.
    """
    axes = sampled(design)
    second = sobol_second_order(axes)
    if second is None:
        what = "the design is not Saltelli's: its blocks do not swap one axis at a time"
        raise refusal(what, None, "a sweep with design sobol, whole and in its order")
    _refuse_gaps(outcome, len(design), "Sobol")
    result = extra("SALib.analyze.sobol", PURPOSE).analyze(
        _problem(axes), outcome, calc_second_order=second, num_resamples=RESAMPLES, seed=KEY
    )
    blocks = len(design) // ((2 if second else 1) * len(axes) + 2)
    indices = {
        axis.name: {
            name: _around(result[name][i], result[f"{name}_conf"][i], blocks)
            for name in ("S1", "ST")
        }
        for i, axis in enumerate(axes)
    }
    pairs = {
        (one.name, two.name): _around(result["S2"][i][j], result["S2_conf"][i][j], blocks)
        for i, one in enumerate(axes)
        for j, two in enumerate(axes)
        if second and i < j
    }
    return Sensitivity("sobol", indices, len(design), pairs=pairs)


def morris(design: pa.Table, outcome: Numbers, levels: int = 4) -> Sensitivity:
    """Elementary effects: mean size (mu_star), mean (mu) and spread (sigma), on the unit range.

    Morris 1991 (Technometrics 33:161-174) and Campolongo et al. 2007. A spread that is large
    against the mean size speaks of interactions or bends. Only ``mu_star`` has an interval.

    Args:
        design: trajectories, in the order of the plan.
        outcome: the outcome at each point.
        levels: levels of the grid on which the trajectories walk.

    Raises:
        InputError: the design holds no trajectories, a point has no outcome, or all are alike.
    """
    axes = sampled(design)
    if (reason := morris_problem(axes)) is not None:
        raise refusal(reason, None, "a sweep with design morris, whole and in its order")
    if any(len(axis.levels) > levels for axis in axes):
        raise refusal(f"the design has more than {levels} levels", None, "the number it was made")
    _refuse_gaps(outcome, len(design), "Morris")
    x = np.column_stack([axis.codes for axis in axes])
    result = extra("SALib.analyze.morris", PURPOSE).analyze(
        *(_problem(axes), x, outcome),
        num_resamples=5 * RESAMPLES,
        num_levels=levels,
        seed=np.random.default_rng(KEY),
    )
    walks = len(design) // (len(axes) + 1)
    indices = {
        axis.name: {
            "mu_star": _around(result["mu_star"][i], result["mu_star_conf"][i], walks),
            "mu": Estimate(float(result["mu"][i]), None, None, walks),
            "sigma": Estimate(float(result["sigma"][i]), None, None, walks),
        }
        for i, axis in enumerate(axes)
    }
    return Sensitivity("morris", indices, len(design))


def pawn(design: pa.Table, outcome: Numbers) -> Sensitivity:
    """How far fixing an axis moves the whole distribution of the outcome (KS), any sample.

    Median Kolmogorov-Smirnov distance between the outcome within a slice of the axis and over
    all points (Pianosi and Wagener 2018, Environmental Modelling & Software 108:197-207). An axis
    with few values is sliced at its values. The index is never zero: ``noise`` is what the same
    axis shows once its values are shuffled. Where levers are crossed with a sample, intervals draw
    points of the sample anew, each with all its levers, and sampled axes are shuffled over them.

    Raises:
        InputError: too few points, one axis varied at a time, or an outcome that is constant.
    """
    axes = axes_of(design)
    if is_one_at_a_time(axes):
        raise refusal("the design varies one axis at a time", None, "one that varies all at once")
    there = ~np.isnan(outcome)
    y = outcome[there]
    levers = crossed(design)
    _, drawn_once = np.unique(samples(design)[there], return_inverse=True)
    slices = next((each for each in SLICES if each * SMALLEST_SLICE <= len(y)), 0)
    if not slices:
        fewest = SLICES[-1] * SMALLEST_SLICE
        raise refusal(f"PAWN has only {len(y)} points", None, f"{fewest} or more with an outcome")
    _refuse_constant(y)
    generator = np.random.default_rng(KEY)
    indices, noise = {}, {}
    for axis in axes:
        x = axis.codes[there]
        alone = np.arange(len(x)) if axis.name in levers else drawn_once
        idle = [_distance(each, y, slices) for each in _shuffled(generator, x, alone)]
        noise[axis.name] = float(np.mean(idle))
        drawn = np.array(
            [_distance(x[rows], y[rows], slices) for rows in _resampled(generator, drawn_once)]
        )
        half = NormalDist().inv_cdf(0.5 + LEVEL / 2) * float(drawn.std(ddof=1))
        value = _distance(x, y, slices)
        indices[axis.name] = {
            "KS": Estimate(value, max(value - half, 0.0), min(value + half, 1.0), len(y))
        }
    left_out = int(np.count_nonzero(~there))
    return Sensitivity("pawn", indices, len(y), left_out, noise=noise)


def _distance(x: Numbers, y: Numbers, slices: int) -> float:
    """PAWN's index of one axis."""
    values = np.unique(x)
    if len(values) > slices:
        # SALib also divides by the mean distance, which may be zero; we do not use that.
        with np.errstate(invalid="ignore", divide="ignore"):
            found = extra("SALib.analyze.pawn", PURPOSE).analyze(
                {"num_vars": 1, "names": ["x"], "bounds": [[0, 1]]}, x[:, None], y, S=slices
            )
        return float(found["median"][0])
    # SALib cuts at quantiles, which leaves out the highest of a few values.
    ks = extra("scipy.stats", PURPOSE).ks_2samp
    distances = [ks(y[x == value], y, method="asymp").statistic for value in values]
    return float(np.median(distances))


def _shuffled(
    generator: np.random.Generator, x: Numbers, groups: npt.NDArray[np.int64]
) -> Iterator[Numbers]:
    """Values of an axis given to other groups; rows of one group, which are alike, stay so."""
    values = np.empty(int(groups.max()) + 1)
    values[groups] = x
    return (generator.permutation(values)[groups] for _ in range(SHUFFLES))


def _resampled(
    generator: np.random.Generator, groups: npt.NDArray[np.int64]
) -> Iterator[npt.NDArray[np.int64]]:
    """Rows of groups drawn with replacement, one sample after the other."""
    count = int(groups.max()) + 1
    order = np.argsort(groups, kind="stable")
    ends = np.searchsorted(groups[order], np.arange(count + 1))
    members = [order[ends[i] : ends[i + 1]] for i in range(count)]
    for _ in range(PAWN_RESAMPLES):
        yield np.concatenate([members[i] for i in generator.integers(0, count, size=count)])


def _problem(axes: list[Axis]) -> dict[str, Any]:
    return {
        "num_vars": len(axes),
        "names": [axis.name for axis in axes],
        "bounds": [[0.0, 1.0]] * len(axes),
        "groups": None,
    }


def _around(value: Any, half: Any, n: int) -> Estimate:
    return Estimate(float(value), float(value - half), float(value + half), n)


def _refuse_gaps(outcome: Numbers, points: int, method: str) -> None:
    if len(outcome) != points:
        raise refusal(f"{len(outcome)} outcomes for {points} points", None, "one for each point")
    gaps = int(np.count_nonzero(np.isnan(outcome)))
    if gaps:
        what = f"{gaps} of {points} points have no such outcome, and {method} needs all of them"
        raise refusal(what, None, "an outcome that every run has, or PAWN")
    _refuse_constant(outcome)


def _refuse_constant(outcome: Numbers) -> None:
    if np.ptp(outcome) == 0.0:
        raise refusal("the outcome is the same at all points", None, "one that varies")
