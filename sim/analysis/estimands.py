"""What does a threat do? Four contrasts that differ in what they compare, always shown together.

A threat that had to be executed is one that had not worked: comparing executed with unexecuted
threats as they come compares hard cases with easy ones (Drezner 2003, International Organization
57:643-659). The other contrasts compare runs that meet equal draws.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from sim.analysis.axes import refusal
from sim.analysis.intervals import NOTHING, Estimate, Numbers
from sim.analysis.measures import Measure, numbers
from sim.analysis.pairs import draws_of, paired_rows
from sim.analysis.pooled import difference_over_points, over_points
from sim.analysis.summaries import without_failures

Side = Literal["destination", "partner"]
SIDES: tuple[Side, ...] = ("destination", "partner")
CHOSEN, ALWAYS, NEVER, NONE = "chosen", "always", "never", "none"
"""Names of the arms: execution by choice, by policy, never; and no threats at all."""

SAYS = {
    "naive": "runs with an executed threat minus runs whose threats were not executed",
    "branched": "execute minus back down, in runs that are equal until a threat falls due",
    "announced": "always execute minus never execute, over all runs",
    "threat": "threats minus no threats, over all runs",
}


@dataclass(frozen=True)
class Contrast:
    """One estimand and what it came to."""

    name: str
    estimate: Estimate
    """Difference of means; ``n`` runs for the naive contrast, else pairs."""
    of: int = 0
    """Runs or pairs from which those of the estimate were taken."""
    missing: str = ""
    """Why there is no estimate."""

    @property
    def says(self) -> str:
        """What is compared."""
        return SAYS[self.name]

    @property
    def sign(self) -> int:
        """1 or -1 where the interval leaves zero out, else 0: undetermined."""
        _, low, high, _ = self.estimate
        if low is None or high is None or low <= 0.0 <= high:
            return 0
        return 1 if low > 0.0 else -1


def threats(
    arms: Mapping[str, pa.Table], side: Side, measure: Measure, by: Sequence[str] = ()
) -> list[Contrast]:
    """All four contrasts, those that lack their arms with the reason.

    Args:
        arms: runs by name of arm: ``chosen``, ``always``, ``never``, ``none``.
        side: who threatens, for the naive contrast.
        measure: the outcome.
        by: columns that, with the replication, say which runs of two arms are a pair.
    """
    found = []
    for name, needs in (
        ("naive", (CHOSEN,)),
        ("branched", (ALWAYS, NEVER)),
        ("announced", (ALWAYS, NEVER)),
        ("threat", (CHOSEN, NONE)),
    ):
        lacking = [arm for arm in needs if arm not in arms]
        if lacking:
            reason = f"needs runs of the arm {' and '.join(map(repr, lacking))}"
            found.append(Contrast(name, NOTHING, missing=reason))
        elif name == "naive":
            found.append(naive(arms[CHOSEN], side, measure))
        elif name == "branched":
            found.append(branched(arms[ALWAYS], arms[NEVER], measure, by))
        else:
            one, two = (arms[arm] for arm in needs)
            contrast = announced if name == "announced" else against_none
            found.append(contrast(one, two, measure, by))
    return found


def naive(chosen: pa.Table, side: Side, measure: Measure) -> Contrast:
    """Runs in which a side executed a threat against runs in which it threatened and did not.

    What a data set of sanctions shows. It is no effect: whether a threat is executed depends on
    whether it worked before, on how the two stand, and on what has happened since. Threats that
    were met in time count as unexecuted.

    Args:
        chosen: runs in which execution is a choice.
        side: who threatens.
        measure: the outcome.
    """
    rows = without_failures(chosen)
    draws = draws_of(rows)
    threatened = numbers(rows, f"coercion_threats_{side}") > 0
    executed = numbers(rows, f"coercion_executed_{side}") > 0
    groups = []
    for which in (threatened & ~executed, threatened & executed):
        values = measure.values(rows.filter(pa.array(which)))
        there = ~np.isnan(values)
        points, replications = (each[which][there] for each in draws)
        groups.append((values[there], points, replications))
    spared, hit = groups
    return Contrast("naive", difference_over_points(spared, hit), int(threatened.sum()))


def branched(
    always: pa.Table, never: pa.Table, measure: Measure, by: Sequence[str] = ()
) -> Contrast:
    """Execute against back down, in pairs of runs that share all that came before.

    Both tables hold the same scenario under the same seed and replications; only
    ``treatments.execution`` differs. Draws are keyed by place and month, so the two runs of a
    pair are equal, event by event, until the first threat falls due with its demand unmet. There
    one executes and the other backs down. Pairs without such a moment are equal to the end, are
    checked to be, and are left out.

    What it estimates: the mean effect on the outcome of executing rather than backing down at
    the first threat that falls due, *and of holding to that at every later one*, among the
    episodes that are still open then, weighted as they occur under these parameters. The past,
    and with it the selection into falling due, is the same on both sides.

    What it does not estimate: the effect of one execution followed by free choice (later threats
    follow the policy too); an effect on threats that were met before they fell due; who executed
    (the first threat may be either side's, at any table: restrict the strategies if that
    matters); nor an announcement, since nobody knows of the policy but by conduct. An outcome
    that is scored when a demand closes (``coercion_met_*``) is scored at once after backing down
    and later, or never within the horizon, after execution; ``coercion_success_*`` give both the
    same time.

    Args:
        always: runs under ``treatments.execution: always``.
        never: runs under ``treatments.execution: never``.
        measure: the outcome.
        by: columns that, with the replication, say which runs are a pair.

    Raises:
        InputError: the pairs are not equal where no threat fell due, so that they differ in more
            than the execution of threats.
    """
    one, two, draws = paired_rows(always, never, by)
    executed = _any(one, "executed")
    backed_down = _any(two, "dropped")
    equal = np.ones(len(one), dtype=bool)
    for column in measure.columns:
        left, right = numbers(one, column), numbers(two, column)
        equal &= (left == right) | (np.isnan(left) & np.isnan(right))
    if (executed != backed_down).any() or _any(one, "dropped").any() or _any(two, "executed").any():
        what = "threats fall due in one run of a pair and not in the other"
        raise refusal(what, None, "runs that differ in treatments.execution alone")
    if not equal[~executed].all():
        what = "runs differ although no threat fell due"
        raise refusal(what, None, "runs that differ in treatments.execution alone, on equal draws")
    kept = pa.array(executed)
    values, others = measure.pair(one.filter(kept), two.filter(kept))
    gaps = values - others
    estimate = _mean(gaps, [each[executed] for each in draws])
    return Contrast("branched", estimate, len(one))


def announced(
    always: pa.Table, never: pa.Table, measure: Measure, by: Sequence[str] = ()
) -> Contrast:
    """Always execute against never execute, over all pairs of runs.

    The effect of a policy on everything that follows, also where no threat ever falls due. If
    the two arms differ in ``treatments.execution`` alone, nobody is told of the policy: pairs in
    which no threat falls due are equal, and this is the branched contrast diluted by them. To
    announce it, let the arms differ in the seats' ``credibility`` as well.
    """
    return _contrast("announced", always, never, measure, by)


def against_none(
    chosen: pa.Table, none: pa.Table, measure: Measure, by: Sequence[str] = ()
) -> Contrast:
    """Threats, executed by choice, against no threats at all, over all pairs of runs.

    The arm without threats must differ in nothing else, so that demands and draws stay. Setting
    ``parameters.threats.rate_*`` to zero silences strategies that threaten at the rules' rate;
    one that adds threats to its demands needs its own parameter at zero (such as ``menace`` of
    ``reverse_conditionality``). Withdrawals without a threat, in retaliation, stay.

    Raises:
        InputError: somebody threatens in the arm without threats.
    """
    if _any(without_failures(none), "threats").any():
        what = "there are threats in the arm without threats"
        raise refusal(what, NONE, "runs in which rates and strategies' own chances are zero")
    return _contrast("threat", chosen, none, measure, by)


def _contrast(
    name: str, one: pa.Table, two: pa.Table, measure: Measure, by: Sequence[str]
) -> Contrast:
    """Mean difference within pairs, first minus second."""
    left, right, draws = paired_rows(one, two, by)
    values, others = measure.pair(left, right)
    estimate = _mean(values - others, draws)
    return Contrast(name, estimate, len(left))


def _mean(gaps: Numbers, draws: Sequence[npt.NDArray[np.int64]]) -> Estimate:
    """Mean of the differences that exist, over the configurations and replications of `draws`."""
    there = ~np.isnan(gaps)
    points, replications = (each[there] for each in draws)
    return over_points(gaps[there], points, replications)


def _any(rows: pa.Table, what: str) -> npt.NDArray[np.bool_]:
    """Runs in which either side did something with a threat: threats, executed, dropped."""
    counts = [numbers(rows, f"coercion_{what}_{side}") for side in SIDES]
    found: npt.NDArray[np.bool_] = (counts[0] + counts[1]) > 0
    return found
