"""The question answered, in the report of a validation."""

from collections.abc import Sequence

from sim.analysis.discovery import Discovery
from sim.analysis.intervals import Estimate
from sim.documents.blocks import Block, Folded, Grid, Heading, Points, under
from sim.validation.findings import Findings
from sim.validation.question import LESS_IS_MORE, OUTCOMES, Answer, Answered
from sim.validation.report_words import shared


def question(found: Findings) -> list[Block]:
    """The part on the question."""
    asked = found.question
    if asked is None:
        return []
    blocks: list[Block] = [_over(asked)]
    for answer in asked.answers:
        title = answer.contrast.name
        blocks += [Heading(title[:1].upper() + title[1:], 3), _grid(answer), *_rules(answer)]
    return under("Where does coercion beat cooperation, and where does a price pay?", blocks)


def _over(asked: Answered) -> str:
    which = (
        "that history matching left" if asked.calibrated else "of the parameters, none ruled out"
    )
    return (
        "Every case with every pairing of three ways to go about it for the destination side and "
        f"two for the partner, at {asked.draws} draws {which}. At each, linkage, the partner's "
        "dependence on what it is given, the destination side's coherence and the partner's "
        "empowerment are drawn, for each case anew. Differences are means over cases and over "
        "what the other side does, under the same shocks; their 95 % intervals are over draws of "
        "the parameters, so they cover parameters and chance, not the choice of cases. Less is "
        "better of arrivals and of exposure to harm."
    )


def _grid(answer: Answer) -> Block:
    heads = ("outcome", "difference", "draws at which it is better", "better", "worse")
    rows = [
        (
            OUTCOMES[row.outcome],
            _gap(row.gap),
            shared(row.draws),
            f"{100 * row.better:.0f} %",
            f"{100 * row.worse:.0f} %",
        )
        for row in answer.rows
    ]
    return Grid(heads, rows)


def _gap(gap: Estimate) -> str:
    if gap.value is None:
        return "-"
    if gap.low is None or gap.high is None:
        return f"{gap.value:+.3f}"
    return f"{gap.value:+.3f} [{gap.low:+.3f}, {gap.high:+.3f}]"


def _rules(answer: Answer) -> Sequence[Block]:
    conditions = list(answer.rows[0].by_condition)
    columns = [row for row in answer.rows if row.outcome in answer.rules]
    table = [
        (name, level, *(_gap(row.by_condition[name, level]) for row in columns))
        for name, level in conditions
    ]
    heads = ("condition", "", *(OUTCOMES[row.outcome] for row in columns))
    said = [
        f"{OUTCOMES[outcome]}{' (less)' if outcome in LESS_IS_MORE else ''}: {_where(rules)}"
        for outcome, rules in answer.rules.items()
    ]
    return [Folded("By condition", [Grid(heads, table)]), Points(said)]


def _where(rules: Discovery | str) -> str:
    """Regions, if a tree tells them better than one who always gave the more frequent answer."""
    if not isinstance(rules, Discovery):
        return "never different, or always the same way."
    usual = max(rules.base, 1.0 - rules.base)
    n = len(rules.question.holds)
    said = f"where it differs at all ({n} configurations) it is better in {100 * rules.base:.0f} %"
    if rules.checked.low is None or rules.checked.low <= usual:
        return (
            f"{said}. No condition tells where: a tree that has not seen them gets "
            f"{shared(rules.checked)} right, the more frequent answer alone {100 * usual:.0f} %."
        )
    where = "; ".join(
        f"{rule.box.written(rules.question.axes)} "
        f"({rule.box.n}, {100 * (rule.right.value or 0):.0f} % right)"
        for rule in rules.rules
        if rule.holds
    )
    return f"{said}: {where}. A tree that has not seen them gets {shared(rules.checked)} right."
