"""The part of a report that says which axes matter."""

from collections.abc import Mapping

from sim.analysis.findings import Findings
from sim.analysis.intervals import FEWEST, Estimate
from sim.analysis.sensitivity import Sensitivity
from sim.documents.blocks import Block, Grid, Picture, under

TITLE = "Which axes matter"
MOST_AXES = 12
"""Axes in a table of indices."""
INDICES = {
    "sobol": "Sobol: share of the variance that an axis accounts for alone (S1) and together with "
    "others (ST).",
    "morris": "Morris: mean size of the effect of a step along an axis (mu_star), its mean (mu) "
    "and its spread (sigma), in the outcome's unit over the axis's whole range.",
    "pawn": "PAWN: how far fixing an axis moves the outcome's distribution (KS, from 0 to 1). It "
    "is never zero: an axis matters as far as it exceeds what it would show without any effect. "
    "Nor does an axis of few values reach 1, since each is part of the whole: of two equal halves "
    "at most .5. Axes with other limits cannot be ranked by KS alone.",
}
WITHOUT = {
    "sobol": "ST without any effect",
    "morris": "mu_star without any effect",
    "pawn": "without any effect, 1 in 20 above",
}
"""Heads of the column that says what chance alone would show."""
COVERED = (
    "Intervals draw base samples, trajectories or points anew, and with them the shocks that all "
    "points share; where these are fewer than {} there is none. What an axis without any effect "
    "would show is zero where all points meet the same shocks."
)


def sensitivity(found: Findings, figures: Mapping[str, str]) -> list[Block]:
    """Tables and figures of indices, side by side where levers tell parts of the sweep apart."""
    blocks: list[Block] = []
    for method in dict.fromkeys(each.method for each in found.sensitivity.values()):
        blocks.append(INDICES[method])
    if found.sensitivity:
        blocks.append(COVERED.format(FEWEST))
    if any(part for _, part in found.sensitivity):
        levers = " and ".join(found.material.levers)
        blocks.append(
            f"One sample of the uncertainties was played under every value of {levers}: indices "
            "are those of the sample at each, and say which uncertainties matter there. What the "
            "choice itself changes stands above, under single axes."
        )
    for name in dict.fromkeys(name for name, _ in found.sensitivity):
        parts = {part: each for (other, part), each in found.sensitivity.items() if other == name}
        blocks += _of_outcome(found, name, parts)
        for part, each in parts.items():
            file = figures.get(f"sensitivity {name} {part}".strip())
            if file is not None:
                blocks.append(Picture(file, f"Indices of {_says(found, name, part, each)}."))
    blocks += found.not_made("sensitivity")
    return under(TITLE, blocks)


def _of_outcome(found: Findings, name: str, parts: Mapping[str, Sensitivity]) -> list[Block]:
    """The indices of an outcome: all of them, or the headline at each combination of levers."""
    first = next(iter(parts.values()))
    if len(parts) == 1:
        (part,) = parts
        return [f"Of {_says(found, name, part, first)}:", _all_indices(first)]
    ranks = {
        axis: -max(each.indices[axis][each.headline].value or 0.0 for each in parts.values())
        for axis in first.indices
    }
    rows = [
        [axis, *(index_written(each.indices[axis][each.headline]) for each in parts.values())]
        for axis in sorted(ranks, key=lambda axis: ranks[axis])[:MOST_AXES]
    ]
    heads = ["axis", *(f"{each.headline}, {part}" for part, each in parts.items())]
    return [f"Of {_says(found, name, '', first)} each:", Grid(heads, rows)]


def _all_indices(each: Sensitivity) -> Grid:
    indices = list(next(iter(each.indices.values()), {}))
    rows = [
        [
            axis,
            *(index_written(each.indices[axis][index]) for index in indices),
            *([f"{each.noise[axis]:.3f}"] if each.noise else []),
            *([f"{each.most[axis]:.3f}"] if each.most else []),
        ]
        for axis in each.ranked()[:MOST_AXES]
    ]
    heads = ["axis", *indices, *([WITHOUT[each.method]] if each.noise else [])]
    return Grid([*heads, *(["at most"] if each.most else [])], rows)


def _says(found: Findings, name: str, part: str, each: Sensitivity) -> str:
    where = f", {part}" if part else ""
    says = f"{found.material.outcome(name).says} ({name}{where}), {each.points:,} points"
    if each.left_out:
        says += f"; {each.left_out:,} points without the outcome are left out"
    return says


def index_written(estimate: Estimate) -> str:
    """An index with its interval, as people read it."""
    value, low, high, _ = estimate
    if value is None:
        return "none"
    return f"{value:.3f}" + (f" [{low:.3f}, {high:.3f}]" if low is not None else "")
