"""Designs: which points of the space that the axes span are played.

Sequences come from `scipy.stats.qmc` and SALib; what is ours is only how their shares of the way
along each axis become values.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from typing import Any, Literal, get_args

import numpy as np

from sim.errors import InputError, Problem, QpqError, one_of
from sim.scenario.overrides import Value
from sim.sweeps.axes import LEVELS, Axis

Kind = Literal["grid", "list", "lhs", "sobol", "morris", "oat", "random"]
KINDS: tuple[Kind, ...] = get_args(Kind)

USUAL_POINTS: Mapping[Kind, int] = {
    "grid": LEVELS,
    "oat": LEVELS,
    "lhs": 100,
    "random": 100,
    "sobol": 64,
    "morris": 20,
    "list": 0,
}
"""What `points` is unless told: levels of a range, points, base samples or trajectories."""

MORRIS_LEVELS = 4
MOST_POINTS = 2_000_000

Shares = np.ndarray[Any, np.dtype[np.float64]]
Row = tuple[Value, ...]


@dataclass(frozen=True)
class Design:
    """The points of a sweep, in order."""

    kind: Kind
    rows: tuple[Row, ...]
    """Values of the axes, in their order, for each point."""
    shares: Shares | None = None
    """Where each point stands along each axis, shape (points, axes); None if not sampled."""
    problem: Mapping[str, Any] | None = None
    """What SALib needs to analyse it: names, bounds and settings of the sampling."""


def build(
    kind: Kind,
    axes: Sequence[Axis],
    points: int | None = None,
    seed: int = 0,
    listed: Sequence[Mapping[str, Value]] = (),
) -> Design:
    """The points of a design.

    Args:
        kind: which design.
        axes: what varies.
        points: lhs and random: how many points. sobol: base samples, a power of two, each of which
            makes as many points as there are axes and two more. morris: trajectories, each with
            one point more than there are axes. grid and oat: levels of each range.
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
    made = {"lhs": _lhs, "random": _random, "sobol": _sobol, "morris": _morris}
    if kind not in made:
        raise InputError(Problem(f"no design '{kind}'", "--design", None, None, one_of(KINDS)))
    _refuse_enormous(count)
    shares, problem = made[kind]([axis.path for axis in axes], count, seed)
    rows = tuple(
        tuple(axis.value(share) for axis, share in zip(axes, row, strict=True))
        for row in shares.tolist()
    )
    _refuse_enormous(len(rows))
    return Design(kind, rows, shares, problem)


def one_at_a_time(axes: Sequence[Axis], base: Row, levels: int | None = None) -> Design:
    """The base, then each axis through its values while all others stay at the base.

    Args:
        axes: what varies.
        base: what stands at each axis in the scenario itself.
        levels: how many values a range takes.
    """
    count = USUAL_POINTS["oat"] if levels is None else levels
    rows = [base]
    for place, axis in enumerate(axes):
        rows += [
            (*base[:place], value, *base[place + 1 :])
            for value in axis.levels(count)
            if value != base[place]
        ]
    return Design("oat", tuple(rows))


def _grid(axes: Sequence[Axis], levels: int) -> tuple[Row, ...]:
    columns = [axis.levels(levels) for axis in axes]
    _refuse_enormous(int(np.prod([float(len(column)) for column in columns])))
    return tuple(product(*columns))


def _refuse_enormous(points: int) -> None:
    if points > MOST_POINTS:
        what = f"the design has {points:,} points"
        raise InputError(Problem(what, "--points", None, None, f"at most {MOST_POINTS:,}"))


def _lhs(names: list[str], count: int, seed: int) -> tuple[Shares, None]:
    qmc = _needed("scipy.stats.qmc")
    return qmc.LatinHypercube(len(names), rng=np.random.default_rng(seed)).random(count), None


def _random(names: list[str], count: int, seed: int) -> tuple[Shares, None]:
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


def _sobol(names: list[str], count: int, seed: int) -> tuple[Shares, dict[str, Any]]:
    if count < 1 or count & (count - 1):
        what = f"{count} base samples of a Sobol sequence"
        raise InputError(Problem(what, "--points", None, None, "a power of two, such as 64"))
    sobol = _needed("SALib.sample.sobol")
    problem = _problem(names, calc_second_order=False, base_samples=count)
    found = sobol.sample(_salib(problem), count, calc_second_order=False, seed=seed)
    return np.asarray(found, float), problem


def _morris(names: list[str], count: int, seed: int) -> tuple[Shares, dict[str, Any]]:
    if count < 1:
        raise InputError(Problem("no trajectory", "--points", None, None, "at least one"))
    morris = _needed("SALib.sample.morris")
    problem = _problem(names, num_levels=MORRIS_LEVELS, trajectories=count)
    found = morris.sample(_salib(problem), count, num_levels=MORRIS_LEVELS, seed=seed)
    return np.asarray(found, float), problem


def _needed(module: str) -> Any:
    from importlib import import_module

    try:
        return import_module(module)
    except ImportError:
        name = module.split(".")[0]
        what = f"this design needs {name}: pip install 'quidproquo[sweeps]'"
        raise QpqError(what) from None
