"""Figures of a validation: skill by outcome, draws that show each pattern, what decides."""

from collections.abc import Mapping
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from sim.figures.pages import figure
from sim.figures.saving import save
from sim.figures.style import BLUE, GREEN, INK, ORANGE, SMALL, SOFT, VERMILION, styled
from sim.validation.baselines import BASE
from sim.validation.cases import FORECASTERS, HEADLINE, CaseScores
from sim.validation.screening import LAYERS
from sim.validation.targets import TARGETS

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from sim.validation.findings import Findings, PatternsFound, Screened

COLOURS = (BLUE, ORANGE, GREEN, VERMILION)
PARTS = (("yes", BLUE), ("open", "#cccccc"), ("never", "#eeeeee"), ("no", VERMILION))
"""Verdicts and their colours."""
LEAST = -1.5
"""Skill below which a point is drawn at the edge."""
SHOWN = 8
"""Parameters of each outcome that are drawn."""


def drawn(found: "Findings") -> Mapping[str, bytes]:
    """All figures of a validation, as files by name; none without matplotlib."""
    try:
        import matplotlib  # noqa: F401
    except ImportError:
        return {}
    wanted: dict[str, Figure] = {}
    if found.scores:
        wanted["skill"] = skills(found.scores)
    if found.patterns:
        wanted["patterns"] = pattern_bars(found.patterns)
    if found.screened:
        wanted["screening"] = screening_bars(found.screened)
    files: dict[str, bytes] = {}
    with TemporaryDirectory() as place:
        for name, each in wanted.items():
            files |= {file.name: file.read_bytes() for file in save(each, Path(place) / name)}
    return files


def skills(scores: CaseScores) -> "Figure":
    """Skill over base rates with intervals over corridors, one line a forecast."""
    kinds = list(FORECASTERS)
    height = 1.3 + 0.95 * len(TARGETS)
    with styled():
        whole = figure(8.0, height)
        ax = whole.add_axes((0.27, 0.10, 0.70, 0.83))
        for place, target in enumerate(TARGETS):
            for line, kind in enumerate(kinds):
                value, low, high, _ = scores.at(target.name, kind).skill[BASE]
                if value is None:
                    continue
                y, colour = place + 0.18 * (line - 1.5), COLOURS[line]
                if low is not None and high is not None:
                    ax.hlines(y, max(low, LEAST), max(high, LEAST), color=colour, linewidth=2.2)
                ax.plot(
                    *(max(value, LEAST), y, "o"),
                    color=colour,
                    markersize=7 if kind == HEADLINE else 5,
                    label=kind if place == 0 else None,
                )
        ax.axvline(0.0, color=INK, linewidth=1.0)
        ax.set_yticks(range(len(TARGETS)), [target.short for target in TARGETS])
        ax.set_ylim(len(TARGETS) - 0.5, -0.5)
        ax.set_xlim(LEAST - 0.05, 1.05)
        ax.set_xlabel("skill over base rates (0: as good; 1: perfect)")
        ax.grid(axis="x")
        whole.legend(loc="upper center", ncols=2, fontsize=SMALL, frameon=False)
        says = f"95 % intervals over corridors; what lies below {LEAST:g} is drawn there."
        whole.text(0.02, 0.015, says, fontsize=SMALL, color=SOFT)
    return whole


def pattern_bars(found: "PatternsFound") -> "Figure":
    """Shares of draws that show a pattern, contradict it or leave it open."""
    rows = [row for row in found.rows if row.pattern.expect]
    with styled():
        whole = figure(8.0, 1.3 + 0.32 * len(rows))
        ax = whole.add_axes((0.33, 0.14, 0.64, 0.76))
        for y, row in enumerate(rows):
            start = 0.0
            for word, colour in PARTS:
                share = row.part(word).value or 0.0
                label = word if y == 0 else None
                ax.barh(y, share, left=start, color=colour, height=0.7, label=label)
                start += share
        names = [f"{row.name}{' *' if row.pattern.role == 'calibration' else ''}" for row in rows]
        ax.set_yticks(range(len(rows)), names)
        ax.set_ylim(len(rows) - 0.5, -0.5)
        ax.set_xlim(0.0, 1.0)
        ax.set_xlabel(f"share of {found.draws} joint draws of the assumed parameters")
        whole.legend(loc="upper right", ncols=4, fontsize=SMALL, frameon=False)
        says = "Open: chance could have decided; never: not measurable. * may choose parameters."
        whole.text(0.02, 0.015, says, fontsize=SMALL, color=SOFT)
    return whole


def screening_bars(screened: "Screened") -> "Figure":
    """The strongest parameters of each outcome; direction by colour."""
    with styled():
        height = 0.5 + 2.1 * len(LAYERS)
        whole = figure(8.0, height)
        foot, each_high = 0.45 / height, 2.1 / height
        for place, (outcome, says) in enumerate(LAYERS.items()):
            low = foot + each_high * (len(LAYERS) - 1 - place) + 0.2 * each_high
            ax = whole.add_axes((0.36, low, 0.60, each_high * 0.62))
            top = screened.effects[outcome][:SHOWN]
            for y, each in enumerate(top):
                colour = BLUE if each.mean >= 0.0 else VERMILION
                ax.barh(y, each.strength, color=colour, height=0.7)
                ends = (max(each.strength - each.error, 0.0), each.strength + each.error)
                ax.hlines(y, *ends, color=INK, linewidth=1.3)
            ax.set_yticks(range(len(top)), [e.path.removeprefix("parameters.") for e in top])
            ax.tick_params(labelsize=SMALL)
            ax.set_ylim(len(top) - 0.5, -0.5)
            ax.set_title(says, fontsize=10)
        says = "Mean absolute effect over the range; blue: raises it on average, red: lowers it."
        whole.text(0.02, 0.01, says, fontsize=SMALL, color=SOFT)
    return whole
