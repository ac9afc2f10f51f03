"""Every figure under the name that ``qpq plot`` gives it, as ``sim.plot.timeline("ceuta_2021")``.

Each function takes a scenario (or its name), a run of one, or a result, and returns axes, several
of them as a list. A notebook shows what a cell ends with; ``sim.plot.save`` writes a file.
Matplotlib is needed only when something is drawn.
"""

from sim.figures.of_results import (
    arms,
    differences,
    durability,
    heatmap,
    pairings,
    phase,
    sensitivity,
    survival,
)
from sim.figures.of_runs import observed, relations, routes, space, timeline
from sim.figures.saving import save

__all__ = [
    "arms",
    "differences",
    "durability",
    "heatmap",
    "observed",
    "pairings",
    "phase",
    "relations",
    "routes",
    "save",
    "sensitivity",
    "space",
    "survival",
    "timeline",
]
