"""Every figure under the name that ``qpq plot`` gives it, as ``sim.plot.timeline("ceuta_2021")``.

Each function takes a scenario (or its name), a run of one, or a result, and returns axes, several
of them as a list. A notebook shows what a cell ends with; ``sim.plot.save`` writes a file.
Matplotlib is needed only when something is drawn. Names are those of `sim.figures.registry`.
"""

from typing import Any

from sim.figures.registry import figures
from sim.figures.saving import save

__all__ = ["save", *figures()]


def __getattr__(name: str) -> Any:
    """The figure of that name."""
    if name in figures():
        return figures()[name].draw
    raise AttributeError(f"module 'sim.plot' has no figure {name!r}")


def __dir__() -> list[str]:
    """Names of figures."""
    return sorted(__all__)
