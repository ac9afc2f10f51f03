"""The question: where does coercion beat cooperation, and where does naming a price pay?

Both sides' strategies are crossed, in every case, at every joint draw of the assumed parameters.
Beside them four conditions vary: linkage, how much the partner depends on what it is given, how
far the destination side speaks with one voice, and the partner's empowerment. All arms of a case
at a draw meet the same shocks.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple
from zlib import crc32

import numpy as np

from sim.analysis.axes import Axis
from sim.analysis.discovery import Discovery, Question, discover
from sim.analysis.intervals import Estimate, centre, share
from sim.errors import InputError
from sim.scenario import Scenario
from sim.scenario.overrides import Value
from sim.validation.draws import draw
from sim.validation.measuring import Numbers
from sim.validation.sampling import sample

DESTINATIONS = ("cooperative", "coercive", "staged_more_for_more")
PARTNERS = ("cooperative", "reverse_conditionality")
OUTCOMES: Mapping[str, str] = {
    "paper_agreement": "agreement",
    "process_supplied_main_partner": "what the partner supplies of its main provision",
    "people_arrivals": "arrivals",
    "people_harm": "exposure to harm",
    "welfare_destination": "utility of the destination side",
    "welfare_partner": "utility of the partner",
}
LAYERS = ("paper_agreement", "process_supplied_main_partner", "people_arrivals")
"""Outcomes for which rules are sought, one for each of paper, process and people."""
LESS_IS_MORE = ("people_arrivals", "people_harm")
LINKAGES = ("none", "tactical", "substantive")
DEPENDENCE = (0.5, 1.5)
"""What the destination side gives is worth so much to the partner, times what the case says."""
COHERENCE = (0.2, 1.0)
EMPOWERMENT = (0.0, 1.0)
THIRDS = ("low", "middle", "high")


class Contrast(NamedTuple):
    """Two ways to go about it, each with whatever the other side does."""

    name: str
    one: tuple[str, ...]
    """Arms of the first."""
    other: tuple[str, ...]
    """Arms of the second, in the same order."""


def arm(destination: str, partner: str) -> str:
    """Name of a pairing."""
    return f"{destination}|{partner}"


CONTRASTS = (
    Contrast(
        "coercive rather than cooperative destination",
        tuple(arm("coercive", partner) for partner in PARTNERS),
        tuple(arm("cooperative", partner) for partner in PARTNERS),
    ),
    Contrast(
        "staged rewards rather than rewards at once",
        tuple(arm("staged_more_for_more", partner) for partner in PARTNERS),
        tuple(arm("cooperative", partner) for partner in PARTNERS),
    ),
    Contrast(
        "reverse conditionality rather than a cooperative partner",
        tuple(arm(destination, "reverse_conditionality") for destination in DESTINATIONS),
        tuple(arm(destination, "cooperative") for destination in DESTINATIONS),
    ),
)


def conditions(number: int, name: str) -> dict[str, Any]:
    """Conditions of a case at a draw: keyed by both, so that all combinations come about."""
    generator = np.random.Generator(np.random.PCG64([number, crc32(name.encode()), 7]))
    return {
        "linkage": LINKAGES[int(generator.integers(len(LINKAGES)))],
        "dependence": float(generator.uniform(*DEPENDENCE)),
        "coherence": float(generator.uniform(*COHERENCE)),
        "empowerment": float(generator.uniform(*EMPOWERMENT)),
    }


def put(scenario: Scenario, given: Mapping[str, Any]) -> Scenario:
    """A case under conditions."""
    changes: dict[str, Value] = {"treatments.linkage": given["linkage"]}
    for name, actor in scenario.actors.items():
        if actor.role.on_destination_side:
            changes[f"actors.{name}.coherence"] = given["coherence"]
        else:
            changes[f"actors.{name}.empowerment"] = given["empowerment"]
    for issue, block in scenario.issues.items():
        for name, provision in block.provisions.items():
            if scenario.actors[provision.giver].role.on_destination_side:
                path = f"issues.{issue}.provisions.{name}.benefit"
                changes[path] = provision.benefit * given["dependence"]
    return scenario.with_changes(set=changes)


def answers(cases: Mapping[str, Scenario], number: int, replicas: int) -> dict[str, Any]:
    """Means of all outcomes by case and arm, at one draw; can be written as JSON.

    Args:
        cases: scenarios by name.
        number: the draw.
        replicas: runs of each case and arm.
    """
    point = draw(number, next(iter(cases.values())))
    arms: dict[str, dict[str, Value]] = {
        arm(ours, theirs): {
            "actors.destination.strategy": ours,
            "actors.partner.strategy": theirs,
        }
        for ours in DESTINATIONS
        for theirs in PARTNERS
    }
    found: dict[str, Any] = {}
    for name, scenario in cases.items():
        given = conditions(number, name)
        runs = sample(
            {name: put(scenario, given)},
            arms,
            point,
            tuple(OUTCOMES),
            replicas=replicas,
            number=number + 1,
            menu=False,
        )
        values = {
            each: {
                column: _plain(float(np.nanmean(columns[column])))
                for column in OUTCOMES
                if not np.isnan(columns[column]).all()
            }
            for each, columns in runs.items()
        }
        found[name] = {"conditions": given, "values": values}
    return found


def _plain(value: float) -> float | None:
    return None if math.isnan(value) else value


@dataclass(frozen=True)
class Row:
    """A contrast in one outcome."""

    outcome: str
    gap: Estimate
    """Mean difference; the interval is over draws of the parameters, each with its own shocks."""
    draws: Estimate
    """Share of draws at which it does better on average over the cases."""
    better: float
    """Share of configurations (a case at a draw) in which it does better."""
    worse: float
    by_condition: Mapping[tuple[str, str], Estimate]
    """Mean difference by condition and level."""


@dataclass(frozen=True)
class Answer:
    """What one contrast comes to."""

    contrast: Contrast
    rows: Sequence[Row]
    rules: Mapping[str, Discovery | str]
    """By outcome: regions in which it does better, or why none could be sought."""


@dataclass(frozen=True)
class Answered:
    """All contrasts, and over which draws."""

    answers: Sequence[Answer]
    draws: int
    calibrated: bool
    """Whether draws at odds with a calibration row were left out."""


def answered(found: Mapping[int, Mapping[str, Any]], calibrated: bool) -> Answered:
    """Put together what units found.

    Args:
        found: by number of the draw, as `answers` returns it.
        calibrated: whether these are draws that history matching left.
    """
    return Answered([_answer(each, found) for each in CONTRASTS], len(found), calibrated)


def _answer(contrast: Contrast, found: Mapping[int, Mapping[str, Any]]) -> Answer:
    places = [(number, name) for number, cases in found.items() for name in cases]
    draws = np.array([number for number, _ in places])
    given = [found[number][name]["conditions"] for number, name in places]
    axes = [
        Axis(key, np.array([each[key] for each in given]))
        for key in ("linkage", "dependence", "coherence", "empowerment")
    ]
    rows, rules = [], {}
    for outcome in OUTCOMES:
        gaps = np.array([_gap(contrast, found[n][name]["values"], outcome) for n, name in places])
        rows.append(_row(outcome, gaps, draws, axes))
        if outcome in LAYERS:
            rules[outcome] = _rules(contrast, outcome, gaps, draws, axes)
    return Answer(contrast, rows, rules)


def _gap(contrast: Contrast, values: Mapping[str, Mapping[str, Any]], outcome: str) -> float:
    """Mean difference over what the other side does; NaN where an arm has no value."""
    pairs = [
        (values[one].get(outcome), values[other].get(outcome))
        for one, other in zip(contrast.one, contrast.other, strict=True)
    ]
    known = [one - other for one, other in pairs if one is not None and other is not None]
    return float(np.mean(known)) if known else float("nan")


def _by_draw(gaps: Numbers, draws: Numbers, where: Any) -> Numbers:
    """Mean over the configurations of each draw that has any."""
    there = where & ~np.isnan(gaps)
    return np.array([gaps[there & (draws == n)].mean() for n in np.unique(draws[there])])


def _row(outcome: str, gaps: Numbers, draws: Any, axes: Sequence[Axis]) -> Row:
    sign = -1.0 if outcome in LESS_IS_MORE else 1.0
    everywhere = np.ones(len(gaps), dtype=bool)
    means = _by_draw(gaps, draws, everywhere)
    known = sign * gaps[~np.isnan(gaps)]
    levels = {}
    for axis in axes:
        for level, where in _levels(axis):
            levels[axis.name, level] = centre(_by_draw(gaps, draws, where))
    return Row(
        outcome,
        centre(means),
        share(int((sign * means > 0.0).sum()), len(means)),
        float((known > 0.0).mean()) if len(known) else float("nan"),
        float((known < 0.0).mean()) if len(known) else float("nan"),
        levels,
    )


def _levels(axis: Axis) -> list[tuple[str, Any]]:
    """Labels, or thirds of the range, and which configurations lie there."""
    if not axis.numeric:
        return [(str(label), axis.values == label) for label in LINKAGES]
    low, high = {"dependence": DEPENDENCE, "coherence": COHERENCE}.get(axis.name, EMPOWERMENT)
    third = np.minimum((axis.values - low) / (high - low) * 3.0, 2.0).astype(int)
    return [(level, third == place) for place, level in enumerate(THIRDS)]


def _rules(
    contrast: Contrast, outcome: str, gaps: Numbers, draws: Any, axes: Sequence[Axis]
) -> Discovery | str:
    """Where it does better, in words; configurations without any difference are left out."""
    sign = -1.0 if outcome in LESS_IS_MORE else 1.0
    told = ~np.isnan(gaps) & (gaps != 0.0)
    question = Question(
        f"{contrast.name}: better",
        tuple(Axis(each.name, each.values[told]) for each in axes),
        sign * gaps[told] > 0.0,
        left_out=int((~told).sum()),
        samples=draws[told],
    )
    try:
        return discover(question)
    except InputError as error:
        return str(error)
