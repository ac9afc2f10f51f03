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
    said = []
    for outcome, rules in answer.rules.items():
        what = f"{OUTCOMES[outcome]}{' (less)' if outcome in LESS_IS_MORE else ''}"
        if not isinstance(rules, Discovery):
            said.append(f"{what}: no rules; {rules}.")
            continue
        where = "; ".join(rules.sentences()) or "in no region more often than not"
        said.append(
            f"{what}: {where}. Of {len(rules.question.holds)} configurations that differ at all "
            f"it is better in {100 * rules.base:.0f} %; a tree grown without them gets "
            f"{shared(rules.checked)} right."
        )
    return [Folded("By condition", [Grid(heads, table)]), Points(said)]
