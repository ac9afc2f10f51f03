"""Small pages for notebooks: plain HTML that needs nothing from elsewhere.

Colours are those of the notebook, so that dark themes read as well; only a thin line is our own.
"""

from collections.abc import Iterable, Sequence
from html import escape
from typing import NamedTuple

LINE, DOT = "#0072B2", "#D55E00"
"""Blue and vermilion after Okabe and Ito (2008), as in the figures."""
WIDE, HIGH, EDGE = 110.0, 22.0, 3.0
"""A small picture, in pixels."""

BOX = "font-size:90%;max-width:60em;line-height:1.4"
FAINT = "opacity:0.7"
CELL = "padding:1px 10px 1px 0;text-align:left;vertical-align:top;background:none"


class Markup(str):
    """Text that is HTML already."""

    __slots__ = ()


Cell = str | float | int | None


def text(value: Cell) -> Markup:
    """A value as HTML: markup as it is, numbers with two decimals, text escaped."""
    if isinstance(value, Markup):
        return value
    if value is None:
        return Markup("&ndash;")
    if isinstance(value, float):
        return Markup(escape(f"{value + 0.0:.2f}"))
    return Markup(escape(str(value)))


def box(*parts: str) -> str:
    """A page."""
    return f'<div style="{BOX}">{"".join(parts)}</div>'


def strong(words: str) -> Markup:
    """Words that stand out."""
    return Markup(f"<b>{text(words)}</b>")


def faint(words: str) -> Markup:
    """Words that stand back."""
    return Markup(f'<span style="{FAINT}">{text(words)}</span>')


def heading(words: str, beside: str = "") -> Markup:
    """A heading, and a few words beside it."""
    more = f" {faint(beside)}" if beside else ""
    return Markup(f'<div style="margin:4px 0 2px 0">{strong(words)}{more}</div>')


def paragraph(words: str) -> Markup:
    """A paragraph of text."""
    return Markup(f'<p style="margin:2px 0">{text(words)}</p>')


def items(lines: Iterable[str]) -> Markup:
    """Sentences, one a line."""
    inside = "".join(f'<li style="margin:1px 0">{text(line)}</li>' for line in lines)
    return Markup(f'<ul style="margin:2px 0 4px 0;padding-left:1.4em">{inside}</ul>')


def table(columns: Sequence[str], rows: Iterable[Sequence[Cell]]) -> Markup:
    """A table; numbers stand as text."""
    head = "".join(f'<th style="{CELL};{FAINT};font-weight:normal">{text(c)}</th>' for c in columns)
    body = "".join(
        f"<tr>{''.join(f'<td style={chr(34)}{CELL}{chr(34)}>{text(c)}</td>' for c in row)}</tr>"
        for row in rows
    )
    top = f"<thead><tr>{head}</tr></thead>" if any(columns) else ""
    style = "border-collapse:collapse;margin:2px 0 6px 0;font-size:inherit"
    return Markup(f'<table style="{style}">{top}<tbody>{body}</tbody></table>')


def folded(title: str, *parts: str) -> Markup:
    """Something to open with a click."""
    inside = "".join(parts)
    return Markup(
        f'<details style="margin:2px 0"><summary>{text(title)}</summary>{inside}</details>'
    )


class Scale(NamedTuple):
    """From values to heights."""

    low: float
    high: float

    def height(self, value: float) -> float:
        """Pixels from the top."""
        span = self.high - self.low or 1.0
        return EDGE + (HIGH - 2 * EDGE) * (1.0 - (value - self.low) / span)


def picture(path: Sequence[float], label: str = "") -> Markup:
    """A value over the months as a small line that ends in a dot; empty for fewer than two.

    The line spans 0 to 1, or as far as the values go beyond.

    Args:
        path: values, oldest first.
        label: what it shows, for those who cannot see it.
    """
    if len(path) < 2:
        return Markup("")
    scale = Scale(min(0.0, *path), max(1.0, *path))
    step = (WIDE - 2 * EDGE) / (len(path) - 1)
    points = [(EDGE + i * step, scale.height(value)) for i, value in enumerate(path)]
    line = " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
    x, y = points[-1]
    zero = scale.height(0.0)
    said = escape(label or "course over the months", quote=True)
    return Markup(
        f'<svg width="{WIDE:.0f}" height="{HIGH:.0f}" role="img" aria-label="{said}">'
        f'<line x1="{EDGE}" y1="{zero:.1f}" x2="{WIDE - EDGE}" y2="{zero:.1f}" '
        f'stroke="currentColor" stroke-opacity="0.25"/>'
        f'<polyline points="{line}" fill="none" stroke="{LINE}" stroke-width="1.5"/>'
        f'<circle cx="{x:.1f}" cy="{y:.1f}" r="2.5" fill="{DOT}"/></svg>'
    )


def bar(share: float, label: str = "") -> Markup:
    """A level between 0 and 1 as a bar; below 0 it is marked as such."""
    wide = 60.0
    length = wide * min(abs(share), 1.0)
    colour = LINE if share >= 0.0 else DOT
    said = escape(f"{label} {share:.2f}".strip(), quote=True)
    return Markup(
        f'<svg width="{wide:.0f}" height="9" role="img" aria-label="{said}">'
        f'<rect x="0.5" y="0.5" width="{wide - 1:.0f}" height="8" fill="none" '
        f'stroke="currentColor" stroke-opacity="0.3"/>'
        f'<rect x="0" y="0" width="{length:.1f}" height="9" fill="{colour}"/></svg>'
    )
