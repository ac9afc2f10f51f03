"""What a validation found, put together from its units."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from sim.analysis.intervals import Estimate, share
from sim.validation import screening, sobol
from sim.validation.alternatives import Kept, kept
from sim.validation.calibration import FEWEST, Draw, Matched, match
from sim.validation.cases import FORECASTERS, CaseScores, score, together
from sim.validation.declared import Pattern, Patterns, read_patterns
from sim.validation.draws import ranges
from sim.validation.measuring import Measured
from sim.validation.question import Answered, answered
from sim.validation.screening import LAYERS, Effect
from sim.validation.setup import Setup
from sim.validation.sobol import Index
from sim.validation.verification import Check, Verdict, read_checks
from sim.validation.work import Results, screened


@dataclass(frozen=True)
class PatternFound:
    """One pattern: at the defaults, and over draws of the parameters."""

    name: str
    pattern: Pattern
    encoded: Measured
    """At the defaults, in the encoded cases with strategies from the menus."""
    library: Measured
    """At the defaults, in the cases of the library as they are written."""
    verdicts: tuple[str, ...]
    """``yes``, ``no``, ``open`` or ``never`` for each draw, see `Measured.verdict`."""
    values: tuple[float, ...]
    """Value at each draw; NaN where nothing could be measured."""

    def part(self, verdict: str, kept: Sequence[int] | None = None) -> Estimate:
        """Share of draws with a verdict, with Wilson's interval over draws."""
        places = range(len(self.verdicts)) if kept is None else kept
        return share(sum(self.verdicts[p] == verdict for p in places), len(places))

    @property
    def middle(self) -> tuple[float, float, float] | None:
        """Median, 5 and 95 per cent of the values over draws."""
        known = [value for value in self.values if not np.isnan(value)]
        if not known:
            return None
        low, mid, high = np.quantile(known, [0.05, 0.5, 0.95]).tolist()
        return mid, low, high


@dataclass(frozen=True)
class PatternsFound:
    """All patterns together."""

    rows: Sequence[PatternFound]
    draws: int

    def together(self, role: str | None = None) -> tuple[Estimate, Estimate, int]:
        """Draws that show all patterns, draws at odds with none, and the most that one shows.

        Args:
            role: calibration or test; by default both.
        """
        rows = [r for r in self.rows if r.pattern.expect and role in (None, r.pattern.role)]
        by_draw = list(zip(*(row.verdicts for row in rows), strict=True))
        every = sum(all(v == "yes" for v in found) for found in by_draw)
        none = sum("no" not in found for found in by_draw)
        most = max((found.count("yes") for found in by_draw), default=0)
        return share(every, self.draws), share(none, self.draws), most


@dataclass(frozen=True)
class Screened:
    """What decides, over all cases and in each."""

    effects: Mapping[str, Sequence[Effect]]
    """By outcome, of its mean over all cases; the strongest first."""
    by_case: Mapping[str, Mapping[str, Sequence[Effect]]]
    """By outcome and case."""
    trajectories: int
    paths: tuple[str, ...] = ()
    """Parameters whose indices were taken."""
    indices: Mapping[str, Sequence[Index]] = field(default_factory=dict)
    """Sobol's indices by outcome, of its mean over all cases; none where it never varies."""
    pairs: Mapping[str, Sequence[Index]] = field(default_factory=dict)
    """Interactions of two, by outcome."""
    indices_by_case: Mapping[str, Mapping[str, Sequence[Index]]] = field(default_factory=dict)
    """Sobol's indices by outcome and case."""


@dataclass(frozen=True)
class Findings:
    """What a validation found; parts that were not asked for are None."""

    setup: Setup
    scores: CaseScores | None = None
    patterns: PatternsFound | None = None
    alternatives: Sequence[Kept] | None = None
    matched: Matched | None = None
    draws: Sequence[Draw] = ()
    screened: Screened | None = None
    question: Answered | None = None
    checks: Mapping[str, tuple[Check, Verdict]] = field(default_factory=dict)


def findings(setup: Setup, results: Results) -> Findings:
    """Put together what units found.

    Args:
        setup: what was validated.
        results: what came of all its units.
    """
    parts = setup.parts
    scores = patterns = alternatives = matched = decides = asked = None
    draws: list[Draw] = []
    if "cases" in parts:
        scores = score(setup.cases, setup.records, _forecasts(setup, results))
    if "patterns" in parts or "calibration" in parts:
        draws = [_draw(results["draws", f"{n:04}"]) for n in range(setup.sizes.draws)]
        patterns = _patterns(results, draws, read_patterns())
    if "alternatives" in parts:
        alternatives = _alternatives(results, read_patterns())
    if "calibration" in parts:
        matched = match(draws, read_patterns(), ranges())
    if "screening" in parts:
        decides = _screened(setup, results)
    if "question" in parts:
        asked = _asked(setup, results, matched)
    checks = {}
    if "verification" in parts:
        for name, check in read_checks().checks.items():
            checks[name] = (check, Verdict(*results["verification", name]))
    return Findings(setup, scores, patterns, alternatives, matched, draws, decides, asked, checks)


def _asked(setup: Setup, results: Results, matched: Matched | None) -> Answered:
    """The question over draws that calibration left, or over all where those are too few."""
    kept = matched.kept if matched and len(matched.kept) >= FEWEST else ()
    numbers = kept or range(setup.sizes.draws)
    return answered({n: results["question", f"{n:04}"] for n in numbers}, bool(kept))


def _forecasts(setup: Setup, results: Results) -> dict[str, dict[str, dict[str, Any]]]:
    found: dict[str, dict[str, dict[str, Any]]] = {}
    for kind in FORECASTERS:
        found[kind] = {}
        for name in together(setup.cases, setup.records):
            result = results["cases", f"{kind}|{name}"]
            if result is not None:
                found[kind][name] = {
                    target: np.array(chances) for target, chances in result.items()
                }
    return found


def _measured(found: Sequence[float | None]) -> Measured:
    value, error = (float("nan") if number is None else float(number) for number in found)
    return Measured(value, error)


def _draw(found: Mapping[str, Any]) -> Draw:
    return Draw(found["point"], {n: _measured(m) for n, m in found["patterns"].items()})


def _patterns(results: Results, draws: Sequence[Draw], declared: Patterns) -> PatternsFound:
    rows = []
    for name, pattern in declared.patterns.items():
        found = [draw.measured[name] for draw in draws]
        rows.append(
            PatternFound(
                name,
                pattern,
                _measured(results["defaults", "encoded"][name]),
                _measured(results["defaults", "library"][name]),
                tuple(each.verdict(pattern.expect) for each in found),
                tuple(each.value for each in found),
            )
        )
    return PatternsFound(rows, len(draws))


def _alternatives(results: Results, declared: Patterns) -> list[Kept]:
    under = {
        name: {pattern: _measured(each) for pattern, each in found.items()}
        for (stage, name), found in results.items()
        if stage == "alternatives" and found is not None
    }
    defaults = {n: _measured(each) for n, each in results["defaults", "encoded"].items()}
    return kept(declared.patterns, defaults, under)


def _screened(setup: Setup, results: Results) -> Screened:
    count, known = setup.sizes.trajectories, ranges()
    found = [results["screening", f"{n:03}"] for n in range(count)]
    design = np.array([each["design"] for each in found])
    cases, effects = list(setup.cases), screened(setup, results)
    by_case = {}
    for outcome in LAYERS:
        # Shape (trajectories, points, cases).
        values = np.array([[point[outcome] for point in each["values"]] for each in found])
        by_case[outcome] = {
            name: screening.effects(known, design, values[:, :, place])
            for place, name in enumerate(cases)
        }
    paths = sobol.chosen(effects)
    chunks = sorted(name for stage, name in results if stage == "sobol")
    points = [point for name in chunks for point in results["sobol", name]]
    indices, pairs, indices_by_case = {}, {}, {}
    for outcome in LAYERS:
        # Shape (points, cases).
        values = np.array([point[outcome] for point in points])
        indices[outcome], pairs[outcome] = sobol.indices(paths, values.mean(axis=1))
        indices_by_case[outcome] = {
            name: sobol.indices(paths, values[:, place])[0] for place, name in enumerate(cases)
        }
    return Screened(effects, by_case, count, paths, indices, pairs, indices_by_case)
