"""Arms of a comparison side by side: what each came to, with intervals."""

from typing import TYPE_CHECKING

from sim.analysis.measures import Measure
from sim.figures.estimates import Lines, counted, estimate_lines, estimate_panels, label_of

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from sim.analysis.arms import Arms
    from sim.figures.showing import Panels

SAYS = (
    "95 % intervals; hollow: too few runs for one. Arms met the same shocks, so differences are "
    "surer than the intervals suggest."
)
EDGE = 0.1
"""Room beside the outermost marks, as a share of the axis."""


def arm_panels(arms: "Arms") -> "Panels":
    """Draw the outcomes that a comparison shows, one panel each, one line for each arm.

    Args:
        arms: what was compared.
    """
    rows = [(label_of(each.labels["arm"]), each.estimates) for each in arms.summaries]
    return estimate_panels(rows, arms.measures, _one, f"{counted(rows, 'runs')} {SAYS}")


def _one(lines: Lines, measure: Measure, ax: "Axes", labelled: bool) -> "Axes":
    unit = "per cent" if measure.percent else measure.unit
    drawn = estimate_lines(lines, measure, unit, ax, labelled=labelled)
    # Lengths from nought: a part of an axis would make small differences look large.
    low, high = drawn.get_xlim()
    span = max(high, 0.0) - min(low, 0.0)
    drawn.set_xlim(min(low, 0.0) - EDGE * span, max(high, 0.0) + EDGE * span)
    return drawn
