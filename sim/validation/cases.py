"""Cases: forecasts of the model and of its rivals, and their scores."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import product

import numpy as np
import numpy.typing as npt

from sim.analysis.intervals import Estimate
from sim.coding.encoding import Encoded
from sim.errors import InputError, Problem, nearest, one_of
from sim.scenario import Scenario, load
from sim.scenario.overrides import Value
from sim.strategies.registry import SHIPPED
from sim.validation.baselines import BASELINES, left_out_forecasts, predictors_of
from sim.validation.observed import Observed
from sim.validation.playing import Progress, drawn, play
from sim.validation.scores import log_score, ranked_probability, skill, weighted_kappa
from sim.validation.targets import COLUMNS, TARGETS, Span, probabilities

Numbers = npt.NDArray[np.float64]
Chances = dict[str, dict[str, Numbers]]
"""Chances of the categories by target and case."""

MENU, RULE, CODED, HAND = (
    "model, strategies from the menu",
    "model, strategies by rule",
    "model, strategies as coded",
    "model, hand-written cases",
)
FORECASTERS: Mapping[str, str] = {
    MENU: "uniform cases; each pairing of the strategies that the two roles may play, all alike",
    RULE: "uniform cases; strategies from inputs alone",
    CODED: "uniform cases; strategies as the record shows them, which leaks the outcome",
    HAND: "the library's own files of the same episodes, as written",
}
"""Forecasts of the model. The first is the headline."""
HEADLINE = MENU
NO_MENU = "adaptive"
"""Strategy that has no moves without a menu of its own."""


@dataclass(frozen=True)
class Size:
    """How much is played of each case."""

    draws: int = 100
    """Draws of what coders left open."""
    replications: int = 4
    """Runs of each draw."""
    per_pairing: int = 6
    """Draws of each pairing of strategies, one run each."""


@dataclass(frozen=True)
class Scored:
    """One forecaster at one target."""

    target: str
    forecaster: str
    cases: tuple[str, ...]
    rps: Numbers
    """Ranked probability score by case; NaN where the record says nothing."""
    log: Numbers
    """Log score by case."""
    kappa: float
    skill: Mapping[str, Estimate] = field(default_factory=dict)
    """Skill in RPS over each rival, by its name."""
    log_skill: Mapping[str, Estimate] = field(default_factory=dict)
    """Skill in log score over each rival."""


@dataclass(frozen=True)
class CaseScores:
    """What came of scoring cases."""

    chances: Mapping[str, Chances]
    """By forecaster."""
    spans: Mapping[str, Mapping[str, Span]]
    """What was observed, by target and case."""
    scored: Sequence[Scored]

    def at(self, target: str, forecaster: str) -> Scored:
        """One row."""
        return next(s for s in self.scored if (s.target, s.forecaster) == (target, forecaster))


def menu_of_role(
    role: str,
) -> list[str]:
    """Strategies that a role may play, each as it stands."""
    return [each.name for each in SHIPPED if role in each.roles and each.name != NO_MENU]


def _arms(kind: str, name: str, each: Encoded, seen: Observed, size: Size) -> Iterator[Scenario]:
    """The arms of a case for one forecaster, each as many runs as `_runs` says."""
    scenario = each.scenario
    sides = ("actors.destination.strategy", "actors.partner.strategy")
    if kind == MENU:
        roles = (scenario.actors["destination"].role, scenario.actors["partner"].role)
        pairings = product(*map(menu_of_role, roles))
        for place, pairing in enumerate(pairings):
            changes: dict[str, Value] = dict(zip(sides, pairing, strict=True))
            for number in range(size.per_pairing):
                yield drawn(scenario, name, place * size.per_pairing + number, changes)
        return
    coded = (seen.strategy_destination, seen.strategy_partner)
    changes = dict(zip(sides, coded, strict=True)) if kind == CODED else {}
    for number in range(size.draws):
        yield drawn(scenario, name, number, changes)


def forecast(
    kind: str,
    name: str,
    each: Encoded,
    seen: Observed,
    size: Size,
    threads: int = 2,
    progress: Progress = lambda runs: None,
) -> dict[str, Numbers] | None:
    """Chances of the categories of every target for one case; None where there is no such version.

    Args:
        kind: one of `FORECASTERS`.
        name: name of the case; keys its draws.
        each: the case as encoded.
        seen: its record: strategies as coded, and the hand-written scenario of the same episode.
        size: how much is played.
        threads: how many threads share the work.
        progress: called with the number of runs just finished.
    """
    table, replications = None, size.replications
    if kind == HAND:
        if not seen.scenario:
            return None
        overrides = (seen.override,) if seen.override else ()
        base = load(seen.scenario, overrides=overrides)
        table = seen.table or None
        arms = [drawn(base, name, number) for number in range(size.draws)]
    else:
        if kind == CODED and not (seen.strategy_destination and seen.strategy_partner):
            return None
        arms = list(_arms(kind, name, each, seen, size))
        replications = 1 if kind == MENU else replications
    found = play(arms, COLUMNS, replications, table=table, threads=threads, progress=progress)
    flat = {column: values.ravel() for column, values in found.columns.items()}
    there = ~np.isnan(flat["paper_agreement"])
    kept = {column: values[there] for column, values in flat.items()}
    return {
        target.name: probabilities(target.simulated(kept), len(target.levels)) for target in TARGETS
    }


def score(
    encoded: Mapping[str, Encoded],
    seen: Mapping[str, Observed],
    forecasts: Mapping[str, Mapping[str, Mapping[str, Numbers]]],
) -> CaseScores:
    """Score forecasts of the model and of its rivals.

    Args:
        encoded: cases as encoded.
        seen: their records.
        forecasts: by forecaster and case, chances by target.

    Raises:
        InputError: a record speaks of a case that was not encoded.
    """
    names = together(encoded, seen)
    corridors = {name: encoded[name].case.frame.get("corridor", name) for name in names}
    known = {name: predictors_of(encoded[name].case, seen[name]) for name in names}
    spans: dict[str, dict[str, Span]] = {}
    chances: dict[str, Chances] = {name: {} for name in (*forecasts, *(b.name for b in BASELINES))}
    for target in TARGETS:
        told = {name: target.observed(seen[name]) for name in names}
        here = spans[target.name] = {name: span for name, span in told.items() if span}
        for kind, by_case in forecasts.items():
            chances[kind][target.name] = {
                name: by_case[name][target.name] for name in here if name in by_case
            }
        for rival in BASELINES:
            levels = len(target.levels)
            found = left_out_forecasts(here, known, corridors, rival, levels)
            chances[rival.name][target.name] = found
    scored = []
    for target in TARGETS:
        here = spans[target.name]
        both = {
            kind: {
                name: (ranked_probability(c, here[name]), log_score(c, here[name]))
                for name, c in by_target[target.name].items()
            }
            for kind, by_target in chances.items()
        }
        for kind, by_target in chances.items():
            mine = by_target[target.name]
            cases = tuple(mine)
            scored.append(_row(target.name, kind, cases, both, mine, here, corridors))
    return CaseScores(chances, spans, scored)


def _row(
    target: str,
    kind: str,
    cases: tuple[str, ...],
    by_case: Mapping[str, Mapping[str, tuple[float, float]]],
    mine: Mapping[str, Numbers],
    spans: Mapping[str, Span],
    corridors: Mapping[str, str],
) -> Scored:
    def column(of: str, place: int) -> Numbers:
        return np.array([by_case[of][name][place] for name in cases], dtype=np.float64)

    rivals = [rival.name for rival in BASELINES if rival.name != kind]
    where = [corridors[name] for name in cases]
    rps, log = column(kind, 0), column(kind, 1)
    return Scored(
        target,
        kind,
        cases,
        rps,
        log,
        weighted_kappa([mine[name] for name in cases], [spans[name] for name in cases]),
        {rival: skill(rps, column(rival, 0), where) for rival in rivals},
        {rival: skill(log, column(rival, 1), where) for rival in rivals},
    )


def together(encoded: Mapping[str, Encoded], seen: Mapping[str, Observed]) -> list[str]:
    """Names of the cases that are both encoded and observed.

    Raises:
        InputError: there is none, or a record speaks of a case that was not encoded.
    """
    for name in seen:
        if name not in encoded:
            what = f"'{name}' is observed, but not among the codes"
            expected, like = one_of(encoded), nearest(name, encoded)
            raise InputError(Problem(what, None, None, "column case", expected, like))
    found = [name for name in encoded if name in seen]
    if not found:
        raise InputError(Problem("no observed case", None, None, "column case", one_of(encoded)))
    return found
