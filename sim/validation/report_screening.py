"""What decides, in the report of a validation."""

from collections.abc import Sequence

from sim.documents.blocks import Block, Folded, Grid, Heading, under
from sim.validation.findings import Findings, Screened
from sim.validation.report_words import pictured
from sim.validation.screening import LAYERS
from sim.validation.sobol import Index

STRONGEST = 12
"""Parameters that are shown of a screening."""
FIRST = 3
"""The same for a single case, and of interactions."""


def screening(found: Findings, pictures: Sequence[str]) -> list[Block]:
    """The part on what decides."""
    screened = found.screened
    if screened is None:
        return []
    blocks: list[Block] = [
        f"Elementary effects of every assumed parameter over its range, {screened.trajectories} "
        "trajectories, mean over all cases with strategies drawn from the menus. Strength is "
        "the mean absolute effect (mu*) with half its 95 % interval over trajectories; sign its "
        "mean (mu); spread (sigma) how far it depends on other parameters and on chance in the "
        "runs."
    ]
    blocks += pictured(pictures, "screening", "What decides, by outcome.")
    for outcome, says in LAYERS.items():
        rows = [
            (
                each.path.removeprefix("parameters."),
                each.strength,
                each.error,
                each.mean,
                each.spread,
            )
            for each in screened.effects[outcome][:STRONGEST]
        ]
        heads = ("parameter", "strength", "+/-", "sign", "spread")
        blocks += [Heading(says[:1].upper() + says[1:], 3), Grid(heads, rows)]
    blocks += _indices(screened)
    cases = list(next(iter(screened.by_case.values())))
    table = [
        [
            name,
            *(
                ", ".join(
                    f"{each.path.removeprefix('parameters.')} {each.mean:+.2f}"
                    for each in screened.by_case[outcome][name][:FIRST]
                )
                for outcome in LAYERS
            ),
        ]
        for name in cases
    ]
    title = "What decides in each case"
    blocks.append(Folded(title, [Grid(("case", *LAYERS.values()), table)]))
    return under("What decides", blocks)


def _indices(screened: Screened) -> list[Block]:
    """Sobol's indices of the parameters that screening found."""
    blocks: list[Block] = [
        Heading("Alone and together", 3),
        f"Sobol's indices of the {len(screened.paths)} parameters that matter most to some "
        "outcome, all others at their defaults: the share of an outcome's variance that a "
        "parameter explains alone, and with all its interactions, each with half its 95 % "
        "interval. Every point meets the same strategies and shocks.",
    ]
    for outcome, says in LAYERS.items():
        rows = [
            (_name(each.name), each.first, each.first_error, each.total, each.total_error)
            for each in screened.indices[outcome]
        ]
        if not rows:
            blocks.append(f"{says[:1].upper() + says[1:]}: never varies.")
            continue
        blocks.append(Grid((says, "alone", "+/-", "with interactions", "+/-"), rows))
        pairs = [
            f"{_name(each.name)} {each.first:+.2f} (+/- {each.first_error:.2f})"
            for each in screened.pairs[outcome][:FIRST]
        ]
        if pairs:
            blocks.append(f"Strongest interactions: {'; '.join(pairs)}.")
    table = [
        [name, *(_first(screened.indices_by_case[outcome][name]) for outcome in LAYERS)]
        for name in next(iter(screened.indices_by_case.values()))
    ]
    title = "Share of the variance in each case, with interactions"
    return [*blocks, Folded(title, [Grid(("case", *LAYERS.values()), table)])]


def _first(found: Sequence[Index]) -> str:
    return ", ".join(f"{_name(each.name)} {each.total or 0.0:.2f}" for each in found[:FIRST]) or "-"


def _name(path: str) -> str:
    return path.replace("parameters.", "")
