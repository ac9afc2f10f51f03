"""Every figure under the name that ``qpq plot`` gives it, as ``sim.plot.timeline("ceuta_2021")``.

Each function takes a scenario (or its name), a run of one, or a result, and returns axes, several
of them as a list. A notebook shows what a cell ends with; ``sim.plot.save`` writes a file, and
``sim.plot.talks`` gives what ``space`` draws as numbers.
Matplotlib is needed only when something is drawn. Names are those of `sim.figures.registry`.
"""

from typing import Any

from sim.errors import InputError, Problem, nearest, one_of
from sim.figures.registry import figures
from sim.figures.saving import save
from sim.figures.talks import talks

__all__ = ["save", "talks", *figures()]


class UnknownFigure(InputError, AttributeError):
    """There is no figure of that name."""


def __getattr__(name: str) -> Any:
    """The figure of that name.

    Raises:
        UnknownFigure: there is none.
    """
    if name in figures():
        return figures()[name].draw
    like = nearest(name, figures())
    what = f"no figure '{name}'"
    raise UnknownFigure(Problem(what, "sim.plot", expected=one_of(figures()), nearest=like))


def __dir__() -> list[str]:
    """Names of figures."""
    return sorted(__all__)
