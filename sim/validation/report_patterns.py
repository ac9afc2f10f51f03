"""Patterns, calibration and screening in the report of a validation."""

from collections.abc import Sequence

import numpy as np

from sim.documents.blocks import Block, Folded, Grid, Heading, Points, under
from sim.validation.calibration import CUT, FEWEST
from sim.validation.findings import Findings, PatternFound
from sim.validation.report_words import pictured, shared

STRONGEST = 12
"""Parameters that are shown of a screening."""
FIRST = 3
"""The same for a single case."""


def patterns(found: Findings, pictures: Sequence[str]) -> list[Block]:
    """The part on patterns."""
    all_of_them = found.patterns
    if all_of_them is None:
        return []
    blocks: list[Block] = [
        "Patterns are declared in sim/validation/patterns.yaml. At the defaults they are "
        "measured in the encoded cases, strategies drawn from the menus of both roles, and in "
        "the library as it is written. Over draws every assumed parameter that is not 0 varies "
        "together with all others, from half to one and a half of its default. A draw says yes "
        "or no where the value lies on that side of what is expected by more than two standard "
        "errors of its runs, and open where chance could have decided; a range is met inside "
        "it. Intervals of shares are Wilson's, over draws.",
    ]
    blocks += pictured(pictures, "patterns", "Draws that show each pattern.")
    for role, title in (
        ("calibration", "Rows that may choose parameters"),
        ("test", "Rows that are only tested"),
        ("report", "Rows without a declared sign"),
    ):
        rows = [_pattern_row(row) for row in all_of_them.rows if row.pattern.role == role]
        heads = (
            *("pattern", "expected", "encoded cases", "library", "median of draws [5, 95 %]"),
            *("yes", "no", "open", "never"),
        )
        blocks += [Heading(title, 3), Grid(heads, rows)]
        if role != "report":
            every, none, most = all_of_them.together(role)
            blocks.append(
                f"All of them at once: {shared(every)} of draws; at odds with none: "
                f"{shared(none)}; the most that one draw shows is {most} of {len(rows)}."
            )
    notes = [f"{row.name}: {row.pattern.note}" for row in all_of_them.rows if row.pattern.note]
    sources = [
        (r.name, r.pattern.claim, r.pattern.source, r.pattern.window) for r in all_of_them.rows
    ]
    blocks += [
        Folded(
            "Claims, sources and windows", [Grid(("pattern", "claim", "source", "window"), sources)]
        ),
        *([Points(notes)] if notes else []),
    ]
    return under("Patterns", blocks)


def _pattern_row(row: PatternFound) -> list[str]:
    expect = row.pattern.expect
    asked = "-"
    if expect:
        if expect.between:
            asked = f"{expect.between[0]:g} to {expect.between[1]:g}"
        else:
            asked = (
                f"above {expect.above:g}" if expect.above is not None else f"below {expect.below:g}"
            )

    def value(found: PatternFound, which: str) -> str:
        number, error = getattr(found, which)
        if np.isnan(number):
            return "never"
        return f"{number:.2f}" + ("" if np.isnan(error) else f" (se {error:.2f})")

    middle = row.middle
    over = "never" if middle is None else f"{middle[0]:.2f} [{middle[1]:.2f}, {middle[2]:.2f}]"
    parts = [shared(row.part(word)) if expect else "-" for word in ("yes", "no", "open", "never")]
    return [row.name, asked, value(row, "encoded"), value(row, "library"), over, *parts]


def matched(found: Findings) -> list[Block]:
    """The part on calibration."""
    left = found.matched
    if left is None or found.patterns is None:
        return []
    kept = len(left.kept)
    by_row = ", ".join(f"{name} alone leaves {count}" for name, count in left.by_row.items())
    blocks: list[Block] = [
        f"A draw is ruled out if a calibration row lies more than {CUT:g} standard errors "
        f"outside its range. {kept} of {left.draws} draws are left ({by_row}). Test rows and "
        "cases take no part, and no default is changed by this report."
    ]
    if left.medoid is None:
        nearest = int(np.argmin(left.implausibility))
        distance = left.implausibility[nearest]
        blocks.append(
            "No draw is left: within these ranges the calibration rows cannot be met together. "
            f"The nearest draw, number {nearest}, is {distance:.1f} standard errors away."
        )
        return under("Calibration", blocks)
    rows = [
        (
            row.name,
            shared(row.part("yes")),
            shared(row.part("yes", left.kept)),
            shared(row.part("no", left.kept)),
        )
        for row in found.patterns.rows
        if row.pattern.role == "test"
    ]
    heads = ("test row", "yes, all draws", "yes, draws that are left", "no, draws that are left")
    blocks += [f"Draw {left.medoid} lies in their middle (data: draws.csv).", Grid(heads, rows)]
    if left.shifts:
        shifts = [(s.path, s.distance, s.p, s.middle) for s in left.shifts]
        blocks += [
            "Parameters whose values in the set differ most from their range. The chance is "
            "that of one look at one parameter; of a hundred, one in twenty looks this unusual "
            "by chance.",
            Grid(("parameter", "distance", "chance", "median in the set"), shifts),
        ]
    elif kept < FEWEST:
        blocks.append(f"Of parameters nothing is said with fewer than {FEWEST} draws.")
    return under("Calibration", blocks)


def alternatives(found: Findings) -> list[Block]:
    """The part on structural alternatives."""
    if found.alternatives is None:
        return []
    rows = [
        (
            each.name,
            "never" if np.isnan(each.default.value) else f"{each.default.value:.2f}",
            f"{each.same} of {each.measured}",
            ", ".join(name.removeprefix("treatments.") for name in each.turned) or "-",
        )
        for each in found.alternatives
    ]
    says = (
        "Each structural choice is switched once, all else as in the encoded cases. A pattern "
        "says the same where it lies on the same side of what is expected (of 0, for rows "
        "without a declared sign), or is within two standard errors of it as at the defaults. "
        "What turns under one choice should never be quoted without it."
    )
    heads = ("pattern", "at the defaults", "says the same under", "says the opposite under")
    return under("Alternatives", [says, Grid(heads, rows)])
