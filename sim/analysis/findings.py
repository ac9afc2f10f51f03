"""All analyses of one sweep that its design allows, and why the others were not made."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Any

import numpy as np

from sim.analysis.adequacy import Adequacy, adequacy
from sim.analysis.axes import refusal
from sim.analysis.conditions import inside
from sim.analysis.discovery import FEWEST_POINTS, Discovery, discover
from sim.analysis.estimands import Contrast, Side, threats
from sim.analysis.extras import MissingExtra
from sim.analysis.idle import idle_of
from sim.analysis.indices import MOST_PARTS, indexed_parts, indices_of
from sim.analysis.intervals import NOTHING, Estimate
from sim.analysis.material import Material
from sim.analysis.measures import Measure
from sim.analysis.overview import MOST_LEVELS, Level, Outcome, levels_of, outcome_of
from sim.analysis.power import Power, power_of
from sim.analysis.prim import Peeling, prim
from sim.analysis.questions import Question, beating, passing
from sim.analysis.sensitivity import Sensitivity
from sim.analysis.survival import WHOLE, Survival, groups_of, to_agreement
from sim.analysis.threat_arms import Choice, Signs, arms_of, by_draw, signs
from sim.errors import InputError

USUAL = ("agreement", "delivered_partner", "arrivals", "harm")
"""Outcomes that are looked at closely, unless others are named; arrivals never without harm."""


@dataclass(frozen=True)
class Beats:
    """Which choice is to do better than which, in what."""

    axis: str
    one: str
    other: str
    outcome: str = "agreement"
    more: bool = True


@dataclass(frozen=True)
class Wishes:
    """What a reader asks of an analysis."""

    outcomes: tuple[str, ...] = ()
    beats: Beats | None = None
    above: tuple[str, float] | None = None
    """An outcome and the value above which it is sought; by default the first one's median."""
    arms: Mapping[str, Choice] = field(default_factory=dict)
    side: Side = "destination"
    precision: float | None = None
    power: float | None = None
    """Difference that replications are to find."""


@dataclass(repr=False)
class Findings:
    """What came out, by analysis; ``missing`` says why something did not."""

    material: Material
    measures: tuple[Measure, ...]
    outcomes: list[Outcome] = field(default_factory=list)
    levels: list[Level] = field(default_factory=list)
    idle: list[str] = field(default_factory=list)
    """Axes, and values of axes, that change nothing in any run."""
    sensitivity: dict[tuple[str, str], Sensitivity] = field(default_factory=dict)
    """By measure and part of the sweep; the part is empty where there is only one."""
    question: Question | None = None
    discovery: Discovery | None = None
    peeling: Peeling | None = None
    density: Estimate = NOTHING
    """Share of the points in PRIM's box that are sought."""
    coverage: Estimate = NOTHING
    """Share of the sought points that are in it."""
    survival: dict[str, Survival] = field(default_factory=dict)
    contrasts: dict[str, list[Contrast]] = field(default_factory=dict)
    """By measure."""
    signs: dict[str, Signs] = field(default_factory=dict)
    adequacy: list[Adequacy] = field(default_factory=list)
    power: list[Power] = field(default_factory=list)
    missing: dict[str, str] = field(default_factory=dict)
    """By analysis, why it was not made."""

    def not_made(self, of: str) -> list[str]:
        """Sentences on analyses whose name begins so and that were not made."""
        return [
            f"Not made: {what}: {why}." for what, why in self.missing.items() if what.startswith(of)
        ]

    def __repr__(self) -> str:
        """How much stands behind it, and what was looked at closely."""
        points, runs = len(self.material.design), self.material.runs.num_rows
        names = ", ".join(each.name for each in self.measures)
        return f"<Findings of {runs:,} runs at {points:,} points: {names}>"


def analyse(material: Material, wishes: Wishes | None = None) -> Findings:
    """Make all analyses that fit.

    Raises:
        InputError: something that was asked for by name does not exist.
    """
    wishes = wishes or Wishes()
    known = material.outcomes()
    names = wishes.outcomes or tuple(each for each in USUAL if each in known) or tuple(known[:1])
    if "arrivals" in names and "harm" in known and "harm" not in names:
        names = (*names, "harm")
    measures = tuple(material.outcome(name) for name in names)
    found = Findings(material, measures)
    found.outcomes = [outcome_of(material, material.outcome(name)) for name in known]
    found.levels = levels_of(material, measures)
    found.idle = idle_of(material)
    _discover(found, wishes)
    _try(found, "time to agreement", partial(_survive, found))
    arms = arms_of(material, wishes.arms)
    if arms.runs:
        for measure in measures:
            _try(found, f"threats and {measure.name}", partial(_threaten, found, measure, wishes))
    else:
        found.missing["threats"] = (
            "no axis treatments.execution with chosen, always and never, and no arms named"
        )
    found.adequacy = [adequacy(material, measure, wishes.precision) for measure in measures]
    if wishes.power is not None:
        found.power = power_of(material, measures, wishes.power)
    # Last, because it takes longest: what was asked for in vain has been refused by now.
    for measure in measures:
        _try(found, f"sensitivity of {measure.name}", partial(_sensitive, found, measure))
    return found


def _try(found: Findings, what: str, do: Callable[[], Any]) -> None:
    """Make one analysis; what does not fit is remembered with its reason."""
    try:
        do()
    except (InputError, MissingExtra) as error:
        found.missing[what] = str(error)


def _sensitive(found: Findings, measure: Measure) -> None:
    """Indices of the whole sweep; of a sample laid out for a method, at each lever combination."""
    parts = indexed_parts(found.material)
    if len(parts) > MOST_PARTS:
        what = f"{measure.name} at further combinations of levers"
        found.missing[f"sensitivity of {what}"] = (
            f"the sweep has {len(parts)}, and the first {MOST_PARTS} are enough to read"
        )

    def index(name: str, part: Material) -> None:
        found.sensitivity[measure.name, name] = indices_of(part, measure)

    for name, part in parts[:MOST_PARTS]:
        what = f"{measure.name} ({name})" if name else measure.name
        _try(found, f"sensitivity of {what}", partial(index, name, part))


def _discover(found: Findings, wishes: Wishes) -> None:
    material = found.material
    if wishes.beats is not None:
        b = wishes.beats
        measure = material.outcome(b.outcome)
        found.question = beating(material, b.axis, b.one, b.other, measure, more=b.more)
    else:
        name, cut = wishes.above or (found.measures[0].name, None)
        measure = material.outcome(name)
        if cut is not None:
            found.question = passing(material, measure, cut)
        else:
            means = material.by_point(measure).mean
            means = means[~np.isnan(means)]
            middle = float(np.median(means)) if len(means) else 0.0
            asked = passing(material, measure, middle)
            found.question = replace(asked, text=f"{asked.text}, its median over points,")
    question = found.question

    def grow() -> None:
        found.discovery = discover(question)

    def peel() -> None:
        if len(question.holds) < FEWEST_POINTS:
            what = f"{len(question.holds)} points are too few to discover a box"
            raise refusal(what, None, f"{FEWEST_POINTS} or more")
        found.peeling = prim(question.axes, question.holds)
        within = inside(question.axes, found.peeling.chosen.conditions)
        found.density = question.share_of(np.ones(len(within), dtype=bool), within)
        found.coverage = question.coverage_of(within)

    _try(found, "discovery by a tree", grow)
    _try(found, "discovery by PRIM", peel)


def _survive(found: Findings) -> None:
    material = found.material
    found.survival[WHOLE] = to_agreement(material.with_samples)
    for axis in material.axes:
        if not axis.numeric and 1 < len(axis.levels) <= MOST_LEVELS:
            for says, part in groups_of(material, axis).items():
                found.survival[says] = to_agreement(part.with_samples)
            return


def _threaten(found: Findings, measure: Measure, wishes: Wishes) -> None:
    arms = arms_of(found.material, wishes.arms)
    found.contrasts[measure.name] = threats(arms.runs, wishes.side, measure, arms.by)
    if draws := by_draw(arms, wishes.side, measure):
        found.signs[measure.name] = signs(draws)
