"""Documents as HTML that needs nothing from elsewhere: a page of its own, or a piece of a notebook.

Colours are those of whatever stands around, so that dark themes read as well; only thin lines and
small pictures have their own.
"""

from base64 import b64encode
from collections.abc import Mapping, Sequence
from functools import cache
from html import escape
from typing import TYPE_CHECKING

from sim.documents.blocks import (
    Bar,
    Block,
    Cell,
    Code,
    Course,
    Faint,
    Folded,
    Grid,
    Heading,
    Marked,
    Picture,
    Points,
    Strong,
    title_of,
    written,
)

if TYPE_CHECKING:
    from markdown_it import MarkdownIt

LINE, DOT = "#0072B2", "#D55E00"
"""Blue and vermilion after Okabe and Ito (2008), as in the figures."""
WIDE, HIGH, EDGE = 110.0, 22.0, 3.0
"""A small picture, in pixels."""
BAR = 60.0

# Twice the class, so that a notebook's own rules for tables do not win.
STYLE = """
.qpq table { border-collapse: collapse; margin: .2em 0 .5em; font-size: inherit; }
.qpq.qpq th, .qpq.qpq td { padding: 1px 10px 1px 0; text-align: left; vertical-align: top;
  background: none; }
.qpq.qpq th { vertical-align: bottom; font-weight: normal; opacity: .7; }
.qpq.qpq th[colspan] { font-weight: bold; opacity: 1; }
.qpq.qpq .number { text-align: right; } .qpq .wide { overflow-x: auto; }
.qpq .faint { opacity: .7; font-weight: normal; } .qpq pre { overflow-x: auto; }
"""
SMALL = """
.qpq { font-size: 90%; max-width: 60em; line-height: 1.4; }
.qpq .head { margin: 4px 0 2px; font-weight: bold; } .qpq p { margin: 2px 0; }
.qpq ul { margin: 2px 0 4px; padding-left: 1.4em; } .qpq li { margin: 1px 0; }
"""
PAGE = """
body { font: 16px/1.5 "Segoe UI", "DejaVu Sans", sans-serif; color: #222; background: #fff;
  max-width: 60rem; margin: 2rem auto; padding: 0 1rem; }
h1 { line-height: 1.2; } h2 { margin-top: 2.5rem; border-bottom: 1px solid #dadce0; }
.wide { margin: 1rem 0; } table { font-size: .92rem; }
.qpq.qpq th, .qpq.qpq td { padding: .25rem .7rem; border-bottom: 1px solid #dadce0;
  min-width: 7rem; overflow-wrap: anywhere; }
.qpq.qpq th { font-weight: bold; opacity: 1; } .qpq.qpq .number { min-width: 3rem; }
.qpq.qpq th.number { overflow-wrap: normal; } .qpq.qpq td.number { white-space: nowrap; }
@media (max-width: 40rem) { body { font-size: 14px; } h1 { font-size: 1.5rem; }
  .qpq.qpq th, .qpq.qpq td { padding: .2rem .4rem; min-width: 5rem; } }
figure { margin: 1.5rem 0; } img { max-width: 100%; } figcaption { color: #5f6368; }
"""


def web_page(blocks: Sequence[Block], pictures: Mapping[str, bytes]) -> str:
    """The document as one HTML file.

    Args:
        blocks: the document; its title is that of the page.
        pictures: PNG files by name; figures that are not among them are left out.
    """
    body = "\n".join(_block(block, pictures, "h") for block in blocks)
    return (
        '<!doctype html>\n<html lang="en">\n<head><meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{escape(title_of(blocks))}</title>\n<style>{STYLE}{PAGE}</style></head>\n"
        f'<body class="qpq">\n{body}\n</body>\n</html>\n'
    )


def fragment(blocks: Sequence[Block]) -> str:
    """The document as a piece of a page, such as what a notebook shows below a cell."""
    body = "".join(_block(block, {}) for block in blocks)
    return f'<div class="qpq"><style>{STYLE}{SMALL}</style>{body}</div>'


def _block(block: Block, pictures: Mapping[str, bytes], tag: str = "") -> str:
    """A block; headings are tags of a page, or in a fragment no part of the outline around it."""
    match block:
        case Heading():
            beside = f' <span class="faint">{_text(block.beside)}</span>' if block.beside else ""
            if tag:
                return f"<{tag}{block.level}>{_text(block.text)}{beside}</{tag}{block.level}>"
            return f'<div class="head">{_text(block.text)}{beside}</div>'
        case Points():
            return "<ul>" + "".join(f"<li>{_text(item)}</li>" for item in block.items) + "</ul>"
        case Picture():
            if block.file not in pictures:
                return ""
            data, says = b64encode(pictures[block.file]).decode(), escape(block.says)
            return (
                f'<figure><img src="data:image/png;base64,{data}" alt="{says}">'
                f"<figcaption>{says}</figcaption></figure>"
            )
        case Code():
            return f"<pre><code>{escape(block.text)}</code></pre>"
        case Folded():
            inside = "".join(_block(each, pictures, tag) for each in block.blocks)
            return f"<details><summary>{_text(block.title)}</summary>{inside}</details>"
        case Grid():
            return _table(block)
        case Marked():
            return str(_renderer().render(block))
        case _:
            return f"<p>{_text(block)}</p>"


def _table(grid: Grid) -> str:
    kinds = [' class="number"' if numeric else "" for numeric in grid.numeric]
    head = "".join(
        f'<th scope="col"{kind}>{_cell(cell)}</th>'
        for kind, cell in zip(kinds, grid.columns, strict=True)
    )
    body = "\n".join(
        f'<tr><th colspan="{len(kinds)}">{_text(row.text)}</th></tr>'
        if isinstance(row, Heading)
        else "<tr>"
        + "".join(f"<td{kind}>{_cell(c)}</td>" for kind, c in zip(kinds, row, strict=True))
        + "</tr>"
        for row in grid.rows
    )
    top = f"<thead><tr>{head}</tr></thead>\n" if any(grid.columns) else ""
    return f'<div class="wide"><table>{top}<tbody>{body}</tbody></table></div>'


def _cell(cell: Cell) -> str:
    if isinstance(cell, Bar):
        return _bar(cell)
    if isinstance(cell, Course):
        return _course(cell)
    return _text(written(cell)).replace("\n", "<br>")


def _text(text: str) -> str:
    """Text within a line, escaped; Markdown in it becomes what it means."""
    if isinstance(text, Marked):
        return str(_renderer().renderInline(text))
    if isinstance(text, Strong):
        return f"<b>{escape(text)}</b>"
    return f'<span class="faint">{escape(text)}</span>' if isinstance(text, Faint) else escape(text)


@cache
def _renderer() -> "MarkdownIt":
    from markdown_it import MarkdownIt

    return MarkdownIt("commonmark", {"html": False}).enable("table")


def _bar(bar: Bar) -> str:
    """A bar; below 0 it is marked as such."""
    length = BAR * min(abs(bar.share), 1.0)
    colour = LINE if bar.share >= 0.0 else DOT
    said = escape(f"{bar.says} {written(float(bar.share))}".strip())
    return (
        f'<svg width="{BAR:.0f}" height="9" role="img" aria-label="{said}">'
        f'<rect x="0.5" y="0.5" width="{BAR - 1:.0f}" height="8" fill="none" '
        f'stroke="currentColor" stroke-opacity="0.3"/>'
        f'<rect x="0" y="0" width="{length:.1f}" height="9" fill="{colour}"/></svg>'
    )


def _course(course: Course) -> str:
    """A line that ends in a dot; it spans 0 to 1, or as far as the values go beyond."""
    path = course.values
    if len(path) < 2:
        return ""
    low, high = min(0.0, *path), max(1.0, *path)

    def height(value: float) -> float:
        return EDGE + (HIGH - 2 * EDGE) * (1.0 - (value - low) / (high - low))

    step = (WIDE - 2 * EDGE) / (len(path) - 1)
    points = [(EDGE + i * step, height(value)) for i, value in enumerate(path)]
    line = " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
    (x, y), zero = points[-1], height(0.0)
    said = escape(course.says or "course over the months")
    return (
        f'<svg width="{WIDE:.0f}" height="{HIGH:.0f}" role="img" aria-label="{said}">'
        f'<line x1="{EDGE}" y1="{zero:.1f}" x2="{WIDE - EDGE}" y2="{zero:.1f}" '
        f'stroke="currentColor" stroke-opacity="0.25"/>'
        f'<polyline points="{line}" fill="none" stroke="{LINE}" stroke-width="1.5"/>'
        f'<circle cx="{x:.1f}" cy="{y:.1f}" r="2.5" fill="{DOT}"/></svg>'
    )
