"""Playing the experiments: paired effects, with intervals and verdicts."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np
import pyarrow.compute as pc

from sim.analysis.intervals import Estimate, Numbers, centre, share
from sim.analysis.measures import numbers
from sim.analysis.mechanisms.rows import Experiment, Mechanism, world_of
from sim.errors import InputError, one_of
from sim.runs.running import played
from sim.runs.sweep_results import RUNS, TABLES
from sim.runs.variants import scenarios_plan
from sim.scenario.overrides import Value

REPLICATIONS = 400
"""Pairs of runs of a plain experiment."""
DRAWS = 200
"""Draws of the unanchored parameters of an emergent one."""
PER_DRAW = 250
"""Pairs of runs for each draw."""
SEED = 0
ERRORS = 2.0
"""Standard errors within which the effect of a draw counts as undetermined."""
DECIMALS = 6
"""Decimal places that are kept: beyond them processors may differ."""

Settings = Mapping[str, Value]


@dataclass(frozen=True)
class Effect:
    """What the arm does to the outcome, over pairs of runs under equal shocks."""

    effect: float | None
    """Mean of the paired differences; None if no pair has the outcome in all arms."""
    low: float | None
    high: float | None
    """Ends of the 95 % interval; None where there are too few pairs."""
    n: int
    """Pairs that have the outcome in all arms."""
    base: float | None
    """Mean of the outcome in the base, over those pairs."""
    verdict: str
    """shown, not shown, opposite or undetermined."""


@dataclass(frozen=True)
class Shares:
    """Signs of the effect over draws of the unanchored parameters."""

    draws: int
    right: float
    """Share of draws in which the effect has the sign of the claim, beyond two errors."""
    low: float
    high: float
    """95 % interval of that share: Monte Carlo error over draws."""
    wrong: float
    """Share with the opposite sign, beyond two errors."""
    undetermined: float
    """Share within two errors of zero."""
    median: float | None
    """Median effect over draws."""
    verdict: str
    """shown, not shown, opposite or undetermined."""


@dataclass(frozen=True)
class Result:
    """What an experiment came to."""

    pairs: int
    """Pairs of runs played."""
    plain: Effect
    """At the values that the world assumes."""
    without: Effect | None = None
    """The same with the coefficient at 0."""
    drawn: Shares | None = None
    """Signs over draws."""

    @property
    def verdict(self) -> str:
        """The verdict: over draws where there are any."""
        return self.drawn.verdict if self.drawn else self.plain.verdict

    @property
    def survives(self) -> bool | None:
        """Whether the pattern is left with the coefficient at 0; None without one."""
        return None if self.without is None else self.without.verdict == "shown"

    def as_json(self) -> dict[str, Any]:
        """The result for the file of results."""
        return {key: value for key, value in asdict(self).items() if value is not None}


def result_from(kept: Mapping[str, Any]) -> Result:
    """The result that `Result.as_json` wrote."""
    return Result(
        kept["pairs"],
        Effect(**kept["plain"]),
        Effect(**kept["without"]) if "without" in kept else None,
        Shares(**kept["drawn"]) if "drawn" in kept else None,
    )


def play(
    mechanism: Mechanism, pairs: int = REPLICATIONS, draws: int = DRAWS, threads: int = 2
) -> Result:
    """Play the experiment of a mechanism.

    Args:
        mechanism: one that has an experiment.
        pairs: pairs of runs at the values that the world assumes.
        draws: draws of the unanchored parameters, where its label is emergent.
        threads: how many threads share the work; the results do not depend on it.

    Raises:
        InputError: the world or a setting is wrong.
    """
    experiment = mechanism.row.experiment
    assert experiment is not None
    up = experiment.direction == "up"
    differences, base = _differences(mechanism, {}, pairs, SEED, threads)
    plain = effect_of(differences, base, up)
    without = drawn = None
    if experiment.coefficient:
        off = _differences(mechanism, experiment.coefficient, pairs, SEED, threads)
        without = effect_of(*off, up)
    if experiment.draws:
        drawn = _over_draws(mechanism, experiment, draws, up, threads)
    return Result(pairs, plain, without, drawn)


def effect_of(differences: Numbers, base: Numbers, up: bool) -> Effect:
    """The effect behind paired differences, missing ones left out."""
    there = ~np.isnan(differences)
    kept = differences[there]
    if not len(kept):
        return Effect(None, None, None, 0, None, "undetermined")
    estimate = centre(kept)
    mean = float(np.mean(base[there]))
    return Effect(
        _rounded(estimate.value),
        _rounded(estimate.low),
        _rounded(estimate.high),
        estimate.n,
        _rounded(mean),
        verdict_of(estimate, up),
    )


def verdict_of(estimate: Estimate, up: bool) -> str:
    """What an interval says of a claim about the sign.

    Shown or opposite if it lies on one side of zero, not shown if it holds zero, undetermined if
    there are too few pairs for an interval.
    """
    if estimate.low is None or estimate.high is None:
        return "undetermined"
    if estimate.low <= 0.0 <= estimate.high:
        return "not shown"
    return "shown" if (estimate.low > 0.0) == up else "opposite"


def signs_of(effects: Iterable[tuple[float, float]], up: bool) -> Shares:
    """Shares of draws by the sign of their effect.

    The verdict goes by the share of the right sign among all draws: shown if its interval lies
    above one half, opposite if that of the wrong sign does, undetermined if most draws are, and
    not shown otherwise.

    Args:
        effects: effect and standard error of each draw; NaN where the outcome never came about.
        up: what the claim says.
    """
    found = list(effects)
    values = np.array([value if up else -value for value, _ in found])
    errors = np.array([error for _, error in found])
    beyond = np.abs(values) > ERRORS * errors
    right = int(np.count_nonzero(beyond & (values > 0.0)))
    wrong = int(np.count_nonzero(beyond & (values < 0.0)))
    n = len(found)
    yes, no = share(right, n), share(wrong, n)
    assert yes.value is not None and yes.low is not None and yes.high is not None
    assert no.value is not None and no.low is not None
    rest = (n - right - wrong) / n
    verdict = "not shown"
    if yes.low > 0.5:
        verdict = "shown"
    elif no.low > 0.5:
        verdict = "opposite"
    elif rest > 0.5:
        verdict = "undetermined"
    known = [value for value, _ in found if not np.isnan(value)]
    return Shares(
        n,
        _exactly(yes.value),
        _exactly(yes.low),
        _exactly(yes.high),
        _exactly(no.value),
        _exactly(rest),
        _rounded(float(np.median(known))) if known else None,
        verdict,
    )


def settings_drawn(mechanism: Mechanism, experiment: Experiment, number: int) -> dict[str, Value]:
    """One draw of the unanchored parameters, each uniform over its range."""
    generator = np.random.Generator(np.random.PCG64([int(mechanism.name[1:]), number]))
    return {
        path: low + (high - low) * float(generator.random())
        for path, (low, high) in experiment.draws.items()
    }


def _over_draws(
    mechanism: Mechanism, experiment: Experiment, draws: int, up: bool, threads: int
) -> Shares:
    """Play the experiment anew for each draw of its unanchored parameters."""

    def effect(number: int) -> tuple[float, float]:
        settings = settings_drawn(mechanism, experiment, number)
        found, _ = _differences(mechanism, settings, PER_DRAW, SEED + 1 + number, 1)
        found = found[~np.isnan(found)]
        if len(found) < 2:
            return float("nan"), float("nan")
        return float(np.mean(found)), float(np.std(found, ddof=1) / np.sqrt(len(found)))

    # Draws are shared out rather than runs: putting a world together takes most of the time.
    with ThreadPoolExecutor(max(threads, 1)) as pool:
        return signs_of(pool.map(effect, range(draws)), up)


def _differences(
    mechanism: Mechanism, further: Settings, pairs: int, seed: int, threads: int
) -> tuple[Numbers, Numbers]:
    """Differences within pairs, and the outcome of the base; NaN where it did not come about.

    With a second change: how much more the arm does together with it than without it.
    """
    experiment = mechanism.row.experiment
    assert experiment is not None
    around: list[Settings] = [{}, experiment.joint] if experiment.joint else [{}]
    layers: list[list[Settings]] = []
    for second in around:
        layers += [
            [experiment.base, second, further],
            [experiment.base, second, experiment.arm, further],
        ]
    arms = {
        str(place): world_of(mechanism, *(dict(layer) for layer in each))
        for place, each in enumerate(layers)
    }
    plan = scenarios_plan(arms, pairs, seed)
    tables = played(plan, threads)
    rows = tables[RUNS]
    if experiment.table is not None:
        _refuse_unknown(mechanism, experiment.table, plan.tables)
        rows = tables[TABLES].filter(pc.equal(tables[TABLES]["table"], experiment.table))
    # Failed runs have no outcome.
    values = numbers(rows, experiment.outcome).reshape(len(arms), pairs)
    difference = values[1] - values[0]
    if experiment.joint:
        difference = values[3] - values[2] - difference
    return difference, values[0]


def _refuse_unknown(mechanism: Mechanism, table: str, tables: Sequence[str]) -> None:
    """Refuse a table that the world lacks."""
    if table not in tables:
        what = f"no table is named '{table}'"
        raise InputError(mechanism.problem("experiment.table", what, one_of(tables)))


def _rounded(value: float | None) -> float | None:
    return None if value is None else _exactly(value)


def _exactly(value: float) -> float:
    return round(value, DECIMALS) + 0.0


Progress = Callable[[str, Result], None]


def play_all(
    mechanisms: Mapping[str, Mechanism],
    pairs: int = REPLICATIONS,
    draws: int = DRAWS,
    threads: int = 2,
    progress: Progress | None = None,
) -> dict[str, Result]:
    """Play every mechanism that has an experiment.

    Args:
        mechanisms: by name.
        pairs: pairs of runs of each.
        draws: draws of unanchored parameters of those whose label is emergent.
        threads: how many threads share the work.
        progress: called with each result as it comes.
    """
    found = {}
    for name, mechanism in mechanisms.items():
        if mechanism.row.experiment is None:
            continue
        found[name] = play(mechanism, pairs, draws, threads)
        if progress is not None:
            progress(name, found[name])
    return found
