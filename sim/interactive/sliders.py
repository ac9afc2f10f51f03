"""A hand on the parameters: sliders in a live notebook, and pictures where there is none."""

import base64
from collections.abc import Callable, Mapping, Sequence
from importlib import import_module
from io import BytesIO
from itertools import product
from typing import TYPE_CHECKING, Any

from sim.documents.blocks import Code, Heading
from sim.documents.html import fragment
from sim.errors import InputError, Problem, one_of
from sim.interactive.notebook import HTML, PNG, pages_of
from sim.story.words import number, spaced

if TYPE_CHECKING:
    from matplotlib.figure import Figure

PLAIN = "text/plain"
STRIP = 4
"""How many values stand side by side where nothing can be moved."""
WIDE, LOW = 11.0, 0.5
"""Inches across such a strip; height over width below which a picture has a row to itself."""

Picture = Mapping[str, Any]
"""What a notebook shows of a thing, by kind."""


class Slide:
    """A drawing that follows sliders; without a live notebook, its pictures at a few values."""

    def __init__(
        self,
        draw: Callable[..., Any],
        parameters: Mapping[str, Sequence[Any]],
        start: Mapping[str, Any],
    ) -> None:
        """Take what `slide` checked."""
        self.draw, self.parameters, self.start = draw, parameters, start
        self._drawn: dict[tuple[Any, ...], Picture] = {}

    def at(self, **values: Any) -> Any:
        """What is drawn at some values; those not named stand where the sliders begin.

        Raises:
            InputError: there is no slider of that name.
        """
        for name in values:
            if name not in self.parameters:
                raise InputError(
                    Problem(f"no slider '{name}'", expected=one_of([*self.parameters]))
                )
        return self.draw(**{**self.start, **values})

    def _picture(self, **values: Any) -> Picture:
        """What is shown at some values; drawn once for each."""
        chosen = {**self.start, **values}
        key = tuple(chosen.values())
        if key not in self._drawn:
            self._drawn[key] = pages_of(self.draw(**chosen))
        return self._drawn[key]

    def live(self) -> dict[str, Any]:
        """Sliders and the drawing below them; nothing where ipywidgets is not installed."""
        try:
            widgets: Any = import_module("ipywidgets")
        except ImportError:
            return {}
        below, made = widgets.Box(), {}
        sliders = {
            name: widgets.SelectionSlider(
                options=[(_said(value), value) for value in values],
                value=self.start[name],
                description=spaced(name),
                continuous_update=False,
                style={"description_width": "initial"},
                layout={"width": "32em"},
            )
            for name, values in self.parameters.items()
        }

        def follow(_: object = None) -> None:
            values = {name: slider.value for name, slider in sliders.items()}
            key = tuple(values.values())
            if key not in made:
                # No Output widget: who plays a notebook without a page may wait for one for ever.
                made[key] = _widget(widgets, self._picture(**values))
            below.children = (made[key],)

        for slider in sliders.values():
            slider.observe(follow, "value")
        follow()
        found: dict[str, Any] = widgets.VBox([*sliders.values(), below])._repr_mimebundle_()
        return {kind: data for kind, data in found.items() if kind != PLAIN}

    def still(self) -> dict[str, Any]:
        """The drawing at a few values of its sliders, side by side."""
        chosen = _some([dict(zip(self.parameters, v, strict=True)) for v in self._way()])
        titles = [", ".join(f"{spaced(n)} {_said(v)}" for n, v in each.items()) for each in chosen]
        pictures = [self._picture(**each) for each in chosen]
        if all(PNG in each for each in pictures):
            return {PNG: _strip(titles, [each[PNG] for each in pictures])}
        parts = zip(titles, pictures, strict=True)
        return {HTML: "".join(fragment([Heading(title, 3)]) + _html(each) for title, each in parts)}

    def _way(self) -> list[tuple[Any, ...]]:
        """Values of all sliders along the first, or all combinations where they are few."""
        every = list(product(*self.parameters.values()))
        if len(every) <= STRIP:
            return every
        first, *others = self.parameters
        return [(v, *(self.start[name] for name in others)) for v in self.parameters[first]]

    def __repr__(self) -> str:
        """What can be moved."""
        return f"<Slide over {', '.join(self.parameters)}>"


def bundle(slide: Slide) -> dict[str, Any]:
    """What a notebook shows of a slide, by kind: text, pictures, and what can be moved."""
    return {PLAIN: repr(slide), **slide.still(), **slide.live()}


def slide(
    draw: Callable[..., Any],
    start: Mapping[str, Any] | None = None,
    **parameters: Sequence[Any],
) -> Slide:
    """Put sliders on what a function draws: the last value of a notebook's cell shows them.

    ``sim.slide(lambda month: figures.negotiation_space(run, month=month), month=range(3, 15))``

    What is drawn at some values is kept, so that going back takes no time. Where nothing can be
    moved (a printed or stored notebook) it shows a few values side by side.

    Args:
        draw: takes the parameters by name and returns something that a notebook can show.
        start: values at which sliders begin; by default the middle one of each.
        parameters: for each slider, the values that it stops at.

    Raises:
        InputError: there is no slider, one has no values, or a start is none of its values.
    """
    begin = dict(start or {})
    if not parameters:
        raise InputError(Problem("no slider", "slide", expected="name=[values], once or more"))
    for name, values in parameters.items():
        if not len(values):
            raise InputError(Problem("no values", "slide", None, name, "at least one value"))
        begin.setdefault(name, values[len(values) // 2])
        if begin[name] not in values:
            what = f"{begin[name]!r} is none of its values"
            raise InputError(Problem(what, "slide", None, name, one_of([str(v) for v in values])))
    return Slide(draw, {name: list(values) for name, values in parameters.items()}, begin)


def _widget(widgets: Any, picture: Picture) -> Any:
    """A picture or a page as a widget."""
    if PNG in picture:
        data = base64.b64decode(picture[PNG])
        return widgets.Image(value=data, format="png", layout={"max_width": "60em"})
    return widgets.HTML(_html(picture))


def _html(picture: Picture) -> str:
    """A page as it is; anything else as the text that it prints as."""
    return str(picture.get(HTML) or fragment([Code(str(picture.get(PLAIN, "")))]))


def _said(value: Any) -> str:
    return number(value) if isinstance(value, float) else spaced(str(value))


def _some(every: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """At most a few of them, both ends included."""
    if len(every) <= STRIP:
        return every
    step = (len(every) - 1) / (STRIP - 1)
    return [every[round(i * step)] for i in range(STRIP)]


def _strip(titles: Sequence[str], pictures: Sequence[str]) -> str:
    """Pictures two in a row, wide ones below each other, with what each shows above it."""
    image: Any = import_module("matplotlib.image")
    made: type[Figure] = import_module("matplotlib.figure").Figure
    drawn = [image.imread(BytesIO(base64.b64decode(each))) for each in pictures]
    ratio = max(each.shape[0] / each.shape[1] for each in drawn)
    across = 1 if ratio < LOW else min(len(drawn), 2)
    down = -(-len(drawn) // across)
    high = down * (WIDE / across * ratio + 0.35)
    whole = made(figsize=(WIDE, high), dpi=110, layout="constrained")
    grid = whole.subplots(down, across, squeeze=False)
    for ax in grid.flat:
        ax.set_axis_off()
    for ax, title, each in zip(grid.flat, titles, drawn, strict=False):
        ax.imshow(each, interpolation="antialiased")
        ax.set_title(title, fontsize=11, loc="left")
    file = BytesIO()
    whole.savefig(file, format="png", metadata={"Software": None})
    return base64.b64encode(file.getvalue()).decode("ascii")
