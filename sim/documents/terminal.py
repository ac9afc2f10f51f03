"""Documents on a terminal: paragraphs that fit it, tables by rich."""

import sys
import textwrap
from collections.abc import Sequence
from shutil import get_terminal_size
from typing import TYPE_CHECKING

from sim.documents.blocks import (
    Bar,
    Block,
    Cell,
    Code,
    Faint,
    Folded,
    Grid,
    Heading,
    Marked,
    Picture,
    Points,
    Strong,
    written,
)

if TYPE_CHECKING:
    from rich.text import Text

WIDEST = 110
"""Characters of a line of text; longer ones are tiresome to read."""
PLAIN_WIDTH = 100
"""Characters of a line of text where nobody's terminal sets it."""
UNFOLDED = 10_000
"""Characters of a line of a table in a file or a pipe: whoever reads it can search it."""
BAR = 10
"""Characters of a full bar."""


def show(blocks: Sequence[Block], indent: int = 2) -> None:
    """Print a document.

    Args:
        blocks: the document.
        indent: blanks before text and lists; two more below headings of level 3.
    """
    deep = indent
    for block in blocks:
        match block:
            case Heading(text, 1):
                title(text)
                say(block.beside, indent)
            case Heading(text, 2):
                heading(f"{text}, {block.beside}" if block.beside else text)
                deep = indent
            case Heading(text):
                # Never folded: it may be a path, which whoever copies it wants whole.
                print(f"{' ' * indent}{text}.")
                deep = indent + 2
            case Points():
                for item in block.items:
                    say(item, deep)
            case Grid():
                _table(block)
            case Folded():
                heading(block.title)
                show(block.blocks, indent)
            case Code():
                print(textwrap.indent(block.text, " " * deep))
            case Picture():
                say(f"{block.says} ({block.file})", deep)
            case _:
                say(block, deep, hang=0)


def say(text: str, indent: int = 0, hang: int = 2) -> None:
    """Print a paragraph, folded to the terminal's width; nothing for an empty one."""
    if not text:
        return
    width = min(get_terminal_size().columns, WIDEST) if sys.stdout.isatty() else PLAIN_WIDTH
    first, rest = " " * indent, " " * (indent + hang)
    lines = textwrap.wrap(
        _plain(text), max(width, 40), initial_indent=first, subsequent_indent=rest,
        break_on_hyphens=False,
    )  # fmt: skip
    print("\n".join(lines))


def title(text: str) -> None:
    """Print the title of a page: bold in a terminal."""
    print(f"\x1b[1m{text}\x1b[0m" if sys.stdout.isatty() else text)


def heading(text: str) -> None:
    """Print a heading below an empty line."""
    print()
    title(text)


def _table(grid: Grid) -> None:
    """Print a table as wide as the terminal allows; plain columns where there is none."""
    from rich import box
    from rich.console import Console
    from rich.table import Table

    terminal = sys.stdout.isatty()
    console = Console(file=sys.stdout, width=None if terminal else UNFOLDED, highlight=False)
    ruled = terminal or len(grid.cells) < len(grid.rows)
    drawn = Table(
        box=box.SIMPLE_HEAD if ruled else None,
        pad_edge=False,
        show_edge=False,
        show_header=any(grid.columns),
    )
    for place, (column, numeric) in enumerate(zip(grid.columns, grid.numeric, strict=True)):
        # The first column names the row: it is never broken.
        drawn.add_column(
            _styled(column),
            justify="right" if numeric else "left",
            vertical="top",
            overflow="fold",
            no_wrap=place == 0,
        )
    for number, row in enumerate(grid.rows):
        if not isinstance(row, Heading):
            drawn.add_row(*map(_styled, row))
            continue
        if number:
            drawn.add_section()
        drawn.add_row(_styled(Strong(row.text)))
    console.print(drawn)


def _styled(cell: Cell) -> "Text":
    from rich.text import Text

    if isinstance(cell, Bar):
        return Text("\N{FULL BLOCK}" * round(BAR * min(abs(cell.share), 1.0)))
    style = "bold" if isinstance(cell, Strong) else "dim" if isinstance(cell, Faint) else ""
    return Text(_plain(written(cell)), style)


def _plain(text: str) -> str:
    """Text without the signs of Markdown."""
    if not isinstance(text, Marked):
        return str(text)
    from markdown_it import MarkdownIt

    (line,) = MarkdownIt("commonmark").parseInline(text)
    return "".join(part.content for part in line.children or [])
