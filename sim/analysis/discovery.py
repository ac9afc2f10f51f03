"""Under which conditions does something hold? Regions of a design, in words, with their counts."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from sim.analysis.axes import Axis, refusal
from sim.analysis.conditions import Box, Condition, Rows, box
from sim.analysis.extras import extra
from sim.analysis.intervals import KEY, NOTHING, Estimate, Numbers, share
from sim.analysis.matching import matched, paired_differences
from sim.analysis.material import Material
from sim.analysis.measures import Measure

DEPTH, SMALLEST, FOLDS = 3, 0.05, 5
"""Conditions on one road through the tree; share of points in a leaf; parts of the check."""
FEWEST_POINTS = 40
PURPOSE = "Scenario discovery"


@dataclass(frozen=True)
class Question:
    """What is asked of each configuration of a sweep, and the answer that its runs give."""

    text: str
    """What holds or does not, such as ``coercive beats cooperative in agreement``."""
    axes: tuple[Axis, ...]
    """What differs between configurations."""
    holds: Rows
    """The answer for each configuration."""
    unsure: int = 0
    """Configurations whose difference lies within two standard errors of zero."""
    left_out: int = 0
    """Configurations in which the outcome never came about."""
    samples: npt.NDArray[np.int64] | None = None
    """Point of the sample to which each configuration belongs, where levers are crossed with one;
    None: all are drawn for themselves."""


@dataclass(frozen=True)
class Rule:
    """One region of the tree."""

    box: Box
    holds: bool
    """What the tree says there."""
    right: Estimate
    """Share of the region's configurations for which it is right, with Wilson's interval."""


@dataclass(frozen=True)
class Discovery:
    """What a tree found."""

    question: Question
    rules: tuple[Rule, ...]
    """Regions, those in which it holds first, the largest first."""
    base: float
    """Share of configurations in which it holds."""
    checked: Estimate
    """Share of configurations that trees grown without them get right (cross-validation)."""

    def sentences(self) -> list[str]:
        """One sentence for each region in which it holds."""
        return [
            f"{self.question.text} where {rule.box.written(self.question.axes)} "
            f"({rule.box.n} points, {100 * (rule.right.value or 0.0):.0f} % right)"
            for rule in self.rules
            if rule.holds
        ]


def passing(material: Material, measure: Measure, above: float) -> Question:
    """Ask where an outcome's mean lies above a value."""
    found = material.by_point(measure)
    there = ~np.isnan(found.mean)
    axes = [Axis(axis.name, axis.values[there]) for axis in material.axes]
    cut = f"{100.0 * above:.3g} %" if measure.percent else f"{above:.3g}"
    text = f"{measure.name} is above {cut}"
    return Question(
        *(text, tuple(axes), found.mean[there] > above),
        left_out=int((~there).sum()),
        samples=material.samples[there],
    )


def beating(
    material: Material, lever: str, one: str, other: str, measure: Measure, *, more: bool = True
) -> Question:
    """Ask where one choice does better than another, all else equal.

    Configurations are points that differ in the lever alone; runs are paired by replication.

    Args:
        material: a sweep in which the lever is crossed with everything else.
        lever: the axis of the choice.
        one: level that is asked about.
        other: level to which it is compared.
        measure: outcome in which it is to do better.
        more: whether more of the outcome is better.

    Raises:
        InputError: the axis has no such levels, or no two points differ in it alone.
    """
    axis = material.axis(lever)
    rows = matched(material, axis, one, other)
    values = material.values(measure)
    gaps = [_gap(material, values, left, right) for left, right in rows]
    means, errors = np.array([mean for mean, _ in gaps]), np.array([error for _, error in gaps])
    there = ~np.isnan(means)
    places = np.array([left for left, _ in rows])[there]
    others = [
        Axis(each.name, each.values[places]) for each in material.axes if each.name != axis.name
    ]
    better = "more" if more else "less"
    return Question(
        f"{one} beats {other} ({better} {measure.name})",
        tuple(others),
        (means > 0.0 if more else means < 0.0)[there],
        unsure=int((np.abs(means) <= 2.0 * errors)[there].sum()),
        left_out=int((~there).sum()),
        samples=material.samples[places],
    )


def _gap(material: Material, values: Numbers, left: int, right: int) -> tuple[float, float]:
    """Difference of an outcome between two points, with its standard error.

    Within pairs where the points share replications; else of the two means.
    """
    gaps, _ = paired_differences(material, values, left, right)
    if len(gaps):
        error = float(gaps.std(ddof=1) / np.sqrt(len(gaps))) if len(gaps) > 1 else np.inf
        return float(gaps.mean()), error
    groups = [values[material.at(row)] for row in (left, right)]
    one, two = (group[~np.isnan(group)] for group in groups)
    if not len(one) or not len(two):
        return np.nan, np.inf
    enough = min(len(one), len(two)) > 1
    variance = one.var(ddof=1) / len(one) + two.var(ddof=1) / len(two) if enough else np.inf
    return float(one.mean() - two.mean()), float(np.sqrt(variance))


def discover(question: Question, *, depth: int = DEPTH, smallest: float = SMALLEST) -> Discovery:
    """Grow a classification tree (CART; Breiman et al. 1984) and put its regions into words.

    Args:
        question: what holds where.
        depth: most conditions on one road through the tree.
        smallest: share of configurations in the smallest region.

    Raises:
        InputError: too few configurations, or the answer is the same in all.
        MissingExtra: scikit-learn is not installed.
    """
    holds, axes = question.holds, question.axes
    rarer = min(int(holds.sum()), int((~holds).sum()))
    if rarer == 0:
        answer = "everywhere" if holds.all() and len(holds) else "nowhere"
        raise refusal(f"nothing to discover: {question.text} {answer}")
    if len(holds) < FEWEST_POINTS:
        what = f"{len(holds)} points are too few to discover regions"
        raise refusal(what, None, f"{FEWEST_POINTS} or more")
    columns = list(_columns(axes))
    x = np.column_stack([values for _, _, values in columns])
    tree = extra("sklearn.tree", PURPOSE)
    leaf = max(1, round(smallest * len(holds)))

    def grown() -> Any:
        return tree.DecisionTreeClassifier(max_depth=depth, min_samples_leaf=leaf, random_state=0)

    fitted = grown().fit(x, holds)
    rules = [
        Rule(found, says, share(found.hits if says else found.n - found.hits, found.n))
        for conditions, says in _leaves(fitted.tree_, columns)
        for found in [box(axes, holds, conditions)]
    ]
    rules.sort(key=lambda rule: (not rule.holds, -rule.box.n))
    return Discovery(question, tuple(rules), float(holds.mean()), _checked(grown(), x, question))


def _checked(tree: Any, x: Numbers, question: Question) -> Estimate:
    """Share of configurations that trees grown on the others get right.

    Configurations of one point of a sample are left out together: they are alike in all but
    levers, and one would give the others away.
    """
    selection = extra("sklearn.model_selection", PURPOSE)
    holds, samples = question.holds, question.samples
    folds = min(FOLDS, int(holds.sum()), int((~holds).sum()))
    key = KEY % 2**31
    kind = selection.StratifiedKFold
    if samples is not None and len(np.unique(samples)) < len(samples):
        kind, folds = selection.StratifiedGroupKFold, min(folds, len(np.unique(samples)))
    else:
        samples = None
    if folds < 2:
        return NOTHING
    parts = kind(folds, shuffle=True, random_state=key)
    guessed = selection.cross_val_predict(tree, x, holds, groups=samples, cv=parts)
    return share(int((guessed == holds).sum()), len(holds))


def _columns(axes: Sequence[Axis]) -> Iterator[tuple[Axis, str | None, Numbers]]:
    """Numbers as they are; of labels one column each, 1 where the label stands."""
    for axis in axes:
        if axis.numeric:
            yield axis, None, axis.values
            continue
        for label in axis.levels:
            yield axis, label, (axis.values == label).astype(np.float64)


def _leaves(
    grown: Any, columns: Sequence[tuple[Axis, str | None, Numbers]]
) -> Iterator[tuple[dict[str, Condition], bool]]:
    """Conditions that lead to each leaf, and what it says."""
    waiting: list[tuple[int, dict[str, Condition]]] = [(0, {})]
    left, right = grown.children_left, grown.children_right
    while waiting:
        node, conditions = waiting.pop()
        if left[node] == right[node]:
            says = grown.value[node][0]
            yield conditions, bool(says[1] > says[0])
            continue
        axis, label, _ = columns[grown.feature[node]]
        now = conditions.get(axis.name, Condition())
        if label is None:
            cut = float(grown.threshold[node])
            below, above = now.within(high=cut), now.within(low=cut, closed=False)
        else:
            known = now.labels if now.labels is not None else frozenset(axis.levels)
            below, above = now.within(labels=known - {label}), now.within(labels=frozenset({label}))
        waiting.append((left[node], {**conditions, axis.name: below}))
        waiting.append((right[node], {**conditions, axis.name: above}))
