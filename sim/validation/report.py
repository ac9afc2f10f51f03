"""The report of a validation: what fails comes first."""

from collections.abc import Sequence

from sim.documents.blocks import Block, Grid, Heading, Points, Strong, under
from sim.validation.findings import Findings
from sim.validation.report_cases import cases, in_one_paragraph
from sim.validation.report_patterns import alternatives, matched, patterns
from sim.validation.report_question import question
from sim.validation.report_screening import screening
from sim.validation.report_words import shared
from sim.validation.setup import FAST, frozen
from sim.validation.verification import read_checks

TITLE = "Does it deserve belief?"


def report(found: Findings, pictures: Sequence[str] = ()) -> list[Block]:
    """The report.

    Args:
        found: what the validation found.
        pictures: names of the figures that stand beside it.
    """
    return [
        Heading(TITLE, 1),
        *_first(found),
        *_held(found),
        *cases(found, pictures),
        *patterns(found, pictures),
        *alternatives(found),
        *matched(found),
        *question(found),
        *screening(found, pictures),
        *_verification(found),
    ]


def _first(found: Findings) -> list[Block]:
    """What fails, before anything else."""
    said: list[Block] = []
    if found.setup.sizes == FAST:
        said.append(Strong("A fast run, to see that the machine works: its numbers say nothing."))
    if found.scores:
        said.append(in_one_paragraph(found.scores))
    if found.patterns:
        every, none, most = found.patterns.together()
        rows = sum(1 for row in found.patterns.rows if row.pattern.expect)
        said.append(
            f"Of {found.patterns.draws} joint draws of the assumed parameters {shared(every)} show "
            f"all {rows} patterns and {shared(none)} are at odds with none; the best shows {most}."
        )
    if failed := [name for name, (_, verdict) in found.checks.items() if verdict.passed is False]:
        said.append(Strong(f"Verification fails at: {', '.join(failed)}."))
    return said


def _held(found: Findings) -> list[Block]:
    setup, sizes = found.setup, found.setup.sizes
    rows: list[tuple[str, str, str]] = [
        (f"sha256 of the {name}", value[:16], _since(name, value))
        for name, value in setup.hashes.items()
    ]
    rows += [
        ("cases encoded", str(len(setup.cases)), ""),
        ("draws of the parameters", str(sizes.draws), ""),
        ("replicas of each case and arm at a draw", str(sizes.replicas), ""),
        ("trajectories of the screening", str(sizes.trajectories), ""),
        ("parts", ", ".join(setup.parts), ""),
    ]
    revised = [
        f"{row.name}: {row.pattern.revised}"
        for row in (found.patterns.rows if found.patterns else ())
        if row.pattern.revised
    ]
    says = "Post hoc: what was changed after it was first scored."
    post_hoc: list[Block] = [says, Points(revised)] if revised else []
    note = (
        "These hashes say what was held fixed; the same hashes give the same numbers. Patterns "
        "that were changed after they were first scored say so."
    )
    return under("What was held fixed", [Grid(("", "", ""), rows), note, *post_hoc])


def _since(name: str, value: str) -> str:
    """Whether something is still as it was frozen before the first scoring."""
    if frozen().get(name) == value[:16]:
        return "as frozen before it was first scored"
    return "not as frozen: what it says is post hoc"


def _verification(found: Findings) -> list[Block]:
    if not found.checks:
        return []
    words = {True: "holds", False: "FAILS", None: "not run"}
    rows = [
        (check.claim, words[verdict.passed], verdict.says, "; ".join(check.tests))
        for check, verdict in found.checks.values()
    ]
    missing = [f"{name}: {why}" for name, why in read_checks().missing.items()]
    return under(
        "Verification",
        [Grid(("claim", "", "tests", "where"), rows), *([Points(missing)] if missing else [])],
    )
