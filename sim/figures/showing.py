"""Figures in notebooks: what a cell ends with is shown, once, without pyplot.

No figure of ours belongs to pyplot, so that drawing one leaves no state behind; a notebook's inline
backend shows pyplot's figures only. How IPython shows the others is said here; it is told with all
else that notebooks show (`sim.interactive.notebook`).
"""

from collections.abc import Iterable
from io import BytesIO
from typing import TYPE_CHECKING

from sim.arguments import instance_of
from sim.figures.style import needed, styled

needed()

from matplotlib.axes import Axes  # noqa: E402
from matplotlib.figure import Figure  # noqa: E402

if TYPE_CHECKING:
    from sim.figures.style import Shown

CSS_INCH = 96
"""Pixels of a page on the screen in an inch, by the standard of style sheets."""


class Page(Figure):
    """A figure in the house style that belongs to no window."""


class Panels(list[Axes]):
    """Axes that stand in one figure, from top left to bottom right; a list that can be shown."""

    @property
    def figure(self) -> Figure:
        """The figure in which they stand."""
        return figure_of(self)


def figure_of(drawn: "Shown") -> Figure:
    """The figure in which axes stand; a figure itself.

    Args:
        drawn: a figure, axes, or a sequence of axes in one figure.

    Raises:
        InputError: it is none of these.
    """
    if isinstance(drawn, Figure):
        return drawn
    several = isinstance(drawn, Iterable) and not isinstance(drawn, Axes)
    one: object = next(iter(drawn), None) if several else drawn  # type: ignore[arg-type]
    found = one.get_figure(root=True) if isinstance(one, Axes) else None
    return instance_of(found, Figure, "drawn", "a figure, its axes, or a list of them")


def as_png(drawn: "Shown") -> tuple[bytes, dict[str, int]] | None:
    """A picture as a notebook takes it: the bytes of a PNG, and its size on the screen.

    Args:
        drawn: a figure, axes, or a sequence of axes in one figure.

    Returns:
        None for what pyplot looks after, which shows it by itself, and for no axes at all.
    """
    if isinstance(drawn, Iterable) and not list(drawn):
        return None
    whole = figure_of(drawn)
    if whole.canvas.manager is not None:
        return None
    buffer = BytesIO()
    with styled():
        whole.savefig(buffer, format="png")
    width, height = (round(CSS_INCH * inches) for inches in whole.get_size_inches())
    return buffer.getvalue(), {"width": width, "height": height}
