"""Designs: which points of the space that the axes span are played.

Sequences come from `scipy.stats.qmc` and SALib; what is ours is only how their shares of the way
along each axis become values, and that choices of actors are not sampled with the rest: one sample
of the uncertainties is played under every combination of levers.
"""

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from typing import Any, Literal, get_args

import numpy as np

from sim.errors import InputError, Problem, QpqError, one_of
from sim.runs.axes import LEVELS, Axis
from sim.scenario.overrides import Value

DesignKind = Literal["grid", "list", "lhs", "sobol", "morris", "oat", "random"]
KINDS: tuple[DesignKind, ...] = get_args(DesignKind)
SAMPLED: tuple[DesignKind, ...] = ("lhs", "sobol", "morris", "random")
"""Designs that draw a sample of the uncertainties, and cross levers with it."""
SPREAD: tuple[DesignKind, ...] = ("lhs", "random")
"""Samples whose points stand for what might be, and are not compared one with another."""

USUAL_POINTS: Mapping[DesignKind, int] = {
    "grid": LEVELS,
    "oat": LEVELS,
    "lhs": 100,
    "random": 100,
    "sobol": 64,
    "morris": 20,
    "list": 0,
}
"""What `points` is unless told: levels of a range, points, base samples or trajectories."""

SHARE = "share:"
"""Begins the names of columns that say where a point stands along a sampled axis."""
MORRIS_LEVELS = 4
MOST_POINTS = 200_000
"""Points of a design at most: each is checked, in about .2 ms, before the first run."""

ShareArray = np.ndarray[Any, np.dtype[np.float64]]
Point = tuple[Value, ...]


@dataclass(frozen=True)
class Design:
    """The points of a sweep, in order."""

    kind: DesignKind
    rows: tuple[Point, ...]
    """Values of the axes, in their order, for each point."""
    shares: ShareArray | None = None
    """Where each point stands along each sampled axis, shape (points, sampled axes); None if the
    design is not sampled."""
    problem: Mapping[str, Any] | None = None
    """What SALib needs to analyse the sample: names, bounds and settings of the sampling."""
    crossed: tuple[str, ...] = ()
    """Paths of the levers that a sampled design crosses with its sample."""
    combinations: int = 1
    """Combinations of these levers. Points are numbered combination * sample size + place in the
    sample: each combination holds the whole sample in its order."""

    @property
    def sample(self) -> int:
        """Points at each combination of levers."""
        return len(self.rows) // self.combinations


def build(
    kind: DesignKind,
    axes: Sequence[Axis],
    points: int | None = None,
    seed: int = 0,
    listed: Sequence[Mapping[str, Value]] = (),
) -> Design:
    """The points of a design.

    Args:
        kind: which design.
        axes: what varies.
        points: size of a sample, which is played whole under every combination of levers. lhs and
            random: how many points. sobol: base samples, a power of two, each of which makes as
            many points as there are sampled axes and two more. morris: trajectories, each with
            one point more than there are sampled axes. grid and oat: levels of each range.
        seed: of the sampling; draws within runs do not depend on it.
        listed: points of the design ``list``, each with a value for every axis.

    Raises:
        InputError: the design does not fit the axes, or is enormous.
        QpqError: a library that the design needs is not installed.
    """
    count = USUAL_POINTS[kind] if points is None else points
    if kind == "list":
        return Design(kind, tuple(tuple(point[axis.path] for axis in axes) for point in listed))
    if kind == "grid":
        return Design(kind, _grid(axes, count))
    if not axes:
        raise InputError(Problem(f"the design '{kind}' needs an axis", "--vary", None, None, ""))
    if kind == "oat":
        return Design(kind, ())
    if kind not in SAMPLED:
        raise InputError(Problem(f"no design '{kind}'", "--design", None, None, one_of(KINDS)))
    return _crossed(kind, axes, count, seed)


def is_crossed(axis: Axis) -> bool:
    """Whether a sampled design plays its whole sample at each of the axis's values."""
    return axis.is_lever and bool(axis.values)


def _crossed(kind: DesignKind, axes: Sequence[Axis], count: int, seed: int) -> Design:
    """One sample of the uncertainties, played under every combination of levers."""
    levers = [axis for axis in axes if is_crossed(axis)]
    others = [axis for axis in axes if not is_crossed(axis)]
    if not others:
        what = f"the design '{kind}' has nothing to sample: all its axes are levers with values"
        expected = "the design grid; a range or a number to vary; or --role PATH=uncertainty"
        raise InputError(Problem(what, "--design", None, None, expected))
    combinations = math.prod(len(axis.values) for axis in levers)
    size, draw = _SAMPLES[kind]
    _refuse_enormous(size(count, len(others)) * combinations, levers)
    shares, problem = draw([axis.path for axis in others], count, seed)
    rows = [
        tuple(axis.value(share) for axis, share in zip(others, row, strict=True))
        for row in shares.tolist()
    ]
    places = {axis.path: place for place, axis in enumerate((*levers, *others))}
    order = [places[axis.path] for axis in axes]
    wholes = ((*chosen, *row) for chosen in product(*(a.values for a in levers)) for row in rows)
    return Design(
        kind,
        tuple(tuple(whole[place] for place in order) for whole in wholes),
        np.tile(shares, (combinations, 1)),
        problem,
        tuple(axis.path for axis in levers),
        combinations,
    )


def one_at_a_time(axes: Sequence[Axis], base: Point, levels: int | None = None) -> Design:
    """The base, then each axis through its values while all others stay at the base.

    Args:
        axes: what varies.
        base: what stands at each axis in the scenario itself.
        levels: how many values a range takes.
    """
    count = USUAL_POINTS["oat"] if levels is None else levels
    _refuse_enormous(1 + sum(axis.count(count) for axis in axes))
    rows = [base]
    for place, axis in enumerate(axes):
        rows += [
            (*base[:place], value, *base[place + 1 :])
            for value in axis.levels(count)
            if value != base[place]
        ]
    return Design("oat", tuple(rows))


def _grid(axes: Sequence[Axis], levels: int) -> tuple[Point, ...]:
    # Counted before anything is built.
    _refuse_enormous(math.prod(axis.count(levels) for axis in axes))
    return tuple(product(*(axis.levels(levels) for axis in axes)))


def _refuse_enormous(points: int, levers: Sequence[Axis] = ()) -> None:
    if points <= MOST_POINTS:
        return
    what, expected = f"the design has {points:,} points", f"at most {MOST_POINTS:,}"
    if levers:
        counts = " x ".join(f"{len(axis.values)} of {axis.path}" for axis in levers)
        what += f", its sample at every combination of levers ({counts})"
        expected += ": fewer values of levers, or --role PATH=uncertainty to sample one"
    raise InputError(Problem(what, "--points", None, None, expected))


def _lhs(names: list[str], count: int, seed: int) -> tuple[ShareArray, None]:
    qmc = _needed("scipy.stats.qmc")
    return qmc.LatinHypercube(len(names), rng=np.random.default_rng(seed)).random(count), None


def _random(names: list[str], count: int, seed: int) -> tuple[ShareArray, None]:
    return np.random.default_rng(seed).random((count, len(names))), None


def _problem(names: list[str], **settings: Any) -> dict[str, Any]:
    """The space of shares as SALib describes it."""
    return {
        "num_vars": len(names),
        "names": names,
        "bounds": [[0.0, 1.0]] * len(names),
        **settings,
    }


def _salib(problem: Mapping[str, Any]) -> dict[str, Any]:
    return {key: problem[key] for key in ("num_vars", "names", "bounds")}


def _sobol(names: list[str], count: int, seed: int) -> tuple[ShareArray, dict[str, Any]]:
    if count < 1 or count & (count - 1):
        what = f"{count} base samples of a Sobol sequence"
        raise InputError(Problem(what, "--points", None, None, "a power of two, such as 64"))
    sobol = _needed("SALib.sample.sobol")
    problem = _problem(names, calc_second_order=False, base_samples=count)
    found = sobol.sample(_salib(problem), count, calc_second_order=False, seed=seed)
    return np.asarray(found, float), problem


def _morris(names: list[str], count: int, seed: int) -> tuple[ShareArray, dict[str, Any]]:
    if count < 1:
        raise InputError(Problem("no trajectory", "--points", None, None, "at least one"))
    morris = _needed("SALib.sample.morris")
    problem = _problem(names, num_levels=MORRIS_LEVELS, trajectories=count)
    found = morris.sample(_salib(problem), count, num_levels=MORRIS_LEVELS, seed=seed)
    return np.asarray(found, float), problem


_SAMPLES: Mapping[
    DesignKind, tuple[Callable[[int, int], int], Callable[[list[str], int, int], Any]]
] = {
    "lhs": (lambda count, axes: count, _lhs),
    "random": (lambda count, axes: count, _random),
    "sobol": (lambda count, axes: count * (axes + 2), _sobol),
    "morris": (lambda count, axes: count * (axes + 1), _morris),
}
"""Of each sampled design the size of its sample, by count and axes, and how it is drawn."""


def _needed(module: str) -> Any:
    from importlib import import_module

    try:
        return import_module(module)
    except ImportError:
        name = module.split(".")[0]
        what = f"this design needs {name}: pip install 'quidproquo[sweeps]'"
        raise QpqError(what) from None
