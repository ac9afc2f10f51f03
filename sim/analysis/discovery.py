"""Under which conditions does something hold? Regions of a design, in words, with their counts."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from sim.analysis.axes import Axis, refusal
from sim.analysis.conditions import Box, Condition, box, inside
from sim.analysis.extras import extra
from sim.analysis.intervals import KEY, NOTHING, Estimate, Numbers, share
from sim.analysis.questions import Question

DEPTH, SMALLEST, FOLDS = 3, 0.05, 5
"""Conditions on one road through the tree; share of points in a leaf; parts of the check."""
FEWEST_POINTS = 40
PURPOSE = "Scenario discovery"


@dataclass(frozen=True)
class Rule:
    """One region of the tree."""

    box: Box
    holds: bool
    """What the tree says there."""
    right: Estimate
    """Share of the region's configurations for which it is right. Its interval draws points of the
    sample and shared shocks anew, the region standing as it was found."""


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
            f"({rule.box.n} points, {share_written(rule.right)} right)"
            for rule in self.rules
            if rule.holds
        ]


def share_written(found: Estimate) -> str:
    """A share in per cent, with its interval where there is one."""
    if found.low is None or found.high is None:
        return f"{100 * (found.value or 0.0):.0f} %"
    return f"{100 * (found.value or 0.0):.0f} % [{100 * found.low:.0f}, {100 * found.high:.0f}]"


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
        Rule(
            box(axes, holds, conditions),
            says,
            question.share_of(np.full(len(holds), says), inside(axes, conditions)),
        )
        for conditions, says in _leaves(fitted.tree_, columns)
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
