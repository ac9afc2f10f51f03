"""Cases in the report of a validation."""

from collections.abc import Sequence

import numpy as np

from sim.analysis.intervals import Estimate
from sim.documents.blocks import Block, Folded, Grid, Heading, under
from sim.validation.baselines import BASE, BASELINES
from sim.validation.cases import FORECASTERS, HEADLINE, CaseScores, Scored
from sim.validation.findings import Findings
from sim.validation.measuring import Numbers
from sim.validation.report_words import listed, pictured
from sim.validation.scores import rank_correlation
from sim.validation.targets import CUTS, TARGETS, WINDOW


def cases(found: Findings, pictures: Sequence[str]) -> list[Block]:
    """The part on cases."""
    scores = found.scores
    if scores is None:
        return []
    blocks: list[Block] = [
        "Each case is written from its codes by one rule (docs/encoding.md) and played for "
        f"{WINDOW} months. The ranked probability score (RPS) is 0 at best and 1 at worst; the "
        "log score is minus the logarithm of the chance given to what came about. The rank "
        "correlation says whether cases are in the right order, whatever the level. Skill is one "
        "minus the ratio to the mean score of a rival: above 0 it beats it. Rivals are fitted "
        "without the case's own corridor; intervals of 95 % draw whole corridors anew and cover "
        "neither the fit of the rivals nor errors of the record. Episodes that ended without "
        "agreement count for months only as far as they lasted. Concessions and deliveries are "
        f"divided at {', '.join(f'{100 * cut:.0f} %' for cut in CUTS)} of what was asked or due, "
        "by convention.",
        Grid(
            ("forecast", "knows"),
            [
                *FORECASTERS.items(),
                *((each.name, each.says) for each in BASELINES),
            ],
        ),
    ]
    blocks += pictured(pictures, "skill", "Skill over base rates, by outcome and forecast.")
    for target in TARGETS:
        rows = [_score_row(each, scores) for each in scores.scored if each.target == target.name]
        heads = (
            *("forecast", "cases", "RPS", "log score", "kappa", "rank correlation"),
            *("skill over base rates", "in log score", "over power only"),
            *("over strategy only", "over ordered logit"),
        )
        blocks += [Heading(target.title, 3), Grid(heads, rows)]
    blocks.append(Folded("Chance given to what came about, case by case", [_by_case(scores)]))
    return under("Cases", blocks)


def _score_row(each: Scored, scores: CaseScores) -> list[str | float | int | None]:
    def over(rival: str) -> str:
        return _skill(each.skill[rival]) if rival in each.skill else "-"

    kappa = None if np.isnan(each.kappa) else each.kappa
    chances, spans = scores.chances[each.forecaster][each.target], scores.spans[each.target]
    rank = rank_correlation([chances[n] for n in each.cases], [spans[n] for n in each.cases])
    return [
        *(each.forecaster, len(each.cases), mean_of(each.rps), mean_of(each.log), kappa),
        None if np.isnan(rank) else rank,
        *(over(BASE), _skill(each.log_skill[BASE]) if BASE in each.log_skill else "-"),
        *(over(rival.name) for rival in BASELINES if rival.name != BASE),
    ]


def _by_case(scores: CaseScores) -> Grid:
    """Chances of what was observed, under the headline forecast."""
    chances = scores.chances[HEADLINE]
    names = list(dict.fromkeys(name for by_case in scores.spans.values() for name in by_case))
    rows: list[list[str | float | None]] = []
    for name in names:
        row: list[str | float | None] = [name]
        for target in TARGETS:
            span = scores.spans[target.name].get(name)
            here = chances[target.name].get(name)
            row.append(
                None if span is None or here is None else float(here[span[0] : span[1] + 1].sum())
            )
        rows.append(row)
    return Grid(("case", *(target.title for target in TARGETS)), rows)


def mean_of(values: Numbers) -> float | None:
    """The mean of scores, of cases that have one."""
    there = values[~np.isnan(values)]
    return float(there.mean()) if len(there) else None


def _skill(estimate: Estimate) -> str:
    value, low, high, _ = estimate
    if value is None:
        return "-"
    ends = "" if low is None or high is None else f" [{low:+.2f}, {high:+.2f}]"
    return f"{value:+.2f}{ends}"


def in_one_paragraph(scores: CaseScores) -> str:
    """Where the headline forecast does not beat its rivals, and where it does."""
    cases = max(len(each.cases) for each in scores.scored)
    sentences = [
        f"Of {cases} cases the model is given codes and strategies drawn from each side's menu; "
        "its forecast is held against rivals that know no model (95 % intervals over corridors)."
    ]
    for rival in BASELINES:
        found: dict[str, list[str]] = {"worse": [], "no better": [], "better": []}
        for target in TARGETS:
            _, low, high, _ = scores.at(target.name, HEADLINE).skill[rival.name]
            worse, better = high is not None and high < 0.0, low is not None and low > 0.0
            found["worse" if worse else "better" if better else "no better"].append(target.short)
        parts = []
        for word, names in found.items():
            every = "any outcome" if word == "no better" else "all outcomes"
            if names:
                parts.append(f"{word} at {every if len(names) == len(TARGETS) else listed(names)}")
        sentences.append(f"Beside {rival.name} it is {'; '.join(parts)}.")
    return " ".join(sentences)
